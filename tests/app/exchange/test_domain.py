"""The rules of an exchange by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.errors import Conflict, Forbidden
from app.exchange.domain import ExchangeStatus, Leg, Side, Step, Terms, require_step, steps_open

OFFERING, ASKED = Side.OFFERING, Side.ASKED
OFFERED = ExchangeStatus.OFFERED
UNTIL = 1_800_000_000
BEFORE, AFTER = (datetime.fromtimestamp(UNTIL + by, UTC) for by in (0, 1))
TERMS = Terms(
    Leg(11, "0x" + "aa" * 20, 5, b"\x01" * 32),
    Leg(22, "0x" + "bb" * 20, 7, b"\x02" * 32),
    b"\x03" * 32,
)
OPEN = {
    (OFFERING, OFFERED, BEFORE): (Step.WITHDRAW,),
    (OFFERING, OFFERED, AFTER): (Step.WITHDRAW,),
    (ASKED, OFFERED, BEFORE): (Step.ACCEPT,),
}


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("status", list(ExchangeStatus))
@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_each_side_may_do_what_the_table_says_and_nothing_else(
    side: Side, status: ExchangeStatus, now: datetime
) -> None:
    """SEXCHANGE-6"""
    assert steps_open(side, status, UNTIL, now) == OPEN.get((side, status, now), ())


@pytest.mark.parametrize(
    ("step", "side", "code"),
    [
        (Step.ACCEPT, ASKED, "exchange-not-asked"),
        (Step.WITHDRAW, OFFERING, "exchange-not-offering"),
    ],
)
def test_the_other_side_and_another_status_are_refused(step: Step, side: Side, code: str) -> None:
    """SEXCHANGE-6: the side first, for the status is none of the other's business."""
    other = ASKED if side is OFFERING else OFFERING
    require_step(step, TERMS.id, side, OFFERED)
    with pytest.raises(Forbidden) as wrong_side:
        require_step(step, TERMS.id, other, OFFERED)
    assert wrong_side.value.refusal.code == code
    for wrong in set(ExchangeStatus) - {OFFERED}:
        with pytest.raises(Conflict) as wrong_status:
            require_step(step, TERMS.id, side, wrong)
        assert wrong_status.value.refusal.allowed == "offered"


def test_no_field_of_the_terms_can_drift() -> None:
    """SEXCHANGE-3"""
    changes = ({"payer": 12}, {"cash": "0x" + "ac" * 20}, {"amount": 6}, {"payment": b"\x04" * 32})
    others = [replace(TERMS, offered=replace(TERMS.offered, **change)) for change in changes]
    others += [replace(TERMS, asked=replace(TERMS.asked, **change)) for change in changes]
    others += [replace(TERMS, salt=b"\x05" * 32), Terms(TERMS.asked, TERMS.offered, TERMS.salt)]
    assert len({terms.id for terms in [*others, TERMS]}) == len(others) + 1


def test_terms_come_out_of_a_message_as_they_went_in() -> None:
    """SEXCHANGE-3"""
    assert Terms.from_json(TERMS.as_json()) == TERMS
