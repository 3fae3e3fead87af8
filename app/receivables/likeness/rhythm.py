"""How often the same parties deal in one amount: a price that comes every month comes once a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.receivables.documents import Sale
from app.receivables.likeness.reasons import Financing, Reason

_NEAR = 3
"""Days within which a second one of an amount is looked at."""


def rhythm(ours: Sale, theirs: Financing, beside: Sequence[Financing]) -> Iterator[Reason]:
    """For two sales of equal amount, near in time; `beside`: financings of the same parties about then."""
    other = theirs.document
    if theirs not in beside or not isinstance(other, Sale) or ours.amount != other.amount:
        return
    apart = abs((ours.issued - other.issued).days)
    if apart > _NEAR:
        return
    days = sorted(
        one.document.issued
        for one in beside
        if isinstance(one.document, type(other)) and one.document.amount == other.amount
    )
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    said = f"{ours.amount} on {ours.issued}", ", ".join(str(day) for day in days)
    if len(days) == 1:
        yield Reason("amount-once-only", 15, *said)
    elif len(days) > 2 and min(gaps) > 2 * apart:
        yield Reason("amount-out-of-rhythm", 20, *said)
