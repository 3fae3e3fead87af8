"""Words, states and rules of a credit under UCP 600. Amounts are minor units of the credit's currency,
days on chain count from 1970-01-01.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import Any

from app.days import day_of as day_of
from app.days import days_of as days_of
from app.errors import Conflict, DomainError, Forbidden, Refusal
from app.hashes import keccak

ANY_BANK = "ANY BANK"
"""In field 41D: every bank is nominated (art. 6 a)."""
SALT = 32
"""Bytes; what is committed to on chain is confidential and could be guessed without."""


class CreditStatus(IntEnum):
    UNKNOWN = 0
    ISSUED = 1
    ADVISED = 2
    EXHAUSTED = 3
    EXPIRED = 4
    CANCELLED = 5


class PresentationStatus(IntEnum):
    UNKNOWN = 0
    LODGED = 1
    COMPLYING = 2
    DISCREPANT = 3
    WAIVED = 4
    PRECLUDED = 5
    HONOURED = 6
    REFUSED = 7
    WITHDRAWN = 8


class Disposal(IntEnum):
    """What the refusing bank does with the documents (art. 16 c iii)."""

    HOLD = 0
    NOTIFY = 1
    RETURN = 2
    PREVINST = 3


class Preclusion(IntEnum):
    TOO_LATE = 0
    SECOND_NOTICE = 1


class Availability(IntEnum):
    SIGHT_PAYMENT = 0
    DEFERRED_PAYMENT = 1
    ACCEPTANCE = 2
    NEGOTIATION = 3
    MIXED_PAYMENT = 4


class Rules(IntEnum):
    UCP_600 = 0
    EUCP_2_1 = 1


class Confirmation(IntEnum):
    NONE = 0
    CONFIRMED = 1
    DECLINED = 2


class Usance(IntEnum):
    SIGHT = 0
    SHIPMENT = 1
    INVOICE = 2


class ObligationKind(IntEnum):
    DEFERRED_PAYMENT = 0
    ACCEPTANCE = 1


class ObligationStatus(IntEnum):
    UNKNOWN = 0
    OWED = 1
    PAID = 2


class Part(Enum):
    """What a member is in a credit. One bank may have several; its copy names the first of these."""

    APPLICANT = "applicant"
    ISSUING_BANK = "issuing bank"
    ADVISING_BANK = "advising bank"
    CONFIRMING_BANK = "confirming bank"
    NOMINATED_BANK = "nominated bank"
    BENEFICIARY = "beneficiary"


CREDIT_WORDS: dict[CreditStatus, str] = {
    CreditStatus.UNKNOWN: "not on chain",
    CreditStatus.ISSUED: "issued; the issuing bank is bound, the beneficiary has not been advised yet",
    CreditStatus.ADVISED: "advised to the beneficiary",
    CreditStatus.EXHAUSTED: "exhausted: drawn in full, or once where partial drawings are not allowed",
    CreditStatus.EXPIRED: "expired",
    CreditStatus.CANCELLED: "cancelled by agreement of issuing bank and beneficiary",
}
PRESENTATION_WORDS: dict[PresentationStatus, str] = {
    PresentationStatus.UNKNOWN: "not on chain",
    PresentationStatus.LODGED: "lodged; waits for examination",
    PresentationStatus.COMPLYING: "found complying; waits to be honoured",
    PresentationStatus.DISCREPANT: "found discrepant; the bank waives or refuses",
    PresentationStatus.WAIVED: "discrepancies waived by the bank; waits to be honoured",
    PresentationStatus.PRECLUDED: "refused too late; the bank can no longer claim that it does not comply",
    PresentationStatus.HONOURED: "honoured: paid by the bank that has the documents",
    PresentationStatus.REFUSED: "refused; the bills went back",
    PresentationStatus.WITHDRAWN: "withdrawn by the beneficiary; the bills went back",
}
CONFIRMATION_WORDS: dict[Confirmation, str] = {
    Confirmation.NONE: "the bank that is asked to confirm has not answered yet",
    Confirmation.CONFIRMED: "confirmed: the confirming bank is bound beside the issuing bank (art. 8)",
    Confirmation.DECLINED: "not confirmed: the bank that was asked has declined (art. 8 d)",
}
OBLIGATION_WORDS: dict[ObligationStatus, str] = {
    ObligationStatus.UNKNOWN: "not on chain",
    ObligationStatus.OWED: "owed until the bank has paid; nothing pays by falling due",
    ObligationStatus.PAID: "paid",
}
DISPOSAL_WORDS: dict[Disposal, str] = {
    Disposal.HOLD: "held at the presenter's disposal, for further instructions",
    Disposal.NOTIFY: "held until a waiver from the applicant is agreed to, or further instructions",
    Disposal.RETURN: "being returned",
    Disposal.PREVINST: "dealt with under instructions received earlier",
}
PRECLUSION_WORDS: dict[Preclusion, str] = {
    Preclusion.TOO_LATE: "without effect: it came after close of the fifth banking day (art. 16 d, f)",
    Preclusion.SECOND_NOTICE: "without effect: there is one notice of refusal and no second (art. 16 c)",
}

RUNNING = frozenset({CreditStatus.ISSUED, CreditStatus.ADVISED})
TO_HONOUR = frozenset({PresentationStatus.COMPLYING, PresentationStatus.WAIVED, PresentationStatus.PRECLUDED})
# The chain takes a second notice too, and records that it has no effect; the service sends one alone.
TO_REFUSE = frozenset({PresentationStatus.DISCREPANT})
OPEN = frozenset({PresentationStatus.LODGED, PresentationStatus.DISCREPANT}) | TO_HONOUR
# What a bank that undertook nothing may pass on without paying; every other passes on what it has honoured.
TO_PASS_ON = frozenset(
    {
        PresentationStatus.LODGED,
        PresentationStatus.COMPLYING,
        PresentationStatus.DISCREPANT,
        PresentationStatus.HONOURED,
    }
)


class PayingBank(StrEnum):
    """A bank of a credit, as an order names it."""

    ISSUING = "issuing"
    CONFIRMING = "confirming"
    NOMINATED = "nominated"


# -------------------------------------------------------------------------------------------- refusals


@dataclass(frozen=True)
class Words:
    """A refusal that the chain gives too: the same code and clauses, whoever notices first."""

    code: str
    found: str
    allowed: str
    next: str
    kind: type[DomainError] = Conflict


_LOOK = "look at the credit again"
_LOOK_AT_PRESENTATION = "look at the presentation again"

WORDS: dict[str, Words] = {
    "CreditsAlreadyIssued": Words(
        "credit-issued-already", "credit {credit} is issued already", "each credit once", _LOOK
    ),
    "CreditsNotIssuingBank": Words(
        "not-issuing-bank",
        "number {party} is not the issuing bank of this credit",
        "its issuing bank",
        "leave it to the issuing bank",
        Forbidden,
    ),
    "CreditsNotAdvisingBank": Words(
        "not-advising-bank",
        "number {party} is not the advising bank of this credit",
        "its advising bank",
        "leave it to the advising bank",
        Forbidden,
    ),
    "CreditsNotConfirmingBank": Words(
        "not-confirming-bank",
        "number {party} is not asked to confirm this credit",
        "the bank that the credit asks to",
        "leave it to that bank",
        Forbidden,
    ),
    "CreditsNotBeneficiary": Words(
        "not-beneficiary",
        "number {party} is not the beneficiary of this credit",
        "its beneficiary",
        "leave it to the beneficiary",
        Forbidden,
    ),
    "CreditsNotWithBank": Words(
        "documents-elsewhere",
        "number {party} does not have the documents of this presentation",
        "the bank that has them",
        "leave it to the bank where they lie",
        Forbidden,
    ),
    "CreditsOtherTerms": Words(
        "other-terms",
        "terms {terms} are not the operative ones of credit {credit}",
        "the terms that were issued, with every amendment that was accepted",
        _LOOK,
    ),
    "CreditsNotAParty": Words(
        "not-a-party",
        "number {party} has no say in cancelling this credit",
        "its issuing bank, its beneficiary and a bank that confirmed it",
        "ask them",
        Forbidden,
    ),
    "CreditsWrongStatus": Words(
        "credit-status", "the credit is {status}", "a credit that is {allowed}", _LOOK
    ),
    "CreditsWrongPresentationStatus": Words(
        "presentation-status",
        "the presentation is {status}",
        "a presentation that is {allowed}",
        _LOOK_AT_PRESENTATION,
    ),
    "CreditsInvalidTerms": Words(
        "credit-terms",
        "terms of {amount} minor units, issued {issued}, expiring {expiry}, latest shipment {latestShipment}",
        "an amount above zero, issued up to today, expiry and latest shipment in order (art. 6)",
        "correct the application",
    ),
    "CreditsInvalidAvailability": Words(
        "credit-availability",
        "banks and tenors that do not go with a credit available by {availability}",
        "a tenor for each part that is not paid at sight, and another bank to confirm (arts. 2, 6)",
        "correct the application",
    ),
    "CreditsConfirmationAnswered": Words(
        "confirmation-answered",
        "the bank that is asked to confirm this credit has answered: {answer}",
        "one answer",
        _LOOK,
    ),
    "CreditsNotAPlaceOfPresentation": Words(
        "not-a-place-of-presentation",
        "{bank} is not a bank to which documents go under this credit",
        "a nominated bank, a bank that confirmed, or the issuing bank (arts. 6 a, 8)",
        "choose one of those",
    ),
    "CreditsNotForNegotiation": Words(
        "negotiation",
        "the credit is available by {availability}",
        "negotiation by a nominated bank of documents that nobody has paid yet where the credit says so, and "
        "honour elsewhere (art. 2)",
        "use the credit as it is available",
    ),
    "CreditsDuesMissing": Words(
        "due-dates",
        "{given} due dates",
        "one for each part that is not at sight: {needed}",
        "give the day on which each part falls due",
    ),
    "CreditsDueOutOfRange": Words(
        "due-out-of-range",
        "a part that falls due on {due}",
        "from {earliest} to {latest}: the days of the tenor, moved by closed days at most",
        "check the tenor and the branch's calendar",
    ),
    "ObligationsNotADeal": Words(
        "obligation-not-of-a-deal",
        "{caller} makes nobody owe",
        "a credit, by honour",
        "honour a presentation",
        Forbidden,
    ),
    "ObligationsIncurredAlready": Words(
        "obligation-incurred-already", "obligation {obligation} stands already", "each once", _LOOK
    ),
    "ObligationsNotObligor": Words(
        "not-obligor",
        "number {party} does not owe this",
        "the bank that owes it",
        "leave it to that bank",
        Forbidden,
    ),
    "ObligationsWrongStatus": Words(
        "obligation-status", "the obligation is {status}", "one that is {allowed}", "look at the diary again"
    ),
    "ObligationsNotDue": Words(
        "not-due",
        "it falls due on {due} and today is {today}",
        "payment from the due date on, where it is that day already",
        "wait until then",
    ),
    "ObligationsNotObligee": Words(
        "not-obligee",
        "number {party} is not owed this",
        "its creditor",
        "leave it to the creditor",
        Forbidden,
    ),
    "ObligationsInvalidOffer": Words(
        "offer-out-of-range",
        "an offer to number {buyer} at {price} minor units",
        "an offer to another, at more than nothing and at most the {amount} that are owed",
        "correct the price",
    ),
    "ObligationsNotOffered": Words(
        "not-offered",
        "the obligation is not offered to number {party} at {price} minor units",
        "the party and the price that its creditor named",
        "look at the obligation again, or ask its creditor",
    ),
    "CreditsPriceOutOfRange": Words(
        "price-out-of-range",
        "a price of {price} minor units",
        "more than nothing and at most the {amount} that are drawn",
        "correct the price",
    ),
    "CreditsAlreadyPaid": Words(
        "paid-already",
        "number {payer} has honoured or negotiated these documents",
        "documents that nobody has paid",
        "leave them to the bank that paid",
    ),
    "CreditsDateNotToday": Words(
        "presentation-not-today",
        "presentation on {given}",
        "{today}, or a day before or after it where the place of presentation is in another day",
        "give the day on which the documents are presented or passed on",
    ),
    "CreditsExpired": Words(
        "credit-expired",
        "presentation on {presented} after the expiry {expiry}",
        "presentation up to the expiry, or the first banking day after it (arts. 6 d, 29 a)",
        "ask the applicant for an extension",
    ),
    "CreditsNotExpired": Words(
        "credit-not-expired",
        "the expiry is {expiry} and today is {today}",
        "an expiry more than eleven days ago, so that no closed day can have moved it anywhere (art. 29 a)",
        "wait until then",
    ),
    "CreditsOverdrawn": Words(
        "credit-overdrawn",
        "{amount} minor units are drawn",
        "up to {available} minor units, which are neither honoured nor under presentation (art. 18 b)",
        "draw less",
    ),
    "CreditsZeroAmount": Words(
        "drawing-of-nothing", "nothing is drawn", "an amount above zero", "correct the amount"
    ),
    "CreditsPartialNotAllowed": Words(
        "partial-drawing",
        "credit {credit} is drawn already, or under presentation",
        "one drawing, as partial drawings are not allowed (art. 31 a)",
        "wait for the presentation that is under way, or ask for an amendment",
    ),
    "ProceedsNotADeal": Words(
        "not-a-deal",
        "{caller} divides no payment",
        "an instrument that the consortium trusts with cash",
        "pay under the credit",
        Forbidden,
    ),
    "ClausesAdvanceDoesNotFit": Words(
        "advance-does-not-fit",
        "the advance of clauses {clauses} is none",
        "a red or a green clause, of 1 to 100 percent",
        "agree on one of them",
    ),
    "AdvancesNoClause": Words(
        "no-advance-clause",
        "credit {credit} allows no advance",
        "a credit with a red or a green clause",
        "ask for such a credit, or present",
    ),
    "AdvancesNothingNamed": Words(
        "advance-of-nothing",
        "an amount or a commitment is 0",
        "an amount above 0, and a commitment to receipt and undertaking",
        "say how much is asked for, and against what",
    ),
    "AdvancesWrongPapers": Words(
        "wrong-papers",
        "the papers are not those of the clause of credit {credit}",
        "a receipt and an undertaking; under a green clause warehouse receipts as well, under a red one none",
        "look at the credit's clause",
    ),
    "AdvancesAskedAlready": Words(
        "advance-asked-already",
        "advance {advance} was asked for already",
        "the same once",
        "wait for the bank, or ask for another",
    ),
    "AdvancesAboveClause": Words(
        "advance-above-clause",
        "an advance of {amount} minor units",
        "up to {available} minor units, which are neither advanced nor asked for, and still to be drawn",
        "ask for less",
    ),
    "AdvancesWrongStatus": Words(
        "advance-status",
        "the advance is {status}",
        "one that is {allowed}",
        "look at the advance again",
    ),
    "AdvancesNotBank": Words(
        "not-the-bank-asked",
        "number {party} was not asked for the advance",
        "the bank that was asked, number {bank}",
        "leave it to that bank",
        Forbidden,
    ),
    "AdvancesOfAnother": Words(
        "advance-of-another-credit",
        "advance {advance} is of credit {credit}",
        "an advance of this credit",
        "look at the advances of this credit",
    ),
    "AdvancesTooMany": Words(
        "too-many-advances",
        "{most} advances of credit {credit} have not come back yet",
        "{most} at a time",
        "wait until one of them has come back",
    ),
    "AdvancesStopped": Words(
        "credit-stopped",
        "an authority's order stands against paying under credit {credit}",
        "a credit that nobody has stopped",
        "wait until the order is lifted",
        Forbidden,
    ),
    "AdvancesOwn": Words(
        "own-advance",
        "advance {advance} is the issuing bank's own",
        "what another bank has advanced",
        "claim it of the beneficiary, outside",
    ),
    "AdvancesCreditRuns": Words(
        "credit-runs",
        "credit {credit} runs, or something is under presentation",
        "a credit that has ended: until then drawings give the advance back",
        "wait until it has ended",
    ),
    "AssignmentsNothingNamed": Words(
        "assignment-of-nothing",
        "an amount or a commitment is 0",
        "an amount above 0, and a commitment to the deed",
        "say how much is assigned, and by what",
    ),
    "AssignmentsToItself": Words(
        "assignment-to-oneself",
        "number {party} assigns to itself",
        "another organisation",
        "name the assignee",
    ),
    "AssignmentsMadeAlready": Words(
        "assigned-already",
        "assignment {assignment} was made already",
        "each deed once",
        "look at the assignments of this credit",
    ),
    "AssignmentsAboveCredit": Words(
        "assignment-above-credit",
        "{amount} minor units are more than is neither drawn nor assigned",
        "up to {available} minor units",
        "assign less, or let another assignee release first",
    ),
    "AssignmentsOfAnother": Words(
        "assignment-of-another-credit",
        "assignment {assignment} is of credit {credit}",
        "an assignment of this credit",
        "look at the assignments of this credit",
    ),
    "AssignmentsWrongStatus": Words(
        "assignment-status",
        "the assignment is {status}",
        "one that is {allowed}",
        "look at the assignment again",
    ),
    "AssignmentsAcknowledgedAlready": Words(
        "acknowledged-already",
        "number {bank} has acknowledged assignment {assignment}",
        "each bank once",
        "look at the assignment again",
    ),
    "AssignmentsMoreAhead": Words(
        "more-ahead",
        "{ahead} minor units are to be paid to others before",
        "at most {told}, as the officers were told",
        "look again at what your bank has acknowledged, and acknowledge it at that place",
    ),
    "AssignmentsTooMany": Words(
        "too-many-assignments",
        "number {bank} has acknowledged {most} assignments of credit {credit} that are not paid yet",
        "{most} at a time",
        "wait until one of them is paid or released",
    ),
    "AssignmentsNotAssignee": Words(
        "not-assignee",
        "number {party} is not the assignee",
        "its assignee, number {assignee}",
        "ask the assignee: nobody else revokes it (art. 39)",
        Forbidden,
    ),
    "ClausesEmpty": Words(
        "clauses-empty", "clauses that say nothing", "one clause at least", "leave the clauses away"
    ),
    "ClausesUnknown": Words(
        "clauses-unknown",
        "nobody has stated the clauses {clauses}",
        "clauses that were stated",
        "state them first",
    ),
    "ClausesInstalmentsDoNotFit": Words(
        "instalments-do-not-fit",
        "the instalments of clauses {clauses} do not go with the terms",
        "partial drawings allowed; up to 24 instalments above 0, together the amount, one period after the "
        "other until the expiry (art. 32)",
        "agree on a schedule that fits the credit",
    ),
    "ClausesOutsidePeriods": Words(
        "outside-the-periods",
        "{presented} is in the period of no instalment, or before the first cycle of an amount that revolves",
        "a day in the period of an instalment (art. 32), or in a cycle",
        "present in the period of the next one",
    ),
    "ClausesInstalmentMissed": Words(
        "instalment-missed",
        "nothing was drawn of an instalment until {until}",
        "no instalment missed: the credit is no longer available for that and any later one (art. 32)",
        "ask the issuing bank for another credit",
    ),
    "ClausesAmountFixed": Words(
        "amount-fixed-by-clauses",
        "{drawable} may be drawn by the clauses, and {amended} by the amendment",
        "an amendment that leaves what the clauses fix",
        "refuse it, and agree on another credit",
    ),
    "ClausesRevolvingDoesNotFit": Words(
        "revolving-does-not-fit",
        "the amount does not revolve with these terms as clauses {clauses} say",
        "partial drawings allowed and no instalments; 2 to 60 cycles, one after the other, the last begun by "
        "the expiry, or 1 to 59 notices; all of it in 64 bits",
        "agree on a clause that fits the credit",
    ),
    "ClausesNoticesUsed": Words(
        "no-notice-left",
        "the amount was reinstated as often as the credit says: {notices} times",
        "a credit that revolves on notice, with a notice left",
        "agree on an amendment of the amount, or on another credit",
    ),
    "ClausesTransferDoesNotFit": Words(
        "transfer-does-not-fit",
        "the clauses {clauses} name a bank that cannot transfer this credit, or stand beside others",
        "the nominated or the issuing bank, or any where any is nominated, and no other clause (art. 38 b)",
        "state clauses for this credit",
    ),
    "TransfersNothingNamed": Words(
        "transfer-of-nothing",
        "no terms, amount or invoice are named",
        "a hash that is not 0, and an amount above 0",
        "name them",
    ),
    "TransfersNotTransferable": Words(
        "not-transferable",
        "credit {credit} names no bank that may transfer it",
        "a credit that says that it is transferable (art. 38 b)",
        "ask for an amendment or another credit",
    ),
    "TransfersOnceOnly": Words(
        "transferred-already",
        "credit {credit} was transferred to its beneficiary",
        "a credit that was not: no second beneficiary transfers on (art. 38 d)",
        "give back what you do not use",
    ),
    "TransfersNotTransferringBank": Words(
        "not-transferring-bank",
        "number {party} is not the transferring bank of this credit",
        "its transferring bank",
        "leave it to the transferring bank",
        Forbidden,
    ),
    "TransfersNotFirstBeneficiary": Words(
        "not-first-beneficiary",
        "number {party} is not the first beneficiary",
        "the beneficiary of the credit that is transferred",
        "leave it to the first beneficiary",
        Forbidden,
    ),
    "TransfersWrongStatus": Words(
        "transfer-status",
        "the transfer is {status}",
        "one that is {allowed}",
        "look at the transfers of this credit again",
    ),
    "TransfersStopped": Words(
        "transfer-stopped",
        "an authority's order stands against credit {credit}",
        "a credit against which none stands",
        "wait for the authority",
    ),
    "TransfersOtherTerms": Words(
        "transfer-on-other-terms",
        "the terms of {transferred} are more than the credit's, or others",
        "less amount and price, earlier days, the first beneficiary's name for the applicant's (art. 38 g)",
        "ask for a transfer on such terms",
    ),
    "TransfersAmountOutOfRange": Words(
        "transfer-amount",
        "{carved} minor units are set aside for a credit under which {drawable} may be drawn",
        "at least that, and no more than the {available} minor units that may still be drawn",
        "set aside another amount",
    ),
    "TransfersOnlyAsAWhole": Words(
        "transfer-only-as-a-whole",
        "credit {credit} would be transferred in part without partial drawings",
        "a transfer of the whole and once, or partial drawings as long as parts are transferred (art. 38 d)",
        _LOOK,
    ),
    "TransfersTooMany": Words(
        "too-many-transfers",
        "credit {credit} was transferred {most} times",
        "no more than {most} transfers of one credit",
        "ask for a credit for the rest",
    ),
    "TransfersSubstitutionWrongStatus": Words(
        "substitution-status",
        "the first beneficiary's invoice for presentation {presentation} is {status}",
        "one that is {allowed}",
        "look at the transfers of this credit again",
    ),
    "TransfersNotPresented": Words(
        "not-presented-under-a-transfer",
        "presentation {presentation} is {status}",
        "documents that are under way or honoured under a transferred credit",
        _LOOK_AT_PRESENTATION,
    ),
    "TransfersDayPast": Words(
        "demanded-for-a-past-day",
        "{until} is before today, {today}",
        "today or a later day",
        "name another day",
    ),
    "TransfersDayNotPast": Words(
        "demanded-day-not-past",
        "the invoice may come until {until}, and today is {today}",
        "a day after the one that was named",
        "wait for the first beneficiary's invoice",
    ),
    "TransfersNothingToReturn": Words(
        "nothing-to-give-back",
        "nothing is left under {transferred} that is neither drawn nor under presentation",
        "a transferred credit of which something is left",
        _LOOK,
    ),
    "TransfersNotEnded": Words(
        "transferred-credit-runs",
        "credit {transferred}, transferred from {credit}, has not ended",
        "what was transferred ends first (art. 38)",
        "wait for its end, or ask its beneficiary to give it back",
    ),
    "TransfersAboveWhatIsHeld": Words(
        "amended-above-what-is-set-aside",
        "{drawable} minor units could be drawn under {transferred}, and {held} are set aside for it",
        "an amendment within what is set aside",
        "ask the first beneficiary for a transfer of more",
    ),
    "TransfersNotAmendable": Words(
        "amendments-not-advised",
        "the transfer of {transferred} keeps amendments from the second beneficiary",
        "a transferred credit to whose beneficiary amendments may be advised (art. 38 e)",
        "ask the first beneficiary",
    ),
    "AmendmentsProposedAlready": Words(
        "amendment-proposed-already",
        "amendment {amendment} was proposed already",
        "each amendment once",
        "propose another",
    ),
    "AmendmentsWrongStatus": Words(
        "amendment-status",
        "the amendment is {status}",
        "one that is {allowed}",
        "look at the amendments of this credit again",
    ),
    "AmendmentsInvalid": Words(
        "amendment-unclear",
        "amendment {amendment} raises and lowers the amount, or gives what it does not change",
        "one change of the amount at most, and each other change by its name",
        "correct the proposal",
    ),
    "AmendmentsConfirmationOpen": Words(
        "extension-awaited",
        "the bank that confirmed has not said whether it extends that to terms {terms}",
        "its agreement, or its word that it does not extend its confirmation (art. 10 a, b)",
        "ask the confirming bank",
    ),
    "AmendmentsConfirmationAnswered": Words(
        "extension-answered",
        "the confirming bank has answered for terms {terms}: {answer}",
        "one answer",
        "look at the amendments of this credit again",
    ),
    "AmendmentsNotConfirmed": Words(
        "nothing-to-extend",
        "the operative terms are not confirmed: {answer}",
        "a confirmation that can be extended (art. 10 b)",
        "confirm the amended terms once they are operative",
    ),
    "AmendmentsNotStated": Words(
        "terms-not-stated",
        "no pending amendment makes the operative terms of credit {credit} the terms {terms}",
        "the operative terms, or what one pending amendment was stated to make of them (art. 10 c)",
        "state the amendment over the operative terms, or accept it",
    ),
    "CreditsLateShipment": Words(
        "late-shipment",
        "shipped on {shipped}",
        "shipment up to {latestShipment}, a day that never moves (art. 29 c)",
        "record it as a discrepancy",
    ),
    "CreditsLatePresentation": Words(
        "late-presentation",
        "presented on {presented}",
        "presentation up to {lastDay} (arts. 6 d, 14 c, 29 a)",
        "record it as a discrepancy",
    ),
    "CreditsDeadlineOutOfRange": Words(
        "deadline-out-of-range",
        "a deadline of {deadline}",
        "from {earliest} to {latest}: five banking days after presentation, closed days included (art. 14 b)",
        "check the branch's calendar and the day of presentation",
    ),
    "CreditsLastDayOutOfRange": Words(
        "last-day-out-of-range",
        "{lastDay} as the last day to present",
        "from {earliest} to {latest}: closed days move it by ten days at most (art. 29 a)",
        "check the branch's calendar",
    ),
    "CreditsNoDiscrepancies": Words(
        "no-discrepancies",
        "a notice of refusal without a discrepancy",
        "each discrepancy in respect of which the bank refuses (art. 16 c ii)",
        "list them all",
    ),
    "CreditsOpenPresentations": Words(
        "presentations-open",
        "{open} presentations are under way",
        "a credit without presentations under way",
        "bring them to their end first",
    ),
    "EndsAlreadyConsented": Words(
        "consented-already",
        "number {party} has agreed to cancel",
        "each consent once",
        "wait for the other side",
    ),
}


def refused(name: str, **values: Any) -> DomainError:
    """What the chain would say as its error `name`, said before it is asked."""
    words = WORDS[name]
    said = {key: _said(value) for key, value in values.items()}
    return words.kind.of(
        Refusal(
            words.code,
            words.found.format(**said),
            words.allowed.format(**said),
            words.next.format(**said),
            said,
        )
    )


def named(statuses: Iterable[IntEnum]) -> str:
    return " or ".join(spoken(status) for status in sorted(statuses))


def spoken(word: IntEnum) -> str:
    return word.name.lower().replace("_", " ")


def _said(value: Any) -> Any:
    if isinstance(value, IntEnum):
        return spoken(value)
    if isinstance(value, frozenset):
        return named(value)
    return value if isinstance(value, int | str | bool) else str(value)


# ------------------------------------------------------------------------------------ what is committed to


def canonical(content: Any) -> bytes:
    """JSON with sorted names and nothing between: the same bytes for the same content."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sealed(content: bytes, salt: bytes) -> str:
    """The commitment to `content`: keccak256(salt ‖ content)."""
    return "0x" + keccak(salt + content).hex()


