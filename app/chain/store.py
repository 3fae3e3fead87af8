"""Tables of the edge: operations, transactions and their attempts, what was read from the chain, how to undo
it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from app.chain.states import Status, step
from app.db import Base
from app.errors import Refusal

# SQLite counts a key up by itself only where its type is INTEGER.
Number = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
]


class Operation(Base):
    """What a user asked for. `describes` says it in words and values; `call` is what `target` will be told.

    Operations are not transactions: `transaction_number` names the one that carries this, and may carry
    others; then `position` is this one's place in its batch, from 0. It is null where it is carried alone.
    `worker` is the kind of worker whose turn it is, or will be once a person has done theirs. One person's
    act has an order only where it was signed outside.
    `request_id` names the request that asked, in every process's log.
    """

    __tablename__ = "operations"

    number: Mapped[Number]
    id: Mapped[str] = mapped_column(String(32), unique=True)
    member_id: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(String(64))
    person: Mapped[int]
    party: Mapped[int]
    contract: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(42))
    function: Mapped[str] = mapped_column(String(64))
    call: Mapped[bytes]
    describes: Mapped[dict[str, Any]]
    eyes: Mapped[int]
    right: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    made_at: Mapped[datetime]
    checker_id: Mapped[str | None] = mapped_column(String(64))
    checker_person: Mapped[int | None]
    checked_at: Mapped[datetime | None]
    order_nonce: Mapped[int | None]
    order_deadline: Mapped[int | None]
    maker_signature: Mapped[bytes | None]
    checker_signature: Mapped[bytes | None]
    worker: Mapped[str] = mapped_column(String(8))
    transaction_number: Mapped[int | None] = mapped_column(ForeignKey("transactions.number"), index=True)
    position: Mapped[int | None]
    request_id: Mapped[str | None] = mapped_column(String(64))

    transaction: Mapped[Transaction | None] = relationship(lazy="joined")

    __table_args__ = (
        Index("ix_operations_status", "status", "worker", "number"),
        Index("ix_operations_member", "member_id", "number"),
        Index("ix_operations_waiting", "member_id", "status"),
    )

    @property
    def signatures(self) -> list[bytes]:
        """Of its order, in the order in which the persons acted."""
        return [one for one in (self.maker_signature, self.checker_signature) if one is not None]

    def move(self, to: Status) -> None:
        self.status = step(Status(self.status), to)

    def fail(self, refusal: Refusal) -> None:
        self.move(Status.FAILED)
        self.refusal = refusal.as_json()


class Transaction(Base):
    """A nonce of a signer. It has one attempt, or several with the same nonce of which one is mined.

    `hash` is of the attempt that is sent, and of the one that was mined once there is one. `wish` is what an
    operator wants done with it, for the worker that holds its key: see `chain.attempts`.
    """

    __tablename__ = "transactions"

    number: Mapped[Number]
    chain_id: Mapped[int]
    signer: Mapped[str] = mapped_column(String(42))
    nonce: Mapped[int]
    member_id: Mapped[str] = mapped_column(String(64))
    party: Mapped[int]
    key_kind: Mapped[str] = mapped_column(String(8))
    hash: Mapped[str | None] = mapped_column(String(66))
    block_number: Mapped[int | None] = mapped_column(index=True)
    block_hash: Mapped[str | None] = mapped_column(String(66))
    succeeded: Mapped[bool | None]
    gas_used: Mapped[int | None]
    settled: Mapped[bool] = mapped_column(default=False)
    wish: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        UniqueConstraint("chain_id", "signer", "nonce"),
        Index("ix_transactions_open", "settled", "key_kind", "number"),
    )


def carried_together(operation: Operation) -> int:
    """How many operations the transaction of this one carries, itself among them."""
    session = object_session(operation)
    if operation.position is None or session is None:
        return 1
    same = Operation.transaction_number == operation.transaction_number
    return session.scalar(select(func.count()).select_from(Operation).where(same)) or 1


class Attempt(Base):
    """Signed bytes, stored before they are sent; `sent_at` is null until a node has taken them.

    `filler` does nothing but spend the nonce; `refusal` is what the operations are told if it is mined in
    their place.
    """

    __tablename__ = "attempts"

    number: Mapped[Number]
    transaction_number: Mapped[int] = mapped_column(ForeignKey("transactions.number"), index=True)
    hash: Mapped[str] = mapped_column(String(66), unique=True)
    raw: Mapped[bytes]
    filler: Mapped[bool] = mapped_column(default=False)
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(300))

    transaction: Mapped[Transaction] = relationship()


class SignerRow(Base):
    """`next_nonce` is assigned under this row's lock."""

    __tablename__ = "signers"

    chain_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[str] = mapped_column(String(42), primary_key=True)
    next_nonce: Mapped[int]


class Lease(Base):
    """Who leads what until when, as `chain.leader` explains. `work` is the kind of worker, `subject` what it
    leads.
    """

    __tablename__ = "leases"

    work: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(100))
    until: Mapped[datetime]


class Candidate(Base):
    """A process that could lead these subjects, until when."""

    __tablename__ = "candidates"

    work: Mapped[str] = mapped_column(String(16), primary_key=True)
    holder: Mapped[str] = mapped_column(String(100), primary_key=True)
    subjects: Mapped[list[str]]
    until: Mapped[datetime]


class OrderCounter(Base):
    """Order nonces need no order; counting them up packs 256 into one word of the chain's storage."""

    __tablename__ = "order_counters"

    chain_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    party: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_nonce: Mapped[int]


class StoredKey(Base):
    """One write, once: the key a client gave, what it was for, and what was answered."""

    __tablename__ = "idempotency_keys"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    operation_id: Mapped[str | None] = mapped_column(String(32))
    status: Mapped[int | None]
    body: Mapped[dict[str, Any] | None]


class BlockRow(Base):
    """Blocks that were read: all of the finality window, and older ones that hold a log."""

    __tablename__ = "blocks"

    chain_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(66))
    parent_hash: Mapped[str] = mapped_column(String(66))
    time: Mapped[int]


class Checkpoint(Base):
    """How far the chain was read; `state` is `following`, `node_behind` or `broken`, `head` the node's last
    block.
    """

    __tablename__ = "checkpoints"

    chain_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(66))
    final: Mapped[int]
    head: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(300), default="")


class Followed(Base):
    """A contract whose logs have all been read, up to the checkpoint."""

    __tablename__ = "followed_contracts"

    chain_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[str] = mapped_column(String(42), primary_key=True)


class LogRow(Base):
    """Logs as the node gave them, so that the read model can be rebuilt without the node."""

    __tablename__ = "logs"

    chain_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    block_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    log_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    block_hash: Mapped[str] = mapped_column(String(66))
    block_time: Mapped[int]
    log: Mapped[dict[str, Any]]


class Quarantined(Base):
    """A log that could not be decoded or handled. Nobody drops it; somebody looks at it."""

    __tablename__ = "quarantine"

    chain_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    block_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    log_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(500))
    log: Mapped[dict[str, Any]]


class JournalEntry(Base):
    """A mirrored row as it was before a block touched it; `before` is null where there was none."""

    __tablename__ = "journal"

    number: Mapped[Number]
    chain_id: Mapped[int]
    block_number: Mapped[int]
    table: Mapped[str] = mapped_column(String(64))
    contract: Mapped[str] = mapped_column(String(42))
    id: Mapped[str] = mapped_column(String(128))
    before: Mapped[dict[str, Any] | None]

    __table_args__ = (Index("ix_journal_block", "chain_id", "block_number"),)
