"""Which operations wait, which are locked for a change, and what their parties have on its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from app.chain.sending.means import Means
from app.chain.states import BROKEN, Status
from app.chain.store import Checkpoint, Operation, SignerRow, Transaction

# Full batches that a pass has room for.
BATCHES = 4


# Made once: every sender asks it several times a second, and mostly in vain.
ANYTHING = select(
    and_(
        not_(exists().where(Checkpoint.chain_id == bindparam("chain_id"), Checkpoint.state == BROKEN)),
        or_(
            exists().where(
                Operation.status.in_((Status.QUEUED, Status.MADE)),
                Operation.worker == bindparam("kind"),
                Operation.member_id.in_(bindparam("members", expanding=True)),
            ),
            exists().where(
                Transaction.settled.is_(False),
                Transaction.key_kind == bindparam("kind"),
                Transaction.chain_id == bindparam("chain_id"),
                Transaction.member_id.in_(bindparam("members", expanding=True)),
                Transaction.block_number.is_(None),
            ),
        ),
    )
)


def anything(session: Session, means: Means) -> bool:
    """Whether a pass may find something to do: what nobody has signed, or what no block holds yet; nothing
    while the chain contradicts a final block, since what is sent to it may be lost or done twice.
    """
    asked = {
        "kind": means.signer.kind,
        "chain_id": means.deployment.chain_id,
        "members": sorted(means.signer.members()),
    }
    return bool(session.scalar(ANYTHING, asked))


def waiting(session: Session, means: Means, status: Status) -> list[Operation]:
    """In the order in which they were asked for, as many as one pass takes. If more wait, each number gets
    its turn: a flood of one does not keep another's waiting.
    """
    settings = means.settings
    most = max(settings.send_batch, BATCHES * settings.batch_operations)
    asked = (
        Operation.status == status,
        Operation.worker == means.signer.kind,
        Operation.member_id.in_(means.signer.members()),
    )
    first = session.scalars(select(Operation).where(*asked).order_by(Operation.number).limit(most + 1)).all()
    if len(first) <= most:
        return list(first)
    turn = func.row_number().over(partition_by=Operation.party, order_by=Operation.number).label("turn")
    queue = select(Operation.number, turn).where(*asked).subquery()
    fair = (
        select(Operation)
        .join(queue, queue.c.number == Operation.number)
        .order_by(queue.c.turn, Operation.number)
        .limit(most)
    )
    return sorted(session.scalars(fair), key=lambda operation: operation.number)


def any_waiting(session: Session, means: Means, status: Status) -> bool:
    """Asked often, and mostly in vain: without a lock."""
    asked = (
        Operation.status == status,
        Operation.worker == means.signer.kind,
        Operation.member_id.in_(means.signer.members()),
    )
    return session.scalar(select(Operation.number).where(*asked).limit(1)) is not None


def locked(session: Session, numbers: Sequence[int]) -> list[Operation]:
    return list(
        session.scalars(
            select(Operation)
            .where(Operation.number.in_(numbers))
            .order_by(Operation.number)
            .with_for_update(of=Operation)
            .execution_options(populate_existing=True)
        )
    )


def signers(
    session: Session, means: Means, addresses: Collection[str], first_nonces: Mapping[str, int]
) -> dict[str, SignerRow]:
    """Locked, until the transaction ends; of keys that are new to us, with the nonce to begin with."""
    known = session.scalars(
        select(SignerRow)
        .where(SignerRow.chain_id == means.deployment.chain_id, SignerRow.address.in_(addresses))
        .order_by(SignerRow.address)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {row.address: row for row in known}
    for address in sorted(set(addresses) - found.keys()):
        found[address] = SignerRow(
            chain_id=means.deployment.chain_id, address=address, next_nonce=first_nonces[address]
        )
    return found


def on_their_way(session: Session, means: Means, operations: Sequence[Operation]) -> Counter[int]:
    """How many transactions of each of the operations' parties no block holds yet."""
    found = session.execute(
        select(Transaction.party, func.count())
        .where(
            Transaction.chain_id == means.deployment.chain_id,
            Transaction.party.in_({op.party for op in operations}),
            Transaction.settled.is_(False),
            Transaction.block_number.is_(None),
        )
        .group_by(Transaction.party)
    )
    ways: Counter[int] = Counter()
    for party, count in found:
        ways[party] = count
    return ways


def under_way(session: Session, means: Means) -> Counter[tuple[str, int]]:
    """By member and number, how many transactions of this worker's kind of key no block holds yet."""
    found = session.execute(
        select(Transaction.member_id, Transaction.party, func.count())
        .where(
            Transaction.chain_id == means.deployment.chain_id,
            Transaction.key_kind == means.signer.kind,
            Transaction.settled.is_(False),
            Transaction.block_number.is_(None),
        )
        .group_by(Transaction.member_id, Transaction.party)
    )
    return Counter({(member, party): count for member, party, count in found})
