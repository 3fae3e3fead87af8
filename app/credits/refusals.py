"""What LetterOfCredit refuses, in the words of the domain."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from app.chain.refusals import RefusalTemplate
from app.credits.domain import WORDS, CreditStatus, PresentationStatus, named


def _bitmaps(statuses: Iterable[IntEnum]) -> tuple[str, ...]:
    """The words for every set of statuses, in the order of its bitmap."""
    members = list(statuses)
    return tuple(named(s for s in members if bits >> s & 1) for bits in range(1 << len(members)))


_STATUSES = {
    "CreditsWrongStatus": CreditStatus,
    "CreditsWrongPresentationStatus": PresentationStatus,
}
_DAYS = frozenset({"issued", "expiry", "latestShipment", "given", "today", "presented", "shipped", "lastDay"})
_DAYS_OF = {"CreditsLastDayOutOfRange": _DAYS | {"earliest", "latest"}}
_MOMENTS_OF = {"CreditsDeadlineOutOfRange": frozenset({"deadline", "earliest", "latest"})}

REFUSALS: dict[str, RefusalTemplate] = {
    name: RefusalTemplate(
        words.code,
        words.found,
        words.allowed,
        words.next,
        words.kind,
        words={
            "status": [status.name.lower() for status in _STATUSES[name]],
            "allowed": _bitmaps(_STATUSES[name]),
        }
        if name in _STATUSES
        else {},
        days=_DAYS_OF.get(name, _DAYS),
        moments=_MOMENTS_OF.get(name, frozenset()),
    )
    for name, words in WORDS.items()
}
