"""One book of authorities' orders, against every kind of deal that can be stopped."""

from __future__ import annotations

import pytest

from scripts.deploy import container
from tests.contracts.people import key_of, refused
from tests.contracts.standing import suspend, take_right
from tests.contracts.stops.orders import FRAUD, INJUNCTION, LIFTED, ORDER, WHOEVER, lift, stop

UNDERTAKE, REGULATOR = 6, 8
NONE = "0x" + "00" * 32


@pytest.fixture
def stops(port):
    return port.stops


def test_an_order_is_told_with_who_gave_it_and_why(stops, running, court):
    """STOPS-1: by the id alone."""
    done = stop(court, stops, running.deal, running.id, ground=FRAUD)
    assert done.events["PaymentStopped"] == {
        "deal": running.deal.address,
        "id": running.id,
        "authority": court.number,
        "payer": WHOEVER,
        "ground": FRAUD,
        "reason": ORDER,
    }
    assert running.flag()
    assert stops.isOrdered(running.deal, running.id, WHOEVER, court.number)
    done = lift(court, stops, running.deal, running.id)
    assert done.events["StopLifted"] == {
        "deal": running.deal.address,
        "id": running.id,
        "authority": court.number,
        "payer": WHOEVER,
        "reason": LIFTED,
    }
    assert not running.flag()


def test_only_an_authority_stops_by_two_persons(people, stops, running, court):
    """STOPS-1: not who alleges fraud, nor its bank."""
    with refused("MemberOnlyTwoPersonsNeeded", court, UNDERTAKE):
        court.act(stops, "stop", running.deal, running.id, WHOEVER, INJUNCTION, ORDER)
    for name in ("applicant", "issuing_bank", "beneficiary", "stranger"):
        with refused("MemberOnlyRoleMissing", people[name], REGULATOR, ...):
            stop(people[name], stops, running.deal, running.id)
    with refused("StopsNoReason", running.id):
        stop(court, stops, running.deal, running.id, reason=NONE)


@pytest.mark.parametrize("step", ["stop", "lift"])
def test_orders_take_the_right_to_undertake(port, stops, running, court, step):
    """STOPS-1, STOPS-4: in every kind of deal: two persons with every right but that one are refused."""
    if step == "lift":
        stop(court, stops, running.deal, running.id)
    take_right(port, court, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", court, UNDERTAKE, 0x1FF - (1 << UNDERTAKE)):
        {"stop": stop, "lift": lift}[step](court, stops, running.deal, running.id)


def test_a_suspended_authority_orders_nothing(port, stops, running, court):
    """STOPS-1, STOPS-4."""
    stop(court, stops, running.deal, running.id)
    suspend(port, court)
    for step in (stop, lift):
        with refused("MembersNotActive", court, 2):
            step(court, stops, running.deal, running.id)


def test_nothing_is_stopped_twice(stops, running, court):
    """STOPS-2."""
    stop(court, stops, running.deal, running.id)
    with refused("StopsOrderedAlready", running.id, WHOEVER, court):
        stop(court, stops, running.deal, running.id, ground=FRAUD)
    assert stops.ordersOf(running.deal, running.id) == 1


def test_what_does_not_run_is_not_stopped(stops, one, court, other_court):
    """STOPS-2: neither what nobody began nor what has ended, though an order stands against it."""
    with refused(*one.wrong):
        stop(court, stops, one.deal, one.id)
    one.begin()
    one.end()
    with refused(*one.wrong):
        stop(other_court, stops, one.deal, one.id)


def test_a_strangers_contract_is_not_stopped(stops, running, court, stranger):
    """STOPS-2: the book calls no contract that the consortium did not list."""
    with refused("MemberOnlyNotADeal", stranger.account):
        stop(court, stops, stranger.account, running.id)


def test_a_deal_that_is_closing_is_stopped(port, stops, running, court):
    """STOPS-2: what was begun in an older version ends there, and is stopped there."""
    capabilities = port.members.instrumentOf(running.deal)["capabilities"]
    port.listed(running.deal, 2, capabilities)
    stop(court, stops, running.deal, running.id)
    assert running.flag()


def test_each_authority_lifts_its_own_order_and_the_last_lets_it_go(
    stops, running, court, other_court, issuing_bank
):
    """STOPS-4, STOPS-5."""
    stop(court, stops, running.deal, running.id)
    stop(other_court, stops, running.deal, running.id)
    assert stops.ordersOf(running.deal, running.id) == 2
    with refused("StopsNotOrdered", running.id, WHOEVER, issuing_bank):
        lift(issuing_bank, stops, running.deal, running.id)
    with refused("StopsNoReason", running.id):
        lift(court, stops, running.deal, running.id, reason=NONE)
    lift(court, stops, running.deal, running.id)
    assert running.flag()
    with refused("StopsNotOrdered", running.id, WHOEVER, court):
        lift(court, stops, running.deal, running.id)
    lift(other_court, stops, running.deal, running.id)
    assert not running.flag()
    assert stops.ordersOf(running.deal, running.id) == 0
    stop(court, stops, running.deal, running.id)
    assert running.flag()


@pytest.mark.parametrize("kind", ["credit", "standby"], indirect=True)
def test_an_order_against_what_ended_is_lifted(stops, running, court):
    """STOPS-4: the order is about nothing any more, and its authority takes it back all the same."""
    stop(court, stops, running.deal, running.id)
    running.end()
    lift(court, stops, running.deal, running.id)
    assert stops.ordersOf(running.deal, running.id) == 0


@pytest.mark.parametrize("kind", ["credit", "standby"], indirect=True)
def test_an_order_forbids_whom_it_names(stops, running, court, other_court, issuing_bank, financier):
    """STOPS-3, STOPS-5: a court has no say over a bank elsewhere."""
    ask = {"from": running.deal.address}
    stop(court, stops, running.deal, running.id, payer=issuing_bank.number)
    stops.requireFree(running.id, financier.number, ask)
    with refused("StopsForbidden", running.id, issuing_bank):
        stops.requireFree(running.id, issuing_bank.number, ask)
    stop(other_court, stops, running.deal, running.id)
    for bank in (issuing_bank, financier):
        with refused("StopsForbidden", running.id, bank):
            stops.requireFree(running.id, bank.number, ask)
    lift(court, stops, running.deal, running.id, payer=issuing_bank.number)
    with refused("StopsForbidden", running.id, issuing_bank):
        stops.requireFree(running.id, issuing_bank.number, ask)
    lift(other_court, stops, running.deal, running.id)
    stops.requireFree(running.id, issuing_bank.number, ask)


def test_only_the_book_stops(stops, running, court):
    """STOPS-6: and the book is reached through members alone."""
    with refused("MemberOnlyNotTheBook", stops, stops.members()):
        court.together(running.deal, "setStopped", running.id, WHOEVER, True)
    with refused("MemberOnlyNotTheBook", stops, court.maker):
        running.deal.setStopped(running.id, WHOEVER, True, {"from": court.maker})
    with refused("MemberOnlyThroughMembers", court.maker):
        stops.stop(running.deal, running.id, WHOEVER, INJUNCTION, ORDER, {"from": court.maker})
    with refused("MemberOnlyThroughMembers", court.maker):
        stops.lift(running.deal, running.id, WHOEVER, ORDER, {"from": court.maker})


def test_another_book_stops_nothing(port, stops, running, court):
    """STOPS-6: a deal asks the book that it was deployed with, though the consortium lists another."""
    second = port.listed(container("StopBook").deploy(port.members, {"from": key_of("deployer")}))
    with refused("MemberOnlyNotTheBook", stops, second):
        stop(court, second, running.deal, running.id)
