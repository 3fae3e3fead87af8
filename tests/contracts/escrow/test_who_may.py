"""The table of docs/spec/escrow.md, every cell, for everybody."""

from __future__ import annotations

import pytest

from tests.contracts.escrow.conftest import DEADLINE
from tests.contracts.who_may import Stage, Subject

SUBJECT = Subject(
    contract="DvpEscrow",
    page="escrow",
    keys=("status",),
    situations=(
        "unknown, up to the deadline",
        "unknown, after the deadline",
        "funded, up to the deadline",
        "funded, after the deadline",
        "settled, up to the deadline",
        "settled, after the deadline",
        "reclaimed, after the deadline",
        "released, up to the deadline",
        "released, after the deadline",
    ),
    calls=("fund", "deliver", "reclaim", "release"),
    roles={"buyer": ("applicant",), "seller": ("beneficiary",)},
    statuses={"EscrowStatus": {}},
    parties={"buyer": "applicant", "seller": "beneficiary"},
)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_takes_a_step_that_the_table_does_not_give(
    asking, at, buyer, seller, terms, escrow, situation
):
    """ESCROW-2, ESCROW-5, ESCROW-8, ESCROW-9, ESCROW-11, ESCROW-13, ESCROW-15."""
    status, moment = situation.split(", ")
    if status != "unknown":
        buyer.together(escrow, "fund", terms)
    if status == "settled":
        seller.act(escrow, "deliver", terms)
    if status == "released":
        seller.act(escrow, "release", terms)
    if moment == "after the deadline":
        at(DEADLINE + 3_600)
    if status == "reclaimed":
        buyer.together(escrow, "reclaim", terms)
    stage = Stage(
        escrow,
        calls=dict.fromkeys(SUBJECT.calls, (terms,)),
        statuses={"EscrowStatus": escrow.statusOf(escrow.idOf(terms))},
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_table_leaves_nothing_out():
    """ESCROW-11: no status, function, party or condition is without its cells."""
    assert SUBJECT.forgotten() == []
