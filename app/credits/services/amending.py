"""Amendments (art. 10): the issuing bank proposes and is bound, the confirming bank extends or does not, the
beneficiary accepts or refuses. Which terms are operative never changes by silence.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract, store
from app.credits.amendments import Acceptance, Amendment, AmendmentStatus, Change
from app.credits.contract import AMENDMENTS, Amending
from app.credits.domain import (
    RUNNING,
    SALT,
    Confirmation,
    Part,
    canonical,
    day_of,
    days_of,
    refused,
    require_status,
    sealed,
)
from app.credits.services import records, revolving
from app.credits.services.records import OnChain, Under
from app.credits.store import AmendmentCopy, AmendmentRow, CreditCopy
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.money import Currency, Money, NotMoney

PROPOSED, ADVISED = "amendment-proposed", "amendment-advised"


@dataclass(frozen=True)
class Draft:
    """What a bank asks to change: None leaves it. `increase` and `decrease` as decimal strings; `reference`
    is the bank's own, such as the number of the amendment; `wording` is what people read.
    """

    reference: str
    wording: str
    increase: str | None
    decrease: str | None
    tolerance_plus: int | None
    tolerance_minus: int | None
    expiry: date | None
    latest_shipment: date | None
    presentation_days: int | None
    partial_drawings: bool | None


def propose(session: Session, caller: Caller, credit: str, draft: Draft, key: IdempotencyKey) -> Operation:
    """Bound from now on (art. 10 b), so always by two persons. The text goes to the applicant and to the
    other banks when it is final; to the beneficiary by the advising bank.
    """
    found = records.as_party(session, caller, credit, Part.ISSUING_BANK)
    require_status(found.copy.id, found.status, RUNNING)
    written, salt = _written(found, draft), secrets.token_bytes(SALT)
    given = _chain(found, draft, sealed(canonical(written), salt))
    _require_terms(found, given)
    deployment = deployment_of(session)
    id = contract.amendment_id(deployment, found.row.contract, found.copy.id, given)
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.propose(deployment, _amending(found, given)),
        right="UNDERTAKE",
        eyes=2,
        action="propose an amendment",
        key=key,
        describes={"amendment": id, **written},
        instrument=AMENDMENTS,
    )
    copy = _keep(session, caller.member_id, found.copy.id, id, written, salt, operation.id)
    named = found.copy
    told = (named.applicant, named.advising_bank, named.confirming_bank, named.nominated_bank)
    for to in dict.fromkeys(told):
        if to and to != found.copy.issuing_bank:
            mail.send_when_final(
                session,
                operation_id=operation.id,
                member_id=caller.member_id,
                to=to,
                kind=PROPOSED,
                body=_body(copy),
                attachments=[],
            )
    return operation


def advise(session: Session, caller: Caller, credit: str, amendment: str) -> AmendmentRow:
    """Pass it on to the beneficiary, by the bank that advised the credit (art. 9 d)."""
    records.require_maker(caller)
    found = records.as_party(session, caller, credit, Part.ADVISING_BANK)
    row = row_of(session, found, amendment)
    copy = store.amendment_copy(session, caller.member_id, row.id)
    if copy is None:
        raise NotFound("no-such-amendment", "the text of this amendment has not arrived here")
    mail.send(
        session,
        member_id=caller.member_id,
        to=found.copy.beneficiary,
        kind=ADVISED,
        body=_body(copy),
        attachments=[],
    )
    return row


def extend(
    session: Session, caller: Caller, credit: str, amendment: str, extends: bool, key: IdempotencyKey
) -> Operation:
    """Add our undertaking to the amended terms, or say that we do not (art. 10 b): once for these terms."""
    found, row = _pending(session, caller, credit, amendment, Part.CONFIRMING_BANK)
    if not found.confirmed:
        raise refused("AmendmentsNotConfirmed", credit=found.copy.id, answer=found.row.answer)
    terms = becomes(session, found, row)
    if row.answer and row.answered_terms == terms:
        answer = Confirmation(row.answer)
        raise refused("AmendmentsConfirmationAnswered", amendment=row.id, terms=terms, answer=answer)
    given = _amending(found, row.amendment)
    if not extends:
        return _ask(session, caller, found, row, contract.withhold, given, "EXAMINE", 1, key)
    most, stands = row.amendment.over(found.amendable).drawable, revolving.of(session, found.row)
    if stands:
        most = stands.over(most, days_of(now_of(session).date())).most
    token = cash.token(session, found.row.cash)
    # What clauses make of the amount the chain does not look up: two persons always.
    clauses = found.row.clauses != contract.NO_CLAUSES
    eyes = 2 if clauses else cash.persons(session, found.copy.party, token, most)
    return _ask(session, caller, found, row, contract.extend, given, "UNDERTAKE", eyes, key, most=most)


def answer(
    session: Session, caller: Caller, credit: str, amendment: str, said: Acceptance, key: IdempotencyKey
) -> Operation:
    """The beneficiary's word. A part of it is a refusal (art. 10 e)."""
    found, row = _pending(session, caller, credit, amendment, Part.BENEFICIARY)
    given = _amending(found, row.amendment)
    if said is not Acceptance.WHOLE:
        return _ask(session, caller, found, row, contract.refuse_amendment, given, "PRESENT", 1, key)
    require_acceptable(session, found, row)
    return _ask(session, caller, found, row, contract.accept, given, "PRESENT", 1, key)


