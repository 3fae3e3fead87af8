"""Messages between members. Sender and recipient each keep their own copy; neither is read for the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.chain.states import ENDED, Status
from app.chain.store import Number, Operation
from app.db import Base


class MessageCopy(Base):
    """One member's copy. `other` is the organisation (LEI) at the other end; `message_id` was given by the
    sender.
    """

    __tablename__ = "messages"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    direction: Mapped[str] = mapped_column(String(3))
    other: Mapped[str] = mapped_column(String(20))
    message_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]

    attachments: Mapped[list[AttachmentCopy]] = relationship(order_by="AttachmentCopy.place", lazy="selectin")

    __table_args__ = (UniqueConstraint("member_id", "direction", "other", "message_id"),)


class AttachmentCopy(Base):
    __tablename__ = "message_attachments"

    message_number: Mapped[int] = mapped_column(ForeignKey("messages.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes]


class WaitingMessage(Base):
    """Goes out when its operation is final. `refused` says why it could not: somebody looks at it."""

    __tablename__ = "messages_waiting"

    number: Mapped[Number]
    operation_id: Mapped[str] = mapped_column(String(32), index=True)
    member_id: Mapped[str] = mapped_column(String(64))
    to: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]]
    refused: Mapped[str | None] = mapped_column(String(500))

    attachments: Mapped[list[WaitingAttachment]] = relationship(
        order_by="WaitingAttachment.place", lazy="selectin", cascade="all, delete-orphan"
    )


class WaitingAttachment(Base):
    __tablename__ = "message_attachments_waiting"

    message_number: Mapped[int] = mapped_column(ForeignKey("messages_waiting.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes]


def waited_for(session: Session) -> list[tuple[WaitingMessage, bool]]:
    """Messages whose operation has ended, in the order of their asking; True where it ended well."""
    rows = session.execute(
        select(WaitingMessage, Operation.status)
        .join(Operation, Operation.id == WaitingMessage.operation_id)
        .where(Operation.status.in_(ENDED), WaitingMessage.refused.is_(None))
        .order_by(WaitingMessage.number)
    )
    return [(waiting, status == Status.FINAL) for waiting, status in rows]
