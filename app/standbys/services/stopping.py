"""An authority forbids a bank to pay under a standby, and lifts its order; it need have no part in it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.errors import Conflict, NotFound
from app.standbys import store
from app.standbys.domain import Part
from app.standbys.services import records
from app.standbys.store import StandbyRow
from app.stops import service as stops
from app.stops.domain import WHOEVER, Ground

BOTH = "both"


def stop(
    session: Session, caller: Caller, standby: str, bank: str, ground: Ground, order: str, key: IdempotencyKey
) -> Operation:
    """Of issuer, confirmer or both. Time runs on, and demands are made and dishonoured all the same."""
    row, own = _as_authority(session, caller, standby)
    number = _number(row, bank)
    return stops.stop(session, caller, own, records.stoppable(row), number, ground, order, key)


def lift(
    session: Session, caller: Caller, standby: str, bank: str, decision: str, key: IdempotencyKey
) -> Operation:
    """By the authority whose order it is."""
    row, own = _as_authority(session, caller, standby)
    number = _number(row, bank)
    return stops.lift(session, caller, own, records.stoppable(row), number, decision, key)


def _number(row: StandbyRow, bank: str) -> int:
    if bank == Part.CONFIRMER and not row.confirmed:
        raise Conflict(
            "standby-not-confirmed",
            "nobody has confirmed this standby",
            allowed="the issuer, or a bank that has confirmed",
            next="name the issuer",
            standby=row.id,
        )
    return {BOTH: WHOEVER, Part.CONFIRMER: row.confirmer, Part.ISSUER: row.issuer}[bank]


def _as_authority(session: Session, caller: Caller, standby: str) -> tuple[StandbyRow, set[int]]:
    """The standby and our numbers in the role of an authority. Raises NotFound where there is none, and where
    we are no authority and have no part in it; Forbidden where we only have a part in it.
    """
    own = stops.own_authorities(session, caller, lambda: records.held(session, caller, standby))
    id = standby.lower()
    row = store.standby_rows(session, deployment_of(session).chain_id, [id]).get(id)
    if row is None:
        raise NotFound("no-such-standby", "there is no such standby")
    return row, own
