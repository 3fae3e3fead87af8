"""The beneficiary presents, and may take back; the bank holds its own copies of what was presented."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import services as bills
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract, store
from app.credits.contract import ChainPresentation
from app.credits.domain import (
    OPEN,
    RUNNING,
    SALT,
    Part,
    PresentationStatus,
    days_of,
    documents_list,
    refused,
    require_drawing,
    require_presentation,
    require_status,
    sealed,
)
from app.credits.services import records
from app.credits.store import PresentationCopy, PresentedDocument
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Attachment, Message
from app.money import Currency, Money, NotMoney

KIND, RELEASED = "presentation", "presentation-released"
MOST_BILLS = 10
"""What the bound on gas is reckoned for."""


@dataclass(frozen=True)
class Presented:
    """One document, byte for byte."""

    name: str
    kind: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Draft:
    """`amount` as a decimal string; `presented` None for today."""

    bills: tuple[str, ...]
    documents: tuple[Presented, ...]
    amount: str
    shipped: date
    presented: date | None


def present(session: Session, caller: Caller, credit: str, draft: Draft, key: IdempotencyKey) -> Operation:
    """Bills into the credit's keeping, the amount reserved; the documents, and what opens the bills, go to
    the issuing bank when it is final.
    """
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    amount = _read(draft, found.held.currency)
    require_status(found.copy.id, found.status, RUNNING)
    today = now_of(session).date()
    presented = draft.presented or today
    require_drawing(found.standing, amount, days_of(presented), days_of(today))
    salt = secrets.token_bytes(SALT)
    listed = [{"name": d.name, "kind": d.kind, "sha256": d.sha256} for d in draft.documents]
    given = ChainPresentation(
        tuple(bill.lower() for bill in draft.bills),
        sealed(documents_list(listed), salt),
        amount,
        days_of(draft.shipped),
        days_of(presented),
    )
    deployment = deployment_of(session)
    id = contract.presentation_id(deployment, found.copy.id, given)
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.present(deployment, found.copy.id, given),
        right="PRESENT",
        eyes=1,
        action="present documents",
        key=key,
        describes={
            "presentation": id,
            "amount": found.held.decimal(amount),
            "currency": found.copy.currency,
            "bills": list(given.bills),
            "documents": [d.name for d in draft.documents],
            "shipped": draft.shipped.isoformat(),
            "presented": presented.isoformat(),
        },
    )
    _keep(session, caller.member_id, id, found.copy.id, given, salt, draft.documents, operation.id)
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=found.copy.issuing_bank,
        kind=KIND,
        body=_body(found.copy.id, id, given, salt, draft.documents),
        attachments=_attachments(draft.documents),
    )
    for bill in given.bills:
        bills.mail_copy(
            session,
            member_id=caller.member_id,
            copy=bills.copy_of(session, caller.member_id, bill),
            to=found.copy.issuing_bank,
            operation_id=operation.id,
        )
    return operation


def withdraw(
    session: Session, caller: Caller, credit: str, presentation: str, key: IdempotencyKey
) -> Operation:
    """Take back what is neither honoured nor refused; the bills come back with it."""
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    row = records.presentation(session, found.copy.id, presentation)
    require_presentation(row.id, row.state, OPEN)
    return records.ask(
        session,
        caller,
        found,
        call=contract.withdraw(deployment_of(session), found.copy.id, records.as_presented(row)),
        right="PRESENT",
        eyes=1,
        action="withdraw a presentation",
        key=key,
        presentation=row,
    )


def release(session: Session, caller: Caller, credit: str, presentation: str) -> None:
    """Give the applicant its own copies of what was taken up: the bank's to decide, once it has honoured."""
    records.require_maker(caller)
    found = records.as_party(session, caller, credit, Part.ISSUING_BANK)
    row = records.presentation(session, found.copy.id, presentation)
    require_presentation(row.id, row.state, frozenset({PresentationStatus.HONOURED}))
    copy = store.presentation_copy(session, caller.member_id, row.id)
    if copy is None:
        raise NotFound("no-such-document", "your organisation has no documents of this presentation")
    documents = [Presented(d.name, d.kind, d.media_type, d.content) for d in copy.documents]
    mail.send(
        session,
        member_id=caller.member_id,
        to=found.copy.applicant,
        kind=RELEASED,
        body=_body(found.copy.id, row.id, records.as_presented(row), copy.salt, documents),
        attachments=_attachments(documents),
    )


def keep_received(session: Session, member_id: str, message: Message) -> None:
    """The bank's copy; its moment is when the documents were received."""
    _keep_sent(session, member_id, message, "beneficiary")


