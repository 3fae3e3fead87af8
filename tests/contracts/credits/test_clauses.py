"""Clauses that only some credits have: stated, admitted, asked when drawn on and amended."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.credits.deals import AMOUNT, DRAWABLE, EXPIRY, NONE, TODAY, an_amendment
from tests.contracts.people import refused, salted
from tests.contracts.structs import plain

CLAUSES = "((uint64,uint32,uint32)[],(uint32[],uint8,bool),uint32,(uint8,uint8))"


class Instalment(NamedTuple):
    """Instalment as Solidity has it."""

    amount: int
    first: int
    last: int


class Revolving(NamedTuple):
    """Revolving as Solidity has it."""

    first_days: tuple[int, ...] = ()
    notices: int = 0
    cumulative: bool = False


class Advance(NamedTuple):
    """AdvanceTerms as Solidity has them."""

    kind: int
    percent: int


class Clauses(NamedTuple):
    """Clauses as Solidity has them."""

    instalments: tuple[Instalment, ...] = ()
    revolving: Revolving = Revolving()
    transferring_bank: int = 0
    advance: Advance = Advance(0, 0)

    @property
    def hash(self) -> str:
        """Computed apart from the contract."""
        return "0x" + keccak(encode([CLAUSES], [self])).hex()


HALVES = Clauses((Instalment(AMOUNT // 2, TODAY, TODAY + 9), Instalment(AMOUNT // 2, TODAY + 20, TODAY + 29)))


def drawn(deal):
    """What the book counts of each instalment."""
    return tuple(int(one) for one in deal.port.clauses.drawnOf(deal.credits, deal.id))


@pytest.fixture
def on_clauses(a_deal, beneficiary):
    """`on_clauses(HALVES)`: a credit with these, stated by the beneficiary; not issued yet."""

    def agreed(clauses, **changes):
        deal = a_deal(**({"partial_drawings": True, "clauses": clauses.hash} | changes))
        beneficiary.act(deal.port.clauses, "state", clauses)
        return deal

    return agreed


def test_anybody_states_clauses_and_stating_them_again_changes_nothing(port, beneficiary, stranger):
    """CREDITS-72."""
    book = port.clauses
    with refused("ClausesUnknown", HALVES.hash):
        book.clausesOf(HALVES.hash)
    done = stranger.act(book, "state", HALVES)
    assert done.events["ClausesStated"]["clauses"] == HALVES.hash == book.idOf(HALVES)
    assert plain(book.clausesOf(HALVES.hash)) == plain(HALVES)
    assert "ClausesStated" not in beneficiary.act(book, "state", HALVES).events
    assert plain(book.clausesOf(HALVES.hash)) == plain(HALVES)


def test_clauses_that_say_nothing_are_refused(port, stranger):
    """CREDITS-72."""
    for nothing in (Clauses(), Clauses(revolving=Revolving(cumulative=True))):
        with refused("ClausesEmpty"):
            stranger.act(port.clauses, "state", nothing)
    with refused("MemberOnlyThroughMembers", stranger.maker):
        port.clauses.state(HALVES, {"from": stranger.maker})


def test_issue_is_refused_on_clauses_that_nobody_stated(a_deal):
    """CREDITS-3, CREDITS-72."""
    deal = a_deal(partial_drawings=True, clauses=HALVES.hash)
    with refused("ClausesUnknown", HALVES.hash):
        deal.issue()


def test_a_credit_on_clauses_says_so(on_clauses):
    """CREDITS-72: and what may be drawn is the amount with its tolerance, as of any."""
    deal = on_clauses(HALVES)
    deal.issue()
    record = deal.record
    assert (record["claused"], record["drawable"]) == (True, DRAWABLE)


def test_a_credit_without_clauses_never_asks(deal):
    """CREDITS-73: nothing is kept of it in the book."""
    deal.present()
    assert deal.terms.clauses == NONE
    assert drawn(deal) == ()


def test_only_the_book_adjusts_a_credit(deal, issuing_bank):
    """CREDITS-73: whatever right the operator has."""
    with refused("MemberOnlyNotTheBook", deal.port.clauses, deal.port.members):
        issuing_bank.together(deal.credits, "adjust", deal.id, 1, 0, 0)


def test_what_a_contract_tells_the_book_is_kept_for_that_contract_alone(on_clauses, port, stranger):
    """CREDITS-73: a stranger that plays a credit moves nothing of the real one."""
    deal = on_clauses(HALVES)
    deal.issue()
    port.clauses.admit(deal.id, deal.terms, {"from": stranger.maker})
    assert drawn(deal) == (0, 0)
    presentation = deal.present(amount=100)
    assert drawn(deal) == (100, 0)
    deal.withdraw(presentation)
    assert drawn(deal) == (0, 0)


def test_an_amendment_leaves_the_clauses_as_they_are(on_clauses):
    """CREDITS-73: what they fix it cannot change, what they leave open it does."""
    deal = on_clauses(HALVES)
    deal.issue()
    raised = an_amendment(increase=1_000)
    deal.propose(raised)
    with refused("ClausesAmountFixed", deal.id, DRAWABLE, DRAWABLE + 1_050):
        deal.accept(raised)
    later = an_amendment(expiry=EXPIRY + 30)
    deal.propose(later)
    now = deal.accept(later)
    assert (now.record["claused"], now.record["version"]) == (True, 1)
    assert now.terms.clauses == HALVES.hash
    now.present(amount=AMOUNT // 2)


def test_two_credits_on_the_same_clauses_are_counted_apart(on_clauses):
    """CREDITS-73."""
    one, other = on_clauses(HALVES), on_clauses(HALVES, document=salted("another text"))
    for deal in (one, other):
        deal.issue()
    one.present(amount=100)
    assert drawn(one) == (100, 0)
    assert drawn(other) == (0, 0)
