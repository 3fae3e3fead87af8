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
from app.credits.contract import Presented as PresentedOnChain
from app.credits.domain import (
    OPEN,
    RUNNING,
    SALT,
    Part,
    PresentationStatus,
    Usance,
    days_of,
    documents_list,
    drawing_of,
    refused,
    require_drawing,
    require_presentation,
    require_status,
    sealed,
)
from app.credits.services import amending, issuing, records, revolving
from app.credits.services.applications import MESSAGE_NAME, MESSAGE_TYPE
from app.credits.services.records import OnChain
from app.credits.store import CreditCopy, PresentationCopy, PresentationRow, PresentedDocument
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Attachment, Message
from app.members import service as members
from app.money import Currency, Money, NotMoney

KIND, RELEASED, FORWARDED = "presentation", "presentation-released", "presentation-forwarded"
SALTED_HASH = 0
"""The one scheme by which the amount of a drawing is committed to, beside the plain amount."""
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
    """`bank` by LEI, None for the issuing bank; `amount` as a decimal string; `invoiced` None where no date
    is given; `presented` None for today; `amendment` the pending one that it accepts.
    """

    bank: str | None
    bills: tuple[str, ...]
    documents: tuple[Presented, ...]
    amount: str
    shipped: date
    invoiced: date | None
    presented: date | None
    amendment: str | None = None


def present(session: Session, caller: Caller, credit: str, draft: Draft, key: IdempotencyKey) -> Operation:
    """Bills into the credit's keeping, the amount reserved; the documents, and what opens the bills, go to
    the bank when it is final, and the credit's text with them to a bank that it does not name. Under eUCP
    this is the notice of completeness: the records all stand in the list that it commits to. Under the
    terms of a pending amendment it accepts that (art. 10 c).
    """
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    amount = _read(draft, found.held.currency)
    require_status(found.copy.id, found.status, RUNNING)
    if draft.amendment is not None:
        found = amending.as_amended(session, found, draft.amendment)
    today = now_of(session).date()
    presented = draft.presented or today
    standing = revolving.standing(session, found, days_of(presented))
    require_drawing(standing, amount, days_of(presented), days_of(today))
    _require_invoice_date(found, draft)
    bank, number = _transferring_bank(session, found, draft) or _place(session, found, draft.bank)
    salt = secrets.token_bytes(SALT)
    listed = [{"name": d.name, "kind": d.kind, "sha256": d.sha256} for d in draft.documents]
    given = ChainPresentation(
        bank=number,
        bills=tuple(bill.lower() for bill in draft.bills),
        documents=sealed(documents_list(listed), salt),
        amount=amount,
        scheme=SALTED_HASH,
        drawing=sealed(drawing_of(amount, found.copy.currency), salt),
        shipped=days_of(draft.shipped),
        invoiced=days_of(draft.invoiced),
        presented=days_of(presented),
    )
    deployment = deployment_of(session)
    terms = contract.credit_id(deployment, found.chain_terms)
    id = contract.presentation_id(deployment, found.copy.id, terms, given)
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.present(deployment, PresentedOnChain(found.copy.id, found.chain_terms, given)),
        right="PRESENT",
        eyes=1,
        action="present documents",
        key=key,
        describes={
            "presentation": id,
            "accepts": draft.amendment,
            "bank": bank,
            "amount": found.held.decimal(amount),
            "currency": found.copy.currency,
            "bills": list(given.bills),
            "documents": [d.name for d in draft.documents],
            "shipped": draft.shipped.isoformat(),
            "presented": presented.isoformat(),
        },
    )
    copy = _keep(session, found.copy, id, terms, given, salt, draft.documents, operation.id)
    body, attached = _body(copy), _attachments(draft.documents)
    banks = (found.copy.issuing_bank, found.copy.nominated_bank, found.copy.confirming_bank)
    if bank not in banks and number != found.row.advising_bank:
        body["shown"] = issuing.shown_to_any_bank(found.copy)
        body["amendments"] = amending.shown_to_any_bank(session, found.copy)
        attached.append(Attachment(MESSAGE_NAME, MESSAGE_TYPE, found.copy.message))
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=bank,
        kind=KIND,
        body=body,
        attachments=attached,
    )
    send_bills(session, caller.member_id, given.bills, bank, operation)
    return operation


