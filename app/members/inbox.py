"""Numbers for a deal, asked for and given by mail: both answered by machine, since a number by itself binds
nobody.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.errors import Conflict
from app.mail import service as mail
from app.mail.domain import Message
from app.members.service import allot
from app.members.store import Counterparty


def number_wanted(session: Session, member_id: str, message: Message) -> None:
    alias = allot(session, member_id, str(message.body["deal"]))
    mail.send(
        session,
        member_id=member_id,
        to=message.sender,
        kind="number-given",
        body={"deal": alias.deal, "party": alias.party, "salt": alias.salt.hex()},
    )


def number_given(session: Session, member_id: str, message: Message) -> None:
    """Kept as it was given; whoever uses it compares it with the chain first. A second number for a deal is
    refused.
    """
    deal, party = str(message.body["deal"]), int(message.body["party"])
    known = session.get(Counterparty, (member_id, deal, message.sender))
    if known is not None:
        if known.party != party:
            raise Conflict(
                "number-given-already", f"{message.sender} gave another number in this deal before"
            )
        return
    session.add(
        Counterparty(
            member_id=member_id,
            deal=deal,
            lei=message.sender,
            party=party,
            salt=bytes.fromhex(str(message.body["salt"])),
        )
    )
    session.flush()


HANDLERS: dict[str, mail.Handler] = {"number-wanted": number_wanted, "number-given": number_given}
