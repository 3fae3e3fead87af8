"""What an authority orders, against whatever deal."""

from __future__ import annotations

from typing import Any

from brownie.network.transaction import TransactionReceipt

from tests.contracts.people import Member, salted

INJUNCTION, FRAUD = range(2)
WHOEVER = 0
ORDER, LIFTED = salted("the court's order"), salted("the order of the court of appeal")


def stop(
    authority: Member,
    stops: Any,
    deal: Any,
    id: str,
    payer: int = WHOEVER,
    ground: int = INJUNCTION,
    reason: str = ORDER,
) -> TransactionReceipt:
    return authority.together(stops, "stop", deal, id, payer, ground, reason)


def lift(
    authority: Member, stops: Any, deal: Any, id: str, payer: int = WHOEVER, reason: str = LIFTED
) -> TransactionReceipt:
    return authority.together(stops, "lift", deal, id, payer, reason)
