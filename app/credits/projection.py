"""Events of LetterOfCredit and the books beside it -> credits, their amendments, presentations,
notices, obligations and their history, in which those of StopBook are told too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.credits.advances import AdvanceStatus
from app.credits.amendments import AmendmentStatus
from app.credits.assignments import AssignmentStatus
from app.credits.domain import Confirmation, CreditStatus, ObligationStatus, Preclusion, PresentationStatus
from app.credits.store import (
    AcknowledgementRow,
    AdvanceRow,
    AmendmentRow,
    AssignmentRow,
    ClausesRow,
    CreditEventRow,
    CreditRow,
    DeductionRow,
    ExaminationRow,
    FormerTermsRow,
    NoticeRow,
    ObligationRow,
    PresentationRow,
    ShareRow,
    SubstitutionRow,
    TransferRow,
)
from app.credits.transfers import SubstitutionStatus, TransferStatus


def issued(mirror: Mirror, event: Event) -> None:
    terms = event.args["terms"]
    # The amount with its upper tolerance, a fraction of a minor unit dropped: as the contract reckons. What
    # clauses make of it is told next.
    drawable = terms["amount"] + terms["amount"] * terms["tolerancePlus"] // 100
    mirror.insert(
        CreditRow,
        event.address,
        event.args["credit"],
        issuing_bank=terms["issuingBank"],
        applicant=terms["applicant"],
        beneficiary=terms["beneficiary"],
        advising_bank=terms["advisingBank"],
        nominated_bank=terms["nominatedBank"],
        confirming_bank=terms["confirmingBank"],
        cash=terms["cash"],
        amount=terms["amount"],
        tolerance_plus=terms["tolerancePlus"],
        tolerance_minus=terms["toleranceMinus"],
        issued=terms["issued"],
        expiry=terms["expiry"],
        latest_shipment=terms["latestShipment"],
        presentation_days=terms["presentationDays"],
        rules=terms["rules"],
        availability=terms["availability"],
        tenors=[[one["percent"], one["from"], one["numberOfDays"]] for one in terms["tenors"]],
        partial_drawings=terms["partialDrawings"],
        title_to_applicant=terms["titleToApplicant"],
        clauses=terms["clauses"],
        document=terms["document"],
        terms=event.args["credit"],
        operative_document=terms["document"],
        status=CreditStatus.ISSUED,
        confirmation=Confirmation.NONE,
        version=0,
        consents=[],
        open=0,
        reinstated=0,
        drawable=drawable,
        reserved=0,
        honoured=0,
        set_aside=0,
    )
    _tell(mirror, event, terms["issuingBank"])


def advised(mirror: Mirror, event: Event) -> None:
    credit = _credit(mirror, event, status=CreditStatus.ADVISED)
    _tell(mirror, event, credit.advising_bank)


def confirmed(mirror: Mirror, event: Event) -> None:
    _of_book(mirror, event, confirmation=Confirmation.CONFIRMED)
    _tell(mirror, event, event.args["bank"])


def declined(mirror: Mirror, event: Event) -> None:
    _of_book(mirror, event, confirmation=Confirmation.DECLINED)
    _tell(mirror, event, event.args["bank"])


def amendment_proposed(mirror: Mirror, event: Event) -> None:
    """What it makes of the operative terms is told by the next event."""
    contents, credit = event.args["contents"], _credit_of_book(mirror, event)
    mirror.insert(
        AmendmentRow,
        event.address,
        event.args["amendment"],
        deal=credit.contract,
        credit=credit.id,
        place=_in_order(event),
        changes=contents["changes"],
        increase=contents["increase"],
        decrease=contents["decrease"],
        tolerance_plus=contents["tolerancePlus"],
        tolerance_minus=contents["toleranceMinus"],
        expiry=contents["expiry"],
        latest_shipment=contents["latestShipment"],
        presentation_days=contents["presentationDays"],
        partial_drawings=contents["partialDrawings"],
        text=contents["text"],
        status=AmendmentStatus.PENDING,
        base=credit.terms,
        terms=credit.terms,
        drawable=credit.drawable,
        answer=Confirmation.NONE,
        answered_terms=None,
        presenting=None,
        proposed_at=event.block_time,
        ended_at=None,
    )
    _tell(mirror, event, credit.issuing_bank)


def amendment_stated(mirror: Mirror, event: Event) -> None:
    given = event.args
    _amendment(mirror, event, base=given["base"], terms=given["terms"], drawable=given["drawable"])


def extended(mirror: Mirror, event: Event) -> None:
    _answered(mirror, event, Confirmation.CONFIRMED)


def not_extended(mirror: Mirror, event: Event) -> None:
    _answered(mirror, event, Confirmation.DECLINED)


def amendment_accepted(mirror: Mirror, event: Event) -> None:
    """The terms change; their hash, confirmation and what can be drawn are in the credit's next event."""
    amendment = _amendment(
        mirror,
        event,
        status=AmendmentStatus.ACCEPTED,
        presenting=event.args["presenting"],
        ended_at=event.block_time,
    )
    credit = _credit_of_book(mirror, event)
    before = credit.amendable
    after = amendment.amendment.over(before)
    mirror.insert(
        FormerTermsRow,
        credit.contract,
        credit.terms,
        credit=credit.id,
        version=credit.version,
        confirmation=credit.confirmation,
        **vars(before),
    )
    changed = vars(after) | {"operative_document": after.document}
    del changed["document"]
    mirror.update(CreditRow, credit.contract, credit.id, **changed)
    _tell(mirror, event, credit.beneficiary)


