from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase

from tests.contracts.credits.deals import NINE
from tests.contracts.machines import broken
from tests.contracts.machines.machine import only
from tests.contracts.machines.sentences import SENTENCES, InvariantBroken
from tests.contracts.machines.world import a_world

CASES = {
    "INV-1": (broken.LOCK_FORGOTTEN, ("present", "examine", "hand_over")),
    "INV-2": (broken.RECLAIMED_AGAIN, ("fund", "wait", "reclaim")),
    "INV-3": (broken.HONOURED_FORGOTTEN, ("present", "examine", "honour")),
    "INV-4": (broken.REDEEMED_AND_KEPT, ("mint", "pay", "redeem")),
    "INV-5": (broken.REFUSED_AND_KEPT, ("present", "examine", "refuse")),
    "INV-7": (broken.RELEASED_AND_KEPT, ("pledge", "release_pledge")),
}


@pytest.mark.parametrize("number", CASES)
def test_the_machine_catches_a_broken_copy(port, people, at, state_machine, number):
    """INV-1, INV-2, INV-3, INV-4, INV-5, INV-7: each can fail, and is the one that is quoted."""
    break_, steps = CASES[number]
    at(NINE)
    with pytest.raises(InvariantBroken) as caught:
        state_machine(
            only(*steps),
            a_world(port, people, break_),
            at,
            settings={
                "max_examples": 20,
                "derandomize": True,
                "stateful_step_count": 20,
                "phases": (Phase.generate,),
                "suppress_health_check": HealthCheck.all(),
            },
        )
    assert str(caught.value).startswith(f"{number} {SENTENCES[number]}")