def state(session: Session, caller: Caller, credit: str, amendment: str, key: IdempotencyKey) -> Operation:
    """Say on chain what it makes of terms that became operative since it was proposed, so that the
    beneficiary can accept it by presenting.
    """
    found, row = _pending(session, caller, credit, amendment, None)
    if found.copy.party not in (found.row.issuing_bank, found.row.confirming_bank, found.row.beneficiary):
        raise refused("CreditsNotAParty", credit=found.copy.id, party=found.copy.party)
    given = _amending(found, row.amendment)
    right = "PRESENT" if found.copy.party == found.row.beneficiary else "EXAMINE"
    return _ask(session, caller, found, row, contract.state, given, right, 1, key)


def require_acceptable(session: Session, found: OnChain, row: AmendmentRow) -> None:
    """What the chain asks of an acceptance, by word or by presenting."""
    terms = becomes(session, found, row)
    if found.confirmed and not (row.answer and row.answered_terms == terms):
        raise refused("AmendmentsConfirmationOpen", amendment=row.id, terms=terms)
    most, used = row.amendment.over(found.amendable).drawable, found.row.reserved + found.row.honoured
    stands = revolving.of(session, found.row)
    if stands:
        used, most = stands.under(most, days_of(now_of(session).date()))
    if used > most:
        raise refused("CreditsOverdrawn", amount=used, available=most)


def as_amended(session: Session, found: OnChain, amendment: str) -> OnChain:
    """The credit by the terms that a pending amendment makes of the operative ones, to present under."""
    row = row_of(session, found, amendment)
    _require_pending(row)
    terms = becomes(session, found, row)
    if (row.base, row.terms) != (found.row.terms, terms):
        raise refused("AmendmentsNotStated", credit=found.copy.id, base=found.row.terms, terms=terms)
    require_acceptable(session, found, row)
    extended = row.answer == Confirmation.CONFIRMED and row.answered_terms == terms
    return replace(found, under=Under(row.amendment.over(found.amendable), extended))


def becomes(session: Session, found: OnChain, row: AmendmentRow) -> str:
    """The hash of what the operative terms become by it."""
    after = row.amendment.over(found.amendable)
    return contract.credit_id(deployment_of(session), records.with_amendable(found.chain_terms, after))


def row_of(session: Session, found: OnChain, amendment: str) -> AmendmentRow:
    """Raises NotFound."""
    chain_id = deployment_of(session).chain_id
    row = store.amendment_row(session, chain_id, found.copy.id, amendment.lower())
    if row is None:
        raise NotFound("no-such-amendment", "this credit has no such amendment")
    return row


def keep_proposed(session: Session, member_id: str, message: Message) -> None:
    """The copy of the applicant or of another bank, from the issuing bank."""
    _receive(session, member_id, message, "issuing_bank")


