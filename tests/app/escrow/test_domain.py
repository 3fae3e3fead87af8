"""The rules of an escrow by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.errors import Conflict, Forbidden
from app.escrow.domain import EscrowStatus, Side, Step, Terms, require_step, steps_open

BUYER, SELLER = Side.BUYER, Side.SELLER
DRAFTED, FUNDED = EscrowStatus.DRAFTED, EscrowStatus.FUNDED
DEADLINE = 1_800_000_000
BEFORE, AFTER = (datetime.fromtimestamp(DEADLINE + by, UTC) for by in (0, 1))
TERMS = Terms(
    seller=22,
    buyer=11,
    bill=b"\x01" * 32,
    cash="0x" + "ab" * 20,
    amount=5,
    deadline=DEADLINE,
    salt=b"\x02" * 32,
)
OPEN = {
    (BUYER, DRAFTED, BEFORE): (Step.FUND,),
    (BUYER, FUNDED, AFTER): (Step.RECLAIM,),
    (SELLER, FUNDED, BEFORE): (Step.DELIVER, Step.RELEASE),
    (SELLER, FUNDED, AFTER): (Step.RELEASE,),
}


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("status", list(EscrowStatus))
@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_each_side_may_do_what_the_table_says_and_nothing_else(
    side: Side, status: EscrowStatus, now: datetime
) -> None:
    """SESCROW-6"""
    assert steps_open(side, status, DEADLINE, now) == OPEN.get((side, status, now), ())


@pytest.mark.parametrize("step", list(Step))
def test_the_other_side_and_another_status_are_refused(step: Step) -> None:
    """SESCROW-5: the side first, for the status is none of the other's business."""
    side = BUYER if step in (Step.FUND, Step.RECLAIM) else SELLER
    other = SELLER if side is BUYER else BUYER
    status = DRAFTED if step is Step.FUND else FUNDED
    require_step(step, TERMS.id, side, status)
    with pytest.raises(Forbidden) as wrong_side:
        require_step(step, TERMS.id, other, status)
    assert wrong_side.value.refusal.code == f"escrow-not-{side}"
    for wrong in set(EscrowStatus) - {status}:
        with pytest.raises(Conflict) as wrong_status:
            require_step(step, TERMS.id, side, wrong)
        assert wrong_status.value.refusal.allowed == status.name.lower()


def test_no_field_of_the_terms_can_drift() -> None:
    """SESCROW-2"""
    others = [
        {"seller": 23},
        {"buyer": 12},
        {"bill": b"\x03" * 32},
        {"cash": "0x" + "ac" * 20},
        {"amount": 6},
        {"deadline": DEADLINE + 1},
        {"salt": b"\x04" * 32},
    ]
    ids = {Terms(**{**vars(TERMS), **changed}).id for changed in others}
    assert len(ids | {TERMS.id}) == len(others) + 1


def test_terms_come_out_of_a_message_as_they_went_in() -> None:
    """SESCROW-2"""
    assert Terms.from_json(TERMS.as_json()) == TERMS
