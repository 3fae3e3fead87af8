"""What LetterOfCredit and the books beside it refuse, in the words of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from app.chain.refusals import RefusalTemplate
from app.credits.advances import AdvanceStatus
from app.credits.amendments import AmendmentStatus
from app.credits.assignments import AssignmentStatus
from app.credits.domain import (
    WORDS,
    Availability,
    Confirmation,
    CreditStatus,
    ObligationStatus,
    PresentationStatus,
    named,
    spoken,
)
from app.credits.transfers import SubstitutionStatus, TransferStatus


def _bitmaps(statuses: Iterable[IntEnum]) -> tuple[str, ...]:
    """The words for every set of statuses, in the order of its bitmap."""
    members = list(statuses)
    return tuple(named(s for s in members if bits >> s & 1) for bits in range(1 << len(members)))


_STATUSES = {
    "CreditsWrongStatus": CreditStatus,
    "CreditsWrongPresentationStatus": PresentationStatus,
    "TransfersSubstitutionWrongStatus": SubstitutionStatus,
}
_WORDS_OF: dict[str, dict[str, Iterable[IntEnum]]] = {
    "CreditsInvalidAvailability": {"availability": Availability},
    "CreditsNotForNegotiation": {"availability": Availability},
    "CreditsConfirmationAnswered": {"answer": Confirmation},
    "AmendmentsWrongStatus": {"status": AmendmentStatus, "allowed": AmendmentStatus},
    "AdvancesWrongStatus": {"status": AdvanceStatus, "allowed": AdvanceStatus},
    "AssignmentsWrongStatus": {"status": AssignmentStatus, "allowed": AssignmentStatus},
    "AmendmentsConfirmationAnswered": {"answer": Confirmation},
    "AmendmentsNotConfirmed": {"answer": Confirmation},
    "TransfersWrongStatus": {"status": TransferStatus, "allowed": TransferStatus},
    "TransfersNotPresented": {"status": PresentationStatus},
    "ObligationsWrongStatus": {"status": ObligationStatus, "allowed": ObligationStatus},
}


def _words_of(name: str) -> dict[str, Sequence[str]]:
    if name in _STATUSES:
        statuses = _STATUSES[name]
        return {"status": [spoken(status) for status in statuses], "allowed": _bitmaps(statuses)}
    return {field: [spoken(one) for one in words] for field, words in _WORDS_OF.get(name, {}).items()}


_DAYS = frozenset(
    {"issued", "expiry", "latestShipment", "given", "today", "presented", "shipped", "lastDay", "until"}
)
_DAYS_OF = {
    "CreditsLastDayOutOfRange": _DAYS | {"earliest", "latest"},
    "CreditsDueOutOfRange": _DAYS | {"earliest", "latest", "due"},
    "ObligationsNotDue": _DAYS | {"due"},
}
_MOMENTS_OF = {"CreditsDeadlineOutOfRange": frozenset({"deadline", "earliest", "latest"})}

REFUSALS: dict[str, RefusalTemplate] = {
    name: RefusalTemplate(
        words.code,
        words.found,
        words.allowed,
        words.next,
        words.kind,
        words=_words_of(name),
        days=_DAYS_OF.get(name, _DAYS),
        moments=_MOMENTS_OF.get(name, frozenset()),
    )
    for name, words in WORDS.items()
}
