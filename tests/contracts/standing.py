"""What the consortium and a member's administrators decide about it: limits, suspension, rights."""

from __future__ import annotations

from typing import Any

from tests.contracts.people import EVERY_RIGHT, RIGHTS, Member, bit, told


def let_act_alone(port: Any, member: Member, asset: Any, amount: int) -> None:
    """One person of the member may undertake or pay up to `amount` (minor units) of `asset`."""
    members = port.members
    port.government.decide((members, told(members, "setCeiling", member.number, asset, amount)))
    member.together(members, "setLimit", asset, amount)


def suspend(port: Any, *parties: Member) -> None:
    numbers = [member.number for member in parties]
    port.government.decide((port.members, told(port.members, "suspend", numbers)))


def take_right(port: Any, member: Member, right: str) -> None:
    """The member's two persons keep every right but this one."""
    kept = EVERY_RIGHT & ~bit(RIGHTS, right)
    keys = [(member.maker.address, 1, kept, 0), (member.checker.address, 2, 0, kept)]
    port.government.decide((port.members, told(port.members, "recover", member.number, keys)))
