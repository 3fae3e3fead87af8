"""Events of the book of assignments to rows, without a chain. SCREDITS-18"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.credits.assignments import ALL, AssignmentStatus, Claim, Share, ahead, shares
from app.credits.projection import HANDLERS
from app.credits.store import AcknowledgementRow, AssignmentRow, ShareRow, acknowledged_by
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.databases import scratch

BOOK, LETTER = "0x" + "a5" * 20, "0x" + "aa" * 20
FIRST, SECOND, THIRD = ("0x" + sign * 64 for sign in "123")
CREDIT, DRAWING, DEED = ("0x" + sign * 64 for sign in "def")
BANK, OTHER = 11, 12
TABLES = (AssignmentRow, AcknowledgementRow, ShareRow)


def assigned(id: str, assignee: int, amount: int) -> Told:
    given = {"deal": LETTER, "credit": CREDIT, "assignee": assignee, "amount": amount, "deed": DEED}
    return "Assigned", {"assignment": id, **given}


def acknowledged(id: str, bank: int, ahead: int) -> Told:
    return "AssignmentAcknowledged", {"assignment": id, "bank": bank, "ahead": ahead}


def drawn(id: str, bank: int, amount: int) -> Told:
    return "AssignmentDrawn", {"assignment": id, "drawing": DRAWING, "bank": bank, "amount": amount}


BLOCKS: list[list[Told]] = [
    [assigned(FIRST, 21, 1_000), assigned(SECOND, 22, ALL), assigned(THIRD, 23, 5)],
    [acknowledged(SECOND, OTHER, 0), acknowledged(THIRD, BANK, 0), acknowledged(FIRST, BANK, 5)],
    [drawn(THIRD, BANK, 5), drawn(FIRST, BANK, 400)],
    [drawn(SECOND, OTHER, 7), drawn(FIRST, BANK, 600)],
    [("AssignmentReleased", {"assignment": SECOND})],
]
STORY = Story("AssignmentBook", BOOK, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def stands(session: Session, id: str) -> tuple[int, AssignmentStatus]:
    row = session.get_one(AssignmentRow, (CHAIN, BOOK, id))
    return row.paid, row.state


def test_what_banks_pay_counts_until_all_is_paid_or_released(session: Session) -> None:
    STORY.play(session, last=3)
    assert stands(session, FIRST) == (400, AssignmentStatus.ASSIGNED)
    assert stands(session, THIRD) == (5, AssignmentStatus.PAID)
    STORY.play(session, first=4)
    assert stands(session, FIRST) == (1_000, AssignmentStatus.PAID)
    assert stands(session, SECOND) == (7, AssignmentStatus.RELEASED)


def test_each_bank_pays_in_the_order_in_which_it_has_acknowledged(session: Session) -> None:
    STORY.play(session, last=2)
    assert [one.assignment for one in acknowledged_by(session, CHAIN, LETTER, CREDIT, BANK)] == [THIRD, FIRST]
    assert [one.assignment for one in acknowledged_by(session, CHAIN, LETTER, CREDIT, OTHER)] == [SECOND]
    assert acknowledged_by(session, CHAIN, BOOK, CREDIT, BANK) == []


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_undo_and_replay_give_what_a_rebuild_gives(session: Session, database: str, last: int) -> None:
    STORY.play(session)
    whole = rows(session, *TABLES)
    undo(session, CHAIN, last)
    with session_on(database, scratch()) as made:
        STORY.play(made, last=last)
        assert rows(session, *TABLES) == rows(made, *TABLES)
    STORY.play(session, first=last + 1)
    assert rows(session, *TABLES) == whole


def claim(assignee: int, amount: int, paid: int = 0, status: int = 1) -> Claim:
    return Claim(FIRST, assignee, amount, paid, AssignmentStatus(status))


def test_shares_are_reckoned_as_the_chain_does() -> None:
    """SCREDITS-73"""
    claims = [claim(1, 100, 40), claim(2, 50, 50, 2), claim(3, 30, status=3), claim(4, 25), claim(5, ALL)]
    assert list(shares(claims, 50)) == [Share(1, 50)]
    assert list(shares(claims, 80)) == [Share(1, 60), Share(4, 20)]
    assert list(shares(claims, 100)) == [Share(1, 60), Share(4, 25), Share(5, 15)]
    assert (ahead(claims[:4]), ahead(claims)) == (85, ALL)
