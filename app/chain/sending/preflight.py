"""What operations become on their way to the chain, and what the chain would say to them now."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from app.chain.attempts import Carried
from app.chain.client import CallAsked, NodeError, Reverted
from app.chain.gas import batch_limit_of, item_limit_of, limit_of
from app.chain.node_answers import Outcome, outcome_of
from app.chain.numbering import order_of
from app.chain.orders import Item, act, batch, refused_by
from app.chain.sending.means import Means
from app.chain.store import Operation
from app.errors import Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """An operation with the calldata that carries it alone, and as an item of a batch."""

    number: int
    party: int
    sender: str
    data: bytes
    gas: int
    item: Item


Pack = tuple[Prepared, ...]
"""What one transaction carries, in order: operations of one key."""


def prepared(means: Means, operation: Operation) -> Prepared:
    """One person's act, or an order with the signatures that were given, from the key of this worker's
    kind.
    """
    sender = means.signer.address(operation.member_id, operation.party)
    if operation.signatures:
        return performing(means, operation, operation.signatures, sender)
    assert operation.eyes == 1
    data = act(means.deployment, operation.target, operation.call)
    return _with(operation, sender, data, operation.target, operation.call)


def performing(means: Means, operation: Operation, signatures: Sequence[bytes], sender: str) -> Prepared:
    data = order_of(operation).perform(means.deployment, signatures)
    return _with(operation, sender, data, None, data)


def _with(operation: Operation, sender: str, data: bytes, target: str | None, call: bytes) -> Prepared:
    gas = limit_of(operation.contract, operation.function, data)
    item = Item(item_limit_of(operation.contract, operation.function), target, call)
    return Prepared(operation.number, operation.party, sender, data, gas, item)


def carried(means: Means, pack: Sequence[Prepared]) -> Carried:
    """The transaction that carries these; one is carried alone."""
    if len(pack) == 1:
        return Carried(means.registry, pack[0].data, pack[0].gas, 0)
    items = [one.item for one in pack]
    data = batch(means.deployment, items)
    return Carried(means.registry, data, batch_limit_of([item.gas for item in items], data), 0)


def preflight(means: Means, packs: Sequence[Pack]) -> tuple[list[Pack], dict[int, Refusal | None]]:
    """The packs as they can be sent, a pack that cannot be tried as a whole being taken apart; and, by the
    operation's number, what the chain would refuse as it stands, of a pack each after those before it, None
    where the node could not tell. One question for each pack.
    """
    going: list[Pack] = []
    refused: dict[int, Refusal | None] = {}
    for pack, answer in zip(packs, means.chain.call_all([_call(means, pack) for pack in packs]), strict=True):
        if len(pack) == 1:
            going.append(pack)
            if not isinstance(answer, bytes):
                refused[pack[0].number] = _refusal(means, pack[0], answer)
        elif isinstance(answer, bytes):
            going.append(pack)
            for place, reason in refused_by(means.deployment, answer).items():
                refused[pack[place].number] = means.refusals.of_revert(reason)
        else:
            log.warning("a batch cannot be tried", extra={"key": pack[0].sender, "answer": str(answer)})
            alone, more = preflight(means, [(one,) for one in pack])
            going, refused = going + alone, refused | more
    return going, refused


def _refusal(means: Means, item: Prepared, answer: Reverted | NodeError) -> Refusal | None:
    if isinstance(answer, Reverted):
        return means.refusals.of_revert(answer.data)
    log.warning("cannot be tried", extra={"operation": item.number, "answer": answer.message})
    return never(answer.message) if outcome_of(answer.message) is Outcome.NEVER else None


def _call(means: Means, pack: Pack) -> CallAsked:
    asked = carried(means, pack)
    return CallAsked(pack[0].sender, asked.to, asked.data, asked.gas)


def never(answer: str) -> Refusal:
    return Refusal(
        "chain-cannot-take-it",
        f"the node can never take this transaction: {answer}",
        next="show this to the operator of the service; nothing was changed",
    )
