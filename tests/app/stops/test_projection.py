"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.stops.projection import HANDLERS
from app.stops.store import StopRow, standing
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.databases import scratch

LETTER, STANDBYS, CREDIT = "0x" + "aa" * 20, "0x" + "dd" * 20, "0x" + "11" * 32
MOST = 2**32 - 1


def told(name: str, authority: int, reason: str, payer: int = 0, deal: str = LETTER, **more: Any) -> Told:
    against = {"deal": deal, "id": CREDIT, "authority": authority, "payer": payer}
    return name, against | {"reason": "0x" + reason * 32} | more


def stopped(authority: int, reason: str, ground: int = 0, **more: Any) -> Told:
    return told("PaymentStopped", authority, reason, ground=ground, **more)


BLOCKS: list[list[Told]] = [
    [stopped(7, "01"), stopped(MOST, "02", payer=MOST)],
    [stopped(8, "02", 1), told("StopLifted", 7, "03")],
    [stopped(8, "06", deal=STANDBYS), told("StopLifted", 8, "04"), stopped(7, "05", 1)],
]
STORY = Story("StopBook", "0x" + "5b" * 20, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_each_order_stands_for_itself(session: Session) -> None:
    """SSTOPS-4: of each authority, against each payer, in each deal."""
    found = []
    for block in (1, 2, 3):
        STORY.play(session, first=block, last=block)
        session.expire_all()
        found.append(
            {(row.deal, row.payer, row.authority, row.ground) for row in standing(session, CHAIN, [CREDIT])}
        )
    named = (LETTER, MOST, MOST, 0)
    assert found == [
        {(LETTER, 0, 7, 0), named},
        {(LETTER, 0, 8, 1), named},
        {(LETTER, 0, 7, 1), (STANDBYS, 0, 8, 0), named},
    ]
    assert standing(session, CHAIN, ["0x" + "22" * 32]) == []


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_undo_and_replay_give_what_a_rebuild_gives(session: Session, database: str, last: int) -> None:
    """SSTOPS-4"""
    STORY.play(session)
    whole = rows(session, StopRow)
    undo(session, CHAIN, last)
    with session_on(database, scratch()) as made:
        STORY.play(made, last=last)
        assert rows(session, StopRow) == rows(made, StopRow)
    STORY.play(session, first=last + 1)
    assert rows(session, StopRow) == whole
