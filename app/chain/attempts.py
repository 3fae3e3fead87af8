"""Attempts: signed bytes for a transaction's nonce, stored before they are sent.

A transaction has one attempt, or an operator gives it more. Whichever a block takes counts, and the receipt
of each is looked for until then. Nothing here sends: what is made here goes out in the next pass of the
worker that holds the key. Whoever holds no key leaves a wish (`ask_to_replace`, `ask_to_cancel`), which that
worker grants in its next pass.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from rlp import decode as rlp_decode  # type: ignore[import-untyped]
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.signers import LegacyTransaction, Signer
from app.chain.store import Attempt, Transaction
from app.db import now_of
from app.errors import Conflict, Refusal

log = logging.getLogger(__name__)

FILLER_GAS = 21_000
CANCELLED = Refusal(
    "cancelled-by-operator",
    "the operator of this service took it back before a block held it",
    next="nothing was changed; ask again if it is still wanted",
)


@dataclass(frozen=True)
class Carried:
    """What an attempt's bytes say. `price` in wei for each unit of gas."""

    to: str
    data: bytes
    gas: int
    price: int

    @classmethod
    def by(cls, raw: bytes) -> Carried:
        fields = rlp_decode(raw)
        return cls("0x" + fields[3].hex(), fields[5], _number(fields[2]), _number(fields[1]))

    def under(self, chain_id: int, nonce: int) -> LegacyTransaction:
        return LegacyTransaction(chain_id, nonce, self.to, self.data, self.gas, self.price)


def add(
    session: Session,
    transaction: Transaction,
    signer: Signer,
    carried: Carried,
    *,
    filler: bool = False,
    refusal: Refusal | None = None,
) -> Attempt:
    """One more attempt, and the one that is sent from now on. `refusal` is what the operations are told if a
    filler is mined in their place.
    """
    raw, hash = signer.sign_transaction(
        transaction.member_id,
        transaction.party,
        carried.under(transaction.chain_id, transaction.nonce),
    )
    attempt = Attempt(
        transaction=transaction,
        hash=hash,
        raw=raw,
        filler=filler,
        refusal=refusal.as_json() if refusal else None,
        made_at=now_of(session),
    )
    transaction.hash = hash
    session.add(attempt)
    return attempt


def fill(session: Session, transaction: Transaction, signer: Signer, refusal: Refusal) -> Attempt:
    """Spend the nonce with nothing, at the price of what it was given; a filler that was made before serves
    again.
    """
    made = _all(session, transaction)
    price = max((Carried.by(attempt.raw).price for attempt in made), default=0)
    wanted = Carried(transaction.signer, b"", FILLER_GAS, price)
    for attempt in made:
        if Carried.by(attempt.raw) == wanted:
            transaction.hash, attempt.sent_at, attempt.not_before = attempt.hash, None, None
            return attempt
    return add(session, transaction, signer, wanted, filler=True, refusal=refusal)


def replace(
    session: Session, transaction: Transaction, signer: Signer, *, gas: int | None = None, price: int = 0
) -> Attempt:
    """The same operations on the same nonce, in bytes that differ: another gas limit, or a price (wei for
    each unit of gas; a node that still holds the first attempt wants a higher one). Raises Conflict.
    """
    made = _replaceable(session, transaction)
    last = next((Carried.by(attempt.raw) for attempt in reversed(made) if not attempt.filler), None)
    if last is None:
        raise Conflict(
            "nothing-to-replace", "this transaction only fills a nonce", next="let it be mined as it is"
        )
    wanted = Carried(last.to, last.data, last.gas if gas is None else gas, price)
    if any(Carried.by(attempt.raw) == wanted for attempt in made):
        raise Conflict(
            "same-bytes",
            f"an attempt with {wanted.gas} gas at a price of {wanted.price} was made already",
            allowed="another gas limit or another price",
            next="give one of them",
        )
    return add(session, transaction, signer, wanted)


def cancel(session: Session, transaction: Transaction, signer: Signer, *, price: int = 0) -> Attempt:
    """Fill the nonce with nothing instead. If a block takes the filler, the operations fail as `CANCELLED`
    says; if it takes what was sent before, they are carried out, and nobody is told otherwise before. Raises
    Conflict.
    """
    made = _replaceable(session, transaction)
    wanted = Carried(transaction.signer, b"", FILLER_GAS, price)
    if any(Carried.by(attempt.raw) == wanted for attempt in made):
        raise Conflict(
            "same-bytes",
            f"it was cancelled already, at a price of {price}",
            allowed="another price",
            next="wait for a block, or give another price",
        )
    return add(session, transaction, signer, wanted, filler=True, refusal=CANCELLED)


def ask_to_replace(
    session: Session, transaction: Transaction, *, gas: int | None = None, price: int = 0
) -> None:
    """As `replace`, by the worker that holds the key, in its next pass. Raises Conflict."""
    _replaceable(session, transaction)
    transaction.wish = {"do": "replace", "gas": gas, "price": price}


def ask_to_cancel(session: Session, transaction: Transaction, *, price: int = 0) -> None:
    """As `cancel`, by the worker that holds the key, in its next pass. Raises Conflict."""
    _replaceable(session, transaction)
    transaction.wish = {"do": "cancel", "price": price}


def wished(session: Session, chain_id: int, signer: Signer) -> list[int]:
    """Transactions of the signer's that an operator wants something done with."""
    return list(
        session.scalars(
            select(Transaction.number)
            .where(
                Transaction.chain_id == chain_id,
                Transaction.key_kind == signer.kind,
                Transaction.member_id.in_(signer.members()),
                Transaction.settled.is_(False),
                Transaction.wish.is_not(None),
            )
            .order_by(Transaction.number)
        )
    )


def grant(session: Session, numbers: Sequence[int], signer: Signer) -> None:
    """What was wished; what has become impossible is dropped, and said in the log."""
    wishing = select(Transaction).where(Transaction.number.in_(numbers)).with_for_update()
    for transaction in session.scalars(wishing).all():
        wish, transaction.wish = transaction.wish, None
        if wish is None:
            continue
        # Before the row is read anew, which would bring the wish back.
        session.flush()
        try:
            if wish["do"] == "cancel":
                cancel(session, transaction, signer, price=wish["price"])
            else:
                replace(session, transaction, signer, gas=wish["gas"], price=wish["price"])
        except Conflict as error:
            log.warning(
                "a wish came too late", extra={"transaction": transaction.number, "why": error.refusal.found}
            )
        else:
            log.info("a wish was granted", extra={"transaction": transaction.number, "wish": wish["do"]})


def _replaceable(session: Session, transaction: Transaction) -> Sequence[Attempt]:
    """Its attempts, oldest first, the transaction locked and read anew."""
    session.refresh(transaction, with_for_update=True)
    if transaction.settled or transaction.block_number is not None:
        raise Conflict(
            "in-a-block",
            f"nonce {transaction.nonce} of {transaction.signer} is in a block already",
            allowed="a transaction that no block holds yet",
            next="look at what became of it",
        )
    return _all(session, transaction)


def _all(session: Session, transaction: Transaction) -> Sequence[Attempt]:
    return session.scalars(
        select(Attempt).where(Attempt.transaction_number == transaction.number).order_by(Attempt.number)
    ).all()


def _number(field: bytes) -> int:
    return int.from_bytes(field, "big")
