"""A process's stage: the template that every seed begins from, and one seed after the other played on it."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.auth.store import User
from app.chain.store import Operation
from app.config import Settings
from app.db import Base
from app.members.store import Alias, Member
from tests.chaos import clients
from tests.chaos.cast import CHAIN_ID, CHECKER, MAKER, PARTIES, key_of
from tests.chaos.failing_database import Files
from tests.chaos.judge import Carried, Verdict, judge, refused_in
from tests.chaos.model import ADDRESSES, DEPLOYMENT, SALT
from tests.chaos.node import logs_between, logs_of
from tests.chaos.play import HANDLERS, IGNORED, INDEXER, Factories, Play


@dataclass
class Outcome:
    """What became of a seed; `trace` holds its last steps where anything is wrong, `misfit` is whether
    parts of the simulation did not fit each other.
    """

    seed: int
    verdict: Verdict
    tally: Counter[str]
    trace: list[str] = field(default_factory=list)
    misfit: bool = False

    @property
    def sound(self) -> bool:
        return not self.verdict.all()


class Stage:
    def __init__(self) -> None:
        self.files = Files()
        self.settings = Settings(
            database_url=f"sqlite:///{self.files.played}",
            rpc_url="http://simulated",
            chain_id=CHAIN_ID,
            deployment_file=Path(__file__),
        )
        self._make_template()

    def close(self) -> None:
        self.files.close()

    def _make_template(self) -> None:
        """Tables, members and users; the blocks in which they were admitted are read."""
        self.files.played.touch()
        play = Play(0, self.files, self.settings)
        play.settings = self.settings
        play.faults.off()
        Base.metadata.create_all(self.files.engine)
        with play.database().writing() as session:
            for cast in PARTIES:
                if session.get(Member, cast.member_id) is None:
                    named = {"name": cast.member_id, "lei": cast.lei, "bic": None, "country": "DE"}
                    session.add(Member(id=cast.member_id, **named))
                    session.flush()
                keys = {f"{kind}_key": key_of(kind, cast.party) for kind in (MAKER, CHECKER)}
                session.add(Alias(party=cast.party, member_id=cast.member_id, deal=None, salt=SALT, **keys))
            for caller in clients.CALLERS.values():
                session.add(
                    User(
                        id=caller.user_id,
                        member_id=caller.member_id,
                        name=caller.name,
                        person=caller.person,
                        role=caller.role,
                        scopes=[],
                    )
                )
        play.work(INDEXER)
        self.files.keep_as_template()

    def play(self, seed: int, factories: Factories | None = None, *, show: bool = False) -> Outcome:
        self.files.fresh()
        play = Play(seed, self.files, self.settings, factories or Factories(), show)
        play.play()
        verdict = self._judged(play)
        verdict.wrong += [f"ended with a traceback: {text}" for text in play.crashes]
        outcome = Outcome(seed, verdict, play.tally, misfit=bool(play.misfits))
        if not outcome.sound:
            outcome.trace = list(play.trace)
        return outcome

    def _judged(self, play: Play) -> Verdict:
        blocks = play.network.blocks
        chain = [
            Carried(
                receipt.tx.hash,
                receipt.tx.sender,
                receipt.tx.nonce,
                receipt.tx.to,
                receipt.tx.data,
                block.number,
                block.hash,
                receipt.succeeded,
                refused_in(DEPLOYMENT, logs_of(block, receipt)),
            )
            for block in blocks[2:]
            for receipt in block.receipts
        ]
        return judge(
            play.database(),
            DEPLOYMENT,
            chain,
            logs_between(blocks, 0, len(blocks), set(ADDRESSES.values())),
            (play.network.head.number, play.network.head.hash),
            {intent.name: intent.acknowledged for intent in play.intents},
            intent_of,
            (HANDLERS, IGNORED),
        )


def intent_of(operation: Operation) -> str:
    return str(operation.describes["intent"])


@contextmanager
def stage() -> Iterator[Stage]:
    """Silent: what the service logs is the same trouble that the trace tells. Garbage is looked for seldom,
    which saves a tenth of the time.
    """
    logging.disable(logging.CRITICAL)
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    made = Stage()
    try:
        yield made
    finally:
        made.close()
        gc.set_threshold(*before)
        logging.disable(logging.NOTSET)
