"""What a node says when it is given a transaction, and what that means: one table for all kinds of nodes."""

from __future__ import annotations

import re
from enum import Enum, auto


class Outcome(Enum):
    """What to do with the transaction."""

    TAKEN = auto()  # the node has it, or had it: wait for the receipt
    USED = auto()  # its nonce is spent, by itself or by a stranger to us: look which
    LATER = auto()  # not now: send the same bytes again
    NEVER = auto()  # these bytes can never be mined: fill the nonce with something that can
    UNKNOWN = auto()  # nobody has seen this answer before: again a few times, then NEVER


ANSWERS: tuple[tuple[str, Outcome], ...] = (
    (
        r"already known|known transaction|already imported|already exists|already in (the )?(tx)?pool",
        Outcome.TAKEN,
    ),
    # Ganache mines at once and tells the revert as the answer to the sending.
    (r"vm exception while processing transaction", Outcome.TAKEN),
    (r"replacement transaction underpriced|already have a pending", Outcome.LATER),
    (
        r"nonce too low|nonce has already been used|oldnonce|the tx doesn't have the correct nonce",
        Outcome.USED,
    ),
    (r"nonce too high|nonce too distant|future nonce|gap in nonce", Outcome.LATER),
    (
        r"intrinsic gas|exceeds (the )?block gas limit|gas limit (is )?too high|exceeds block limit",
        Outcome.NEVER,
    ),
    (r"oversized data|max initcode|transaction too large", Outcome.NEVER),
    (r"invalid (sender|signature|chain ?id)|chain ?id mismatch|replay-protected|wrong chain", Outcome.NEVER),
    # The price is zero by agreement of the network: a node that wants more must be set right, not paid.
    (
        r"underpriced|gas price (is )?(too low|below)|less than block base fee|insufficient funds",
        Outcome.LATER,
    ),
    (
        r"pool is full|txpool is full|queue is full|too many (pending|requests)|rate limit|limit exceeded",
        Outcome.LATER,
    ),
    (r"timeout|timed out|temporarily|overloaded|unavailable|syncing|internal error", Outcome.LATER),
)


def outcome_of(message: str) -> Outcome:
    for pattern, outcome in ANSWERS:
        if re.search(pattern, message, re.IGNORECASE):
            return outcome
    return Outcome.UNKNOWN