def amendment_refused(mirror: Mirror, event: Event) -> None:
    _amendment(mirror, event, status=AmendmentStatus.REFUSED, ended_at=event.block_time)
    _tell(mirror, event, _credit_of_book(mirror, event).beneficiary)


def amended(mirror: Mirror, event: Event) -> None:
    given = event.args
    _credit(
        mirror,
        event,
        terms=given["terms"],
        drawable=given["drawable"],
        confirmation=given["answer"],
        version=_row(mirror, event).version + 1,
        consents=[],
    )


def ordered(mirror: Mirror, event: Event) -> None:
    """By an authority; of other deals than credits others tell."""
    credit = event.args["id"]
    if mirror.get(CreditRow, event.args["deal"].lower(), credit) is not None:
        _tell(mirror, event, event.args["authority"], credit)


def clauses_stated(mirror: Mirror, event: Event) -> None:
    contents = event.args["contents"]
    revolving = contents["revolving"]
    mirror.insert(
        ClausesRow,
        event.address,
        event.args["clauses"],
        instalments=[[one["amount"], one["from"], one["until"]] for one in contents["instalments"]],
        first_days=list(revolving["firstDays"]),
        notices=revolving["notices"],
        cumulative=revolving["cumulative"],
        transferring_bank=contents["transferringBank"],
        advance=[contents["advance"]["kind"], contents["advance"]["percent"]],
    )


def assigned(mirror: Mirror, event: Event) -> None:
    """Between beneficiary, assignee and the banks that are told: no line in the credit's history, which all
    its parties read.
    """
    given = event.args
    mirror.insert(
        AssignmentRow,
        event.address,
        given["assignment"],
        deal=given["deal"].lower(),
        credit=given["credit"],
        assignee=given["assignee"],
        amount=given["amount"],
        deed=given["deed"],
        paid=0,
        status=AssignmentStatus.ASSIGNED,
        assigned_at=event.block_time,
    )


def acknowledged(mirror: Mirror, event: Event) -> None:
    given = event.args
    mirror.insert(
        AcknowledgementRow,
        event.address,
        _place(event),
        assignment=given["assignment"],
        bank=given["bank"],
        ahead=given["ahead"],
        place=_in_order(event),
        at=event.block_time,
    )


def share_drawn(mirror: Mirror, event: Event) -> None:
    given = event.args
    row = mirror.get(AssignmentRow, event.address, given["assignment"])
    if row is None:
        raise KeyError(given["assignment"])
    paid = row.paid + given["amount"]
    status = AssignmentStatus.PAID if paid == row.amount else AssignmentStatus.ASSIGNED
    mirror.update(AssignmentRow, event.address, row.id, paid=paid, status=status)
    mirror.insert(
        ShareRow,
        event.address,
        _place(event),
        assignment=row.id,
        drawing=given["drawing"],
        bank=given["bank"],
        amount=given["amount"],
        place=_in_order(event),
        at=event.block_time,
        tx_hash=event.tx_hash,
    )


