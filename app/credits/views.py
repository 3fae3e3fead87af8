"""What a member is shown of credits, assembled from its own copies and from the chain. Amounts are decimal
strings in the credit's currency, days and moments ISO 8601.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from app.credits.shown import TermsShown
from app.members.domain import Named
from app.stops.views import StopView

Finality = Literal["pending", "final"]
"""Whether the block that said so can still be undone."""


@dataclass(frozen=True)
class ApplicationView:
    """`status` is applied or issued; `credit` the credit's id once the bank asked the chain for it."""

    id: str
    deal: str
    sent: bool
    status: str
    at: datetime
    applicant: Named
    issuing_bank: Named
    advising_bank: Named
    beneficiary: Named
    credit: str | None
    terms: TermsShown


@dataclass(frozen=True)
class Operative:
    """The terms that the chain enforces, whatever the text says. `available_with` null is any bank; `tenors`
    in words, none where all is at sight.
    """

    amount: str
    tolerance_plus: int
    tolerance_minus: int
    drawable: str
    issued: date
    expiry: date
    latest_shipment: date | None
    presentation_days: int
    rules: str
    available_by: str
    available_with: Named | None
    tenors: list[str]
    partial_drawings: bool
    title_to: str
    cash: str
    document: str


@dataclass(frozen=True)
class Figures:
    """`available` may be presented today; `outstanding` is what the issuing bank stands for, of which
    `under_examination` is presented and not decided. `set_aside`, of what is reserved, is so for credits that
    were transferred from it; who is not told of them is shown null, and `outstanding` with all of theirs.
    """

    drawable: str
    reserved: str
    honoured: str
    available: str
    outstanding: str
    under_examination: str
    set_aside: str | None


@dataclass(frozen=True)
class CreditView:
    """`copy_opens`: the text that your organisation holds is the one that the chain was told of; null while
    the credit is not on chain. `confirmation` is how the bank that is asked to confirm has answered, null
    where none is asked. `version` counts the amendments that were accepted; `pending_amendments` bind the
    issuing bank and are no part of the credit yet. `stopped_by`: authorities that forbid to pay under it,
    `stops`: their orders. `transferable_by` is the bank that may transfer it; `transferred`: it came of
    another, which is told to whoever holds that too.
    """

    id: str
    deal: str
    reference: str
    part: str
    status: str
    in_words: str
    finality: Finality | None
    currency: str
    applicant: Named
    issuing_bank: Named
    advising_bank: Named
    confirming_bank: Named | None
    confirmation: str | None
    beneficiary: Named
    copy_opens: bool | None
    operation: str | None
    figures: Figures | None
    operative: Operative | None
    cancellation_agreed_by: list[Named]
    version: int | None
    pending_amendments: list[str]
    stopped_by: list[Named]
    stops: list[StopView]
    instalments: list[InstalmentView]
    revolving: RevolvingView | None
    advance: AdvanceClauseView | None
    transferable_by: Named | None
    transferred: bool
    transferred_from: str | None
    terms: TermsShown


@dataclass(frozen=True)
class CycleView:
    """`last_day` null: as long as the credit. `drawn` is drawn or under presentation."""

    first_day: date
    last_day: date | None
    drawn: str


@dataclass(frozen=True)
class RevolvingView:
    """The amount of the terms (field 32B), with its upper tolerance, is that of one `cycle`; `total` may ever
    be drawn: every cycle, with every notice that is left. By time there are `cycles`; on notice the bank
    may still reinstate `notices_left` times.
    """

    cumulative: bool
    cycle: str
    total: str
    available: str
    cycles: list[CycleView]
    reinstated: int
    notices_left: int
    in_words: str


@dataclass(frozen=True)
class AdvanceClauseView:
    """Red or green: how much may be advanced in all, how much was, and how much has not come back."""

    kind: str
    percent: int
    most: str
    advanced: str
    outstanding: str


@dataclass(frozen=True)
class InstalmentView:
    """To be presented for from the first to the last day; `drawn` is drawn or under presentation."""

    amount: str
    first_day: date
    last_day: date
    drawn: str


@dataclass(frozen=True)
class SubstitutionView:
    """Of one presentation under a transferred credit. `until`: the last day that the bank has named; `margin`
    is what the first beneficiary may present for, or what lapsed; `invoice`: your organisation holds it.
    """

    presentation: str
    amount: str
    presented: date
    presentation_status: str
    status: str
    in_words: str
    until: date | None
    margin: str | None
    invoice: bool


