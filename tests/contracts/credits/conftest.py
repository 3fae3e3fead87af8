"""What the tests of credits share: a Monday morning, a bank with cash, and deals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.credits.deals import (
    AMOUNT,
    EXPIRY,
    LATEST_SHIPMENT,
    NINE,
    NONE,
    PERIOD,
    SIGHT_PAYMENT,
    TODAY,
    UCP_600,
    Deal,
    Terms,
)
from tests.contracts.credits.test_clauses import Clauses
from tests.contracts.people import Member, salted


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NINE)


@pytest.fixture
def a_deal(port: Any, people: dict[str, Member], dollars: Any) -> Callable[..., Deal]:
    """`a_deal(amount=1)`: not issued yet. 900.00 and 5 percent at sight with the issuing bank, which gets
    title; one drawing.
    """

    def agreed(credits: Any = None, cash: Any = dollars, **changes: Any) -> Deal:
        names = ("issuing_bank", "applicant", "beneficiary", "advising_bank", "carrier")
        parties = {name: people[name] for name in names}
        parties |= {"nominated_bank": people["financier"], "confirming_bank": people["advising_bank"]}
        terms = Terms(
            *(people[name].number for name in names[:4]),
            nominated_bank=people["issuing_bank"].number,
            confirming_bank=0,
            cash=cash.address,
            amount=AMOUNT,
            tolerance_plus=5,
            tolerance_minus=5,
            issued=TODAY,
            expiry=EXPIRY,
            latest_shipment=LATEST_SHIPMENT,
            presentation_days=PERIOD,
            rules=UCP_600,
            availability=SIGHT_PAYMENT,
            tenors=(),
            partial_drawings=False,
            title_to_applicant=False,
            clauses=NONE,
            document=salted("the text of a credit"),
        )._replace(**changes)
        return Deal(port, credits or port.credits, cash, terms, **parties)

    return agreed


@pytest.fixture
def deal(a_deal: Callable[..., Deal]) -> Deal:
    """Issued and advised; the bank has no cash yet."""
    issued = a_deal()
    issued.issue()
    issued.advise()
    return issued


@pytest.fixture
def transferable(a_deal: Callable[..., Deal], people: dict[str, Member]) -> Deal:
    """Issued and advised, drawn in parts; the financier is the nominated bank and transfers it."""
    bank = people["financier"].number
    clauses = Clauses(transferring_bank=bank)
    issued = a_deal(nominated_bank=bank, partial_drawings=True, clauses=clauses.hash)
    issued.beneficiary.act(issued.port.clauses, "state", clauses)
    issued.issue()
    issued.advise()
    return issued


@pytest.fixture
def funds(issuing_bank: Member, dollars: Any) -> int:
    """The issuing bank holds 10,000.00 of its own money."""
    issuing_bank.together(dollars, "mint", issuing_bank.number, 1_000_000)
    return 1_000_000


@pytest.fixture
def lend(issuing_bank: Member, people: dict[str, Member], dollars: Any) -> Callable[..., None]:
    """`lend("financier")`: these banks hold 2,000.00 each, to pay with."""

    def lent(*names: str) -> None:
        for name in names:
            issuing_bank.together(dollars, "mint", people[name].number, 200_000)

    return lent
