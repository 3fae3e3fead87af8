"""Notice, repayment, recourse."""

from __future__ import annotations

import brownie
import pytest
from eth_utils import keccak

from tests.contracts.people import EVERY_RIGHT, key_of, refused
from tests.contracts.receivables.book import (
    ACKNOWLEDGED,
    AMOUNT,
    DUE,
    GIVEN,
    NONE,
    NOTHING,
    PAID,
    PRICE,
    RUNNING,
    TODAY,
    hash_of,
)
from tests.contracts.receivables.papers import DAY, RELEASED, SETTLED, asked
from tests.contracts.standing import suspend

PAY = 5
OVERDUE = (DUE + 1) * DAY + 43_200


@pytest.fixture
def sold(deal, funds):
    """Approved, and sold with recourse; no notice yet."""
    deal.approve()
    return deal.sell(with_recourse=True)


@pytest.fixture
def claimed(at, deal, sold, issuing_bank):
    """Overdue, and claimed of the seller with interest, which it has to find."""
    issuing_bank.together(deal.cash, "mint", deal.seller.number, 10_000)
    at(OVERDUE)
    return deal.claim(AMOUNT + 400)


def test_notice_is_the_holders(deal, sold):
    """RECEIVABLES-30: once; the obligor pays it from then on."""
    with refused("ReceivablesNotHolder", deal.bank, deal.seller):
        deal.give_notice(by=deal.seller)
    done = deal.give_notice()
    assert done.events["NoticeGiven"]["holder"] == deal.bank.number
    assert (deal.record["payee"], deal.record["notice"]) == (deal.bank.number, GIVEN)
    with refused("ReceivablesNotified", deal.id, deal.bank):
        deal.give_notice()


def test_the_obligor_acknowledges_the_notice_that_it_was_given(deal, sold, rival):
    """RECEIVABLES-31."""
    with refused("ReceivablesOtherNotice", deal.id, deal.seller, NONE):
        deal.acknowledge()
    deal.give_notice()
    with refused("ReceivablesOtherNotice", deal.id, deal.bank, GIVEN):
        deal.acknowledge(rival)
    with refused("ReceivablesNotObligor", deal.obligor, deal.bank):
        deal.bank.act(deal.book, "acknowledge", deal.id, deal.bank.number)
    done = deal.acknowledge()
    assert done.events["NoticeAcknowledged"]["holder"] == deal.bank.number
    assert deal.record["notice"] == ACKNOWLEDGED


def test_repay_is_refused_to_one_person_and_to_everybody_but_the_obligor(deal, sold):
    """RECEIVABLES-32."""
    deal.give_notice()
    with refused("MembersTwoPersonsNeeded", deal.obligor, PAY, deal.cash, AMOUNT, 0):
        deal.obligor.act(deal.book, "repay", deal.id, deal.bank.number, b"")
    with refused("ReceivablesNotObligor", deal.obligor, deal.seller):
        deal.seller.together(deal.book, "repay", deal.id, deal.bank.number, b"")


def test_a_notice_that_comes_in_between_stops_a_payment_to_another(deal, sold):
    """RECEIVABLES-32: two persons approved to pay the seller, and the seller it is no longer."""
    deal.give_notice()
    with refused("ReceivablesOtherPayee", deal.id, deal.bank, deal.seller):
        deal.repay(deal.seller)


def test_the_obligor_pays_whoever_holds_it_after_notice(deal, sold):
    """RECEIVABLES-32: once, the whole, and the financing is settled."""
    deal.give_notice()
    done = deal.repay()
    assert done.events["Repaid"]["payee"] == deal.bank.number
    assert deal.record["status"] == PAID
    assert deal.cash.balanceOf(deal.bank.account) == 2_000_000 - PRICE + AMOUNT
    assert deal.finance.financingOf(deal.finance.idOf(sold))["status"] == SETTLED
    with refused("ReceivablesWrongStatus", deal.id, PAID, RUNNING):
        deal.repay()


def test_without_notice_it_pays_its_creditor_and_is_free(deal, sold):
    """RECEIVABLES-33: whoever buys and gives no notice bears that."""
    deal.repay(deal.seller)
    assert deal.record["status"] == PAID
    assert deal.cash.balanceOf(deal.seller.account) == PRICE + AMOUNT


def test_what_was_never_approved_can_be_paid(deal, funds):
    """RECEIVABLES-32."""
    deal.register()
    deal.dispute()
    deal.repay(deal.seller)
    assert deal.record["status"] == PAID


