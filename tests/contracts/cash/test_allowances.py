from __future__ import annotations

from tests.contracts.people import refused


def test_there_are_no_allowances(rich, applicant, dollars):
    """CASH-4: through members or past them, for the holder or for anybody."""
    with refused("CashNoAllowances"):
        rich.together(dollars, "approve", applicant.account, 1)
    with refused("CashNoAllowances"):
        applicant.together(dollars, "transferFrom", rich.account, applicant.account, 1)
    with refused("CashNoAllowances"):
        dollars.approve(applicant.account, 1, {"from": rich.maker})
    assert dollars.allowance(rich.account, applicant.account) == 0
    assert dollars.balanceOf(rich.account) == 100_000
