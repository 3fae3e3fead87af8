"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.standbys.domain import AmendmentStatus, DemandStatus, StandbyStatus
from app.standbys.projection import HANDLERS
from app.standbys.store import AmendmentRow, DemandRow, StandbyEventRow, StandbyRow
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on

HERE = "0x" + "dd" * 20
STANDBY, FIRST, SECOND, CHANGE, WORD = ("0x" + letter * 64 for letter in "abcde")
ISSUER, APPLICANT, BENEFICIARY, CONFIRMER, COURT = 11, 22, 33, 44, 55
MOST = 2**64 - 1
TABLES = (StandbyRow, DemandRow, AmendmentRow, StandbyEventRow)


def told(event: str, **args: Any) -> Told:
    return event, {"standby": STANDBY} | args


def demanded(demand: str, bank: int, amount: int, extend_to: int = 0) -> Told:
    contents = {
        "bank": bank,
        "amount": amount,
        "presented": 9,
        "extendTo": extend_to,
        "documents": WORD,
    }
    return told("Demanded", demand=demand, expiry=100, version=0, contents=contents)


def examined(demand: str, bank: int, complies: bool) -> Told:
    finding = {"complies": complies, "third": 3, "seventh": 7, "lastDay": 100, "calendar": WORD}
    return told("DemandExamined", demand=demand, bank=bank, finding=finding)


TERMS = {
    "issuer": ISSUER,
    "applicant": APPLICANT,
    "beneficiary": BENEFICIARY,
    "confirmer": CONFIRMER,
    "cash": "0x" + "cc" * 20,
    "amount": MOST,
    "issued": 1,
    "expiry": 100,
    "finalExpiry": 400,
    "extension": 100,
    "noticeDays": 10,
    "partialDrawings": True,
    "multipleDrawings": True,
    "documents": WORD,
    "text": WORD,
}
OFFER = {"number": 1, "increase": 0, "decrease": 5, "expiry": 0, "finalExpiry": 0, "text": WORD}
BLOCKS: list[list[Told]] = [
    [told("StandbyIssued", terms=TERMS), told("StandbyConfirmed", bank=CONFIRMER, amount=MOST)],
    [demanded(FIRST, CONFIRMER, 30), examined(FIRST, CONFIRMER, True)],
    [told("DemandHonoured", demand=FIRST, bank=CONFIRMER, payee=BENEFICIARY)],
    [told("DemandForwarded", demand=FIRST, received=10), examined(FIRST, ISSUER, False)],
    [told("Dishonoured", demand=FIRST, bank=ISSUER, notice=WORD, discrepancies=2, timing=1)],
    [told("DishonourPrecluded", demand=FIRST, bank=ISSUER, notice=WORD, reason=1)],
    [demanded(SECOND, ISSUER, 70, 500), told("AgreedTo", subject=SECOND, party=APPLICANT)],
    [told("Extended", demand=SECOND, expiry=500, finalExpiry=500, version=1)],
    [told("AmendmentOffered", amendment=CHANGE, contents=OFFER)],
    [told("AgreedTo", subject=CHANGE, party=CONFIRMER)],
    [told("AmendmentAccepted", amendment=CHANGE, amount=MOST - 5, expiry=500, finalExpiry=500, version=2)],
    [],
    [told("NonExtensionNotified", expiry=500, notice=WORD)],
    [],
    [told("StandbyCancellationAgreed", party=BENEFICIARY), told("StandbyCancelled")],
]
STORY = Story("StandbyCredit", HERE, HANDLERS, BLOCKS)
AGAINST = {"deal": HERE, "id": STANDBY, "payer": ISSUER, "authority": COURT, "reason": WORD}
ELSEWHERE = AGAINST | {"deal": "0x" + "ee" * 20}
ORDERS: list[list[Told]] = [
    *([[]] * 11),
    [("PaymentStopped", AGAINST | {"ground": 1}), ("PaymentStopped", ELSEWHERE | {"ground": 1})],
    [],
    [("StopLifted", AGAINST)],
]
BOOK = Story("StopBook", "0x" + "bb" * 20, HANDLERS, ORDERS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def figures(session: Session) -> tuple[int, int, int, int, int]:
    row = session.scalars(select(StandbyRow)).one()
    return row.amount, row.reserved, row.advanced, row.honoured, row.open


def test_figures_follow_what_a_confirmer_pays(session: Session) -> None:
    """SSTANDBYS-14: what it paid stays drawn though the issuer dishonours."""
    STORY.play(session, last=2)
    assert figures(session) == (MOST, 30, 0, 0, 1)
    STORY.play(session, first=3, last=4)
    session.expire_all()
    assert figures(session) == (MOST, 30, 30, 0, 1)
    assert session.scalars(select(DemandRow)).one().state is DemandStatus.DISCREPANT
    STORY.play(session, first=5, last=6)
    session.expire_all()
    assert figures(session) == (MOST, 0, 0, 30, 0)
    assert session.scalars(select(DemandRow)).one().state is DemandStatus.DISHONOURED


def test_a_late_notice_leaves_the_demand_to_be_honoured(session: Session) -> None:
    """SSTANDBYS-14"""
    late = told("DishonourPrecluded", demand=FIRST, bank=ISSUER, notice=WORD, reason=0)
    blocks = [BLOCKS[0], [demanded(FIRST, ISSUER, 30), examined(FIRST, ISSUER, False)], [late]]
    Story("StandbyCredit", HERE, HANDLERS, blocks).play(session)
    assert session.scalars(select(DemandRow)).one().state is DemandStatus.PRECLUDED
    assert figures(session) == (MOST, 30, 0, 0, 1)


def test_extensions_and_amendments_are_told(session: Session) -> None:
    """SSTANDBYS-14"""
    STORY.play(session, last=12)
    row = session.scalars(select(StandbyRow)).one()
    assert (row.expiry, row.final_expiry, row.version) == (500, 500, 2)
    demand = session.scalars(select(DemandRow).where(DemandRow.id == SECOND)).one()
    assert (demand.state, demand.agreed) == (DemandStatus.RETRACTED, [APPLICANT])
    change = session.scalars(select(AmendmentRow)).one()
    assert (change.state, change.agreed) == (AmendmentStatus.ACCEPTED, [CONFIRMER])
    STORY.play(session, first=13)
    session.expire_all()
    row = session.scalars(select(StandbyRow)).one()
    assert (row.state, row.ends) == (StandbyStatus.CANCELLED, True)
    assert row.consents == [BENEFICIARY]


def test_orders_against_it_are_told_among_its_steps(session: Session) -> None:
    """SSTANDBYS-14: and none against another deal."""
    STORY.play(session)
    BOOK.play(session)
    told = [row for row in session.scalars(select(StandbyEventRow)) if row.contract == BOOK.address]
    said = {"payer": ISSUER, "authority": COURT, "reason": WORD}
    assert [(row.standby, row.event, row.said) for row in told] == [
        (STANDBY, "PaymentStopped", said | {"ground": 1}),
        (STANDBY, "StopLifted", said),
    ]


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SSTANDBYS-14"""
    STORY.play(session)
    never_undone = rows(session, *TABLES)
    undo(session, CHAIN, last)
    STORY.play(session, first=last + 1)
    assert rows(session, *TABLES) == never_undone
