"""Undoing what was read, rebuilding it, and forgetting how to undo what is final."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from itertools import groupby

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.chain import projecting
from app.chain.client import Log
from app.chain.deployments import Deployment
from app.chain.mirror import Block, mirrored_models, values_of
from app.chain.projecting import Handlers, Projector, Told
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

REPLAYED_AT_ONCE = 2_000

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
    session.expire_all()
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
    stored = (LogRow.block_number, LogRow.log_index, LogRow.block_hash, LogRow.block_time, LogRow.log)
    rows = session.execute(
        select(*stored)
        .where(LogRow.chain_id == chain_id)
        .order_by(LogRow.block_number, LogRow.log_index)
        .execution_options(yield_per=REPLAYED_AT_ONCE)
    )
    projector = Projector(deployment, handlers, ignored)
    waiting: list[Told] = []
    for number, of_block in groupby(rows, key=lambda row: row.block_number):
        found = list(of_block)
        block = Block(number, found[0].block_hash, found[0].block_time)
        logs = [Log(number, row.log_index, row.log) for row in found]
        waiting.append(Told(block, logs, number > final))
        if sum(len(one.logs) for one in waiting) >= REPLAYED_AT_ONCE:
            _replay(session, projector, waiting)
            waiting = []
    _replay(session, projector, waiting)


def _replay(session: Session, projector: Projector, told: list[Told]) -> None:
    """All at once, and where that fails, log by log."""
    try:
        with session.begin_nested():
            projector.take(session, told, careful=False)
    except projecting.DATABASE_GONE:
        raise
    except Exception:  # whatever a projection raises, its log goes to quarantine and the others go on
        log.exception("a projection failed; its log will be put aside")
        projector.take(session, told, careful=True)
