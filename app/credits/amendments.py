"""Words and rules of amendments (UCP 600 art. 10): what a proposal changes, and what it makes of a credit's
terms. Amounts are minor units of the credit's currency, days count from 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum, IntFlag
from typing import NamedTuple

from app.hashes import keccak


class AmendmentStatus(IntEnum):
    UNKNOWN = 0
    PENDING = 1
    ACCEPTED = 2
    REFUSED = 3


class Change(IntFlag):
    """What is given anew."""

    TOLERANCE = 1
    EXPIRY = 2
    LATEST_SHIPMENT = 4
    PRESENTATION_DAYS = 8
    PARTIAL_DRAWINGS = 16


class Acceptance(Enum):
    """What the beneficiary says. A part is a refusal of the whole (art. 10 e)."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


AMENDMENT_WORDS: dict[AmendmentStatus, str] = {
    AmendmentStatus.UNKNOWN: "not on chain",
    AmendmentStatus.PENDING: "pending: it binds the issuing bank; the terms before it remain operative until "
    "the beneficiary accepts, and silence is no acceptance (art. 10 b, c, f)",
    AmendmentStatus.ACCEPTED: "accepted: part of the credit",
    AmendmentStatus.REFUSED: "refused by the beneficiary; the credit is as it was",
}
EXTENSION_WORDS = {
    0: "the confirming bank has not said whether it extends its confirmation; until then nobody accepts",
    1: "the confirming bank extends its confirmation to the amended terms (art. 10 b)",
    2: "the confirming bank does not extend its confirmation to the amended terms (art. 10 b)",
}


@dataclass(frozen=True)
class Amendable:
    """What amendments can change of a credit's terms; `document` is the commitment to all of its wording."""

    amount: int
    tolerance_plus: int
    tolerance_minus: int
    expiry: int
    latest_shipment: int
    presentation_days: int
    partial_drawings: bool
    document: str

    @property
    def drawable(self) -> int:
        """The amount with its upper tolerance, a fraction of a minor unit dropped: as the chain reckons."""
        return self.amount + self.amount * self.tolerance_plus // 100


class Amendment(NamedTuple):
    """A proposal, as in the chain's struct; what it does not change is 0. `text` is the salted commitment to
    its wording.
    """

    changes: int
    increase: int
    decrease: int
    tolerance_plus: int
    tolerance_minus: int
    expiry: int
    latest_shipment: int
    presentation_days: int
    partial_drawings: bool
    text: str

    def over(self, terms: Amendable) -> Amendable:
        """What it makes of these, as the chain computes it. An amount below zero becomes 0."""
        changed = {
            name: getattr(self, name)
            for change, names in _FIELDS.items()
            if self.changes & change
            for name in names
        }
        texts = bytes.fromhex(terms.document[2:] + self.text[2:])
        return replace(
            terms,
            amount=max(terms.amount + self.increase - self.decrease, 0),
            document="0x" + keccak(texts).hex(),
            **changed,
        )


_FIELDS = {
    Change.TOLERANCE: ("tolerance_plus", "tolerance_minus"),
    Change.EXPIRY: ("expiry",),
    Change.LATEST_SHIPMENT: ("latest_shipment",),
    Change.PRESENTATION_DAYS: ("presentation_days",),
    Change.PARTIAL_DRAWINGS: ("partial_drawings",),
}


def offered(operative: Amendable, pending: Iterable[Amendment]) -> int:
    """How much more may be drawn at most once the beneficiary has accepted what it likes of these: the
    issuing bank is bound by all of them (art. 10 b).
    """
    amount, tolerance = operative.amount, operative.tolerance_plus
    for one in pending:
        amount += one.increase
        if one.changes & Change.TOLERANCE:
            tolerance = max(tolerance, one.tolerance_plus)
    return amount + amount * tolerance // 100 - operative.drawable
