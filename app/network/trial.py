"""The journeys on a live network: founded by the operators' scripts, traded on through HTTP while a validator
is lost and comes back, compared with the chain and read again from nothing.

Every shortfall is a sentence; a trial without one holds. `companions` happen meanwhile, each in a thread of
its own; `sequels` after the trade, with the service still running. Both may add findings and shortfalls.
"""

from __future__ import annotations

import shlex
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console as Screen

from app.config import Settings
from app.demo import parties
from app.demo.cast import Desks
from app.demo.compare import Comparison, compare
from app.demo.papers import Papers
from app.demo.story import Story
from app.demo.timeline import Timeline
from app.local.ganache import free_port
from app.local.stack import Place, Stack
from app.local.trouble import Trouble
from app.network import papers
from app.network.again import read_again
from app.network.console import Http, Silent, head_of
from app.network.founding import LiveGround
from app.network.given import Given

# An operation may have to outlive a fork, and the time until nodes dial each other again.
PATIENCE = 180.0
# A validator that comes back finds its peers within half a minute or so, and catches up.
LONGEST_ABSENCE = 180.0

Companion = Callable[["Trial"], None]


@dataclass
class Trial:
    given: Given
    folder: Path
    screen: Screen
    companions: Sequence[Companion] = ()
    sequels: Sequence[Companion] = ()
    findings: dict[str, Any] = field(default_factory=dict)
    shortfalls: list[str] = field(default_factory=list)
    stack: Stack = field(init=False)
    desks: Desks = field(init=False)

    def run(self) -> dict[str, Any]:
        """What was found; shortfalls are in it. Raises Trouble where the trial cannot even begin."""
        began, started = datetime.now(UTC), time.monotonic()
        node = Http(self.given.rpc[0])
        try:
            self._begin(began.date())
            first = head_of(node)
            try:
                self._play(began.date())
                self._judge()
            finally:
                self.stack.stop()
            self.findings |= {
                "network": self.given.network,
                "chain_id": self.given.chain_id,
                "first_block_hash": node.ask("eth_getBlockByNumber", "0x0", False)["hash"],
                "node": node.ask("web3_clientVersion"),
                "finality_depth": self.given.finality_depth,
                "addresses": len(self.given.rpc),
                "began": began.isoformat(timespec="seconds"),
                "seconds": round(time.monotonic() - started),
                "blocks": head_of(node) - first,
            }
        finally:
            node.close()
        return self.findings | {"shortfalls": self.shortfalls}

    def say(self, sentence: str) -> None:
        self.screen.print(sentence, highlight=False)

    def require(self, holds: bool, shortfall: str) -> None:
        if not holds:
            self.say(f"[red]short:[/red] {shortfall}")
            self.shortfalls.append(shortfall)

    def lei_of(self, part: str) -> str:
        return self._cast[part].lei

    @property
    def settings(self) -> Settings:
        """The service's own."""
        place = self.stack.place
        return Settings(
            database_url=place.database_url,
            rpc_url=self.stack.rpc_url,
            chain_id=self.given.chain_id,
            deployment_file=place.deployment_file,
            keys_dir=place.keys,
            finality_depth=self.given.finality_depth,
        )

    # ------------------------------------------------------------------ acts

    def _begin(self, today: date) -> None:
        self._papers: Papers = papers.for_today(self.folder / "papers", today)
        self._cast = parties.of(self._papers.terms, self._papers.bill)
        place = Place(self.folder / "run", 0, free_port(), network=self.given.network)
        ground = LiveGround(self.given, self.say)
        members = [one.as_member() for one in self._cast.values()]
        self.stack = Stack(place, members, self.say, ground=ground)
        self.stack.start()
        self.findings["deployment"] = {
            "contracts": ground.contracts,
            "went_on_after": ground.resumed_at,
            "verified": True,
        }

    def _play(self, today: date) -> None:
        timeline = Timeline(self.screen)
        self.desks = Desks(self.stack.place, timeline, PATIENCE)
        began = time.monotonic()
        beside = [
            threading.Thread(target=self._guarded, args=(act,), daemon=True)
            for act in (lose_a_validator, *self.companions)
        ]
        for thread in beside:
            thread.start()
        timeline.headed()
        ending = Story(self._papers, self._cast, self.desks, timeline, today).play()
        seconds = round(time.monotonic() - began)
        for thread in beside:
            thread.join()
        self.findings["trade"] = {"steps": len(timeline.steps), "seconds": seconds}
        amount = self._papers.terms.amount
        held = dict(ending.balances)
        self.require(
            held["beneficiary"] == f"{amount.decimal()} {amount.currency}",
            f"the beneficiary holds {held['beneficiary']}, and should hold {amount}",
        )
        for act in self.sequels:
            self._guarded(act)

    def _judge(self) -> None:
        """Once everything that was asked for has ended, twice: against calls of our own, and from nothing."""
        self._settle()
        place = self.stack.place
        self.say("comparing every row with the chain")
        self._take(
            "rows_compared",
            "differences",
            compare(place.database_url, self.stack.rpc_url, place.deployment_file),
        )
        self.stack.stop_service()
        self.say("reading the chain again, from nothing")
        self._take(
            "rows_read_again",
            "differences_read_again",
            read_again(self.settings, self.folder / "again.sqlite"),
        )

    def _take(self, rows: str, differences: str, found: Comparison) -> None:
        self.findings |= {rows: found.rows, differences: len(found.differences)}
        self.require(found.rows >= 10, f"{rows}: {found.rows}, which is too few to mean anything")
        for one in found.differences:
            self.require(False, one)

    def _settle(self) -> None:
        """Raises Trouble where the service does not come to rest."""
        until = time.monotonic() + PATIENCE
        said: Any = None
        while time.monotonic() < until:
            self.stack.require_running()
            try:
                answer = httpx.get(f"{self.stack.place.api_url}/ready")
                said = answer.json()
                if answer.status_code == 200 and said["block"] >= said["head"] - 1:
                    return
            except (httpx.HTTPError, ValueError):
                pass
            time.sleep(0.2)
        raise Trouble(f"The service does not come to rest: {said}")

    def _guarded(self, act: Companion) -> None:
        """What goes wrong beside the trade is a shortfall of the trial, and not the end of a thread."""
        try:
            act(self)
        except Trouble as trouble:
            self.require(False, str(trouble))
        except Exception as error:
            self.require(False, f"{getattr(act, '__name__', 'something')}: {type(error).__name__}: {error}")


