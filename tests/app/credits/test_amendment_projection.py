"""Events of the book of amendments and of the credits that it amends to rows, without a chain. SCREDITS-18"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eth_utils.crypto import keccak
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.credits.amendments import AmendmentStatus
from app.credits.domain import Confirmation, CreditStatus
from app.credits.projection import HANDLERS
from app.credits.store import AmendmentRow, CreditEventRow, CreditRow, FormerTermsRow, PresentationRow
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.credits.test_projection import (
    ADVISER,
    BANK,
    BENEFICIARY,
    BOOKS,
    LETTER,
    PARTIAL,
    honoured,
    issued,
    of,
    presented,
)
from tests.app.credits.test_projection import examined as found
from tests.app.databases import scratch

BOOK, ENDS = "0x" + "b0" * 20, "0x" + "e0" * 20
RAISED, LATER, REFUSED = ("0x" + sign * 64 for sign in "456")
FIRST, SECOND, OTHER = ("0x" + sign * 64 for sign in "789")
EARLY = "0x" + "e1" * 32
TABLES = (CreditRow, AmendmentRow, FormerTermsRow, PresentationRow, CreditEventRow)


def proposed(amendment: str, **changed: Any) -> Told:
    contents = {
        "changes": 0,
        "increase": 0,
        "decrease": 0,
        "tolerancePlus": 0,
        "toleranceMinus": 0,
        "expiry": 0,
        "latestShipment": 0,
        "presentationDays": 0,
        "partialDrawings": False,
        "text": amendment,
    }
    return told("AmendmentProposed", amendment, contents=contents | changed)


def told(name: str, amendment: str, **said: Any) -> Told:
    return name, {"deal": LETTER, "credit": PARTIAL, "amendment": amendment, **said}


def stated(amendment: str, base: str, terms: str, drawable: int) -> Told:
    return told("AmendmentStated", amendment, base=base, terms=terms, drawable=drawable)


def amended(terms: str, drawable: int, answer: int) -> Told:
    return of("CreditAmended", PARTIAL, terms=terms, drawable=drawable, answer=answer)


OF_BOOK: list[list[Told]] = [
    [],
    [],
    [
        proposed(RAISED, increase=1000),
        stated(RAISED, PARTIAL, FIRST, 2101),
        proposed(LATER, changes=2 | 16, expiry=20_090),
        stated(LATER, PARTIAL, OTHER, 1051),
        proposed(REFUSED, decrease=1),
        stated(REFUSED, PARTIAL, OTHER, 1050),
    ],
    [told("ConfirmationExtended", RAISED, terms=FIRST, bank=ADVISER), told("AmendmentRefused", REFUSED)],
    [told("AmendmentAccepted", RAISED, presenting=False)],
    [stated(LATER, FIRST, SECOND, 2101)],
    [told("ConfirmationNotExtended", LATER, terms=SECOND, bank=ADVISER)],
    [told("AmendmentAccepted", LATER, presenting=True)],
    [],
]
OF_LETTER: list[list[Told]] = [
    [issued(PARTIAL)],
    [of("CreditConfirmed", PARTIAL, terms=PARTIAL, bank=ADVISER)],
    [presented(PARTIAL, EARLY, 500)],
    [],
    [amended(FIRST, 2101, 1)],
    [],
    [],
    [amended(SECOND, 2101, 2)],
    [found(PARTIAL, EARLY, True), honoured(PARTIAL, EARLY)],
]


def play(session: Session, *, first: int = 1, last: int = len(OF_BOOK)) -> None:
    """Of each block the book's logs before those of the credits, as an acceptance tells them."""
    book = Story("AmendmentBook", BOOK, HANDLERS, OF_BOOK)
    letter = Story("LetterOfCredit", LETTER, HANDLERS, OF_LETTER, BOOKS)
    agreed = told("CancellationAgreed", "", party=BANK, terms=PARTIAL)
    consent = Story("EndBook", ENDS, HANDLERS, [[], [], [], [agreed], *[[]] * 5])
    for block in range(first, last + 1):
        for story in (book, letter, consent):
            story.play(session, first=block, last=block)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def credit(session: Session) -> CreditRow:
    return session.get_one(CreditRow, (CHAIN, LETTER, PARTIAL))


def amendment(session: Session, id: str) -> AmendmentRow:
    return session.get_one(AmendmentRow, (CHAIN, BOOK, id))


def test_pending_amendments_leave_the_credit_as_it_is(session: Session) -> None:
    play(session, last=4)
    now = credit(session)
    assert (now.amount, now.drawable, now.version, now.terms) == (1001, 1051, 0, PARTIAL)
    assert amendment(session, RAISED).state is AmendmentStatus.PENDING
    assert (amendment(session, RAISED).answer, amendment(session, RAISED).answered_terms) == (1, FIRST)
    assert amendment(session, REFUSED).state is AmendmentStatus.REFUSED
    assert (amendment(session, LATER).terms, amendment(session, LATER).drawable) == (OTHER, 1051)


def test_an_accepted_amendment_makes_the_terms(session: Session) -> None:
    play(session, last=5)
    now = credit(session)
    assert (now.amount, now.drawable, now.version, now.terms) == (2001, 2101, 1, FIRST)
    assert (now.confirmation, now.consents, now.expiry) == (Confirmation.CONFIRMED, [], 20_060)
    texts = bytes.fromhex(now.document[2:] + RAISED[2:])
    assert now.operative_document == "0x" + keccak(texts).hex()
    before = session.get_one(FormerTermsRow, (CHAIN, LETTER, PARTIAL))
    assert (before.amount, before.version, before.confirmation) == (1001, 0, Confirmation.CONFIRMED)
    assert (before.document, now.document) == ("0x" + "dd" * 32, "0x" + "dd" * 32)


def test_the_operative_terms_say_whether_drawings_may_be_partial(session: Session) -> None:
    """By the second amendment they may not: the drawing that was presented before it ends the credit."""
    play(session)
    now = credit(session)
    assert (now.expiry, now.partial_drawings, now.version) == (20_090, False, 2)
    assert now.confirmation == Confirmation.DECLINED
    assert (now.honoured, now.status) == (500, CreditStatus.EXHAUSTED)
    assert amendment(session, LATER).presenting is True
    told = session.scalars(select(CreditEventRow).order_by(CreditEventRow.first_block, CreditEventRow.id))
    accepted = [(row.party, row.name) for row in told if row.name == "AmendmentAccepted"]
    assert accepted == [(BENEFICIARY, "AmendmentAccepted")] * 2


@pytest.mark.parametrize("last", range(len(OF_BOOK)))
def test_undo_and_replay_give_what_a_rebuild_gives(session: Session, database: str, last: int) -> None:
    play(session)
    whole = rows(session, *TABLES)
    undo(session, CHAIN, last)
    with session_on(database, scratch()) as made:
        play(made, last=last)
        assert rows(session, *TABLES) == rows(made, *TABLES)
    play(session, first=last + 1)
    assert rows(session, *TABLES) == whole
