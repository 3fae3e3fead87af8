"""The table of docs/spec/stops.md, every cell, against each kind of deal."""

from __future__ import annotations

import pytest

from tests.contracts.people import salted
from tests.contracts.stops.conftest import KINDS
from tests.contracts.stops.orders import INJUNCTION, LIFTED, ORDER, WHOEVER, stop
from tests.contracts.who_may import EVERYBODY, Stage, Subject, with_role

SUBJECT = Subject(
    contract="StopBook",
    page="stops",
    keys=("order of one authority",),
    situations=(
        *("no order, not begun", "no order, running", "no order, ended"),
        *("ordered, running", "ordered, ended"),
    ),
    calls=("stop", "lift", "follow"),
    roles={
        "any authority": with_role("REGULATOR"),
        "any other authority": tuple(name for name in with_role("REGULATOR") if name != "court"),
        "who ordered it": ("court",),
        "whoever tells of its own": (*EVERYBODY, "somebody's key"),
    },
    statuses={},
    beside=("not begun", "ended"),
)


# Nothing moves in an escrow that is stopped: it does not end meanwhile.
ASKED = [
    (kind, situation)
    for kind in KINDS
    for situation in SUBJECT.situations
    if (kind, situation) != ("escrow", "ordered, ended")
]


@pytest.mark.parametrize(("kind", "situation"), ASKED, indirect=["kind"])
def test_nobody_takes_a_step_that_the_table_does_not_give(asking, stops, one, court, stranger, situation):
    """STOPS-1, STOPS-2, STOPS-4, STOPS-6, CREDITS-66, CREDITS-68, CREDITS-98, STANDBYS-38, STANDBYS-39,
    MILESTONE-14.
    """
    order, deal = situation.split(", ")
    if deal != "not begun":
        one.begin()
    if order == "ordered":
        stop(court, stops, one.deal, one.id)
    if deal == "ended":
        one.end()
    said = (one.deal.address, one.id, WHOEVER)
    stage = Stage(
        stops,
        calls={
            "stop": (*said, INJUNCTION, ORDER),
            "lift": (*said, LIFTED),
            "follow": (one.id, salted("another")),
        },
        statuses={},
        instruments={"somebody's key": stranger.maker.address},
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_table_leaves_nothing_out():
    """STOPS-2: no function, party or condition is without its cells."""
    assert SUBJECT.forgotten() == []
