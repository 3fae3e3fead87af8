from __future__ import annotations

import brownie
import pytest
from eth_utils import keccak

from tests.contracts.attempts import answer
from tests.contracts.conftest import a_token
from tests.contracts.exchange.conftest import UNTIL
from tests.contracts.people import EVERY_RIGHT, key_of, named, refused, salted, sign
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain

UNKNOWN, OFFERED, EXCHANGED, WITHDRAWN = range(4)
SETTLED = 7
DONE = (40_000, 55_000, 60_000, 35_000)


# ------------------------------------------------------------------------------------------------ refusals


def test_acceptance_is_refused_to_everybody_but_who_is_asked(exchange, offering, stranger, asked, offered):
    """EXCHANGE-5: who offered cannot accept for the other."""
    for member in (offering, stranger):
        with refused("ExchangeNotAsked", asked, member):
            member.together(exchange, "accept", offered)


def test_acceptance_is_refused_to_one_person_above_the_limit(port, exchange, asked, euros, offered):
    """EXCHANGE-5: the limit for what it pays with."""
    with refused("MembersTwoPersonsNeeded", asked, 5, euros, 55_000, 0):
        asked.act(exchange, "accept", offered)
    let_act_alone(port, asked, euros, 54_999)
    with refused("MembersTwoPersonsNeeded", asked, 5, euros, 55_000, 54_999):
        asked.act(exchange, "accept", offered)


@pytest.mark.parametrize(
    "changed",
    [
        lambda t, who: t._replace(offered=t.offered._replace(amount=60_001)),
        lambda t, who: t._replace(asked=t.asked._replace(amount=54_999)),
        lambda t, who: t._replace(asked=t.asked._replace(payment=salted("another reference"))),
        lambda t, who: t._replace(offered=t.offered._replace(payer=who["stranger"].number)),
        lambda t, who: t._replace(salt=salted("another deal")),
    ],
)
def test_what_was_not_offered_is_not_accepted(exchange, people, asked, offered, books, changed):
    """EXCHANGE-6: not a unit more or less, not under another reference, not at another's cost."""
    before, other = books(), changed(offered, people)
    with refused("ExchangeWrongStatus", exchange.idOf(other), UNKNOWN, OFFERED):
        asked.together(exchange, "accept", other)
    assert books() == before


def test_the_last_second_is_the_offers_own(at, exchange, asked, offered):
    """EXCHANGE-6: up to it and no longer."""
    at(UNTIL)
    assert answer(asked, 2, exchange, "accept", offered) is None
    at(UNTIL + 1)
    assert answer(asked, 2, exchange, "accept", offered) == f"ExchangeTooLate: {UNTIL}, {UNTIL + 1}"


def test_an_exchange_is_made_once(exchange, asked, offered):
    """EXCHANGE-6, EXCHANGE-11."""
    asked.together(exchange, "accept", offered)
    with refused("ExchangeWrongStatus", exchange.idOf(offered), EXCHANGED, OFFERED):
        asked.together(exchange, "accept", offered)


@pytest.mark.parametrize("leg", ["offered", "asked"])
def test_neither_leg_moves_without_the_other(exchange, offering, asked, dollars, euros, offered, books, leg):
    """EXCHANGE-7: whichever of the two does not hold enough, before its leg or after it."""
    payer, token = {"offered": (offering, dollars), "asked": (asked, euros)}[leg]
    held, needed = {"offered": (59_999, 60_000), "asked": (54_999, 55_000)}[leg]
    payer.together(token, "redeem", token.balanceOf(payer.account) - held)
    before = books()
    with refused("ERC20InsufficientBalance", payer.account, held, needed):
        asked.together(exchange, "accept", offered)
    assert books() == before
    assert plain(exchange.offerOf(offering.number, exchange.idOf(offered))) == (OFFERED, UNTIL)


