"""The journeys on a live network: founded by the operators' scripts, traded on through HTTP while a validator
is lost and comes back, compared with the chain and read again from nothing.

Every shortfall is a sentence; a trial without one holds. `companions` happen meanwhile, each in a thread of
its own; `sequels` after the trade, with the service still running. Both may add findings and shortfalls, and
name keys that they used past the service (`others_use`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console as Screen
from sqlalchemy import func, select

from app.chain.states import ENDED, Status
from app.chain.store import Operation, SignerRow
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
from app.network.console import Http, head_of
from app.network.founding import LiveGround
from app.network.given import Given
from app.network.loss import lose_a_validator
from app.surroundings import database_of

# An operation may have to outlive a fork, and the time until nodes dial each other again.
PATIENCE = 180.0

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
    others_use: set[str] = field(default_factory=set)
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
            for act in (_lose, *self.companions)
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
        self._require_everything_done()
        self.say("reading the chain again, from nothing")
        self._take(
            "rows_read_again",
            "differences_read_again",
            read_again(self.settings, self.folder / "again.sqlite"),
        )

    def _require_everything_done(self) -> None:
        """Each operation ended well, and each key has used the nonces that it was given, all of them."""
        node, database = Http(self.stack.rpc_url), database_of(self.settings)
        try:
            with database.reading() as session:
                operations = session.scalars(select(Operation)).all()
                given = {row.address: row.next_nonce for row in session.scalars(select(SignerRow))}
            used = {one: int(node.ask("eth_getTransactionCount", one, "latest"), 16) for one in given}
        finally:
            node.close()
            database.close()
        not_final = [one for one in operations if one.status != Status.FINAL]
        self.findings |= {"operations": len(operations), "keys": len(given.keys() - self.others_use)}
        for one in not_final:
            self.require(False, f"{one.contract}.{one.function} is {one.status}: {one.refusal}")
        for address in given.keys() - self.others_use:
            self.require(
                given[address] == used[address],
                f"{address} was given {given[address]} nonces, and the chain has {used[address]}",
            )

    def _take(self, rows: str, differences: str, found: Comparison) -> None:
        self.findings |= {rows: found.rows, differences: len(found.differences)}
        self.require(found.rows >= 10, f"{rows}: {found.rows}, which is too few to mean anything")
        for one in found.differences:
            self.require(False, one)

    def _settle(self) -> None:
        """Until what was asked for has ended. Raises Trouble where the service does not come to rest."""
        until = time.monotonic() + PATIENCE
        waiting, said = 0, "nothing"
        moving = select(func.count()).where(Operation.status.not_in(ENDED))
        database = database_of(self.settings)
        try:
            while time.monotonic() < until:
                self.stack.require_running()
                with database.reading() as session:
                    waiting = session.scalar(moving) or 0
                said = self._ready_for()
                if not waiting and not said:
                    return
                time.sleep(0.2)
        finally:
            database.close()
        raise Trouble(f"The service does not come to rest: {waiting} operations on their way; {said}")

    def _ready_for(self) -> str:
        """Why the service is not ready; nothing where it is and stands by the chain's last block."""
        try:
            answer = httpx.get(f"{self.stack.place.api_url}/ready")
            said = answer.json()
            level = answer.status_code == 200 and said["block"] >= said["head"] - 1
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            return f"{type(error).__name__}"
        return "" if level and not said["quarantined"] else str(said)

    def _guarded(self, act: Companion) -> None:
        """What goes wrong beside the trade is a shortfall of the trial, and not the end of a thread."""
        try:
            act(self)
        except Trouble as trouble:
            self.require(False, str(trouble))
        except Exception as error:
            self.require(False, f"{getattr(act, '__name__', 'something')}: {type(error).__name__}: {error}")


def _lose(trial: Trial) -> None:
    trial.findings["loss"] = lose_a_validator(trial.given, trial.say)
