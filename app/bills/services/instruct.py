"""A shipper tells a carrier which bill it wants. Binds nobody: the bill is what the carrier issues."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills.domain import FORMS, Form, Instruction, Wish
from app.bills.services.numbers import is_own, no_contact
from app.bills.store import InstructionRow, instructions_of
from app.db import now_of
from app.errors import Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Named
from app.paging import PageAsked, page

KIND = "bill-instruction"


def instruct(session: Session, caller: Caller, wish: Wish) -> Instruction:
    """Kept by us and mailed to the carrier at once."""
    require_contacts(session, caller.member_id, {"#/carrier": wish.carrier, "#/order": wish.order})
    deal = wish.deal or members.new_deal()
    if wish.deal:
        members.alias_in(session, caller.member_id, deal)
    else:
        members.allot(session, caller.member_id, deal)
    row = _keep(
        session,
        caller.member_id,
        uuid4().hex,
        deal,
        members.member(session, caller.member_id).lei,
        wish,
        now_of(session),
    )
    if not is_own(session, caller.member_id, wish.carrier):
        mail.send(
            session,
            member_id=caller.member_id,
            to=wish.carrier,
            kind=KIND,
            body={
                "instruction": row.id,
                "deal": deal,
                "form": FORMS[wish.form],
                "order": wish.order,
                "document": wish.document,
            },
        )
    return _shown(session, caller.member_id, [row])[0]


def instructions(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[Instruction], str | None]:
    """Those that we gave and those that we were given, newest first."""
    rows, following = page(
        session,
        instructions_of(caller.member_id),
        asked,
        [InstructionRow.number],
        lambda row: row,
        newest_first=True,
    )
    return _shown(session, caller.member_id, rows), following


def instruction(session: Session, caller: Caller, id: str) -> Instruction:
    return _shown(session, caller.member_id, [instruction_row(session, caller.member_id, id)])[0]


def instruction_row(session: Session, member_id: str, id: str, *, lock: bool = False) -> InstructionRow:
    """`lock`: until the request ends, so that two requests do not issue on it at once. Raises NotFound."""
    query = instructions_of(member_id).where(InstructionRow.id == id)
    row = session.scalars(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("no-such-instruction", "your organisation has no such instruction")
    return row


def keep_instruction(session: Session, member_id: str, message: Message) -> None:
    """The carrier's copy."""
    body = message.body
    order, document = body["order"], body["document"]
    wish = Wish(
        members.member(session, member_id).lei,
        Form(FORMS.index(str(body["form"]))),
        None if order is None else str(order),
        str(body["deal"]),
        None if document is None else str(document),
    )
    id, deal = str(body["instruction"]), str(body["deal"])
    _keep(session, member_id, id, deal, message.sender, wish, message.sent_at)


def require_contacts(session: Session, member_id: str, given: dict[str, str | None]) -> None:
    """Raises Malformed naming every LEI that is no contact; keys are where each stands."""
    strangers = members.strangers_among(session, member_id, {lei for lei in given.values() if lei})
    faults = [no_contact(where, lei) for where, lei in given.items() if lei in strangers]
    if faults:
        raise Malformed(faults)


def _keep(
    session: Session, member_id: str, id: str, deal: str, shipper: str, wish: Wish, sent_at: datetime
) -> InstructionRow:
    row = InstructionRow(
        member_id=member_id,
        id=id,
        deal=deal,
        shipper=shipper,
        carrier=wish.carrier,
        form=wish.form,
        order=wish.order,
        document=wish.document,
        sent_at=sent_at,
    )
    session.add(row)
    session.flush()
    return row


def _shown(session: Session, member_id: str, rows: list[InstructionRow]) -> list[Instruction]:
    leis = {lei for row in rows for lei in (row.shipper, row.carrier, row.order) if lei}
    names = members.names_of(session, member_id, leis)
    return [
        Instruction(
            id=row.id,
            deal=row.deal,
            shipper=Named(None, row.shipper, names.get(row.shipper)),
            carrier=Named(None, row.carrier, names.get(row.carrier)),
            form=Form(row.form),
            order=Named(None, row.order, names.get(row.order)) if row.order else None,
            document=row.document,
            bill=row.bill,
            sent_at=row.sent_at,
        )
        for row in rows
    ]
