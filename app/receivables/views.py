"""Financings and receivables as one member sees them, and what is asked and answered about a price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.members.domain import Named
from app.money import Money, currency
from app.receivables.claims import Act, Notice, ReceivableStatus
from app.receivables.discount import DayCount, Price
from app.receivables.domain import FinancingStatus, Move, Taken
from app.receivables.likeness import Assessment


@dataclass(frozen=True)
class Happened:
    """One event of a financing or a receivable."""

    event: str
    at: datetime
    final: bool
    block: int
    block_hash: str
    transaction: str
    log_index: int


@dataclass(frozen=True)
class Entered:
    """A financing as its financier sees it. `taken` is what others have of the document now; `kept`: it was
    financed through the ledger, which ends it.
    """

    id: str
    reference: str
    deal: str
    party: int
    document: Mapping[str, Any]
    share: int
    status: FinancingStatus
    until: datetime | None
    renewals: int
    lapsed: bool
    kept: bool
    final: bool
    likeness: Assessment
    reason: str | None
    taken: Taken
    you_may: tuple[Move, ...]
    history: tuple[Happened, ...]
    kept_at: datetime


@dataclass(frozen=True)
class Seen:
    """A receivable as one member sees it. `sale` and `claim` are what stands now, as far as it was told."""

    id: str
    deal: str
    party: int
    document: Mapping[str, Any]
    seller: str
    obligor: str
    token: str
    amount: Money
    due: date
    overdue: bool
    status: ReceivableStatus
    disputed: bool
    holder: Named
    payee: Named
    notice: Notice
    recourse: Named | None
    financing: str | None
    share: int
    part_of: str | None
    sale: Mapping[str, Any] | None
    claim: Money | None
    notes: tuple[Mapping[str, Any], ...]
    final: bool
    you_may: tuple[Act, ...]
    history: tuple[Happened, ...]
    kept_at: datetime


@dataclass(frozen=True)
class Asked:
    """At what a receivable is to be sold. `rate` a decimal a year (`0.0675`), `fee` a decimal, `advance`
    basis points, `paid` the day of payment (None: today), `grace` days after the due day.
    """

    rate: str
    day_count: str | None
    method: str
    advance: int
    fee: str
    paid: date | None
    grace: int


PARTS = ("face", "paid_out", "fee", "discount", "remainder")


@dataclass(frozen=True)
class Quoted:
    """What a face is worth, over how many days, counted how."""

    price: Price
    run: int
    day_count: DayCount

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Quoted:
        """What `as_json` wrote. KeyError, TypeError or ValueError, also where the parts do not add up."""
        unit = currency(told["currency"])
        price = Price(**{part: Money.from_decimal(told[part], unit) for part in PARTS})
        made = price.paid_out.minor + price.fee.minor + price.discount.minor + price.remainder.minor
        if made != price.face.minor:
            raise ValueError(
                f"the parts of the price make {made} minor units of a face of {price.face.minor}"
            )
        if type(told["days"]) is not int or told["days"] < 0:
            raise ValueError(f"{told['days']!r} is no number of days")
        return cls(price, told["days"], DayCount[told["day_count"]])

    def as_json(self) -> dict[str, Any]:
        return {
            **{part: getattr(self.price, part).decimal() for part in PARTS},
            "currency": self.price.face.currency.alpha,
            "days": self.run,
            "day_count": self.day_count.name,
        }
