from __future__ import annotations

from tests.contracts.people import refused
from tests.contracts.standing import suspend, take_right

RELEASED = 4


def test_release_is_refused_to_everybody_but_the_seller(buyer, seller, funded, escrow):
    """ESCROW-9: the buyer waits for the deadline."""
    with refused("EscrowNotSeller", seller, buyer):
        buyer.together(escrow, "release", funded)


def test_release_is_refused_without_the_right_to_move_title(port, seller, funded, escrow):
    """ESCROW-9."""
    take_right(port, seller, "TITLE")
    with refused("MemberOnlyRightMissing", seller, 3, 0x1FF - (1 << 3)):
        seller.act(escrow, "release", funded)


def test_release_is_refused_to_a_suspended_seller(port, seller, funded, escrow):
    """ESCROW-13."""
    suspend(port, seller)
    with refused("MembersNotActive", seller, 2):
        seller.act(escrow, "release", funded)


def test_release_lets_the_money_go_back(issuing_bank, port, seller, buyer, funded, escrow, bills, dollars):
    """ESCROW-9, ESCROW-10, ESCROW-12: before the deadline, to the buyer, frozen or not; the bill stays."""
    issuing_bank.together(dollars, "freeze", buyer.number)
    port.listed(escrow, status=2, capabilities=3)
    done = seller.act(escrow, "release", funded)
    assert done.events["Released"] == {"escrow": escrow.idOf(funded)}
    assert escrow.statusOf(escrow.idOf(funded)) == RELEASED
    assert dollars.balanceOf(buyer.account) == 100_000
    assert dollars.balanceOf(escrow) == 0
    assert bills.billOf(funded.bill)["holder"] == seller.number
