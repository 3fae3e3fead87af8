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
from app.receivables.claims import NOTHING, Notice, ReceivableStatus
from app.receivables.domain import FinancingStatus
from app.receivables.projection import HANDLERS
from app.receivables.store import (
    FinancingRow,
    FingerprintRow,
    MarkRow,
    ReceivableEventRow,
    ReceivableRow,
)
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


# ------------------------------------------------------------------------------------------------- the book

TERMS = {"seller": 22, "obligor": 44, "cash": "0x" + "ca" * 20, "amount": 2**64 - 1, "due": 20_600}
SALE = "0x" + "5a" * 32
CUT = {"holder": 55, "amount": 7, "salt": "0x" + "05" * 32}


def of(receivable: str, event: str, **more: Any) -> Told:
    return event, {"receivable": receivable, **more}


ON_BOOK: list[list[Told]] = [
    [
        of(FIRST, "Registered", terms={**TERMS, "document": X}),
        of(SECOND, "Registered", terms={**TERMS, "document": Y}),
        of(SECOND, "Approved"),
    ],
    [
        of(FIRST, "Disputed", grounds=X),
        of(FIRST, "Reduced", amount=1, creditNote=X),
        of(FIRST, "DisputeEnded"),
        of(FIRST, "Offered", sale=SALE),
    ],
    [
        of(FIRST, "Sold", buyer=11, financing=Y, withRecourse=True),
        of(FIRST, "NoticeGiven", holder=11),
        of(FIRST, "NoticeAcknowledged", holder=11),
        of(FIRST, "RecourseClaimed", claim=SALE),
    ],
    [of(SECOND, "Split"), of(THIRD, "PartMade", whole=SECOND, part=CUT, share=1)],
    [
        of(FIRST, "Repurchased", holder=22),
        of(THIRD, "Assigned", holder=66),
        of(THIRD, "Offered", sale=SALE),
        of(THIRD, "OfferWithdrawn"),
    ],
    [of(FIRST, "Reduced", amount=2**64 - 2, creditNote=X), of(THIRD, "Repaid", payee=22)],
]
BOOK = Story("ReceivableBook", "0x" + "bb" * 20, HANDLERS, ON_BOOK)


def receivable(session: Session, id: str) -> ReceivableRow:
    session.expire_all()
    return session.scalars(select(ReceivableRow).where(ReceivableRow.id == id)).one()


def test_a_receivable_follows_its_events(session: Session) -> None:
    """SRECEIVABLES-41"""
    BOOK.play(session, last=2)
    row = receivable(session, FIRST)
    assert (row.amount, row.disputed, row.sale, row.holder) == (2**64 - 2, False, SALE, 22)
    assert receivable(session, SECOND).standing.status is ReceivableStatus.APPROVED
    BOOK.play(session, first=3, last=3)
    row = receivable(session, FIRST)
    assert (row.holder, row.payee, row.recourse, row.financing, row.sale) == (11, 11, 22, Y, "")
    assert (row.notice, row.claim, row.payments) == (Notice.ACKNOWLEDGED, SALE, 1)
    BOOK.play(session, first=4, last=5)
    row = receivable(session, FIRST)
    assert (row.holder, row.recourse, row.financing, row.claim, row.payments) == (22, 0, "", "", 2)
    part = receivable(session, THIRD)
    assert (part.whole, part.holder, part.payee, part.share, part.sale) == (SECOND, 66, 22, 1, "")
    assert receivable(session, SECOND).standing.status is ReceivableStatus.SPLIT
    BOOK.play(session, first=6)
    assert receivable(session, FIRST).standing.status is ReceivableStatus.VOID
    assert receivable(session, THIRD).standing.status is ReceivableStatus.PAID


def test_an_offer_of_nothing_is_none(session: Session) -> None:
    """SRECEIVABLES-41"""
    blocks = [[*ON_BOOK[0], of(FIRST, "Offered", sale=NOTHING)]]
    Story("ReceivableBook", BOOK.address, HANDLERS, blocks).play(session)
    assert not receivable(session, FIRST).standing.offered


@pytest.mark.parametrize("last", range(len(ON_BOOK)))
def test_of_the_book_too_what_is_undone_and_played_again_is_equal(session: Session, last: int) -> None:
    """SRECEIVABLES-41"""
    BOOK.play(session)
    never_undone = rows(session, ReceivableRow, ReceivableEventRow)
    undo(session, CHAIN, last)
    BOOK.play(session, first=last + 1)
    assert rows(session, ReceivableRow, ReceivableEventRow) == never_undone
