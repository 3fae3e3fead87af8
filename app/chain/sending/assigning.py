"""A nonce and signed bytes for what the chain would take now; of the rest, why not.

Steps: `preflighted` (the chain was asked, nothing is stored), `assigned` (nonce and bytes are committed).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.attempts import Carried, add
from app.chain.sending import rows
from app.chain.sending.means import Means
from app.chain.sending.preflight import Prepared, preflight, prepared
from app.chain.states import Status
from app.chain.store import Operation, SignerRow, Transaction


def assign(means: Means, eyes: int) -> int:
    """How many operations it touched."""
    with means.database.reading() as session:
        queued = rows.waiting(session, means, Status.QUEUED, eyes)
        busy = rows.busy(session, means, queued)
        senders = {means.signer.address(op.member_id, op.party) for op in queued}
        known = set(
            session.scalars(
                select(SignerRow.address).where(
                    SignerRow.chain_id == means.deployment.chain_id, SignerRow.address.in_(senders)
                )
            )
        )
    if not queued:
        return 0
    ready = {op.number: prepared(means, op) for op in queued}
    refused = preflight(means, list(ready.values()))
    new = sorted(senders - known)
    first_nonces = dict(zip(new, means.chain.transaction_counts(new), strict=True))
    means.steps("preflighted")
    touched = 0
    with means.database.writing() as session:
        held: set[int] = set()
        for operation in rows.locked(session, [op.number for op in queued]):
            if operation.status != Status.QUEUED or operation.party in held:
                continue
            if operation.number not in refused:
                _store(session, means, operation, ready[operation.number], first_nonces)
                busy.add(operation.party)
                touched += 1
                continue
            refusal = refused[operation.number]
            if refusal is None or operation.party in busy:
                # What this party has on its way may yet make it possible; what comes after waits its
                # turn.
                held.add(operation.party)
                continue
            operation.fail(refusal)
            touched += 1
    means.steps("assigned")
    return touched


def _store(
    session: Session,
    means: Means,
    operation: Operation,
    item: Prepared,
    first_nonces: Mapping[str, int],
) -> None:
    key = (means.deployment.chain_id, item.sender)
    row = session.get(SignerRow, key, with_for_update=True)
    if row is None:
        row = SignerRow(chain_id=key[0], address=item.sender, next_nonce=first_nonces[item.sender])
        session.add(row)
    transaction = Transaction(
        chain_id=key[0],
        signer=item.sender,
        nonce=row.next_nonce,
        member_id=operation.member_id,
        party=operation.party,
        key_kind=means.signer.kind,
    )
    row.next_nonce += 1
    session.add(transaction)
    session.flush()
    made = add(session, transaction, means.signer, Carried(means.registry, item.data, item.gas, 0))
    means.fresh.add(made.hash)
    operation.transaction_number = transaction.number
    operation.move(Status.SIGNED)
