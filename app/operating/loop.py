"""The loop in figures, all from one state of the database, so that every process that is asked agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.chain.states import Status
from app.chain.store import Attempt, BlockRow, Checkpoint, Operation, Quarantined, Transaction
from app.db import now_of

# Asked for, and not in a block yet; `made` and `awaiting_check` wait for a person.
FOR_THE_CHAIN = (Status.QUEUED, Status.SIGNED, Status.SENT)


@dataclass(frozen=True)
class OpenSigner:
    """What a key has on its way to a block: nonces `first` to `last`."""

    address: str
    kind: str
    party: int
    open: int
    first: int
    last: int


@dataclass(frozen=True)
class Loop:
    """`oldest_queued` in seconds, of what is queued and has no nonce yet; `seconds_behind` since the block
    that was read last, where the node has a newer one. `failures` by the refusal's code, `attempts` by
    whether they only fill a nonce.
    """

    checkpoint: Checkpoint | None
    seconds_behind: float
    operations: Mapping[str, int]
    oldest_queued: float | None
    queued: Sequence[tuple[int, int]]
    signers: Sequence[OpenSigner]
    failures: Mapping[str, int]
    attempts: Mapping[bool, int]
    quarantined: int

    @property
    def waiting(self) -> int:
        return sum(self.operations.get(status, 0) for status in FOR_THE_CHAIN)

    @property
    def blocks_behind(self) -> int:
        return max(self.checkpoint.head - self.checkpoint.number, 0) if self.checkpoint else 0


def loop_now(session: Session, chain_id: int) -> Loop:
    checkpoint = session.get(Checkpoint, chain_id)
    return Loop(
        checkpoint=checkpoint,
        seconds_behind=_seconds_behind(session, checkpoint),
        operations=_operations(session),
        oldest_queued=_oldest_queued(session),
        queued=_queued(session),
        signers=_signers(session, chain_id),
        failures=_failures(session),
        attempts=_attempts(session),
        quarantined=quarantined_now(session, chain_id),
    )


def quarantined_now(session: Session, chain_id: int) -> int:
    count = select(func.count()).select_from(Quarantined).where(Quarantined.chain_id == chain_id)
    return session.scalar(count) or 0


def _seconds_behind(session: Session, checkpoint: Checkpoint | None) -> float:
    if checkpoint is None or checkpoint.head <= checkpoint.number:
        return 0.0
    block = session.get(BlockRow, (checkpoint.chain_id, checkpoint.number))
    return max(now_of(session).timestamp() - block.time, 0.0) if block else 0.0


def _operations(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Operation.status, func.count().label("operations")).group_by(Operation.status)
    )
    return {row.status: row.operations for row in rows}


def _oldest_queued(session: Session) -> float | None:
    made = session.scalar(select(func.min(Operation.made_at)).where(Operation.status == Status.QUEUED))
    return None if made is None else max((now_of(session) - made).total_seconds(), 0.0)


def _queued(session: Session) -> list[tuple[int, int]]:
    rows = session.execute(
        select(Operation.party, func.count())
        .where(Operation.status == Status.QUEUED)
        .group_by(Operation.party)
        .order_by(Operation.party)
    )
    return [(party, count) for party, count in rows]


def _signers(session: Session, chain_id: int) -> list[OpenSigner]:
    key = (Transaction.signer, Transaction.key_kind, Transaction.party)
    rows = session.execute(
        select(*key, func.count(), func.min(Transaction.nonce), func.max(Transaction.nonce))
        .where(
            Transaction.chain_id == chain_id,
            Transaction.settled.is_(False),
            Transaction.block_number.is_(None),
        )
        .group_by(*key)
        .order_by(*key)
    )
    return [OpenSigner(*row) for row in rows]


def _failures(session: Session) -> dict[str, int]:
    code = Operation.refusal["code"].as_string()
    rows = session.execute(
        select(code, func.count()).where(Operation.status == Status.FAILED).group_by(code).order_by(code)
    )
    return {found or "unknown": count for found, count in rows}


def _attempts(session: Session) -> dict[bool, int]:
    rows = session.execute(select(Attempt.filler, func.count()).group_by(Attempt.filler))
    return {bool(filler): count for filler, count in rows}
