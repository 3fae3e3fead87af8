"""Whose debt it is that one is paid with: told by whoever pays, believed where the chain agrees."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cash.service import keep_issuer
from app.mail.domain import Message
from app.mail.service import Handler


def cash_issuer(session: Session, member_id: str, message: Message) -> None:
    told = message.body
    keep_issuer(
        session,
        member_id,
        str(told["token"]),
        str(told["organisation"]),
        bytes.fromhex(str(told["salt"])),
    )


HANDLERS: dict[str, Handler] = {"cash-issuer": cash_issuer}
