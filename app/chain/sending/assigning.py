"""A nonce and signed bytes for what the chain would take now; of the rest, why not.

What a person waits for is tried at the node first. Where so much waits that no person waits for each, trying
would cost the node as much again as carrying out: then what the chain refuses is refused in its block.

Steps: `preflighted` (the chain was asked, nothing is stored), `assigned` (nonce and bytes are committed).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.attempts import add
from app.chain.sending import rows
from app.chain.sending.means import Means
from app.chain.sending.packing import packed
from app.chain.sending.preflight import Pack, Prepared, carried, preflight, prepared
from app.chain.states import Status
from app.chain.store import Operation, SignerRow, Transaction
from app.errors import Refusal

# Transactions that are made under one lock: requests wait for it.
STORED_AT_ONCE = 5


def assign(means: Means, eyes: int) -> int:
    """How many operations it touched."""
    with means.database.reading() as session:
        queued = rows.waiting(session, means, Status.QUEUED, eyes)
        if not queued:
            return 0
        ways = rows.on_their_way(session, means, queued)
        senders = {means.signer.address(op.member_id, op.party) for op in queued}
        known = set(
            session.scalars(
                select(SignerRow.address).where(
                    SignerRow.chain_id == means.deployment.chain_id, SignerRow.address.in_(senders)
                )
            )
        )
    packs = packed(means, [prepared(means, operation) for operation in queued])
    refused: Mapping[int, Refusal | None] = {}
    if len(queued) <= means.settings.rehearse_most:
        packs, refused = preflight(means, packs)
    new = sorted(senders - known)
    first_nonces = dict(zip(new, means.chain.transaction_counts(new), strict=True))
    means.steps("preflighted")
    touched = 0
    held: set[int] = set()
    for first in range(0, len(packs), STORED_AT_ONCE):
        part = packs[first : first + STORED_AT_ONCE]
        with means.database.writing() as session:
            numbers = [item.number for pack in part for item in pack]
            operations = {op.number: op for op in rows.locked(session, numbers)}
            signers = rows.signers(session, means, {pack[0].sender for pack in part}, first_nonces)
            for pack in part:
                touched += _take(session, means, pack, operations, signers, refused, ways, held)
    means.steps("assigned")
    return touched


def _take(
    session: Session,
    means: Means,
    pack: Pack,
    operations: Mapping[int, Operation],
    signers: Mapping[str, SignerRow],
    refused: Mapping[int, Refusal | None],
    ways: Counter[int],
    held: set[int],
) -> int:
    """One transaction for what goes of this pack. `ways` counts what a party has on its way, and `held` are
    parties whose turn is over; both grow.
    """
    if ways[pack[0].party] >= means.settings.in_flight:
        held.add(pack[0].party)
    going: list[Prepared] = []
    failed = 0
    for item in pack:
        operation = operations.get(item.number)
        if operation is None or operation.status != Status.QUEUED or item.party in held:
            continue
        if item.number not in refused:
            going.append(item)
            continue
        refusal = refused[item.number]
        if refusal is None or going or ways[item.party]:
            # What this party has on its way may yet make it possible; what comes after waits its turn.
            held.add(item.party)
            continue
        operation.fail(refusal)
        failed += 1
    if going:
        ways[pack[0].party] += 1
        row = signers[pack[0].sender]
        _store(session, means, going, [operations[item.number] for item in going], row)
    return len(going) + failed


def _store(
    session: Session, means: Means, pack: Sequence[Prepared], operations: Sequence[Operation], row: SignerRow
) -> None:
    transaction = Transaction(
        chain_id=row.chain_id,
        signer=row.address,
        nonce=row.next_nonce,
        member_id=operations[0].member_id,
        party=operations[0].party,
        key_kind=means.signer.kind,
    )
    row.next_nonce += 1
    session.add(row)
    means.fresh.add(add(session, transaction, means.signer, carried(means, pack)).hash)
    for place, operation in enumerate(operations):
        operation.transaction = transaction
        operation.position = place if len(operations) > 1 else None
        operation.move(Status.SIGNED)