def assignment_released(mirror: Mirror, event: Event) -> None:
    mirror.update(AssignmentRow, event.address, event.args["assignment"], status=AssignmentStatus.RELEASED)


def advance_asked(mirror: Mirror, event: Event) -> None:
    """Between beneficiary and the banks that are told, as an assignment is."""
    given = event.args
    values = {
        "deal": given["deal"].lower(),
        "credit": given["credit"],
        "bank": given["bank"],
        "amount": given["amount"],
        "receipt": given["receipt"],
        "warehouse": given["warehouse"],
        "back": 0,
        "status": AdvanceStatus.ASKED,
        "asked_at": event.block_time,
        "place": _in_order(event),
        "advanced": 0,
    }
    # What was taken back may be asked for again.
    mirror.put(AdvanceRow, event.address, given["advance"], **values)


def advance_withdrawn(mirror: Mirror, event: Event) -> None:
    mirror.update(AdvanceRow, event.address, event.args["advance"], status=AdvanceStatus.UNKNOWN)


def advanced(mirror: Mirror, event: Event) -> None:
    mirror.update(
        AdvanceRow,
        event.address,
        event.args["advance"],
        status=AdvanceStatus.ADVANCED,
        advanced=_in_order(event),
    )


def advance_deducted(mirror: Mirror, event: Event) -> None:
    given = event.args
    row = _came_back(mirror, event)
    mirror.insert(
        DeductionRow,
        event.address,
        _place(event),
        advance=row.id,
        drawing=given["drawing"],
        payer=given["payer"],
        amount=given["amount"],
        place=_in_order(event),
        at=event.block_time,
        tx_hash=event.tx_hash,
    )


def advance_repaid(mirror: Mirror, event: Event) -> None:
    _came_back(mirror, event)


def _came_back(mirror: Mirror, event: Event) -> AdvanceRow:
    row = mirror.get(AdvanceRow, event.address, event.args["advance"])
    if row is None:
        raise KeyError(event.args["advance"])
    back = row.back + event.args["amount"]
    status = AdvanceStatus.SETTLED if back == row.amount else AdvanceStatus.ADVANCED
    return mirror.update(AdvanceRow, event.address, row.id, back=back, status=status)


def adjusted(mirror: Mirror, event: Event) -> None:
    """One that was exhausted, and is not by this balance, is running again."""
    given, status = event.args, _row(mirror, event).state
    if status is CreditStatus.EXHAUSTED and given["drawable"] != given["honoured"]:
        status = CreditStatus.ADVISED
    figures = {name: given[name] for name in ("drawable", "reserved", "honoured")}
    _credit(mirror, event, status=status, **figures)


def reinstated(mirror: Mirror, event: Event) -> None:
    """By its bank's notice. What comes of it is told by the credit."""
    credit = _credit_of_book(mirror, event)
    mirror.update(CreditRow, credit.contract, credit.id, reinstated=event.args["reinstated"])
    _tell(mirror, event, credit.issuing_bank)


def transfer_requested(mirror: Mirror, event: Event) -> None:
    given, credit = event.args, _credit_of_book(mirror, event)
    mirror.insert(
        TransferRow,
        event.address,
        given["transferred"],
        deal=credit.contract,
        credit=credit.id,
        place=_in_order(event),
        first_beneficiary=given["firstBeneficiary"],
        bank=0,
        carved=given["carved"],
        held=0,
        amendable=given["amendable"],
        status=TransferStatus.REQUESTED,
    )
    _tell(mirror, event, given["firstBeneficiary"])


def transfer_revoked(mirror: Mirror, event: Event) -> None:
    transfer = mirror.update(
        TransferRow, event.address, event.args["transferred"], status=TransferStatus.REVOKED
    )
    _tell(mirror, event, transfer.first_beneficiary)


