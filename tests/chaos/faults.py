"""What goes wrong in one seed, and how often: each kind of fault is in a seed or is not, so that the seeds
differ more than one mixture of everything would.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


class Killed(BaseException):
    """The process ends here, whatever it was doing. Not an Exception, so that nothing survives it."""


@dataclass
class Faults:
    """Each figure is a probability: of a request, an answer, a statement, a commit or a step."""

    # The node, by whole requests
    lost_before: float = 0.0
    lost_after: float = 0.0
    garbled: float = 0.0
    # The node, by what is asked
    own_error: float = 0.0
    other_hash: float = 0.0
    said_taken: float = 0.0
    said_later: float = 0.0
    said_unknown: float = 0.0
    said_used: float = 0.0
    poisoned: float = 0.0
    no_receipt: float = 0.0
    old_branch: float = 0.0
    behind: float = 0.0
    moved_between: float = 0.0
    leaves_out: float = 0.0
    # The database
    statement: float = 0.0
    commit_before: float = 0.0
    commit_after: float = 0.0
    # Processes
    killed_at_step: float = 0.0
    killed_at_node: float = 0.0
    killed_at_statement: float = 0.0
    meanwhile: float = 0.0
    # The node again
    left_lying: float = 0.0

    def off(self) -> None:
        """The trouble is over; what it left behind is not."""
        for name in self.__dataclass_fields__:
            setattr(self, name, 0.0)


USUAL = Faults(
    lost_before=0.05,
    lost_after=0.05,
    garbled=0.03,
    own_error=0.03,
    other_hash=0.2,
    said_taken=0.15,
    said_later=0.15,
    said_unknown=0.15,
    said_used=0.12,
    poisoned=0.06,
    no_receipt=0.2,
    old_branch=0.15,
    behind=0.1,
    moved_between=0.08,
    leaves_out=0.3,
    statement=0.004,
    commit_before=0.03,
    commit_after=0.03,
    killed_at_step=0.06,
    killed_at_node=0.02,
    killed_at_statement=0.002,
    meanwhile=0.1,
    left_lying=0.1,
)
# Drawn by a generator of its own, so that seeds that are named somewhere stay what they were.
LATECOMERS = ("left_lying", "leaves_out")


def drawn(seed: int, rng: Random, *, forks: bool, one_node: bool) -> Faults:
    """Most seeds have about half of the kinds. Without `forks` there is no other branch to answer from;
    `one_node` has none beside it that could be behind.
    """
    found = Faults()
    for name in found.__dataclass_fields__:
        dice = Random(f"{name} {seed}") if name in LATECOMERS else rng
        if dice.random() < 0.5:
            setattr(found, name, getattr(USUAL, name) * dice.choice((0.5, 1.0, 2.0)))
    if not forks:
        found.old_branch = 0.0
    if one_node:
        found.behind = 0.0
    found.killed_at_step = found.killed_at_step or 0.04
    return found
