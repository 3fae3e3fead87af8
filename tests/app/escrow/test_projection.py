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
from app.escrow.domain import EscrowStatus
from app.escrow.projection import HANDLERS
from app.escrow.store import EscrowRow, StepRow
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on

CONTRACT = "0x" + "ee" * 20
FIRST, SECOND, THIRD = ("0x" + letter * 64 for letter in "abc")


def terms(amount: int) -> dict[str, Any]:
    return {
        "seller": 22,
        "buyer": 11,
        "bill": "0x" + "0b" * 32,
        "cash": "0x" + "ca" * 20,
        "amount": amount,
        "deadline": 1_800_000_000,
        "salt": "0x" + "05" * 32,
    }


BLOCKS: list[list[Told]] = [
    [
        ("Funded", {"escrow": FIRST, "terms": terms(2**64 - 1)}),
        ("Funded", {"escrow": SECOND, "terms": terms(7)}),
    ],
    [("Settled", {"escrow": FIRST})],
    [("Funded", {"escrow": THIRD, "terms": terms(9)}), ("Released", {"escrow": THIRD})],
    [("Reclaimed", {"escrow": SECOND})],
]
STORY = Story("DvpEscrow", CONTRACT, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_status_and_history_follow_the_events(session: Session) -> None:
    """SESCROW-8"""
    STORY.play(session)
    session.expire_all()
    found = {row.id: (EscrowStatus(row.status), row.amount) for row in session.scalars(select(EscrowRow))}
    assert found == {
        FIRST: (EscrowStatus.SETTLED, 2**64 - 1),
        SECOND: (EscrowStatus.RECLAIMED, 7),
        THIRD: (EscrowStatus.RELEASED, 9),
    }
    steps = session.scalars(select(StepRow).order_by(StepRow.block, StepRow.log_index))
    assert [(step.escrow, step.event) for step in steps] == [
        (FIRST, "Funded"),
        (SECOND, "Funded"),
        (FIRST, "Settled"),
        (THIRD, "Funded"),
        (THIRD, "Released"),
        (SECOND, "Reclaimed"),
    ]


def test_an_escrow_that_nobody_funded_cannot_end(session: Session) -> None:
    """SESCROW-8: such a log is put aside, not guessed at."""
    with pytest.raises(MirrorFault):
        STORY.play(session, first=2)


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SESCROW-8"""
    STORY.play(session)
    never_undone = rows(session, EscrowRow, StepRow)
    undo(session, CHAIN, last)
    STORY.play(session, first=last + 1)
    assert rows(session, EscrowRow, StepRow) == never_undone


def test_played_from_nothing_again_the_rows_are_equal(session: Session) -> None:
    """SESCROW-8"""
    STORY.play(session)
    once = rows(session, EscrowRow, StepRow)
    undo(session, CHAIN, 0)
    assert rows(session, EscrowRow, StepRow) == "[]"
    STORY.play(session)
    assert rows(session, EscrowRow, StepRow) == once
