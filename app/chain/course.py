"""The course of every operation in the log: a line for each step that was committed, by whichever process,
with the id of the request that it came from.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import event, inspect
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


def _remember(session: Session, context: object) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, Operation) and inspect(row).attrs.status.history.has_changes():
            session.info.setdefault(STEPS, []).append(_line(session, row))


def _line(session: Session, operation: Operation) -> dict[str, Any]:
    line: dict[str, Any] = {
        "request": operation.request_id,
        "operation": operation.id,
        "status": str(operation.status),
        "party": operation.party,
    }
    if operation.transaction_number is not None:
        found = session.identity_map.get(identity_key(Transaction, operation.transaction_number))
        if found is not None:
            line |= {"signer": found.signer, "nonce": found.nonce, "hash": found.hash}
            line |= {"block": found.block_number} if found.block_number is not None else {}
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
