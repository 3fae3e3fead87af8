"""Whose debt it is that one is paid with: told by whoever pays, believed where the chain agrees."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cash.service import keep_issuer
from app.errors import Conflict
from app.mail.domain import Message
from app.mail.service import Handler


def cash_issuer(session: Session, member_id: str, message: Message) -> None:
    try:
        token, organisation = str(message.body["token"]).lower(), str(message.body["organisation"])
        salt = bytes.fromhex(str(message.body["salt"]))
    except (KeyError, ValueError) as error:
        raise Conflict("message-unreadable", f"who issues the cash cannot be read: {error}") from error
    keep_issuer(session, member_id, token, organisation, salt)


HANDLERS: dict[str, Handler] = {"cash-issuer": cash_issuer}
