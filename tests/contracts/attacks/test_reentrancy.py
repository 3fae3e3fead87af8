"""Cash that calls back while it pays, with a key of the one whom it robs, wants more than what was agreed.

What it does with the same deal is tried where the deal is: `escrow/test_hostile_cash.py` (the same escrow
settled again), `credits/test_hostile_cash.py` (the same presentation decided again),
`receivables/test_repayment.py` (the same receivable paid again), `members/test_act.py` and
`members/test_perform.py` (acting for the one who is acting, the same order again inside itself). Here it
turns to another deal. There are no hooks of receivers to come back by: title and cash lie in accounts at
which no code can be.
"""

from __future__ import annotations

import brownie
import pytest
from eth_utils import keccak

from tests.contracts.attacks.conftest import a_double
from tests.contracts.credits.deals import DAY, DEFERRED_PAYMENT, NINE, TODAY, Tenor
from tests.contracts.people import EVERY_RIGHT, key_of, salted, sign, told
from tests.contracts.standing import let_act_alone

DEPLOYER = "deployer"


@pytest.fixture
def robbing(members, hostile):
    """`robbing(victim)`: the hostile cash has got one of the victim's keys."""

    def of(victim):
        victim.together(members, "addKey", (hostile.address, 3, EVERY_RIGHT, 0))
        return hostile

    return of


def assert_refused(done, error):
    called = done.events["CalledBack"]
    assert called["taken"] is False
    assert str(called["answer"])[:10] == "0x" + keccak(text=error)[:4].hex()


def test_one_bill_is_not_delivered_into_two_sales(robbing, seller, buyer, terms, escrow, bills, dollars):
    """While the first sale is being paid its bill is already the buyer's: the second, in good money, finds no
    bill to deliver, and its buyer's money stays in keeping.
    """
    cash = robbing(seller)
    good = terms._replace(salt=salted("a second sale of the same bill"))
    bad = terms._replace(cash=cash.address)
    for agreed in (good, bad):
        buyer.together(escrow, "fund", agreed)
    cash.prepare(seller.alone(escrow, "deliver", good), {"from": key_of(DEPLOYER)})
    done = seller.act(escrow, "deliver", bad)
    assert_refused(done, "BillsNotHolder(bytes32,uint32,uint32)")
    assert bills.billOf(terms.bill)["holder"] == buyer.number
    assert escrow.statusOf(escrow.idOf(good)) == 1
    assert dollars.balanceOf(escrow) == good.amount
    assert dollars.balanceOf(seller.account) == 0


def test_funding_does_not_pay_out_what_others_keep_in_escrow(robbing, buyer, terms, funded, escrow, dollars):
    """Cash that is being paid in asks for the good money of an escrow beside it, before its time."""
    cash = robbing(buyer)
    cash.prepare(buyer.alone(escrow, "reclaim", funded), {"from": key_of(DEPLOYER)})
    done = buyer.together(escrow, "fund", terms._replace(cash=cash.address, salt=salted("beside it")))
    assert_refused(done, "MembersTwoPersonsNeeded(uint32,uint8,address,uint64,uint64)")
    assert dollars.balanceOf(escrow) == funded.amount


def test_within_the_limit_of_one_it_still_waits_for_the_deadline(
    port, robbing, buyer, terms, funded, escrow, dollars
):
    """The same with a key that may pay alone."""
    cash = robbing(buyer)
    let_act_alone(port, buyer, dollars, 2**64 - 1)
    cash.prepare(buyer.alone(escrow, "reclaim", funded), {"from": key_of(DEPLOYER)})
    done = buyer.together(escrow, "fund", terms._replace(cash=cash.address, salt=salted("beside it")))
    assert_refused(done, "EscrowTooEarly(uint40,uint256)")
    assert dollars.balanceOf(escrow) == funded.amount


def test_an_obligation_is_not_paid_twice(port, at, robbing, a_deal, issuing_bank, obligations):
    """Cash that pays at maturity asks for the same payment again: it finds the obligation paid."""
    cash = robbing(issuing_bank)
    let_act_alone(port, issuing_bank, cash, 2**64 - 1)
    due = TODAY - 1 + 60
    deal = a_deal(cash=cash, availability=DEFERRED_PAYMENT, tenors=(Tenor(100, 1, 60),))
    deal.issue()
    presentation = deal.present()
    deal.examine(presentation)
    deal.honour(presentation, dues=(due,))
    owed = obligations.idOf(deal.credits, deal.presentation_id(presentation), issuing_bank.number, 0)
    at(NINE + (due - TODAY) * DAY)
    cash.prepare(issuing_bank.alone(obligations, "pay", owed, b""), {"from": key_of(DEPLOYER)})
    done = issuing_bank.together(obligations, "pay", owed, b"")
    assert_refused(done, "ObligationsWrongStatus(bytes32,uint8,uint8)")
    assert obligations.obligationOf(owed)["status"] == 2


def test_signed_orders_that_lie_about_are_no_loot(members, hostile, buyer, terms, funded, escrow, dollars):
    """Anybody may submit a fully signed order, hostile cash too: it is carried out once, to whom it names."""
    order = buyer.order(escrow, "reclaim", funded)
    signatures = [sign(key, members, order) for key in (buyer.maker, buyer.checker)]
    hostile.prepare(told(members, "perform", order, signatures), {"from": key_of(DEPLOYER)})
    done = buyer.together(escrow, "fund", terms._replace(cash=hostile.address, salt=salted("beside it")))
    assert_refused(done, "EscrowTooEarly(uint40,uint256)")
    assert dollars.balanceOf(hostile) == 0


def test_an_account_has_no_code_to_be_called(members, hostile, bills, seller, buyer, bill):
    """A bill and a payment reach a number, and nothing that runs: a contract has no account."""
    assert not any(brownie.web3.eth.get_code(party.account) for party in (seller, buyer))
    assert bills.ownerOf(bill) == seller.account
    probe = a_double("PartyAccountProbe")
    assert probe.partyOf(hostile.address) == 0