@pytest.mark.parametrize("leg", ["offered", "asked"])
def test_a_frozen_payer_stops_it(
    exchange, issuing_bank, other_bank, offering, asked, dollars, euros, offered, books, leg
):
    """EXCHANGE-8: though it offered before it was frozen."""
    bank, payer, token = {
        "offered": (issuing_bank, offering, dollars),
        "asked": (other_bank, asked, euros),
    }[leg]
    bank.together(token, "freeze", payer.number)
    before = books()
    with refused("CashFrozen", payer.account):
        asked.together(exchange, "accept", offered)
    assert books() == before


def test_a_suspended_party_stops_it(port, exchange, offering, asked, offered, books):
    """EXCHANGE-8: its persons agreed while they might; the exchange is made now."""
    before = books()
    suspend(port, offering)
    with refused("MembersNotActive", offering, 2):
        asked.together(exchange, "accept", offered)
    suspend(port, asked)
    with refused("MembersNotActive", asked, 2):
        asked.together(exchange, "accept", offered)
    assert books() == before


@pytest.mark.parametrize("leg", ["offered", "asked"])
def test_cash_that_is_not_listed_as_open_takes_no_exchange(
    port, exchange, asked, dollars, euros, offered, leg
):
    """EXCHANGE-9."""
    token = port.listed({"offered": dollars, "asked": euros}[leg], status=2)
    with refused("MemberOnlyUnlisted", token, 2):
        asked.together(exchange, "accept", offered)


def test_one_token_is_not_exchanged_for_itself(exchange, offering, asked, terms):
    """EXCHANGE-9."""
    same = terms._replace(asked=terms.asked._replace(cash=terms.offered.cash))
    offering.together(exchange, "offer", exchange.idOf(same), UNTIL)
    with refused("ExchangeOneToken", terms.offered.cash):
        asked.together(exchange, "accept", same)


def test_both_legs_under_one_reference_are_refused(exchange, offering, asked, terms):
    """EXCHANGE-10: each token would take it, but the two payments could not be told apart."""
    one = terms._replace(asked=terms.asked._replace(payment=terms.offered.payment))
    offering.together(exchange, "offer", exchange.idOf(one), UNTIL)
    with refused("ExchangeOneReference", terms.offered.payment):
        asked.together(exchange, "accept", one)


def test_a_reference_that_has_paid_pays_no_leg(exchange, offering, asked, stranger, euros, offered, books):
    """EXCHANGE-10: used by the payer itself, in whatever way, before the exchange is made."""
    asked.together(euros, "pay", offered.asked.payment, stranger.number, 1)
    before = books()
    with refused("CashPaidAlready", offered.asked.payment, 1):
        asked.together(exchange, "accept", offered)
    assert books() == before


def test_a_leg_is_paid_under_no_reference_but_its_payers(exchange, offering, asked, terms, books):
    """EXCHANGE-15: neither under one of the other side, nor under a hash that is nobody's."""
    before = books()
    for wrong in (named("applicant", "a reference of the other side"), salted("a hash without a number")):
        other = terms._replace(asked=terms.asked._replace(payment=wrong))
        offering.together(exchange, "offer", exchange.idOf(other), UNTIL)
        with refused("CashReferenceOfAnother", wrong, asked):
            asked.together(exchange, "accept", other)
    assert books() == before


def test_a_leg_is_not_reversed_by_itself(exchange, issuing_bank, asked, dollars, offered):
    """EXCHANGE-11: neither by who was paid nor by the bank; both stay."""
    asked.together(exchange, "accept", offered)
    for member in (asked, issuing_bank):
        with refused("CashNotReversible", offered.offered.payment, SETTLED):
            member.together(dollars, "reverse", offered.offered.payment, salted("a reason"))