def transferred(mirror: Mirror, event: Event) -> None:
    """The transferred credit was issued by the event before; it is advised with its transfer."""
    given, credit = event.args, _credit_of_book(mirror, event)
    mirror.update(
        CreditRow,
        credit.contract,
        given["transferred"],
        status=CreditStatus.ADVISED,
        confirmation=given["answer"],
    )
    transfer = _hold(mirror, event, _transfer(mirror, event).carved, bank=given["bank"])
    mirror.update(TransferRow, event.address, transfer.id, status=TransferStatus.MADE)
    _tell(mirror, event, given["bank"])


def substitution_demanded(mirror: Mirror, event: Event) -> None:
    _substitution(mirror, event, status=SubstitutionStatus.DEMANDED, until=event.args["until"])


def invoice_substituted(mirror: Mirror, event: Event) -> None:
    given = event.args
    _substitution(
        mirror,
        event,
        status=SubstitutionStatus.SUBSTITUTED,
        margin=given["margin"],
        invoice=given["invoice"],
    )
    _hold(mirror, event, given["held"])


def substitution_lapsed(mirror: Mirror, event: Event) -> None:
    _substitution(mirror, event, status=SubstitutionStatus.LAPSED, margin=event.args["margin"])


def transfer_returned(mirror: Mirror, event: Event) -> None:
    transfer = _hold(mirror, event, event.args["held"], carved=event.args["carved"])
    _tell(mirror, event, transfer.first_beneficiary)


def presented(mirror: Mirror, event: Event) -> None:
    contents = event.args["contents"]
    credit = _row(mirror, event)
    mirror.insert(
        PresentationRow,
        event.address,
        event.args["presentation"],
        credit=credit.id,
        place=_in_order(event),
        terms=event.args["terms"],
        presented_to=contents["bank"],
        bills=list(contents["bills"]),
        documents=contents["documents"],
        amount=contents["amount"],
        scheme=contents["scheme"],
        drawing=contents["drawing"],
        shipped=contents["shipped"],
        invoiced=contents["invoiced"],
        presented=contents["presented"],
        status=PresentationStatus.LODGED,
        bank=contents["bank"],
        received=contents["presented"],
        came_from=None,
        payer=None,
        lodged_at=event.block_time,
        payee=None,
    )
    _credit(mirror, event, reserved=credit.reserved + contents["amount"], open=credit.open + 1)
    _tell(mirror, event, credit.beneficiary)


def examined(mirror: Mirror, event: Event) -> None:
    finding, bank = event.args["finding"], event.args["bank"]
    status = PresentationStatus.COMPLYING if finding["complies"] else PresentationStatus.DISCREPANT
    _presentation(mirror, event, status=status)
    mirror.insert(
        ExaminationRow,
        event.address,
        _examination(event, bank),
        presentation=event.args["presentation"],
        bank=bank,
        status=status,
        complies=finding["complies"],
        deadline=finding["deadline"],
        last_day=finding["lastDay"],
        calendar=finding["calendar"],
        examined_at=event.block_time,
    )
    _tell(mirror, event, bank)


def waived(mirror: Mirror, event: Event) -> None:
    bank = _row(mirror, event).issuing_bank
    _stands(mirror, event, bank, PresentationStatus.WAIVED)
    _tell(mirror, event, bank)


def honoured(mirror: Mirror, event: Event) -> None:
    """By the issuing bank it ends the presentation; by another it waits to be reimbursed."""
    credit, bank = _row(mirror, event), event.args["bank"]
    if bank != credit.issuing_bank:
        _stands(mirror, event, bank, PresentationStatus.HONOURED, payer=bank, payee=event.args["payee"])
        _tell(mirror, event, bank)
        return
    presentation = _stands(mirror, event, bank, PresentationStatus.HONOURED, payee=event.args["payee"])
    _close(mirror, event, presentation, drawn=True)
    _tell(mirror, event, bank)


def negotiated(mirror: Mirror, event: Event) -> None:
    bank, beneficiary = event.args["bank"], _row(mirror, event).beneficiary
    _stands(mirror, event, bank, PresentationStatus.HONOURED, payer=bank, payee=beneficiary)
    _tell(mirror, event, bank)


