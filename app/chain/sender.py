"""From a queued operation to a transaction that a node has taken: one pass at a time, by one worker for each
kind of key.

Intent, nonce, signed bytes and hash are committed before anything is sent, so a process that dies at any
point sends the same bytes when it starts again. What the chain would refuse never gets a nonce.

The steps of a pass, in order; `steps` is told each as it is reached, and a test may end the process there:
`preflighted` (the chain was asked, nothing is stored), `assigned` (nonce and bytes are committed), `sent`
(the node has the bytes, we have not written so), `recorded`. Of a maker: `numbered`, `signed` (not stored),
`stored`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.chain.client import CallAsked, Chain, NodeError, Reverted
from app.chain.deployments import Deployment
from app.chain.gas import limit_of
from app.chain.node_answers import Outcome, outcome_of
from app.chain.orders import REGISTRY, Order, act
from app.chain.refusals import Refusals
from app.chain.signers import LegacyTransaction, Signer
from app.chain.states import Status
from app.chain.store import Attempt, Operation, OrderCounter, SignerRow, Transaction
from app.clock import Clock
from app.config import Settings
from app.db import Database
from app.errors import Refusal

log = logging.getLogger(__name__)

MAKER, CHECKER = "maker", "checker"
EYES_SENT_BY = {MAKER: 1, CHECKER: 2}
MOST_TRIES_OF_THE_UNKNOWN = 10
LONGEST_PAUSE = timedelta(seconds=30)
FILLER_GAS = 21_000

CheckerKey = Callable[[Session, str, int], str]
"""(session, member, party) -> address of the checkers' key: so that a maker hears at once what a check would
not cure.
"""


@dataclass(frozen=True)
class Prepared:
    """An operation with the calldata that carries it."""

    number: int
    member_id: str
    party: int
    sender: str
    data: bytes
    gas: int


def _no_steps(name: str) -> None:
    """Nobody watches."""


class Sender:
    def __init__(
        self,
        database: Database,
        chain: Chain,
        signer: Signer,
        deployment: Deployment,
        refusals: Refusals,
        settings: Settings,
        clock: Clock,
        checker_key: CheckerKey,
        steps: Callable[[str], None] = _no_steps,
    ) -> None:
        self._database, self._chain, self._signer, self._deployment = database, chain, signer, deployment
        self._refusals, self._settings, self._clock, self._checker_key = (
            refusals,
            settings,
            clock,
            checker_key,
        )
        self._steps = steps
        # Hashes that this process made and has not given to a node yet.
        self._fresh: set[str] = set()
        self._registry = deployment.contract(REGISTRY).address

    def one_pass(self) -> int:
        """How many operations and transactions it touched. Raises NodeDown; everything done so far stands."""
        touched = self._sign_orders() if self._signer.kind == MAKER else 0
        touched += self._assign()
        return touched + self._send()

    # ------------------------------------------------------------- orders

    def _sign_orders(self) -> int:
        """Put the maker's signature under what takes two persons."""
        with self._database.writing() as session:
            made = self._waiting(session, Status.MADE, 2)
            for operation in made:
                if operation.order_nonce is None:
                    operation.order_nonce = self._next_order(session, operation.party)
                    until = self._clock.now() + timedelta(seconds=self._settings.order_lifetime_seconds)
                    operation.order_deadline = int(until.timestamp())
            checkers = {op.number: self._checker_key(session, op.member_id, op.party) for op in made}
            busy = self._busy(session, made)
        if not made:
            return 0
        self._steps("numbered")
        signatures = {op.number: self._sign_order(op) for op in made}
        prepared = [self._perform(op, signatures[op.number], checkers[op.number]) for op in made]
        refused = self._preflight(prepared)
        self._steps("signed")
        touched = 0
        with self._database.writing() as session:
            for operation in self._locked(session, [op.number for op in made]):
                if operation.status != Status.MADE:
                    continue
                operation.maker_signature = signatures[operation.number]
                if operation.number not in refused:
                    operation.move(Status.AWAITING_CHECK)
                else:
                    refusal = refused[operation.number]
                    if refusal is None or operation.party in busy:
                        continue
                    operation.fail(refusal)
                touched += 1
        self._steps("stored")
        return touched

    def _next_order(self, session: Session, party: int) -> int:
        key = (self._deployment.chain_id, party)
        counter = session.get(OrderCounter, key, with_for_update=True)
        if counter is None:
            counter = OrderCounter(chain_id=key[0], party=party, next_nonce=0)
            session.add(counter)
        counter.next_nonce += 1
        return counter.next_nonce - 1

    def _order(self, operation: Operation) -> Order:
        assert operation.order_nonce is not None
        assert operation.order_deadline is not None
        return Order(
            operation.party, operation.order_nonce, operation.target, operation.call, operation.order_deadline
        )

    def _sign_order(self, operation: Operation) -> bytes:
        digest = self._order(operation).digest(self._deployment)
        return self._signer.sign_order(operation.member_id, operation.party, digest)

    # ------------------------------------------------------- transactions

    def _assign(self) -> int:
        """Give a nonce to what the chain would take now; say of the rest why not."""
        with self._database.reading() as session:
            queued = self._waiting(session, Status.QUEUED, EYES_SENT_BY[self._signer.kind])
            busy = self._busy(session, queued)
            senders = {self._signer.address(op.member_id, op.party) for op in queued}
            known = set(
                session.scalars(
                    select(SignerRow.address).where(
                        SignerRow.chain_id == self._deployment.chain_id, SignerRow.address.in_(senders)
                    )
                )
            )
        if not queued:
            return 0
        prepared = {op.number: self._prepared(op) for op in queued}
        refused = self._preflight(list(prepared.values()))
        new = sorted(senders - known)
        first_nonces = dict(zip(new, self._chain.transaction_counts(new), strict=True))
        self._steps("preflighted")
        touched = 0
        with self._database.writing() as session:
            held: set[int] = set()
            for operation in self._locked(session, [op.number for op in queued]):
                if operation.status != Status.QUEUED or operation.party in held:
                    continue
                if operation.number not in refused:
                    self._store(session, operation, prepared[operation.number], first_nonces)
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
        self._steps("assigned")
        return touched

    def _store(
        self, session: Session, operation: Operation, prepared: Prepared, first_nonces: dict[str, int]
    ) -> None:
        key = (self._deployment.chain_id, prepared.sender)
        row = session.get(SignerRow, key, with_for_update=True)
        if row is None:
            row = SignerRow(
                chain_id=key[0], address=prepared.sender, next_nonce=first_nonces[prepared.sender]
            )
            session.add(row)
        transaction = Transaction(
            chain_id=self._deployment.chain_id,
            signer=prepared.sender,
            nonce=row.next_nonce,
            member_id=operation.member_id,
            party=operation.party,
            key_kind=self._signer.kind,
        )
        row.next_nonce += 1
        session.add(transaction)
        session.flush()
        self._attempt(session, transaction, self._registry, prepared.data, prepared.gas)
        operation.transaction_number = transaction.number
        operation.move(Status.SIGNED)

    def _attempt(
        self, session: Session, transaction: Transaction, to: str, data: bytes, gas: int, filler: bool = False
    ) -> None:
        raw, hash = self._signer.sign_transaction(
            transaction.member_id,
            transaction.party,
            LegacyTransaction(transaction.chain_id, transaction.nonce, to, data, gas),
        )
        transaction.hash = hash
        self._fresh.add(hash)
        session.add(
            Attempt(
                transaction_number=transaction.number,
                hash=hash,
                raw=raw,
                filler=filler,
                made_at=self._clock.now(),
            )
        )

    def _send(self) -> int:
        now = self._clock.now()
        stale = now - timedelta(seconds=self._settings.resend_after_seconds)
        with self._database.reading() as session:
            open_attempts = list(
                session.execute(
                    select(Attempt, Transaction)
                    .join(Transaction, Attempt.transaction_number == Transaction.number)
                    .where(
                        Transaction.settled.is_(False),
                        Transaction.key_kind == self._signer.kind,
                        Transaction.chain_id == self._deployment.chain_id,
                        Transaction.block_number.is_(None),
                        Attempt.hash == Transaction.hash,
                        or_(Attempt.sent_at.is_(None), Attempt.sent_at < stale),
                        or_(Attempt.not_before.is_(None), Attempt.not_before <= now),
                    )
                    .order_by(Transaction.signer, Transaction.nonce)
                    .limit(self._settings.send_batch)
                )
            )
        if not open_attempts:
            return 0
        answers = self._give([attempt for attempt, _ in open_attempts])
        outcomes = [
            self._outcome(attempt, transaction, answer)
            for (attempt, transaction), answer in zip(open_attempts, answers, strict=True)
        ]
        self._steps("sent")
        with self._database.writing() as session:
            for (attempt, _), answer, outcome in zip(open_attempts, answers, outcomes, strict=True):
                self._record(session, session.get_one(Attempt, attempt.number), str(answer)[:300], outcome)
        self._steps("recorded")
        return len(open_attempts)

    def _give(self, attempts: Sequence[Attempt]) -> list[str | NodeError]:
        """The node's answers. What may have been given before is looked for first: some nodes (Ganache 7.9)
        carry out the same bytes a second time and overwrite the receipt of the first.
        """
        before = [attempt.hash for attempt in attempts if attempt.hash not in self._fresh]
        known = {hash for hash, has in zip(before, self._chain.has_transactions(before), strict=True) if has}
        new = [attempt for attempt in attempts if attempt.hash not in known]
        answers = dict(zip([a.hash for a in new], self._chain.send_all([a.raw for a in new]), strict=True))
        self._fresh.clear()
        return [answers.get(attempt.hash, attempt.hash) for attempt in attempts]

    def _outcome(self, attempt: Attempt, transaction: Transaction, answer: str | NodeError) -> Outcome:
        if isinstance(answer, str):
            if answer != attempt.hash:
                log.error("another hash", extra={"ours": attempt.hash, "answered": answer})
            return Outcome.TAKEN
        outcome = outcome_of(answer.message)
        if outcome is Outcome.UNKNOWN and attempt.tries + 1 >= MOST_TRIES_OF_THE_UNKNOWN:
            return Outcome.NEVER
        if outcome is Outcome.USED:
            return self._who_used(attempt, transaction)
        return outcome

    def _who_used(self, attempt: Attempt, transaction: Transaction) -> Outcome:
        """The nonce is spent. By us: wait for its receipt. By somebody else, in a final block: never."""
        if self._chain.receipts([attempt.hash])[0] is not None:
            return Outcome.TAKEN
        final = max(self._chain.head().number - self._settings.finality_depth, 0)
        (count,) = self._chain.transaction_counts([transaction.signer], hex(final))
        return Outcome.USED if count > transaction.nonce else Outcome.LATER

    def _record(self, session: Session, attempt: Attempt, answer: str, outcome: Outcome) -> None:
        transaction = session.get_one(Transaction, attempt.transaction_number, with_for_update=True)
        if transaction.block_number is not None or transaction.settled:
            return
        operations = session.scalars(
            select(Operation)
            .where(Operation.transaction_number == transaction.number)
            .with_for_update(of=Operation)
        ).all()
        attempt.answer = answer
        attempt.tries += 1
        if outcome is Outcome.TAKEN:
            attempt.sent_at, attempt.not_before = self._clock.now(), None
            for operation in operations:
                if operation.status == Status.SIGNED:
                    operation.move(Status.SENT)
            return
        if outcome in (Outcome.LATER, Outcome.UNKNOWN) or attempt.filler:
            pause = min(timedelta(seconds=0.2 * 2 ** min(attempt.tries, 10)), LONGEST_PAUSE)
            attempt.sent_at, attempt.not_before = None, self._clock.now() + pause
            log.warning(
                "not taken yet", extra={"hash": attempt.hash, "answer": answer, "tries": attempt.tries}
            )
            return
        attempt.sent_at = self._clock.now()
        if outcome is Outcome.USED:
            transaction.settled = True
            row = session.get_one(SignerRow, (transaction.chain_id, transaction.signer), with_for_update=True)
            row.next_nonce = max(row.next_nonce, transaction.nonce + 1)
        else:
            self._attempt(session, transaction, transaction.signer, b"", FILLER_GAS, filler=True)
        for operation in operations:
            operation.fail(_NONCE_USED if outcome is Outcome.USED else _never(answer))

    # ------------------------------------------------------------ reading

    def _waiting(self, session: Session, status: Status, eyes: int) -> list[Operation]:
        return list(
            session.scalars(
                select(Operation)
                .where(
                    Operation.status == status,
                    Operation.eyes == eyes,
                    Operation.member_id.in_(self._signer.members()),
                )
                .order_by(Operation.number)
                .limit(self._settings.send_batch)
            )
        )

    def _locked(self, session: Session, numbers: Sequence[int]) -> list[Operation]:
        return list(
            session.scalars(
                select(Operation)
                .where(Operation.number.in_(numbers))
                .order_by(Operation.number)
                .with_for_update(of=Operation)
                .execution_options(populate_existing=True)
            )
        )

    def _busy(self, session: Session, operations: Sequence[Operation]) -> set[int]:
        """Those of the operations' parties that have something on its way to a block."""
        return set(
            session.scalars(
                select(Transaction.party).where(
                    Transaction.chain_id == self._deployment.chain_id,
                    Transaction.party.in_({op.party for op in operations}),
                    Transaction.settled.is_(False),
                    Transaction.block_number.is_(None),
                )
            )
        )

    def _prepared(self, operation: Operation) -> Prepared:
        sender = self._signer.address(operation.member_id, operation.party)
        if operation.eyes == 2:
            assert operation.maker_signature is not None
            return self._perform(operation, operation.maker_signature, sender)
        return self._with(operation, sender, act(self._deployment, operation.target, operation.call))

    def _perform(self, operation: Operation, signature: bytes, sender: str) -> Prepared:
        return self._with(operation, sender, self._order(operation).perform(self._deployment, [signature]))

    def _with(self, operation: Operation, sender: str, data: bytes) -> Prepared:
        gas = limit_of(operation.contract, operation.function, data)
        return Prepared(operation.number, operation.member_id, operation.party, sender, data, gas)

    def _preflight(self, prepared: Sequence[Prepared]) -> dict[int, Refusal | None]:
        """By the operation's number, what the chain would refuse as it stands; None where the node could not
        tell.
        """
        calls = [CallAsked(item.sender, self._registry, item.data, item.gas) for item in prepared]
        refused: dict[int, Refusal | None] = {}
        for item, answer in zip(prepared, self._chain.call_all(calls), strict=True):
            if isinstance(answer, Reverted):
                refused[item.number] = self._refusals.of_revert(answer.data)
            elif isinstance(answer, NodeError):
                log.warning("cannot be tried", extra={"operation": item.number, "answer": answer.message})
                refused[item.number] = (
                    _never(answer.message) if outcome_of(answer.message) is Outcome.NEVER else None
                )
        return refused


_NONCE_USED = Refusal(
    "key-used-elsewhere",
    "another program used the key of this number at the same time",
    allowed="one service for each key",
    next="make sure that no second service holds this key, then ask again",
)


def _never(answer: str) -> Refusal:
    return Refusal(
        "chain-cannot-take-it",
        f"the node can never take this transaction: {answer}",
        next="show this to the operator of the service; nothing was changed",
    )
