"""Nothing is gained, somebody else is to be kept from his own.

By reserving again and again what is never financed: `receivables/test_renew.py`,
`receivables/test_reserve.py` (whoever lets a reservation end waits for a day). By an item that uses up a
batch's gas, or whose refusal is endless: `members/test_batch.py`.
"""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import AMOUNT, DAY, EXPIRED, EXPIRY
from tests.contracts.people import EVERY_RIGHT, a_member, admission, key_of, refused, salted, told


def test_strangers_put_nothing_into_a_number(in_vain, stranger, seller, bill, bills, dollars):
    """Neither a bill nor cash that somebody does not have; and what a carrier issues to a number costs it
    nothing and blocks nothing.
    """
    with in_vain("BillsNotHolder", bill, seller, stranger):
        stranger.act(bills, "transferHolder", bill, stranger.number)
    with in_vain("ERC20InsufficientBalance", stranger.account, 0, 1):
        stranger.together(dollars, "transfer", seller.account, 1)


def test_the_seller_does_not_keep_the_buyers_money_by_doing_nothing(
    at, in_vain, buyer, funded, escrow, dollars
):
    """The buyer waits for the deadline that it agreed to, and no longer."""
    at(funded.deadline - 60)
    with in_vain("EscrowTooEarly", funded.deadline, ...):
        buyer.together(escrow, "reclaim", funded)
    at(funded.deadline + 1)
    buyer.together(escrow, "reclaim", funded)
    assert dollars.balanceOf(buyer.account) == 100_000


def test_one_presentation_after_the_other_does_not_keep_a_credit_open(at, in_vain, a_deal, deal):
    """Presented on the last day that closed days could make the last, for next to nothing: the bank refuses,
    and the credit expires.
    """
    drawn = a_deal(partial_drawings=True, document=salted("drawn by cents"))
    drawn.issue()
    last = EXPIRY + 10
    at(last * DAY)
    presentations = [drawn.present(amount=1, presented=last) for _ in range(2)]
    at((last + 2) * DAY)
    with in_vain("CreditsOpenPresentations", drawn.id, 2):
        drawn.expire()
    for presentation in presentations:
        drawn.examine(presentation, complies=False)
        drawn.refuse(presentation)
    drawn.expire()
    with in_vain("CreditsWrongStatus", drawn.id, EXPIRED, ...):
        drawn.present(amount=1, presented=last + 2)


def test_a_presentation_does_not_use_up_more_than_the_credit_has(in_vain, a_deal, deal):
    """The beneficiary fills the credit with what it withdraws: what was reserved is free again."""
    full = deal.present(amount=AMOUNT)
    deal.withdraw(full)
    assert deal.record["reserved"] == 0
    with in_vain("CreditsOverdrawn", 94_501, 94_500):
        deal.present(amount=94_501)


def test_a_key_that_a_member_took_beforehand_is_freed_by_the_vote_that_admits_its_owner(
    port, members, seller
):
    """A member saw a proposal to admit a rival, and made the rival's key a key of its own, which speaks for
    nobody else then. One proposal gives the member back the keys that it had, and the rival its own.
    """
    rival = a_member(members, "rival")
    seller.together(members, "addKey", (rival.maker.address, 3, 0, 0))
    admits = (members, told(members, "admit", [admission(rival, "TRADER")]))
    with refused("MembersKeyTaken", rival.maker, seller):
        port.government.decide(admits)
    own = [(seller.maker.address, 1, EVERY_RIGHT, 0), (seller.checker.address, 2, 0, EVERY_RIGHT)]
    port.government.decide((members, told(members, "recover", seller.number, own)), admits)
    assert members.operatorOf(rival.maker)["party"] == rival.number


@pytest.mark.parametrize("function", ["deliver", "release", "reclaim", "fund"])
def test_nobody_interferes_with_a_sale_of_others(in_vain, stranger, funded, buyer, seller, escrow, function):
    """Whatever a third party says of an escrow, it is not its seller or its buyer."""
    if function in ("fund", "reclaim"):
        with in_vain("EscrowNotBuyer", buyer, stranger):
            stranger.together(escrow, function, funded)
    else:
        with in_vain("EscrowNotSeller", seller, stranger):
            stranger.act(escrow, function, funded)


def test_money_that_is_sent_to_the_contracts_is_refused(in_vain, port, bills, dollars, buyer):
    """Ether has no place here, and cash is not put at the address of a contract, where it would be lost."""
    with in_vain("CashNotAccount", bills):
        buyer.together(dollars, "transfer", bills.address, 1)
    with in_vain("CashNotAccount", key_of("somebody").address):
        buyer.together(dollars, "transfer", key_of("somebody").address, 1)