def forwarded(mirror: Mirror, event: Event) -> None:
    given = event.args
    _presentation(
        mirror,
        event,
        status=PresentationStatus.LODGED,
        bank=given["to"],
        received=given["received"],
        came_from=given["bank"],
    )
    _tell(mirror, event, given["bank"])


def refused(mirror: Mirror, event: Event) -> None:
    given = event.args
    presentation = _stands(mirror, event, given["bank"], PresentationStatus.REFUSED)
    _close(mirror, event, presentation, drawn=_paid_as_undertaken(mirror, event, presentation))
    _notice(mirror, event, discrepancies=given["discrepancies"], disposal=given["disposal"], preclusion=None)
    _tell(mirror, event, given["bank"])


def refusal_precluded(mirror: Mirror, event: Event) -> None:
    reason, bank = event.args["reason"], event.args["bank"]
    if reason == Preclusion.TOO_LATE:
        _stands(mirror, event, bank, PresentationStatus.PRECLUDED)
    _notice(mirror, event, discrepancies=None, disposal=None, preclusion=reason)
    _tell(mirror, event, bank)


def withdrawn(mirror: Mirror, event: Event) -> None:
    _close(mirror, event, _presentation(mirror, event, status=PresentationStatus.WITHDRAWN), drawn=False)
    _tell(mirror, event, _row(mirror, event).beneficiary)


def incurred(mirror: Mirror, event: Event) -> None:
    terms = event.args["terms"]
    mirror.insert(
        ObligationRow,
        event.address,
        event.args["obligation"],
        obligor=terms["obligor"],
        obligee=terms["obligee"],
        kind=terms["kind"],
        due=terms["due"],
        amount=terms["amount"],
        cash=terms["cash"],
        drawing=terms["drawing"],
        status=ObligationStatus.OWED,
        offered_to=0,
        offered_price=0,
        incurred_at=event.block_time,
        tx_hash=event.tx_hash,
        paid_to=None,
        paid_at=None,
        paid_tx_hash=None,
    )


def obligation_paid(mirror: Mirror, event: Event) -> None:
    mirror.update(
        ObligationRow,
        event.address,
        event.args["obligation"],
        status=ObligationStatus.PAID,
        paid_to=event.args["payee"],
        paid_at=event.block_time,
        paid_tx_hash=event.tx_hash,
    )


def obligation_offered(mirror: Mirror, event: Event) -> None:
    _offer(mirror, event, event.args["offer"]["buyer"], event.args["offer"]["price"])


def obligation_sold(mirror: Mirror, event: Event) -> None:
    _offer(mirror, event, 0, 0, obligee=event.args["buyer"])


def _offer(mirror: Mirror, event: Event, buyer: int, price: int, **changed: int) -> None:
    obligation = event.args["obligation"]
    mirror.update(ObligationRow, event.address, obligation, offered_to=buyer, offered_price=price, **changed)


def expired(mirror: Mirror, event: Event) -> None:
    credit = _of_book(mirror, event, status=CreditStatus.EXPIRED)
    _tell(mirror, event, credit.issuing_bank)


def cancellation_agreed(mirror: Mirror, event: Event) -> None:
    credit, party = _credit_of_book(mirror, event), event.args["party"]
    _of_book(mirror, event, consents=[*credit.consents, party])
    _tell(mirror, event, party)


def cancelled(mirror: Mirror, event: Event) -> None:
    credit = _of_book(mirror, event, status=CreditStatus.CANCELLED)
    _tell(mirror, event, credit.consents[-1])


def _row(mirror: Mirror, event: Event) -> CreditRow:
    """KeyError where the chain tells of a credit that it never told of: for quarantine."""
    row = mirror.get(CreditRow, event.address, event.args["credit"])
    if row is None:
        raise KeyError(event.args["credit"])
    return row


def _credit(mirror: Mirror, event: Event, **changed: Any) -> CreditRow:
    return mirror.update(CreditRow, event.address, event.args["credit"], **changed)