def test_recourse_is_claimed_of_what_is_overdue_or_disputed(at, deal, sold, rival):
    """RECEIVABLES-34: by the holder; the event says no amount."""
    with refused("ReceivablesNotDue", DUE, TODAY):
        deal.claim()
    at(DUE * DAY + 86_000)
    with refused("ReceivablesNotDue", DUE, DUE):
        deal.claim()
    at(OVERDUE)
    with refused("ReceivablesNotHolder", deal.bank, rival):
        rival.act(deal.book, "claimRecourse", deal.id, NOTHING)
    claim = deal.claim()
    assert str(deal.book.pendingOf(deal.id)[1]) == hash_of(claim)


def test_disputed_before_it_is_due_recourse_is_claimed(deal, funds):
    """RECEIVABLES-34."""
    deal.register()
    deal.sell(with_recourse=True)
    deal.dispute()
    deal.claim()


def test_without_recourse_nobody_is_liable(at, deal, funds):
    """RECEIVABLES-34."""
    deal.approve()
    deal.sell()
    at(OVERDUE)
    with refused("ReceivablesNotLiable", 0, deal.seller):
        deal.claim()


def test_repurchase_is_refused_to_another_and_for_another_claim(deal, sold, claimed, rival):
    """RECEIVABLES-35."""
    with refused("ReceivablesNotLiable", deal.seller, rival):
        rival.together(deal.book, "repurchase", claimed, sold, b"")
    with refused("MembersTwoPersonsNeeded", deal.seller, PAY, deal.cash, AMOUNT + 400, 0):
        deal.seller.act(deal.book, "repurchase", claimed, sold, b"")
    with refused("ReceivablesNotClaimed", deal.id, hash_of(claimed), ...):
        deal.repurchase(claimed._replace(amount=1), sold)
    with refused("ReceivablesOtherFinancing", deal.finance.idOf(sold), ...):
        deal.repurchase(claimed, asked(deal.bank, of=deal.marks))


def test_repurchased_it_is_the_sellers_again_and_free_to_finance(deal, sold, claimed, rival):
    """RECEIVABLES-35: price back, holder and register in one."""
    done = deal.repurchase(claimed, sold)
    assert done.events["Repurchased"]["holder"] == deal.seller.number
    record = deal.record
    assert (record["holder"], record["recourse"], str(record["financing"])) == (
        deal.seller.number,
        0,
        NOTHING,
    )
    assert deal.finance.financingOf(deal.finance.idOf(sold))["status"] == RELEASED
    assert deal.cash.balanceOf(deal.bank.account) == 2_000_000 - PRICE + AMOUNT + 400
    until = OVERDUE + DAY
    rival.together(deal.finance, "reserve", asked(rival, of=deal.marks), until, ())


def test_paid_by_the_obligor_nothing_is_repurchased(deal, sold, claimed):
    """RECEIVABLES-35, RECEIVABLES-38: nobody pays twice."""
    deal.repay(deal.seller)
    with refused("ReceivablesWrongStatus", deal.id, PAID, RUNNING):
        deal.repurchase(claimed, sold)


def test_a_suspended_party_takes_no_step_and_is_paid_all_the_same(port, deal, sold):
    """RECEIVABLES-39."""
    deal.give_notice()
    suspend(port, deal.bank)
    with refused("MembersNotActive", deal.bank, 2):
        deal.offer(deal.sale(seller=deal.bank.number), by=deal.bank)
    deal.repay()
    assert deal.cash.balanceOf(deal.bank.account) == 2_000_000 - PRICE + AMOUNT


def test_a_version_that_is_closing_finishes_what_was_begun_in_it(port, deal, funds):
    """RECEIVABLES-39."""
    deal.register()
    port.listed(deal.book, status=2, capabilities=2)
    deal.approve()
    deal.sell()
    deal.give_notice()
    deal.repay()
    assert deal.record["status"] == PAID


def test_cash_that_calls_back_finds_the_receivable_paid(port, members, deal, funds):
    """RECEIVABLES-40: even with a key of the obligor it does not have the same paid again."""
    cash = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["HostileCash"], members)
    port.listed(cash)
    deal.obligor.together(members, "addKey", (cash.address, 3, EVERY_RIGHT, 0))
    hostile = type(deal)(**{**vars(deal), "terms": deal.terms._replace(cash=cash.address), "cash": cash})
    hostile.register()
    again = deal.obligor.alone(deal.book, "acknowledge", hostile.id, deal.seller.number)
    cash.prepare(again, {"from": key_of("deployer")})
    done = hostile.repay(deal.seller)
    called = done.events["CalledBack"]
    assert called["taken"] is False
    wrong = keccak(text="ReceivablesWrongStatus(bytes32,uint8,uint256)")[:4]
    assert str(called["answer"]).startswith("0x" + wrong.hex())
    assert hostile.record["status"] == PAID
