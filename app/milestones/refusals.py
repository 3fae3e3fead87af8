"""Words for the refusals of MilestoneEscrow."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.errors import Forbidden
from app.milestones.domain import STATUSES


def _not(side: str) -> RefusalTemplate:
    return RefusalTemplate(
        f"milestone-not-{side}",
        f"number {{party}} is not the {side} of this escrow",
        f"its {side}, number {{{side}}}",
        f"ask the {side}",
        Forbidden,
    )


REFUSALS: dict[str, RefusalTemplate] = {
    "MilestoneNotBuyer": _not("buyer"),
    "MilestoneNotSeller": _not("seller"),
    "MilestoneNotArbiter": _not("arbiter"),
    "MilestoneNotAgent": _not("agent"),
    "MilestoneNotParty": RefusalTemplate(
        "milestone-not-party",
        "number {party} is neither buyer nor seller of this escrow",
        "its buyer or its seller",
        "ask one of them",
        Forbidden,
    ),
    "MilestoneWrongStatus": RefusalTemplate(
        "milestone-status",
        "the escrow is {status}",
        "{allowed}",
        "look at the escrow again",
        words={"status": STATUSES, "allowed": STATUSES},
    ),
    "MilestoneTooLate": RefusalTemplate(
        "milestone-too-late",
        "that was possible until {deadline}, and it is {time}",
        "up to that moment",
        "agree with the other side; after the deadline the buyer may take back what is left",
        moments=frozenset({"deadline", "time"}),
    ),
    "MilestoneTooEarly": RefusalTemplate(
        "milestone-too-early",
        "the money is bound until {deadline}, and it is {time}",
        "after that moment",
        "wait, or ask the seller to give it back",
        moments=frozenset({"deadline", "time"}),
    ),
    "MilestoneNoArbiter": RefusalTemplate(
        "milestone-no-arbiter",
        "the arbiter is number {arbiter}, with {arbitration} seconds to decide",
        "a third who is neither buyer nor seller, with time to decide",
        "name another arbiter, or give it time",
    ),
    "MilestoneNoFee": RefusalTemplate(
        "milestone-no-fee",
        "a fee of {fee} basis points for number {agent}",
        "a fee of up to 10000 basis points with an agent, or neither",
        "name both, or neither",
    ),
    "MilestoneAmountTooLarge": RefusalTemplate(
        "milestone-amount-too-large",
        "{amount} minor units are more than is left",
        "up to {allowed} minor units",
        "name what is left, or less",
    ),
    "MilestoneNothingLeft": RefusalTemplate(
        "milestone-nothing-left",
        "there is no fee that was not collected",
        "a fee that has come up",
        "wait until more is released",
    ),
    "MilestoneNothingNamed": RefusalTemplate(
        "milestone-nothing-named",
        "an amount or a commitment is 0",
        "an amount above 0, and a commitment to what was said",
        "say how much, and why",
    ),
}
