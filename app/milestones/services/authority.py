"""What an authority stops and lets go: any escrow that there is, by its id; it holds no terms."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.errors import Conflict, NotFound
from app.milestones.domain import OPEN, STATUSES, MilestoneStatus
from app.milestones.services.reading import own_copy, stoppable
from app.milestones.store import MilestoneRow, rows_of
from app.stops import service as stops
from app.stops.domain import WHOEVER, Ground


def stop(
    session: Session, caller: Caller, id: str, ground: Ground, order: str, key: IdempotencyKey
) -> Operation:
    """Two persons, with the text of the order, of which the chain holds a commitment."""
    row, own = _as_authority(session, caller, id)
    if row.status not in OPEN:
        raise Conflict(
            "milestone-status",
            f"the escrow is {STATUSES[row.status]}",
            allowed=" or ".join(STATUSES[status] for status in OPEN),
            next="it has ended; what was paid is stopped at the bank",
            escrow=row.id,
            status=STATUSES[MilestoneStatus(row.status)],
        )
    return stops.stop(session, caller, own, stoppable(row), WHOEVER, ground, order, key)


def lift(session: Session, caller: Caller, id: str, order: str, key: IdempotencyKey) -> Operation:
    """By an authority that stopped it, with the text of its decision; it goes on once no order is left."""
    row, own = _as_authority(session, caller, id)
    return stops.lift(session, caller, own, stoppable(row), WHOEVER, order, key)


def _as_authority(session: Session, caller: Caller, id: str) -> tuple[MilestoneRow, set[int]]:
    """The escrow and our numbers in the role of an authority. Raises NotFound where there is none, and where
    we are no authority and have no part in it; Forbidden where we only have a part in it.
    """
    own = stops.own_authorities(session, caller, lambda: own_copy(session, caller.member_id, id))
    row = rows_of(session, deployment_of(session).chain_id, [id.lower()]).get(id.lower())
    if row is None:
        raise NotFound("no-such-escrow", "there is no such escrow on the chain")
    return row, own