def keep_advised(session: Session, member_id: str, message: Message) -> None:
    """The beneficiary's copy, from the advising bank."""
    _receive(session, member_id, message, "advising_bank")


def shown_to_any_bank(session: Session, copy: CreditCopy) -> list[dict[str, Any]]:
    """Every text of ours, for a bank that the credit does not name, beside the credit's own."""
    return [_body(one) for one in store.amendment_copies(session, copy.member_id, copy.id)]


def keep_shown(session: Session, member_id: str, shown: Sequence[Mapping[str, Any]]) -> None:
    """The copies of such a bank, from the beneficiary."""
    for body in shown:
        if store.amendment_copy(session, member_id, str(body["amendment"])) is None:
            _take_in(session, member_id, body)


def opens(copy: AmendmentCopy, row: AmendmentRow) -> bool:
    """What we hold is what the chain was told of."""
    return sealed(canonical(copy.written), copy.salt) == row.text


# ------------------------------------------------------------------------------------------- each idea once


def _pending(
    session: Session, caller: Caller, credit: str, amendment: str, part: Part | None
) -> tuple[OnChain, AmendmentRow]:
    if part is None:
        found = records.on_chain(session, caller, credit)
    else:
        found = records.as_party(session, caller, credit, part)
    row = row_of(session, found, amendment)
    require_status(found.copy.id, found.status, RUNNING)
    _require_pending(row)
    return found, row


def _require_pending(row: AmendmentRow) -> None:
    if row.state is not AmendmentStatus.PENDING:
        raise refused(
            "AmendmentsWrongStatus", amendment=row.id, status=row.state, allowed=AmendmentStatus.PENDING
        )


def _ask(
    session: Session,
    caller: Caller,
    found: OnChain,
    row: AmendmentRow,
    step: Any,
    given: Amending,
    right: str,
    eyes: Any,
    key: IdempotencyKey,
    most: int | None = None,
) -> Operation:
    said: dict[str, Any] = {"amendment": row.id}
    if most is not None:
        said |= {"most": found.held.decimal(most), "currency": found.copy.currency}
    return records.ask(
        session,
        caller,
        found,
        call=step(deployment_of(session), given),
        right=right,
        eyes=eyes,
        action=_ACTIONS[step],
        key=key,
        describes=said,
        instrument=row.contract,
    )


_ACTIONS = {
    contract.extend: "extend a confirmation to an amendment",
    contract.withhold: "not extend a confirmation to an amendment",
    contract.accept: "accept an amendment",
    contract.refuse_amendment: "refuse an amendment",
    contract.state: "state what an amendment makes of the terms",
}


def _amending(found: OnChain, given: Amendment) -> Amending:
    return Amending(found.row.contract, found.copy.id, found.chain_terms, given)


def _chain(found: OnChain, draft: Draft, text: str) -> Amendment:
    """As the chain is told. Raises Malformed with every fault of the draft."""
    faults: list[Fault] = []
    unit, now = found.held.currency, found.amendable
    increase, decrease = _minor(draft, "increase", unit, faults), _minor(draft, "decrease", unit, faults)
    if increase and decrease:
        faults.append(Fault("#/decrease", "stands beside an increase; expected one of them"))
    changes = Change(0)
    tolerance = draft.tolerance_plus is not None or draft.tolerance_minus is not None
    if tolerance:
        changes |= Change.TOLERANCE
    for value, change in (
        (draft.expiry, Change.EXPIRY),
        (draft.latest_shipment, Change.LATEST_SHIPMENT),
        (draft.presentation_days, Change.PRESENTATION_DAYS),
        (draft.partial_drawings, Change.PARTIAL_DRAWINGS),
    ):
        if value is not None:
            changes |= change
    if faults:
        raise Malformed(faults)
    plus = now.tolerance_plus if draft.tolerance_plus is None else draft.tolerance_plus
    minus = now.tolerance_minus if draft.tolerance_minus is None else draft.tolerance_minus
    return Amendment(
        changes=int(changes),
        increase=increase,
        decrease=decrease,
        tolerance_plus=plus if tolerance else 0,
        tolerance_minus=minus if tolerance else 0,
        expiry=days_of(draft.expiry),
        latest_shipment=days_of(draft.latest_shipment),
        presentation_days=draft.presentation_days or 0,
        partial_drawings=bool(draft.partial_drawings),
        text=text,
    )


