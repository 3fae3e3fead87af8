"""What an authority stops and lets go: any escrow that there is, by its id; it holds no terms."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import Deployment, deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.errors import Conflict, Forbidden, NotFound
from app.members import service as members
from app.members.domain import Role
from app.milestones import contract
from app.milestones.domain import OPEN, STATUSES, MilestoneStatus, not_stopped, stopped
from app.milestones.services.reading import own_copy
from app.milestones.store import MilestoneRow, rows_of


def stop(session: Session, caller: Caller, id: str, order: str, key: IdempotencyKey) -> Operation:
    """Two persons, with the text of the order, of which the chain holds a commitment."""
    row, own = _as_authority(session, caller, id)
    if row.stopped_by is not None:
        raise stopped(row.id, row.stopped_by)
    if row.status not in OPEN:
        raise Conflict(
            "milestone-status",
            f"the escrow is {STATUSES[row.status]}",
            allowed=" or ".join(STATUSES[status] for status in OPEN),
            next="it has ended; what was paid is stopped at the bank",
            escrow=row.id,
            status=STATUSES[MilestoneStatus(row.status)],
        )
    return _order(session, caller, row, min(own), contract.stop, "stop an escrow", order, key)


def lift(session: Session, caller: Caller, id: str, order: str, key: IdempotencyKey) -> Operation:
    """By the authority that stopped it, with the text of its decision."""
    row, own = _as_authority(session, caller, id)
    if row.stopped_by is None:
        raise not_stopped(row.id)
    if row.stopped_by not in own:
        raise Forbidden(
            "milestone-not-authority",
            "your organisation has not stopped the escrow",
            allowed=f"number {row.stopped_by}, which has",
            next="ask the authority that stopped it",
        )
    return _order(session, caller, row, row.stopped_by, contract.lift, "let an escrow go on", order, key)


def _as_authority(session: Session, caller: Caller, id: str) -> tuple[MilestoneRow, set[int]]:
    """The escrow and our numbers in the role of an authority. Raises NotFound where there is none, and where
    we are no authority and have no part in it; Forbidden where we only have a part in it.
    """
    own = members.own_in_role(session, caller.member_id, Role.REGULATOR)
    if not own:
        own_copy(session, caller.member_id, id)
        raise Forbidden(
            "not-an-authority",
            "no number of your organisation has the role of an authority",
            allowed="a number to which the consortium gave the role REGULATOR",
            next="ask the authority",
        )
    row = rows_of(session, deployment_of(session).chain_id, [id.lower()]).get(id.lower())
    if row is None:
        raise NotFound("no-such-escrow", "there is no such escrow on the chain")
    return row, own


def _order(
    session: Session,
    caller: Caller,
    row: MilestoneRow,
    party: int,
    build: Callable[[Deployment, str, str], bytes],
    action: str,
    text: str,
    key: IdempotencyKey,
) -> Operation:
    why = cash.new_reason(session, caller.member_id, text)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=row.contract,
        call=build(deployment_of(session), row.id, why.commitment),
        describes={"action": action, "escrow": row.id, "order": text},
        eyes=2,
        right="PAY",
        idempotency=key,
    )
