"""The first beneficiary substitutes its own invoice for the second one's and draws the margin (art. 38 h);
where it fails to on first demand, the bank goes on with the documents as they are (art. 38 i).
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract, store
from app.credits.contract import TRANSFERS, UnderTransfer
from app.credits.domain import (
    RUNNING,
    SALT,
    Part,
    PresentationStatus,
    canonical,
    days_of,
    refused,
    require_status,
    sealed,
)
from app.credits.services import records, transferring
from app.credits.services.presenting import Presented
from app.credits.services.records import OnChain
from app.credits.services.transferring import Said
from app.credits.store import InvoiceCopy, PresentationRow, TransferRow
from app.credits.transfers import SETTLED, SubstitutionStatus, TransferStatus, margin
from app.db import now_of
from app.errors import Conflict, NotFound
from app.mail import service as mail
from app.mail.domain import Attachment, Message

SUBSTITUTED = "invoice-substituted"
STANDING = frozenset(PresentationStatus) - {
    PresentationStatus.UNKNOWN,
    PresentationStatus.REFUSED,
    PresentationStatus.WITHDRAWN,
}


def demand(
    session: Session,
    caller: Caller,
    credit: str,
    transferred: str,
    presentation: str,
    until: date,
    key: IdempotencyKey,
) -> Operation:
    """As the transferring bank: `until` is the last day for the first beneficiary's invoice."""
    found, row, documents = _as_bank(session, caller, credit, transferred, presentation)
    _require_substitution(session, row, documents, SubstitutionStatus.NONE)
    today = now_of(session).date()
    if until < today:
        raise refused("TransfersDayPast", until=until, today=today)
    call = contract.demand(deployment_of(session), _under(row, documents), days_of(until))
    said: Said = ("EXAMINE", 1, "demand the first beneficiary's invoice")
    return _ask(session, caller, found, row, documents, call, said, key, until=until.isoformat())


def substitute(
    session: Session,
    caller: Caller,
    credit: str,
    transferred: str,
    presentation: str,
    invoice: Presented,
    key: IdempotencyKey,
) -> Operation:
    """As the first beneficiary. The invoice goes to the transferring bank once it is final; the margin may be
    presented for under the credit.
    """
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    require_status(found.copy.id, found.status, RUNNING)
    row, documents = _documents(session, found, transferred, presentation)
    allowed = SubstitutionStatus.NONE, SubstitutionStatus.DEMANDED
    _require_substitution(session, row, documents, *allowed)
    second = store.credit_row(session, row.chain_id, row.id)
    assert second is not None, "a transferred credit is on chain"
    free = margin(documents.amount, row.carved, second.drawable, row.held)
    salt = secrets.token_bytes(SALT)
    commitment = _sealed(invoice.name, invoice.sha256, salt)
    call = contract.substitute(deployment_of(session), _under(row, documents), commitment)
    operation = _ask(
        session,
        caller,
        found,
        row,
        documents,
        call,
        ("PRESENT", 1, "substitute the invoice of a second beneficiary"),
        key,
        invoice=invoice.name,
        margin=found.held.decimal(free),
        currency=found.copy.currency,
    )
    _keep(session, caller.member_id, documents.id, commitment, salt, invoice)
    bank = records.organisation(session, found.copy, row.bank, found.row)
    if bank is not None:
        mail.send_when_final(
            session,
            operation_id=operation.id,
            member_id=caller.member_id,
            to=bank,
            kind=SUBSTITUTED,
            body={
                "credit": found.copy.id,
                "transferred": row.id,
                "presentation": documents.id,
                "commitment": commitment,
                "salt": salt.hex(),
            },
            attachments=[Attachment(invoice.name, invoice.media_type, invoice.content)],
        )
    return operation


def lapse(
    session: Session, caller: Caller, credit: str, transferred: str, presentation: str, key: IdempotencyKey
) -> Operation:
    """As the transferring bank, once the day is past, which the chain's clock says: the documents go on as
    the second beneficiary presented them, and that margin is not drawn.
    """
    found, row, documents = _as_bank(session, caller, credit, transferred, presentation)
    _require_substitution(session, row, documents, SubstitutionStatus.DEMANDED)
    call = contract.lapse(deployment_of(session), _under(row, documents))
    said: Said = ("EXAMINE", 1, "go on without the first beneficiary's invoice")
    return _ask(session, caller, found, row, documents, call, said, key)


def invoice(
    session: Session, caller: Caller, credit: str, transferred: str, presentation: str
) -> InvoiceCopy:
    """Our own copy. Raises NotFound."""
    found = records.on_chain(session, caller, credit)
    row = transferring.row_of(session, found, transferred)
    copy = store.invoice_copy(session, caller.member_id, presentation.lower())
    if copy is None or store.presentation_row(session, row.chain_id, row.id, copy.id) is None:
        raise NotFound("no-such-invoice", "your organisation holds no such invoice")
    return copy


