"""What became of what we sent: receipts of blocks that were read, and, of what was refused in them, why.

A batch that a block took may hold operations that were refused; each is told by an event of its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.attempts import CANCELLED, Carried
from app.chain.client import CallAsked, Chain, Reverted
from app.chain.deployments import Deployment, Undecodable
from app.chain.orders import REGISTRY
from app.chain.refusals import Refusals
from app.chain.states import Status
from app.chain.store import Attempt, Operation, Transaction
from app.config import Settings
from app.db import Database
from app.errors import Refusal

OUT_OF_GAS = Refusal(
    "out-of-gas",
    "the contract needed more gas than this operation's bound allows",
    next="report this; nothing was changed",
)


@dataclass(frozen=True)
class Mined:
    """A receipt of ours. `refusal` is for all of its operations: it was reverted, or nothing was mined in
    their place; `refused` is for the operations at these places of a batch.
    """

    transaction: int
    hash: str
    block: int
    block_hash: str
    succeeded: bool
    gas_used: int
    refusal: Refusal | None
    refused: Mapping[int, Refusal] = field(default_factory=dict)


class Receipts:
    def __init__(
        self, database: Database, chain: Chain, deployment: Deployment, refusals: Refusals, settings: Settings
    ) -> None:
        self._database, self._chain, self._deployment = database, chain, deployment
        self._refusals, self._settings = refusals, settings
        self._id = deployment.chain_id

    def mined(self, last: int, hashes: Mapping[int, str]) -> list[Mined]:
        """Of what no block held before, as far as block `last`; `hashes` are those of blocks that were read.
        Raises NodeDown, NodeError.
        """
        with self._database.reading() as session:
            asked = session.execute(
                select(Attempt, Transaction.signer)
                .join(Transaction, Attempt.transaction_number == Transaction.number)
                .where(
                    Transaction.chain_id == self._id,
                    Transaction.settled.is_(False),
                    Transaction.block_number.is_(None),
                )
                .order_by(Transaction.number)
            ).all()
        found = []
        for first in range(0, len(asked), self._settings.receipt_batch):
            part = asked[first : first + self._settings.receipt_batch]
            receipts = self._chain.receipts([attempt.hash for attempt, _ in part])
            for (attempt, signer), receipt in zip(part, receipts, strict=True):
                if receipt is None:
                    continue
                block = int(receipt["blockNumber"], 16)
                if block > last or hashes.get(block, receipt["blockHash"]) != receipt["blockHash"]:
                    continue
                found.append((attempt, signer, receipt))
        reasons = self._reasons([(a, s, r) for a, s, r in found if not a.filler and not _succeeded(r)])
        return [self._one(attempt, receipt, reasons.get(attempt.hash)) for attempt, _, receipt in found]

    def _one(self, attempt: Attempt, receipt: dict[str, Any], reason: Refusal | None) -> Mined:
        if attempt.filler:
            reason = Refusal.from_json(attempt.refusal) if attempt.refusal else CANCELLED
        return Mined(
            attempt.transaction_number,
            attempt.hash,
            int(receipt["blockNumber"], 16),
            receipt["blockHash"],
            _succeeded(receipt),
            int(receipt["gasUsed"], 16),
            reason,
            self._refused(receipt),
        )

    def _refused(self, receipt: dict[str, Any]) -> dict[int, Refusal]:
        """By its place in a batch, why an item was refused."""
        registry = self._deployment.contract(REGISTRY).address
        refused = {}
        for log in receipt["logs"]:
            if log["address"].lower() != registry:
                continue
            try:
                event = self._deployment.decode_log(log, block_time=0)
            except Undecodable:
                continue  # the reading of the logs puts it aside, and says so
            if event.name == "ItemRefused":
                reason = bytes.fromhex(event.args["reason"][2:])
                refused[event.args["item"]] = self._refusals.of_revert(reason)
        return refused

    def _reasons(self, reverted: Sequence[tuple[Attempt, str, dict[str, Any]]]) -> dict[str, Refusal]:
        """Why each was refused: the same call on top of its own block, and where that passes, on the block
        before.
        """
        reasons: dict[str, Refusal] = {}
        for back in (0, 1):
            left = [one for one in reverted if one[0].hash not in reasons]
            calls = [_call_of(a, signer, int(r["blockNumber"], 16) - back) for a, signer, r in left]
            for (attempt, _, _), answer in zip(left, self._chain.call_all(calls), strict=True):
                if isinstance(answer, Reverted):
                    reasons[attempt.hash] = self._refusals.of_revert(answer.data)
        return {attempt.hash: reasons.get(attempt.hash, OUT_OF_GAS) for attempt, _, _ in reverted}

    def take(self, session: Session, mined: Sequence[Mined]) -> None:
        """A block holds these now; what was refused in it fails when the block is final."""
        by_transaction = {item.transaction: item for item in mined}
        for transaction in session.scalars(
            select(Transaction).where(Transaction.number.in_(by_transaction)).with_for_update()
        ):
            item = by_transaction[transaction.number]
            if transaction.settled or transaction.block_number is not None:
                continue
            transaction.hash, transaction.block_number, transaction.block_hash = (
                item.hash,
                item.block,
                item.block_hash,
            )
            transaction.succeeded, transaction.gas_used = item.succeeded, item.gas_used
        for operation in session.scalars(
            select(Operation)
            .where(
                Operation.transaction_number.in_(by_transaction),
                Operation.status.in_([Status.SIGNED, Status.SENT]),
            )
            .with_for_update(of=Operation)
        ):
            assert operation.transaction_number is not None
            item = by_transaction[operation.transaction_number]
            refusal = item.refusal
            if refusal is None and operation.position is not None:
                refusal = item.refused.get(operation.position)
            operation.move(Status.MINED)
            operation.refusal = refusal.as_json() if refusal else None

    def settle(self, session: Session, final: int) -> None:
        """What lies at or below the final block ends, success and refusal alike."""
        settled = session.scalars(
            select(Transaction)
            .where(
                Transaction.chain_id == self._id,
                Transaction.settled.is_(False),
                Transaction.block_number <= final,
            )
            .with_for_update()
        ).all()
        for transaction in settled:
            transaction.settled = True
        for operation in session.scalars(
            select(Operation)
            .where(
                Operation.transaction_number.in_([transaction.number for transaction in settled]),
                Operation.status == Status.MINED,
            )
            .with_for_update(of=Operation)
        ):
            operation.move(Status.FINAL if operation.refusal is None else Status.FAILED)


def _succeeded(receipt: Mapping[str, Any]) -> bool:
    return int(receipt["status"], 16) == 1


def _call_of(attempt: Attempt, sender: str, block: int) -> CallAsked:
    """The call inside a legacy transaction's bytes, on top of a block."""
    carried = Carried.by(attempt.raw)
    return CallAsked(sender, carried.to, carried.data, carried.gas, hex(max(block, 0)))
