"""The course of every operation in the log: a line for each step that was committed, by whichever process,
with the id of the request that it came from.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import ColumnElement, event, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from app.chain.store import Operation, Transaction

STEPS = "steps of operations"

log = logging.getLogger(__name__)


def tell() -> None:
    """From now on, of every session of this process; asked for twice, it is told once."""
    for name, listener in (
        ("after_flush", _remember),
        ("after_commit", _say),
        ("after_soft_rollback", _forget),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def moved(session: Session, *which: ColumnElement[bool]) -> None:
    """The step that these operations, carried by transactions, took past the ORM."""
    found = session.execute(
        select(
            Operation.request_id,
            Operation.id,
            Operation.status,
            Operation.party,
            Operation.refusal,
            Transaction.signer,
            Transaction.nonce,
            Transaction.hash,
            Transaction.block_number,
        )
        .join(Transaction, Transaction.number == Operation.transaction_number)
        .where(*which)
        .order_by(Operation.number)
    )
    session.info.setdefault(STEPS, []).extend(_line(row, row) for row in found)


def _remember(session: Session, context: object) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, Operation) and inspect(row).attrs.status.history.has_changes():
            carrier = None
            if row.transaction_number is not None:
                carrier = session.identity_map.get(identity_key(Transaction, row.transaction_number))
            session.info.setdefault(STEPS, []).append(_line(row, carrier))


def _line(operation: Any, carrier: Any | None) -> dict[str, Any]:
    """`operation` and `carrier` have the columns of an operation and of its transaction."""
    line: dict[str, Any] = {
        "request": operation.request_id,
        "operation": operation.id,
        "status": str(operation.status),
        "party": operation.party,
    }
    if carrier is not None:
        line |= {"signer": carrier.signer, "nonce": carrier.nonce, "hash": carrier.hash}
        line |= {"block": carrier.block_number} if carrier.block_number is not None else {}
    if operation.refusal is not None:
        line["refused"] = operation.refusal["code"]
    return line


def _say(session: Session) -> None:
    """What a savepoint holds is not committed yet."""
    if session.in_nested_transaction():
        return
    for line in session.info.pop(STEPS, []):
        log.info("operation %s", line["status"], extra=line)


def _forget(session: Session, previous: object) -> None:
    """A savepoint that is given up takes no step of an operation with it: none is taken in one."""
    if not session.in_nested_transaction():
        session.info.pop(STEPS, None)
