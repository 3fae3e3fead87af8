"""Words and rules of financings and receivables. Shares are basis points, amounts minor units, moments on the
chain seconds since 1970, days on it days since 1970.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from app.credits.domain import Words, named
from app.errors import Conflict, DomainError, Forbidden, Refusal
from app.hashes import keccak
from app.receivables.discount import BASIS_POINTS
from app.receivables.likeness import Assessment, Verdict

SALT = 32
"""Bytes; what is committed to could be guessed without."""
LONGEST_HOLD = 160
"""Hours that a reservation is asked for: the chain's seven days, less what its clock may be behind ours."""
REST = timedelta(days=1)
"""For so long a number waits that let a reservation end, as the contract has it."""


class FinancingStatus(IntEnum):
    """As the contract numbers them; it calls `entered` unknown, for it has not heard of it."""

    ENTERED = 0
    RESERVED = 1
    FINANCED = 2
    SETTLED = 3
    RELEASED = 4
    DISPUTED = 5


FINANCING_WORDS: dict[FinancingStatus, str] = {
    FinancingStatus.ENTERED: "entered and compared; nobody else is kept from financing it",
    FinancingStatus.RESERVED: "reserved for your organisation until the moment given",
    FinancingStatus.FINANCED: "financed",
    FinancingStatus.SETTLED: "paid back by whoever owes the document, which nobody can finance again",
    FinancingStatus.RELEASED: "released: the share is free for others",
    FinancingStatus.DISPUTED: "financed and contested",
}
LIVE = frozenset(
    {
        FinancingStatus.RESERVED,
        FinancingStatus.FINANCED,
        FinancingStatus.SETTLED,
        FinancingStatus.DISPUTED,
    }
)
"""In these a share is taken."""


class Move(StrEnum):
    """What a financier does with a financing."""

    RESERVE = "reserve"
    RENEW = "renew"
    FINANCE = "finance"
    SETTLE = "settle"
    DISPUTE = "dispute"
    RELEASE = "release"


MOVES: dict[Move, frozenset[FinancingStatus]] = {
    Move.RESERVE: frozenset({FinancingStatus.ENTERED}),
    Move.RENEW: frozenset({FinancingStatus.RESERVED}),
    Move.FINANCE: frozenset({FinancingStatus.RESERVED}),
    Move.SETTLE: frozenset({FinancingStatus.FINANCED, FinancingStatus.DISPUTED}),
    Move.DISPUTE: frozenset({FinancingStatus.FINANCED}),
    Move.RELEASE: frozenset({FinancingStatus.RESERVED, FinancingStatus.FINANCED, FinancingStatus.DISPUTED}),
}
"""In which status each is possible, of what is financed outside of the ledger."""


@dataclass(frozen=True)
class Attempt:
    """What a financier asks of the register; the contract hashes it to the financing's id. Fingerprints and
    salt are 32 bytes as 0x and hexadecimal digits, fingerprints ascending.
    """

    financier: int
    share: int
    fingerprints: tuple[str, ...]
    salt: str

    @property
    def id(self) -> str:
        """keccak256(abi.encode(financing)): a struct with a list stands behind its offset."""
        words = [32, self.financier, self.share, 128, int(self.salt, 16), len(self.fingerprints)]
        words += [int(fingerprint, 16) for fingerprint in self.fingerprints]
        return "0x" + keccak(b"".join(word.to_bytes(32, "big") for word in words)).hex()


@dataclass(frozen=True)
class Taken:
    """How much of a document others have, and we ourselves, as the chain says: basis points, the moment at
    which the first of the others' reservations ends, and how many ended unused. By whom is not known.
    """

    share: int
    ours: int
    until: datetime | None
    unused: int

    @property
    def free(self) -> int:
        return BASIS_POINTS - self.share - self.ours


def moves_open(status: FinancingStatus, kept: bool, lapsed: bool) -> tuple[Move, ...]:
    """What the financier may do now. `kept`: an instrument ends it; `lapsed`: its reservation is over."""
    if kept:
        return ()
    over = frozenset({Move.RENEW, Move.FINANCE}) if lapsed else frozenset()
    return tuple(move for move, allowed in MOVES.items() if status in allowed and move not in over)


def require_move(move: Move, id: str, status: FinancingStatus) -> None:
    if status not in MOVES[move]:
        raise refused("FinanceWrongStatus", financing=id, status=status, allowed=MOVES[move])


def require_free(taken: Taken, share: int) -> None:
    """Told before anything is queued; the chain checks again in the transaction that reserves."""
    if share > taken.free:
        raise refused("FinanceTaken", taken=taken.share + taken.ours, share=share)


