"""Sold once: price, assignment and financing in one transaction."""

from __future__ import annotations

import pytest

from tests.contracts.people import refused
from tests.contracts.receivables.book import (
    AMOUNT,
    APPROVED,
    NOTHING,
    PRICE,
    UNKNOWN,
    hash_of,
)
from tests.contracts.receivables.papers import DAY, FINANCED, HOLD, NOON, RESERVED, asked
from tests.contracts.standing import let_act_alone, suspend

TITLE, PAY = 3, 5


@pytest.fixture(autouse=True)
def _approved(deal, funds):
    deal.register()
    deal.approve()


def test_offer_is_refused_to_one_person_and_to_whoever_does_not_hold_it(deal):
    """RECEIVABLES-24: at a bad price it would give it away."""
    sale = deal.sale()
    with refused("MemberOnlyTwoPersonsNeeded", deal.seller, TITLE):
        deal.seller.act(deal.book, "offer", deal.id, hash_of(sale))
    with refused("ReceivablesNotHolder", deal.seller, deal.obligor):
        deal.offer(sale, by=deal.obligor)


def test_an_offer_says_nothing_of_its_price(deal):
    """RECEIVABLES-24: its hash alone; a new one replaces it, and one person withdraws it."""
    first, second = deal.sale(), deal.sale(price=PRICE + 1)
    deal.offer(first)
    done = deal.offer(second)
    assert str(done.events["Offered"]["sale"]) == hash_of(second)
    assert [str(word) for word in deal.book.pendingOf(deal.id)] == [hash_of(second), NOTHING]
    financing = deal.reserve()
    with refused("ReceivablesNotOffered", deal.id, hash_of(second), hash_of(first)):
        deal.buy(first, financing)
    deal.seller.act(deal.book, "withdrawOffer", deal.id)
    with refused("ReceivablesNotOffered", deal.id, NOTHING, hash_of(second)):
        deal.buy(second, financing)
    with refused("ReceivablesNotOffered", deal.id, NOTHING, NOTHING):
        deal.seller.act(deal.book, "withdrawOffer", deal.id)


@pytest.mark.parametrize("changes", [{"price": PRICE - 1}, {"with_recourse": True}, {"until": HOLD}])
def test_no_field_of_what_was_agreed_can_drift(deal, changes):
    """RECEIVABLES-25."""
    sale, financing = deal.sale(), deal.reserve()
    deal.offer(sale)
    with refused("ReceivablesNotOffered", deal.id, hash_of(sale), ...):
        deal.buy(sale._replace(**changes), financing)


def test_buy_is_refused_to_one_person_and_to_another(deal, rival):
    """RECEIVABLES-25: it is a payment, of the buyer that the offer names."""
    sale, financing = deal.sale(), deal.reserve()
    deal.offer(sale)
    with refused("MembersTwoPersonsNeeded", deal.bank, PAY, deal.cash, PRICE, 0):
        deal.bank.act(deal.book, "buy", sale, deal.finance.idOf(financing), b"")
    with refused("ReceivablesNotBuyer", deal.bank, rival):
        deal.buy(sale, financing, by=rival)


def test_buy_is_refused_after_the_offers_last_second(at, deal):
    """RECEIVABLES-25."""
    sale, financing = deal.sale(until=NOON + DAY), deal.reserve()
    deal.offer(sale)
    at(NOON + DAY + 10)
    with refused("ReceivablesOfferOver", sale.until, ...):
        deal.buy(sale, financing)


def test_buy_is_refused_where_the_offer_names_another_seller_or_the_obligor(deal):
    """RECEIVABLES-25."""
    financing = deal.reserve()
    other = deal.sale(seller=deal.obligor.number)
    deal.offer(other)
    with refused("ReceivablesNotHolder", deal.seller, deal.obligor):
        deal.buy(other, financing)
    merged = deal.sale(buyer=deal.obligor.number)
    deal.offer(merged)
    with refused("ReceivablesOneHand", deal.id, deal.obligor):
        deal.buy(merged, financing, by=deal.obligor)


def test_buy_is_refused_to_whoever_sells(deal):
    """RECEIVABLES-25: nobody buys from itself."""
    financing, to_itself = deal.reserve(), deal.sale(buyer=deal.seller.number)
    deal.offer(to_itself)
    with refused("ReceivablesOneHand", deal.id, deal.seller):
        deal.buy(to_itself, financing, by=deal.seller)


def test_buy_is_refused_without_a_reservation_of_the_buyers_own(deal, rival):
    """RECEIVABLES-26: reserve before paying out."""
    sale = deal.sale()
    deal.offer(sale)
    with refused("FinanceWrongStatus", NOTHING, UNKNOWN, 1 << RESERVED):
        deal.buy(sale)
    theirs = deal.reserve(by=rival)
    with refused("FinanceNotFinancier", rival, deal.bank):
        deal.buy(sale, theirs)


def test_buy_is_refused_with_too_small_a_share(deal):
    """RECEIVABLES-26: the whole is bought, so the whole is reserved."""
    sale, financing = deal.sale(), deal.reserve(share=9_999)
    deal.offer(sale)
    with refused("FinanceTooSmall", deal.finance.idOf(financing), 9_999, 10_000):
        deal.buy(sale, financing)