@dataclass(frozen=True)
class TransferView:
    """A transfer of `credit`, `id` being the transferred credit's. Of `carved` the first beneficiary cannot
    draw what is `set_aside`; `drawable`, `honoured` and `under_examination` are the transferred credit's.
    """

    id: str
    credit: str
    status: str
    in_words: str
    finality: Finality
    second_beneficiary: Named | None
    reference: str | None
    drawable: str | None
    honoured: str
    under_examination: str
    credit_status: str
    credit_in_words: str
    carved: str
    set_aside: str
    amendments_advised: bool
    substitutions: list[SubstitutionView]
    operation: str | None


@dataclass(frozen=True)
class Changed:
    """One figure of the terms as it stands, and as it would be; shown while the amendment is pending."""

    what: str
    operative: str
    amended: str


@dataclass(frozen=True)
class AmendmentView:
    """A proposal beside the terms that it would change. `wording` and `text_opens` for who was sent the text;
    `confirmation` is what the confirming bank has said of these terms, null where none confirmed.
    `can_be_presented_under`: a presentation that names this amendment accepts it.
    """

    id: str
    credit: str
    reference: str | None
    status: str
    in_words: str
    finality: Finality
    wording: str | None
    text_opens: bool | None
    changes: list[Changed]
    operative_terms: str
    amended_terms: str
    can_be_presented_under: bool
    proposed_at: datetime
    ended_at: datetime | None
    confirmation: str | None
    accepted_by_presenting: bool | None
    operation: str | None


@dataclass(frozen=True)
class ClockView:
    """Art. 14 b: five banking days following the day of receipt, by this branch's calendar."""

    received_at: datetime
    day_of_receipt: date
    deadline: datetime
    last_banking_day: date
    banking_day: int
    days_left: int
    overdue: bool
    running: bool
    escalate_to: str | None
    in_words: str
    calendar_version: str


@dataclass(frozen=True)
class Article:
    """A discrepancy: one sentence, and the article that it offends."""

    number: int
    text: str
    article: str


@dataclass(frozen=True)
class ExaminationView:
    """One bank's, and how the presentation stands with it. `discrepancies` and the calendar only for the bank
    that examined: the chain has a hash and days.
    """

    bank: Named
    status: str
    complies: bool
    examined_at: datetime
    deadline: datetime
    last_day: date
    calendar_hash: str
    calendar: dict[str, Any] | None
    calendar_salt: str | None
    discrepancies: list[Article] | None
    examined_by: str | None


@dataclass(frozen=True)
class NoticeView:
    """A notice of refusal. Text where your organisation wrote or received it; `on_chain_at` is the second
    that counts, `sent_at` the second at which it left the bank.
    """

    commitment: str
    bank: Named
    effective: bool
    in_words: str
    on_chain_at: datetime
    sent_at: datetime | None
    discrepancies: list[Article] | None
    count: int | None
    disposal: str | None
    disposal_in_words: str | None
    opens: bool | None
    salt: str | None


@dataclass(frozen=True)
class WaiverRequestView:
    id: str
    asked_at: datetime
    question: str
    discrepancies: list[Article]
    answered_at: datetime | None
    accepts: bool | None
    answer: str | None


@dataclass(frozen=True)
class DocumentView:
    place: int
    name: str
    kind: str
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class PresentationView:
    """`status` is how it stands with `bank`, where the documents are since the day `received`. `payer` is the
    bank that honoured or negotiated, and is reimbursed. `examination` is our own, or that of the bank that
    has the documents; `examinations` those of every bank. `documents` and `documents_open` for who holds a
    copy; null for others.
    """

    id: str
    credit: str
    status: str
    in_words: str
    finality: Finality
    amount: str
    currency: str
    shipped: date
    invoiced: date | None
    presented: date
    bank: Named
    received: date
    payer: Named | None
    lodged_at: datetime
    bills: list[str]
    commitment: str
    documents: list[DocumentView] | None
    documents_open: bool | None
    paid_to: Named | None
    clock: ClockView | None
    examination: ExaminationView | None
    examinations: list[ExaminationView]
    obligations: list[str]
    notices: list[NoticeView]
    waiver_requests: list[WaiverRequestView]


@dataclass(frozen=True)
class ObligationView:
    """What a bank owes at a day. `offered_to` and `offered_price` are told to its creditor and to whom it is
    offered. `operations` are those of ours that ask for its payment: each says who, and
    who approved.
    """

    id: str
    we_owe: bool
    kind: str
    status: str
    in_words: str
    finality: Finality
    due: date
    amount: str
    currency: str
    cash: str
    obligor: Named
    obligee: Named
    offered_to: Named | None
    offered_price: str | None
    credit: str | None
    reference: str | None
    presentation: str
    incurred_at: datetime
    transaction: str
    paid_to: Named | None
    paid_at: datetime | None
    paid_by_transaction: str | None
    operations: list[str]