def keep_released(session: Session, member_id: str, message: Message) -> None:
    """The applicant's copy, from the issuing bank."""
    _keep_sent(session, member_id, message, "issuing_bank")


def _keep_sent(session: Session, member_id: str, message: Message, sender: str) -> None:
    """Raises Conflict where they come from another than `sender`, or belong to another presentation."""
    body = message.body
    credit, id = str(body["credit"]), str(body["presentation"])
    copy = store.copy_of(session, member_id, credit)
    if copy is None or message.sender != getattr(copy, sender):
        raise Conflict(
            "presentation-not-expected",
            f"{message.sender} sends documents under a credit in which that is not its part",
            next="return them to the sender",
        )
    if store.presentation_copy(session, member_id, id) is not None:
        raise Conflict("presentation-known-already", "these documents were sent before")
    given = ChainPresentation(
        tuple(str(bill) for bill in body["bills"]),
        str(body["commitment"]),
        int(body["amount"]),
        int(body["shipped"]),
        int(body["presented"]),
    )
    if contract.presentation_id(deployment_of(session), credit, given) != id:
        raise Conflict("presentation-mixed-up", "its parts do not make up the presentation that it names")
    documents = [
        Presented(attached.name, str(kind), attached.media_type, attached.content)
        for attached, kind in zip(message.attachments, body["kinds"], strict=True)
    ]
    _keep(session, member_id, id, credit, given, bytes.fromhex(str(body["salt"])), documents, None)


def document(
    session: Session, caller: Caller, credit: str, presentation: str, place: int
) -> PresentedDocument:
    """Our own copy. Raises NotFound."""
    found = records.held(session, caller, credit)
    copy = store.presentation_copy(session, caller.member_id, presentation.lower())
    if copy is not None and copy.credit == found.copy.id:
        for held in copy.documents:
            if held.place == place:
                return held
    raise NotFound("no-such-document", "your organisation has no such document")


def _body(
    credit: str, id: str, given: ChainPresentation, salt: bytes, documents: Sequence[Presented]
) -> dict[str, Any]:
    return {
        "credit": credit,
        "presentation": id,
        "bills": list(given.bills),
        "commitment": given.documents,
        "amount": given.amount,
        "shipped": given.shipped,
        "presented": given.presented,
        "salt": salt.hex(),
        "kinds": [d.kind for d in documents],
    }


def _attachments(documents: Sequence[Presented]) -> list[Attachment]:
    return [Attachment(d.name, d.media_type, d.content) for d in documents]


def _keep(
    session: Session,
    member_id: str,
    id: str,
    credit: str,
    given: ChainPresentation,
    salt: bytes,
    documents: Sequence[Presented],
    operation_id: str | None,
) -> None:
    listed = [{"name": d.name, "kind": d.kind, "sha256": d.sha256} for d in documents]
    session.add(
        PresentationCopy(
            member_id=member_id,
            id=id,
            credit=credit,
            salt=salt,
            bills=list(given.bills),
            commitment=given.documents,
            amount=given.amount,
            shipped=given.shipped,
            presented=given.presented,
            opens=sealed(documents_list(listed), salt) == given.documents,
            operation_id=operation_id,
            at=now_of(session),
            documents=[
                PresentedDocument(
                    place=place,
                    name=d.name,
                    kind=d.kind,
                    media_type=d.media_type,
                    sha256=d.sha256,
                    content=d.content,
                )
                for place, d in enumerate(documents)
            ],
        )
    )
    session.flush()


def _read(draft: Draft, unit: Currency) -> int:
    """Minor units. Raises Malformed with every fault of the request."""
    faults, minor = [], 0
    try:
        minor = Money.from_decimal(draft.amount, unit).minor
    except NotMoney as error:
        faults.append(Fault("#/amount", str(error)))
    for place, bill in enumerate(draft.bills):
        if not re.fullmatch(r"0x[0-9a-fA-F]{64}", bill):
            faults.append(Fault(f"#/bills/{place}", "not a bill's id; expected 0x and 64 hexadecimal digits"))
    if len({bill.lower() for bill in draft.bills}) < len(draft.bills):
        faults.append(Fault("#/bills", "a bill stands there twice; expected each once"))
    if len(draft.bills) > MOST_BILLS:
        faults.append(Fault("#/bills", f"{len(draft.bills)} bills; expected at most {MOST_BILLS}"))
    if draft.shipped > (draft.presented or date.max):
        faults.append(
            Fault("#/shipped", f"after presentation on {draft.presented}; expected that day or earlier")
        )
    if faults:
        raise Malformed(faults)
    if minor == 0:
        raise refused("CreditsZeroAmount")
    return minor
