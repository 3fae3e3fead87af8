"""Stored bytes go to the node, and what it answers is written down.

A node may carry out what it is given before it answers, so a sender does something else meanwhile: when
`give` returns the bytes are on their way, and `Giving.record` writes down what the node said.

Steps: `sent` (the node has the bytes, we have not written so), `recorded`.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from app.chain.attempts import fill
from app.chain.client import NodeError
from app.chain.leader import Superseded
from app.chain.node_answers import Outcome, outcome_of
from app.chain.sending.means import Answers, Means
from app.chain.sending.preflight import never
from app.chain.states import ENDED, Status
from app.chain.store import Attempt, Operation, SignerRow, Transaction
from app.errors import Refusal

log = logging.getLogger(__name__)

MOST_TRIES_OF_THE_UNKNOWN = 10
LONGEST_PAUSE = timedelta(seconds=30)
NONCE_USED = Refusal(
    "key-used-elsewhere",
    "another program used the key of this number at the same time",
    allowed="one service for each key",
    next="make sure that no second service holds this key, then ask again",
)


Open = Sequence[Row[Attempt, Transaction]]


@dataclass(frozen=True)
class Giving:
    """Attempts on their way to the node, which were open when it began."""

    means: Means
    open_attempts: Open
    answers: Answers

    def answered(self, within: float | None = None) -> bool:
        """Whether the node answers in so many seconds, or None for as long as it takes."""
        return bool(wait([self.answers], within).done)

    def record(self) -> int:
        """How many attempts the node was given. Waits for its answers; raises NodeDown."""
        if not self.open_attempts:
            return 0
        means = self.means
        found = self.answers.result()
        answers = [found.get(attempt.hash, attempt.hash) for attempt, _ in self.open_attempts]
        outcomes = [
            _outcome(means, attempt, transaction, answer)
            for (attempt, transaction), answer in zip(self.open_attempts, answers, strict=True)
        ]
        means.steps("sent")
        with means.database.writing() as session:
            given = _given(session, [attempt.number for attempt, _ in self.open_attempts])
            for (attempt, _), answer, outcome in zip(self.open_attempts, answers, outcomes, strict=True):
                _record(session, means, given[attempt.number], str(answer)[:300], outcome)
        means.steps("recorded")
        return len(self.open_attempts)


def give(means: Means, besides: Giving | None = None) -> Giving:
    """Begins to give what no node has yet, or has had for too long; not what is on its way `besides`, to
    which the node has answered.
    """
    under_way = [attempt.number for attempt, _ in besides.open_attempts] if besides else []
    now = means.clock.now()
    stale = now - timedelta(seconds=means.settings.resend_after_seconds)
    with means.database.reading() as session:
        open_attempts = list(
            session.execute(
                select(Attempt, Transaction)
                .join(Transaction, Attempt.transaction_number == Transaction.number)
                .where(
                    Transaction.settled.is_(False),
                    Transaction.key_kind == means.signer.kind,
                    Transaction.member_id.in_(means.signer.members()),
                    Transaction.chain_id == means.deployment.chain_id,
                    Transaction.block_number.is_(None),
                    Attempt.hash == Transaction.hash,
                    Attempt.number.not_in(under_way),
                    or_(Attempt.sent_at.is_(None), Attempt.sent_at < stale),
                    or_(Attempt.not_before.is_(None), Attempt.not_before <= now),
                )
                .order_by(Transaction.signer, Transaction.nonce)
                .limit(means.settings.send_batch)
            )
        )
    return Giving(means, open_attempts, _given_to_the_node(means, open_attempts))


def _given_to_the_node(means: Means, open_attempts: Open) -> Answers:
    """What may have been given before is looked for first: some nodes (Ganache 7.9) carry out the same bytes
    a second time and overwrite the receipt of the first. So one that slept until another leads gives nothing.
    """
    attempts = [attempt for attempt, _ in open_attempts]
    before = [attempt.hash for attempt in attempts if attempt.hash not in means.fresh]
    # Here, and not when the node has answered: it may have taken them though its answer is lost.
    means.fresh.clear()
    known = {hash for hash, has in zip(before, means.chain.has_transactions(before), strict=True) if has}
    known -= _left_lying(means, [one for one in open_attempts if one[0].hash in known and one[0].sent_at])
    new = [attempt for attempt in attempts if attempt.hash not in known]
    if not {transaction.member_id for _, transaction in open_attempts} <= means.signer.members():
        raise Superseded("the time of the lease is up")
    hashes, raws = [attempt.hash for attempt in new], [attempt.raw for attempt in new]
    return means.aside(lambda: dict(zip(hashes, means.chain.send_all(raws), strict=True)))


def _left_lying(means: Means, waiting: Open) -> set[str]:
    """Of what the node has had for long: what it does not carry out though it is the key's turn. Ganache 7.9
    puts aside what comes while the nonce before it is carried out, as another process's may, and looks at it
    never again; other nodes say that they have it. What waits behind it is carried out with it, and would be
    so a second time if it were given too: if that lies as well, it is given when it is its turn.
    """
    if not waiting:
        return set()
    signers = sorted({transaction.signer for _, transaction in waiting})
    counts = dict(zip(signers, means.chain.transaction_counts(signers, "latest"), strict=True))
    return {attempt.hash for attempt, one in waiting if one.nonce == counts[one.signer]}


def _outcome(means: Means, attempt: Attempt, transaction: Transaction, answer: str | NodeError) -> Outcome:
    if isinstance(answer, str):
        if answer != attempt.hash:
            log.error("another hash", extra={"ours": attempt.hash, "answered": answer})
        return Outcome.TAKEN
    outcome = outcome_of(answer.message)
    if outcome is Outcome.UNKNOWN and attempt.tries + 1 >= MOST_TRIES_OF_THE_UNKNOWN:
        return Outcome.NEVER
    if outcome is Outcome.USED:
        return _who_used(means, transaction)
    return outcome


def _who_used(means: Means, transaction: Transaction) -> Outcome:
    """The nonce is spent. By us, by whichever attempt: wait for its receipt. By somebody else, in a final
    block: never.
    """
    with means.database.reading() as session:
        hashes = session.scalars(
            select(Attempt.hash).where(Attempt.transaction_number == transaction.number)
        ).all()
    final = max(means.chain.head().number - means.settings.finality_depth, 0)
    count, known = means.chain.spent(transaction.signer, final, hashes)
    if known:
        return Outcome.TAKEN
    return Outcome.USED if count > transaction.nonce else Outcome.LATER


@dataclass(frozen=True)
class Given:
    attempt: Attempt
    transaction: Transaction
    operations: Sequence[Operation]


def _given(session: Session, attempts: Sequence[int]) -> dict[int, Given]:
    """By the attempt's number, what it belongs to: transactions and operations locked, all read at once."""
    rows = session.execute(
        select(Attempt, Transaction)
        .join(Transaction, Attempt.transaction_number == Transaction.number)
        .where(Attempt.number.in_(attempts))
        .order_by(Transaction.number)
        .with_for_update(of=Transaction)
    ).all()
    operations: dict[int | None, list[Operation]] = defaultdict(list)
    for operation in session.scalars(
        select(Operation)
        .where(Operation.transaction_number.in_([transaction.number for _, transaction in rows]))
        .order_by(Operation.number)
        .with_for_update(of=Operation)
    ):
        operations[operation.transaction_number].append(operation)
    return {
        attempt.number: Given(attempt, transaction, operations[transaction.number])
        for attempt, transaction in rows
    }


