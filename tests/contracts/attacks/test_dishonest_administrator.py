"""An administrator: of a member, who holds its keys; of the consortium, who holds a seat; or who deployed it
all.

What a proposal cannot do even when it is carried: `members/test_execute.py` (act for a party),
`members/test_set_instrument.py` (take members or the consortium from the list). That whoever objects stops
what is carried: `members/test_object.py`.
"""

from __future__ import annotations

import pytest

from tests.contracts.attacks.conftest import a_double
from tests.contracts.node import send
from tests.contracts.people import EVERY_RIGHT, RIGHTS, bit, key_of, sign, told

PAY, ADMINISTER, GOVERN = 5, 0, 1
UNKNOWN, PENDING, CARRIED = range(3)


@pytest.fixture
def seat(government):
    """One of three, of whom two carry."""
    return government.seats[0]


@pytest.fixture
def hostile_calls(members, seat, issuing_bank, stranger):
    """What one seat would like: a rival's keys, a rival's suspension, a contract of its own among the
    instruments.
    """
    own = a_double("HostileCash", members)
    keys = [
        (key_of("one").address, 1, EVERY_RIGHT, EVERY_RIGHT),
        (key_of("two").address, 2, EVERY_RIGHT, EVERY_RIGHT),
    ]
    return {
        "recover": (members.address, told(members, "recover", issuing_bank.number, keys)),
        "suspend": (members.address, told(members, "suspend", [issuing_bank.number])),
        "setInstrument": (members.address, told(members, "setInstrument", own, 1, 3)),
        "setCeiling": (members.address, told(members, "setCeiling", stranger.number, own, 2**64 - 1)),
    }


@pytest.mark.parametrize("wish", ["recover", "suspend", "setInstrument", "setCeiling"])
def test_a_seat_alone_carries_nothing(in_vain, consortium, seat, hostile_calls, wish):
    """Proposed by both of its persons, approved by them once more, executed without the others."""
    calls, salt = [hostile_calls[wish]], 4_711
    proposal = seat.together(consortium, "propose", calls, salt).events["Proposed"]["proposal"]
    with in_vain("ConsortiumAlreadyVoted", proposal, seat):
        seat.together(consortium, "approve", proposal)
    with in_vain("ConsortiumWrongStatus", proposal, PENDING, CARRIED):
        seat.together(consortium, "execute", calls, salt)


@pytest.mark.parametrize("wish", ["recover", "suspend", "setInstrument", "setCeiling"])
def test_a_seat_does_it_not_itself(in_vain, members, seat, hostile_calls, wish):
    """Past its consortium: by its own two persons, and by a key's plain transaction."""
    _, call = hostile_calls[wish]
    order = (seat.number, 10**9, members.address, call, 2**40 - 1)
    with in_vain("MembersNotConsortium", members):
        seat.perform(order, sign(seat.maker, members, order))
    with in_vain("MembersNotConsortium", seat.maker):
        send(seat.maker, members, call)


def test_a_seat_does_not_vote_by_one_person(in_vain, consortium, seat, hostile_calls):
    calls = [hostile_calls["suspend"]]
    with in_vain("MemberOnlyTwoPersonsNeeded", seat, GOVERN):
        seat.act(consortium, "propose", calls, 4_711)


def test_others_do_not_execute_what_was_exchanged(
    in_vain, consortium, government, hostile_calls, members, stranger
):
    """Two carry something harmless; the third executes it with other calls: those nobody proposed."""
    harmless = [(members.address, told(members, "setCeiling", stranger.number, members, 0))]
    proposal = (
        government.seats[0].together(consortium, "propose", harmless, 4_711).events["Proposed"]["proposal"]
    )
    government.seats[1].together(consortium, "approve", proposal)
    with in_vain("ConsortiumWrongStatus", ..., UNKNOWN, CARRIED):
        government.seats[2].together(consortium, "execute", [hostile_calls["recover"]], 4_711)


def test_no_seat_takes_a_seat(in_vain, members, consortium, seat, government):
    """Seats are set by a carried proposal alone."""
    with in_vain("ConsortiumNotItself", members):
        seat.together(consortium, "setSeats", [seat.number, government.seats[1].number], 2, 0)


def test_an_administrator_gives_itself_no_other_hands(in_vain, members, seller, stranger):
    """One person who administers a member adds nobody, and the two who do so add nobody to another member."""
    key = (key_of("other hands").address, 3, EVERY_RIGHT, EVERY_RIGHT)
    with in_vain("MemberOnlyTwoPersonsNeeded", seller, ADMINISTER):
        seller.act(members, "addKey", key)
    with in_vain("MembersKeyTaken", stranger.maker, stranger):
        seller.together(members, "addKey", (stranger.maker.address, 3, EVERY_RIGHT, EVERY_RIGHT))
    with in_vain("MembersOtherParty", seller, stranger):
        seller.together(members, "removeKey", stranger.maker.address)


def test_who_administers_keys_moves_no_money_by_that(in_vain, port, members, buyer, seller, dollars):
    """Two persons whose one right is to administer pay nothing."""
    right = bit(RIGHTS, "ADMINISTER")
    keys = [(buyer.maker.address, 1, right, 0), (buyer.checker.address, 2, 0, right)]
    port.government.decide((members, told(members, "recover", buyer.number, keys)))
    with in_vain("MemberOnlyRightMissing", buyer, PAY, right):
        buyer.together(dollars, "transfer", seller.account, 1)


def test_a_member_does_not_lift_itself_above_its_ceiling(in_vain, members, buyer, dollars):
    """Not even by two persons: the consortium's ceiling is 0."""
    with in_vain("MembersAboveCeiling", 1, 0):
        buyer.together(members, "setLimit", dollars, 1)


def test_who_deployed_it_has_no_key(in_vain, members, dollars, bills, bill, seller):
    """No contract knows its deployer: every door is refused to it."""
    deployer = key_of("deployer")
    with in_vain("MembersUnknownKey", deployer):
        send(deployer, members, told(members, "act", bills) + told(bills, "transferHolder", bill, 1)[2:])
    with in_vain("MembersNotConsortium", deployer):
        send(deployer, members, told(members, "suspend", [seller.number]))
    with in_vain("MemberOnlyThroughMembers", deployer):
        send(deployer, dollars, told(dollars, "mint", 1, 1))
    with in_vain("MemberOnlyThroughMembers", deployer):
        send(deployer, bills, told(bills, "transferHolder", bill, 1))
