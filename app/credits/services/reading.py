"""What a member is shown: its own copies beside what the chain has, and which of it is final."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.credits import store
from app.credits.contract import NO_CLAUSES
from app.credits.domain import (
    CONFIRMATION_WORDS,
    CREDIT_WORDS,
    DISPOSAL_WORDS,
    OPEN,
    PRECLUSION_WORDS,
    PRESENTATION_WORDS,
    RUNNING,
    CreditStatus,
    Disposal,
    Preclusion,
    Rules,
    canonical,
    day_of,
    days_of,
    outstanding,
    sealed,
    spoken,
)
from app.credits.services import (
    advancing,
    calendars,
    clauses,
    deciding,
    examining,
    records,
    revolving,
    transferred,
)
from app.credits.services.records import Held
from app.credits.shown import shown
from app.credits.store import (
    AmendmentRow,
    CreditCopy,
    CreditEventRow,
    CreditRow,
    ExaminationRow,
    NoticeCopy,
    NoticeRow,
    PresentationCopy,
    PresentationRow,
    WaiverRequest,
)
from app.credits.views import (
    AdvanceClauseView,
    Article,
    ClockView,
    CreditView,
    DocumentView,
    ExaminationView,
    Figures,
    Finality,
    HistoryLine,
    InstalmentView,
    NoticeView,
    Operative,
    PresentationView,
    RevolvingView,
    WaiverRequestView,
)
from app.days import moment_of
from app.db import now_of
from app.members import service as members
from app.members.domain import Named
from app.paging import PageAsked, page
from app.stops.domain import Order
from app.stops.views import parties
from app.stops.views import shown as shown_orders

EVENT_WORDS = {
    "CreditIssued": "issued the credit",
    "CreditAdvised": "advised it to the beneficiary",
    "CreditConfirmed": "confirmed the credit",
    "ConfirmationDeclined": "declined to confirm the credit",
    "Presented": "presented documents",
    "Examined": "recorded an examination",
    "Waived": "waived the discrepancies",
    "Honoured": "honoured",
    "Negotiated": "negotiated: bought the documents",
    "Forwarded": "passed the documents on",
    "Refused": "refused the documents; the bills went back",
    "RefusalPrecluded": "sent a notice of refusal that takes no effect",
    "Withdrawn": "withdrew the presentation",
    "CreditExpired": "closed the credit after its expiry",
    "AmendmentProposed": "proposed an amendment",
    "ConfirmationExtended": "extended its confirmation to an amendment",
    "ConfirmationNotExtended": "did not extend its confirmation to an amendment",
    "AmendmentAccepted": "accepted an amendment",
    "AmendmentRefused": "refused an amendment",
    "PaymentStopped": "forbade to pay under it",
    "StopLifted": "allowed again to pay under it",
    "TransferRequested": "asked for a transfer",
    "TransferRevoked": "took back the request for a transfer",
    "Transferred": "transferred it to a second beneficiary",
    "TransferReturned": "has again what was not drawn under a transferred credit",
    "CancellationAgreed": "agreed to cancel",
    "CreditReinstated": "reinstated the amount",
    "CreditCancelled": "completed the cancellation",
}


@dataclass(frozen=True)
class ToCome:
    """Minor units that may be presented for today, and from now on."""

    today: int
    ever: int


class _Clauses:
    """What a credit's clauses say of it, as it is shown."""

    def __init__(self, session: Session, held: Held) -> None:
        self.instalments: list[InstalmentView] = clauses.schedule(session, held)
        self.advance: AdvanceClauseView | None = advancing.clause(session, held)
        stands = revolving.of(session, held.row) if held.row else None
        self.revolving: RevolvingView | None = None
        self.to_come: ToCome | None = None
        if stands and held.row:
            today = days_of(now_of(session).date())
            self.revolving = revolving.shown(session, held, stands)
            self.to_come = ToCome(stands.available(today), revolving.to_come(session, held.row, stands))


class _People:
    """Who is who for one member, asked once for a whole answer."""

    def __init__(self, session: Session, member_id: str, copies: Sequence[CreditCopy]) -> None:
        self._session, self._member_id = session, member_id
        leis = {lei for copy in copies for lei in _leis(copy)}
        self._names = members.names_of(session, member_id, leis)

    def organisation(self, lei: str) -> Named:
        return Named(None, lei, self._names.get(lei))

    def numbers(self, parties: set[int]) -> dict[int, Named]:
        return members.named(self._session, self._member_id, parties)


