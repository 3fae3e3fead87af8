"""What a bank's desk is shown: what is under examination, what was escalated, what is not covered in time.
Amounts are decimal strings, days and moments ISO 8601.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.credits.views import ClockView, Finality


@dataclass(frozen=True)
class NamedExaminer:
    """Who examines, as `named_by` said at that moment."""

    name: str
    named_by: str
    at: datetime


@dataclass(frozen=True)
class EscalationView:
    """`to` had to know on banking day `day`; `at` is when it was recorded, `calendar_sha256` of the bytes
    that the calendar's hash is taken of. `open`: it is neither paid nor refused yet.
    """

    credit: str
    reference: str
    presentation: str
    day: int
    to: str
    at: datetime
    received_at: datetime
    deadline: datetime
    calendar_version: str
    calendar_sha256: str
    open: bool


@dataclass(frozen=True)
class DeskLine:
    """A presentation that the bank has and has neither paid nor refused. `clock` is null while the documents
    have not arrived. `examiner` is named last, `examiners` all in their order; `examined_by` made the finding
    that stands.
    """

    credit: str
    reference: str
    presentation: str
    status: str
    in_words: str
    finality: Finality
    amount: str
    currency: str
    clock: ClockView | None
    calendar_sha256: str | None
    examiner: str | None
    examiners: list[NamedExaminer]
    examined_by: str | None
    escalations: list[EscalationView]


@dataclass(frozen=True)
class Undertaken:
    """An obligation, and the operation by which the bank undertook it: who asked, and who approved. Null
    where one person was enough, or where the operation is not of this service.
    """

    obligation: str
    reference: str | None
    due: date
    amount: str
    operation: str | None
    asked_by: str | None
    approved_by: str | None
    approved_at: datetime | None


@dataclass(frozen=True)
class ShortfallView:
    """An account that did not cover what falls due, when it was looked at on the banking day before. `then_`
    is what was found then, the others how it stands now: `missing` is what is lacking for `falls_due`, all
    that is owed from the account up to that day.
    """

    due: date
    to_be_covered_by: date
    currency: str
    cash: str
    account: int
    at: datetime
    then_falls_due: str
    then_held: str
    falls_due: str
    held: str
    missing: str
    covered: bool
    in_words: str
    obligations: list[Undertaken]
