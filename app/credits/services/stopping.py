"""An authority forbids to pay under a credit, and allows it again: an injunction, an alleged fraud."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import store
from app.credits.domain import RUNNING, PayingBank, require_status
from app.credits.services import records
from app.credits.store import CreditRow
from app.errors import Conflict, NotFound
from app.stops import service as stops
from app.stops.domain import WHOEVER, Ground


def stop(
    session: Session,
    caller: Caller,
    credit: str,
    bank: PayingBank | None,
    ground: Ground,
    reason: str,
    key: IdempotencyKey,
) -> Operation:
    """By an authority, of any running credit that there is; it need have no part in it. Where it names no
    bank nobody pays.
    """
    row, own = _as_authority(session, caller, credit)
    require_status(row.id, row.state, RUNNING)
    what = records.stoppable(row)
    return stops.stop(session, caller, own, what, _number(row, bank), ground, reason, key)


def lift(
    session: Session,
    caller: Caller,
    credit: str,
    bank: PayingBank | None,
    reason: str,
    key: IdempotencyKey,
) -> Operation:
    """Its own order, by the authority that gave it."""
    row, own = _as_authority(session, caller, credit)
    return stops.lift(session, caller, own, records.stoppable(row), _number(row, bank), reason, key)


def _as_authority(session: Session, caller: Caller, credit: str) -> tuple[CreditRow, set[int]]:
    """The credit and our numbers in the role of an authority. Raises NotFound where there is none, and where
    we are no authority and have no part in it; Forbidden where we only have a part in it.
    """
    own = stops.own_authorities(session, caller, lambda: records.held(session, caller, credit))
    row = store.credit_row(session, deployment_of(session).chain_id, credit.lower())
    if row is None:
        raise NotFound("no-such-credit", "your organisation has no such credit")
    return row, own


def _number(row: CreditRow, bank: PayingBank | None) -> int:
    """Raises Conflict where the credit has no such bank."""
    if bank is None:
        return WHOEVER
    number = {
        PayingBank.ISSUING: row.issuing_bank,
        PayingBank.CONFIRMING: row.confirming_bank,
        PayingBank.NOMINATED: row.nominated_bank,
    }[bank]
    if number == 0:
        raise Conflict(
            "no-such-bank",
            f"the credit names no {bank} bank",
            allowed="a bank that the credit names, or none",
            next="name another, or none: then nobody pays",
            credit=row.id,
        )
    return number
