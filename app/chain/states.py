"""The life of an operation: what a user asked for, from the asking to its finality. The one place that knows
the order.

eyes 1:                          queued -> signed -> sent -> mined -> final | failed
eyes 2: made -> awaiting_check -> queued -> signed -> sent -> mined -> final | failed

Where the maker's key is not with us, `unsigned` comes first, until its signature was given. A checker may
reject and a maker may cancel what is not signed yet. A reorg takes `mined` back to `sent`; success and revert
wait for the same depth, so nothing that is final or failed ever changes.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    UNSIGNED = "unsigned"
    MADE = "made"
    AWAITING_CHECK = "awaiting_check"
    QUEUED = "queued"
    SIGNED = "signed"
    SENT = "sent"
    MINED = "mined"
    FINAL = "final"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


NEXT: dict[Status, frozenset[Status]] = {
    Status.UNSIGNED: frozenset({Status.MADE, Status.QUEUED, Status.CANCELLED}),
    Status.MADE: frozenset({Status.AWAITING_CHECK, Status.FAILED, Status.REJECTED, Status.CANCELLED}),
    Status.AWAITING_CHECK: frozenset({Status.QUEUED, Status.FAILED, Status.REJECTED, Status.CANCELLED}),
    Status.QUEUED: frozenset({Status.SIGNED, Status.FAILED, Status.CANCELLED}),
    Status.SIGNED: frozenset({Status.SENT, Status.MINED, Status.FAILED}),
    Status.SENT: frozenset({Status.MINED, Status.FAILED}),
    Status.MINED: frozenset({Status.FINAL, Status.FAILED, Status.SENT}),
    Status.FINAL: frozenset(),
    Status.FAILED: frozenset(),
    Status.REJECTED: frozenset(),
    Status.CANCELLED: frozenset(),
}

ENDED = frozenset(status for status, following in NEXT.items() if not following)

# It waits for a person, who may take days.
RESTING = frozenset({Status.UNSIGNED, Status.AWAITING_CHECK})

WORDS: dict[Status, str] = {
    Status.UNSIGNED: "waits for the maker's signature, which a key outside this service gives",
    Status.MADE: "made; the maker's signature is being added",
    Status.AWAITING_CHECK: "waits for a second person, a checker, to approve or reject it",
    Status.QUEUED: "queued for the chain",
    Status.SIGNED: "signed, about to be sent",
    Status.SENT: "sent to the chain",
    Status.MINED: "in a block that is not final yet",
    Status.FINAL: "final",
    Status.FAILED: "failed; nothing was changed",
    Status.REJECTED: "rejected by the checker; nothing was sent",
    Status.CANCELLED: "cancelled; nothing was sent",
}


class WrongStep(Exception):
    """A step that the table above does not know: a fault of ours, never of a caller."""


def step(now: Status, then: Status) -> Status:
    if then not in NEXT[now]:
        raise WrongStep(f"an operation cannot go from {now} to {then}")
    return then


# How the reading of the chain stands (Checkpoint.state); the last is a chain that contradicts a final block.
FOLLOWING, NODE_BEHIND, BROKEN = "following", "node_behind", "broken"
