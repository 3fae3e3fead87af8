from __future__ import annotations

import brownie
import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.escrow.conftest import DEADLINE
from tests.contracts.people import refused, salted
from tests.contracts.standing import suspend, take_right

UNKNOWN, FUNDED, SETTLED = range(3)
STRAIGHT, TO_ORDER, BLANK = range(3)


def test_deliver_is_refused_to_everybody_but_the_seller(buyer, seller, funded, escrow):
    """ESCROW-5: least of all to the buyer."""
    with refused("EscrowNotSeller", seller, buyer):
        buyer.act(escrow, "deliver", funded)


def test_deliver_is_refused_without_the_right_to_move_title(port, seller, funded, escrow):
    """ESCROW-5."""
    take_right(port, seller, "TITLE")
    with refused("MemberOnlyRightMissing", seller, 3, 0x1FF - (1 << 3)):
        seller.act(escrow, "deliver", funded)


def test_deliver_is_refused_after_the_deadline(at, seller, funded, escrow, bills):
    """ESCROW-5: the money is the buyer's to reclaim from then on."""
    at(DEADLINE + 10)
    with refused("EscrowTooLate", DEADLINE, ...):
        seller.act(escrow, "deliver", funded)
    assert bills.billOf(funded.bill)["holder"] == seller.number


def test_deliver_is_refused_before_the_money_is_there(seller, terms, escrow):
    """ESCROW-7: title never goes ahead of cash."""
    with refused("EscrowWrongStatus", escrow.idOf(terms), UNKNOWN, FUNDED):
        seller.act(escrow, "deliver", terms)


def test_deliver_is_refused_under_other_terms(seller, funded, escrow):
    """ESCROW-1: no field can drift after funding."""
    other = funded._replace(amount=funded.amount + 1)
    with refused("EscrowWrongStatus", escrow.idOf(other), UNKNOWN, FUNDED):
        seller.act(escrow, "deliver", other)


def test_deliver_is_refused_when_the_bill_is_gone(seller, stranger, funded, escrow, bills, dollars):
    """ESCROW-6, ESCROW-7: and the money stays in keeping."""
    seller.act(bills, "transferBoth", funded.bill, stranger.number)
    with refused("BillsNotHolder", funded.bill, stranger, seller):
        seller.act(escrow, "deliver", funded)
    assert dollars.balanceOf(escrow) == 60_000
    assert escrow.statusOf(escrow.idOf(funded)) == FUNDED


def test_deliver_is_refused_when_title_is_anothers(seller, buyer, stranger, carrier, terms, escrow, bills):
    """ESCROW-6: possession alone does not endorse."""
    order = salted("to a stranger's order")
    carrier.act(bills, "issue", order, seller.number, stranger.number, TO_ORDER)
    agreed = terms._replace(bill=order)
    buyer.together(escrow, "fund", agreed)
    with refused("BillsNotEndorsed", order, stranger, buyer):
        seller.act(escrow, "deliver", agreed)


def test_deliver_is_refused_when_the_bill_was_surrendered(seller, funded, escrow, bills):
    """ESCROW-6: it is in the carrier's hands."""
    seller.act(bills, "surrender", funded.bill)
    with refused("BillsWrongStatus", funded.bill, 2, 1):
        seller.act(escrow, "deliver", funded)


def test_deliver_is_refused_to_a_suspended_seller(port, seller, funded, escrow):
    """ESCROW-13."""
    suspend(port, seller)
    with refused("MembersNotActive", seller, 2):
        seller.act(escrow, "deliver", funded)


@pytest.mark.parametrize(
    ("form", "to_buyer"), [(TO_ORDER, False), (TO_ORDER, True), (BLANK, False), (STRAIGHT, True)]
)
def test_deliver_moves_bill_and_money(seller, buyer, carrier, terms, escrow, bills, dollars, form, to_buyer):
    """ESCROW-6, ESCROW-7: a bill of the seller's own, or one that is the buyer's already and still held."""
    bill = salted(f"a bill, {form} {to_buyer}")
    carrier.act(bills, "issue", bill, seller.number, buyer.number if to_buyer else seller.number, form)
    agreed = terms._replace(bill=bill)
    buyer.together(escrow, "fund", agreed)
    done = seller.act(escrow, "deliver", agreed)
    escrow_id = escrow.idOf(agreed)
    settled = [dict(event) for event in done.events["Settled"]]
    assert {"escrow": escrow_id} in settled, "the escrow says so, beside the cash"
    assert escrow.statusOf(escrow_id) == SETTLED
    moved = bills.billOf(bill)
    assert (moved["holder"], moved["owner"]) == (buyer.number, buyer.number)
    assert (moved["locks"], moved["locker"]) == (0, 0)
    assert moved["formerHolder"] == 0, "a paid bill is not handed back"
    assert dollars.balanceOf(seller.account) == 60_000
    assert dollars.balanceOf(buyer.account) == 40_000
    assert dollars.balanceOf(escrow) == 0


def test_a_straight_bill_is_delivered_to_its_consignee_alone(seller, buyer, carrier, terms, escrow, bills):
    """ESCROW-6: it cannot be endorsed."""
    bill = salted("a straight bill")
    carrier.act(bills, "issue", bill, seller.number, seller.number, STRAIGHT)
    agreed = terms._replace(bill=bill)
    buyer.together(escrow, "fund", agreed)
    with refused("BillsNotEndorsed", bill, seller, buyer):
        seller.act(escrow, "deliver", agreed)


def test_deliver_reaches_a_suspended_buyer_and_a_frozen_seller(
    port, issuing_bank, seller, buyer, funded, escrow, bills, dollars
):
    """ESCROW-13: the seller takes the step that is its own, and is paid."""
    suspend(port, buyer)
    issuing_bank.together(dollars, "freeze", seller.number)
    seller.act(escrow, "deliver", funded)
    assert bills.billOf(funded.bill)["owner"] == buyer.number
    assert dollars.balanceOf(seller.account) == 60_000


def test_deliver_works_in_a_version_that_closes(port, seller, buyer, funded, escrow, bills):
    """ESCROW-12."""
    port.listed(escrow, status=2, capabilities=3)
    seller.act(escrow, "deliver", funded)
    assert bills.billOf(funded.bill)["owner"] == buyer.number


def test_each_payment_has_an_id_that_no_other_has(escrow, seller, buyer, dollars, terms, funded):
    """ESCROW-16: computed apart from the contract; and nobody uses one up, not even by paying under it."""
    types = ["uint256", "address", "bytes32", "address"]
    here = (brownie.chain.id, escrow.address, bytes.fromhex(str(escrow.idOf(terms))[2:]))
    payees = (escrow.address, seller.account, buyer.account)
    ids = {payee: "0x" + keccak(encode(types, [*here, payee])).hex() for payee in payees}
    assert len(set(ids.values())) == 3
    again = terms._replace(salt=salted("a deal like it"), amount=1)
    other = buyer.together(escrow, "fund", again)
    paid = [str(event["payment"]) for event in other.events["Settled"]]
    assert set(paid).isdisjoint(ids.values())
    for payee in (seller.account, buyer.account):
        with refused("CashReferenceOfAnother", ids[payee], buyer):
            buyer.together(dollars, "pay", ids[payee], seller.number, 1)
    done = seller.act(escrow, "deliver", terms)
    settled = [dict(event) for event in done.events["Settled"]]
    assert {"payment": ids[seller.account]} in settled
