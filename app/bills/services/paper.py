"""To paper and back. A bill lives as a record or on paper, never as both: the record that went to paper
says so for good, and what comes back from paper says that the originals were collected and made
inoperative.
"""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import contract
from app.bills.domain import FORMS, Bill, BillCopy, FromPaper, may_come_back
from app.bills.services.copies import keep, mail_copy
from app.bills.services.instruct import require_contacts
from app.bills.services.issue import read_document, require_new
from app.bills.services.numbers import is_own, number_in
from app.bills.services.reading import visible
from app.bills.services.transfer import may, queue_act
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.documents import service as documents
from app.documents.domain import SALT_BYTES, Draft, commitment_of
from app.members import service as members


def switch_to_paper(
    session: Session, caller: Caller, id: str, statement: str, key: IdempotencyKey
) -> Operation:
    """As carrier, issue the paper that was asked for; `statement` stands on it and in the record."""
    act = may(session, caller, id, "switch-to-paper")
    surrendered = act.bill.former_holder
    known = members.named(session, caller.member_id, {surrendered})[surrendered].lei
    written = _statement("paper-statement", statement, session, caller, known)
    commitment, salt = documents.seal(written)
    call = contract.switch_to_paper(deployment_of(session), act.bill.id, commitment)
    operation = queue_act(
        session, caller, act, call, "switch a bill to paper", key, right="CARRY", document=commitment
    )
    deal = members.own_alias(session, caller.member_id, act.party).deal or members.new_deal()
    documents.enclose(session, operation, written, deal, salt)
    return operation


def issue_from_paper(session: Session, caller: Caller, asked: FromPaper, key: IdempotencyKey) -> Operation:
    """As carrier, once all originals are collected and made inoperative."""
    member_id = caller.member_id
    require_contacts(session, member_id, {"#/holder": asked.holder, "#/order": asked.order})
    alias = members.allot(session, member_id, asked.deal)
    origin = _origin(session, caller, asked.origin)
    content, order = asked.document.encode(), asked.order or asked.holder
    read = read_document(content, asked.form, asked.order is not None and order != asked.holder)
    require_new(session, member_id, read.reference, {origin.id} if origin else set())
    holder, owner = (number_in(session, member_id, asked.deal, one) for one in (asked.holder, order))
    salt = secrets.token_bytes(SALT_BYTES)
    bill = commitment_of(salt, content)
    written = _statement("collected-originals", asked.collected, session, caller, asked.holder)
    commitment, sealed = documents.seal(written)
    call = contract.issue_from_paper(
        deployment_of(session), bill, holder, owner, asked.form, origin.id if origin else None, commitment
    )
    operation = queue(
        session,
        member_id=member_id,
        user=caller,
        party=origin.carrier if origin else alias.party,
        instrument=origin.instrument if origin else contract.NAME,
        call=call,
        describes={
            "action": "issue a bill in the place of paper",
            "bill": bill,
            "reference": read.reference,
            "form": FORMS[asked.form],
            "holder": asked.holder,
            "order": order,
            "origin": origin and origin.id,
            "document": commitment,
        },
        eyes=1,
        right="CARRY",
        idempotency=key,
    )
    own = members.member(session, member_id).lei
    copy = BillCopy(bill, asked.deal, salt, content, read.reference, own, asked.holder, None)
    keep(session, member_id, copy, operation.id)
    mail_copy(session, member_id=member_id, copy=copy, to=asked.holder, operation_id=operation.id)
    documents.enclose(session, operation, written, asked.deal, sealed)
    return operation


def _origin(session: Session, caller: Caller, id: str | None) -> Bill | None:
    if id is None:
        return None
    bill = visible(session, caller, id)
    may_come_back(bill, bill.carrier if members.own_among(session, caller.member_id, {bill.carrier}) else 0)
    return bill


def _statement(kind: str, text: str, session: Session, caller: Caller, to: str | None) -> Draft:
    send_to = () if to is None or is_own(session, caller.member_id, to) else (to,)
    return Draft(kind, f"{kind}.txt", "text/plain", text.encode(), send_to)
