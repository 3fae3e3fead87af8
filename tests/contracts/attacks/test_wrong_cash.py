"""Cash with other decimals, cash that keeps a fee, cash that is none.

Instruments count minor units and never convert; which cash is good is the consortium's to say, by listing it.
What is not listed is refused (`escrow/test_fund.py`, `credits/test_issue.py`); cash that says that it paid
and did not is believed, in its own deals alone (`escrow/test_hostile_cash.py`,
`credits/test_hostile_cash.py`).
"""

from __future__ import annotations

import pytest

from tests.contracts.attacks.conftest import a_double
from tests.contracts.conftest import a_token
from tests.contracts.people import salted


@pytest.fixture
def fee_cash(port, buyer):
    """Listed by mistake; the buyer has 1,000.00 of it."""
    cash = port.listed(a_double("FeeCash"))
    cash.put(buyer.account, 100_000, {"from": buyer.maker})
    return cash


def test_cash_of_other_decimals_pays_no_deal_in_this_one(in_vain, port, deal, seller, financier, buyer):
    """A bank issues yen without decimals: an amount agreed in dollars is not presented, honoured or delivered
    in it, for cash is one of the terms.
    """
    yen = a_token(port, financier, 392, 0)
    presentation = deal.present()
    deal.examine(presentation)
    in_yen = deal.terms._replace(cash=yen.address)
    with in_vain("CreditsWrongPresentationStatus", ..., 0, ..., beside=(yen,)):
        deal.issuing_bank.together(deal.credits, "honour", deal.id, in_yen, presentation, (), b"")


def test_a_payment_across_banks_does_not_change_the_unit(
    in_vain, port, issuing_bank, financier, dollars, clearing
):
    """Dollars of two decimals are not cleared as yen of none: a corridor is of one currency."""
    yen = a_token(port, financier, 392, 0)
    corridor = (dollars.address, yen.address, dollars.address)
    with in_vain("ClearingOtherCurrency", 840, 392, beside=(yen,)):
        issuing_bank.together(clearing, "mandate", corridor, 1_000)


def test_cash_that_keeps_a_fee_does_not_deliver(in_vain, fee_cash, buyer, seller, terms, escrow, bills):
    """What came into keeping is less than what is owed: the payment fails, and the bill stays with its
    seller.
    """
    agreed = terms._replace(cash=fee_cash.address)
    buyer.together(escrow, "fund", agreed)
    assert fee_cash.balanceOf(escrow) == agreed.amount - agreed.amount // 100
    with in_vain("FeeCashShort", escrow, 59_400, 60_000, beside=(fee_cash,)):
        seller.act(escrow, "deliver", agreed)
    assert bills.billOf(agreed.bill)["holder"] == seller.number


def test_it_does_not_make_good_its_fee_out_of_other_cash(
    in_vain, fee_cash, buyer, seller, terms, funded, escrow, dollars
):
    """Beside it lie dollars in the same keeping: another contract's, which it cannot tell anything."""
    agreed = terms._replace(cash=fee_cash.address, salt=salted("beside dollars"))
    buyer.together(escrow, "fund", agreed)
    with in_vain("FeeCashShort", escrow, 59_400, 60_000, beside=(fee_cash,)):
        seller.act(escrow, "release", agreed)
    assert dollars.balanceOf(escrow) == funded.amount
    seller.act(escrow, "deliver", funded)
    assert dollars.balanceOf(seller.account) == funded.amount


def test_once_it_is_closed_it_takes_no_more_deals(in_vain, port, fee_cash, buyer, terms, escrow):
    """The consortium's mistake is taken back in one vote."""
    port.listed(fee_cash, status=3)
    with in_vain("MemberOnlyUnlisted", fee_cash, 3, beside=(fee_cash,)):
        buyer.together(escrow, "fund", terms._replace(cash=fee_cash.address))


def test_no_contract_moves_cash_because_it_is_cash_itself(in_vain, port, fee_cash, buyer, seller, dollars):
    """Listed as cash is not listed to settle: a token does not tell another one to pay."""
    double = a_double("SettlingInstrument")
    port.listed(double)
    with in_vain("CashNotSettler", double):
        double.pay(dollars, salted("a payment"), buyer.account, seller.account, 1, {"from": buyer.maker})
