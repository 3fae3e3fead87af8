"""What a member is shown of standbys, assembled from its own copies and from the chain. Amounts are decimal
strings in the standby's currency, days and moments ISO 8601.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from app.members.domain import Named
from app.stops.views import StopView

Finality = Literal["pending", "final"]
"""Whether the block that said so can still be undone."""


@dataclass(frozen=True)
class FiguresView:
    """`liability` is the most that the issuer may still have to pay today; `confirmer_liability` the same of
    a bank that confirmed.
    """

    amount: str
    available: str
    under_demand: str
    honoured: str
    liability: str
    confirmer_liability: str


@dataclass(frozen=True)
class ExpiryView:
    """`expiry` as of today; `last_day_for_notice` null where nothing extends by itself any more."""

    expiry: date
    final_expiry: date
    extension_days: int
    notice_days: int
    ends: bool
    last_day_for_notice: date | None


@dataclass(frozen=True)
class StandbyView:
    """`status` as on the chain; `figures` and `expiry` null before it is there. `text` is our own copy;
    `text_opens` says whether it is the one that the chain knows.
    """

    id: str
    deal: str
    part: str
    status: str
    finality: Finality
    reference: str
    currency: str
    issuer: Named
    applicant: Named
    beneficiary: Named
    confirmer: Named | None
    confirmed: bool
    partial_drawings: bool
    multiple_drawings: bool
    issued: date
    required: list[str]
    text: str
    text_opens: bool | None
    version: int
    figures: FiguresView | None
    expiry: ExpiryView | None
    stops: list[StopView]
    agreed_to_cancel: list[Named]


@dataclass(frozen=True)
class FindingView:
    """What a bank found, and the days that its calendar gave."""

    bank: Named
    status: str
    complies: bool
    third_business_day: datetime
    seventh_business_day: datetime
    last_day: date
    calendar_hash: str
    examined_at: datetime


@dataclass(frozen=True)
class ClockView:
    """Our own examination, by our branch's calendar, while the demand is with us."""

    day_of_receipt: date
    third_business_day: datetime
    seventh_business_day: datetime
    last_day: date
    in_words: str


@dataclass(frozen=True)
class NoticeView:
    """`content` where we were sent it."""

    bank: Named
    effective: bool
    in_words: str
    at: datetime
    commitment: str
    content: dict[str, Any] | None


@dataclass(frozen=True)
class DemandView:
    """`extend_to` null where only payment is asked; `content` null where we were not sent it."""

    id: str
    standby: str
    status: str
    finality: Finality
    amount: str
    currency: str
    presented: date
    extend_to: date | None
    expiry: date
    version: int
    bank: Named
    payer: Named | None
    agreed: list[Named]
    commitment: str
    content: dict[str, Any] | None
    clock: ClockView | None
    findings: list[FindingView]
    notices: list[NoticeView]


@dataclass(frozen=True)
class AmendmentView:
    id: str
    number: int
    status: str
    increase: str
    decrease: str
    expiry: date | None
    final_expiry: date | None
    agreed: list[Named]
    text: str | None


@dataclass(frozen=True)
class StandbyHistoryLine:
    event: str
    subject: str | None
    said: dict[str, Any]
    at: datetime
    finality: Finality
    block: int
    transaction: str
