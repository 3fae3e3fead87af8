"""What was allowed when it was signed is not allowed any more, and the signature is used all the same.

Of a key that was removed, of a party that was suspended, after the deadline, with a nonce that was cancelled:
`members/test_perform.py`, `members/test_suspend.py`, `members/test_cancel_nonce.py`. An offer that is over, a
reservation that lapsed: `receivables/test_sale.py`.
"""

from __future__ import annotations

import pytest

from tests.contracts.people import EVERY_RIGHT, key_of, salted, sign, told
from tests.contracts.standing import let_act_alone, take_right

PAY = 5
CLOSED = 3


@pytest.fixture
def signed(buyer, seller, members, dollars):
    """An order to pay 10.00, with the maker's signature and the checker's."""
    order = buyer.order(dollars, "transfer", seller.account, 1_000)
    return order, [sign(key, members, order) for key in (buyer.maker, buyer.checker)]


def test_a_right_that_was_taken_since(port, in_vain, buyer, stranger, signed):
    """Both persons are still there, and may no longer pay."""
    order, signatures = signed
    take_right(port, buyer, "PAY")
    with in_vain("MemberOnlyRightMissing", buyer, PAY, EVERY_RIGHT & ~(1 << PAY)):
        buyer.perform(order, *signatures, by=stranger.maker)


def test_a_key_that_was_rotated_since(in_vain, buyer, stranger, members, signed):
    """The old key of the same person counts for nothing."""
    order, signatures = signed
    buyer.together(members, "rotateKey", buyer.maker.address, key_of("a new key").address)
    with in_vain("MembersUnknownKey", buyer.maker):
        buyer.perform(order, *signatures, by=stranger.maker)


def test_a_key_that_is_another_partys_since(in_vain, buyer, seller, stranger, members, signed):
    """Removed here and added there: it does not speak for whom it spoke."""
    order, signatures = signed
    third = key_of("a third person")
    buyer.together(members, "addKey", (third.address, 3, EVERY_RIGHT, EVERY_RIGHT))
    theirs = [sign(third, members, order), signatures[1]]
    buyer.together(members, "removeKey", third.address)
    seller.together(members, "addKey", (third.address, 3, EVERY_RIGHT, EVERY_RIGHT))
    with in_vain("MembersOtherParty", buyer, seller):
        buyer.perform(order, *theirs, by=stranger.maker)


def test_a_limit_that_was_lowered_since(port, in_vain, buyer, stranger, members, dollars, signed):
    """One signature was enough when it was given."""
    order, signatures = signed
    let_act_alone(port, buyer, dollars, 1_000)
    buyer.together(members, "setLimit", dollars, 999)
    with in_vain("MembersTwoPersonsNeeded", buyer, PAY, dollars, 1_000, 999):
        buyer.perform(order, signatures[0], by=stranger.maker)


def test_a_ceiling_that_was_lowered_since(port, in_vain, buyer, stranger, members, dollars, signed):
    """The consortium's word is above the party's own."""
    order, signatures = signed
    let_act_alone(port, buyer, dollars, 1_000)
    port.government.decide((members, told(members, "setCeiling", buyer.number, dollars, 10)))
    with in_vain("MembersTwoPersonsNeeded", buyer, PAY, dollars, 1_000, 10):
        buyer.perform(order, signatures[0], by=stranger.maker)


def test_an_instrument_that_was_closed_since(port, in_vain, buyer, stranger, dollars, signed):
    """What the consortium closed is not called, whatever was signed before."""
    order, signatures = signed
    port.listed(dollars, status=CLOSED)
    with in_vain("MembersUnknownInstrument", dollars, CLOSED):
        buyer.perform(order, *signatures, by=stranger.maker)


def test_a_vote_that_seats_gave_before_they_changed(in_vain, port, members, government):
    """A proposal that was carried is void once seats have changed: those who carried it may be gone."""
    consortium, seats = government.consortium, government.seats
    calls, salt = [(members.address, told(members, "setCeiling", 7, members.address, 5))], 4_711
    proposal = seats[0].together(consortium, "propose", calls, salt).events["Proposed"]["proposal"]
    seats[1].together(consortium, "approve", proposal)
    numbers = [seat.number for seat in seats]
    government.decide((consortium, told(consortium, "setSeats", numbers[:2], 2, 0)))
    with in_vain("ConsortiumWrongStatus", ..., 0, 2):
        seats[0].together(consortium, "execute", calls, salt)


def test_an_endorsement_that_the_pledgee_took_back(in_vain, bill, pledges, seller, financier, buyer):
    """The pledgee agreed to a buyer, then to nobody: what the pledgor had ready is refused."""
    seller.act(pledges, "pledge", bill, financier.number, 2**40 - 1, salted("an agreement"))
    financier.together(pledges, "agree", bill, buyer.number)
    financier.together(pledges, "agree", bill, 0)
    with in_vain("PledgesNotAgreed", bill, 0, buyer):
        seller.act(pledges, "endorse", bill, buyer.number)
