"""What no block takes, and holes among the nonces: each with what the node said and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.chain.node_answers import Outcome, outcome_of
from app.chain.store import Attempt, Operation, SignerRow, Transaction
from app.db import now_of
from app.operating.desk import Desk, counted

WELL, FOUND = 0, 1
ADVICE = "        next: "
NEXT: Mapping[Outcome, str] = {
    Outcome.TAKEN: "the node has it: see whether blocks are made and whether an earlier nonce is missing",
    Outcome.USED: "another program may hold this key: end it; the worker looks who used the nonce",
    Outcome.LATER: "set the node right; the same bytes are given again by themselves",
    Outcome.NEVER: "the worker fills this nonce by itself; see that it runs",
    Outcome.UNKNOWN: "read the node's log; `cancel` fills the nonce where it cannot be mended",
}


def stuck_lines(desk: Desk, seconds: int) -> tuple[Sequence[str], int]:
    """The lines, and 1 where something is stuck. NodeDown: nothing is known of the node's own count."""
    desk.require_chain()
    with desk.database.reading() as session:
        late = _late(session, desk.settings.chain_id, seconds)
        signers = {
            row.address: row.next_nonce
            for row in session.scalars(
                select(SignerRow)
                .where(SignerRow.chain_id == desk.settings.chain_id)
                .order_by(SignerRow.address)
            )
        }
        missing = {address: _missing(session, desk.settings.chain_id, address) for address in signers}
    counts = dict(zip(signers, desk.chain.transaction_counts(list(signers), "latest"), strict=True))
    lines = list(late)
    for address, nonces in missing.items():
        lines += [
            f"HOLE    nonce {nonce} of {address} is in no row, and the node waits for it: run `reconcile`, "
            "and restore where the database is older than the chain"
            for nonce in nonces
            if nonce >= counts[address]
        ]
        if counts[address] > signers[address]:
            lines.append(
                f"AHEAD   the chain has {counts[address]} transactions of {address}, we know of "
                f"{signers[address]}: another program holds this key, or the database is older than the chain"
            )
    if not lines:
        return [f"Nothing has been waiting for a block for {seconds} s, and no nonce is missing."], WELL
    things = sum(not line.startswith(ADVICE) for line in lines)
    return [*lines, f"{counted(things, 'thing')} to look at."], FOUND


def _late(session: Session, chain_id: int, seconds: int) -> list[str]:
    before = now_of(session) - timedelta(seconds=seconds)
    first = select(Attempt.transaction_number, func.min(Attempt.made_at).label("made_at"))
    first_made = first.group_by(Attempt.transaction_number).subquery()
    rows = session.execute(
        select(Transaction, Attempt, first_made.c.made_at)
        .join(first_made, first_made.c.transaction_number == Transaction.number)
        .join(Attempt, Attempt.hash == Transaction.hash)
        .where(
            Transaction.chain_id == chain_id,
            Transaction.settled.is_(False),
            Transaction.block_number.is_(None),
            first_made.c.made_at < before,
        )
        .order_by(Transaction.signer, Transaction.nonce)
    )
    found = []
    ahead: set[str] = set()
    for transaction, attempt, made_at in rows:
        age = (now_of(session) - made_at).total_seconds()
        operations = session.scalars(
            select(Operation.id)
            .where(Operation.transaction_number == transaction.number)
            .order_by(Operation.number)
        ).all()
        found.append(
            f"STUCK   transaction {transaction.number}: nonce {transaction.nonce} of {transaction.signer} "
            f"({transaction.key_kind}, party {transaction.party}), for {age:.0f} s, {_carries(operations)}; "
            f"{counted(attempt.tries, 'try', 'tries')}, the node said: {_said(attempt)}"
        )
        if transaction.signer in ahead:
            found.append(f"{ADVICE}an earlier nonce of the same key goes first")
        else:
            found.append(f"{ADVICE}{_next(attempt)}")
        ahead.add(transaction.signer)
    return found


def _carries(operations: Sequence[str]) -> str:
    if not operations:
        return "fills a nonce"
    return f"operation {operations[0]}" if len(operations) == 1 else f"{len(operations)} operations"


def _said(attempt: Attempt) -> str:
    return "taken" if attempt.answer == attempt.hash else attempt.answer or "nothing yet"


def _next(attempt: Attempt) -> str:
    if attempt.answer is None:
        return f"see that the sender of its kind runs ({'filler' if attempt.filler else 'not given yet'})"
    if attempt.answer == attempt.hash:
        return NEXT[Outcome.TAKEN]
    return NEXT[outcome_of(attempt.answer)]


def _missing(session: Session, chain_id: int, address: str) -> list[int]:
    """Nonces below the next one that have no row; those of before our first are not ours."""
    rows = session.execute(
        select(func.min(Transaction.nonce), func.max(Transaction.nonce), func.count()).where(
            Transaction.chain_id == chain_id, Transaction.signer == address
        )
    ).one()
    first, last, count = rows
    if first is None or last - first + 1 == count:
        return []
    known = set(
        session.scalars(
            select(Transaction.nonce).where(Transaction.chain_id == chain_id, Transaction.signer == address)
        )
    )
    return [nonce for nonce in range(first, last) if nonce not in known]