def _credit_of_book(mirror: Mirror, event: Event) -> CreditRow:
    """In the instrument that the book names. KeyError where that never told of it: for quarantine."""
    row = mirror.get(CreditRow, event.args["deal"].lower(), event.args["credit"])
    if row is None:
        raise KeyError(event.args["credit"])
    return row


def _of_book(mirror: Mirror, event: Event, **changed: Any) -> CreditRow:
    """The same, where a book tells of a credit."""
    credit = _credit_of_book(mirror, event)
    return mirror.update(CreditRow, credit.contract, credit.id, **changed)


def _amendment(mirror: Mirror, event: Event, **changed: Any) -> AmendmentRow:
    return mirror.update(AmendmentRow, event.address, event.args["amendment"], **changed)


def _answered(mirror: Mirror, event: Event, answer: Confirmation) -> None:
    _amendment(mirror, event, answer=answer, answered_terms=event.args["terms"])
    _tell(mirror, event, event.args["bank"])


def _transfer(mirror: Mirror, event: Event) -> TransferRow:
    """KeyError where the chain never told that it was asked for: for quarantine."""
    row = mirror.get(TransferRow, event.address, event.args["transferred"])
    if row is None:
        raise KeyError(event.args["transferred"])
    return row


def _hold(mirror: Mirror, event: Event, held: int, **changed: int) -> TransferRow:
    """What the first credit sets aside for the transferred one is so much from now on."""
    before = _transfer(mirror, event)
    credit = mirror.get(CreditRow, before.deal, before.credit)
    if credit is None:
        raise KeyError(before.credit)
    aside = credit.set_aside - before.held + held
    mirror.update(CreditRow, credit.contract, credit.id, set_aside=aside)
    return mirror.update(TransferRow, event.address, before.id, held=held, **changed)


def _substitution(mirror: Mirror, event: Event, **changed: Any) -> None:
    id = event.args["presentation"]
    if mirror.get(SubstitutionRow, event.address, id) is None:
        new = {"until": 0, "margin": 0, "invoice": None, **changed}
        mirror.insert(SubstitutionRow, event.address, id, transferred=event.args["transferred"], **new)
    else:
        mirror.update(SubstitutionRow, event.address, id, **changed)


def _presentation(mirror: Mirror, event: Event, **changed: Any) -> PresentationRow:
    return mirror.update(PresentationRow, event.address, event.args["presentation"], **changed)


def _stands(
    mirror: Mirror, event: Event, bank: int, status: PresentationStatus, **changed: Any
) -> PresentationRow:
    """How it stands with the bank that has the documents, and has examined them."""
    mirror.update(ExaminationRow, event.address, _examination(event, bank), status=status)
    return _presentation(mirror, event, status=status, **changed)


def _examination(event: Event, bank: int) -> str:
    return f"{event.args['presentation']}-{bank}"


def _close(mirror: Mirror, event: Event, presentation: PresentationRow, *, drawn: bool) -> None:
    """Ends it: the amount is drawn, or free again."""
    credit = _row(mirror, event)
    total = credit.honoured + (presentation.amount if drawn else 0)
    exhausted = drawn and (not credit.partial_drawings or total == credit.drawable)
    _credit(
        mirror,
        event,
        status=CreditStatus.EXHAUSTED if exhausted else credit.state,
        reserved=credit.reserved - presentation.amount,
        honoured=total,
        open=credit.open - 1,
    )


def _paid_as_undertaken(mirror: Mirror, event: Event, presentation: PresentationRow) -> bool:
    """Whether the bank that has paid had confirmed the terms that it was presented under."""
    credit = _row(mirror, event)
    if presentation.payer != credit.confirming_bank:
        return False
    if presentation.terms == credit.terms:
        return credit.answer is Confirmation.CONFIRMED
    former = mirror.get(FormerTermsRow, credit.contract, presentation.terms)
    return former is not None and former.confirmation == Confirmation.CONFIRMED


def _notice(mirror: Mirror, event: Event, **known: int | None) -> None:
    mirror.insert(
        NoticeRow,
        event.address,
        _place(event),
        presentation=event.args["presentation"],
        bank=event.args["bank"],
        notice=event.args["notice"],
        at=event.block_time,
        log_index=event.log_index,
        **known,
    )


