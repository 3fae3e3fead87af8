from __future__ import annotations

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.exchange.conftest import NOON, UNTIL
from tests.contracts.people import account_of, refused
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain

OFFERED, EXCHANGED, WITHDRAWN = 1, 2, 3
UNKNOWN = 0


def test_an_offer_is_refused_to_one_person_whatever_its_limit(port, exchange, offering, dollars, terms):
    """EXCHANGE-2: a hash names no amount that a limit could be held against."""
    let_act_alone(port, offering, dollars, 100_000)
    with refused("MemberOnlyTwoPersonsNeeded", offering, 5):
        offering.act(exchange, "offer", exchange.idOf(terms), UNTIL)


def test_an_offer_is_refused_for_a_moment_that_has_passed(at, exchange, offering, terms):
    """EXCHANGE-2."""
    at(NOON + 10)
    with refused("ExchangeTooLate", NOON, ...):
        offering.together(exchange, "offer", exchange.idOf(terms), NOON)


def test_an_offer_of_nothing_is_refused(exchange, offering):
    """EXCHANGE-1: no terms have this hash."""
    with refused("ExchangeNothingNamed"):
        offering.together(exchange, "offer", "0x" + "00" * 32, UNTIL)


def test_an_offer_is_refused_in_a_closing_version(port, exchange, offering, terms):
    """EXCHANGE-2."""
    port.listed(exchange, status=2, capabilities=2)
    with refused("MemberOnlyClosing", exchange):
        offering.together(exchange, "offer", exchange.idOf(terms), UNTIL)


def test_an_offer_is_refused_to_a_suspended_party(port, exchange, offering, terms):
    """EXCHANGE-8."""
    suspend(port, offering)
    with refused("MembersNotActive", offering, 2):
        offering.together(exchange, "offer", exchange.idOf(terms), UNTIL)


def test_the_same_offer_is_made_once(exchange, offering, asked, offered):
    """EXCHANGE-2, EXCHANGE-11: neither while it stands nor after it ended, though somebody kept the order."""
    swap = exchange.idOf(offered)
    with refused("ExchangeWrongStatus", swap, OFFERED, UNKNOWN):
        offering.together(exchange, "offer", swap, UNTIL + 1)
    offering.act(exchange, "withdraw", swap)
    with refused("ExchangeWrongStatus", swap, WITHDRAWN, UNKNOWN):
        offering.together(exchange, "offer", swap, UNTIL)


def test_everybody_computes_the_id(exchange, terms):
    """EXCHANGE-1."""
    leg = "(uint32,address,uint64,bytes32)"
    given = [(_bytes(terms.offered), _bytes(terms.asked), bytes.fromhex(terms.salt[2:]))]
    assert exchange.idOf(terms) == "0x" + keccak(encode([f"({leg},{leg},bytes32)"], given)).hex()


def test_an_offer_tells_its_hash_and_sets_nothing_aside(exchange, offering, terms, books):
    """EXCHANGE-3: what was held may still be paid to others."""
    before, swap = books(), exchange.idOf(terms)
    done = offering.together(exchange, "offer", swap, UNTIL)
    assert done.events["Offered"] == {"exchange": swap, "party": offering.number, "until": UNTIL}
    assert plain(exchange.offerOf(offering.number, swap)) == (OFFERED, UNTIL)
    assert books() == before


def test_a_stranger_who_repeats_the_hash_occupies_nothing(exchange, stranger, offering, asked, terms, books):
    """EXCHANGE-1, EXCHANGE-4: it has offered for itself, and neither spoils nor withdraws another's offer."""
    swap = exchange.idOf(terms)
    stranger.together(exchange, "offer", swap, UNTIL)
    offering.together(exchange, "offer", swap, UNTIL)
    stranger.act(exchange, "withdraw", swap)
    assert plain(exchange.offerOf(offering.number, swap)) == (OFFERED, UNTIL)
    asked.together(exchange, "accept", terms)
    assert books() == (40_000, 55_000, 60_000, 35_000)


def test_one_person_withdraws(exchange, offering, asked, offered):
    """EXCHANGE-4: and nobody accepts what is withdrawn."""
    swap = exchange.idOf(offered)
    done = offering.act(exchange, "withdraw", swap)
    assert done.events["Withdrawn"] == {"exchange": swap, "party": offering.number}
    assert plain(exchange.offerOf(offering.number, swap)) == (WITHDRAWN, UNTIL)
    with refused("ExchangeWrongStatus", swap, WITHDRAWN, OFFERED):
        asked.together(exchange, "accept", offered)


def test_who_is_asked_does_not_withdraw(exchange, asked, offered):
    """EXCHANGE-4: it has made no such offer."""
    with refused("ExchangeWrongStatus", exchange.idOf(offered), UNKNOWN, OFFERED):
        asked.together(exchange, "withdraw", exchange.idOf(offered))


def test_what_was_accepted_is_not_withdrawn(exchange, offering, asked, offered):
    """EXCHANGE-4, EXCHANGE-11."""
    asked.together(exchange, "accept", offered)
    with refused("ExchangeWrongStatus", exchange.idOf(offered), EXCHANGED, OFFERED):
        offering.together(exchange, "withdraw", exchange.idOf(offered))


def test_accounts_of_the_two_are_theirs(offering, asked):
    """EXCHANGE-1: the payer of one leg is the payee of the other by its number."""
    assert offering.account == account_of(offering.number) != asked.account


def _bytes(leg):
    return (leg.payer, leg.cash, leg.amount, bytes.fromhex(leg.payment[2:]))
