"""Events of transfers to rows, without a chain: replayed, undone, rebuilt. SCREDITS-18, SCREDITS-54"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.credits.domain import Confirmation, CreditStatus
from app.credits.projection import HANDLERS
from app.credits.store import CreditEventRow, CreditRow, SubstitutionRow, TransferRow
from app.credits.transfers import SubstitutionStatus, TransferStatus
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.credits.test_projection import (
    BANK,
    BENEFICIARY,
    FIRST,
    LARGE,
    LETTER,
    PARTIAL,
    SECOND,
    WHOLE,
    issued,
    presented,
)
from tests.app.databases import scratch

BOOK = "0x" + "7b" * 20
INVOICE = "0x" + "1a" * 32
TABLES = (CreditRow, TransferRow, SubstitutionRow, CreditEventRow)


def adjusted(credit: str, reserved: int) -> Told:
    return "CreditAdjusted", {"credit": credit, "drawable": 1051, "reserved": reserved, "honoured": 0}


def told(name: str, transferred: str = WHOLE, **said: Any) -> Told:
    return name, {"deal": LETTER, "credit": PARTIAL, "transferred": transferred, **said}


def asked(transferred: str, carved: int) -> Told:
    said = {"firstBeneficiary": BENEFICIARY, "carved": carved, "amendable": True}
    return told("TransferRequested", transferred, **said)


# Of each block the logs of the credits before those of the book, as a transfer tells them.
OF_LETTER: list[list[Told]] = [
    [issued(PARTIAL)],
    [issued(WHOLE, beneficiary=77), adjusted(PARTIAL, 500)],
    [presented(WHOLE, FIRST, 300), presented(WHOLE, SECOND, 40)],
    [],
    [],
    [],
]
OF_BOOK: list[list[Told]] = [
    [asked(WHOLE, 500), asked(LARGE, 90)],
    [told("Transferred", bank=BANK, answer=Confirmation.CONFIRMED), told("TransferRevoked", LARGE)],
    [told("SubstitutionDemanded", presentation=FIRST, until=20_020)],
    [told("InvoiceSubstituted", presentation=FIRST, invoice=INVOICE, margin=120, held=380)],
    [
        told("SubstitutionDemanded", presentation=SECOND, until=20_030),
        told("SubstitutionLapsed", presentation=SECOND, margin=16),
    ],
    [told("TransferReturned", carved=476, held=356)],
]


def play(session: Session, *, first: int = 1, last: int = len(OF_BOOK)) -> None:
    letter = Story("LetterOfCredit", LETTER, HANDLERS, OF_LETTER)
    book = Story("TransferBook", BOOK, HANDLERS, OF_BOOK)
    for block in range(first, last + 1):
        for story in (letter, book):
            story.play(session, first=block, last=block)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def credit(session: Session, id: str) -> CreditRow:
    return session.get_one(CreditRow, (CHAIN, LETTER, id))


def transfer(session: Session, id: str = WHOLE) -> TransferRow:
    return session.get_one(TransferRow, (CHAIN, BOOK, id))


def substitution(session: Session, id: str) -> SubstitutionRow:
    return session.get_one(SubstitutionRow, (CHAIN, BOOK, id))


def test_a_transferred_credit_is_advised_and_its_amount_set_aside(session: Session) -> None:
    play(session, last=2)
    second = credit(session, WHOLE)
    assert (second.state, second.answer) == (CreditStatus.ADVISED, Confirmation.CONFIRMED)
    assert (credit(session, PARTIAL).reserved, credit(session, PARTIAL).set_aside) == (500, 500)
    assert (transfer(session).state, transfer(session).bank) == (TransferStatus.MADE, BANK)
    assert transfer(session, LARGE).state is TransferStatus.REVOKED


def test_a_margin_is_set_aside_no_more_once_the_invoice_is_substituted(session: Session) -> None:
    play(session, last=5)
    assert (transfer(session).held, credit(session, PARTIAL).set_aside) == (380, 380)
    one, other = substitution(session, FIRST), substitution(session, SECOND)
    assert (one.state, one.margin, one.until) == (SubstitutionStatus.SUBSTITUTED, 120, 20_020)
    assert (other.state, other.margin, other.invoice) == (SubstitutionStatus.LAPSED, 16, None)
    play(session, first=6)
    assert (transfer(session).carved, transfer(session).held) == (476, 356)
    assert credit(session, PARTIAL).set_aside == 356


def test_what_came_of_a_credit_is_told_in_its_history_alone(session: Session) -> None:
    """A second beneficiary reads its own credit's."""
    play(session)
    told = {row.name for row in session.query(CreditEventRow).filter_by(credit=PARTIAL)}
    assert told == {"CreditIssued", "TransferRequested", "TransferRevoked", "Transferred", "TransferReturned"}
    seconds = {row.name for row in session.query(CreditEventRow).filter_by(credit=WHOLE)}
    assert seconds == {"CreditIssued", "Presented"}


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
