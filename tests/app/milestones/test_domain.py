"""The rules of an escrow with milestones by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.errors import Conflict, Forbidden
from app.milestones.domain import (
    RULES,
    MilestoneStatus,
    Side,
    Standing,
    Step,
    Terms,
    require_step,
    steps_open,
)
from tests.app.milestones.builders import TERMS

FUNDED, DISPUTED = MilestoneStatus.FUNDED, MilestoneStatus.DISPUTED
ENDS = [status for status in MilestoneStatus if status > DISPUTED]
UNTIL = TERMS.deadline - 100


def at(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def open_to(side: Side, stands: Standing, second: int) -> set[str]:
    return {step.value for step in steps_open(TERMS, stands, frozenset({side}), at(second))}


@pytest.mark.parametrize(
    ("side", "stands", "second", "expected"),
    [
        (Side.BUYER, Standing(), TERMS.deadline, {"fund"}),
        (Side.BUYER, Standing(), TERMS.deadline + 1, set()),
        (Side.BUYER, Standing(FUNDED), TERMS.deadline, {"release", "dispute"}),
        (Side.BUYER, Standing(FUNDED), TERMS.deadline + 1, {"release", "reclaim"}),
        (Side.BUYER, Standing(FUNDED, lost=9), TERMS.deadline + 9, {"release", "dispute"}),
        (Side.BUYER, Standing(DISPUTED, until=UNTIL), UNTIL, {"release"}),
        (Side.BUYER, Standing(DISPUTED, until=UNTIL), UNTIL + 1, {"release", "dispute"}),
        (Side.BUYER, Standing(DISPUTED, until=UNTIL), TERMS.deadline + 1, {"release", "reclaim"}),
        (Side.SELLER, Standing(), 0, set()),
        (Side.SELLER, Standing(FUNDED), TERMS.deadline, {"dispute", "refund"}),
        (Side.SELLER, Standing(DISPUTED, until=UNTIL), UNTIL, {"refund"}),
        (Side.ARBITER, Standing(FUNDED), 0, set()),
        (Side.ARBITER, Standing(DISPUTED, until=UNTIL), UNTIL, {"divide"}),
        (Side.ARBITER, Standing(DISPUTED, until=UNTIL), UNTIL + 1, set()),
        (Side.AGENT, Standing(FUNDED, paid=399), 0, set()),
        (Side.AGENT, Standing(FUNDED, paid=400), 0, {"collect"}),
        (Side.AGENT, Standing(FUNDED, paid=400, collected=1), 0, set()),
        (Side.AGENT, Standing(MilestoneStatus.DIVIDED, paid=400), 0, {"collect"}),
        (Side.AGENT, Standing(FUNDED, paid=400, stopped_by=7), 0, set()),
    ],
)
def test_each_side_is_offered_what_it_may_do(
    side: Side, stands: Standing, second: int, expected: set[str]
) -> None:
    """SMILESTONE-7"""
    assert open_to(side, stands, second) == expected


@pytest.mark.parametrize("side", [Side.BUYER, Side.SELLER, Side.ARBITER])
@pytest.mark.parametrize("stands", [*(Standing(end) for end in ENDS), Standing(FUNDED, stopped_by=7)])
def test_what_has_ended_or_is_stopped_offers_nothing(side: Side, stands: Standing) -> None:
    """SMILESTONE-7"""
    assert open_to(side, stands, 0) == open_to(side, stands, TERMS.deadline + 1) == set()


@pytest.mark.parametrize("step", list(Step))
def test_other_sides_other_statuses_and_a_stop_are_refused(step: Step) -> None:
    """SMILESTONE-5: the side first, for the status is none of another's business."""
    rule = RULES[step]
    for side in Side:
        for status in MilestoneStatus:
            stands = Standing(status)
            if side not in rule.sides:
                with pytest.raises(Forbidden):
                    require_step(step, TERMS.id, frozenset({side}), stands)
            elif status not in rule.statuses:
                with pytest.raises(Conflict) as wrong:
                    require_step(step, TERMS.id, frozenset({side}), stands)
                assert wrong.value.refusal.code == "milestone-status"
            else:
                require_step(step, TERMS.id, frozenset({side}), stands)
                with pytest.raises(Conflict) as halted:
                    require_step(step, TERMS.id, frozenset({side}), replace(stands, stopped_by=7))
                assert halted.value.refusal.code == "payment-stopped"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step.FUND, "milestone-not-buyer"),
        (Step.REFUND, "milestone-not-seller"),
        (Step.DIVIDE, "milestone-not-arbiter"),
        (Step.COLLECT, "milestone-not-agent"),
        (Step.DISPUTE, "milestone-not-party"),
    ],
)
def test_who_is_refused_is_told_as_the_chain_would(step: Step, code: str) -> None:
    """SMILESTONE-5"""
    with pytest.raises(Forbidden) as wrong:
        require_step(step, TERMS.id, frozenset(), Standing())
    assert wrong.value.refusal.code == code


def test_the_fee_is_rounded_once() -> None:
    """SMILESTONE-7: as the contract reckons what is due."""
    assert [TERMS.fee_of(paid) for paid in (0, 399, 400, 799, 800, 2**64 - 1)] == [
        0,
        0,
        1,
        1,
        2,
        46116860184273879,
    ]


def test_no_field_of_the_terms_can_drift() -> None:
    """SMILESTONE-2"""
    changes: list[dict[str, Any]] = [
        *({name: 99} for name in ("seller", "buyer", "arbiter", "agent", "fee", "deadline", "arbitration")),
        *({"amounts": tuple(7 if place == at else 0 for place in range(8))} for at in range(8)),
        {"cash": "0x" + "cb" * 20},
        {"salt": b"\x06" * 32},
    ]
    assert len({replace(TERMS, **change).id for change in changes} | {TERMS.id}) == len(changes) + 1


def test_terms_come_out_of_a_message_as_they_went_in() -> None:
    """SMILESTONE-2, SMILESTONE-3: and what is none does not."""
    told = TERMS.as_json()
    assert Terms.from_json(told) == TERMS
    most = str(2**64 - 1)
    for wrong in (
        {"amounts": ["1"] * 7},
        {"amounts": [most, "1", *["0"] * 6]},
        {"amounts": ["-1", "2", *["0"] * 6]},
        {"salt": "0x00"},
    ):
        with pytest.raises(ValueError, match="expected"):
            Terms.from_json(told | wrong)


def test_one_number_may_stand_on_two_sides() -> None:
    """SMILESTONE-7: an arbiter who has the fee as well is offered both."""
    both = replace(TERMS, agent=TERMS.arbiter)
    sides = both.sides_of(TERMS.arbiter)
    assert sides == {Side.ARBITER, Side.AGENT}
    stands = Standing(DISPUTED, paid=400, until=UNTIL)
    assert set(steps_open(both, stands, sides, at(UNTIL))) == {Step.DIVIDE, Step.COLLECT}
