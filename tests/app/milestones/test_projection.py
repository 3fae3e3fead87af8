"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.mirror import MirrorFault
from app.chain.reorg import undo
from app.milestones.domain import MilestoneStatus, Terms
from app.milestones.projection import HANDLERS
from app.milestones.store import MilestoneRow, MilestoneStepRow
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.milestones.builders import TERMS

CONTRACT = "0x" + "ee" * 20
FIRST, SECOND, THIRD, WHY, PAID = ("0x" + letter * 64 for letter in "abcde")
MOST = replace(TERMS, amounts=(2**64 - 1, *(0,) * 7))


def funded(escrow: str, terms: Terms = TERMS) -> Told:
    told = terms.as_json() | {"amounts": list(terms.amounts)}
    return "Funded", {"escrow": escrow, "terms": told, "payment": PAID}


def released(escrow: str, milestone: int, amount: int, fee: int) -> Told:
    told = {"milestone": milestone, "amount": amount, "fee": fee, "payment": PAID}
    return "Released", {"escrow": escrow} | told


def told(name: str, escrow: str, **args: Any) -> Told:
    return name, {"escrow": escrow} | args


BLOCKS: list[list[Told]] = [
    [funded(FIRST), funded(SECOND), funded(THIRD, MOST)],
    [released(FIRST, 0, 4_000, 10), released(SECOND, 1, 20_000, 50)],
    [
        told("Disputed", FIRST, party=2, until=4_000, grounds=WHY),
        told("FeeCollected", FIRST, amount=10, payment=PAID),
    ],
    [released(SECOND, 0, 10_000, 25)],
    [told("ClockResumed", FIRST, lost=60, until=4_060)],
    [
        told("Divided", FIRST, toSeller=6_000, fee=15, award=WHY, payment=PAID, refund=FIRST),
        told("Reclaimed", THIRD, payment=PAID),
    ],
]
STORY = Story("MilestoneEscrow", CONTRACT, HANDLERS, BLOCKS)
AGAINST = {"deal": CONTRACT, "id": FIRST, "payer": 0, "authority": 77, "reason": WHY}
ELSEWHERE = AGAINST | {"deal": "0x" + "dd" * 20}
ORDERS: list[list[Told]] = [
    *([[]] * 3),
    [("PaymentStopped", AGAINST | {"ground": 0}), ("PaymentStopped", ELSEWHERE | {"ground": 0})],
    [("StopLifted", AGAINST)],
]
BOOK = Story("StopBook", "0x" + "bb" * 20, HANDLERS, ORDERS)
TABLES = (MilestoneRow, MilestoneStepRow)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_where_each_stands_follows_the_events(session: Session) -> None:
    """SMILESTONE-11: all 64 bits of it."""
    STORY.play(session, last=4)
    session.expire_all()
    first = session.scalars(select(MilestoneRow).where(MilestoneRow.id == FIRST)).one()
    assert (first.status, first.until) == (MilestoneStatus.DISPUTED, 4_000)
    STORY.play(session, first=5)
    session.expire_all()
    found = {
        row.id: (
            MilestoneStatus(row.status),
            row.paid,
            row.collected,
            row.lost,
            row.released[:2],
        )
        for row in session.scalars(select(MilestoneRow))
    }
    assert found == {
        FIRST: (MilestoneStatus.DIVIDED, 10_000, 10, 60, ["4000", "0"]),
        SECOND: (MilestoneStatus.SETTLED, 30_000, 0, 0, ["10000", "20000"]),
        THIRD: (MilestoneStatus.RECLAIMED, 0, 0, 0, ["0", "0"]),
    }


def test_the_history_says_who_how_much_and_why(session: Session) -> None:
    """SMILESTONE-11"""
    STORY.play(session)
    BOOK.play(session)
    session.expire_all()
    steps = session.scalars(
        select(MilestoneStepRow).order_by(MilestoneStepRow.block, MilestoneStepRow.log_index)
    )
    seen = [
        (step.event, step.milestone, step.amount, step.fee, step.party, step.commitment, len(step.payments))
        for step in steps
        if step.escrow in (FIRST, THIRD)
    ]
    assert seen == [
        ("Funded", None, None, None, None, None, 1),
        ("Funded", None, None, None, None, None, 1),
        ("Released", 0, 4_000, 10, None, None, 1),
        ("Disputed", None, None, None, 2, WHY, 0),
        ("FeeCollected", None, 10, None, None, None, 1),
        ("PaymentStopped", None, None, None, 77, WHY, 0),
        ("StopLifted", None, None, None, 77, WHY, 0),
        ("Divided", None, 6_000, 15, None, WHY, 2),
        ("Reclaimed", None, 2**64 - 1, None, None, None, 1),
    ]


def test_what_nobody_funded_takes_no_step(session: Session) -> None:
    """SMILESTONE-11: such a log is put aside, not guessed at."""
    with pytest.raises(MirrorFault):
        STORY.play(session, first=2)


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SMILESTONE-11: from nothing too."""
    STORY.play(session)
    never_undone = rows(session, *TABLES)
    undo(session, CHAIN, last)
    STORY.play(session, first=last + 1)
    assert rows(session, *TABLES) == never_undone
