"""The table of docs/spec/clearing.md, every cell, for everybody."""

from __future__ import annotations

import pytest

from tests.contracts.clearing.conftest import REASON
from tests.contracts.who_may import Stage, Subject

SUBJECT = Subject(
    contract="InterbankPayments",
    page="clearing",
    keys=("status",),
    situations=("unknown", "cleared", "returned"),
    calls=("mandate", "accept", "pay", "giveBack"),
    roles={
        "issuer of from": ("issuing_bank",),
        "issuer of to": ("financier",),
        "whose reference it is": ("applicant",),
        "payee": ("beneficiary",),
    },
    statuses={"ClearingStatus": {}},
    parties={"payee": "beneficiary"},
)


@pytest.fixture(scope="module")
def all_hold(asking, issuing_bank, dollars):
    for member in asking.people.values():
        issuing_bank.together(dollars, "mint", member.number, 30_000)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_takes_a_step_that_the_table_does_not_give(
    asking, all_hold, clearing, payer, payee, instruction, situation
):
    """CLEARING-2, CLEARING-4, CLEARING-9, CLEARING-10, CLEARING-13."""
    if situation != "unknown":
        payer.together(clearing, "pay", instruction)
    if situation == "returned":
        payee.together(clearing, "giveBack", payer.number, instruction, REASON)
    stage = Stage(
        clearing,
        calls={
            "mandate": (instruction.by, 1),
            "accept": (instruction.by, 1),
            "pay": (instruction,),
            "giveBack": (payer.number, instruction, REASON),
        },
        statuses={"ClearingStatus": clearing.statusOf(clearing.idOf(payer.number, instruction))},
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_table_leaves_nothing_out():
    """CLEARING-10: no status, function or condition is without its cells."""
    assert SUBJECT.forgotten() == []
