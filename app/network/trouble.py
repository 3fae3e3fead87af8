"""What only the owner of a network can do to it: forks, shallow and deep, while a trade goes on.

Of three Clique validators two make a majority. One that is alone seals a block of its own at most and then
has to wait, so a fork of the network is one block deep, sometimes two where two of them seal at once. A deep
one is made by setting back the heads of all three while none sees the others: the blocks that follow are
others, and the transactions of those that are gone are in no pool any more.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from app.local.trouble import Trouble
from app.network.console import head_of
from app.network.trial import Trial
from app.network.validator import Validator, wait_for_blocks
from app.network.validators import REDIAL, Validators

PAUSES = 3
PAUSE = 3.0
ALONE = 4.0
LONGEST = 120.0


@dataclass
class Forks:
    """A companion of a trial. `depth` is how many blocks the deep one takes away."""

    validators: Validators
    depth: int

    __name__ = "forks"

    def __call__(self, trial: Trial) -> None:
        """The deep one first, while most of the trade is still to come."""
        _after_the_loss(trial)
        gone = self._set_back()
        trial.say(f"    [dim]all heads were set back; {gone} blocks are gone, and others come[/dim]")
        trial.findings["set_back"] = gone
        _until_one_chain(self.validators)
        level = time.monotonic()
        for _ in range(PAUSES):
            self._pause()
        trial.say(f"    [dim]the service's validator stood still {PAUSES} times for {PAUSE:.0f} s[/dim]")
        time.sleep(max(0.0, level + REDIAL - time.monotonic()))
        own = self._alone()
        trial.say(
            f"    [dim]the service's validator was alone for {ALONE:.0f} s; its block {own} is gone[/dim]"
        )

    def _pause(self) -> None:
        """It misses blocks, and on waking seals one that nobody needs any more."""
        ours = self.validators.all[0]
        with ours.paused():
            time.sleep(PAUSE)
        wait_for_blocks(ours, 3, LONGEST)

    def _alone(self) -> int:
        """Cut off until it has sealed a block that the others do not have. Raises Trouble."""
        ours, other = self.validators.all[0], self.validators.all[1]
        for _ in range(3):
            _until_just_after(ours)
            self.validators.part(ours)
            time.sleep(ALONE)
            number = hex(head_of(ours.console))
            own, theirs = (one.console.ask("eth_getBlockByNumber", number, False) for one in (ours, other))
            forked = own is not None and theirs is not None and own["hash"] != theirs["hash"]
            self.validators.join()
            _until_one_chain(self.validators)
            if forked:
                return int(number, 16)
            time.sleep(REDIAL)
        raise Trouble("a validator that was alone three times never sealed a block of its own")

    def _set_back(self) -> int:
        """How many blocks are others than before. Raises Trouble."""
        all_of_them = self.validators.all
        for one in all_of_them[:2]:
            self.validators.part(one)
        head = head_of(all_of_them[0].console)
        before = all_of_them[0].console.ask("eth_getBlockByNumber", hex(head), False)["hash"]
        for one in all_of_them:
            one.console.ask("debug_setHead", hex(head - self.depth))
        self.validators.join()
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            now = all_of_them[0].console.ask("eth_getBlockByNumber", hex(head), False)
            if now is not None:
                if now["hash"] == before:
                    raise Trouble("heads were set back, and the same blocks came again")
                return self.depth
            time.sleep(0.2)
        raise Trouble(f"after heads were set back, block {head} did not come again in {LONGEST:.0f} s")


def undone(log: Path) -> int:
    """How many times the service's indexer took blocks back, by its log."""
    lines = log.read_text(errors="replace").splitlines()
    return sum(json.loads(line).get("what") == "reorg" for line in lines if line.startswith("{"))


def _after_the_loss(trial: Trial) -> None:
    while "loss" not in trial.findings and not trial.shortfalls:
        time.sleep(0.2)


def _until_just_after(one: Validator) -> None:
    """Until the block before the last is its own, so that it may seal the next. Raises Trouble."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        number = head_of(one.console)
        sealers = [one.console.ask("clique_getSigner", hex(number - back)) for back in (0, 1)]
        if [sealer == one.address for sealer in sealers] == [False, True]:
            return
        time.sleep(0.02)
    raise Trouble(f"{one.name} does not seal")


def _until_one_chain(validators: Validators) -> None:
    """Until all three hold the same block below their heads. Raises Trouble."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        number = hex(min(head_of(one.console) for one in validators.all))
        blocks = [one.console.ask("eth_getBlockByNumber", number, False) for one in validators.all]
        peers = [int(one.console.ask("net_peerCount"), 16) for one in validators.all]
        if all(blocks) and len({block["hash"] for block in blocks}) == 1 and min(peers) == 2:
            return
        time.sleep(0.2)
    raise Trouble(f"the validators do not agree {LONGEST:.0f} s after they could see each other again")