def lose_a_validator(trial: Trial) -> None:
    """By the operator's own commands. Blocks have to go on without it, and it has to find back."""
    loss = trial.given.loss
    ours, lost = Http(trial.given.rpc[0]), Http(trial.given.rpc[loss.rpc])
    try:
        until_blocks(ours, 3)
        _command(loss.stop)
        gone = until_silent(lost)
        trial.say(f"    [dim]a validator is stopped at block {head_of(ours)}[/dim]")
        blocks = until_blocks(ours, loss.blocks)
        seconds = time.monotonic() - gone
        trial.say(f"    [dim]{blocks} blocks came without it in {seconds:.0f} s; it is started again[/dim]")
        _command(loss.start)
        back = time.monotonic()
        until_level(ours, lost)
        absent = round(time.monotonic() - back)
        trial.findings["loss"] = {
            "blocks_without": blocks,
            "seconds_without": round(seconds),
            "seconds_to_catch_up": absent,
        }
        trial.say(f"    [dim]it has all blocks again, {absent} s after its start[/dim]")
    finally:
        ours.close()
        lost.close()


def until_blocks(node: Http, blocks: int) -> int:
    """Until so many more have come; how many did. Raises Trouble."""
    first = head_of(node)
    until = time.monotonic() + LONGEST_ABSENCE
    while time.monotonic() < until:
        try:
            come = head_of(node) - first
        except Silent:
            come = 0
        if come >= blocks:
            return come
        time.sleep(0.1)
    raise Trouble(f"{node.url}: fewer than {blocks} blocks in {LONGEST_ABSENCE:.0f} s")


def until_silent(node: Http) -> float:
    """The moment, by the monotonic clock. Raises Trouble."""
    until = time.monotonic() + LONGEST_ABSENCE
    while time.monotonic() < until:
        try:
            head_of(node)
        except Silent:
            return time.monotonic()
        time.sleep(0.05)
    raise Trouble(f"{node.url} still answers, though its validator was to be stopped")


def until_level(ours: Http, other: Http) -> None:
    """Until the other holds the block that is our last now. Raises Trouble."""
    until = time.monotonic() + LONGEST_ABSENCE
    while time.monotonic() < until:
        try:
            last = ours.ask("eth_getBlockByNumber", "latest", False)
            there = other.ask("eth_getBlockByNumber", last["number"], False)
            if there and there["hash"] == last["hash"]:
                return
        except Silent:
            pass
        time.sleep(0.2)
    raise Trouble(f"{other.url} has not the blocks of {ours.url} after {LONGEST_ABSENCE:.0f} s")


def _command(text: str) -> None:
    done = subprocess.run(text, shell=True, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble(
            f"{shlex.quote(text)} failed with {done.returncode}: {said[-1] if said else 'it said nothing'}"
        )
