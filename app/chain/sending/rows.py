"""Which operations wait, which are locked for a change, and whose parties have something on its way."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.sending.means import Means
from app.chain.states import Status
from app.chain.store import Operation, Transaction


def waiting(session: Session, means: Means, status: Status, eyes: int) -> list[Operation]:
    return list(
        session.scalars(
            select(Operation)
            .where(
                Operation.status == status,
                Operation.eyes == eyes,
                Operation.member_id.in_(means.signer.members()),
            )
            .order_by(Operation.number)
            .limit(means.settings.send_batch)
        )
    )


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


def busy(session: Session, means: Means, operations: Sequence[Operation]) -> set[int]:
    """Those of the operations' parties that have something on its way to a block."""
    return set(
        session.scalars(
            select(Transaction.party).where(
                Transaction.chain_id == means.deployment.chain_id,
                Transaction.party.in_({op.party for op in operations}),
                Transaction.settled.is_(False),
                Transaction.block_number.is_(None),
            )
        )
    )
