"""An authority forbids a bank to pay under a standby, and lifts its order; it need have no part in it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.errors import Conflict, Forbidden, NotFound
from app.members import service as members
from app.members.domain import Role
from app.standbys import contract, store
from app.standbys.domain import Part, StopGround
from app.standbys.services import records
from app.standbys.store import StandbyRow


def stop(
    session: Session,
    caller: Caller,
    standby: str,
    bank: Part,
    ground: StopGround,
    order: str,
    key: IdempotencyKey,
) -> Operation:
    """Time runs on, and demands are made and dishonoured all the same."""
    row, own = _as_authority(session, caller, standby)
    said = records.seal("order", {"standby": row.id, "ground": ground.name.lower(), "order": order})
    number = _bank(row, bank)
    call = contract.stop(deployment_of(session), row.id, number, ground, said.commitment)
    return _order(session, caller, row, min(own), call, said, "forbid payment under a standby", number, key)


def lift(
    session: Session, caller: Caller, standby: str, bank: Part, decision: str, key: IdempotencyKey
) -> Operation:
    """By the authority whose order it is."""
    row, own = _as_authority(session, caller, standby)
    number = _bank(row, bank)
    ours = next((one[1] for one in row.stops if one[0] == number and one[1] in own), None)
    if ours is None:
        raise Conflict(
            "stop-stands",
            "no order of your organisation stands",
            allowed="each authority's own order, lifted once",
            next="look at the standby again",
            standby=row.id,
        )
    said = records.seal("order", {"standby": row.id, "lifted": decision})
    call = contract.lift(deployment_of(session), row.id, number, said.commitment)
    return _order(session, caller, row, ours, call, said, "lift an order", number, key)


def _order(
    session: Session,
    caller: Caller,
    row: StandbyRow,
    party: int,
    call: bytes,
    said: records.Sealed,
    action: str,
    bank: int,
    key: IdempotencyKey,
) -> Operation:
    records.keep(session, caller.member_id, row.id, said)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=row.contract,
        call=call,
        describes={"action": action, "standby": row.id, "bank": bank, **said.content},
        eyes=2,
        right="UNDERTAKE",
        idempotency=key,
    )


def _bank(row: StandbyRow, bank: Part) -> int:
    if bank is Part.CONFIRMER and not row.confirmed:
        raise Conflict(
            "standby-not-confirmed",
            "nobody has confirmed this standby",
            allowed="the issuer, or a bank that has confirmed",
            next="name the issuer",
            standby=row.id,
        )
    return row.confirmer if bank is Part.CONFIRMER else row.issuer


def _as_authority(session: Session, caller: Caller, standby: str) -> tuple[StandbyRow, set[int]]:
    """The standby and our numbers in the role of an authority. Raises NotFound where we are none and have no
    part in it, Forbidden where we only have a part in it.
    """
    own = members.own_in_role(session, caller.member_id, Role.REGULATOR)
    if not own:
        records.held(session, caller, standby)
        raise Forbidden(
            "not-an-authority",
            "no number of your organisation has the role of an authority",
            allowed="a number to which the consortium gave the role REGULATOR",
            next="ask the authority",
        )
    id = standby.lower()
    row = store.standby_rows(session, deployment_of(session).chain_id, [id]).get(id)
    if row is None:
        raise NotFound("no-such-standby", "there is no such standby")
    return row, own
