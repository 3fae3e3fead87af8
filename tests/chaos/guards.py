"""The service with one guard taken out, to show that the simulator would see it missing.

Each is the real code with one function in another's place for as long as a seed is played; `FOUND` in
`test_chaos.py` and the report name the seed that catches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from app.chain import indexer, projecting, reorg
from app.chain.client import Chain, Header, Log
from app.chain.indexer import FOLLOWING, NODE_BEHIND, Batch, Indexer, Progress
from app.chain.node_answers import Outcome
from app.chain.receipts import Mined, Receipts
from app.chain.sender import Sender
from app.chain.sending import assigning, giving
from app.chain.sending.means import Answers, Means, at_once
from app.chain.sending.preflight import Prepared, never
from app.chain.states import Status
from app.chain.store import Attempt, Checkpoint, JournalEntry, Operation, StoredKey, Transaction
from app.db import Database
from tests.chaos import clients
from tests.chaos.clients import Intent
from tests.chaos.play import Factories, Trouble

Broken = Callable[[], Any]
GUARDS: dict[str, Guard] = {}


@dataclass(frozen=True)
class Guard:
    """`without` says what the service then does; `broken` is a context in which it does it; `trouble` is what
    it is there for, and `caught_by` a seed that catches it.
    """

    name: str
    without: str
    caught_by: int
    trouble: Trouble
    broken: Broken

    @contextmanager
    def taken_out(self) -> Iterator[Factories]:
        with ExitStack() as stack:
            yield replace(stack.enter_context(self.broken()) or Factories(), trouble=self.trouble)

    def in_place(self) -> Factories:
        """The same trouble for the service as it is."""
        return Factories(trouble=self.trouble)


def guard(without: str, trouble: Trouble, caught_by: int = 1) -> Callable[[Broken], Broken]:
    def listed(broken: Broken) -> Broken:
        name = broken.__name__
        GUARDS[name] = Guard(name, without, caught_by, trouble, contextmanager(broken))
        return broken

    return listed


FORKS = Trouble(forks=30)


@guard("bytes are sent before they are committed", Trouble({"commit_before": 0.2}), caught_by=2)
def sent_before_commit() -> Iterator[None]:
    store = assigning._store

    def early(session: Session, means: Means, taken: Sequence[assigning.Signed], *rest: Any) -> None:
        store(session, means, taken, *rest)
        if taken:
            means.chain.send_all([taken[-1].raw])

    with patch.object(assigning, "_store", early):
        yield


@guard("the nonce is what the node says, not what the row says", Trouble({"said_taken": 0.3}), caught_by=13)
def nonce_from_the_node() -> Iterator[None]:
    signed = assigning._signed

    def asking(means: Means, pack: Sequence[Prepared], *rest: Any) -> assigning.Signed:
        row = rest[-1]
        if inspect(row).persistent:
            (row.next_nonce,) = means.chain.transaction_counts([pack[0].sender])
        return signed(means, pack, *rest)

    with patch.object(assigning, "_signed", asking):
        yield


@guard(
    "the hash that is followed is the one that the node answers", Trouble({"other_hash": 0.5}), caught_by=2
)
def hash_from_the_answer() -> Iterator[None]:
    record = giving._record

    def believing(session: Session, means: Means, given: giving.Given, answer: str, outcome: Outcome) -> None:
        record(session, means, given, answer, outcome)
        if answer.startswith("0x") and answer != given.attempt.hash:
            given.transaction.hash = given.attempt.hash = answer

    with patch.object(giving, "_record", believing):
        yield


@guard(
    "bytes are given again without looking whether the node has them",
    Trouble({"lost_after": 0.1, "killed_at_step": 0.1}, depth=0, mines_at_once=True),
    caught_by=4,
)
def not_looked_for() -> Iterator[None]:
    def blind(means: Means, open_attempts: giving.Open) -> Answers:
        attempts = [attempt for attempt, _ in open_attempts]
        answers = means.chain.send_all([attempt.raw for attempt in attempts])
        return at_once(lambda: dict(zip([attempt.hash for attempt in attempts], answers, strict=True)))

    with patch.object(giving, "_given_to_the_node", blind):
        yield


@guard("what a node has and leaves lying is not given again", Trouble({"left_lying": 0.3}), caught_by=2)
def not_given_again() -> Iterator[None]:
    with patch.object(giving, "_left_lying", lambda *given: set()):
        yield


@guard(
    "what waits behind what lies is given with it",
    Trouble({"left_lying": 0.3}, mines_at_once=True),
    caught_by=48,
)
def given_with_what_lies() -> Iterator[None]:
    lying = giving._left_lying

    def and_all_behind(means: Means, waiting: giving.Open) -> set[str]:
        first = lying(means, waiting)
        turns = {one.signer: one.nonce for attempt, one in waiting if attempt.hash in first}
        return {attempt.hash for attempt, one in waiting if one.nonce >= turns.get(one.signer, one.nonce + 1)}

    with patch.object(giving, "_left_lying", and_all_behind):
        yield


@guard("a cancelled nonce is left empty", Trouble({"poisoned": 0.5}), caught_by=2)
def nonce_not_filled() -> Iterator[None]:
    def nothing(session: Session, transaction: Transaction, *rest: Any) -> Any:
        transaction.settled = True
        return SimpleNamespace(hash="")

    with patch.object(giving, "fill", nothing):
        yield


@guard(
    "what a node refuses, in words that nobody knows, is told as failed before a block spends its nonce",
    Trouble({"said_unknown": 0.4}),
    caught_by=2,
)
def failed_before_a_block() -> Iterator[None]:
    record = giving._record

    def hasty(session: Session, means: Means, given: giving.Given, answer: str, outcome: Outcome) -> None:
        record(session, means, given, answer, outcome)
        if outcome is not Outcome.UNKNOWN:
            return
        for operation in given.operations:
            if operation.status == Status.SIGNED:
                operation.fail(never(answer))

    with patch.object(giving, "_record", hasty):
        yield


@guard(
    "'nonce too low' is believed without looking for a receipt or waiting for a final block",
    Trouble({"said_used": 0.3}),
    caught_by=2,
)
def used_is_believed() -> Iterator[None]:
    with patch.object(giving, "_who_used", lambda *given: Outcome.USED):
        yield


@guard(
    "what was signed and perhaps sent is signed anew, with another nonce, when a process starts",
    Trouble({"killed_at_step": 0.15}),
    caught_by=4,
)
def signed_anew_at_restart() -> Iterator[Factories]:
    def restarted(database: Database, *rest: Any, **more: Any) -> Sender:
        with database.writing() as session:
            for operation in session.scalars(select(Operation).where(Operation.status == Status.SIGNED)):
                lost, operation.transaction_number = operation.transaction_number, None
                operation.status = Status.QUEUED
                session.flush()
                session.execute(delete(Attempt).where(Attempt.transaction_number == lost))
                session.execute(delete(Transaction).where(Transaction.number == lost))
        return Sender(database, *rest, **more)

    yield Factories(sender=restarted)


@guard(
    "the client's key is stored after the operation, not with it",
    Trouble({"killed_at_statement": 0.02, "commit_after": 0.2}),
    caught_by=4,
)
def key_stored_apart() -> Iterator[Factories]:
    def ask(database: Database, intent: Intent) -> None:
        with database.writing() as session:
            member_id = intent.cast.member_id
            known = session.get(StoredKey, (member_id, intent.name))
            id = known.operation_id if known else clients.queued(session, intent, None)
        if known is None:
            claim = StoredKey(
                member_id=member_id,
                key=intent.name,
                fingerprint=clients.fingerprint_of(intent),
                operation_id=id,
            )
            with database.writing() as session:
                session.add(claim)
        intent.acknowledged = id

    yield Factories(ask=ask)


@guard(
    "the checkpoint is committed before the rows, in a transaction of its own",
    Trouble({"killed_at_step": 0.15}),
    caught_by=16,
)
def checkpoint_apart() -> Iterator[None]:
    write = Indexer._write

    def apart(self: Indexer, batch: Batch) -> None:
        if batch.last in batch.headers and batch.undo_to is None:
            with self._database.writing() as session:
                checkpoint = session.get_one(Checkpoint, self._id)
                checkpoint.number, checkpoint.hash = batch.last, batch.headers[batch.last].hash
            self._steps("checkpoint")
            batch = replace(batch, after=batch.headers[batch.last].hash)
        write(self, batch)

    with patch.object(Indexer, "_write", apart):
        yield


@guard("blocks are not compared with their parents", FORKS, caught_by=2)
def no_parent_check() -> Iterator[None]:
    with (
        patch.object(Indexer, "_fork", lambda *given: None),
        patch.object(Indexer, "_require_one_chain", lambda *given: None),
    ):
        yield


@guard(
    "logs are taken without the block that they end with, and for all that a block holds",
    Trouble({"behind": 0.2}),
    caught_by=17,
)
def logs_without_their_block() -> Iterator[Factories]:
    class Trusting(Chain):
        def logs(self, first: int, last: int, addresses: Sequence[str]) -> tuple[Header, list[Log]]:
            wanted = {"fromBlock": hex(first), "toBlock": hex(last), "address": list(addresses)}
            found = self.ask("eth_getLogs", wanted)
            return self.headers([last])[0], [Log.of(told) for told in found]

    with _logs_not_counted():
        yield Factories(chain=Trusting)


@guard("logs are taken for all that a block holds", Trouble({"leaves_out": 0.7}), caught_by=4)
def logs_not_counted() -> Iterator[None]:
    with _logs_not_counted():
        yield


@contextmanager
def _logs_not_counted() -> Iterator[None]:
    with (
        patch.object(indexer, "require_all_logs", lambda *given: None),
        patch.object(indexer, "require_logs_of_receipts", lambda *given: None),
    ):
        yield


@guard("a node that is behind is taken for a reorganisation", Trouble({"behind": 0.2}, depth=1), caught_by=11)
def behind_is_a_reorganisation() -> Iterator[None]:
    say = Indexer._say

    def undoing(self: Indexer, state: str, head: Header, detail: str) -> Progress:
        if state != NODE_BEHIND:
            return say(self, state, head, detail)
        with self._database.writing() as session:
            reorg.undo(session, self._id, head.number)
            checkpoint = session.get_one(Checkpoint, self._id)
            checkpoint.number, checkpoint.hash = head.number, head.hash
            checkpoint.final = min(checkpoint.final, head.number)
        return Progress(FOLLOWING, head.number, moved=True)

    with patch.object(Indexer, "_say", undoing):
        yield


@guard("a lost block's logs are forgotten, what they changed is not", FORKS, caught_by=12)
def undone_without_journal() -> Iterator[None]:
    undo = reorg.undo

    def half(session: Session, chain_id: int, last: int) -> None:
        session.execute(delete(JournalEntry).where(JournalEntry.block_number > last))
        undo(session, chain_id, last)

    with patch.object(reorg, "undo", half):
        yield


@guard("what we had in a lost block is not sent again", FORKS, caught_by=12)
def not_sent_again() -> Iterator[None]:
    with patch.object(reorg, "_send_again", lambda *given: None):
        yield


@guard("a revert is final at once", Trouble(forks=30, contested=True), caught_by=382)
def revert_is_final() -> Iterator[None]:
    take = Receipts.take

    def hasty(self: Receipts, session: Session, mined: Sequence[Mined]) -> None:
        take(self, session, mined)
        session.flush()
        reverted = [item.transaction for item in mined if not item.succeeded]
        for transaction in session.scalars(select(Transaction).where(Transaction.number.in_(reverted))):
            transaction.settled = True
        mistaken = Operation.transaction_number.in_(reverted), Operation.status == Status.MINED
        for operation in session.scalars(select(Operation).where(*mistaken)):
            operation.move(Status.FAILED)

    with patch.object(Receipts, "take", hasty):
        yield


@guard("success is final at once", FORKS, caught_by=12)
def success_is_final() -> Iterator[None]:
    settle = Receipts.settle

    def hasty(self: Receipts, session: Session, final: int) -> None:
        settle(self, session, 2**40)

    with patch.object(Receipts, "settle", hasty):
        yield


@guard(
    "the database's trouble is taken for a log that a projection cannot take",
    Trouble({"statement": 0.03, "commit_before": 0.2}),
    caught_by=216,
)
def trouble_is_the_logs() -> Iterator[None]:
    with patch.object(projecting, "DATABASE_GONE", ()):
        yield