def _minor(draft: Draft, field: str, unit: Currency, faults: list[Fault]) -> int:
    given = getattr(draft, field)
    if given is None:
        return 0
    try:
        minor = Money.from_decimal(given, unit).minor
    except NotMoney as error:
        faults.append(Fault(f"#/{field}", str(error)))
        return 0
    if minor == 0:
        faults.append(Fault(f"#/{field}", "nothing; expected an amount above zero, or no such field"))
    return minor


def _require_terms(found: OnChain, given: Amendment) -> None:
    """What the chain asks of any terms, of what these would become."""
    after = given.over(found.amendable)
    latest = day_of(after.latest_shipment) if after.latest_shipment else "open"
    in_order = found.row.issued <= after.expiry and after.latest_shipment <= after.expiry
    if after.amount == 0 or not in_order or after.drawable >= 2**64:
        raise refused(
            "CreditsInvalidTerms",
            amount=after.amount,
            issued=day_of(found.row.issued),
            expiry=day_of(after.expiry),
            latestShipment=latest,
        )


def _written(found: OnChain, draft: Draft) -> dict[str, Any]:
    """What people read and what is committed to."""
    changes: dict[str, Any] = {
        "increase": draft.increase,
        "decrease": draft.decrease,
        "tolerance_plus": draft.tolerance_plus,
        "tolerance_minus": draft.tolerance_minus,
        "expiry": draft.expiry.isoformat() if draft.expiry else None,
        "latest_shipment": draft.latest_shipment.isoformat() if draft.latest_shipment else None,
        "presentation_days": draft.presentation_days,
        "partial_drawings": draft.partial_drawings,
    }
    return {
        "reference": draft.reference,
        "currency": found.copy.currency,
        "changes": {name: value for name, value in changes.items() if value is not None},
        "wording": draft.wording,
    }


def _body(copy: AmendmentCopy) -> dict[str, Any]:
    return {
        "credit": copy.credit,
        "amendment": copy.id,
        "written": copy.written,
        "salt": copy.salt.hex(),
    }


def _receive(session: Session, member_id: str, message: Message, sender: str) -> None:
    """Raises Conflict where it comes from another or was sent before, and as `_take_in`."""
    body = message.body
    credit, id = str(body["credit"]), str(body["amendment"])
    held = store.copy_of(session, member_id, credit)
    if held is None or message.sender != getattr(held, sender):
        raise Conflict("amendment-not-expected", f"{message.sender} amends a credit that is not its own")
    if store.amendment_copy(session, member_id, id) is not None:
        raise Conflict("amendment-known-already", "this amendment was sent before")
    _take_in(session, member_id, body)


def _take_in(session: Session, member_id: str, body: Mapping[str, Any]) -> None:
    """Raises Conflict where it is not what the chain was told of."""
    credit, id = str(body["credit"]), str(body["amendment"])
    salt = bytes.fromhex(str(body["salt"]))
    copy = _keep(session, member_id, credit, id, dict(body["written"]), salt, None)
    row = store.amendment_row(session, deployment_of(session).chain_id, credit, id)
    if row is not None and not opens(copy, row):
        raise Conflict(
            "text-does-not-open",
            "what was sent is not the text of this amendment",
            allowed="the text whose salted hash the chain was told of",
            next="ask the issuing bank",
            amendment=id,
        )


def _keep(
    session: Session,
    member_id: str,
    credit: str,
    id: str,
    written: dict[str, Any],
    salt: bytes,
    operation_id: str | None,
) -> AmendmentCopy:
    copy = AmendmentCopy(
        member_id=member_id,
        id=id,
        credit=credit,
        written=written,
        salt=salt,
        operation_id=operation_id,
        at=now_of(session),
    )
    session.add(copy)
    session.flush()
    return copy
