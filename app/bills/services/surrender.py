"""The holder asks for the goods; the carrier takes the bill back for good, or hands it back as it was."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import contract
from app.bills.services.copies import SURRENDERED
from app.bills.services.numbers import is_own
from app.bills.services.transfer import may, queue_act
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.mail import service as mail
from app.members import service as members


def surrender(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """By who has title and possession. The carrier is told who asks."""
    act = may(session, caller, id, "surrender")
    call = contract.surrender(deployment_of(session), act.bill.id)
    operation = queue_act(session, caller, act, call, "surrender a bill for delivery", key)
    deal = members.own_alias(session, caller.member_id, act.party).deal
    if act.copy and deal and not is_own(session, caller.member_id, act.copy.carrier):
        mail.send_when_final(
            session,
            operation_id=operation.id,
            member_id=caller.member_id,
            to=act.copy.carrier,
            kind=SURRENDERED,
            body={"bill": act.bill.id, "deal": deal},
        )
    return operation


def accept_surrender(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The bill is accomplished; the carrier owes the goods to who surrendered it."""
    act = may(session, caller, id, "surrender/accept")
    call = contract.accept_surrender(deployment_of(session), act.bill.id)
    return queue_act(session, caller, act, call, "accept a surrender", key, right="CARRY")


def refuse_surrender(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    act = may(session, caller, id, "surrender/refuse")
    call = contract.refuse_surrender(deployment_of(session), act.bill.id)
    return queue_act(session, caller, act, call, "refuse a surrender", key, right="CARRY")
