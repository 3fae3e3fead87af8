"""What a member is shown of an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.members.domain import Named
from app.stops.domain import WHOEVER, Order


@dataclass(frozen=True)
class StopView:
    """`bank` null where nobody may pay; `order` is the commitment to the order's text."""

    bank: Named | None
    authority: Named
    ground: str
    order: str


def parties(orders: Iterable[Order]) -> set[int]:
    return {party for order in orders for party in (order.payer, order.authority)} - {WHOEVER}


def shown(orders: Iterable[Order], named: Mapping[int, Named]) -> list[StopView]:
    """`named` has at least the `parties` of these orders."""
    return [
        StopView(
            None if order.payer == WHOEVER else named[order.payer],
            named[order.authority],
            order.ground.word,
            order.reason,
        )
        for order in orders
    ]
