"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.mirror import MirrorFault
from app.chain.reorg import undo
from app.receivables.domain import FinancingStatus
from app.receivables.projection import HANDLERS
from app.receivables.store import FinancingRow, FingerprintRow, MarkRow, ReceivableEventRow
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on

REGISTER = "0x" + "fe" * 20
FIRST, SECOND, THIRD = ("0x" + letter * 64 for letter in "abc")
X, Y = "0x" + "01" * 32, "0x" + "02" * 32
TIME = 1_700_000_000
DAY = 86_400
TABLES = (FinancingRow, FingerprintRow, MarkRow, ReceivableEventRow)


def reserved(financing: str, financier: int, share: int, *marks: str, until: int = TIME + 60) -> Told:
    contents: dict[str, Any] = {
        "financier": financier,
        "share": share,
        "fingerprints": list(marks),
        "salt": "0x" + "05" * 32,
    }
    return "FinancingReserved", {"financing": financing, "contents": contents, "until": until}


BLOCKS: list[list[Told]] = [
    [reserved(FIRST, 11, 6_000, X, Y), reserved(SECOND, 22, 4_000, Y, until=TIME + 1)],
    [("Financed", {"financing": FIRST, "keeper": 7})],
    [
        ("FinancingLapsed", {"financing": SECOND}),
        reserved(THIRD, 33, 4_000, Y),
        ("FinancingRenewed", {"financing": THIRD, "until": TIME + 90}),
    ],
    [("FinancingReleased", {"financing": THIRD})],
    [("FinancingReleased", {"financing": FIRST})],
]
STORY = Story("FinanceRegister", REGISTER, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def standing(session: Session, fingerprint: str) -> tuple[int, int, int, int]:
    row = session.scalars(select(FingerprintRow).where(FingerprintRow.id == fingerprint)).one()
    return row.taken, row.unused, row.last, row.since


def test_what_is_taken_follows_the_events(session: Session) -> None:
    """SRECEIVABLES-32: lapsed, its number waits from its last second; released, from then."""
    STORY.play(session, last=2)
    assert (standing(session, X), standing(session, Y)) == ((6_000, 0, 0, 0), (10_000, 0, 0, 0))
    row = session.scalars(select(FinancingRow).where(FinancingRow.id == FIRST)).one()
    assert (row.state, row.keeper, row.fingerprints) == (FinancingStatus.FINANCED, 7, [X, Y])
    STORY.play(session, first=3, last=3)
    session.expire_all()
    assert standing(session, Y) == (10_000, 1, 22, TIME + 1 + DAY)
    row = session.scalars(select(FinancingRow).where(FinancingRow.id == THIRD)).one()
    assert (row.until, row.renewals) == (TIME + 90, 1)
    STORY.play(session, first=4)
    session.expire_all()
    assert standing(session, Y) == (0, 2, 33, TIME + 4 + DAY)
    assert standing(session, X) == (0, 0, 0, 0), "what was financed and undone was used"
    events = session.scalars(
        select(ReceivableEventRow.event).where(ReceivableEventRow.subject == FIRST)
    ).all()
    assert sorted(events) == ["Financed", "FinancingReleased", "FinancingReserved"]


def test_what_nobody_reserved_cannot_end(session: Session) -> None:
    """SRECEIVABLES-32: such a log is put aside, not guessed at."""
    with pytest.raises(MirrorFault):
        STORY.play(session, first=2)


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SRECEIVABLES-32"""
    STORY.play(session)
    never_undone = rows(session, *TABLES)
    undo(session, CHAIN, last)
    STORY.play(session, first=last + 1)
    assert rows(session, *TABLES) == never_undone
