"""What became of what we sent: receipts of blocks that were read, and, of what was refused in them, why.

A batch that a block took may hold operations that were refused; each is told by an event of its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, case, null, or_, select, update
from sqlalchemy.orm import Session

from app.chain import course
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
    their place; `refused` is for the operations at these places of a batch; `logs` are the indexes, in the
    block, of what contracts that we follow said.
    """

    transaction: int
    hash: str
    block: int
    block_hash: str
    succeeded: bool
    gas_used: int
    refusal: Refusal | None
    refused: Mapping[int, Refusal] = field(default_factory=dict)
    logs: frozenset[int] = frozenset()


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
            frozenset(int(log["logIndex"], 16) for log in receipt["logs"] if self._is_followed(log)),
        )

    def _is_followed(self, log: Mapping[str, Any]) -> bool:
        return log["address"].lower() in self._deployment.addresses

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
        if not mined:
            return
        session.flush()
        connection = session.connection()
        connection.execute(
            IN_A_BLOCK,
            [
                {
                    "of": item.transaction,
                    "took": item.hash,
                    "block": item.block,
                    "its_hash": item.block_hash,
                    "well": item.succeeded,
                    "gas": item.gas_used,
                }
                for item in mined
            ],
        )
        refusals = [
            {"of": item.transaction, "why": item.refusal.as_json() if item.refusal else None}
            for item in mined
        ]
        connection.execute(CARRIED, refusals)
        in_part = [
            {"of": item.transaction, "place": place, "why": why.as_json()}
            for item in mined
            if item.refusal is None
            for place, why in item.refused.items()
        ]
        if in_part:
            connection.execute(CARRIED_BUT_ONE, in_part)
        numbers = [item.transaction for item in mined]
        course.moved(session, Operation.transaction_number.in_(numbers), Operation.status == Status.MINED)

    def settle(self, session: Session, final: int) -> None:
        """What lies at or below the final block ends, success and refusal alike."""
        session.flush()
        open_ones = (
            Transaction.chain_id == self._id,
            Transaction.settled.is_(False),
            Transaction.block_number <= final,
        )
        settling = update(Transaction).where(*open_ones).values(settled=True).returning(Transaction.number)
        settled = session.scalars(settling, execution_options=AS_IT_IS).all()
        if not settled:
            return
        ended = case((Operation.refusal.is_(null()), Status.FINAL), else_=Status.FAILED)
        ending = (
            update(Operation)
            .where(Operation.transaction_number.in_(settled), Operation.status == Status.MINED)
            .values(status=ended)
            .returning(Operation.number)
        )
        numbers = session.scalars(ending, execution_options=AS_IT_IS).all()
        course.moved(session, Operation.number.in_(numbers))


# Past the ORM: nothing is read to be changed. What a block holds already, or what has ended, stays as it is.
AS_IT_IS = {"synchronize_session": False}
IN_A_BLOCK = (
    update(Transaction)
    .where(
        Transaction.number == bindparam("of"),
        Transaction.settled.is_(False),
        Transaction.block_number.is_(None),
    )
    .values(
        hash=bindparam("took"),
        block_number=bindparam("block"),
        block_hash=bindparam("its_hash"),
        succeeded=bindparam("well"),
        gas_used=bindparam("gas"),
    )
)
CARRIED = (
    update(Operation)
    .where(
        Operation.transaction_number == bindparam("of"),
        or_(Operation.status == Status.SIGNED, Operation.status == Status.SENT),
    )
    .values(status=Status.MINED, refusal=bindparam("why"))
)
CARRIED_BUT_ONE = (
    update(Operation)
    .where(
        Operation.transaction_number == bindparam("of"),
        Operation.position == bindparam("place"),
        Operation.status == Status.MINED,
    )
    .values(refusal=bindparam("why"))
)


def _succeeded(receipt: Mapping[str, Any]) -> bool:
    return int(receipt["status"], 16) == 1


def _call_of(attempt: Attempt, sender: str, block: int) -> CallAsked:
    """The call inside a legacy transaction's bytes, on top of a block."""
    carried = Carried.by(attempt.raw)
    return CallAsked(sender, carried.to, carried.data, carried.gas, hex(max(block, 0)))
