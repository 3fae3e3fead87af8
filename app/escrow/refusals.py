"""Words for the refusals of DvpEscrow."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.errors import Forbidden
from app.escrow.domain import STATUSES

REFUSALS: dict[str, RefusalTemplate] = {
    "EscrowNotBuyer": RefusalTemplate(
        "escrow-not-buyer",
        "number {party} is not the buyer of this escrow",
        "its buyer, number {buyer}",
        "ask the buyer",
        Forbidden,
    ),
    "EscrowNotSeller": RefusalTemplate(
        "escrow-not-seller",
        "number {party} is not the seller of this escrow",
        "its seller, number {seller}",
        "ask the seller",
        Forbidden,
    ),
    "EscrowWrongStatus": RefusalTemplate(
        "escrow-status",
        "the escrow is {status}",
        "{allowed}",
        "look at the escrow again",
        words={"status": STATUSES, "allowed": STATUSES},
    ),
    "EscrowTooLate": RefusalTemplate(
        "escrow-too-late",
        "the deadline was {deadline}, and it is {time}",
        "up to the deadline",
        "agree on a new escrow; the buyer may take back what it has paid in",
        moments=frozenset({"deadline", "time"}),
    ),
    "EscrowTooEarly": RefusalTemplate(
        "escrow-too-early",
        "the deadline is {deadline}, and it is {time}",
        "after the deadline",
        "wait for the deadline, or ask the seller to release the money",
        moments=frozenset({"deadline", "time"}),
    ),
}
