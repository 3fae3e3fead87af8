"""Send a message to another organisation, and take one in exactly once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.db import now_of
from app.errors import Conflict, DomainError
from app.mail.domain import Attachment, Message
from app.mail.store import AttachmentCopy, MessageCopy, WaitingAttachment, WaitingMessage, waited_for

__all__ = [
    "Attachment",
    "Delivery",
    "Handler",
    "LocalDelivery",
    "Message",
    "about",
    "left_at",
    "received",
    "release",
    "send",
    "send_when_final",
]

log = logging.getLogger(__name__)

Handler = Callable[[Session, str, Message], None]
"""What a slice does with a message of one kind: (session, the recipient's member id, message). Listed in its
inbox.py.
"""


class Delivery(Protocol):
    """The way from here to the recipient's own copy."""

    def sender_of(self, session: Session, member_id: str) -> str:
        """The LEI of a member of this deployment."""

    def deliver(self, session: Session, message: Message) -> None:
        """Raises Conflict where nobody can be reached under the recipient's LEI."""


class AddressBook(Protocol):
    def organisation_of(self, session: Session, member_id: str) -> str: ...
    def member_with(self, session: Session, organisation: str) -> str | None: ...


class LocalDelivery:
    """To members of the same deployment: the recipient's copy and what its slices make of it, in the sender's
    transaction.
    """

    def __init__(self, book: AddressBook, handlers: Mapping[str, Handler]) -> None:
        self._book, self._handlers = book, dict(handlers)

    def sender_of(self, session: Session, member_id: str) -> str:
        return self._book.organisation_of(session, member_id)

    def deliver(self, session: Session, message: Message) -> None:
        member_id = self._book.member_with(session, message.recipient)
        if member_id is None:
            raise Conflict(
                "recipient-unknown",
                f"no organisation {message.recipient} can be reached from here",
                next="check the LEI, and whether that organisation has been admitted",
                organisation=message.recipient,
            )
        take_in(session, member_id, message, self._handlers)


def send(
    session: Session,
    *,
    member_id: str,
    to: str,
    kind: str,
    body: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
) -> Message:
    """Keep our copy and deliver. `to` is the recipient's LEI, `body` plain JSON. Under LocalDelivery the
    answer of an automatic handler is there when this returns.
    """
    delivery: Delivery = session.info["post"]
    message = Message(
        uuid4().hex,
        delivery.sender_of(session, member_id),
        to,
        kind,
        dict(body),
        now_of(session),
        tuple(attachments),
    )
    _keep(session, member_id, "out", message.recipient, message)
    delivery.deliver(session, message)
    return message


def send_when_final(
    session: Session,
    *,
    operation_id: str,
    member_id: str,
    to: str,
    kind: str,
    body: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
) -> None:
    """As `send`, once the operation is final on the chain; never, where it ends otherwise."""
    session.add(
        WaitingMessage(
            operation_id=operation_id,
            member_id=member_id,
            to=to,
            kind=kind,
            body=dict(body),
            attachments=[
                WaitingAttachment(
                    place=place, name=item.name, media_type=item.media_type, content=item.content
                )
                for place, item in enumerate(attachments)
            ],
        )
    )
    session.flush()


def release(session: Session) -> None:
    """Send what waited for an operation that is final now, drop what waited for one that ended otherwise.

    One that cannot be delivered is kept with the reason and holds up nothing else.
    """
    for waiting, final in waited_for(session):
        if not final:
            session.delete(waiting)
            continue
        try:
            with session.begin_nested():
                _send_waiting(session, waiting)
        except Exception as error:  # whatever a recipient's handler raises, reading the chain goes on
            why = str(error) if isinstance(error, DomainError) else f"{type(error).__name__}: {error}"
            log.error("not delivered", extra={"number": waiting.number, "why": why})
            waiting.refused = why[:500]
    session.flush()


def _send_waiting(session: Session, waiting: WaitingMessage) -> None:
    send(
        session,
        member_id=waiting.member_id,
        to=waiting.to,
        kind=waiting.kind,
        body=waiting.body,
        attachments=[Attachment(item.name, item.media_type, item.content) for item in waiting.attachments],
    )
    session.delete(waiting)


def take_in(session: Session, member_id: str, message: Message, handlers: Mapping[str, Handler]) -> bool:
    """Store under the sender's id and handle; False, and nothing done, where it came before."""
    handler = handlers.get(message.kind)
    if handler is None:
        raise Conflict(
            "message-kind-unknown",
            f"messages of the kind {message.kind} are not understood here",
            kind=message.kind,
        )
    known = session.scalars(
        select(MessageCopy.number).where(
            MessageCopy.member_id == member_id,
            MessageCopy.direction == "in",
            MessageCopy.other == message.sender,
            MessageCopy.message_id == message.id,
        )
    ).first()
    if known is not None:
        return False
    _keep(session, member_id, "in", message.sender, message)
    handler(session, member_id, message)
    return True


def received(session: Session, member_id: str, kind: str) -> list[MessageCopy]:
    """A member's own copies of what it was sent, oldest first."""
    return list(
        session.scalars(
            select(MessageCopy)
            .where(
                MessageCopy.member_id == member_id, MessageCopy.direction == "in", MessageCopy.kind == kind
            )
            .order_by(MessageCopy.number)
        )
    )


def left_at(session: Session, member_id: str, kind: str, part: str, said: str) -> datetime | None:
    """When a message of ours left whose `part` says that; None while none has."""
    query = select(MessageCopy.sent_at).where(
        MessageCopy.member_id == member_id,
        MessageCopy.direction == "out",
        MessageCopy.kind == kind,
        MessageCopy.body[part].as_string() == said,
    )
    return session.scalars(query.order_by(MessageCopy.number)).first()


def about(session: Session, member_id: str, **named: str) -> list[MessageCopy]:
    """The member's own copies of what it sent and was sent that names one of these, or names it in what it
    encloses; in the order of the keeping.
    """
    body = MessageCopy.body
    either = [body[part].as_string() == said for part, said in named.items()]
    either += [body["notice"][part].as_string() == said for part, said in named.items()]
    query = select(MessageCopy).where(MessageCopy.member_id == member_id, or_(*either))
    return list(session.scalars(query.order_by(MessageCopy.number)))


def _keep(session: Session, member_id: str, direction: str, other: str, message: Message) -> None:
    session.add(
        MessageCopy(
            member_id=member_id,
            direction=direction,
            other=other,
            message_id=message.id,
            kind=message.kind,
            body=dict(message.body),
            sent_at=message.sent_at,
            attachments=[
                AttachmentCopy(place=place, name=item.name, media_type=item.media_type, content=item.content)
                for place, item in enumerate(message.attachments)
            ],
        )
    )
    session.flush()
