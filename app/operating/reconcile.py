"""Read model, operations and nonces against the node, all at the block that the service has read to.

The read model is compared by calls of its own (balances, titles, holders, states), which share nothing with
the projections: a projection that misunderstands its events passes a rebuild, and not this.

What stands on the chain is summed besides, for each instrument and token. How a reconciliation ended is kept:
it is what the alarms tell until the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.client import NodeDown
from app.chain.states import Status
from app.chain.store import Attempt, Checkpoint, Operation, SignerRow, Transaction
from app.db import now_of
from app.demo.chain_reader import ChainReader
from app.demo.compare import Comparison, compare_rows
from app.operating.desk import Desk, Refused, counted, snapshot
from app.operating.store import Reconciliation

AT_ONCE = 200
MOST_SHOWN = 200
WELL, FOUND = 0, 1


def reconcile_lines(desk: Desk) -> tuple[Sequence[str], int]:
    """The lines, and 1 where something differs. Raises Refused, NodeDown."""
    desk.require_chain()
    with snapshot(desk.database) as session:
        place = session.get(Checkpoint, desk.settings.chain_id)
        if place is None:
            raise Refused("Nothing has been read from the chain yet: start the indexer first.")
        if (head := desk.chain.head().number) < place.number:
            raise Refused(f"The node is at block {head}, we are at {place.number}: wait for the node.")
        if desk.chain.headers([place.number])[0].hash != place.hash:
            raise Refused(f"The node has another block {place.number}: try again when the indexer follows.")
        compared = _read_model(desk, session, place.number)
        off = [figure.sentence() for figure in compared.figures if figure.differs]
        desk.say(
            f"{counted(compared.rows, 'row')} of the read model compared, {len(compared.differences)} differ"
        )
        desk.say(f"{counted(len(compared.figures), 'sum')} compared, {len(off)} differ")
        transactions, others = _transactions(desk, session, place.number)
        desk.say(f"{counted(transactions, 'transaction')} compared, {len(others)} differ")
        signers, holes = _signers(desk, session, place.number)
        desk.say(f"{counted(signers, 'signer')} compared, {len(holes)} differ")
    found = [*off, *compared.differences, *others, *holes]
    _keep(desk, place.number, compared, found)
    lines = [f"DIFFERS  {difference}" for difference in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(f"... and {len(found) - MOST_SHOWN} more")
    lines.append(f"At block {place.number}: {counted(len(found), 'difference')}.")
    if found:
        lines.append("Rows: `rebuild`, then `rebuild --replace`. Transactions and nonces: docs/runbook.md.")
    return lines, FOUND if found else WELL


def _keep(desk: Desk, block: int, compared: Comparison, found: Sequence[str]) -> None:
    with desk.database.writing() as session:
        session.add(
            Reconciliation(
                chain_id=desk.settings.chain_id,
                at=now_of(session),
                block=block,
                rows=compared.rows,
                differences=len(found),
                first=found[0][:500] if found else None,
                figures=[asdict(figure) for figure in compared.figures],
            )
        )


def _read_model(desk: Desk, session: Session, block: int) -> Comparison:
    reader = ChainReader(desk.settings.rpc_url, block)
    try:
        return compare_rows(session.connection(), reader, desk.settings.deployment_file)
    except httpx.HTTPError as error:
        raise NodeDown(f"no answer from the node: {type(error).__name__}") from error
    except RuntimeError as error:
        raise Refused(f"The node cannot say what stood at block {block}: {error}.") from error
    finally:
        reader.close()


def _transactions(desk: Desk, session: Session, block: int) -> tuple[int, list[str]]:
    """Each one that we say is in a block, with the node's receipt; and the operations that it carries."""
    query = (
        select(Transaction)
        .where(Transaction.chain_id == desk.settings.chain_id, Transaction.block_number <= block)
        .order_by(Transaction.number)
    )
    compared = 0
    found: list[str] = []
    for part in session.scalars(query).yield_per(AT_ONCE).partitions():
        receipts = desk.chain.receipts([transaction.hash or "" for transaction in part])
        for transaction, receipt in zip(part, receipts, strict=True):
            found += _transaction(transaction, receipt)
        found += _operations(session, {transaction.number: transaction for transaction in part})
        compared += len(part)
    return compared, found


def _transaction(transaction: Transaction, receipt: dict[str, Any] | None) -> Iterator[str]:
    who = f"transaction {transaction.number} (nonce {transaction.nonce} of {transaction.signer})"
    if receipt is None:
        yield f"{who}: in block {transaction.block_number}, and the node has no receipt of it"
        return
    ours = (transaction.block_hash, transaction.succeeded)
    theirs = (receipt["blockHash"], int(receipt["status"], 16) == 1)
    if ours != theirs:
        yield f"{who}: block and success are {ours}, the node says {theirs}"
    if receipt["from"].lower() != transaction.signer.lower():
        yield f"{who}: the node says that {receipt['from'].lower()} sent it"


def _operations(session: Session, carried_by: dict[int, Transaction]) -> Iterator[str]:
    for operation in session.scalars(
        select(Operation).where(Operation.transaction_number.in_(carried_by)).order_by(Operation.number)
    ):
        transaction = carried_by[operation.transaction_number or 0]
        said = Status(operation.status)
        filled = session.scalar(
            select(Attempt.filler).where(Attempt.hash == transaction.hash, Attempt.filler.is_(True))
        )
        may_be = {Status.FINAL, Status.FAILED} if transaction.settled else {Status.MINED}
        # In a batch one may fail in a transaction that succeeds; one that only fills the nonce does nothing.
        if transaction.succeeded is False or filled:
            may_be -= {Status.FINAL}
        elif operation.position is None:
            may_be -= {Status.FAILED}
        if said not in may_be:
            how = "succeeded" if transaction.succeeded else "was refused"
            yield f"operation {operation.id} is {said}, its transaction {transaction.number} {how}"


def _signers(desk: Desk, session: Session, block: int) -> tuple[int, list[str]]:
    """What the chain counts of each key, against the nonces that we say are mined."""
    signers = session.scalars(
        select(SignerRow).where(SignerRow.chain_id == desk.settings.chain_id).order_by(SignerRow.address)
    ).all()
    counts = desk.chain.transaction_counts([row.address for row in signers], hex(block))
    found = []
    for row, count in zip(signers, counts, strict=True):
        if row.next_nonce < count:
            found.append(
                f"signer {row.address}: the chain has {count} of its transactions, our next nonce is "
                f"{row.next_nonce}: another program holds this key, or the database is older than the chain"
            )
        for transaction in session.scalars(
            select(Transaction).where(
                Transaction.chain_id == row.chain_id,
                Transaction.signer == row.address,
                Transaction.settled.is_(False),
                Transaction.block_number.is_(None),
                Transaction.nonce < count,
            )
        ):
            found.append(
                f"signer {row.address}: nonce {transaction.nonce} is used on the chain, and no attempt of "
                f"transaction {transaction.number} is known to be in a block"
            )
    return len(signers), found
