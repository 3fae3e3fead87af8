"""What a slice says about its routes, so that four questions can be put to each of them.

A slice's `tests/app/<slice>/four_questions.py` holds `QUESTIONS: dict[str, Question]`, keyed "GET
/bills/{id}" as the OpenAPI document spells it. A question is a function of the world that makes a record of
the member `south` and says how the right caller of `south` asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.app.chain.world import World


@dataclass(frozen=True)
class Asked:
    """`path` with the record's id in it. `role` of the right caller, `member` if it is not `south`; `other`
    is the member that must not see it.

    `marker` is for lists: a text that stands in the right caller's answer and must not stand in another
    member's. `own_only` says why another member's request is no question of somebody's record: it makes one
    of its own.
    """

    path: str
    body: Any = None
    role: str = "maker"
    member: str = "south"
    other: str = "north"
    marker: str = ""
    own_only: str = ""


Question = Callable[[World], Asked]
