"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.clearing.projection import HANDLERS
from app.clearing.store import ClearingRow, LineRow
from tests.app.chain.stories import Story, Told, rows, session_on

SOURCE, TO, SETTLEMENT, HERE = ("0x" + pair * 20 for pair in ("aa", "bb", "cc", "dd"))
FIRST, SECOND, WHY = ("0x" + digit * 64 for digit in "123")
BY = {"from": SOURCE, "to": TO, "settlement": SETTLEMENT}


def paid(clearing: str, amount: int) -> Told:
    instruction = {"payment": clearing, "by": BY, "payee": 22, "amount": amount}
    return "Cleared", {"clearing": clearing, "payer": 11, "instruction": instruction}


BLOCKS: list[list[Told]] = [
    [("Mandated", BY | {"amount": 2**64 - 1})],
    [("Accepted", BY | {"amount": 500})],
    [paid(FIRST, 100), paid(SECOND, 250)],
    [("Returned", {"clearing": FIRST, "reason": WHY})],
    [("Mandated", BY | {"amount": 0})],
]
STORY = Story("InterbankPayments", HERE, HANDLERS, BLOCKS)
TABLES = (LineRow, ClearingRow)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_lines_are_used_up_and_set_anew(session: Session) -> None:
    """SCLEARING-8: all 64 bits of them."""
    STORY.play(session, last=4)
    line = session.scalars(select(LineRow)).one()
    assert (line.mandated, line.accepted) == (2**64 - 1 - 350, 150)
    STORY.play(session, first=5)
    assert (line.mandated, line.accepted) == (0, 150)


def test_a_payment_says_where_it_was_made_and_given_back(session: Session) -> None:
    """SCLEARING-8"""
    STORY.play(session)
    seen = {
        row.id: (row.payer, row.payee, row.amount, row.status, row.reason, row.block, row.returned_block)
        for row in session.scalars(select(ClearingRow))
    }
    assert seen == {FIRST: (11, 22, 100, 2, WHY, 3, 4), SECOND: (11, 22, 250, 1, None, 3, None)}


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SCLEARING-8"""
    STORY.play(session)
    never_undone = rows(session, *TABLES)
    undo(session, 1337, last)
    STORY.play(session, first=last + 1)
    assert rows(session, *TABLES) == never_undone
