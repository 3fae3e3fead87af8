from __future__ import annotations

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.milestones.conftest import DEADLINE, FUNDED, PAYMENTS, UNKNOWN, State, eight
from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain

SETTLED = 7
TERMS = "(uint32,uint32,uint32,uint32,uint16,address,uint64[8],uint40,uint32,bytes32)"


def test_funding_is_refused_to_everybody_but_the_buyer(milestones, seller, buyer, terms):
    """MILESTONE-2."""
    with refused("MilestoneNotBuyer", buyer, seller):
        seller.together(milestones, "fund", terms, PAYMENTS[0])


def test_funding_is_refused_to_one_person_above_the_limit(port, milestones, buyer, dollars, terms):
    """MILESTONE-2: the limit is held against the whole."""
    let_act_alone(port, buyer, dollars, 60_000)
    with refused("MembersTwoPersonsNeeded", buyer, 5, dollars, 60_001, 60_000):
        buyer.act(milestones, "fund", terms, PAYMENTS[0])
    let_act_alone(port, buyer, dollars, 60_001)
    buyer.act(milestones, "fund", terms, PAYMENTS[0])


def test_funding_is_refused_after_the_deadline(at, milestones, buyer, terms):
    """MILESTONE-3."""
    at(DEADLINE + 10)
    with refused("MilestoneTooLate", DEADLINE, ...):
        buyer.together(milestones, "fund", terms, PAYMENTS[0])


@pytest.mark.parametrize("name", ["beneficiary", "terminal", "financier"])
def test_funding_is_refused_where_anybody_in_it_is_suspended(port, people, milestones, buyer, terms, name):
    """MILESTONE-3: seller, arbiter, agent."""
    suspend(port, people[name])
    with refused("MembersNotActive", people[name], 2):
        buyer.together(milestones, "fund", terms, PAYMENTS[0])


def test_funding_is_refused_with_cash_that_is_not_listed_as_open(port, milestones, buyer, dollars, terms):
    """MILESTONE-3."""
    port.listed(dollars, status=2)
    with refused("MemberOnlyUnlisted", dollars, 2):
        buyer.together(milestones, "fund", terms, PAYMENTS[0])


def test_funding_is_refused_in_a_closing_version(port, milestones, buyer, terms):
    """MILESTONE-3."""
    port.listed(milestones, status=2, capabilities=2)
    with refused("MemberOnlyClosing", milestones):
        buyer.together(milestones, "fund", terms, PAYMENTS[0])


def test_an_arbiter_is_a_third_and_has_time(milestones, buyer, terms):
    """MILESTONE-4."""
    for wrong in (
        terms._replace(arbiter=terms.buyer),
        terms._replace(arbiter=terms.seller),
        terms._replace(arbitration=0),
    ):
        with refused("MilestoneNoArbiter", wrong.arbiter, wrong.arbitration):
            buyer.together(milestones, "fund", wrong, PAYMENTS[0])


def test_there_is_a_fee_if_there_is_an_agent(milestones, buyer, terms):
    """MILESTONE-4: and it is not more than the whole."""
    for wrong in (terms._replace(agent=0), terms._replace(fee=0), terms._replace(fee=10_001)):
        with refused("MilestoneNoFee", wrong.agent, wrong.fee):
            buyer.together(milestones, "fund", wrong, PAYMENTS[0])
    buyer.together(milestones, "fund", terms._replace(agent=0, fee=0), PAYMENTS[0])


def test_what_no_token_counts_is_not_kept(milestones, buyer, terms):
    """MILESTONE-1: eight amounts that fit one by one and not together."""
    most = 2**64 - 1
    with refused("MilestoneAmountTooLarge", most + 1, most):
        buyer.together(milestones, "fund", terms._replace(amounts=eight(most, 1)), PAYMENTS[0])
    with refused("MilestoneAmountTooLarge", 8 * most, most):
        buyer.together(milestones, "fund", terms._replace(amounts=(most,) * 8), PAYMENTS[0])
    with refused("ERC20InsufficientBalance", buyer.account, 100_000, most):
        buyer.together(milestones, "fund", terms._replace(amounts=eight(0, most)), PAYMENTS[0])


def test_the_same_terms_are_funded_once(milestones, buyer, funded):
    """MILESTONE-1."""
    with refused("MilestoneWrongStatus", milestones.idOf(funded), FUNDED, UNKNOWN):
        buyer.together(milestones, "fund", funded, PAYMENTS[1])


def test_a_frozen_buyer_does_not_fund(issuing_bank, milestones, buyer, dollars, terms, state):
    """MILESTONE-1: whole or not at all."""
    issuing_bank.together(dollars, "freeze", buyer.number)
    with refused("CashFrozen", buyer.account):
        buyer.together(milestones, "fund", terms, PAYMENTS[0])
    assert state(terms).status == UNKNOWN


def test_a_reference_that_has_paid_funds_nothing(milestones, buyer, seller, dollars, terms, books):
    """MILESTONE-18."""
    buyer.together(dollars, "pay", PAYMENTS[0], seller.number, 1)
    before = books()
    with refused("CashPaidAlready", PAYMENTS[0], 1):
        buyer.together(milestones, "fund", terms, PAYMENTS[0])
    assert books() == before


def test_funding_takes_the_whole_into_keeping(members, milestones, buyer, dollars, terms, books, state):
    """MILESTONE-1, MILESTONE-18."""
    done = buyer.together(milestones, "fund", terms, PAYMENTS[0])
    escrow, number = milestones.idOf(terms), int(members.instrumentOf(milestones)["number"])
    given = (*terms[:9], bytes.fromhex(terms.salt[2:]))
    assert escrow == "0x" + keccak(encode([TERMS], [given])).hex(), "everybody computes the same id"
    assert done.events["Funded"]["escrow"] == escrow
    assert plain(done.events["Funded"]["terms"]) == plain(terms), "the row is rebuilt from the event alone"
    assert books() == (39_999, 0, 0, 60_001)
    assert state(terms) == State(FUNDED, 0, 0, 0, 0, 0, eight())
    assert plain(dollars.paymentOf(PAYMENTS[0])) == (buyer.number, 0, 60_001, SETTLED, number)
