"""What is owed: registered, approved, contested, credited."""

from __future__ import annotations

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.people import refused
from tests.contracts.receivables.book import (
    AMOUNT,
    APPROVED,
    DUE,
    NONE,
    NOTE,
    REGISTERED,
    RUNNING,
    TODAY,
    VOID,
    WHY,
)
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain

TERMS = "(uint32,uint32,address,uint64,uint32,bytes32)"
TITLE, UNDERTAKE = 3, 6


def test_register_is_refused_to_everybody_but_the_seller(deal, obligor):
    """RECEIVABLES-20: nobody claims in another's name."""
    with refused("ReceivablesNotSeller", deal.seller, obligor):
        obligor.together(deal.book, "register", deal.terms)


@pytest.mark.parametrize("changes", [{"amount": 0}, {"due": TODAY - 1}])
def test_register_is_refused_for_nothing_or_for_a_day_that_has_passed(deal, changes):
    """RECEIVABLES-20."""
    terms = deal.terms._replace(**changes)
    with refused("ReceivablesInvalidTerms", deal.book.idOf(terms), terms.amount, terms.due, TODAY):
        deal.seller.act(deal.book, "register", terms)


def test_register_is_refused_on_oneself_or_on_whoever_is_not_active(port, deal):
    """RECEIVABLES-20."""
    own = deal.terms._replace(obligor=deal.seller.number)
    with refused("ReceivablesOneHand", deal.book.idOf(own), deal.seller):
        deal.seller.act(deal.book, "register", own)
    suspend(port, deal.obligor)
    with refused("MembersNotActive", deal.obligor, 2):
        deal.register()


def test_register_is_refused_with_a_strangers_cash_and_in_a_closing_version(port, deal, stranger):
    """RECEIVABLES-20."""
    with refused("MemberOnlyUnlisted", stranger.maker, 0):
        deal.seller.act(deal.book, "register", deal.terms._replace(cash=stranger.maker.address))
    port.listed(deal.book, status=2, capabilities=2)
    with refused("MemberOnlyClosing", deal.book):
        deal.register()


def test_the_seller_registers_once(deal):
    """RECEIVABLES-19, RECEIVABLES-20: by the hash of its terms; the seller holds it and is to be paid."""
    done = deal.register()
    words = (*deal.terms[:5], bytes.fromhex(deal.terms.document[2:]))
    assert deal.id == "0x" + keccak(encode([TERMS], [words])).hex()
    told = done.events["Registered"]
    assert (str(told["receivable"]), plain(told["terms"])) == (deal.id, plain(deal.terms))
    seller, obligor = deal.seller.number, deal.obligor.number
    assert plain(deal.record) == plain((
        *(seller, obligor, seller, seller, 0, DUE, REGISTERED, False, NONE, 10_000, 0),
        *(deal.cash.address, AMOUNT, "0x" + 64 * "0"),
    ))  # fmt: skip
    with refused("ReceivablesAlreadyRegistered", deal.id):
        deal.register()


def test_approve_is_refused_to_one_person_and_to_everybody_but_the_obligor(deal):
    """RECEIVABLES-21: it is an undertaking to pay."""
    deal.register()
    with refused("MembersTwoPersonsNeeded", deal.obligor, UNDERTAKE, deal.cash, AMOUNT, 0):
        deal.obligor.act(deal.book, "approve", deal.terms)
    with refused("ReceivablesNotObligor", deal.obligor, deal.seller):
        deal.seller.together(deal.book, "approve", deal.terms)


def test_the_obligor_approves_for_ever(deal):
    """RECEIVABLES-21: it can no longer contest it."""
    deal.register()
    done = deal.approve()
    assert str(done.events["Approved"]["receivable"]) == deal.id
    assert deal.record["status"] == APPROVED
    for step in (deal.dispute, deal.approve):
        with refused("ReceivablesWrongStatus", deal.id, APPROVED, 1 << REGISTERED):
            step()


