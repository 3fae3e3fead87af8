"""A small port for load: a chain, two members with pairs of numbers, and bills that go to and fro.

Eight numbers sign: in each of four deals a bank's and a trader's. Every bill lies with one of the two and is
handed to the other; after a run all of them have changed sides, and the next run hands them back. There are
two such sets of eight, one for the service and one for what is sent past it: a key has one user.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bills.domain import Form
from app.chain.orders import Item, act, batch
from app.chain.signers import LegacyTransaction
from app.chain.signers.local import LocalSigner
from app.members import service as members
from tests.app.bills.builders import LEI, a_deal
from tests.app.chain.nodes import CHAIN_ID, Node
from tests.app.chain.world import World, build_world

BANK, TRADER = "north", "south"
DEALS = 4
# Operations of one transaction; what a block of Ganache has room for.
TOGETHER = 50
ISSUE_GAS, TRANSFER_GAS, BATCH_GAS = 220_000, 160_000, 9_000_000


@dataclass
class Signer:
    """A number that hands bills over, to `other` of the same deal."""

    member: str
    party: int
    address: str
    other: int
    other_member: str
    bills: list[str] = field(default_factory=list)


@dataclass
class Eight:
    """Signers in pairs, each the other's counterparty."""

    world: World
    keys: LocalSigner
    signers: list[Signer] = field(default_factory=list)

    def swap(self, count: int) -> None:
        """After a run: the first so many that each has handed over lie with the other."""
        for signer, other in zip(self.signers[::2], self.signers[1::2], strict=True):
            signer.bills[:count], other.bills[:count] = other.bills[:count], signer.bills[:count]

    def transfer(self, signer: Signer, bill: str) -> bytes:
        """What MemberRegistry is told for one bill."""
        return self.world.deployment.encode("BillOfLading", "transferHolder", bill, signer.other)

    def singles(self, count: int) -> dict[str, list[bytes]]:
        """Signed bytes of each signer, in order: one transfer each."""
        target = self.world.deployment.contract("BillOfLading").address
        made = {}
        for signer in self.signers:
            calls = [
                act(self.world.deployment, target, self.transfer(signer, bill))
                for bill in signer.bills[:count]
            ]
            made[signer.address] = self._signed(signer, calls, TRANSFER_GAS)
        return made

    def batches(self, count: int) -> dict[str, list[bytes]]:
        """As `singles`, fifty transfers each."""
        target = self.world.deployment.contract("BillOfLading").address
        made = {}
        for signer in self.signers:
            items = [Item(TRANSFER_GAS, target, self.transfer(signer, bill)) for bill in signer.bills[:count]]
            parts = [items[at : at + TOGETHER] for at in range(0, len(items), TOGETHER)]
            calls = [batch(self.world.deployment, part) for part in parts]
            made[signer.address] = self._signed(signer, calls, BATCH_GAS)
        return made

    def _signed(self, signer: Signer, calls: Sequence[bytes], gas: int) -> list[bytes]:
        registry = self.world.deployment.contract("MemberRegistry").address
        first = int(self.world.node.ask("eth_getTransactionCount", signer.address, "latest"), 16)
        return [
            self.keys.sign_transaction(
                signer.member,
                signer.party,
                LegacyTransaction(CHAIN_ID, first + place, registry, call, gas, 0),
            )[0]
            for place, call in enumerate(calls)
        ]


@dataclass
class Town:
    world: World
    served: Eight
    raw: Eight


@contextmanager
def town(node: Node, folder: Path, bills: int, database: str) -> Iterator[Town]:
    """`bills` lie with each signer. `database` is a kind or a URL."""
    with build_world(node, folder, numbers=2 * DEALS, all_instruments=True, database=database) as world:
        keys = LocalSigner(world.settings.keys_dir, "maker")
        made = Town(world, Eight(world, keys), Eight(world, keys))
        for eight in (made.served, made.raw):
            for _ in range(DEALS):
                _add_pair(eight, a_deal(world, BANK, TRADER), bills)
        world.index()
        yield made


def _add_pair(made: Eight, deal: str, count: int) -> None:
    world = made.world
    with world.database.writing() as session:
        bank, trader = (members.allot(session, member, deal).party for member in (BANK, TRADER))
        for member, other in ((BANK, TRADER), (TRADER, BANK)):
            members.number_of(session, member_id=member, deal=deal, organisation=LEI[other])
    at_bank = Signer(BANK, bank, made.keys.address(BANK, bank), trader, TRADER)
    at_trader = Signer(TRADER, trader, made.keys.address(TRADER, trader), bank, BANK)
    # No member keeps a document of them: what is compared is the title, with nothing that travels beside it.
    bills = ["0x" + secrets.token_hex(32) for _ in range(2 * count)]
    target = world.deployment.contract("BillOfLading").address
    said = (bank, bank, int(Form.TO_ORDER))
    issued = [world.deployment.encode("BillOfLading", "issue", bill, *said) for bill in bills]
    calls = [Item(ISSUE_GAS, target, call) for call in issued]
    parts = [calls[at : at + TOGETHER // 2] for at in range(0, len(calls), TOGETHER // 2)]
    data = [batch(world.deployment, part) for part in parts]
    _send(world.node, made._signed(at_trader, data, BATCH_GAS))
    at_bank.bills = bills
    half = at_bank.bills[:count]
    moved = [Item(TRANSFER_GAS, target, made.transfer(at_bank, bill)) for bill in half]
    parts = [moved[at : at + TOGETHER] for at in range(0, len(moved), TOGETHER)]
    _send(world.node, made._signed(at_bank, [batch(world.deployment, part) for part in parts], BATCH_GAS))
    at_bank.bills, at_trader.bills = at_bank.bills[count:], half
    made.signers += [at_bank, at_trader]


def _send(node: Node, raws: Sequence[bytes]) -> None:
    for raw in raws:
        hash = node.ask("eth_sendRawTransaction", "0x" + raw.hex())
        receipt: Any = None
        while receipt is None:
            receipt = node.ask("eth_getTransactionReceipt", hash)
        assert receipt["status"] == "0x1", receipt
