"""The table of docs/spec/collateral.md, every cell, for everybody."""

from __future__ import annotations

import pytest

from tests.contracts.collateral.conftest import AMOUNT, PURPOSE
from tests.contracts.people import salted
from tests.contracts.who_may import Stage, Subject

SUBJECT = Subject(
    contract="CollateralBook",
    page="collateral",
    keys=("link",),
    situations=(
        *("unknown", "unknown, the master running", "offered, the master running", "offered"),
        *("taken, the master running", "taken, the master running, the second ended undrawn"),
        "released, the master running",
    ),
    calls=("offer", "take", "release", "withdraw", "end"),
    roles={"beneficiary": ("beneficiary",), "bank": ("financier",)},
    statuses={"LinkStatus": {}},
    parties={
        "issuingBank": "issuing_bank",
        "applicant": "applicant",
        "beneficiary": "beneficiary",
        "advisingBank": "advising_bank",
        **dict.fromkeys(("nominatedBank", "confirmingBank", "issued", "expiry", "latestShipment")),
    },
)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_takes_a_step_that_the_table_does_not_give(asking, security, situation):
    """COLLATERAL-1, COLLATERAL-3, COLLATERAL-4, COLLATERAL-5, COLLATERAL-6, COLLATERAL-7, COLLATERAL-9."""
    status, *facts = situation.split(", ")
    if status != "unknown":
        security.offer()
    if status == "taken":
        security.take()
        security.second.issue()
    if "the second ended undrawn" in facts:
        security.second.bank_cancels()
        security.second.beneficiary_cancels()
    if status == "released":
        security.release()
    if "the master running" not in facts:
        security.master.bank_cancels()
        security.master.beneficiary_cancels()
    link = security.id()
    stage = Stage(
        security.book,
        calls={
            "offer": security.args(AMOUNT, PURPOSE),
            "take": (link, salted("for which credit")),
            "release": (link,),
            "withdraw": (link,),
            "end": security.ending,
        },
        statuses={"LinkStatus": security.status},
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_table_leaves_nothing_out():
    """COLLATERAL-7: no status, function, party or condition is without its cells."""
    assert SUBJECT.forgotten() == []