def send_bills(
    session: Session, member_id: str, presented: Sequence[str], to: str, operation: Operation
) -> None:
    """What opens the bills that we hold copies of, once the operation is final."""
    for bill in presented:
        bills.mail_copy(
            session,
            member_id=member_id,
            copy=bills.copy_of(session, member_id, bill),
            to=to,
            operation_id=operation.id,
        )


def withdraw(
    session: Session, caller: Caller, credit: str, presentation: str, key: IdempotencyKey
) -> Operation:
    """Take back what is neither honoured nor refused; the bills come back with it."""
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    row = records.presentation(session, found.copy.id, presentation)
    if row.payer is not None and row.state not in (PresentationStatus.REFUSED, PresentationStatus.WITHDRAWN):
        raise refused("CreditsAlreadyPaid", presentation=row.id, payer=row.payer)
    require_presentation(row.id, row.state, OPEN)
    lodged = records.as_presented_under(session, found, row)
    return records.ask(
        session,
        caller,
        found,
        call=contract.withdraw(deployment_of(session), records.as_presented(lodged, row)),
        right="PRESENT",
        eyes=1,
        action="withdraw a presentation",
        key=key,
        presentation=row,
    )


def release(session: Session, caller: Caller, credit: str, presentation: str) -> None:
    """Give the applicant its own copies of what was taken up: the bank's to decide, once it has honoured."""
    records.require_maker(caller)
    records.as_party(session, caller, credit, Part.ISSUING_BANK)
    found, row = records.as_bank(session, caller, credit, presentation)
    records.require_own_applicant(session, found)
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
        body=_body(copy),
        attachments=_attachments(documents),
    )


def send_on(session: Session, found: OnChain, row: PresentationRow, to: str, operation: Operation) -> None:
    """Our copies of the documents to the bank that they are passed on to, once that is final."""
    copy = store.presentation_copy(session, found.copy.member_id, row.id)
    if copy is None:
        raise NotFound("no-such-document", "your organisation has no documents of this presentation")
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=found.copy.member_id,
        to=to,
        kind=FORWARDED,
        body=_body(copy),
        attachments=[Attachment(d.name, d.media_type, d.content) for d in copy.documents],
    )
    send_bills(session, found.copy.member_id, row.bills, to, operation)


def keep_received(session: Session, member_id: str, message: Message) -> None:
    """The bank's copy; its moment is when the documents were received. A bank that the credit does not name
    is shown its text with them.
    """
    shown = message.body.get("shown")
    if shown is not None and store.copy_of(session, member_id, str(message.body["credit"])) is None:
        if message.sender != shown["beneficiary"]:
            raise Conflict("presentation-not-expected", f"{message.sender} is not the beneficiary")
        issuing.keep_shown(session, member_id, shown, message.attachments[-1].content)
        amending.keep_shown(session, member_id, message.body.get("amendments", ()))
    _keep_sent(session, member_id, message, "beneficiary")


def keep_released(session: Session, member_id: str, message: Message) -> None:
    """The applicant's copy, from the issuing bank."""
    _keep_sent(session, member_id, message, "issuing_bank")


def keep_forwarded(session: Session, member_id: str, message: Message) -> None:
    """The copy of a bank that the documents were passed on to; its own time counts from here."""
    _keep_sent(session, member_id, message, None)


def _keep_sent(session: Session, member_id: str, message: Message, sender: str | None) -> None:
    """Raises Conflict where they come from another than `sender`, or the bank that had them where that is
    None, or belong to another presentation.
    """
    body = message.body
    credit, id = str(body["credit"]), str(body["presentation"])
    copy = store.copy_of(session, member_id, credit)
    if copy is None or (sender is not None and message.sender != getattr(copy, sender)):
        raise Conflict(
            "presentation-not-expected",
            f"{message.sender} sends documents under a credit in which that is not its part",
            next="return them to the sender",
        )
    if store.presentation_copy(session, member_id, id) is not None:
        raise Conflict("presentation-known-already", "these documents were sent before")
    given = ChainPresentation(
        bank=int(body["bank"]),
        bills=tuple(str(bill) for bill in body["bills"]),
        documents=str(body["commitment"]),
        amount=int(body["amount"]),
        scheme=int(body["scheme"]),
        drawing=str(body["drawing"]),
        shipped=int(body["shipped"]),
        invoiced=int(body["invoiced"]),
        presented=int(body["presented"]),
    )
    terms = str(body["terms"])
    if contract.presentation_id(deployment_of(session), credit, terms, given) != id:
        raise Conflict("presentation-mixed-up", "its parts do not make up the presentation that it names")
    documents = [
        Presented(attached.name, str(kind), attached.media_type, attached.content)
        for attached, kind in zip(message.attachments, body["kinds"], strict=False)
    ]
    if len(documents) != len(body["kinds"]):
        raise Conflict("presentation-mixed-up", "documents are missing that it names")
    salt = bytes.fromhex(str(body["salt"]))
    if sender is None:
        _require_opens(given, documents, copy.currency, salt)
        records.learn_number(session, copy, message.sender)
    _keep(session, copy, id, terms, given, salt, documents, None)


