"""Terms that a buyer has drafted, and the texts behind disputes and awards; keeping either binds nobody."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cash import services as cash
from app.errors import Conflict
from app.mail.domain import Message
from app.mail.service import Handler
from app.milestones.services.drafting import KIND, take_draft
from app.milestones.services.steps import STATED


def take_stated(session: Session, member_id: str, message: Message) -> None:
    """Found again by what the chain holds of it."""
    try:
        text, salt = str(message.body["text"]), bytes.fromhex(str(message.body["salt"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Conflict("message-unreadable", f"what was stated cannot be read: {error}") from error
    cash.keep_reason(session, member_id, text, salt)


HANDLERS: dict[str, Handler] = {KIND: take_draft, STATED: take_stated}
