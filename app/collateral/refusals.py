"""Words for the refusals of CollateralBook."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.collateral.domain import STATUSES
from app.errors import Forbidden

_LOOK = "look at the link again"
_CREDIT_STATUSES = ("unknown", "issued", "advised", "exhausted", "expired", "cancelled")


def _not(side: str) -> RefusalTemplate:
    return RefusalTemplate(
        f"collateral-not-{side}",
        f"number {{party}} is not the {side} of this link",
        f"its {side}, number {{{side}}}",
        f"ask the {side}",
        Forbidden,
    )


REFUSALS: dict[str, RefusalTemplate] = {
    "CollateralNothingNamed": RefusalTemplate(
        "collateral-nothing-named",
        "an amount or a commitment is 0",
        "an amount above 0, and a commitment to what was agreed",
        "say how much, and what for",
    ),
    "CollateralNotABank": RefusalTemplate(
        "not-a-bank", "number {party} is no bank", "a number in the role of a bank", "name a bank"
    ),
    "CollateralOfferedAlready": RefusalTemplate(
        "collateral-offered-already", "link {link} was offered already", "each offer once", "offer another"
    ),
    "CollateralWrongStatus": RefusalTemplate(
        "collateral-status",
        "the link is {status}",
        "{allowed}",
        _LOOK,
        words={"status": STATUSES, "allowed": STATUSES},
    ),
    "CollateralNotBank": _not("bank"),
    "CollateralNotBeneficiary": _not("beneficiary"),
    "CollateralAboveMaster": RefusalTemplate(
        "collateral-above-master",
        "{amount} minor units are more than is neither drawn nor linked",
        "up to {available} minor units",
        "name less, or release another link first",
    ),
    "CollateralOtherSecond": RefusalTemplate(
        "collateral-other-second",
        "that is not the credit which the bank committed to",
        "the second credit, with the salt that the bank told",
        "ask the bank",
    ),
    "CollateralStillSecures": RefusalTemplate(
        "collateral-still-secures",
        "the second credit is {status}, and {honoured} minor units were honoured under it",
        "one that expired or was cancelled with nothing honoured under it",
        "ask the bank to release it",
        words={"status": _CREDIT_STATUSES},
    ),
}
