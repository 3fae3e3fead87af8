"""A second person's yes or no, and a maker's change of mind."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.outbox import require_room
from app.chain.signers import COURIER
from app.chain.states import NEXT, WORDS, Status
from app.chain.store import Operation
from app.db import now_of
from app.errors import Conflict, Forbidden, NotFound, Refusal


def get(session: Session, caller: Caller, id: str) -> Operation:
    """Raises NotFound, of another member's operation as of none."""
    operation = session.scalars(_own(caller).where(Operation.id == id)).first()
    if operation is None:
        raise NotFound("no-such-operation", "your organisation has no such operation")
    return operation


def own(caller: Caller, status: Status | None = None) -> Select[Operation]:
    """The caller's member's operations, of one status or of all."""
    query = _own(caller)
    return query if status is None else query.where(Operation.status == status)


def approve(session: Session, caller: Caller, id: str) -> Operation:
    """By a checker who is not the person that made it. Raises Forbidden, Conflict, NotFound, TooMany."""
    operation = _for_checking(session, caller, id)
    if caller.signs_outside:
        raise Forbidden(
            "signs-outside",
            f"{caller.name} checks with a key of their own, which this service does not have",
            allowed="an approval that is signed",
            next="sign the operation's order, and give the signature",
        )
    require_room(session, caller.member_id)
    operation.move(Status.QUEUED)
    return operation


def make_outside(session: Session, caller: Caller, id: str, signature: bytes, person: int) -> Operation:
    """A maker's signature over the order, which was verified, by a key of `person`: who signed has made it,
    whoever asked. What takes two is tried before it is checked. Raises Forbidden, Conflict, NotFound,
    TooMany.
    """
    operation = _locked(session, caller, id)
    _require_maker(caller, "a maker signs first", "let a maker of your organisation sign it")
    if operation.status != Status.UNSIGNED:
        raise not_now(operation, "an operation that waits for its maker's signature")
    require_room(session, caller.member_id)
    operation.maker_signature, operation.person = signature, person
    operation.move(Status.QUEUED if operation.eyes == 1 else Status.MADE)
    return operation


def check_outside(session: Session, caller: Caller, id: str, signature: bytes) -> Operation:
    """As `approve`, by a checker's signature over the order, which was verified: all that it needs is on it,
    and whoever brings it to the chain stands for nobody.
    """
    operation = _for_checking(session, caller, id)
    require_room(session, caller.member_id)
    operation.checker_signature = signature
    operation.worker = COURIER
    operation.move(Status.QUEUED)
    return operation


def reject(session: Session, caller: Caller, id: str, reason: str) -> Operation:
    """As `approve`; `reason` is the checker's own words, for the maker."""
    operation = _for_checking(session, caller, id)
    operation.move(Status.REJECTED)
    refusal = Refusal(
        "rejected-by-checker", f"the checker said no: {reason}", next="correct it and ask again"
    )
    operation.refusal = refusal.as_json()
    return operation


def cancel(session: Session, caller: Caller, id: str) -> Operation:
    """While nothing is signed for the chain, by a maker of the member."""
    operation = _locked(session, caller, id)
    _require_maker(caller, "a maker cancels, a checker rejects", "reject it instead")
    _require_step(operation, Status.CANCELLED)
    operation.move(Status.CANCELLED)
    return operation


def _require_maker(caller: Caller, allowed: str, next: str) -> None:
    if caller.role != "maker":
        raise Forbidden("maker-needed", f"{caller.name} is a {caller.role}", allowed=allowed, next=next)


def _for_checking(session: Session, caller: Caller, id: str) -> Operation:
    operation = _locked(session, caller, id)
    if caller.role != "checker":
        raise Forbidden(
            "checker-needed",
            f"{caller.name} is a {caller.role}",
            allowed="a checker of your organisation",
            next="let a checker look at it",
        )
    if caller.person == operation.person:
        raise Forbidden(
            "same-person",
            f"person {caller.person} made this operation",
            allowed="a second person",
            next="let somebody else check it",
        )
    if caller.approves and operation.right not in caller.approves:
        raise Forbidden(
            "not-yours-to-approve",
            f"{caller.name} does not approve what takes the right {operation.right}",
            allowed=", ".join(sorted(caller.approves)),
            next="let a checker look at it who holds that right, or ask your administrator for it",
            right=operation.right,
        )
    if operation.status != Status.AWAITING_CHECK:
        raise not_now(operation, "an operation that waits for its check")
    operation.checker_id, operation.checker_person = caller.user_id, caller.person
    operation.checked_at = now_of(session)
    return operation


def _require_step(operation: Operation, to: Status) -> None:
    if to not in NEXT[Status(operation.status)]:
        raise not_now(operation, "an operation that is not signed for the chain yet")


def not_now(operation: Operation, allowed: str) -> Conflict:
    """Why an operation in this status is not taken on."""
    status = Status(operation.status)
    return Conflict(
        "operation-status",
        f"the operation is {WORDS[status]}",
        allowed=allowed,
        next="look at the operation again",
        status=status.value,
    )


def _locked(session: Session, caller: Caller, id: str) -> Operation:
    query = _own(caller).where(Operation.id == id).with_for_update(of=Operation)
    operation = session.scalars(query.execution_options(populate_existing=True)).first()
    if operation is None:
        raise NotFound("no-such-operation", "your organisation has no such operation")
    return operation


def _own(caller: Caller) -> Select[Operation]:
    return select(Operation).where(Operation.member_id == caller.member_id)
