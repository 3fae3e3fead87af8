"""What an operation becomes on its way to the chain, and what the chain would say to it now."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from app.chain.client import CallAsked, NodeError, Reverted
from app.chain.gas import limit_of
from app.chain.node_answers import Outcome, outcome_of
from app.chain.orders import Order, act
from app.chain.sending.means import Means
from app.chain.store import Operation
from app.errors import Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """An operation with the calldata that carries it."""

    number: int
    member_id: str
    party: int
    sender: str
    data: bytes
    gas: int


def prepared(means: Means, operation: Operation) -> Prepared:
    """One person's act, or two persons' order with the maker's signature, from the key of this worker's
    kind.
    """
    sender = means.signer.address(operation.member_id, operation.party)
    if operation.eyes == 2:
        assert operation.maker_signature is not None
        return performing(means, operation, operation.maker_signature, sender)
    return _with(operation, sender, act(means.deployment, operation.target, operation.call))


def performing(means: Means, operation: Operation, signature: bytes, sender: str) -> Prepared:
    return _with(operation, sender, order_of(operation).perform(means.deployment, [signature]))


def order_of(operation: Operation) -> Order:
    assert operation.order_nonce is not None
    assert operation.order_deadline is not None
    return Order(
        operation.party, operation.order_nonce, operation.target, operation.call, operation.order_deadline
    )


def _with(operation: Operation, sender: str, data: bytes) -> Prepared:
    gas = limit_of(operation.contract, operation.function, data)
    return Prepared(operation.number, operation.member_id, operation.party, sender, data, gas)


def preflight(means: Means, items: Sequence[Prepared]) -> dict[int, Refusal | None]:
    """By the operation's number, what the chain would refuse as it stands; None where the node could not
    tell.
    """
    calls = [CallAsked(item.sender, means.registry, item.data, item.gas) for item in items]
    refused: dict[int, Refusal | None] = {}
    for item, answer in zip(items, means.chain.call_all(calls), strict=True):
        if isinstance(answer, Reverted):
            refused[item.number] = means.refusals.of_revert(answer.data)
        elif isinstance(answer, NodeError):
            log.warning("cannot be tried", extra={"operation": item.number, "answer": answer.message})
            refused[item.number] = (
                never(answer.message) if outcome_of(answer.message) is Outcome.NEVER else None
            )
    return refused


def never(answer: str) -> Refusal:
    return Refusal(
        "chain-cannot-take-it",
        f"the node can never take this transaction: {answer}",
        next="show this to the operator of the service; nothing was changed",
    )
