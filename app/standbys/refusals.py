"""Words for the refusals of StandbyCredit."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.errors import Forbidden
from app.standbys.domain import AMENDMENT_STATUSES, DEMAND_STATUSES, STANDBY_STATUSES

_LOOK = "look at the standby again"
_LOOK_AT_DEMAND = "look at the demand again"
_CALENDAR = "check the branch's calendar"


def _not_the(part: str, field: str) -> RefusalTemplate:
    return RefusalTemplate(
        f"standby-not-{part}",
        f"number {{party}} is not the {part} of this standby",
        f"number {{{field}}}, which is",
        f"leave it to the {part}",
        Forbidden,
    )


def _sets(names: tuple[str, ...]) -> tuple[str, ...]:
    """The words for every set of statuses, in the order of its bitmap."""
    return tuple(
        " or ".join(name for place, name in enumerate(names) if bits >> place & 1)
        for bits in range(1 << len(names))
    )


REFUSALS: dict[str, RefusalTemplate] = {
    "StandbysNotIssuer": _not_the("issuer", "issuer"),
    "StandbysNotConfirmer": _not_the("confirmer", "confirmer"),
    "StandbysNotBeneficiary": _not_the("beneficiary", "beneficiary"),
    "StandbysNotAParty": RefusalTemplate(
        "standby-not-a-party",
        "number {party} has no say in this",
        "the parties of the standby whose consent it takes",
        "leave it to them",
        Forbidden,
    ),
    "StandbysNotWithBank": RefusalTemplate(
        "demand-elsewhere",
        "number {party} does not have this demand",
        "number {bank}, where it lies",
        "leave it to that bank",
        Forbidden,
    ),
    "StandbysAlreadyIssued": RefusalTemplate(
        "standby-issued-already", "standby {standby} is issued already", "each standby once", _LOOK
    ),
    "StandbysInvalidTerms": RefusalTemplate(
        "standby-terms",
        "terms of {amount} minor units, issued {issued}, expiring {expiry}, at last {finalExpiry}",
        "an amount above zero, dates in order and not past, beneficiary and confirmer not the issuer",
        "correct the terms",
        days=frozenset({"issued", "expiry", "finalExpiry"}),
    ),
    "StandbysInvalidExtension": RefusalTemplate(
        "standby-extension",
        "extensions by {extension} days with {noticeDays} days of notice",
        "fewer days of notice than of extension, time for the first, a later final expiry; or neither",
        "correct the terms",
    ),
    "StandbysNotABank": RefusalTemplate(
        "standby-confirmer-no-bank",
        "number {party} is no bank",
        "a bank to confirm",
        "ask a bank to confirm, or none",
    ),
    "StandbysOtherTerms": RefusalTemplate(
        "standby-other-terms",
        "terms {terms} are not those of standby {standby}",
        "the terms that it was issued on",
        _LOOK,
    ),
    "StandbysWrongStatus": RefusalTemplate(
        "standby-status",
        "the standby is {status}",
        "one that is issued and not cancelled",
        _LOOK,
        words={"status": STANDBY_STATUSES},
    ),
    "StandbysExpired": RefusalTemplate(
        "standby-expired",
        "the expiry is {expiry} and the day is {today}",
        "a day up to the expiry; for a demand, up to ten closed days later (3.13)",
        "ask for a new standby",
        days=frozenset({"expiry", "today"}),
    ),
    "StandbysConfirmedAlready": RefusalTemplate(
        "standby-confirmed-already", "standby {standby} is confirmed", "one confirmation", _LOOK
    ),
    "StandbysNotAPlaceOfPresentation": RefusalTemplate(
        "standby-place-of-presentation",
        "number {bank} does not take demands under this standby",
        "the issuer, or a bank that has confirmed",
        "demand from one of those",
    ),
    "StandbysDateNotToday": RefusalTemplate(
        "demand-not-today",
        "a demand of {given}",
        "{today}, or a day before or after it where it is another day at the place",
        "give the day on which it is made or passed on",
        days=frozenset({"given", "today"}),
    ),
    "StandbysZeroAmount": RefusalTemplate(
        "demand-of-nothing", "nothing is demanded", "an amount above zero", "correct the amount"
    ),
    "StandbysOverdrawn": RefusalTemplate(
        "standby-overdrawn",
        "it takes {amount} minor units",
        "up to {available} minor units, which are neither drawn nor under demand",
        "correct the amount",
    ),
    "StandbysPartialNotAllowed": RefusalTemplate(
        "standby-partial-drawing",
        "{amount} minor units are demanded",
        "all that is available, {available} minor units, as partial drawings are prohibited (3.08 c)",
        "demand the whole",
    ),
    "StandbysMultipleNotAllowed": RefusalTemplate(
        "standby-multiple-drawings",
        "standby {standby} is drawn, or a demand is under way",
        "one demand that is honoured, as multiple drawings are prohibited (3.08 d)",
        "wait for the demand that is under way",
    ),
    "StandbysNotAnExtension": RefusalTemplate(
        "standby-not-an-extension",
        "{asked} is asked for, and the expiry is {expiry}",
        "a later day",
        "ask for a later day",
        days=frozenset({"asked", "expiry"}),
    ),
    "StandbysNothingAsked": RefusalTemplate(
        "standby-nothing-asked",
        "nobody asks for an extension or offers an amendment as {demand}",
        "a demand under way that asks to extend or pay, or an amendment on offer",
        _LOOK,
    ),
    "StandbysWrongDemandStatus": RefusalTemplate(
        "demand-status",
        "the demand is {status}",
        "a demand that is {allowed}",
        _LOOK_AT_DEMAND,
        words={"status": DEMAND_STATUSES, "allowed": _sets(DEMAND_STATUSES)},
    ),
    "StandbysAlreadyPaid": RefusalTemplate(
        "demand-paid-already",
        "number {payer} has honoured this demand",
        "a demand that nobody has paid",
        _LOOK_AT_DEMAND,
    ),
    "StandbysDeadlineOutOfRange": RefusalTemplate(
        "standby-deadline-out-of-range",
        "a deadline of {deadline}",
        "from {earliest} to {latest}: business days after receipt, closed days included (5.01)",
        _CALENDAR,
        moments=frozenset({"deadline", "earliest", "latest"}),
    ),
    "StandbysLastDayOutOfRange": RefusalTemplate(
        "standby-last-day-out-of-range",
        "{lastDay} as the last day",
        "from {earliest} to {latest}: closed days move it by ten days at most (3.13)",
        _CALENDAR,
        days=frozenset({"lastDay", "earliest", "latest"}),
    ),
    "StandbysLatePresentation": RefusalTemplate(
        "demand-late",
        "demanded on {presented}",
        "a demand up to {lastDay}",
        "record it as a discrepancy",
        days=frozenset({"presented", "lastDay"}),
    ),
    "StandbysNoDiscrepancies": RefusalTemplate(
        "dishonour-without-ground",
        "a notice of dishonour without a discrepancy",
        "all discrepancies on which dishonour is based (5.02)",
        "list them all",
    ),
    "StandbysExtensionTooLate": RefusalTemplate(
        "standby-extension-too-late",
        "the time in which this demand could be answered is over",
        "an extension until {latest}, while dishonour would not be late",
        "honour the demand, or offer an amendment",
        moments=frozenset({"latest"}),
    ),
    "StandbysConsentMissing": RefusalTemplate(
        "standby-consent-missing",
        "{missing} has not agreed to this yet",
        "the applicant's approval of an extension, and a confirmer's agreement",
        "ask them",
        words={"missing": ("nobody", "the applicant", "the confirmer", "neither applicant nor confirmer")},
    ),
    "StandbysConsentedAlready": RefusalTemplate(
        "standby-consented-already",
        "number {party} has agreed already, which is final",
        "each consent once",
        "wait for the other side",
    ),
    "StandbysWrongAmendmentStatus": RefusalTemplate(
        "amendment-status",
        "the amendment is {status}",
        "an amendment that is {allowed}",
        _LOOK,
        words={"status": AMENDMENT_STATUSES, "allowed": AMENDMENT_STATUSES},
    ),
    "StandbysInvalidAmendment": RefusalTemplate(
        "standby-amendment",
        "amendment {amendment} cannot take effect",
        "a number, an increase or a decrease, and a final expiry that is not before the expiry",
        "correct the amendment",
    ),
    "StandbysNoticeTooLate": RefusalTemplate(
        "non-extension-too-late",
        "the notice is for another expiry than the one that stands",
        "a notice for {expiry}, up to {lastDay}",
        "look at the expiry, which may have been extended meanwhile",
        days=frozenset({"expiry", "lastDay"}),
    ),
    "StandbysNotExtending": RefusalTemplate(
        "standby-not-extending",
        "standby {standby} does not extend by itself any more",
        "a standby that still would",
        _LOOK,
    ),
    "StandbysOpenDemands": RefusalTemplate(
        "demands-open",
        "{open} demands are under way",
        "a standby without demands under way",
        "bring them to their end first",
    ),
    "StandbysEmptyCommitment": RefusalTemplate(
        "standby-empty-commitment",
        "a commitment to nothing",
        "documents, a text, a notice, an order or a calendar, committed to",
        "say what it commits to",
    ),
}
