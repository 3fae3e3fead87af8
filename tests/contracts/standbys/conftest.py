"""What the tests of standbys share: a Monday morning, banks with cash, and deals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.people import Member, salted
from tests.contracts.standbys.deals import AMOUNT, EXPIRY, NINE, TODAY, Deal, Terms


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NINE)


@pytest.fixture
def a_deal(people: dict[str, Member], standbys: Any, dollars: Any) -> Callable[..., Deal]:
    """`a_deal(amount=1)`: not issued yet. 900.00 for sixty days, in parts and in several drawings."""

    def agreed(cash: Any = dollars, **changes: Any) -> Deal:
        issuer, applicant, beneficiary, confirmer = (
            people[name] for name in ("issuing_bank", "applicant", "beneficiary", "advising_bank")
        )
        terms = Terms(
            issuer.number,
            applicant.number,
            beneficiary.number,
            confirmer=0,
            cash=cash.address,
            amount=AMOUNT,
            issued=TODAY,
            expiry=EXPIRY,
            final_expiry=EXPIRY,
            extension=0,
            notice_days=0,
            partial_drawings=True,
            multiple_drawings=True,
            documents=salted("a demand and a statement that the applicant is in default"),
            text=salted("the text of a standby"),
        )._replace(**changes)
        return Deal(standbys, cash, terms, issuer, applicant, beneficiary, confirmer)

    return agreed


@pytest.fixture
def deal(a_deal: Callable[..., Deal]) -> Deal:
    """Issued; the bank has no cash yet."""
    issued = a_deal()
    issued.issue()
    return issued


@pytest.fixture
def confirmed(a_deal: Callable[..., Deal], people: dict[str, Member]) -> Deal:
    """Issued and confirmed."""
    standing = a_deal(confirmer=people["advising_bank"].number)
    standing.issue()
    standing.confirm()
    return standing


@pytest.fixture
def evergreen(a_deal: Callable[..., Deal]) -> Deal:
    """Thirty days at a time, ten days of notice, up to 150 days from today."""
    standing = a_deal(expiry=TODAY + 60, final_expiry=TODAY + 150, extension=30, notice_days=10)
    standing.issue()
    return standing


@pytest.fixture
def funds(issuing_bank: Member, advising_bank: Member, dollars: Any) -> int:
    """Issuer and confirmer hold 10,000.00 each."""
    for bank in (issuing_bank, advising_bank):
        issuing_bank.together(dollars, "mint", bank.number, 1_000_000)
    return 1_000_000