def require_looked_at(assessment: Assessment, reason: str | None) -> None:
    """A person decides, with a reason, where the document is like one that was financed."""
    if assessment.verdict is Verdict.BLOCK:
        raise Conflict(
            "financed-by-us",
            f"your organisation has financed this document already, as {_references(assessment)}",
            allowed="shares that are no more than the whole together",
            next="look at that financing",
            references=[match.reference for match in assessment.matches],
        )
    if assessment.verdict is Verdict.REVIEW and not (reason or "").strip():
        raise Conflict(
            "likeness-to-look-at",
            f"the document is like {_references(assessment)}: {_reasons(assessment)}",
            allowed="to go on with a reason",
            next="compare the documents, and say why this one is another",
            references=[match.reference for match in assessment.matches],
        )


def _references(assessment: Assessment) -> str:
    return ", ".join(match.reference for match in assessment.matches)


def _reasons(assessment: Assessment) -> str:
    first = assessment.matches[0]
    return ", ".join(reason.name for reason in first.reasons if reason.points > 0)


# -------------------------------------------------------------------------------------------- refusals

_LOOK = "look at the financing again"

FINANCE_WORDS: dict[str, Words] = {
    "FinanceNotFinancier": Words(
        "not-financier",
        "number {party} is not the financier",
        "number {financier}, which reserved it",
        _LOOK,
        Forbidden,
    ),
    "FinanceInvalid": Words(
        "financing-invalid",
        "{share} basis points of a document with {fingerprints} fingerprints",
        "1 to 10000 basis points, one to eight fingerprints",
        "correct the share",
    ),
    "FinanceNotAscending": Words(
        "fingerprints-out-of-order",
        "fingerprint {place} is not above the one before it",
        "each fingerprint once, ascending",
        "enter the document again",
    ),
    "FinanceTaken": Words(
        "finance-taken",
        "{taken} of 10000 basis points of this document are reserved or financed already",
        "what is left of the whole; {share} were asked for",
        "do not pay out; ask the seller who else was offered the document",
    ),
    "FinanceResting": Words(
        "financier-waits",
        "your organisation let a reservation of this document end, and it is {time}",
        "another one from {from} on, so that others come first",
        "wait until then",
    ),
    "FinanceHoldOutOfRange": Words(
        "hold-out-of-range",
        "a reservation until {until}",
        "from {earliest} to {latest}: seven days at most",
        "ask for a shorter one",
    ),
    "FinanceTooManyRenewals": Words(
        "renewed-too-often",
        "the reservation was moved {renewals} times",
        "twice",
        "decide until it ends",
    ),
    "FinanceLapsed": Words(
        "reservation-lapsed",
        "the reservation ended at {until}, and it is {time}",
        "up to its last second",
        "reserve again; do not pay out before",
    ),
    "FinanceNotLapsed": Words(
        "reservation-runs",
        "a reservation of somebody else runs until {until}, and it is {time}",
        "after its last second",
        "ask again then",
    ),
    "FinanceWrongStatus": Words(
        "financing-status", "the financing is {status}", "a financing that is {allowed}", _LOOK
    ),
    "FinanceKept": Words(
        "financing-kept",
        "the financing belongs to a receivable that was bought on the ledger",
        "repayment or repurchase of the receivable, which end it",
        "look at the receivable",
    ),
    "FinanceNotKeeper": Words(
        "not-keeper",
        "{caller} is no instrument that keeps this financing",
        "the instrument through which it was financed",
        "report this to the operator of the service",
        Forbidden,
    ),
    "FinanceTooSmall": Words(
        "reservation-too-small",
        "{share} basis points of the document are reserved",
        "{needed} or more, for so much of it is bought",
        "reserve the whole of what is bought",
    ),
}


def refused(name: str, **values: Any) -> DomainError:
    """What the chain would say as its error `name`, said before it is asked."""
    return said_as(FINANCE_WORDS[name], values)


def said_as(words: Words, values: Mapping[str, Any]) -> DomainError:
    """A refusal in these words, with the values in them."""
    said = {key: _said(value) for key, value in values.items()}
    found, allowed, following = (text.format(**said) for text in (words.found, words.allowed, words.next))
    return words.kind.of(Refusal(words.code, found, allowed, following, said))


def _said(value: Any) -> Any:
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, frozenset):
        return named(value)
    return value if isinstance(value, int | str | bool) else str(value)


def bitmaps(statuses: Iterable[IntEnum]) -> tuple[str, ...]:
    """The words for every set of statuses, in the order of its bitmap."""
    members = list(statuses)
    return tuple(named(s for s in members if bits >> s & 1) for bits in range(1 << len(members)))
