"""Seal and record a document, hand it on, replace it, take it back, and check that a copy is the document."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.db import now_of
from app.documents import contract
from app.documents.domain import (
    SALT_BYTES,
    Checked,
    Copy,
    DocumentStatus,
    Draft,
    Recorded,
    commitment_of,
    document_of,
    opens,
    require_issuer,
    require_standing,
)
from app.documents.store import DocumentCopy, copies_of, copy_of, final_block, rows_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Named
from app.paging import PageAsked, page

KIND = "document"
"""Of the message that hands a document on."""


def record(session: Session, caller: Caller, draft: Draft, key: IdempotencyKey) -> Operation:
    """Record a sealed document, by one person; copy and salt follow to `send_to` when it is final."""
    _require_contacts(session, caller.member_id, draft.send_to)
    deal = draft.deal or members.new_deal()
    alias = members.allot(session, caller.member_id, deal)
    salt = secrets.token_bytes(SALT_BYTES)
    document = document_of(salt, draft.content, alias.party)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=alias.party,
        instrument=contract.NAME,
        call=contract.record(deployment_of(session), document),
        describes={"action": "record a document", **_described(document, draft)},
        eyes=1,
        right="RECORD",
        idempotency=key,
    )
    _enclose(session, operation, draft, document, deal, salt)
    return operation


def seal(draft: Draft) -> tuple[str, bytes]:
    """What commits to a text, under a new salt, and that salt."""
    salt = secrets.token_bytes(SALT_BYTES)
    return commitment_of(salt, draft.content), salt


def enclose(session: Session, operation: Operation, draft: Draft, deal: str, salt: bytes) -> None:
    """Keep our copy of a text to which the operation commits; copy and salt follow to `send_to` when that is
    final. For other slices, whose contracts keep a commitment of their own.
    """
    _enclose(session, operation, draft, commitment_of(salt, draft.content), deal, salt)


def _enclose(
    session: Session, operation: Operation, draft: Draft, document: str, deal: str, salt: bytes
) -> None:
    _keep(
        session,
        operation.member_id,
        draft,
        document,
        salt,
        deal,
        party=operation.party,
        operation_id=operation.id,
    )
    for lei in draft.send_to:
        mail.send_when_final(
            session,
            operation_id=operation.id,
            member_id=operation.member_id,
            to=lei,
            kind=KIND,
            body={"document": document, "salt": salt.hex(), "kind": draft.kind, "deal": deal},
            attachments=[mail.Attachment(draft.name, draft.media_type, draft.content)],
        )


def supersede(
    session: Session, caller: Caller, document: str, draft: Draft, key: IdempotencyKey
) -> Operation:
    """Put a newer version in its place; both stay on record. By the issuer alone."""
    copy, row = _standing_and_own(session, caller, document)
    draft = replace(draft, kind=copy.kind, deal=copy.deal)
    _require_contacts(session, caller.member_id, draft.send_to)
    salt = secrets.token_bytes(SALT_BYTES)
    successor = document_of(salt, draft.content, row.issuer)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=row.issuer,
        instrument=contract.NAME,
        call=contract.supersede(deployment_of(session), copy.document, successor),
        describes={
            "action": "replace a document",
            "replaces": copy.document,
            **_described(successor, draft),
        },
        eyes=1,
        right="RECORD",
        idempotency=key,
    )
    _enclose(session, operation, draft, successor, copy.deal, salt)
    return operation


def revoke(session: Session, caller: Caller, document: str, key: IdempotencyKey) -> Operation:
    """Take a document back: it stays on record as revoked. By the issuer alone."""
    copy, row = _standing_and_own(session, caller, document)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=row.issuer,
        instrument=contract.NAME,
        call=contract.revoke(deployment_of(session), copy.document),
        describes={"action": "revoke a document", "document": copy.document, "name": copy.name},
        eyes=1,
        right="RECORD",
        idempotency=key,
    )


def copies(
    session: Session, caller: Caller, asked: PageAsked, kind: str | None
) -> tuple[list[Copy], str | None]:
    """The caller's member's own copies, newest first."""
    query = copies_of(caller.member_id, kind)
    rows, following = page(session, query, asked, [DocumentCopy.number], lambda row: row, newest_first=True)
    return _shown(session, caller.member_id, rows), following


def copy(session: Session, caller: Caller, document: str) -> Copy:
    """Raises NotFound, of a document that we have no copy of as of none."""
    return _shown(session, caller.member_id, [_copy(session, caller, document)])[0]


def content(session: Session, caller: Caller, document: str) -> tuple[Copy, bytes]:
    """The copy and its content, byte for byte as it was recorded."""
    row = _copy(session, caller, document)
    return _shown(session, caller.member_id, [row])[0], row.content


def check(session: Session, caller: Caller, document: str, given: bytes | None) -> Checked:
    """Whether `given`, or else our own copy, is the document that the chain knows."""
    row = _copy(session, caller, document)
    shown = _shown(session, caller.member_id, [row])[0]
    opened = opens(row.document, row.salt, row.content if given is None else given)
    on_chain = shown.on_chain
    if on_chain is None:
        return Checked(row.document, False, DocumentStatus.UNKNOWN, None, None)
    return Checked(row.document, opened, on_chain.status, shown.issuer, on_chain.recorded)


def keep_received(session: Session, member_id: str, message: Message) -> None:
    """Our copy of a document that somebody sent. Raises Conflict where it does not open its commitment."""
    body, (attached,) = message.body, message.attachments
    salt, document = bytes.fromhex(str(body["salt"])), str(body["document"])
    if not opens(document, salt, attached.content):
        raise Conflict(
            "copy-does-not-open",
            f"what was sent is not the document {document}",
            allowed="salt and content whose hash is the document's commitment",
            next="ask the sender for the document that was recorded",
        )
    if copy_of(session, member_id, document) is None:
        draft = Draft(str(body["kind"]), attached.name, attached.media_type, attached.content)
        _keep(session, member_id, draft, document, salt, str(body["deal"]), sender=message.sender)
        # Who stands behind the number that recorded it.
        try:
            members.number_of(
                session, member_id=member_id, deal=str(body["deal"]), organisation=message.sender
            )
        except Conflict:
            # The answer comes later, or never opens: the number is shown bare until then.
            return


def _standing_and_own(session: Session, caller: Caller, document: str) -> tuple[DocumentCopy, Recorded]:
    found = _copy(session, caller, document)
    row = _recorded(session, [found.document]).get(found.document)
    require_standing(found.document, row.status if row else DocumentStatus.UNKNOWN)
    assert row is not None
    own = members.own_among(session, caller.member_id, {row.issuer})
    require_issuer(found.document, row.issuer, row.issuer if own else found.party or 0)
    return found, row


def _copy(session: Session, caller: Caller, document: str) -> DocumentCopy:
    found = copy_of(session, caller.member_id, document.lower())
    if found is None:
        raise NotFound("no-such-document", "your organisation has no such document")
    return found


def _require_contacts(session: Session, member_id: str, organisations: tuple[str, ...]) -> None:
    faults = []
    for place, lei in enumerate(organisations):
        try:
            members.contact(session, member_id, lei)
        except NotFound as error:
            faults.append(Fault(f"#/send_to/{place}", error.refusal.found))
    if faults:
        raise Malformed(faults)


def _described(document: str, draft: Draft) -> dict[str, object]:
    return {
        "document": document,
        "kind": draft.kind,
        "name": draft.name,
        "media_type": draft.media_type,
        "bytes": len(draft.content),
        "sha256": draft.sha256,
        "send_to": list(draft.send_to),
    }


def _keep(
    session: Session,
    member_id: str,
    draft: Draft,
    document: str,
    salt: bytes,
    deal: str,
    *,
    sender: str | None = None,
    party: int | None = None,
    operation_id: str | None = None,
) -> None:
    session.add(
        DocumentCopy(
            member_id=member_id,
            document=document,
            kind=draft.kind,
            name=draft.name,
            media_type=draft.media_type,
            content=draft.content,
            size=len(draft.content),
            sha256=draft.sha256,
            salt=salt,
            deal=deal,
            sender=sender,
            party=party,
            operation_id=operation_id,
            kept_at=now_of(session),
        )
    )
    session.flush()


def _recorded(session: Session, documents: list[str]) -> dict[str, Recorded]:
    chain_id = deployment_of(session).chain_id
    final = final_block(session, chain_id)
    return {
        id: Recorded(
            id,
            row.issuer,
            row.version,
            DocumentStatus(row.status),
            row.recorded,
            row.predecessor,
            row.successor,
            row.last_block <= final,
        )
        for id, row in rows_of(session, chain_id, documents).items()
    }


def _shown(session: Session, member_id: str, rows: list[DocumentCopy]) -> list[Copy]:
    recorded = _recorded(session, [row.document for row in rows])
    named = members.named(session, member_id, {entry.issuer for entry in recorded.values()})
    names = members.names_of(session, member_id, {row.sender for row in rows if row.sender})
    return [
        Copy(
            document=row.document,
            kind=row.kind,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            salt=row.salt,
            deal=row.deal,
            sender=Named(None, row.sender, names.get(row.sender)) if row.sender else None,
            operation=row.operation_id,
            kept_at=row.kept_at,
            on_chain=recorded.get(row.document),
            issuer=named[recorded[row.document].issuer] if row.document in recorded else None,
        )
        for row in rows
    ]
