"""Told by whoever pays: whose debt one is paid with, believed where the chain agrees; under which UETR, and
why cash was reversed or forced, which the chain holds as hashes.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cash.services import keep_issuer, keep_reason, keep_uetr
from app.errors import Conflict
from app.identifiers import uetr
from app.mail.domain import Message
from app.mail.service import Handler


def cash_issuer(session: Session, member_id: str, message: Message) -> None:
    try:
        token, organisation = str(message.body["token"]).lower(), str(message.body["organisation"])
        salt = bytes.fromhex(str(message.body["salt"]))
    except (KeyError, ValueError) as error:
        raise Conflict("message-unreadable", f"who issues the cash cannot be read: {error}") from error
    keep_issuer(session, member_id, token, organisation, salt)


def cash_payment(session: Session, member_id: str, message: Message) -> None:
    """Under a UETR that the sender used; with a reason where it reversed or forced."""
    try:
        known, why = message.body["uetr"], message.body.get("why")
        if known is not None:
            keep_uetr(session, member_id, uetr(str(known)), int(message.body["orderer"]))
        opened = (str(why["text"]), bytes.fromhex(str(why["salt"]))) if why else None
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Conflict("message-unreadable", f"a payment's reference cannot be read: {error}") from error
    if opened:
        keep_reason(session, member_id, *opened)


HANDLERS: dict[str, Handler] = {"cash-issuer": cash_issuer, "cash-payment": cash_payment}
