"""What an authority stops, and what its carrier delivers without a bill that was surrendered."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import contract
from app.bills.domain import Bill, may_freeze, may_unfreeze
from app.bills.services.copies import copy_of
from app.bills.services.reading import on_chain, visible
from app.bills.services.transfer import Act, may, queue_act
from app.chain.deployments import Deployment, deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.documents import service as documents
from app.documents.domain import Draft
from app.errors import Forbidden
from app.members import service as members
from app.members.domain import Role

Stated = Callable[[Deployment, str, str], bytes]


def freeze(session: Session, caller: Caller, id: str, reason: str, key: IdempotencyKey) -> Operation:
    """By an authority, of any bill that there is; it need have no part in it."""
    bill, own = _as_authority(session, caller, id)
    may_freeze(bill)
    act = Act(bill, min(own), copy_of(session, caller.member_id, bill.id))
    return _stating(session, caller, act, contract.freeze, "stop a bill", "order", reason, key)


def unfreeze(session: Session, caller: Caller, id: str, reason: str, key: IdempotencyKey) -> Operation:
    """By the authority that stopped it."""
    bill, own = _as_authority(session, caller, id)
    party = bill.frozen_by if bill.frozen_by in own else min(own)
    may_unfreeze(bill, party)
    act = Act(bill, party, copy_of(session, caller.member_id, bill.id))
    return _stating(session, caller, act, contract.unfreeze, "let a bill go", "decision", reason, key)


def record_indemnity(
    session: Session, caller: Caller, id: str, letter: str, key: IdempotencyKey
) -> Operation:
    """By the carrier that delivered without the bill. The letter stays with the carrier."""
    act = may(session, caller, id, "record-indemnity")
    action = "record a delivery against a letter of indemnity"
    return _stating(
        session, caller, act, contract.record_indemnity, action, "letter-of-indemnity", letter, key
    )


def deliver_on_identity(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Of a sea waybill, by its carrier."""
    act = may(session, caller, id, "deliver-on-identity")
    call = contract.deliver_on_identity(deployment_of(session), act.bill.id)
    return queue_act(session, caller, act, call, "deliver to a waybill's consignee", key, right="CARRY")


def _as_authority(session: Session, caller: Caller, id: str) -> tuple[Bill, set[int]]:
    """The bill and our numbers in the role of an authority. Raises NotFound where we are none and have no
    part in the bill, Forbidden where we only have a part in it.
    """
    own = members.own_in_role(session, caller.member_id, Role.REGULATOR)
    bill = on_chain(session, id) if own else visible(session, caller, id)
    if bill is None:
        bill = visible(session, caller, id)
    if not own:
        raise Forbidden(
            "not-an-authority",
            "no number of your organisation has the role of an authority",
            allowed="a number to which the consortium gave the role REGULATOR",
            next="ask the authority",
        )
    return bill, own


def _stating(
    session: Session,
    caller: Caller,
    act: Act,
    call: Stated,
    action: str,
    kind: str,
    text: str,
    key: IdempotencyKey,
) -> Operation:
    """An act that commits to a text, which its giver keeps."""
    written = Draft(kind, f"{kind}.txt", "text/plain", text.encode())
    commitment, salt = documents.seal(written)
    carries = call is contract.record_indemnity
    operation = queue_act(
        session,
        caller,
        act,
        call(deployment_of(session), act.bill.id, commitment),
        action,
        key,
        right="CARRY" if carries else "TITLE",
        eyes=1 if carries else 2,
        document=commitment,
    )
    deal = members.own_alias(session, caller.member_id, act.party).deal or members.new_deal()
    documents.enclose(session, operation, written, deal, salt)
    return operation
