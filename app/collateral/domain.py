"""Words and rules of credits back to back: what of a master credit secures a second one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from app.errors import Conflict, DomainError, Forbidden
from app.members.domain import Named
from app.money import Money


class LinkStatus(IntEnum):
    UNKNOWN = 0
    OFFERED = 1
    TAKEN = 2
    RELEASED = 3


STATUSES = ("unknown", "offered", "taken", "released")


class Side(StrEnum):
    BENEFICIARY = "beneficiary"
    BANK = "bank"


class Step(StrEnum):
    TAKE = "take"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    END = "end"


@dataclass(frozen=True)
class Rule:
    side: Side
    statuses: tuple[LinkStatus, ...]


RULES: dict[Step, Rule] = {
    Step.TAKE: Rule(Side.BANK, (LinkStatus.OFFERED,)),
    Step.RELEASE: Rule(Side.BANK, (LinkStatus.OFFERED, LinkStatus.TAKEN)),
    Step.WITHDRAW: Rule(Side.BENEFICIARY, (LinkStatus.OFFERED,)),
    Step.END: Rule(Side.BENEFICIARY, (LinkStatus.TAKEN,)),
}


@dataclass(frozen=True)
class LinkSeen:
    """As one of its two members sees it. `second` is the second credit, as far as it was told; `finality` is
    null before it is on the chain.
    """

    id: str
    side: Side
    master: str
    second: str | None
    beneficiary: Named
    bank: Named
    amount: Money
    agreed: str
    status: LinkStatus
    final: bool | None
    you_may: tuple[Step, ...]
    kept_at: datetime


def steps_open(side: Side, status: LinkStatus) -> tuple[Step, ...]:
    """What depends on the second credit is left to the chain."""
    return tuple(step for step, rule in RULES.items() if rule.side is side and status in rule.statuses)


def require_step(step: Step, id: str, side: Side, status: LinkStatus) -> None:
    """Raises Forbidden for the other side, Conflict in another status."""
    rule = RULES[step]
    if side is not rule.side:
        raise Forbidden(
            f"collateral-not-{rule.side}",
            f"your organisation is not the {rule.side} of this link",
            allowed=f"its {rule.side}",
            next=f"ask the {rule.side}",
        )
    if status not in rule.statuses:
        raise Conflict(
            "collateral-status",
            f"the link is {STATUSES[status]}",
            allowed=" or ".join(STATUSES[one] for one in rule.statuses),
            next="look at the link again",
            link=id,
        )


def above_master(amount: Money, available: Money) -> DomainError:
    """As the chain would refuse it: CollateralAboveMaster."""
    return Conflict(
        "collateral-above-master",
        f"{amount} is more than is neither drawn nor linked",
        allowed=f"up to {available}",
        next="name less, or release another link first",
    )
