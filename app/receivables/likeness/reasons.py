"""What is said of two documents: named reasons with points, and the class that their sum falls into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.receivables.documents import Document

REVIEW_FROM = 60
"""Points at which a person has to look."""
MOST = 100


class Verdict(Enum):
    """CLEAR: nothing to look at. REVIEW: a person should compare. BLOCK: the same document, financed beyond
    its whole.
    """

    CLEAR = "clear"
    REVIEW = "review"
    BLOCK = "block"


@dataclass(frozen=True)
class Financing:
    """A document that was financed: `reference` is the financier's own, `share` basis points of the whole."""

    reference: str
    document: Document
    share: int


@dataclass(frozen=True)
class Reason:
    """`name` is for programs; `ours` and `theirs` quote what was compared; points speak for likeness, or,
    below zero, against it.
    """

    name: str
    points: int
    ours: str
    theirs: str


@dataclass(frozen=True)
class Match:
    """One financing that the document is like. `score` is from 0 to 100."""

    reference: str
    score: int
    reasons: tuple[Reason, ...]

    @classmethod
    def of(cls, reference: str, reasons: Sequence[Reason]) -> Match:
        points = sum(reason.points for reason in reasons)
        return cls(reference, max(0, min(MOST, points)), tuple(reasons))


@dataclass(frozen=True)
class Assessment:
    """The most alike first; matches below `REVIEW_FROM` are left out."""

    verdict: Verdict
    score: int
    matches: tuple[Match, ...]