def credits(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[CreditView], str | None]:
    """Those of which the caller's member holds a copy, newest first."""
    query = store.copies_of(caller.member_id)
    copies, following = page(session, query, asked, [CreditCopy.number], lambda row: row, newest_first=True)
    chain_id = deployment_of(session).chain_id
    rows = store.credit_rows(session, chain_id, [copy.id for copy in copies])
    people = _People(session, caller.member_id, copies)
    return [
        _credit(
            held,
            people,
            _Clauses(session, held),
            _transferable(session, held),
            *_standing(session, chain_id, held.copy.id, rows.get(held.copy.id)),
        )
        for held in (Held(copy, rows.get(copy.id)) for copy in copies)
    ], following


def credit(session: Session, caller: Caller, id: str) -> CreditView:
    found = records.held(session, caller, id)
    people = _People(session, caller.member_id, [found.copy])
    chain_id = deployment_of(session).chain_id
    return _credit(
        found,
        people,
        _Clauses(session, found),
        _transferable(session, found),
        *_standing(session, chain_id, found.copy.id, found.row),
    )


def message(session: Session, caller: Caller, id: str) -> bytes:
    """Our own copy of the text, byte for byte."""
    return records.held(session, caller, id).copy.message


def history(
    session: Session, caller: Caller, id: str, asked: PageAsked
) -> tuple[list[HistoryLine], str | None]:
    """Every event of the credit in the order of the chain."""
    found = records.held(session, caller, id)
    chain_id = deployment_of(session).chain_id
    order = [CreditEventRow.first_block, CreditEventRow.log_index]
    rows, following = page(session, store.events_of(chain_id, found.copy.id), asked, order, lambda row: row)
    named = _People(session, caller.member_id, []).numbers({row.party for row in rows})
    final = store.final_block(session, chain_id)
    return [
        HistoryLine(
            at=moment_of(row.at),
            what=row.name,
            in_words=f"{named[row.party]} {EVENT_WORDS[row.name]}",
            who=named[row.party],
            presentation=row.presentation,
            block=row.first_block,
            transaction=row.tx_hash,
            finality=_finality(row.last_block, final),
        )
        for row in rows
    ], following


def presentations(
    session: Session, caller: Caller, id: str, asked: PageAsked
) -> tuple[list[PresentationView], str | None]:
    """Of one credit, in the order in which they were lodged."""
    found = records.held(session, caller, id)
    query = store.presentations_of(deployment_of(session).chain_id, found.copy.id)
    return page(
        session, query, asked, [PresentationRow.place], lambda row: _presentation(session, caller, found, row)
    )


def presentation(session: Session, caller: Caller, credit: str, id: str) -> PresentationView:
    found = records.held(session, caller, credit)
    return _presentation(session, caller, found, records.presentation(session, found.copy.id, id))


def waiver_request(row: WaiverRequest) -> WaiverRequestView:
    return WaiverRequestView(
        id=row.id,
        asked_at=row.asked_at,
        question=row.question,
        discrepancies=_articles(row.discrepancies),
        answered_at=row.answered_at,
        accepts=row.accepts,
        answer=row.answer,
    )


# ------------------------------------------------------------------------------------------------- credits


def _standing(
    session: Session, chain_id: int, credit: str, row: CreditRow | None
) -> tuple[int, list[AmendmentRow], tuple[Order, ...]]:
    """The final block, what is pending, and the orders that stand."""
    pending = store.pending_amendments(session, chain_id, [credit]).get(credit, [])
    orders = records.orders(session, row) if row else ()
    return store.final_block(session, chain_id), pending, orders


@dataclass(frozen=True)
class _Transferable:
    """`bank` is 0 where it is not; `beside` is what is stood for under credits that came of it, None for who
    is not told of them; `origin` as it is told.
    """

    bank: int
    beside: int | None
    transferred: bool
    origin: str | None


def _transferable(session: Session, held: Held) -> _Transferable:
    row = held.row
    if row is None or row.clauses == NO_CLAUSES:
        return _Transferable(0, None, False, None)
    return _Transferable(
        store.transferring_bank(session, row),
        transferred.beside(session, row) if transferred.may_know(session, held) else None,
        store.transferred_from(session, row.chain_id, row.id) is not None,
        transferred.origin(session, held),
    )


