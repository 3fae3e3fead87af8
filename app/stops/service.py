"""What authorities forbid to pay, and allow again. The deals ask here what stands, and say what runs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.documents import service as documents
from app.documents.domain import Draft
from app.members import service as members
from app.members.domain import Role
from app.stops import contract, store
from app.stops.domain import (
    WHOEVER,
    Ground,
    Order,
    Stoppable,
    forbidden,
    forbids,
    not_an_authority,
    not_ordered,
    ordered_already,
)


def own_authorities(session: Session, caller: Caller, require_part: Callable[[], object]) -> set[int]:
    """Our numbers in the role of an authority. Who has none is Forbidden, or refused as `require_part` does
    where it has no part in what it asks about either.
    """
    own = members.own_in_role(session, caller.member_id, Role.REGULATOR)
    if not own:
        require_part()
        raise not_an_authority()
    return own


def stop(
    session: Session,
    caller: Caller,
    own: Collection[int],
    what: Stoppable,
    payer: int,
    ground: Ground,
    text: str,
    key: IdempotencyKey,
) -> Operation:
    """An order of the authority `own`: it keeps the text, and the chain commits to it. Two persons."""
    given = {order.authority for order in orders(session, what) if order.payer == payer}
    if given.intersection(own):
        raise ordered_already(what.id, payer, min(given.intersection(own)))
    return _said(
        session,
        caller,
        min(own),
        lambda reason: contract.stop(deployment_of(session), what, payer, ground, reason),
        _describes(f"forbid to pay under the {what.called}", what, payer) | {"ground": ground.word},
        "order",
        text,
        key,
    )


def lift(
    session: Session,
    caller: Caller,
    own: Collection[int],
    what: Stoppable,
    payer: int,
    text: str,
    key: IdempotencyKey,
) -> Operation:
    """Its own order, by the authority that gave it, with its decision's text. Two persons."""
    given = {order.authority for order in orders(session, what) if order.payer == payer}
    if not given.intersection(own):
        raise not_ordered(what.id, payer, min(own))
    return _said(
        session,
        caller,
        min(given.intersection(own)),
        lambda reason: contract.lift(deployment_of(session), what, payer, reason),
        _describes(f"lift the order against the {what.called}", what, payer),
        "decision",
        text,
        key,
    )


def orders(session: Session, what: Stoppable) -> tuple[Order, ...]:
    """Those that stand against it."""
    return standing(session, [what.id]).get((what.deal, what.id), ())


def standing(session: Session, ids: Collection[str]) -> dict[tuple[str, str], tuple[Order, ...]]:
    """By deal and id, in the order in which they were given."""
    found: dict[tuple[str, str], tuple[Order, ...]] = {}
    for row in store.standing(session, deployment_of(session).chain_id, ids):
        order = Order(row.payer, row.authority, Ground(row.ground), row.reason)
        found[row.deal, row.subject] = (*found.get((row.deal, row.subject), ()), order)
    return found


def require_free(session: Session, what: Stoppable, payer: int) -> None:
    """Of what pays: no authority forbids it. Raises Conflict."""
    if forbids(orders(session, what), payer):
        raise forbidden(what.id)


def _describes(action: str, what: Stoppable, payer: int) -> dict[str, Any]:
    named = {} if payer == WHOEVER else {"payer": payer}
    return {"action": action, what.called: what.id, **named}


def _said(
    session: Session,
    caller: Caller,
    party: int,
    call: Callable[[str], bytes],
    describes: dict[str, Any],
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
        instrument=contract.NAME,
        call=call(commitment),
        describes={**describes, kind: text, "document": commitment},
        eyes=2,
        right="UNDERTAKE",
        idempotency=key,
    )
    deal = members.own_alias(session, caller.member_id, party).deal or members.new_deal()
    documents.enclose(session, operation, written, deal, salt)
    return operation
