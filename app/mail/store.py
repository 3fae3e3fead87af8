"""Messages between members. Sender and recipient each keep their own copy; neither is read for the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.chain.store import Number
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
