"""The table of docs/spec/escrow.md, every cell, for every kind of member, before and after the deadline."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.escrow.conftest import DEADLINE
from tests.contracts.people import refused

STEPS = ("fund", "deliver", "reclaim", "release")
IN_TIME = {
    "unknown": {("applicant", 2, "fund")},
    "funded": {("beneficiary", persons, step) for persons in (1, 2) for step in ("deliver", "release")},
}
TOO_LATE = {"funded": {("applicant", 2, "reclaim")} | {("beneficiary", n, "release") for n in (1, 2)}}


@pytest.mark.parametrize("late", [False, True], ids=["in time", "too late"])
@pytest.mark.parametrize("status", ["unknown", "funded", "settled", "reclaimed", "released"])
def test_nobody_takes_a_step_that_the_table_does_not_give(
    at, people, buyer, seller, terms, escrow, status, late
):
    """ESCROW-2, ESCROW-5, ESCROW-8, ESCROW-9, ESCROW-11: every status, step, member and number of persons."""
    if status == "reclaimed" and not late:
        terms = terms._replace(deadline=DEADLINE - 86_400)
    if status != "unknown":
        buyer.together(escrow, "fund", terms)
    if status == "settled":
        seller.act(escrow, "deliver", terms)
    if status == "released":
        seller.act(escrow, "release", terms)
    if status == "reclaimed":
        at(terms.deadline + 10)
        buyer.together(escrow, "reclaim", terms)
    if late:
        at(DEADLINE + 3_600)
    asked = [people[name] for name in ("applicant", "beneficiary", "issuing_bank", "carrier", "stranger")]
    answers = {
        (member.name, persons, step): answer(member, persons, escrow, step, terms)
        for member in asked
        for persons in (1, 2)
        for step in STEPS
    }
    assert departures((TOO_LATE if late else IN_TIME).get(status, set()), answers) == []


@pytest.mark.parametrize("step", STEPS)
def test_escrow_is_not_reached_past_members(buyer, funded, escrow, step):
    """ESCROW-15: an operator's key has no power over the escrow itself."""
    with refused("MemberOnlyThroughMembers", buyer.maker):
        getattr(escrow, step)(funded, {"from": buyer.maker})