def _record(session: Session, means: Means, given: Given, answer: str, outcome: Outcome) -> None:
    """What can never be mined is filled, and its operations fail when a block has taken the filler: until
    then nobody knows whether another node did not take the bytes after all.
    """
    attempt, transaction, operations = given.attempt, given.transaction, given.operations
    if transaction.block_number is not None or transaction.settled:
        return
    attempt.answer = answer
    attempt.tries += 1
    if outcome is Outcome.TAKEN:
        attempt.sent_at, attempt.not_before = means.clock.now(), None
        for operation in operations:
            if operation.status == Status.SIGNED and not attempt.filler:
                operation.move(Status.SENT)
    elif outcome is Outcome.USED:
        attempt.sent_at = means.clock.now()
        transaction.settled = True
        row = session.get_one(SignerRow, (transaction.chain_id, transaction.signer), with_for_update=True)
        row.next_nonce = max(row.next_nonce, transaction.nonce + 1)
        for operation in operations:
            if operation.status not in ENDED:
                operation.fail(NONCE_USED)
    elif outcome is Outcome.NEVER and not attempt.filler:
        attempt.sent_at = means.clock.now()
        log.error("can never be mined", extra={"hash": attempt.hash, "answer": answer})
        means.fresh.add(fill(session, transaction, means.signer, never(answer)).hash)
    else:
        pause = min(timedelta(seconds=0.2 * 2 ** min(attempt.tries, 10)), LONGEST_PAUSE)
        attempt.sent_at, attempt.not_before = None, means.clock.now() + pause
        log.warning("not taken yet", extra={"hash": attempt.hash, "answer": answer, "tries": attempt.tries})
