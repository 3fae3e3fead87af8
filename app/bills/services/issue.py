"""The carrier issues a bill on a shipper's instruction."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import contract
from app.bills.domain import FORMS, BillCopy, Form, form_faults
from app.bills.services.copies import keep, mail_copy
from app.bills.services.instruct import instruction_row, require_contacts
from app.bills.services.numbers import number_in
from app.bills.store import claim_reference, issues_of_reference
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.documents.domain import SALT_BYTES, commitment_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.interop.dcsa.transport_document import TransportDocument, parse
from app.interop.faults import DocumentRefused
from app.members import service as members


def issue(
    session: Session,
    caller: Caller,
    *,
    instruction: str,
    document: str,
    form: Form | None,
    order: str | None,
    key: IdempotencyKey,
) -> Operation:
    """By one person of the carrier. `document` is a DCSA transport document, whose very bytes the bill's id
    commits to; `order` the LEI of the consignee or of whose order it is. Form and order as instructed where
    they are None; an order that nobody named is the shipper's.

    Raises Malformed with all faults of the document at once, Conflict where its reference has a bill already.
    """
    member_id = caller.member_id
    asked = instruction_row(session, member_id, instruction, lock=True)
    own = members.member(session, member_id).lei
    if asked.carrier != own:
        raise NotFound("no-such-instruction", "your organisation was given no such instruction")
    require_contacts(session, member_id, {"#/order": order})
    form = Form(asked.form) if form is None else form
    order = order or asked.order
    content = document.encode()
    read = read_document(content, form, order is not None and order != asked.shipper)
    require_new(session, member_id, read.reference)
    alias = members.allot(session, member_id, asked.deal)
    shipper, owner = (
        number_in(session, member_id, asked.deal, organisation)
        for organisation in (asked.shipper, order or asked.shipper)
    )
    salt = secrets.token_bytes(SALT_BYTES)
    bill = commitment_of(salt, content)
    operation = queue(
        session,
        member_id=member_id,
        user=caller,
        party=alias.party,
        instrument=contract.NAME,
        call=contract.issue(deployment_of(session), bill, shipper, owner, form),
        describes={
            "action": "issue a bill of lading",
            "bill": bill,
            "reference": read.reference,
            "form": FORMS[form],
            "shipper": asked.shipper,
            "order": order or asked.shipper,
            "instruction": asked.id,
        },
        eyes=1,
        right="CARRY",
        idempotency=key,
    )
    copy = BillCopy(bill, asked.deal, salt, content, read.reference, own, asked.shipper, None)
    keep(session, member_id, copy, operation.id)
    asked.bill = bill
    mail_copy(session, member_id=member_id, copy=copy, to=asked.shipper, operation_id=operation.id)
    return operation


def read_document(content: bytes, form: Form, order: bool, where: str = "#/document") -> TransportDocument:
    """Raises Malformed with all faults, each at `where` in the request. `order`: it names an owner other than
    who ships.
    """
    try:
        read = parse(content, waybill=form is Form.SEA_WAYBILL)
    except DocumentRefused as refused:
        raise Malformed(Fault(where, str(fault)) for fault in refused.faults) from refused
    faults = form_faults(form, to_order=read.to_order, endorsed=read.endorsee is not None, order=order)
    if faults:
        raise Malformed(Fault("#/form" if where == "#/document" else where, fault) for fault in faults)
    return read


def require_new(
    session: Session, member_id: str, reference: str, replaced: Collection[str] = frozenset()
) -> None:
    """One cargo, one bill: the chain sees commitments and cannot know that two are of one document.
    `replaced` are bills whose place the new one takes.
    """
    claim_reference(session, member_id, reference)
    issues = issues_of_reference(session, deployment_of(session).chain_id, member_id, reference)
    known = next((bill for bill in issues if bill not in replaced), None)
    if known is not None:
        raise Conflict(
            "reference-has-bill",
            f"your organisation issued a bill under {reference} before",
            allowed="one bill for each transport document reference",
            next="look at that bill",
            bill=known,
            reference=reference,
        )
