"""What the tests of orders share: one deal of each kind that can be stopped, running and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.contracts.credits.conftest import a_deal as a_credit
from tests.contracts.milestones.conftest import OF_SELLER, PAYMENTS, agent, arbiter, buyer, seller, terms
from tests.contracts.people import Member
from tests.contracts.standbys.conftest import a_deal as a_standby
from tests.contracts.standbys.deals import NINE

__all__ = ["a_credit", "a_standby", "agent", "arbiter", "buyer", "seller", "terms"]
KINDS = ("credit", "standby", "escrow")


@dataclass(frozen=True)
class Stopped:
    """`wrong` is the refusal of what does not run, `flag` whether the deal keeps that an order stands."""

    deal: Any
    id: str
    begin: Callable[[], Any]
    end: Callable[[], Any]
    wrong: tuple[Any, ...]
    flag: Callable[[], bool]


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NINE)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def one(
    kind: str,
    a_credit: Callable[..., Any],
    a_standby: Callable[..., Any],
    milestones: Any,
    terms: Any,
    buyer: Member,
    seller: Member,
) -> Stopped:
    """Not begun yet."""
    if kind == "credit":
        credit = a_credit()
        return Stopped(
            credit.credits,
            credit.id,
            credit.issue,
            lambda: (credit.bank_cancels(), credit.beneficiary_cancels()),
            ("CreditsWrongStatus", credit.id, ..., ...),
            lambda: bool(credit.record["stopped"]),
        )
    if kind == "standby":
        standby = a_standby()
        return Stopped(
            standby.standbys,
            standby.id,
            standby.issue,
            lambda: (standby.cancel(standby.issuer), standby.cancel(standby.beneficiary)),
            ("StandbysWrongStatus", standby.id, ...),
            lambda: bool(standby.record["stopped"]),
        )
    return Stopped(
        milestones,
        str(milestones.idOf(terms)),
        lambda: buyer.together(milestones, "fund", terms, PAYMENTS[0]),
        lambda: seller.together(milestones, "refund", terms, OF_SELLER[1]),
        ("MilestoneWrongStatus", milestones.idOf(terms), ..., ...),
        lambda: bool(milestones.stateOf(milestones.idOf(terms))["stoppedAt"]),
    )


@pytest.fixture
def running(one: Stopped) -> Stopped:
    one.begin()
    return one
