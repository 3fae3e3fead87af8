"""Events of LetterOfCredit and ObligationBook -> credits, presentations, notices, obligations and their
history.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.credits.domain import Confirmation, CreditStatus, ObligationStatus, Preclusion, PresentationStatus
from app.credits.store import (
    CreditEventRow,
    CreditRow,
    ExaminationRow,
    NoticeRow,
    ObligationRow,
    PresentationRow,
)


def issued(mirror: Mirror, event: Event) -> None:
    terms = event.args["terms"]
    # The amount with its upper tolerance, a fraction of a minor unit dropped: as the contract reckons.
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
        status=CreditStatus.ISSUED,
        confirmation=Confirmation.NONE,
        version=0,
        consents=[],
        open=0,
        drawable=drawable,
        reserved=0,
        honoured=0,
    )
    _tell(mirror, event, terms["issuingBank"])


def advised(mirror: Mirror, event: Event) -> None:
    credit = _credit(mirror, event, status=CreditStatus.ADVISED)
    _tell(mirror, event, credit.advising_bank)


def confirmed(mirror: Mirror, event: Event) -> None:
    _credit(mirror, event, confirmation=Confirmation.CONFIRMED)
    _tell(mirror, event, event.args["bank"])


def declined(mirror: Mirror, event: Event) -> None:
    _credit(mirror, event, confirmation=Confirmation.DECLINED)
    _tell(mirror, event, event.args["bank"])


def presented(mirror: Mirror, event: Event) -> None:
    contents = event.args["contents"]
    credit = _row(mirror, event)
    mirror.insert(
        PresentationRow,
        event.address,
        event.args["presentation"],
        credit=credit.id,
        place=event.block_number * 100_000 + event.log_index,
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
    total = credit.honoured + presentation.amount
    exhausted = not credit.partial_drawings or total == credit.drawable
    _credit(
        mirror,
        event,
        status=CreditStatus.EXHAUSTED if exhausted else credit.state,
        reserved=credit.reserved - presentation.amount,
        honoured=total,
        open=credit.open - 1,
    )
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
    _stands(mirror, event, given["bank"], PresentationStatus.REFUSED)
    _end(mirror, event, PresentationStatus.REFUSED)
    _notice(mirror, event, discrepancies=given["discrepancies"], disposal=given["disposal"], preclusion=None)
    _tell(mirror, event, given["bank"])


def refusal_precluded(mirror: Mirror, event: Event) -> None:
    reason, bank = event.args["reason"], event.args["bank"]
    if reason == Preclusion.TOO_LATE:
        _stands(mirror, event, bank, PresentationStatus.PRECLUDED)
    _notice(mirror, event, discrepancies=None, disposal=None, preclusion=reason)
    _tell(mirror, event, bank)


def withdrawn(mirror: Mirror, event: Event) -> None:
    _end(mirror, event, PresentationStatus.WITHDRAWN)
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


def expired(mirror: Mirror, event: Event) -> None:
    credit = _credit(mirror, event, status=CreditStatus.EXPIRED)
    _tell(mirror, event, credit.issuing_bank)


def cancellation_agreed(mirror: Mirror, event: Event) -> None:
    party = event.args["party"]
    _credit(mirror, event, consents=[*_row(mirror, event).consents, party])
    _tell(mirror, event, party)


def cancelled(mirror: Mirror, event: Event) -> None:
    credit = _credit(mirror, event, status=CreditStatus.CANCELLED)
    _tell(mirror, event, credit.consents[-1])


def _row(mirror: Mirror, event: Event) -> CreditRow:
    """KeyError where the chain tells of a credit that it never told of: for quarantine."""
    row = mirror.get(CreditRow, event.address, event.args["credit"])
    if row is None:
        raise KeyError(event.args["credit"])
    return row


def _credit(mirror: Mirror, event: Event, **changed: Any) -> CreditRow:
    return mirror.update(CreditRow, event.address, event.args["credit"], **changed)


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


def _end(mirror: Mirror, event: Event, status: PresentationStatus) -> None:
    """Without payment: the amount is free again."""
    credit = _row(mirror, event)
    presentation = _presentation(mirror, event, status=status)
    _credit(mirror, event, reserved=credit.reserved - presentation.amount, open=credit.open - 1)


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


def _tell(mirror: Mirror, event: Event, party: int) -> None:
    mirror.insert(
        CreditEventRow,
        event.address,
        _place(event),
        credit=event.args["credit"],
        presentation=event.args.get("presentation"),
        name=event.name,
        party=party,
        at=event.block_time,
        tx_hash=event.tx_hash,
        log_index=event.log_index,
    )


def _place(event: Event) -> str:
    return f"{event.block_number}-{event.log_index}"


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("LetterOfCredit", "CreditIssued"): issued,
    ("LetterOfCredit", "CreditAdvised"): advised,
    ("LetterOfCredit", "CreditConfirmed"): confirmed,
    ("LetterOfCredit", "ConfirmationDeclined"): declined,
    ("LetterOfCredit", "Presented"): presented,
    ("LetterOfCredit", "Examined"): examined,
    ("LetterOfCredit", "Waived"): waived,
    ("LetterOfCredit", "Honoured"): honoured,
    ("LetterOfCredit", "Negotiated"): negotiated,
    ("LetterOfCredit", "Forwarded"): forwarded,
    ("LetterOfCredit", "Refused"): refused,
    ("LetterOfCredit", "RefusalPrecluded"): refusal_precluded,
    ("LetterOfCredit", "Withdrawn"): withdrawn,
    ("LetterOfCredit", "CreditExpired"): expired,
    ("LetterOfCredit", "CancellationAgreed"): cancellation_agreed,
    ("LetterOfCredit", "CreditCancelled"): cancelled,
    ("ObligationBook", "Incurred"): incurred,
    ("ObligationBook", "ObligationPaid"): obligation_paid,
}

IGNORED: dict[tuple[str, str], str] = {}