def require_settled(session: Session, found: OnChain, documents: PresentationRow) -> None:
    """Before documents of a second beneficiary are passed on: the first one's invoice is there, or it failed
    to substitute it on first demand.
    """
    chain_id = found.row.chain_id
    if store.transferred_from(session, chain_id, found.copy.id) is None:
        return
    stands = store.substitutions_of(session, chain_id, found.copy.id).get(documents.id)
    if stands is None or stands.state not in SETTLED:
        raise Conflict(
            "invoice-not-substituted",
            "the first beneficiary has not substituted its invoice",
            allowed="documents whose invoice is substituted, or for which that has lapsed (art. 38 h, i)",
            next="demand the invoice, and let it lapse once the day is past",
        )


def keep_substituted(session: Session, member_id: str, message: Message) -> None:
    """The transferring bank's copy, from the first beneficiary: only what the chain was told of."""
    body, (attached,) = message.body, message.attachments
    held = store.copy_of(session, member_id, str(body["credit"]))
    if held is None or message.sender != held.beneficiary:
        raise Conflict("invoice-not-expected", f"{message.sender} substitutes an invoice that is not its own")
    id, salt = str(body["presentation"]), bytes.fromhex(str(body["salt"]))
    given = Presented(attached.name, "commercial invoice", attached.media_type, attached.content)
    commitment = _sealed(given.name, given.sha256, salt)
    chain_id = deployment_of(session).chain_id
    stands = store.substitutions_of(session, chain_id, str(body["transferred"])).get(id)
    if stands is None or stands.invoice != commitment:
        raise Conflict(
            "invoice-does-not-open",
            "that is not the invoice which the chain was told of",
            next="ask the first beneficiary for it",
        )
    if store.invoice_copy(session, member_id, id) is None:
        _keep(session, member_id, id, commitment, salt, given)


# ------------------------------------------------------------------------------------------- each idea once


def _as_bank(
    session: Session, caller: Caller, credit: str, transferred: str, presentation: str
) -> tuple[OnChain, TransferRow, PresentationRow]:
    found = records.on_chain(session, caller, credit)
    transferring.require_bank(session, found)
    return found, *_documents(session, found, transferred, presentation)


def _documents(
    session: Session, found: OnChain, transferred: str, presentation: str
) -> tuple[TransferRow, PresentationRow]:
    """Of a transfer of the credit, what was neither refused nor taken back."""
    row = transferring.row_of(session, found, transferred)
    if row.state is not TransferStatus.MADE:
        raise refused(
            "TransfersWrongStatus", transferred=row.id, status=row.state, allowed=TransferStatus.MADE
        )
    documents = records.presentation(session, row.id, presentation)
    if documents.state not in STANDING:
        raise refused("TransfersNotPresented", presentation=documents.id, status=documents.state)
    return row, documents


def _require_substitution(
    session: Session, row: TransferRow, documents: PresentationRow, *allowed: SubstitutionStatus
) -> None:
    stands = store.substitutions_of(session, row.chain_id, row.id).get(documents.id)
    status = stands.state if stands else SubstitutionStatus.NONE
    if status not in allowed:
        raise refused(
            "TransfersSubstitutionWrongStatus",
            presentation=documents.id,
            status=status,
            allowed=frozenset(allowed),
        )


def _under(row: TransferRow, documents: PresentationRow) -> UnderTransfer:
    return UnderTransfer(row.deal, row.id, documents.terms, records.contents(documents))


def _sealed(name: str, sha256: str, salt: bytes) -> str:
    return sealed(canonical({"name": name, "sha256": sha256}), salt)


def _ask(
    session: Session,
    caller: Caller,
    found: OnChain,
    row: TransferRow,
    documents: PresentationRow,
    call: bytes,
    said: Said,
    key: IdempotencyKey,
    **describes: Any,
) -> Operation:
    right, eyes, action = said
    return records.ask(
        session,
        caller,
        found,
        call=call,
        right=right,
        eyes=eyes,
        action=action,
        key=key,
        presentation=documents,
        describes={"transferred": row.id, **describes},
        instrument=TRANSFERS,
    )


def _keep(
    session: Session, member_id: str, id: str, commitment: str, salt: bytes, invoice: Presented
) -> None:
    kept = store.invoice_copy(session, member_id, id)
    if kept is not None:
        session.delete(kept)
        session.flush()
    session.add(
        InvoiceCopy(
            member_id=member_id,
            id=id,
            commitment=commitment,
            salt=salt,
            name=invoice.name,
            media_type=invoice.media_type,
            content=invoice.content,
            at=now_of(session),
        )
    )
    session.flush()