@dataclass(frozen=True)
class Text:
    """A credit's text as one side holds it. Most texts are sealed whole. One with a field between banks is
    sealed in two leaves, so that the beneficiary can check all that it may read: `banks_salt` is held by who
    may read everything, `banks_leaf` by the beneficiary in its place.
    """

    message: bytes
    salt: bytes
    banks_salt: bytes | None = None
    banks_leaf: bytes | None = None

    def commitment(self, public: bytes) -> str:
        """`public` is the message without what is between banks."""
        leaf = keccak(self.salt + public)
        if self.banks_leaf is not None:
            return "0x" + keccak(leaf + self.banks_leaf).hex()
        if self.banks_salt is None:
            return "0x" + leaf.hex()
        return "0x" + keccak(leaf + keccak(self.banks_salt + self.message)).hex()

    def for_beneficiary(self, public: bytes) -> Text:
        if self.banks_salt is None:
            return Text(public, self.salt)
        return Text(public, self.salt, banks_leaf=keccak(self.banks_salt + self.message))


@dataclass(frozen=True)
class Discrepancy:
    """One sentence, and the article that it offends."""

    text: str
    article: str


@dataclass(frozen=True)
class Notice:
    """The one notice of refusal, complete (art. 16 c)."""

    credit: str
    presentation: str
    discrepancies: tuple[Discrepancy, ...]
    disposal: Disposal

    def as_json(self) -> dict[str, Any]:
        return {
            "credit": self.credit,
            "presentation": self.presentation,
            "refused": "The documents are refused.",
            "discrepancies": [
                {"number": number, "text": found.text, "article": found.article}
                for number, found in enumerate(self.discrepancies, start=1)
            ],
            "disposal": self.disposal.name,
            "documents": f"The documents are {DISPOSAL_WORDS[self.disposal]}.",
        }