def test_within_its_limit_one_person_approves_what_is_left(port, deal):
    """RECEIVABLES-21, RECEIVABLES-23: the amount is that after credit notes."""
    deal.register()
    deal.reduce(30_000)
    let_act_alone(port, deal.obligor, deal.cash, 60_000)
    deal.obligor.act(deal.book, "approve", deal.terms)
    assert (deal.record["status"], deal.record["amount"]) == (APPROVED, 60_000)


def test_in_payables_finance_the_obligor_begins(deal):
    """RECEIVABLES-21: what it approves is the seller's, who need not register it."""
    done = deal.approve()
    assert [event.name for event in done.events] == ["Registered", "Approved"]
    assert deal.record["holder"] == deal.seller.number
    with refused("ReceivablesAlreadyRegistered", deal.id):
        deal.register()


def test_an_approval_ends_a_dispute(deal):
    """RECEIVABLES-21, RECEIVABLES-22."""
    deal.register()
    deal.dispute()
    deal.approve()
    assert not deal.record["disputed"]


def test_what_is_disputed_is_neither_offered_nor_sold(deal, funds):
    """RECEIVABLES-22: until the obligor ends it."""
    deal.register()
    sale, financing = deal.sale(), deal.reserve()
    deal.offer(sale)
    done = deal.dispute()
    assert str(done.events["Disputed"]["grounds"]) == WHY
    with refused("ReceivablesDisputed", deal.id):
        deal.offer(sale)
    with refused("ReceivablesDisputed", deal.id):
        deal.buy(sale, financing)
    with refused("ReceivablesDisputed", deal.id):
        deal.dispute()
    with refused("ReceivablesNotObligor", deal.obligor, deal.seller):
        deal.seller.act(deal.book, "endDispute", deal.id)
    deal.obligor.act(deal.book, "endDispute", deal.id)
    with refused("ReceivablesNotDisputed", deal.id):
        deal.obligor.act(deal.book, "endDispute", deal.id)
    deal.buy(sale, financing)


def test_a_credit_note_takes_two_persons_and_no_more_than_is_owed(deal):
    """RECEIVABLES-23: it gives money up."""
    deal.register()
    with refused("MembersTwoPersonsNeeded", deal.seller, TITLE, deal.cash, 1, 0):
        deal.seller.act(deal.book, "reduce", deal.id, 1, NOTE)
    for amount in (0, AMOUNT + 1):
        with refused("ReceivablesOtherAmount", deal.id, AMOUNT, amount):
            deal.reduce(amount)


def test_after_a_sale_the_seller_credits_nothing(deal, funds):
    """RECEIVABLES-23: dilution is for who bears it."""
    deal.register()
    deal.sell()
    with refused("ReceivablesNotHolder", deal.bank, deal.seller):
        deal.reduce(1)
    deal.reduce(1, by=deal.bank)
    assert deal.record["amount"] == AMOUNT - 1


def test_a_credit_note_ends_what_was_offered(deal):
    """RECEIVABLES-23, RECEIVABLES-29: nobody buys less than was agreed."""
    deal.register()
    sale, financing = deal.sale(), deal.reserve()
    deal.offer(sale)
    done = deal.reduce(10_000)
    assert (done.events["Reduced"]["amount"], str(done.events["Reduced"]["creditNote"])) == (10_000, NOTE)
    with refused("ReceivablesNotOffered", deal.id, "0x" + 64 * "0", ...):
        deal.buy(sale, financing)
    deal.offer(sale)
    with refused("ReceivablesOtherAmount", deal.id, AMOUNT - 10_000, AMOUNT):
        deal.buy(sale, financing)


def test_credited_in_full_it_is_void(deal, funds):
    """RECEIVABLES-23, RECEIVABLES-38: and what financed it stays taken."""
    deal.register()
    financing = deal.sell()
    deal.reduce(AMOUNT, by=deal.bank)
    assert deal.record["status"] == VOID
    assert deal.finance.financingOf(deal.finance.idOf(financing))["status"] == 3
    with refused("ReceivablesWrongStatus", deal.id, VOID, RUNNING):
        deal.repay(deal.seller)
