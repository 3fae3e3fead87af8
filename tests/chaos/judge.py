"""What has to be true when everything is quiet again, read from the chain and from the database, each for
itself.

Lost: an intent without an operation, an operation that never ended, or that is called final and is not on the
chain. Doubled: an intent with two operations, or a call that the chain carried out more often than operations
say. Gaps: nonces of a signer that are missing, spent twice over, or never came to an end.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.chain import reorg
from app.chain.deployments import Deployment
from app.chain.mirror import image_of, mirrored_models
from app.chain.orders import REGISTRY
from app.chain.states import ENDED, Status
from app.chain.store import Checkpoint, LogRow, Operation, Quarantined, SignerRow, Transaction
from app.db import Database
from tests.chaos.model import items_in


@dataclass(frozen=True)
class Carried:
    """A transaction of the final chain."""

    hash: str
    sender: str
    nonce: int
    to: str
    data: bytes
    block: int
    block_hash: str
    succeeded: bool
    refused: frozenset[int] = frozenset()
    """Places of a batch whose items were refused."""


@dataclass
class Verdict:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """The read model or a state that is not what the chain says; a process that ended with a traceback."""

    def all(self) -> list[str]:
        kinds = (("lost", self.lost), ("doubled", self.doubled), ("gap", self.gaps), ("wrong", self.wrong))
        return [f"{kind}: {text}" for kind, found in kinds for text in found]


def calls_in(deployment: Deployment, carried: Carried) -> list[tuple[str, bytes]]:
    """(target, call) of each operation that a transaction carried out; none in a filler."""
    if not carried.succeeded or not carried.data:
        return []
    if carried.to.lower() != deployment.contract(REGISTRY).address:
        return []
    name = deployment.function_of(REGISTRY, carried.data).name
    if name == "act":
        return [("0x" + carried.data[16:36].hex(), carried.data[36:])]
    if name == "perform":
        return [_ordered(deployment, carried.data)]
    return [
        (target, call) if target else _ordered(deployment, call)
        for place, (target, call) in enumerate(items_in(carried.data))
        if place not in carried.refused
    ]


def _ordered(deployment: Deployment, data: bytes) -> tuple[str, bytes]:
    order = deployment.arguments_of(REGISTRY, data)["order"]
    return order["target"], bytes.fromhex(order["call"][2:])


def refused_in(deployment: Deployment, logs: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    """Places of a batch that its receipt calls refused."""
    registry = deployment.contract(REGISTRY).address
    events = [deployment.decode_log(log, 0) for log in logs if log["address"].lower() == registry]
    return frozenset(event.args["item"] for event in events if event.name == "ItemRefused")


def judge(
    database: Database,
    deployment: Deployment,
    chain: Sequence[Carried],
    logs: Sequence[Mapping[str, Any]],
    head: tuple[int, str],
    intents: Mapping[str, str | None],
    named: Callable[[Operation], str],
    mirrored_by: tuple[Any, Any],
) -> Verdict:
    """`intents` maps what was wanted to the operation that its client was told of; `named` finds the intent
    of an operation; `logs` are all of the contracts, as a node gives them.
    """
    verdict = Verdict()
    with database.reading() as session:
        operations = session.scalars(select(Operation).order_by(Operation.number)).unique().all()
        _intents(verdict, intents, operations, named)
        _calls(verdict, deployment, chain, operations)
        _ends(verdict, {item.hash: item for item in chain}, operations)
        _nonces(verdict, session, chain)
        _reading(verdict, session, deployment, logs, head)
    _rebuilt(verdict, database, deployment, *mirrored_by)
    return verdict


def _intents(
    verdict: Verdict,
    intents: Mapping[str, str | None],
    operations: Iterable[Operation],
    named: Callable[[Operation], str],
) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for operation in operations:
        found[named(operation)].append(operation.id)
    for name, told in intents.items():
        if told is None or told not in found[name]:
            verdict.lost.append(f"{name}: asked for, and no operation of it")
        if len(found[name]) > 1:
            verdict.doubled.append(f"{name}: one request, {len(found[name])} operations")


def _calls(
    verdict: Verdict, deployment: Deployment, chain: Iterable[Carried], operations: Iterable[Operation]
) -> None:
    """Each call as often on the chain as there are operations that say so."""
    happened: Counter[tuple[str, bytes]] = Counter()
    for item in chain:
        happened.update(calls_in(deployment, item))
    told: Counter[tuple[str, bytes]] = Counter()
    failed: Counter[tuple[str, bytes]] = Counter()
    for operation in operations:
        place = (operation.target, operation.call)
        told[place] += operation.status == Status.FINAL
        failed[place] += operation.status != Status.FINAL
    for place in told | happened | failed:
        name = deployment.function_of(deployment.at(place[0]).name, place[1]).name
        text = f"{name} {place[1][4:24].hex()}: final {told[place]}, on the chain {happened[place]}"
        if happened[place] > told[place]:
            verdict.doubled.append(text + (", told as failed" if failed[place] else ""))
        elif happened[place] < told[place]:
            verdict.lost.append(text)


def _ends(verdict: Verdict, by_hash: Mapping[str, Carried], operations: Iterable[Operation]) -> None:
    for operation in operations:
        what = f"operation {operation.number} ({operation.function})"
        transaction = operation.transaction
        if operation.status not in ENDED:
            hash = transaction.hash if transaction else "none"
            verdict.lost.append(f"{what} is still {operation.status}, transaction {hash}")
            continue
        if operation.status == Status.FINAL:
            there = by_hash.get(transaction.hash or "") if transaction else None
            if transaction is None or there is None or not there.succeeded:
                verdict.lost.append(f"{what} is final, its transaction is not on the chain")
            elif (there.block, there.block_hash) != (transaction.block_number, transaction.block_hash):
                verdict.wrong.append(f"{what} is said to be in another block than it is")
        elif operation.status != Status.CANCELLED and not (operation.refusal or {}).get("code"):
            verdict.wrong.append(f"{what} is {operation.status} without a reason")


def _nonces(verdict: Verdict, session: Session, chain: Iterable[Carried]) -> None:
    spent: dict[str, list[int]] = defaultdict(list)
    for item in chain:
        spent[item.sender].append(item.nonce)
    stored: dict[str, list[int]] = defaultdict(list)
    for transaction in session.scalars(select(Transaction)):
        stored[transaction.signer].append(transaction.nonce)
        if not transaction.settled:
            verdict.gaps.append(f"nonce {transaction.nonce} of {transaction.signer} never came to an end")
    for row in session.scalars(select(SignerRow)):
        ours, theirs = sorted(stored[row.address]), sorted(spent[row.address])
        if ours != list(range(len(ours))) or theirs != ours or row.next_nonce != len(ours):
            verdict.gaps.append(f"{row.address}: next {row.next_nonce}, stored {ours}, on the chain {theirs}")
    for sender in spent.keys() & stored.keys():
        if len(spent[sender]) != len(set(spent[sender])):
            verdict.doubled.append(f"{sender} spent a nonce twice")


def _reading(
    verdict: Verdict,
    session: Session,
    deployment: Deployment,
    logs: Sequence[Mapping[str, Any]],
    head: tuple[int, str],
) -> None:
    checkpoint = session.get(Checkpoint, deployment.chain_id)
    if checkpoint is None or (checkpoint.number, checkpoint.hash, checkpoint.state) != (*head, "following"):
        where = checkpoint and (checkpoint.number, checkpoint.hash[:10], checkpoint.state, checkpoint.detail)
        verdict.wrong.append(f"read to {where}, the chain is at {head}")
    for aside in session.scalars(select(Quarantined)):
        verdict.wrong.append(f"a log of block {aside.block_number} was put aside: {aside.reason[:200]}")
    stored = {
        (row.block_number, row.log_index): (row.block_hash, row.log["data"], row.log["topics"])
        for row in session.scalars(select(LogRow))
    }
    told = {
        (int(log["blockNumber"], 16), int(log["logIndex"], 16)): (
            log["blockHash"],
            log["data"],
            log["topics"],
        )
        for log in logs
    }
    if stored != told:
        missing, more = sorted(told.keys() - stored.keys()), sorted(stored.keys() - told.keys())
        verdict.wrong.append(f"of {len(told)} logs not read: {missing[:5]}, stored and none: {more[:5]}")


def _rebuilt(verdict: Verdict, database: Database, deployment: Deployment, *projections: Any) -> None:
    with Session(database.engine, info=database.surroundings) as session:
        before = _rows(session)
        reorg.rebuild(session, deployment, *projections)
        after = _rows(session)
        session.rollback()
    if before != after:
        for kept, made in zip(before, after, strict=False):
            if kept != made:
                verdict.wrong.append(f"read model {kept[:300]}, rebuilt {made[:300]}")
                return
        verdict.wrong.append(f"read model has {len(before)} rows, rebuilt {len(after)}")


def _rows(session: Session) -> list[str]:
    """Every mirrored row, byte for byte, in one order."""
    found = []
    for name, kind in sorted(mirrored_models().items()):
        keys = inspect(kind).primary_key
        rows = session.scalars(select(kind).order_by(*keys))
        found += [json.dumps([name, image_of(row)], sort_keys=True) for row in rows]
    return found
