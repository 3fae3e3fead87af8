"""Undoing what was read, rebuilding it, and forgetting how to undo what is final."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from app.chain.deployments import Deployment, Event, Undecodable
from app.chain.mirror import Block, Mirror, mirrored_models, values_of
from app.chain.states import Status
from app.chain.store import (
    Attempt,
    BlockRow,
    Checkpoint,
    JournalEntry,
    LogRow,
    Operation,
    Quarantined,
    Transaction,
)

Handler = Callable[[Mirror, Event], None]
Handlers = Mapping[tuple[str, str], Handler]

REPLAYED_AT_ONCE = 500
# The database's trouble, which says nothing about a log.
DATABASE_GONE = (OperationalError, InterfaceError)

log = logging.getLogger(__name__)


def undo(session: Session, chain_id: int, last: int) -> None:
    """Make the mirror what it was after block `last`; what we had in later blocks is on its way again."""
    session.flush()
    models = mirrored_models()
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.chain_id == chain_id, JournalEntry.block_number > last)
        .order_by(JournalEntry.number.desc())
    ).all()
    # The oldest image of each row wins, and is written once.
    oldest = {(entry.table, entry.contract, entry.id): entry.before for entry in entries}
    for (table, contract, id), before in oldest.items():
        model = models[table]
        row = session.get(model, (chain_id, contract, id))
        if before is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(model(**values_of(before)))
        else:
            for name, value in values_of(before).items():
                setattr(row, name, value)
    session.flush()
    for table_of_block in (JournalEntry, LogRow, Quarantined):
        session.execute(
            delete(table_of_block).where(
                table_of_block.chain_id == chain_id, table_of_block.block_number > last
            )
        )
    session.execute(delete(BlockRow).where(BlockRow.chain_id == chain_id, BlockRow.number > last))
    _send_again(session, chain_id, last)


def _send_again(session: Session, chain_id: int, last: int) -> None:
    transactions = session.scalars(
        select(Transaction)
        .where(
            Transaction.chain_id == chain_id, Transaction.block_number > last, Transaction.settled.is_(False)
        )
        .with_for_update()
    ).all()
    numbers = [transaction.number for transaction in transactions]
    for transaction in transactions:
        transaction.block_number = transaction.block_hash = None
        transaction.succeeded = transaction.gas_used = None
    operations = session.scalars(
        select(Operation)
        .where(Operation.transaction_number.in_(numbers), Operation.status == Status.MINED)
        .with_for_update(of=Operation)
    ).all()
    for operation in operations:
        operation.move(Status.SENT)
        operation.refusal = None
    session.execute(
        update(Attempt)
        .where(Attempt.transaction_number.in_(numbers))
        .values(sent_at=None, not_before=None, answer=None)
    )


def forget(session: Session, chain_id: int, final: int) -> None:
    """Images and blocks from before the final one are never asked for again."""
    session.execute(
        delete(JournalEntry).where(JournalEntry.chain_id == chain_id, JournalEntry.block_number <= final)
    )
    session.execute(delete(BlockRow).where(BlockRow.chain_id == chain_id, BlockRow.number < final))


def apply(
    session: Session,
    deployment: Deployment,
    handlers: Handlers,
    ignored: Mapping[tuple[str, str], str],
    mirror: Mirror,
    log: Mapping[str, Any],
) -> str | None:
    """Hand one log to its projection; the reason for quarantine where nobody understands it."""
    try:
        event = deployment.decode_log(log, mirror.block.time)
    except Undecodable as error:
        return str(error)
    handler = handlers.get((event.contract, event.name))
    if handler is not None:
        handler(mirror, event)
        return None
    return (
        None
        if (event.contract, event.name) in ignored
        else f"no projection for {event.contract}.{event.name}"
    )


def rebuild(
    session: Session, deployment: Deployment, handlers: Handlers, ignored: Mapping[tuple[str, str], str]
) -> None:
    """All mirrored rows anew from the stored logs, in order, with the journal of what is not final and the
    quarantine of what nobody understands or takes, as if the logs were read now for the first time. Rows that
    it leaves equal those that it found, or a projection depends on something other than the chain.
    """
    chain_id = deployment.chain_id
    checkpoint = session.get(Checkpoint, chain_id)
    final = checkpoint.final if checkpoint else -1
    for model in mirrored_models().values():
        session.execute(delete(model).where(model.chain_id == chain_id))
    for table in (JournalEntry, Quarantined):
        session.execute(delete(table).where(table.chain_id == chain_id))
    session.expire_all()
    rows = session.scalars(
        select(LogRow)
        .where(LogRow.chain_id == chain_id)
        .order_by(LogRow.block_number, LogRow.log_index)
        .execution_options(yield_per=REPLAYED_AT_ONCE)
    )
    waiting: list[Replayed] = []
    for number, of_block in groupby(rows, key=lambda row: row.block_number):
        found = list(of_block)
        block = Block(number, found[0].block_hash, found[0].block_time)
        waiting.append(Replayed(block, [row.log for row in found], number > final))
        if sum(len(one.logs) for one in waiting) >= REPLAYED_AT_ONCE:
            _replay(session, deployment, handlers, ignored, waiting)
            waiting = []
    _replay(session, deployment, handlers, ignored, waiting)


@dataclass(frozen=True)
class Replayed:
    """A block's logs on their way through the projections once more."""

    block: Block
    logs: list[dict[str, Any]]
    journalled: bool


def _replay(
    session: Session,
    deployment: Deployment,
    handlers: Handlers,
    ignored: Mapping[tuple[str, str], str],
    blocks: list[Replayed],
) -> None:
    """All at once, and where that fails, log by log."""
    chain_id = deployment.chain_id
    try:
        with session.begin_nested():
            for one in blocks:
                mirror = Mirror(session, chain_id, one.block, journalled=one.journalled)
                for entry in one.logs:
                    reason = apply(session, deployment, handlers, ignored, mirror, entry)
                    if reason is not None:
                        put_aside(session, chain_id, entry, reason)
    except DATABASE_GONE:
        raise
    except Exception:  # whatever a projection raises, its log goes to quarantine and the others go on
        log.exception("a projection failed; its log will be put aside")
        for one in blocks:
            for entry in one.logs:
                mirror = Mirror(session, chain_id, one.block, journalled=one.journalled)
                apply_alone(session, deployment, handlers, ignored, mirror, entry)


def apply_alone(
    session: Session,
    deployment: Deployment,
    handlers: Handlers,
    ignored: Mapping[tuple[str, str], str],
    mirror: Mirror,
    entry: Mapping[str, Any],
) -> None:
    """One log with what it changes, or its quarantine; a `mirror` of its own, since what it touched may have
    to be forgotten again.
    """
    session.flush()
    try:
        with session.begin_nested():
            reason = apply(session, deployment, handlers, ignored, mirror, entry)
    except DATABASE_GONE:
        raise
    except Exception as error:  # as above: quarantine, never a lost log
        reason = f"{type(error).__name__}: {error}"
    if reason is not None:
        put_aside(session, mirror.chain_id, entry, reason)


def put_aside(session: Session, chain_id: int, entry: Mapping[str, Any], reason: str) -> None:
    """The alarm is this line at level error, the metric and `/ready`, which both count the rows."""
    block, index = int(entry["blockNumber"], 16), int(entry["logIndex"], 16)
    said = {"block": block, "log_index": index, "why": reason, "see": "docs/runbook.md, put aside"}
    log.error("quarantined", extra=said)
    session.add(
        Quarantined(
            chain_id=chain_id, block_number=block, log_index=index, reason=reason[:500], log=dict(entry)
        )
    )
