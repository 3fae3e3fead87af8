"""A second version of the credits contract comes to a chain with an open credit, by the operators' steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts import deploy, instruments, verify
from scripts.deploy import Deployed
from scripts.proposals import decide
from scripts.saying import Refused
from scripts.unfinished import unfinished
from tests.contracts.credits.deals import (
    AMOUNT,
    EXHAUSTED,
    EXPIRY,
    LATEST_SHIPMENT,
    NINE,
    NONE,
    PERIOD,
    SIGHT_PAYMENT,
    TODAY,
    UCP_600,
    Deal,
    Terms,
)
from tests.contracts.credits.test_clauses import Advance, Clauses
from tests.contracts.operating.conftest import a_copy
from tests.contracts.people import Member, refused, salted, told
from tests.contracts.stops.orders import lift, stop

PARTIES = ("issuing_bank", "applicant", "beneficiary", "advising_bank", "carrier")


@pytest.fixture
def running(port: Any, dollars: Any, tmp_path: Path) -> Deployed:
    """The deployment that everybody trades on."""
    return a_copy(port.deployed, replace(port.deployed.params, record=tmp_path / "record.json"))


def test_a_second_version_comes_beside_an_open_credit(
    running: Deployed, people: dict[str, Member], dollars: Any, admin: Any, at: Any
) -> None:
    """OPERATING-15: the old one takes no new credit, and its open one is honoured."""
    at(NINE)
    people["issuing_bank"].together(dollars, "mint", people["issuing_bank"].number, 2 * AMOUNT)
    first, before = running.credits, list(verify.wiring(running))
    old = _a_credit(running, first, people, dollars, "an open credit")
    old.issue()
    old.advise()

    second = deploy.deploy_version(running, admin, "LetterOfCredit")
    assert running.members.instrumentOf(second)[0] == 0
    decide(
        running.members,
        running.consortium,
        running.params.voters,
        instruments.to_succeed(running, "LetterOfCredit"),
    )
    assert list(running.members.instrumentOf(first))[:2] == [deploy.CLOSING, 3]
    assert list(running.members.instrumentOf(second))[:2] == [deploy.OPEN, 3]
    assert instruments.to_succeed(running, "LetterOfCredit") == []
    assert list(verify.wiring(running)) == before
    assert deploy.recorded(running.params).credits.address == second.address

    with refused("MemberOnlyClosing", first):
        _a_credit(running, first, people, dollars, "a credit too late").issue()
    new = _a_credit(running, second, people, dollars, "a later credit")
    new.issue()
    new.advise()
    assert unfinished(running, first.address)[-1] == old.id
    with pytest.raises(Refused, match="and not finished"):
        instruments.to_close(running, first.address)
    for credit in (old, new):
        bill = credit.bill()
        presentation = credit.present(bill)
        credit.examine(presentation)
        credit.honour(presentation)
        assert credit.record["status"] == EXHAUSTED
        assert running.bills.billOf(bill)["owner"] == people["issuing_bank"].number
    assert dollars.balanceOf(people["beneficiary"].account) == 2 * AMOUNT

    assert unfinished(running, first.address) == []
    closing = instruments.to_close(running, first.address)
    decide(running.members, running.consortium, running.params.voters, closing)
    assert running.members.instrumentOf(first)[0] == deploy.CLOSED
    assert instruments.to_close(running, first.address) == []
    assert list(verify.wiring(running)) == before


def test_one_version_has_no_successor(running: Deployed) -> None:
    """OPERATING-15: nothing closes before something takes its place."""
    with pytest.raises(Refused, match="There is one LetterOfCredit only"):
        instruments.to_succeed(running, "LetterOfCredit")


@pytest.mark.parametrize(
    ("book", "asking"),
    [
        ("StopBook", "LetterOfCredit and MilestoneEscrow and StandbyCredit"),
        ("AmendmentBook", "EndBook and LetterOfCredit"),
    ],
)
def test_a_book_has_no_versions(running: Deployed, admin: Any, book: str, asking: str) -> None:
    """OPERATING-15: an older credit would not find a second one, nor an authority the older credit in it."""
    before = len(running.record.contracts)
    for step in (
        lambda: deploy.deploy_version(running, admin, book),
        lambda: instruments.to_succeed(running, book),
    ):
        with pytest.raises(Refused, match=f"{book} has no versions: each {asking} asks the one"):
            step()
    assert len(running.record.contracts) == before


def test_what_has_no_versions_and_serves_nobody_is_told_what_has(running: Deployed) -> None:
    """OPERATING-15"""
    with pytest.raises(Refused, match=r"DocumentRegistry has no versions; DvpEscrow, .* have\."):
        instruments.to_succeed(running, "DocumentRegistry")


def test_the_book_of_orders_stays_while_one_stands_and_while_a_deal_asks_it(
    running: Deployed, people: dict[str, Member], dollars: Any, at: Any
) -> None:
    """OPERATING-15"""
    at(NINE)
    book, deal = running.stops, running.credits
    credit = _a_credit(running, deal, people, dollars, "a credit that is stopped")
    credit.issue()
    stop(people["court"], book, deal, credit.id)
    assert unfinished(running, book.address) == [f"{credit.id} in {deal.address}"]
    with pytest.raises(Refused, match=r"1 begun in StopBook at .* and not finished"):
        instruments.to_close(running, book.address)
    lift(people["court"], book, deal, credit.id)
    assert unfinished(running, book.address) == []
    with pytest.raises(Refused, match=r"LetterOfCredit at .* asks StopBook at .* close that first"):
        instruments.to_close(running, book.address)
    for asking in (running.credits, running.standbys, running.milestones):
        call = told(running.members, "setInstrument", asking, deploy.CLOSED, 0)
        decide(
            running.members,
            running.consortium,
            running.params.voters,
            [(running.members.address, call)],
        )
    assert len(instruments.to_close(running, book.address)) == 1


def test_the_book_of_advances_stays_while_a_bank_has_not_got_back_what_it_advanced(
    running: Deployed, people: dict[str, Member], dollars: Any, at: Any
) -> None:
    """OPERATING-15: what is only asked for binds nobody."""
    at(NINE)
    book, bank, nominated = running.advances, people["issuing_bank"], people["financier"]
    for one in (bank, nominated):
        bank.together(dollars, "mint", one.number, AMOUNT)
    clauses = Clauses(advance=Advance(1, 40))
    plain = _a_credit(running, running.credits, people, dollars, "a credit with a red clause")
    credit = replace(plain, terms=plain.terms._replace(nominated_bank=nominated.number, clauses=clauses.hash))
    credit.beneficiary.act(running.clauses, "state", clauses)
    credit.issue()
    asked = nominated.number, 1_000, salted("receipt and undertaking"), NONE
    credit.beneficiary.together(book, "ask", *credit.named, *asked)
    id = str(book.idOf(credit.credits, credit.id, *asked))
    assert unfinished(running, book.address) == []
    nominated.together(book, "advance", *credit.named, id, b"")
    assert unfinished(running, book.address) == [id]
    credit.bank_cancels()
    credit.beneficiary_cancels()
    bank.together(book, "repay", id, b"")
    assert unfinished(running, book.address) == []


def test_what_is_not_recorded_is_not_closed(running: Deployed, admin: Any) -> None:
    """OPERATING-12"""
    with pytest.raises(Refused, match="is no recorded and listed instrument"):
        instruments.to_close(running, admin.address)


def _a_credit(running: Deployed, credits: Any, people: dict[str, Member], cash: Any, text: str) -> Deal:
    terms = Terms(
        *(people[name].number for name in PARTIES[:4]),
        nominated_bank=people["issuing_bank"].number,
        confirming_bank=0,
        cash=cash.address,
        amount=AMOUNT,
        tolerance_plus=0,
        tolerance_minus=0,
        issued=TODAY,
        expiry=EXPIRY,
        latest_shipment=LATEST_SHIPMENT,
        presentation_days=PERIOD,
        rules=UCP_600,
        availability=SIGHT_PAYMENT,
        tenors=(),
        partial_drawings=False,
        title_to_applicant=False,
        clauses=NONE,
        document=salted(text),
    )
    named = {name: people[name] for name in PARTIES}
    banks = {"nominated_bank": people["issuing_bank"], "confirming_bank": people["financier"]}
    return Deal(running, credits, cash, terms, **named, **banks)
