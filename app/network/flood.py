"""One member floods the network from its own keys; how many blocks later does another's transaction come?

The flood goes directly to a node, past the service. Each of its transactions burns all the gas that it asks
for, the cheapest way to fill blocks: a contract's constructor that is no instruction. The other member keeps
asking the service for small things, one after the other, and each is counted from the last block that there
was when it was asked to the block that holds it.
"""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.chain.signers import LegacyTransaction
from app.chain.signers.local import LocalSigner
from app.demo.desk import Desk
from app.local.trouble import Trouble
from app.network.console import Http, Silent, head_of
from app.network.trial import Trial
from app.network.validators import Validators

FLOODER, OTHER, COUNTERPARTY = "terminal", "carrier", "applicant"
KINDS = ("maker", "checker")
# INVALID takes all the gas there is, and no time.
BURNS = bytes.fromhex("fe")
GAS_OF_ONE = 400_000
AT_ONCE = 100
ASKED_BEFORE, ASKED_MEANWHILE = 10, 10
LONGEST = 240.0
MOST_BLOCKS = 3


@dataclass
class Flood:
    """A sequel of a trial. `transactions` go to another validator than the service's; `at_home`, fewer, to
    the service's own, which no member can reach: to see what that is good for.
    """

    validators: Validators
    transactions: int = 3_000
    at_home: int = 600

    __name__ = "flood"

    def __call__(self, trial: Trial) -> None:
        ours, away = self.validators.all[0], self.validators.all[2]
        usual = [self._delay(trial) for _ in range(ASKED_BEFORE)]
        trial.say(f"    without a flood a transaction is in block +{min(usual)} to +{max(usual)}")
        flooded = self._under(trial, away.url, self.transactions)
        at_home = self._under(trial, ours.url, self.at_home)
        delay, delay_at_home = later_by(usual, flooded), later_by(usual, at_home)
        trial.findings |= {
            "flood": {
                "transactions": self.transactions,
                "gas_of_each": GAS_OF_ONE,
                "keys": len(KINDS) * len(self._parties(trial)),
                "blocks_usually": usual,
                "blocks_flooded": flooded,
                "transactions_at_the_services_node": self.at_home,
                "blocks_flooded_at_the_services_node": at_home,
            },
            "flood_delay_blocks": delay,
            "flood_delay_blocks_at_the_services_node": delay_at_home,
        }
        trial.say(
            f"    {self.transactions:,} transactions to another node delay it by {delay} blocks at most; "
            f"{self.at_home:,} to the service's own, which members cannot reach, by "
            f"{delay_at_home}"
        )
        trial.require(delay <= MOST_BLOCKS, f"a flood delays another member by {delay} blocks")

    def _under(self, trial: Trial, url: str, transactions: int) -> list[int]:
        """The delays while the flood is in the pool, which is empty again afterwards. Raises Trouble."""
        node, ours = Http(url), Http(trial.given.rpc[0])
        try:
            raws = self._signed(trial, ours, transactions)
            taken = sum(node.send_all(raws[at : at + AT_ONCE]) for at in range(0, len(raws), AT_ONCE))
            trial.say(f"    {taken:,} of {transactions:,} transactions of {GAS_OF_ONE:,} gas each are taken")
            trial.require(taken >= transactions * 9 // 10, f"the flood's node took {taken} of {transactions}")
            delays: list[int] = []
            while len(delays) < ASKED_MEANWHILE and self._waiting(url):
                delays.append(self._delay(trial))
            trial.require(bool(delays), "the flood was over before anything else was asked")
            _until(lambda: not self._waiting(url), "the flood to be over")
            return delays
        finally:
            node.close()
            ours.close()

    def _signed(self, trial: Trial, node: Http, transactions: int) -> list[bytes]:
        """In turns by each key, so that all of them flood together."""
        signers = [
            (LocalSigner(trial.settings.keys_dir, kind), party)
            for kind in KINDS
            for party in self._parties(trial)
        ]
        each = []
        for signer, party in signers:
            address = signer.address(FLOODER, party)
            trial.others_use.add(address)
            first = int(node.ask("eth_getTransactionCount", address, "latest"), 16)
            each.append(
                [
                    signer.sign_transaction(
                        FLOODER,
                        party,
                        LegacyTransaction(trial.given.chain_id, nonce, "0x", BURNS, GAS_OF_ONE),
                    )[0]
                    for nonce in range(first, first + transactions // len(signers))
                ]
            )
        return [raw for turn in zip(*each, strict=True) for raw in turn]

    def _parties(self, trial: Trial) -> Sequence[int]:
        found = trial.desks.maker(FLOODER).get("/numbers?limit=100")
        return [int(one["number"]) for one in found["items"]]

    def _waiting(self, url: str) -> int:
        """Transactions in the pool of the node at this address, by its owner's socket."""
        (one,) = [validator for validator in self.validators.all if validator.url == url]
        found = one.console.ask("txpool_status")
        return int(found["pending"], 16) + int(found["queued"], 16)

    def _delay(self, trial: Trial) -> int:
        """Blocks from the last one when it was asked to the one that holds it. Raises Trouble."""
        node, desk = Http(trial.given.rpc[0]), trial.desks.maker(OTHER)
        try:
            before = head_of(node)
            asked = desk.begin("/documents", self._something(trial, desk))
        finally:
            node.close()
        found: list[Any] = []

        def mined() -> bool:
            found[:] = [desk.get(f"/operations/{asked['id']}")]
            return found[0]["block"] is not None or found[0]["status"] == "failed"

        _until(mined, "a transaction to be in a block")
        if found[0]["block"] is None:
            raise Trouble(f"what the other member asked for failed: {found[0]['refusal']}")
        return int(found[0]["block"]) - before

    def _something(self, trial: Trial, desk: Desk) -> dict[str, Any]:
        """A document in a deal of the trade's: a deal of its own would take a number each time."""
        numbers = desk.get("/numbers?limit=100")["items"]
        content = f"notice of {time.time_ns()}\n".encode()
        return {
            "kind": "notice",
            "name": "notice.txt",
            "media_type": "text/plain",
            "content": b64encode(content).decode(),
            "deal": next(one["deal"] for one in numbers if one["deal"]),
            "send_to": [trial.lei_of(COUNTERPARTY)],
        }


def later_by(usual: Sequence[int], flooded: Sequence[int]) -> int:
    """Blocks between the latest without a flood and the latest with it: without one, too, a transaction waits
    for its validator's turn, and where that is lost to a fork, for the next.
    """
    return max(0, max(flooded) - max(usual))


def _until(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        try:
            if holds():
                return
        except Silent:
            pass
        time.sleep(0.1)
    raise Trouble(f"{LONGEST:.0f} s were not enough for {what}")
