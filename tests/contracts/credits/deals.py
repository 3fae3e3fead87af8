"""A credit and what its parties do with it, so that the tests of credits read as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from brownie.network.transaction import TransactionReceipt

from tests.contracts.people import Member, salted

DAY = 86_400
TODAY = 47_513
"""Monday 1 February 2100, in days: later than any day on which the tests run."""
NINE = TODAY * DAY + 9 * 3_600
EXPIRY = TODAY + 60
LATEST_SHIPMENT = TODAY + 30
PERIOD = 21
AMOUNT = 90_000
DRAWABLE = 94_500

UNKNOWN, ISSUED, ADVISED, EXHAUSTED, EXPIRED, CANCELLED = range(6)
LODGED, COMPLYING, DISCREPANT, WAIVED, PRECLUDED, HONOURED, REFUSED, WITHDRAWN = range(1, 9)
HOLD, NOTIFY, RETURN, PREVINST = range(4)

CALENDAR = salted("the branch's calendar")
NOTICE = salted("the notice of refusal")

_names = count(1)


class Terms(NamedTuple):
    """CreditTerms as Solidity has them."""

    issuing_bank: int
    applicant: int
    beneficiary: int
    advising_bank: int
    cash: str
    amount: int
    tolerance_plus: int
    tolerance_minus: int
    issued: int
    expiry: int
    latest_shipment: int
    presentation_days: int
    partial_drawings: bool
    title_to_applicant: bool
    document: str


class Presentation(NamedTuple):
    """Presentation as Solidity has it."""

    bills: tuple[str, ...]
    documents: str
    amount: int
    shipped: int
    presented: int


class Finding(NamedTuple):
    """Finding as Solidity has it."""

    complies: bool
    deadline: int
    last_day: int
    calendar: str


@dataclass(frozen=True)
class Deal:
    """One credit and its parties, who speak to `credits`: the version that it is written in."""

    port: Any
    credits: Any
    cash: Any
    terms: Terms
    issuing_bank: Member
    applicant: Member
    beneficiary: Member
    advising_bank: Member
    carrier: Member

    @property
    def id(self) -> str:
        return str(self.credits.idOf(self.terms))

    @property
    def record(self) -> Any:
        return self.credits.creditOf(self.id)

    # --- the credit

    def issue(self) -> TransactionReceipt:
        return self.issuing_bank.together(self.credits, "issue", self.terms)

    def advise(self) -> TransactionReceipt:
        return self.advising_bank.act(self.credits, "advise", self.id)

    def expire(self) -> TransactionReceipt:
        return self.issuing_bank.act(self.credits, "expire", self.id)

    def bank_cancels(self) -> TransactionReceipt:
        return self.issuing_bank.together(self.credits, "cancel", self.id)

    def beneficiary_cancels(self) -> TransactionReceipt:
        return self.beneficiary.act(self.credits, "cancel", self.id)

    # --- presentations

    def bill(self, form: int = 1, owner: Member | None = None) -> str:
        """Issued to the beneficiary, to its own order where nothing else is said."""
        commitment = salted(f"transport document {next(_names)}")
        title = owner or self.beneficiary
        self.carrier.act(self.port.bills, "issue", commitment, self.beneficiary.number, title.number, form)
        return commitment

    def documents(self, *bills: str, **changes: Any) -> Presentation:
        """The whole amount, shipped yesterday, presented today, unless `changes` say otherwise."""
        contents = salted(f"presented documents {next(_names)}")
        return Presentation(bills, contents, AMOUNT, TODAY - 1, TODAY)._replace(**changes)

    def present(self, *bills: str, **changes: Any) -> Presentation:
        presentation = self.documents(*bills, **changes)
        self.beneficiary.act(self.credits, "present", self.id, presentation)
        return presentation

    def presentation_id(self, presentation: Presentation) -> str:
        return str(self.credits.presentationIdOf(self.id, presentation))

    def status(self, presentation: Presentation) -> int:
        return int(self.credits.statusOf(self.presentation_id(presentation)))

    # --- the issuing bank's answers

    def examine(self, presentation: Presentation, **changes: Any) -> TransactionReceipt:
        return self.issuing_bank.act(
            self.credits, "examine", self.id, presentation, finding(presentation, **changes)
        )

    def waive(self, presentation: Presentation) -> TransactionReceipt:
        return self.issuing_bank.together(self.credits, "waive", self.id, presentation)

    def honour(self, presentation: Presentation) -> TransactionReceipt:
        return self.issuing_bank.together(self.credits, "honour", self.id, presentation, b"")

    def refuse(
        self, presentation: Presentation, discrepancies: int = 1, disposal: int = HOLD
    ) -> TransactionReceipt:
        return self.issuing_bank.together(
            self.credits, "refuse", self.id, presentation, NOTICE, discrepancies, disposal
        )

    def withdraw(self, presentation: Presentation) -> TransactionReceipt:
        return self.beneficiary.act(self.credits, "withdraw", self.id, presentation)


def finding(presentation: Presentation, **changes: Any) -> Finding:
    """Complying; the fifth banking day following presentation ends on the seventh day at six."""
    deadline = (presentation.presented + 7) * DAY + 18 * 3_600
    last_day = min(EXPIRY, presentation.shipped + PERIOD)
    return Finding(True, deadline, last_day, CALENDAR)._replace(**changes)
