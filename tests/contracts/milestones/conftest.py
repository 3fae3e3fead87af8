"""What the tests of milestones share: buyer with cash, seller, arbiter and agent, and what they agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.contracts.people import Member, named, salted

NOON = 47_513 * 86_400 + 43_200
"""Monday 1 February 2100, in seconds: later than any day on which the tests run."""
DAY = 86_400
DEADLINE = NOON + 30 * DAY
ARBITRATION = 5 * DAY
GROUNDS, AWARD = salted("grounds"), salted("an award")
PAYMENTS, OF_SELLER, OF_ARBITER, OF_AGENT = (
    tuple(named(by, f"payment {number}") for number in range(12))
    for by in ("applicant", "beneficiary", "terminal", "financier")
)
"""References of the buyer, and of the others: each of who orders."""
UNKNOWN, FUNDED, DISPUTED, SETTLED, DIVIDED, RECLAIMED, REFUNDED = range(7)


class Terms(NamedTuple):
    """MilestoneTerms as Solidity has them."""

    seller: int
    buyer: int
    arbiter: int
    agent: int
    fee: int
    cash: str
    amounts: tuple[int, ...]
    deadline: int
    arbitration: int
    salt: str


class State(NamedTuple):
    """MilestoneState as Solidity has it."""

    status: int
    paid: int
    collected: int
    until: int
    stopped_at: int
    lost: int
    released: tuple[int, ...]


def eight(*amounts: int) -> tuple[int, ...]:
    return amounts + (0,) * (8 - len(amounts))


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NOON)


@pytest.fixture
def buyer(applicant: Member, issuing_bank: Member, dollars: Any) -> Member:
    """Holds 1,000.00."""
    issuing_bank.together(dollars, "mint", applicant.number, 100_000)
    return applicant


@pytest.fixture
def seller(beneficiary: Member) -> Member:
    return beneficiary


@pytest.fixture
def arbiter(terminal: Member) -> Member:
    return terminal


@pytest.fixture
def agent(financier: Member) -> Member:
    return financier


@pytest.fixture
def terms(buyer: Member, seller: Member, arbiter: Member, agent: Member, dollars: Any) -> Terms:
    """100.00, 200.00 and 300.01, of which the agent has a quarter of one per cent."""
    return Terms(
        seller.number,
        buyer.number,
        arbiter.number,
        agent.number,
        25,
        dollars.address,
        eight(10_000, 20_000, 30_001),
        DEADLINE,
        ARBITRATION,
        salted("a deal"),
    )


@pytest.fixture
def funded(buyer: Member, terms: Terms, milestones: Any) -> Terms:
    buyer.together(milestones, "fund", terms, PAYMENTS[0])
    return terms


@pytest.fixture
def disputed(seller: Member, funded: Terms, milestones: Any) -> Terms:
    seller.act(milestones, "dispute", funded, GROUNDS)
    return funded


@pytest.fixture
def state(milestones: Any) -> Callable[[Terms], State]:
    """Read anew at each call."""

    def read(terms: Terms) -> State:
        *numbers, released = milestones.stateOf(milestones.idOf(terms))
        return State(*(int(number) for number in numbers), tuple(int(amount) for amount in released))

    return read


@pytest.fixture
def books(buyer: Member, seller: Member, agent: Member, milestones: Any, dollars: Any) -> Any:
    """What buyer, seller and agent hold, and what is in keeping; read anew at each call."""
    return lambda: tuple(
        int(dollars.balanceOf(who))
        for who in (buyer.account, seller.account, agent.account, milestones.address)
    )
