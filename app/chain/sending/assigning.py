"""A nonce and signed bytes for what the chain would take now; of the rest, why not.

What a person waits for is tried at the node first. Where so much waits that no person waits for each, trying
would cost the node as much again as carrying out: then what the chain refuses is refused in its block.

Steps: `preflighted` (the chain was asked, nothing is stored), `assigned` (nonce and bytes are committed).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.chain.sending import rows
from app.chain.sending.means import Means
from app.chain.sending.packing import packed, ready
from app.chain.sending.preflight import Pack, Prepared, carried, preflight, prepared
from app.chain.states import Status
from app.chain.store import Attempt, Operation, SignerRow, Transaction
from app.db import now_of
from app.errors import Refusal

# Transactions that are made under one lock: requests wait for it.
STORED_AT_ONCE = 10


def assign(means: Means) -> int:
    """How many operations it touched."""
    with means.database.reading() as session:
        queued = rows.waiting(session, means, Status.QUEUED)
        if queued and means.settings.batch_operations > 1:
            queued = ready(means, queued, rows.under_way(session, means))
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
    if len(queued) + ways.total() <= means.settings.rehearse_most:
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
            failed, taken = 0, []
            for pack in part:
                going, refusals = _going(means, pack, operations, refused, ways, held)
                failed += refusals
                if going:
                    row = signers[pack[0].sender]
                    taken.append(_signed(means, going, [operations[item.number] for item in going], row))
            _store(session, means, taken, signers)
        means.fresh.update(one.hash for one in taken)
        touched += failed + sum(len(one.operations) for one in taken)
    means.steps("assigned")
    return touched


def _going(
    means: Means,
    pack: Pack,
    operations: Mapping[int, Operation],
    refused: Mapping[int, Refusal | None],
    ways: Counter[int],
    held: set[int],
) -> tuple[list[Prepared], int]:
    """What goes of this pack, and how many operations failed. `ways` counts what a party has on its way, and
    `held` are parties whose turn is over; both grow.
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
    return going, failed


@dataclass(frozen=True)
class Signed:
    """A transaction of a pack, before it is stored."""

    operations: Sequence[Operation]
    signer: str
    nonce: int
    raw: bytes
    hash: str


def _signed(
    means: Means, pack: Sequence[Prepared], operations: Sequence[Operation], row: SignerRow
) -> Signed:
    """On the next nonce of the signer, whose row is locked."""
    nonce, first = row.next_nonce, operations[0]
    row.next_nonce += 1
    wanted = carried(means, pack).under(means.deployment.chain_id, nonce)
    raw, hash = means.signer.sign_transaction(first.member_id, first.party, wanted)
    return Signed(operations, row.address, nonce, raw, hash)


def _store(session: Session, means: Means, taken: Sequence[Signed], signers: Mapping[str, SignerRow]) -> None:
    """Past the ORM: it would insert them one by one, to be told the number of each."""
    if not taken:
        return
    session.add_all([signers[one.signer] for one in taken])
    chain_id, made_at = means.deployment.chain_id, now_of(session)
    session.execute(
        insert(Transaction),
        [
            {
                "chain_id": chain_id,
                "signer": one.signer,
                "nonce": one.nonce,
                "member_id": one.operations[0].member_id,
                "party": one.operations[0].party,
                "key_kind": means.signer.kind,
                "hash": one.hash,
            }
            for one in taken
        ],
    )
    stored = session.scalars(
        select(Transaction).where(
            Transaction.chain_id == chain_id,
            Transaction.signer.in_({one.signer for one in taken}),
            Transaction.nonce.in_({one.nonce for one in taken}),
        )
    )
    numbers = {(row.signer, row.nonce): row.number for row in stored}
    attempts = []
    for one in taken:
        number = numbers[one.signer, one.nonce]
        attempts.append({"transaction_number": number, "hash": one.hash, "raw": one.raw, "made_at": made_at})
        for place, operation in enumerate(one.operations):
            operation.transaction_number = number
            operation.position = place if len(one.operations) > 1 else None
            operation.move(Status.SIGNED)
    session.execute(insert(Attempt), attempts)
