"""What parties of a standby ask for, as they said it: organisations by LEI, amounts as decimals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.standbys.domain import Part


@dataclass(frozen=True)
class StandbyDraft:
    """What a bank undertakes. `extension_days` 0 where it does not extend; `deal` None for a new one."""

    deal: str | None
    applicant: str
    beneficiary: str
    confirmer: str | None
    reference: str
    amount: str
    currency: str
    expiry: date
    final_expiry: date | None
    extension_days: int
    notice_days: int
    partial_drawings: bool
    multiple_drawings: bool
    required: list[str]
    text: str

    @property
    def last(self) -> date:
        """The final expiry."""
        return self.final_expiry or self.expiry


@dataclass(frozen=True)
class DemandDraft:
    """`bank` is the part of the bank that it is made of; `extend_to` None where only payment is asked;
    `documents` are names and texts.
    """

    bank: Part
    amount: str
    presented: date | None
    extend_to: date | None
    statement: str
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AmendmentDraft:
    """None for unchanged; `text` says it in words, and whatever else it changes."""

    increase: str | None
    decrease: str | None
    expiry: date | None
    final_expiry: date | None
    text: str


@dataclass(frozen=True)
class Ground:
    """A discrepancy in a sentence, and the rule or term that it offends."""

    text: str
    rule: str
