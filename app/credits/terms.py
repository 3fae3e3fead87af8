"""The terms of a documentary credit, as its parties agreed them.

Text stands as it was sent, line for line: a bank examines against the wording, not against our reading of it.
Only what the rules need as a value is one: dates, amounts, percentages, days, banks. Articles are of UCP 600.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.money import Money

DAYS_WITHOUT_WORD = 21
"""The period for presentation where the credit is silent (UCP 14 c)."""


class AvailableBy(Enum):
    """How the credit is used (UCP 6 b), in the words of field 41a."""

    PAYMENT = "BY PAYMENT"
    ACCEPTANCE = "BY ACCEPTANCE"
    NEGOTIATION = "BY NEGOTIATION"
    DEFERRED_PAYMENT = "BY DEF PAYMENT"
    MIXED_PAYMENT = "BY MIXED PYMT"


class From(Enum):
    """What the days of a tenor count from; the day itself is not counted (UCP 3)."""

    SIGHT = "sight"
    SHIPMENT = "shipment"
    INVOICE = "invoice"


class Permission(Enum):
    """Partial shipments, transhipment."""

    ALLOWED = "ALLOWED"
    NOT_ALLOWED = "NOT ALLOWED"
    CONDITIONAL = "CONDITIONAL"


class Confirmation(Enum):
    """What the advising bank is asked to do (UCP 8)."""

    CONFIRM = "CONFIRM"
    MAY_ADD = "MAY ADD"
    WITHOUT = "WITHOUT"


@dataclass(frozen=True)
class Party:
    """Name and address, one line each; the first line begins the name."""

    lines: tuple[str, ...]
    account: str | None = None

    @property
    def name(self) -> str:
        return self.lines[0]


@dataclass(frozen=True)
class Bank:
    """A bank by its BIC (11 places), or by name and address, never both. "ANY BANK" is of the second kind."""

    bic: str | None = None
    lines: tuple[str, ...] = ()
    account: str | None = None

    def __str__(self) -> str:
        return self.bic or ", ".join(self.lines)


@dataclass(frozen=True)
class Tenor:
    """`percent` of every drawing, `days` after what `counts_from` names; 0 days after sight: at sight."""

    percent: int
    counts_from: From
    days: int

    @property
    def at_sight(self) -> bool:
        return self.counts_from is From.SIGHT and self.days == 0

    def __str__(self) -> str:
        due = "at sight" if self.at_sight else f"{self.days} days after {self.counts_from.value}"
        return f"{self.percent} % {due}"


@dataclass(frozen=True)
class CreditTerms:
    """What an issue of a credit says. None, an empty tuple: the credit is silent."""

    reference: str
    form: str
    rules: str
    issue_date: date
    expiry_date: date
    expiry_place: str
    issuing_bank: str
    """BIC11 of the message's sender."""
    advising_bank: str
    """BIC11 of the message's receiver."""
    applicant: Party
    beneficiary: Party
    amount: Money
    available_with: Bank
    available_by: AvailableBy
    confirmation: Confirmation

    tolerance_plus: int = 0
    """Percent above `amount` that may still be drawn (UCP 30)."""
    tolerance_minus: int = 0
    additional_amounts: tuple[str, ...] = ()
    tenors: tuple[Tenor, ...] = ()
    """None where all is at sight, else parts of 100 percent; as 42C, 42M or 42P says in the words below."""
    drafts_at: tuple[str, ...] = ()
    mixed_payment: tuple[str, ...] = ()
    deferred_payment: tuple[str, ...] = ()
    drawee: Bank | None = None
    partial_shipments: Permission | None = None
    transhipment: Permission | None = None
    taking_in_charge: str | None = None
    port_of_loading: str | None = None
    port_of_discharge: str | None = None
    final_destination: str | None = None
    latest_shipment: date | None = None
    shipment_period: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    presentation_days: int = DAYS_WITHOUT_WORD
    presentation_text: str | None = None
    """Days after what; None: after the date of shipment."""
    charges: tuple[str, ...] = ()
    special_for_beneficiary: tuple[str, ...] = ()
    special_for_bank: tuple[str, ...] = ()
    """Between banks: must not reach the beneficiary."""
    pre_advice: str | None = None
    applicant_bank: Bank | None = None
    confirming_bank: Bank | None = None
    reimbursing_bank: Bank | None = None
    paying_instructions: tuple[str, ...] = ()
    second_advising_bank: Bank | None = None
    sender_to_receiver: tuple[str, ...] = ()

    source_sha256: str = ""
    """Of the message that the terms were read from, byte for byte; lowercase hex."""

    @property
    def most(self) -> Money:
        """The most that may ever be drawn: the amount and its upper tolerance."""
        return self.amount.with_percent(self.tolerance_plus)

    @property
    def asked_to_confirm(self) -> Bank | None:
        return None if self.confirmation is Confirmation.WITHOUT else self.confirming_bank


def items(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Goods, documents or conditions one by one: in SWIFT text a line that begins with + begins a new one."""
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("+") or not found:
            found.append([])
        found[-1].append(line.removeprefix("+").strip())
    return tuple(" ".join(part for part in parts if part) for parts in found)
