"""Words and figures of transfers (UCP 600 art. 38). Amounts are minor units of the credit's currency."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from app.credits.terms import CreditTerms

TRANSFERABLE = "TRANSFERABLE"
"""In field 40A of a credit that may be transferred (art. 38 b)."""


class TransferStatus(IntEnum):
    UNKNOWN = 0
    REQUESTED = 1
    REVOKED = 2
    MADE = 3


class SubstitutionStatus(IntEnum):
    NONE = 0
    DEMANDED = 1
    SUBSTITUTED = 2
    LAPSED = 3


TRANSFER_WORDS: dict[TransferStatus, str] = {
    TransferStatus.UNKNOWN: "not on chain",
    TransferStatus.REQUESTED: "asked for; the transferring bank is not bound to follow (art. 38 a)",
    TransferStatus.REVOKED: "taken back by the first beneficiary before the bank followed",
    TransferStatus.MADE: "transferred: the second beneficiary has a credit of its own",
}
SUBSTITUTION_WORDS: dict[SubstitutionStatus, str] = {
    SubstitutionStatus.NONE: "the first beneficiary may substitute its invoice (art. 38 h)",
    SubstitutionStatus.DEMANDED: "the bank has demanded the first beneficiary's invoice (art. 38 i)",
    SubstitutionStatus.SUBSTITUTED: "the first beneficiary's invoice stands for the second one's",
    SubstitutionStatus.LAPSED: "not substituted on first demand: the documents go on as they are (art. 38 i)",
}
SETTLED = frozenset({SubstitutionStatus.SUBSTITUTED, SubstitutionStatus.LAPSED})
"""The documents may be passed on."""


def margin(amount: int, carved: int, drawable: int, held: int) -> int:
    """What is above a drawing of `amount` in the like share of what was carved out, as far as it is held."""
    return min(amount * carved // drawable - amount, held - drawable)


def says_transferable(terms: CreditTerms) -> bool:
    return TRANSFERABLE in terms.form.split()


def narrower_faults(terms: CreditTerms, asked: CreditTerms) -> Iterator[tuple[str, str]]:
    """JSON pointers into a request, and what is more in it than art. 38 g lets: `terms` are the credit's."""
    if asked.amount.minor > terms.amount.minor:
        yield "#/amount", f"more than the credit's {terms.amount.decimal()}; expected that or less"
    if asked.expiry_date > terms.expiry_date:
        yield "#/expiry", f"after the credit's {terms.expiry_date}; expected that day or an earlier one"
    latest = terms.latest_shipment
    if latest is not None and (asked.latest_shipment is None or asked.latest_shipment > latest):
        yield "#/latest_shipment", f"after the credit's {latest}; expected that day or an earlier one"
    if asked.latest_shipment is not None and asked.latest_shipment > asked.expiry_date:
        yield "#/latest_shipment", "after the expiry; expected that day or an earlier one"
    if asked.expiry_date < asked.issue_date:
        yield "#/expiry", "is past; expected today or a later day"
    if asked.presentation_days > terms.presentation_days:
        yield "#/presentation_days", f"more than the credit's {terms.presentation_days}; expected no more"
