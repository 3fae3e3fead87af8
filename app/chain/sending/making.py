"""The maker's signature under what takes two persons, or the trial of one that was given outside.

Steps: `numbered`, `signed` (not stored), `stored`.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.chain.numbering import number_order, order_of
from app.chain.sending import rows
from app.chain.sending.means import Means
from app.chain.sending.preflight import performing, preflight
from app.chain.signers import CHECKER
from app.chain.states import Status
from app.chain.store import Operation

CheckerKey = Callable[[Session, str, int], str]
"""(session, member, party) -> address of the checkers' key: so that a maker hears at once what a check would
not cure.
"""


def sign_orders(means: Means, checker_key: CheckerKey) -> int:
    """How many operations it touched."""
    with means.database.reading() as session:
        if not rows.any_waiting(session, means, Status.MADE):
            return 0
    with means.database.writing() as session:
        made = rows.waiting(session, means, Status.MADE)
        for operation in made:
            number_order(session, operation)
        checkers = {op.number: checker_key(session, op.member_id, op.party) for op in made}
        busy = rows.on_their_way(session, means, made)
    if not made:
        return 0
    means.steps("numbered")
    signatures = {op.number: _signed(means, op) for op in made}
    orders = [performing(means, op, [signatures[op.number]], checkers[op.number]) for op in made]
    _, refused = preflight(means, [(order,) for order in orders])
    means.steps("signed")
    touched = 0
    with means.database.writing() as session:
        for operation in rows.locked(session, [op.number for op in made]):
            if operation.status != Status.MADE:
                continue
            operation.maker_signature = signatures[operation.number]
            if operation.number not in refused:
                operation.move(Status.AWAITING_CHECK)
                operation.worker = CHECKER
            else:
                refusal = refused[operation.number]
                if refusal is None or busy[operation.party]:
                    continue
                operation.fail(refusal)
            touched += 1
    means.steps("stored")
    return touched


def _signed(means: Means, operation: Operation) -> bytes:
    if operation.maker_signature is not None:
        return operation.maker_signature
    digest = order_of(operation).digest(means.deployment)
    return means.signer.sign_order(operation.member_id, operation.party, digest)
