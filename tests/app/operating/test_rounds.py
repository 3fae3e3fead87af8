"""Looks that time makes due: each for itself, and at once after a start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.clock import SystemClock
from app.db import Base, Database
from app.ending import Ended
from app.operating.heartbeats import WORKING
from app.operating.rounds import Rounds
from app.operating.store import Heartbeat
from app.workers import run
from tests.app.databases import fresh


@pytest.fixture
def empty(database: str, tmp_path: Path) -> Iterator[Database]:
    made = Database(fresh(database, tmp_path), {"clock": SystemClock()})
    yield made
    made.close()


def test_a_look_that_fails_hinders_no_other_and_is_tried_again(empty: Database) -> None:
    """SERVICE-145"""
    mended = []

    def spoilt(session: Session) -> Sequence[Base]:
        if not mended:
            raise LookupError("a row that nobody foresaw")
        return []

    def sound(session: Session) -> Sequence[Base]:
        seen = session.scalars(select(Heartbeat.instance)).all()
        now = session.info["clock"].now()
        return [Heartbeat(worker="indexer", instance=f"{len(seen) + 1}", seen_at=now, state=WORKING)]

    rounds = Rounds(empty, {"the first": spoilt, "the second": sound}, 1e-9)
    for count in (1, 2):
        rounds.go()
        assert rounds.failed() == ["the first cannot be looked at: LookupError"]
        with empty.reading() as session:
            assert len(session.scalars(select(Heartbeat.instance)).all()) == count
    mended.append(True)
    rounds.go()
    assert rounds.failed() == []


def test_what_is_recorded_already_undoes_nothing(empty: Database) -> None:
    """SERVICE-145: as where another process was first."""

    def twice(session: Session) -> Sequence[Base]:
        now = session.info["clock"].now()
        return [Heartbeat(worker="indexer", instance="same", seen_at=now, state=WORKING)]

    rounds = Rounds(empty, {"it": twice}, 1e-9)
    rounds.go()
    rounds.go()
    assert rounds.failed() == ["it cannot be looked at: IntegrityError"]
    with empty.reading() as session:
        assert session.scalars(select(Heartbeat.instance)).all() == ["same"]


def test_it_looks_at_once_and_then_not_before_its_time(empty: Database) -> None:
    """SERVICE-145"""
    looked: list[int] = []

    def looks(session: Session) -> Sequence[Base]:
        looked.append(len(looked))
        return []

    rounds = Rounds(empty, {"it": looks}, 3600)
    for _ in range(3):
        rounds.go()
    assert looked == [0]
    Rounds(empty, {"it": looks}, 3600).go()
    assert looked == [0, 1]


def test_a_database_that_is_away_is_waited_for(empty: Database) -> None:
    """SERVICE-145"""

    def away(session: Session) -> Sequence[Base]:
        raise OperationalError("", {}, Exception("gone"))

    with pytest.raises(OperationalError):
        Rounds(empty, {"it": away}, 3600).go()


def test_its_process_says_what_it_cannot_do(empty: Database) -> None:
    """SERVICE-145"""

    def spoilt(session: Session) -> Sequence[Base]:
        raise LookupError

    ended = Ended()
    said: list[str] = []
    rounds = Rounds(empty, {"the clock": spoilt}, 3600)

    def one_pass() -> bool:
        rounds.go()
        ended.set()
        return True

    run(one_pass, 0.01, ended, said.append, rounds.failed)
    assert said == ["waiting: the clock cannot be looked at: LookupError"]
