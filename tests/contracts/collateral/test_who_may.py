"""The table of docs/spec/collateral.md, every cell."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.collateral.conftest import AMOUNT, PURPOSE
from tests.contracts.people import salted

ASKED = ("issuing_bank", "advising_bank", "applicant", "beneficiary", "financier", "stranger", "court")
BENEFICIARY, BANK = "beneficiary", "financier"
BOTH = (1, 2)
TABLE = {
    "unknown": {(BENEFICIARY, 2, "offer")},
    "unknown, ended": set(),
    "offered": {(BANK, 1, "take"), (BANK, 2, "take"), (BANK, 2, "release")}
    | {(BENEFICIARY, persons, "withdraw") for persons in BOTH},
    "taken": {(BANK, 2, "release")},
    "taken, undrawn": {(BANK, 2, "release")} | {(BENEFICIARY, persons, "end") for persons in BOTH},
    "released": set(),
}


@pytest.mark.parametrize("status", TABLE)
def test_nobody_takes_a_step_that_the_table_does_not_give(people, security, status):
    """COLLATERAL-1, COLLATERAL-3 to COLLATERAL-7: every status, step, member and number of persons."""
    name, _, more = status.partition(", ")
    if name != "unknown":
        security.offer()
    if name == "taken":
        security.take()
        security.second.issue()
    if more == "undrawn":
        security.second.bank_cancels()
        security.second.beneficiary_cancels()
    if name == "released":
        security.release()
    if more == "ended":
        security.master.bank_cancels()
        security.master.beneficiary_cancels()
    link = security.id()
    steps = {
        "offer": security.args(AMOUNT, PURPOSE),
        "take": (link, salted("for which credit")),
        "release": (link,),
        "withdraw": (link,),
        "end": security.ending,
    }
    answers = {
        (who, persons, step): answer(people[who], persons, security.book, step, *args)
        for who in ASKED
        for persons in BOTH
        for step, args in steps.items()
    }
    assert departures(TABLE[status], answers) == []