def test_cash_that_calls_back_finds_the_exchange_made(port, members, exchange, offering, asked, euros, terms):
    """EXCHANGE-13: even with a key of the party that is asked it does not have it made again."""
    hostile = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["HostileCash"], members)
    port.listed(hostile)
    agreed = terms._replace(offered=terms.offered._replace(cash=hostile.address))
    offering.together(exchange, "offer", exchange.idOf(agreed), UNTIL)
    asked.together(members, "addKey", (hostile.address, 3, EVERY_RIGHT, 0))
    let_act_alone(port, asked, euros, 55_000)
    hostile.prepare(asked.alone(exchange, "accept", agreed), {"from": key_of("deployer")})
    done = asked.together(exchange, "accept", agreed)
    called = done.events["CalledBack"]
    assert called["taken"] is False
    wrong_status = keccak(text="ExchangeWrongStatus(bytes32,uint8,uint8)")[:4]
    assert str(called["answer"]).startswith("0x" + wrong_status.hex())
    assert euros.balanceOf(offering.account) == 55_000, "once"


def test_an_order_to_accept_that_was_kept_is_worth_nothing_later(
    exchange, members, offering, asked, offered, books
):
    """EXCHANGE-6, EXCHANGE-11: it names one exchange, and that one ended; another has another salt."""
    kept = asked.order(exchange, "accept", offered)
    offering.act(exchange, "withdraw", exchange.idOf(offered))
    again = offered._replace(salt=salted("the deal again"))
    offering.together(exchange, "offer", exchange.idOf(again), UNTIL)
    before = books()
    with refused("ExchangeWrongStatus", exchange.idOf(offered), WITHDRAWN, OFFERED):
        asked.perform(kept, sign(asked.maker, members, kept))
    assert books() == before


# ------------------------------------------------------------------------------------------------ successes


@pytest.mark.parametrize("persons", [1, 2])
def test_acceptance_moves_both_payments(
    port, members, exchange, offering, asked, dollars, euros, offered, books, persons
):
    """EXCHANGE-5, EXCHANGE-7, EXCHANGE-10, INV-11: by two persons, or by one within the limit."""
    owed = (dollars.totalSupply(), euros.totalSupply())
    let_act_alone(port, asked, euros, 55_000)
    done = (asked.act if persons == 1 else asked.together)(exchange, "accept", offered)
    swap = exchange.idOf(offered)
    assert done.events["Exchanged"]["exchange"] == swap
    assert plain(done.events["Exchanged"]["terms"]) == plain(offered), "the row is rebuilt from the event"
    assert plain(exchange.offerOf(offering.number, swap)) == (EXCHANGED, UNTIL)
    assert books() == DONE
    assert (dollars.totalSupply(), euros.totalSupply()) == owed
    assert dollars.balanceOf(exchange) == euros.balanceOf(exchange) == 0
    first, second = offered.offered, offered.asked
    number = int(members.instrumentOf(exchange)["number"])
    assert plain(dollars.paymentOf(first.payment)) == (offering.number, asked.number, 60_000, SETTLED, number)
    assert plain(euros.paymentOf(second.payment)) == (asked.number, offering.number, 55_000, SETTLED, number)


def test_two_banks_claims_in_one_currency_are_exchanged(
    port, exchange, other_bank, offering, asked, terms, books
):
    """EXCHANGE-9."""
    other_dollars = a_token(port, other_bank, 840, 2)
    other_bank.together(other_dollars, "mint", asked.number, 60_000)
    agreed = terms._replace(asked=terms.asked._replace(cash=other_dollars.address, amount=60_000))
    offering.together(exchange, "offer", exchange.idOf(agreed), UNTIL)
    asked.together(exchange, "accept", agreed)
    assert other_dollars.balanceOf(offering.account) == 60_000


def test_a_party_that_is_frozen_where_it_is_paid_is_paid(
    exchange, issuing_bank, asked, dollars, offered, books
):
    """EXCHANGE-8: and its money lies there until it may use it."""
    issuing_bank.together(dollars, "freeze", asked.number)
    asked.together(exchange, "accept", offered)
    assert books() == DONE


def test_a_closing_version_finishes_what_was_offered(port, exchange, offering, asked, offered, books):
    """EXCHANGE-12."""
    port.listed(exchange, status=2, capabilities=2)
    asked.together(exchange, "accept", offered)
    assert books() == DONE
