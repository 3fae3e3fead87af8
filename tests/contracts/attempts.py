"""What the chain would answer, asked without changing it: for tables of who may do what."""

from __future__ import annotations

import re
from typing import Any

from tests.contracts.node import refusal
from tests.contracts.people import Member, sign, told

NAMED = re.compile(
    r"(Advances|Amendments|Assignments|Bills|Cash|Clauses|Clearing|Collateral|Credits|Documents|Ends|Escrow|"
    r"Exchange|Finance|Members|MemberOnly|Milestone|Obligations|Pledges|Proceeds|Receivables|Standbys|Stops|"
    r"Transfers)[A-Z]\w+: ",
)


def answer(member: Member, persons: int, contract: Any, function: str, *args: Any) -> str | None:
    """The refusal as Brownie writes it, or None where the member's 1 or 2 persons would succeed."""
    order = member.order(contract, function, *args)
    signatures, sender = ([], member.maker) if persons == 1 else ([_signed(member, order)], member.checker)
    refused = refusal(sender, member.members, told(member.members, "perform", order, signatures))
    return None if refused is None else refused.revert_msg or "refused without a word"


def taken(member: Member, contract: Any, function: str, *args: Any) -> bool:
    """Whether the member's two persons could take the step, and then did."""
    if answer(member, 2, contract, function, *args) is not None:
        return False
    member.together(contract, function, *args)
    return True


def departures(allowed: set[Any], answers: dict[Any, str | None]) -> list[str]:
    """Where the answers, by attempt, are not what the table says: each refusal must be one of our errors."""
    wrong = [
        f"{attempt} is taken" for attempt, text in answers.items() if text is None and attempt not in allowed
    ]
    wrong += [f"{attempt}: {answers[attempt]}" for attempt in allowed if answers[attempt] is not None]
    wrong += [f"{attempt}: {text}" for attempt, text in answers.items() if text and not NAMED.match(text)]
    return wrong


def _signed(member: Member, order: Any) -> str:
    return sign(member.maker, member.members, order)