def _opens(given: ChainPresentation, documents: Sequence[Presented], currency: str, salt: bytes) -> bool:
    listed = [{"name": d.name, "kind": d.kind, "sha256": d.sha256} for d in documents]
    drawn = sealed(drawing_of(given.amount, currency), salt)
    return sealed(documents_list(listed), salt) == given.documents and drawn == given.drawing


def _require_opens(
    given: ChainPresentation, documents: Sequence[Presented], currency: str, salt: bytes
) -> None:
    """What opens the chain's commitment is what was presented, whoever passes it on."""
    if not _opens(given, documents, currency, salt):
        raise Conflict(
            "documents-do-not-open",
            "what was passed on are not the documents that the chain was told of",
            next="ask the bank that presents for those that it received",
        )


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


def _body(copy: PresentationCopy) -> dict[str, Any]:
    return {
        "credit": copy.credit,
        "presentation": copy.id,
        "terms": copy.terms,
        "bank": copy.bank,
        "bills": list(copy.bills),
        "commitment": copy.commitment,
        "amount": copy.amount,
        "scheme": copy.scheme,
        "drawing": copy.drawing,
        "shipped": copy.shipped,
        "invoiced": copy.invoiced,
        "presented": copy.presented,
        "salt": copy.salt.hex(),
        "kinds": [d.kind for d in copy.documents],
    }


def _attachments(documents: Sequence[Presented]) -> list[Attachment]:
    return [Attachment(d.name, d.media_type, d.content) for d in documents]


def _keep(
    session: Session,
    credit: CreditCopy,
    id: str,
    terms: str,
    given: ChainPresentation,
    salt: bytes,
    documents: Sequence[Presented],
    operation_id: str | None,
) -> PresentationCopy:
    copy = PresentationCopy(
        member_id=credit.member_id,
        id=id,
        credit=credit.id,
        salt=salt,
        bills=list(given.bills),
        commitment=given.documents,
        bank=given.bank,
        terms=terms,
        amount=given.amount,
        scheme=given.scheme,
        drawing=given.drawing,
        shipped=given.shipped,
        invoiced=given.invoiced,
        presented=given.presented,
        opens=_opens(given, documents, credit.currency, salt),
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
    session.add(copy)
    session.flush()
    return copy


def _transferring_bank(session: Session, found: OnChain, draft: Draft) -> tuple[str, int] | None:
    """Of a transferred credit: where it is presented, and nowhere else (art. 38 k)."""
    if store.transferred_from(session, found.row.chain_id, found.copy.id) is None:
        return None
    if draft.bank not in (None, found.copy.advising_bank):
        raise refused("CreditsNotAPlaceOfPresentation", credit=found.copy.id, bank=draft.bank)
    return found.copy.advising_bank, found.row.advising_bank


def _place(session: Session, found: OnChain, bank: str | None) -> tuple[str, int]:
    """The bank to present to, by LEI and by its number in this credit; the issuing bank if none is named."""
    copy, row = found.copy, found.row
    if bank is None or bank == copy.issuing_bank:
        return copy.issuing_bank, row.issuing_bank
    if bank == copy.nominated_bank:
        return bank, row.nominated_bank
    if bank == copy.confirming_bank and found.confirmed:
        return bank, row.confirming_bank
    # Before it is asked for its number: whoever is asked learns of the deal.
    if row.nominated_bank != 0:
        raise refused("CreditsNotAPlaceOfPresentation", credit=copy.id, bank=bank)
    return bank, members.number_of(session, member_id=copy.member_id, deal=copy.deal, organisation=bank)


def _require_invoice_date(found: OnChain, draft: Draft) -> None:
    counted = any(tenor.usance == Usance.INVOICE for tenor in found.chain_terms.tenors)
    if counted and draft.invoiced is None:
        raise Malformed(
            [Fault("#/invoiced", "missing; expected the invoice's date, from which a tenor counts")]
        )


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
