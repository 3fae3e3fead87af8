"""Undoing what was read, rebuilding it, and forgetting how to undo what is final."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, select, update
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
    """All mirrored rows anew from the stored logs, in order, with the journal of what is not final. Rows that
    it leaves equal those that it found, or a projection depends on something other than the chain.
    """
    chain_id = deployment.chain_id
    checkpoint = session.get(Checkpoint, chain_id)
    final = checkpoint.final if checkpoint else -1
    for model in mirrored_models().values():
        session.execute(delete(model).where(model.chain_id == chain_id))
    session.execute(delete(JournalEntry).where(JournalEntry.chain_id == chain_id))
    session.expire_all()
    mirror: Mirror | None = None
    rows = session.scalars(
        select(LogRow)
        .where(LogRow.chain_id == chain_id)
        .order_by(LogRow.block_number, LogRow.log_index)
        .execution_options(yield_per=500)
    )
    put_aside = select(Quarantined).where(Quarantined.chain_id == chain_id)
    quarantined = {(row.block_number, row.log_index) for row in session.scalars(put_aside)}
    for row in rows:
        if (row.block_number, row.log_index) in quarantined:
            continue
        if mirror is None or mirror.block.number != row.block_number:
            block = Block(row.block_number, row.block_hash, row.block_time)
            mirror = Mirror(session, chain_id, block, journalled=row.block_number > final)
        apply(session, deployment, handlers, ignored, mirror, row.log)
    session.flush()