def test_buy_is_refused_once_the_reservation_has_lapsed(at, deal):
    """RECEIVABLES-26."""
    sale, financing = deal.sale(), deal.reserve()
    deal.offer(sale)
    at(HOLD + 10)
    with refused("FinanceLapsed", deal.finance.idOf(financing), HOLD, ...):
        deal.buy(sale, financing)


def test_if_the_price_is_not_paid_nothing_happened(deal):
    """RECEIVABLES-26: the reservation stands, and the seller holds it."""
    sale, financing = deal.sale(price=2_000_001), deal.reserve()
    deal.offer(sale)
    with refused("ERC20InsufficientBalance", deal.bank.account, 2_000_000, 2_000_001):
        deal.buy(sale, financing)
    assert deal.record["holder"] == deal.seller.number
    assert deal.finance.financingOf(deal.finance.idOf(financing))["status"] == RESERVED


@pytest.mark.parametrize("recourse", [False, True], ids=["without recourse", "with recourse"])
@pytest.mark.parametrize("persons", [1, 2])
def test_price_assignment_and_financing_are_one(port, members, deal, recourse, persons):
    """RECEIVABLES-26: by two persons, or by one within the buyer's limit; the event says no price."""
    let_act_alone(port, deal.bank, deal.cash, PRICE)
    sale, financing = deal.sale(with_recourse=recourse), deal.reserve()
    deal.offer(sale)
    id = deal.finance.idOf(financing)
    by = deal.bank.act if persons == 1 else deal.bank.together
    done = by(deal.book, "buy", sale, id, b"")
    sold = done.events["Sold"]
    assert (sold["buyer"], str(sold["financing"]), sold["withRecourse"]) == (
        deal.bank.number,
        str(id),
        recourse,
    )
    record = deal.record
    assert (record["holder"], record["payee"]) == (deal.bank.number, deal.seller.number)
    assert record["recourse"] == (deal.seller.number if recourse else 0)
    assert str(record["financing"]) == str(id)
    kept = deal.finance.financingOf(id)
    assert (kept["status"], kept["keeper"]) == (FINANCED, members.instrumentOf(deal.book)["number"])
    assert deal.cash.balanceOf(deal.seller.account) == PRICE
    assert deal.cash.balanceOf(deal.bank.account) == 2_000_000 - PRICE


def test_the_same_document_is_not_sold_twice(deal, rival, terms_again):
    """RECEIVABLES-26: registered again with another salt, it meets the register's refusal."""
    deal.sell()
    with refused("FinanceTaken", deal.marks[0], 10_000, 10_000):
        rival.together(deal.finance, "reserve", asked(rival, of=deal.marks), HOLD, ())
    deal.seller.act(deal.book, "register", terms_again)
    again = deal.sale(receivable=str(deal.book.idOf(terms_again)), buyer=rival.number)
    deal.offer(again)
    with refused("FinanceWrongStatus", NOTHING, UNKNOWN, 1 << RESERVED):
        deal.buy(again, by=rival)


@pytest.fixture
def terms_again(deal):
    return deal.terms._replace(document="0x" + 64 * "7")


def test_sold_on_it_goes_with_its_financing(deal, rival):
    """RECEIVABLES-27: without recourse, and nobody reserves anew what is taken."""
    financing = deal.sell(with_recourse=True)
    onward = deal.sale(seller=deal.bank.number, buyer=rival.number, price=89_000)
    with_recourse = onward._replace(with_recourse=True)
    kept = deal.finance.idOf(financing)
    deal.offer(with_recourse, by=deal.bank)
    with refused("ReceivablesFinanced", deal.id, kept):
        deal.buy(with_recourse, by=rival)
    deal.offer(onward, by=deal.bank)
    with refused("ReceivablesFinanced", deal.id, kept):
        deal.buy(onward, financing, by=rival)
    deal.buy(onward, by=rival)
    record = deal.record
    assert (record["holder"], record["recourse"], str(record["financing"])) == (rival.number, 0, str(kept))


def test_assign_hands_it_over_without_a_price(port, deal, stranger):
    """RECEIVABLES-28: by two persons; never to the obligor, the holder or a suspended one."""
    with refused("MembersTwoPersonsNeeded", deal.seller, TITLE, deal.cash, AMOUNT, 0):
        deal.seller.act(deal.book, "assign", deal.id, stranger.number)
    for holder in (deal.obligor, deal.seller):
        with refused("ReceivablesOneHand", deal.id, holder):
            deal.seller.together(deal.book, "assign", deal.id, holder.number)
    sale = deal.sale()
    deal.offer(sale)
    done = deal.seller.together(deal.book, "assign", deal.id, stranger.number)
    assert done.events["Assigned"]["holder"] == stranger.number
    assert str(deal.book.pendingOf(deal.id)[0]) == NOTHING, "RECEIVABLES-29: what was offered is gone"
    with refused("ReceivablesNotHolder", stranger, deal.seller):
        deal.offer(sale)
    suspend(port, deal.bank)
    with refused("MembersNotActive", deal.bank, 2):
        stranger.together(deal.book, "assign", deal.id, deal.bank.number)
    assert deal.record["status"] == APPROVED
