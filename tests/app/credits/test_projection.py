"""Events to rows, without a chain: replayed, undone, rebuilt. SCREDITS-18"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.chain.mirror import MirrorFault
from app.chain.reorg import undo
from app.credits.domain import Confirmation, CreditStatus, ObligationStatus, PresentationStatus
from app.credits.projection import HANDLERS
from app.credits.store import (
    CreditEventRow,
    CreditRow,
    ExaminationRow,
    NoticeRow,
    ObligationRow,
    PresentationRow,
)
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.databases import scratch

LETTER = "0x" + "aa" * 20
CASH = "0x" + "cc" * 20
PARTIAL, WHOLE, LARGE = ("0x" + sign * 64 for sign in "123")
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = ("0x" + sign * 64 for sign in "abcdef")
NOTICE, LATE = "0x" + "01" * 32, "0x" + "02" * 32
BANK, BUYER, BENEFICIARY, ADVISER = 11, 22, 33, 44
ACCEPTED = "0x" + "0b" * 32
MOST = 2**64 - 1


def issued(credit: str, **changed: Any) -> Told:
    terms = {
        "issuingBank": BANK,
        "applicant": BUYER,
        "beneficiary": BENEFICIARY,
        "advisingBank": ADVISER,
        "nominatedBank": 0,
        "confirmingBank": ADVISER,
        "cash": CASH,
        "amount": 1001,
        "tolerancePlus": 5,
        "toleranceMinus": 5,
        "issued": 20_000,
        "expiry": 20_060,
        "latestShipment": 20_030,
        "presentationDays": 21,
        "rules": 0,
        "availability": 4,
        "tenors": [
            {"percent": 30, "from": 0, "numberOfDays": 0},
            {"percent": 70, "from": 1, "numberOfDays": 60},
        ],
        "partialDrawings": True,
        "titleToApplicant": False,
        "clauses": "0x" + "00" * 32,
        "document": "0x" + "dd" * 32,
    }
    return "CreditIssued", {"credit": credit, "terms": terms | changed}


def presented(credit: str, presentation: str, amount: int, bank: int = BANK) -> Told:
    contents = {
        "bank": bank,
        "bills": ["0x" + "b1" * 32],
        "documents": "0x" + "ee" * 32,
        "amount": amount,
        "scheme": 0,
        "drawing": "0x" + "ff" * 32,
        "shipped": 20_010,
        "invoiced": 20_009,
        "presented": 20_015,
    }
    said = {"credit": credit, "presentation": presentation, "terms": credit, "contents": contents}
    return "Presented", said


def examined(credit: str, presentation: str, complies: bool, bank: int = BANK) -> Told:
    finding = {
        "complies": complies,
        "deadline": 1_728_600_000,
        "lastDay": 20_031,
        "calendar": "0x" + "ca" * 32,
    }
    return "Examined", {"credit": credit, "presentation": presentation, "bank": bank, "finding": finding}


def refused(credit: str, presentation: str) -> Told:
    said = {"bank": BANK, "notice": NOTICE, "discrepancies": 2, "disposal": 2}
    return "Refused", {"credit": credit, "presentation": presentation, **said}


def precluded(credit: str, presentation: str, reason: int) -> Told:
    said = {"bank": BANK, "notice": LATE, "reason": reason}
    return "RefusalPrecluded", {"credit": credit, "presentation": presentation, **said}


def honoured(credit: str, presentation: str, bank: int = BANK, payee: int = BENEFICIARY) -> Told:
    return "Honoured", {"credit": credit, "presentation": presentation, "bank": bank, "payee": payee}


def incurred(obligation: str, drawing: str) -> Told:
    terms = {
        "status": 1,
        "kind": 1,
        "obligor": ADVISER,
        "obligee": BENEFICIARY,
        "due": 20_070,
        "amount": 70,
        "cash": CASH,
        "drawing": drawing,
    }
    return "Incurred", {"obligation": obligation, "terms": terms}


def of(name: str, credit: str, presentation: str | None = None, **said: Any) -> Told:
    return name, {"credit": credit, **({"presentation": presentation} if presentation else {}), **said}


BLOCKS: list[list[Told]] = [
    [issued(PARTIAL), issued(WHOLE, partialDrawings=False), issued(LARGE, amount=MOST, tolerancePlus=0)],
    [
        of("CreditAdvised", PARTIAL),
        of("CreditAdvised", WHOLE),
        of("ConfirmationDeclined", WHOLE, terms=WHOLE, bank=ADVISER),
        of("CreditConfirmed", LARGE, terms=LARGE, bank=ADVISER),
    ],
    [presented(PARTIAL, FIRST, 400), presented(PARTIAL, SECOND, 500), presented(WHOLE, THIRD, 900)],
    [examined(PARTIAL, FIRST, False), examined(PARTIAL, SECOND, True), examined(WHOLE, THIRD, False)],
    [
        refused(PARTIAL, FIRST),
        precluded(PARTIAL, FIRST, 1),
        honoured(PARTIAL, SECOND),
    ],
    [precluded(WHOLE, THIRD, 0)],
    [honoured(WHOLE, THIRD), presented(PARTIAL, FOURTH, 551)],
    [examined(PARTIAL, FOURTH, False), of("Waived", PARTIAL, FOURTH), presented(LARGE, FIFTH, MOST)],
    [honoured(PARTIAL, FOURTH), of("Withdrawn", LARGE, FIFTH)],
    [of("CreditExpired", LARGE)],
]  # fmt: skip
BOOKS = {"ConfirmationBook": "c0", "EndBook": "e0"}
STORY = Story("LetterOfCredit", LETTER, HANDLERS, BLOCKS, BOOKS)
CHAIN_OF_BANKS: list[list[Told]] = [
    [issued(LARGE)],
    [of("CreditConfirmed", LARGE, terms=LARGE, bank=ADVISER), presented(LARGE, SIXTH, 100, bank=ADVISER)],
    [examined(LARGE, SIXTH, True, bank=ADVISER), honoured(LARGE, SIXTH, bank=ADVISER)],
    [of("Forwarded", LARGE, SIXTH, bank=ADVISER, to=BANK, received=20_018)],
    [examined(LARGE, SIXTH, False)],
    [of("Waived", LARGE, SIXTH), honoured(LARGE, SIXTH, payee=ADVISER)],
]
TABLES = (CreditRow, PresentationRow, ExaminationRow, NoticeRow, CreditEventRow)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def credit(session: Session, id: str) -> CreditRow:
    return session.get_one(CreditRow, (CHAIN, LETTER, id))


def presentation(session: Session, id: str) -> PresentationRow:
    return session.get_one(PresentationRow, (CHAIN, LETTER, id))


def test_a_drawing_is_reserved_until_it_is_decided(session: Session) -> None:
    STORY.play(session, last=3)
    drawn = credit(session, PARTIAL)
    assert (drawn.drawable, drawn.reserved, drawn.honoured, drawn.open) == (1051, 900, 0, 2)
    STORY.play(session, first=4, last=5)
    assert (drawn.drawable, drawn.reserved, drawn.honoured, drawn.open) == (1051, 0, 500, 0)
    assert drawn.status == CreditStatus.ADVISED
    assert presentation(session, FIRST).status == PresentationStatus.REFUSED
    assert presentation(session, SECOND).status == PresentationStatus.HONOURED


def test_drawn_in_full_or_once_a_credit_is_exhausted(session: Session) -> None:
    STORY.play(session)
    assert credit(session, PARTIAL).status == CreditStatus.EXHAUSTED
    assert credit(session, PARTIAL).honoured == 1051
    assert credit(session, WHOLE).status == CreditStatus.EXHAUSTED
    assert credit(session, WHOLE).honoured == 900


def test_a_late_notice_precludes_and_a_second_one_changes_nothing(session: Session) -> None:
    STORY.play(session, last=6)
    assert presentation(session, THIRD).status == PresentationStatus.PRECLUDED
    assert presentation(session, FIRST).status == PresentationStatus.REFUSED
    told = [(row.presentation, row.notice, row.preclusion) for row in session.scalars(select(NoticeRow))]
    assert sorted(told, key=str) == sorted(
        [(FIRST, NOTICE, None), (FIRST, LATE, 1), (THIRD, LATE, 0)], key=str
    )
    (effective,) = session.scalars(select(NoticeRow).where(NoticeRow.preclusion.is_(None)))
    assert (effective.discrepancies, effective.disposal) == (2, 2)


def test_amounts_of_64_bits_are_kept(session: Session) -> None:
    STORY.play(session, last=8)
    assert (credit(session, LARGE).drawable, credit(session, LARGE).reserved) == (MOST, MOST)
    STORY.play(session, first=9)
    closed = credit(session, LARGE)
    assert (closed.reserved, closed.status) == (0, CreditStatus.EXPIRED)


def test_each_bank_has_an_examination_of_its_own(session: Session) -> None:
    """The one that paid waits to be reimbursed; the amount stays reserved until the issuing bank takes up."""
    story = Story("LetterOfCredit", LETTER, HANDLERS, CHAIN_OF_BANKS, BOOKS)
    story.play(session, last=3)
    assert credit(session, LARGE).confirmation == Confirmation.CONFIRMED
    paid = presentation(session, SIXTH)
    assert (paid.bank, paid.payer, paid.payee, paid.received) == (ADVISER, ADVISER, BENEFICIARY, 20_015)
    assert (credit(session, LARGE).reserved, credit(session, LARGE).honoured) == (100, 0)
    story.play(session, first=4, last=5)
    passed = presentation(session, SIXTH)
    assert (passed.bank, passed.came_from, passed.received) == (BANK, ADVISER, 20_018)
    assert passed.status == PresentationStatus.DISCREPANT
    story.play(session, first=6)
    found = {row.bank: (row.complies, row.state) for row in session.scalars(select(ExaminationRow))}
    assert found == {
        ADVISER: (True, PresentationStatus.HONOURED),
        BANK: (False, PresentationStatus.HONOURED),
    }
    assert presentation(session, SIXTH).payee == ADVISER
    assert (credit(session, LARGE).reserved, credit(session, LARGE).honoured) == (0, 100)


@pytest.mark.parametrize(("answer", "drawn"), [("CreditConfirmed", 100), ("ConfirmationDeclined", 0)])
def test_what_a_bank_paid_as_it_undertook_is_drawn_though_it_is_refused(
    session: Session, answer: str, drawn: int
) -> None:
    """SCREDITS-43: and what one paid that was only nominated is free again."""
    before, _, *after = CHAIN_OF_BANKS[:-1]
    given = [of(answer, LARGE, terms=LARGE, bank=ADVISER), presented(LARGE, SIXTH, 100, bank=ADVISER)]
    blocks = [before, given, *after, [refused(LARGE, SIXTH)]]
    Story("LetterOfCredit", LETTER, HANDLERS, blocks, BOOKS).play(session)
    row = credit(session, LARGE)
    assert (row.reserved, row.honoured, row.open, row.state) == (0, drawn, 0, CreditStatus.ISSUED)


def test_a_balance_that_clauses_adjust_lets_an_exhausted_credit_run_again(session: Session) -> None:
    """SCREDITS-59: of a whole that is drawn nothing else does."""
    drawn = [
        [issued(PARTIAL, clauses="0x" + "c1" * 32), of("CreditAdjusted", PARTIAL, **balance(1_051, 0))],
        [presented(PARTIAL, FIRST, 1_051), examined(PARTIAL, FIRST, True), honoured(PARTIAL, FIRST)],
        [of("CreditAdjusted", PARTIAL, **balance(1_051, 1_051))],
        [of("CreditAdjusted", PARTIAL, **balance(2_102, 1_051))],
    ]
    story = Story("LetterOfCredit", LETTER, HANDLERS, drawn)
    story.play(session, last=3)
    assert credit(session, PARTIAL).state is CreditStatus.EXHAUSTED
    story.play(session, first=4)
    row = credit(session, PARTIAL)
    assert (row.state, row.drawable, row.honoured) == (CreditStatus.ADVISED, 2_102, 1_051)


def balance(drawable: int, honoured: int) -> dict[str, int]:
    return {"drawable": drawable, "reserved": 0, "honoured": honoured}


def test_an_obligation_is_owed_until_it_is_paid(session: Session) -> None:
    book = "0x" + "0a" * 20
    story = Story(
        "ObligationBook",
        book,
        HANDLERS,
        [[incurred(ACCEPTED, SIXTH)], [("ObligationPaid", {"obligation": ACCEPTED, "payee": BUYER})]],
    )
    story.play(session, last=1)
    owed = session.get_one(ObligationRow, (CHAIN, book, ACCEPTED))
    assert (owed.state, owed.due, owed.amount, owed.paid_to) == (ObligationStatus.OWED, 20_070, 70, None)
    story.play(session, first=2)
    paid = session.get_one(ObligationRow, (CHAIN, book, ACCEPTED))
    assert (paid.state, paid.obligee, paid.paid_to) == (ObligationStatus.PAID, BENEFICIARY, BUYER)


@pytest.mark.parametrize("last", range(4))
def test_an_obligation_is_offered_sold_and_paid_to_its_buyer(
    session: Session, database: str, last: int
) -> None:
    """SCREDITS-18: and undone to any block, it is what it was then."""
    book, offer = "0x" + "0a" * 20, {"buyer": BUYER, "price": MOST}
    sold = {"obligation": ACCEPTED, "seller": BENEFICIARY, "buyer": BUYER}
    blocks: list[list[Told]] = [
        [incurred(ACCEPTED, SIXTH)],
        [("ObligationOffered", {"obligation": ACCEPTED, "offer": offer})],
        [("ObligationSold", sold)],
        [("ObligationPaid", {"obligation": ACCEPTED, "payee": BUYER})],
    ]
    story = Story("ObligationBook", book, HANDLERS, blocks)
    stands = []
    for block in range(1, len(blocks) + 1):
        story.play(session, first=block, last=block)
        row = session.get_one(ObligationRow, (CHAIN, book, ACCEPTED))
        stands.append((row.obligee, row.offered_to, row.offered_price))
    assert stands == [(BENEFICIARY, 0, 0), (BENEFICIARY, BUYER, MOST), (BUYER, 0, 0), (BUYER, 0, 0)]
    undo(session, CHAIN, last)
    with session_on(database, scratch()) as made:
        story.play(made, last=last)
        assert rows(session, ObligationRow) == rows(made, ObligationRow)


def test_history_says_who_acted(session: Session) -> None:
    STORY.play(session)
    query = select(CreditEventRow).where(CreditEventRow.credit == LARGE)
    lines = session.scalars(query.order_by(CreditEventRow.first_block, CreditEventRow.log_index))
    assert [(line.name, line.party) for line in lines] == [
        ("CreditIssued", BANK),
        ("CreditConfirmed", ADVISER),
        ("Presented", BENEFICIARY),
        ("Withdrawn", BENEFICIARY),
        ("CreditExpired", BANK),
    ]


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_undo_and_replay_give_what_a_rebuild_gives(session: Session, database: str, last: int) -> None:
    STORY.play(session)
    whole = rows(session, *TABLES)
    play_to = rows_after(last, database)
    undo(session, CHAIN, last)
    assert rows(session, *TABLES) == play_to
    STORY.play(session, first=last + 1)
    assert rows(session, *TABLES) == whole


def test_two_versions_side_by_side_do_not_touch_each_other(session: Session) -> None:
    STORY.play(session)
    alone = rows(session, *TABLES)
    STORY.play(session, address="0x" + "bb" * 20)
    other = json.loads(rows(session, *TABLES))
    kept = [entry for entry in other if entry[1]["contract"].startswith(LETTER[:-2])]
    assert kept == json.loads(alone)
    assert len(other) == 2 * len(kept)


@pytest.mark.parametrize(("careful", "fault"), [(True, MirrorFault), (False, IntegrityError)])
def test_the_same_log_twice_is_a_fault_and_not_a_second_row(
    session: Session, careful: bool, fault: type[Exception]
) -> None:
    """Found when it is looked for, and at the latest by the database."""
    STORY.play(session, last=1)
    with pytest.raises(fault):
        STORY.play(session, last=1, careful=careful)


def rows_after(last: int, database: str) -> str:
    with session_on(database, scratch()) as made:
        STORY.play(made, last=last)
        return rows(made, *TABLES)