def _credit(
    held: Held,
    people: _People,
    of_clauses: _Clauses,
    transferable: _Transferable,
    final: int,
    pending: Sequence[AmendmentRow],
    orders: Sequence[Order],
) -> CreditView:
    copy, row = held.copy, held.row
    status = row.state if row else CreditStatus.UNKNOWN
    consents = people.numbers(set(row.consents)) if row and row.consents else {}
    stopping = people.numbers(parties(orders)) if orders else {}
    by = transferable.bank
    return CreditView(
        id=copy.id,
        deal=copy.deal,
        reference=copy.reference,
        part=copy.part,
        status=status.name.lower(),
        in_words=CREDIT_WORDS[status],
        finality=_finality(row.last_block, final) if row else None,
        currency=copy.currency,
        applicant=people.organisation(copy.applicant),
        issuing_bank=people.organisation(copy.issuing_bank),
        advising_bank=people.organisation(copy.advising_bank),
        confirming_bank=people.organisation(copy.confirming_bank) if copy.confirming_bank else None,
        confirmation=CONFIRMATION_WORDS[row.answer] if row and copy.confirming_bank else None,
        beneficiary=people.organisation(copy.beneficiary),
        copy_opens=held.opens,
        operation=copy.operation_id,
        figures=_figures(held, row, of_clauses.to_come, transferable.beside) if row else None,
        operative=_operative(held, row, people) if row else None,
        cancellation_agreed_by=[consents[party] for party in row.consents] if row else [],
        version=row.version if row else None,
        pending_amendments=[one.id for one in pending],
        stopped_by=[stopping[number] for number in sorted({order.authority for order in orders})],
        stops=shown_orders(orders, stopping),
        instalments=of_clauses.instalments,
        revolving=of_clauses.revolving,
        advance=of_clauses.advance,
        transferable_by=people.numbers({by})[by] if by and not transferable.transferred else None,
        transferred=transferable.transferred,
        transferred_from=transferable.origin,
        terms=shown(held.terms),
    )


def _figures(held: Held, row: CreditRow, to_come: ToCome | None, beside: int | None) -> Figures:
    """`to_come` where the amount revolves; `beside` where it was transferred to others."""
    running = row.state in RUNNING
    available = row.drawable - row.reserved - row.honoured
    still = max(outstanding(row.state, row.drawable, row.honoured) - (beside or 0), 0)
    if to_come is not None:
        available, still = to_come.today, (row.reserved + to_come.ever) if running else 0
    return Figures(
        drawable=held.decimal(row.drawable),
        reserved=held.decimal(row.reserved),
        honoured=held.decimal(row.honoured),
        available=held.decimal(available),
        outstanding=held.decimal(still),
        under_examination=held.decimal(row.presented),
        set_aside=held.decimal(row.set_aside) if beside is not None else None,
    )


def _operative(held: Held, row: CreditRow, people: _People) -> Operative:
    return Operative(
        amount=held.decimal(row.amount),
        tolerance_plus=row.tolerance_plus,
        tolerance_minus=row.tolerance_minus,
        drawable=held.decimal(row.drawable),
        issued=day_of(row.issued),
        expiry=day_of(row.expiry),
        latest_shipment=day_of(row.latest_shipment) if row.latest_shipment else None,
        presentation_days=row.presentation_days,
        rules=spoken(Rules(row.rules)),
        available_by=spoken(row.available_by),
        available_with=people.organisation(held.copy.nominated_bank) if held.copy.nominated_bank else None,
        tenors=[str(tenor) for tenor in held.terms.tenors],
        partial_drawings=row.partial_drawings,
        title_to="applicant" if row.title_to_applicant else "issuing bank",
        cash=row.cash,
        document=row.operative_document,
    )


# ------------------------------------------------------------------------------------------- presentations


def _presentation(session: Session, caller: Caller, held: Held, row: PresentationRow) -> PresentationView:
    copy = store.presentation_copy(session, caller.member_id, row.id)
    chain_id = deployment_of(session).chain_id
    copies = store.notice_copies(session, caller.member_id, row.id)
    notices = store.notices_on_chain(session, chain_id, row.id)
    examined = store.examinations_on_chain(session, chain_id, row.id)
    parties = {row.bank, row.payer or row.bank, row.payee or row.bank}
    parties |= {one.bank for one in notices} | {one.bank for one in examined}
    named = members.named(session, caller.member_id, parties)
    shown = {one.bank: _examination(session, caller.member_id, row, one, named) for one in examined}
    return PresentationView(
        id=row.id,
        credit=row.credit,
        status=row.state.name.lower(),
        in_words=PRESENTATION_WORDS[row.state],
        finality=_finality(row.last_block, store.final_block(session, chain_id)),
        amount=held.decimal(row.amount),
        currency=held.copy.currency,
        shipped=day_of(row.shipped),
        invoiced=day_of(row.invoiced) if row.invoiced else None,
        presented=day_of(row.presented),
        bank=named[row.bank],
        received=day_of(row.received),
        payer=named[row.payer] if row.payer else None,
        lodged_at=moment_of(row.lodged_at),
        bills=list(row.bills),
        commitment=row.documents,
        documents=_documents(copy) if copy else None,
        documents_open=(copy.opens and copy.commitment == row.documents) if copy else None,
        paid_to=named[row.payee] if row.payee else None,
        clock=running_clock(session, held.copy, row, copy) if held.copy.party == row.bank and copy else None,
        examination=shown.get(held.copy.party) or shown.get(row.bank),
        examinations=list(shown.values()),
        obligations=[one.id for one in store.obligations_from(session, chain_id, row.id)],
        notices=[_notice(session, notice, copies.get(notice.notice), named) for notice in notices],
        waiver_requests=[
            waiver_request(asked) for asked in store.waiver_requests(session, caller.member_id, row.id)
        ],
    )