def _tell(mirror: Mirror, event: Event, party: int, credit: str | None = None) -> None:
    """`credit` where the event calls it otherwise."""
    mirror.insert(
        CreditEventRow,
        event.address,
        _place(event),
        credit=credit or event.args["credit"],
        presentation=event.args.get("presentation"),
        name=event.name,
        party=party,
        at=event.block_time,
        tx_hash=event.tx_hash,
        log_index=event.log_index,
    )


def _in_order(event: Event) -> int:
    return event.block_number * 100_000 + event.log_index


def _place(event: Event) -> str:
    return f"{event.block_number}-{event.log_index}"


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("LetterOfCredit", "CreditIssued"): issued,
    ("LetterOfCredit", "CreditAdvised"): advised,
    ("ConfirmationBook", "CreditConfirmed"): confirmed,
    ("ConfirmationBook", "ConfirmationDeclined"): declined,
    ("LetterOfCredit", "CreditAmended"): amended,
    ("LetterOfCredit", "CreditAdjusted"): adjusted,
    ("LetterOfCredit", "Presented"): presented,
    ("LetterOfCredit", "Examined"): examined,
    ("LetterOfCredit", "Waived"): waived,
    ("LetterOfCredit", "Honoured"): honoured,
    ("LetterOfCredit", "Negotiated"): negotiated,
    ("LetterOfCredit", "Forwarded"): forwarded,
    ("LetterOfCredit", "Refused"): refused,
    ("LetterOfCredit", "RefusalPrecluded"): refusal_precluded,
    ("LetterOfCredit", "Withdrawn"): withdrawn,
    ("EndBook", "CreditExpired"): expired,
    ("EndBook", "CancellationAgreed"): cancellation_agreed,
    ("EndBook", "CreditCancelled"): cancelled,
    ("AmendmentBook", "AmendmentProposed"): amendment_proposed,
    ("AmendmentBook", "AmendmentStated"): amendment_stated,
    ("AmendmentBook", "ConfirmationExtended"): extended,
    ("AmendmentBook", "ConfirmationNotExtended"): not_extended,
    ("AmendmentBook", "AmendmentAccepted"): amendment_accepted,
    ("AmendmentBook", "AmendmentRefused"): amendment_refused,
    ("ClauseBook", "ClausesStated"): clauses_stated,
    ("ClauseBook", "CreditReinstated"): reinstated,
    ("TransferBook", "TransferRequested"): transfer_requested,
    ("TransferBook", "TransferRevoked"): transfer_revoked,
    ("TransferBook", "Transferred"): transferred,
    ("TransferBook", "SubstitutionDemanded"): substitution_demanded,
    ("TransferBook", "InvoiceSubstituted"): invoice_substituted,
    ("TransferBook", "SubstitutionLapsed"): substitution_lapsed,
    ("TransferBook", "TransferReturned"): transfer_returned,
    ("AdvanceBook", "AdvanceAsked"): advance_asked,
    ("AdvanceBook", "AdvanceWithdrawn"): advance_withdrawn,
    ("AdvanceBook", "Advanced"): advanced,
    ("AdvanceBook", "AdvanceDeducted"): advance_deducted,
    ("AdvanceBook", "AdvanceRepaid"): advance_repaid,
    ("AssignmentBook", "Assigned"): assigned,
    ("AssignmentBook", "AssignmentAcknowledged"): acknowledged,
    ("AssignmentBook", "AssignmentDrawn"): share_drawn,
    ("AssignmentBook", "AssignmentReleased"): assignment_released,
    ("StopBook", "PaymentStopped"): ordered,
    ("StopBook", "StopLifted"): ordered,
    ("ObligationBook", "Incurred"): incurred,
    ("ObligationBook", "ObligationPaid"): obligation_paid,
    ("ObligationBook", "ObligationOffered"): obligation_offered,
    ("ObligationBook", "ObligationSold"): obligation_sold,
}

IGNORED: dict[tuple[str, str], str] = {}
