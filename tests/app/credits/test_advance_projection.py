"""Events of the book of advances to rows, without a chain. SCREDITS-18"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.credits.advances import AdvanceStatus
from app.credits.projection import HANDLERS
from app.credits.store import AdvanceRow, ClausesRow, DeductionRow, advances_of
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.databases import scratch

BOOK, LETTER, CLAUSES = "0x" + "a5" * 20, "0x" + "aa" * 20, "0x" + "c1" * 20
FIRST, SECOND, STATED = ("0x" + sign * 64 for sign in "123")
CREDIT, DRAWING, PAPERS, NONE = ("0x" + sign * 64 for sign in "def0")
BANK, PAYER = 11, 12
TABLES = (AdvanceRow, DeductionRow, ClausesRow)


def asked(id: str, amount: int) -> Told:
    given = {"deal": LETTER, "credit": CREDIT, "bank": BANK, "amount": amount}
    return "AdvanceAsked", {"advance": id, **given, "receipt": PAPERS, "warehouse": NONE}


def deducted(id: str, amount: int) -> Told:
    return "AdvanceDeducted", {"advance": id, "drawing": DRAWING, "payer": PAYER, "amount": amount}


BLOCKS: list[list[Told]] = [
    [asked(FIRST, 1_000), asked(SECOND, 500)],
    [("AdvanceWithdrawn", {"advance": FIRST}), ("Advanced", {"advance": SECOND, "bank": BANK})],
    [asked(FIRST, 1_000), ("Advanced", {"advance": FIRST, "bank": BANK})],
    [deducted(SECOND, 500), deducted(FIRST, 300)],
    [("AdvanceRepaid", {"advance": FIRST, "amount": 700})],
]
STATES: list[list[Told]] = [
    [
        (
            "ClausesStated",
            {
                "clauses": STATED,
                "contents": {
                    "instalments": [],
                    "revolving": {"firstDays": [], "notices": 0, "cumulative": False},
                    "transferringBank": 0,
                    "advance": {"kind": 1, "percent": 40},
                },
            },
        )
    ]
]
STORY = Story("AdvanceBook", BOOK, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def stands(session: Session, id: str) -> tuple[int, int, AdvanceStatus]:
    row = session.get_one(AdvanceRow, (CHAIN, BOOK, id))
    return row.back, row.left, row.state


def test_what_comes_back_counts_until_it_is_all(session: Session) -> None:
    STORY.play(session, last=2)
    assert stands(session, FIRST) == (0, 0, AdvanceStatus.UNKNOWN)
    assert stands(session, SECOND) == (0, 500, AdvanceStatus.ADVANCED)
    STORY.play(session, first=3, last=4)
    assert stands(session, FIRST) == (300, 700, AdvanceStatus.ADVANCED)
    assert stands(session, SECOND) == (500, 0, AdvanceStatus.SETTLED)
    STORY.play(session, first=5)
    assert stands(session, FIRST) == (1_000, 0, AdvanceStatus.SETTLED)


def test_they_come_back_in_the_order_of_advancing(session: Session) -> None:
    STORY.play(session, last=3)
    assert [row.id for row in advances_of(session, CHAIN, LETTER, CREDIT)] == [SECOND, FIRST]
    assert advances_of(session, CHAIN, BOOK, CREDIT) == []


def test_a_clause_is_kept_as_it_was_stated(session: Session) -> None:
    Story("ClauseBook", CLAUSES, HANDLERS, STATES).play(session)
    agreed = session.get_one(ClausesRow, (CHAIN, CLAUSES, STATED)).advance_terms
    assert (agreed.kind, agreed.percent, agreed.most(1_001)) == (1, 40, 400)


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