def _documents(copy: PresentationCopy) -> list[DocumentView]:
    return [
        DocumentView(d.place, d.name, d.kind, d.media_type, len(d.content), d.sha256) for d in copy.documents
    ]


def running_clock(
    session: Session, credit: CreditCopy, row: PresentationRow, copy: PresentationCopy
) -> ClockView:
    """Our own, while the documents are with us. Days are those of the finding's calendar; who is to be told
    is whom the calendar names that counts now.
    """
    calendar = examining.calendar_for(session, credit.member_id, credit.party, row)
    people = calendars.counting(session, credit.member_id).escalation
    at = examining.clock_of(copy, calendar, now_of(session))
    running = row.state in OPEN
    return ClockView(
        received_at=at.received_at,
        day_of_receipt=at.day_of_receipt,
        deadline=at.deadline,
        last_banking_day=at.last_day,
        banking_day=at.day,
        days_left=at.days_left,
        overdue=running and at.overdue,
        running=running,
        escalate_to=at.escalate_to(people) if running else None,
        in_words=at.words(people) if running else "stopped: it was decided",
        calendar_version=calendar.version,
    )


def _examination(
    session: Session,
    member_id: str,
    presentation: PresentationRow,
    row: ExaminationRow,
    named: Mapping[int, Named],
) -> ExaminationView:
    made = store.examination_of(session, member_id, presentation.id, row.calendar)
    return ExaminationView(
        bank=named[row.bank],
        status=spoken(row.state),
        complies=row.complies,
        examined_at=moment_of(row.examined_at),
        deadline=moment_of(row.deadline),
        last_day=day_of(row.last_day),
        calendar_hash=row.calendar,
        calendar=json.loads(made.calendar) if made else None,
        calendar_salt="0x" + made.calendar_salt.hex() if made else None,
        discrepancies=_articles(made.discrepancies) if made else None,
        examined_by=made.examiner if made else None,
    )


def _notice(
    session: Session, row: NoticeRow, copy: NoticeCopy | None, named: Mapping[int, Named]
) -> NoticeView:
    late = Preclusion(row.preclusion) if row.preclusion is not None else None
    text: dict[str, Any] = copy.notice if copy else {}
    disposal = Disposal[text["disposal"]] if text else None
    if row.disposal is not None:
        disposal = Disposal(row.disposal)
    listed = _articles(text["discrepancies"]) if text else None
    return NoticeView(
        commitment=row.notice,
        bank=named[row.bank],
        effective=late is None,
        in_words=PRECLUSION_WORDS[late] if late is not None else "the documents are refused",
        on_chain_at=moment_of(row.at),
        sent_at=deciding.sent_at(session, copy) if copy else None,
        discrepancies=listed,
        count=row.discrepancies if row.discrepancies is not None else (len(listed) if listed else None),
        disposal=disposal.name if disposal is not None else None,
        disposal_in_words=DISPOSAL_WORDS[disposal] if disposal is not None else None,
        opens=sealed(canonical(copy.notice), copy.salt) == row.notice if copy else None,
        salt="0x" + copy.salt.hex() if copy else None,
    )


def _articles(listed: Sequence[dict[str, Any]]) -> list[Article]:
    return [Article(number, entry["text"], entry["article"]) for number, entry in enumerate(listed, start=1)]


def _leis(copy: CreditCopy) -> tuple[str, ...]:
    banks = (bank for bank in (copy.confirming_bank, copy.nominated_bank) if bank)
    return copy.applicant, copy.issuing_bank, copy.advising_bank, copy.beneficiary, *banks


def _finality(block: int, final: int) -> Finality:
    return "final" if block <= final else "pending"


__all__ = ["credit", "credits", "history", "message", "presentation", "presentations", "running_clock"]
