"""Words for the refusals of StopBook, and of what it stops."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.errors import Forbidden

_BY_AN_AUTHORITY = ("an authority, by its order", "ask the authority", Forbidden)

REFUSALS: dict[str, RefusalTemplate] = {
    "StopsForbidden": RefusalTemplate(
        "payment-stopped",
        "an authority forbids to pay under {id}",
        "payment once every order against it is lifted",
        "wait for the authority",
    ),
    "StopsOrderedAlready": RefusalTemplate(
        "stopped-already",
        "an order of number {authority} against {id} stands already",
        "one order of each authority against who pays",
        "lift the one that stands, or leave it",
    ),
    "StopsNotOrdered": RefusalTemplate(
        "not-stopped-by-you",
        "no order of number {authority} stands against {id}",
        "the authority's own order",
        "leave it to the authority that gave it",
    ),
    "StopsNoReason": RefusalTemplate(
        "no-reason", "an order against {id} without a reason", "the order's text", "give the order"
    ),
    "StopsNamesAPayer": RefusalTemplate(
        "stop-names-a-payer",
        "the order against {id} names number {payer}",
        "an order that names nobody: it is the escrow that pays",
        "name nobody",
    ),
}
