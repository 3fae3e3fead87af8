"""The nonce and the deadline of an order, before anybody signs it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.chain.deployments import deployment_of
from app.chain.orders import Order
from app.chain.store import Operation, OrderCounter
from app.db import now_of

# Both databases know it, and neither needs a savepoint around it.
COUNTED = text(
    "INSERT INTO order_counters (chain_id, party, next_nonce) VALUES (:chain_id, :party, 0) "
    "ON CONFLICT DO NOTHING"
)


def count_orders(session: Session, party: int) -> None:
    """For requests, of which several may be the first of a number; a number has one leader among workers."""
    session.execute(COUNTED, {"chain_id": deployment_of(session).chain_id, "party": party})


def number_order(session: Session, operation: Operation) -> None:
    """What has a number keeps it. `order_lifetime` of the surroundings is in seconds."""
    if operation.order_nonce is not None:
        return
    until = now_of(session) + timedelta(seconds=session.info["order_lifetime"])
    operation.order_nonce = _next_order(session, operation.party)
    operation.order_deadline = int(until.timestamp())


def order_of(operation: Operation) -> Order:
    assert operation.order_nonce is not None
    assert operation.order_deadline is not None
    return Order(
        operation.party, operation.order_nonce, operation.target, operation.call, operation.order_deadline
    )


def _next_order(session: Session, party: int) -> int:
    key = (deployment_of(session).chain_id, party)
    counter = session.get(OrderCounter, key, with_for_update=True)
    if counter is None:
        counter = OrderCounter(chain_id=key[0], party=party, next_nonce=0)
        session.add(counter)
    counter.next_nonce += 1
    return counter.next_nonce - 1
