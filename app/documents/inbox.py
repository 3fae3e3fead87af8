"""Documents that others hand us."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.documents import service
from app.mail.domain import Message
from app.mail.service import Handler


def document(session: Session, member_id: str, message: Message) -> None:
    service.keep_received(session, member_id, message)


HANDLERS: dict[str, Handler] = {service.KIND: document}
