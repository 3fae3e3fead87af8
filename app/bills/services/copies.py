"""The document behind a bill travels with it: each holder gets its own copy, and the salt that opens it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.bills.domain import BillCopy
from app.bills.services.numbers import is_own, learn
from app.bills.store import COPY_OF, BillCopyRow
from app.db import now_of
from app.documents.domain import commitment_of
from app.errors import Conflict
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Opening

COPY = "bill-of-lading"
SURRENDERED = "bill-surrendered"
MEDIA_TYPE = "application/json"


def copy_of(session: Session, member_id: str, bill: str) -> BillCopy | None:
    """The member's own copy, None where it was never given one."""
    row = session.execute(COPY_OF, {"member_id": member_id, "bill": bill}).first()
    return None if row is None else BillCopy(*row)


def keep(session: Session, member_id: str, copy: BillCopy, operation_id: str | None = None) -> None:
    """Once: a copy that is there already is the same, or would not open the same id."""
    if session.get(BillCopyRow, (member_id, copy.bill)) is not None:
        return
    session.add(
        BillCopyRow(
            member_id=member_id,
            bill=copy.bill,
            deal=copy.deal,
            salt=copy.salt,
            content=copy.content,
            reference=copy.reference,
            carrier=copy.carrier,
            shipper=copy.shipper,
            sender=copy.sender,
            operation_id=operation_id,
            kept_at=now_of(session),
        )
    )
    session.flush()


def mail_copy(session: Session, *, member_id: str, copy: BillCopy | None, to: str, operation_id: str) -> bool:
    """Hand our copy and its salt to `to` (LEI) once the operation is final; False where we hold none.

    For whoever presents a bill or passes it on: who is to take it must be able to read it. What proves the
    numbers of carrier, shipper and ourselves goes along: to ask them for it would tell them who has the bill.
    """
    if copy is None or is_own(session, member_id, to):
        return copy is not None
    mail.send_when_final(
        session,
        operation_id=operation_id,
        member_id=member_id,
        to=to,
        kind=COPY,
        body={
            "bill": copy.bill,
            "deal": copy.deal,
            "salt": copy.salt.hex(),
            "reference": copy.reference,
            "carrier": copy.carrier,
            "shipper": copy.shipper,
            "openings": _openings(session, member_id, copy),
        },
        attachments=[mail.Attachment(f"{copy.reference.replace('/', '-')}.json", MEDIA_TYPE, copy.content)],
    )
    return True


def keep_received(session: Session, member_id: str, message: Message) -> None:
    """Our copy of what a bill commits to. Raises Conflict where it does not open the bill's id."""
    body, (attached,) = message.body, message.attachments
    copy = _read(body, attached.content, message.sender)
    if commitment_of(copy.salt, copy.content) != copy.bill:
        raise Conflict(
            "copy-does-not-open",
            f"what was sent is not the document of the bill {copy.bill}",
            allowed="salt and transport document whose hash is the bill's id",
            next="ask the sender for the document that was issued",
        )
    keep(session, member_id, copy)
    for given in body["openings"]:
        opening = Opening(int(given["party"]), str(given["organisation"]), bytes.fromhex(given["salt"]))
        if not is_own(session, member_id, opening.organisation):
            members.keep_opening(session, member_id, copy.deal, opening)


def know_surrenderer(session: Session, member_id: str, message: Message) -> None:
    """The carrier learns who asks for the goods; until then it knows a number."""
    learn(session, member_id, str(message.body["deal"]), message.sender)


def _openings(session: Session, member_id: str, copy: BillCopy) -> list[dict[str, object]]:
    known = [
        members.opening_of(session, member_id=member_id, deal=copy.deal, organisation=organisation)
        for organisation in sorted({copy.carrier, copy.shipper, members.member(session, member_id).lei})
    ]
    return [
        {"party": one.party, "organisation": one.organisation, "salt": one.salt.hex()}
        for one in known
        if one is not None
    ]


def _read(body: Mapping[str, object], content: bytes, sender: str) -> BillCopy:
    return BillCopy(
        bill=str(body["bill"]),
        deal=str(body["deal"]),
        salt=bytes.fromhex(str(body["salt"])),
        content=content,
        reference=str(body["reference"]),
        carrier=str(body["carrier"]),
        shipper=str(body["shipper"]),
        sender=sender,
    )
