from __future__ import annotations

import os

from hypothesis import HealthCheck

from tests.contracts.credits.deals import NINE
from tests.contracts.machines.machine import TradeMachine
from tests.contracts.machines.sentences import SENTENCES
from tests.contracts.machines.world import a_world

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "0"))
"""The same few games in every run; so many random ones where somebody asks for them."""


def test_the_invariants_hold_whatever_is_dealt(port, people, at, state_machine):
    """INV-1, INV-2, INV-3, INV-4, INV-5, INV-7: after each step of every game; nothing forbidden is taken."""
    assert sorted(SENTENCES) == [f"INV-{number}" for number in (1, 2, 3, 4, 5, 7)]
    at(NINE)
    state_machine(
        TradeMachine,
        a_world(port, people),
        at,
        settings={
            "max_examples": EXAMPLES or 18,
            "derandomize": not EXAMPLES,
            "stateful_step_count": 25,
            "suppress_health_check": HealthCheck.all(),
        },
    )
