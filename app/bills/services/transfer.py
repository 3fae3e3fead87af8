"""Possession and title change hands. One person of the party that acts is enough: no amount is moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import contract
from app.bills.domain import (
    ACTS,
    ENDORSEMENTS,
    Bill,
    BillCopy,
    Endorsement,
    may_transfer_both_to,
    require_other,
)
from app.bills.services.copies import mail_copy
from app.bills.services.numbers import no_contact
from app.bills.services.reading import visible_to
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.errors import Conflict, Malformed
from app.members import service as members


def transfer_holder(
    session: Session, caller: Caller, id: str, *, to: str, deal: str | None, key: IdempotencyKey
) -> Operation:
    """Possession to `to` (LEI); of a bill in blank, title with it. `deal`: where they deal under another
    number than in the bill's own.
    """
    act = may(session, caller, id, "transfer-holder")
    number = recipient(session, caller, act.party, to, deal)
    require_other(act.bill, act.bill.holder, number)
    call = contract.transfer_holder(deployment_of(session), act.bill.id, number)
    operation = queue_act(session, caller, act, call, "hand over possession of a bill", key, to=to)
    mail_copy(session, member_id=caller.member_id, copy=act.copy, to=to, operation_id=operation.id)
    return operation


def nominate(
    session: Session, caller: Caller, id: str, *, to: str | None, deal: str | None, key: IdempotencyKey
) -> Operation:
    """The owner names who may have title next; None withdraws it."""
    act = may(session, caller, id, "nominate")
    number = 0 if to is None else recipient(session, caller, act.party, to, deal)
    if to is not None:
        require_other(act.bill, act.party, number)
    call = contract.nominate(deployment_of(session), act.bill.id, number)
    action = "nominate who has title next" if to else "withdraw a nomination"
    return queue_act(session, caller, act, call, action, key, to=to)


def transfer_both(
    session: Session, caller: Caller, id: str, *, to: str, deal: str | None, key: IdempotencyKey
) -> Operation:
    """Title and possession to `to` (LEI), with the document."""
    act = may(session, caller, id, "transfer-both")
    number = recipient(session, caller, act.party, to, deal)
    may_transfer_both_to(act.bill, number)
    call = contract.transfer_both(deployment_of(session), act.bill.id, number)
    operation = queue_act(session, caller, act, call, "transfer title and possession", key, to=to)
    mail_copy(session, member_id=caller.member_id, copy=act.copy, to=to, operation_id=operation.id)
    return operation


def endorse_in_blank(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    act = may(session, caller, id, "endorse-in-blank")
    call = contract.endorse_in_blank(deployment_of(session), act.bill.id)
    return queue_act(session, caller, act, call, "endorse a bill in blank", key)


def endorse(
    session: Session,
    caller: Caller,
    id: str,
    *,
    to: str,
    deal: str | None,
    endorsement: Endorsement,
    key: IdempotencyKey,
) -> Operation:
    """To a name, with these words on it; the document goes along."""
    act = may(session, caller, id, "endorse")
    number = recipient(session, caller, act.party, to, deal)
    require_other(act.bill, act.bill.holder, number)
    call = contract.endorse(deployment_of(session), act.bill.id, number, endorsement)
    said: dict[str, Any] = {"to": to, "endorsement": ENDORSEMENTS[endorsement]}
    operation = queue_act(session, caller, act, call, "endorse a bill", key, **said)
    mail_copy(session, member_id=caller.member_id, copy=act.copy, to=to, operation_id=operation.id)
    return operation


def refuse_transfer(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Hand a bill back to whom it came from; only as the holder's very next act."""
    act = may(session, caller, id, "refuse-transfer")
    call = contract.refuse_transfer(deployment_of(session), act.bill.id)
    return queue_act(session, caller, act, call, "refuse a transfer", key)


@dataclass(frozen=True)
class Act:
    """What somebody may do with a bill: `party` is which of its numbers acts, `copy` its own copy of the
    document.
    """

    bill: Bill
    party: int
    copy: BillCopy | None


def may(session: Session, caller: Caller, id: str, act: str) -> Act:
    """Raises NotFound, or what the chain would refuse with."""
    sight = visible_to(session, caller, id)
    part, rule = ACTS[act]
    party = sight.bill.acting(part, sight.own)
    rule(sight.bill, party)
    return Act(sight.bill, party, sight.copy)


def queue_act(
    session: Session,
    caller: Caller,
    act: Act,
    call: bytes,
    action: str,
    key: IdempotencyKey,
    *,
    right: str = "TITLE",
    eyes: Literal[1, 2] = 1,
    **said: Any,
) -> Operation:
    """In the contract that the bill was issued in: a newer version does not know it."""
    reference = act.copy and act.copy.reference
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=act.party,
        instrument=act.bill.instrument,
        call=call,
        describes={"action": action, "bill": act.bill.id, "reference": reference, **said},
        eyes=eyes,
        right=right,
        idempotency=key,
    )


def recipient(session: Session, caller: Caller, party: int, to: str, deal: str | None) -> int:
    """The number of `to` (LEI) in `deal`, or in the deal in which `party` of ours stands."""
    where = deal or members.own_alias(session, caller.member_id, party).deal
    known = members.acquaintance(session, caller.member_id, where or "", to)
    if not known.own and not known.contact:
        raise Malformed([no_contact("#/to", to)])
    if where is None:
        raise Conflict(
            "deal-unknown",
            f"number {party} is not in use in a deal",
            allowed="a deal in which the other organisation has a number",
            next="name the deal",
        )
    if known.own:
        return members.alias_in(session, caller.member_id, where).party
    return members.number_told(session, caller.member_id, where, to, known)