def drawing_of(amount: int, currency: str) -> bytes:
    """What the amount of a drawing is committed to by, in minor units."""
    return canonical({"amount": amount, "currency": currency})


def documents_list(documents: Iterable[Mapping[str, Any]]) -> bytes:
    """What presented documents are committed to by: name, kind and SHA-256 of each, in their order."""
    return canonical([{key: entry[key] for key in ("name", "kind", "sha256")} for entry in documents])


# ------------------------------------------------------------------------------------------------- amounts


def outstanding(status: CreditStatus, drawable: int, honoured: int) -> int:
    """What the issuing bank still stands for; nothing once the credit can no longer be drawn."""
    return drawable - honoured if status in RUNNING else 0


def require_status(credit: str, status: CreditStatus, allowed: frozenset[CreditStatus]) -> None:
    if status not in allowed:
        raise refused("CreditsWrongStatus", credit=credit, status=status, allowed=allowed)


def require_presentation(
    presentation: str, status: PresentationStatus, allowed: frozenset[PresentationStatus]
) -> None:
    if status not in allowed:
        raise refused(
            "CreditsWrongPresentationStatus", presentation=presentation, status=status, allowed=allowed
        )


@dataclass(frozen=True)
class Standing:
    """A credit's figures, as the chain has them."""

    credit: str
    expiry: int
    drawable: int
    reserved: int
    honoured: int
    partial_drawings: bool

    @property
    def available(self) -> int:
        return self.drawable - self.reserved - self.honoured


def require_drawing(standing: Standing, amount: int, presented: int, today: int) -> None:
    """What the chain asks of a presentation; days since 1970. A place may be a day before or after the
    chain's clock, and closed days may move the expiry by ten (art. 29 a).
    """
    if abs(presented - today) > 1:
        raise refused("CreditsDateNotToday", given=day_of(presented), today=day_of(today))
    if presented > standing.expiry + 10:
        raise refused("CreditsExpired", expiry=day_of(standing.expiry), presented=day_of(presented))
    if amount == 0:
        raise refused("CreditsZeroAmount")
    if not standing.partial_drawings and standing.reserved + standing.honoured:
        raise refused("CreditsPartialNotAllowed", credit=standing.credit)
    if amount > standing.available:
        raise refused("CreditsOverdrawn", amount=amount, available=standing.available)


def require_in_time(shipped: int, presented: int, latest_shipment: int, last_day: int) -> None:
    """What nobody may find complying; days since 1970."""
    if latest_shipment and shipped > latest_shipment:
        raise refused("CreditsLateShipment", shipped=day_of(shipped), latestShipment=day_of(latest_shipment))
    if presented > last_day:
        raise refused("CreditsLatePresentation", presented=day_of(presented), lastDay=day_of(last_day))
