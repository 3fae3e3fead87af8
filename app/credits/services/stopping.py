"""An authority forbids to pay under a credit, and allows it again: an injunction, an alleged fraud."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import Deployment, deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract, store
from app.credits.contract import STOPS
from app.credits.domain import RUNNING, refused, require_status
from app.credits.store import CreditRow
from app.documents import service as documents
from app.documents.domain import Draft
from app.errors import Forbidden, NotFound
from app.members import service as members
from app.members.domain import Role

Ordering = Callable[[Deployment, str, str, str], bytes]


def stop(session: Session, caller: Caller, credit: str, reason: str, key: IdempotencyKey) -> Operation:
    """By an authority, of any running credit that there is; it need have no part in it."""
    row, own = _as_authority(session, caller, credit)
    require_status(row.id, row.state, RUNNING)
    if own & store.stopped_by(session, row.chain_id, row.id):
        raise refused("StopsOrderedAlready", credit=row.id, authority=min(own))
    return _ordered(session, caller, row, min(own), contract.stop, "stop a credit", "order", reason, key)


def lift(session: Session, caller: Caller, credit: str, reason: str, key: IdempotencyKey) -> Operation:
    """Its own order, by the authority that gave it."""
    row, own = _as_authority(session, caller, credit)
    standing = own & store.stopped_by(session, row.chain_id, row.id)
    if not standing:
        raise refused("StopsNotOrdered", credit=row.id, authority=min(own))
    party = min(standing)
    return _ordered(session, caller, row, party, contract.lift, "let a credit go", "decision", reason, key)


def _as_authority(session: Session, caller: Caller, credit: str) -> tuple[CreditRow, set[int]]:
    """The credit and our numbers in the role of an authority. Raises NotFound where we are none and have no
    part in it, Forbidden where we only have a part in it.
    """
    own = members.own_in_role(session, caller.member_id, Role.REGULATOR)
    row = store.credit_row(session, deployment_of(session).chain_id, credit.lower())
    if row is None or (not own and store.copy_of(session, caller.member_id, row.id) is None):
        raise NotFound("no-such-credit", "your organisation has no such credit")
    if not own:
        raise Forbidden(
            "not-an-authority",
            "no number of your organisation has the role of an authority",
            allowed="a number to which the consortium gave the role REGULATOR",
            next="ask the authority",
        )
    return row, own


def _ordered(
    session: Session,
    caller: Caller,
    row: CreditRow,
    party: int,
    step: Ordering,
    action: str,
    kind: str,
    text: str,
    key: IdempotencyKey,
) -> Operation:
    """Commits to the text, which the authority keeps."""
    written = Draft(kind, f"{kind}.txt", "text/plain", text.encode())
    commitment, salt = documents.seal(written)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=STOPS,
        call=step(deployment_of(session), row.contract, row.id, commitment),
        describes={"action": action, "credit": row.id, "document": commitment},
        eyes=2,
        right="UNDERTAKE",
        idempotency=key,
    )
    deal = members.own_alias(session, caller.member_id, party).deal or members.new_deal()
    documents.enclose(session, operation, written, deal, salt)
    return operation