@dataclass(frozen=True)
class DeductionView:
    """What was taken off a payment for an advance."""

    presentation: str
    payer: Named
    amount: str
    at: datetime
    transaction: str


@dataclass(frozen=True)
class AdvanceView:
    """`bank` is the one that was asked; `outstanding` what it has advanced and has not got back. `warehouse`
    is null under a red clause; `finality` is null before the chain has it.
    """

    id: str
    your_side: str
    credit: str
    reference: str
    bank: Named
    amount: str
    currency: str
    outstanding: str
    receipt: str
    warehouse: str | None
    status: str
    in_words: str
    finality: Finality | None
    deductions: list[DeductionView]
    kept_at: datetime


@dataclass(frozen=True)
class AcknowledgedView:
    """By a bank that pays the assignee; `ahead` is what it was to pay to others before, or all."""

    bank: Named
    ahead: str
    at: datetime


@dataclass(frozen=True)
class ShareView:
    """What a bank has paid of a drawing to the assignee, or undertook to at maturity."""

    presentation: str
    bank: Named
    amount: str
    at: datetime
    transaction: str


@dataclass(frozen=True)
class AssignmentView:
    """Proceeds that a beneficiary has given to another, `amount` being decimal or all. `reference` is told to
    who holds the credit; `finality` is null before the chain has it.
    """

    id: str
    your_side: str
    credit: str
    reference: str | None
    beneficiary: Named
    assignee: Named
    amount: str
    currency: str
    paid: str
    agreed: str
    status: str
    in_words: str
    finality: Finality | None
    acknowledged: list[AcknowledgedView]
    shares: list[ShareView]
    kept_at: datetime


@dataclass(frozen=True)
class DiaryTotal:
    """To be paid from one account, `account` being our number: `held` is what it holds now, `funded` whether
    that is enough for all that falls due up to this day.
    """

    currency: str
    cash: str
    account: int
    amount: str
    held: str
    funded: bool
    obligations: list[str]


@dataclass(frozen=True)
class DiaryDay:
    due: date
    days_left: int
    totals: list[DiaryTotal]


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    what: str
    in_words: str
    who: Named
    presentation: str | None
    block: int
    transaction: str
    finality: Finality


@dataclass(frozen=True)
class Suggestion:
    """Decision support: what was compared, in words. `discrepancy`: a bank may refuse for it; otherwise it is
    for a person to look at. It decides nothing. `document` null: of the amount, or of all bills together.
    """

    document: str | None
    discrepancy: bool
    found: str
    asked: str
    article: str
    sentence: str


@dataclass(frozen=True)
class LiabilityLine:
    """What we stand for as `part`: what may still be drawn; `offered`, what may be drawn besides once the
    beneficiary accepts amendments that bind us already; `undertaken`, what falls due later, as `acceptances`
    or `deferred` payments; and `advanced`, what another bank has advanced under a credit that has ended:
    before it is within what may be drawn. `customer` is for whom; `country` is empty where we do not know it.
    """

    credit: str
    reference: str
    part: str
    applicant: Named
    customer: Named
    country: str
    currency: str
    status: str
    drawable: str
    honoured: str
    outstanding: str
    under_examination: str
    offered: str
    undertaken: str
    acceptances: str
    deferred: str
    advanced: str


@dataclass(frozen=True)
class LiabilityTotal:
    currency: str
    credits: int
    outstanding: str
    under_examination: str
    offered: str
    undertaken: str
    acceptances: str
    deferred: str
    advanced: str


@dataclass(frozen=True)
class LiabilityShare(LiabilityTotal):
    """Of one customer, or of one country where `customer` is null, in one currency."""

    customer: Named | None
    country: str


@dataclass(frozen=True)
class Liability:
    """As the chain was after `block`. Each sum is the sum of its lines."""

    block: int
    totals: list[LiabilityTotal]
    by_customer: list[LiabilityShare]
    by_country: list[LiabilityShare]
    lines: list[LiabilityLine]


@dataclass(frozen=True)
class CalendarView:
    """`set_by` (a user's id) and `set_at` are null for the calendar that counts while a branch has said
    none.
    """

    version: str
    weekend: list[int]
    holidays: list[date]
    interruptions: list[date]
    closes: str
    time_zone: str
    escalate_on_day_3: str
    escalate_on_day_4: str
    set_by: str | None
    set_at: datetime | None
