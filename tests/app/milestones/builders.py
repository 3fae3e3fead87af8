"""Escrows with milestones: north buys, south does the work, a bank judges and another looks after it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.members import service as members
from app.milestones import contract
from app.milestones.domain import MilestoneStatus, Side, Terms
from app.milestones.store import MilestoneCopy, MilestoneRow
from app.stops import contract as stops
from app.stops.domain import WHOEVER
from app.stops.store import StopRow
from tests.app.cash.builders import NORTH, SOUTH, a_deal, finish, minted, token_in
from tests.app.chain.nodes import CHAIN_ID
from tests.app.chain.world import World
from tests.app.credits.builders import ADVISER, BANK, LEI
from tests.app.credits.builders import MORE_MEMBERS as MORE_MEMBERS
from tests.app.escrow.builders import soon
from tests.app.operations.builders import Interface

BUYER, SELLER, ARBITER, AGENT = "north", "south", ADVISER, BANK
WHAT = ["Keel laid", "Launched", "Delivered"]


def wanted(interface: Interface, deal: str, **fields: Any) -> dict[str, Any]:
    """North's draft: 100.00, 200.00 and 300.01 dollars, a quarter of one per cent for the agent."""
    amounts = ("100.00", "200.00", "300.01")
    return {
        "seller": SOUTH,
        "arbiter": LEI[ARBITER],
        "agent": LEI[AGENT],
        "fee": 25,
        "deal": deal,
        "token": token_in(interface.world),
        "milestones": [{"what": what, "amount": amount} for what, amount in zip(WHAT, amounts, strict=True)],
        "deadline": datetime.fromtimestamp(soon(interface.world), UTC).isoformat(),
        "arbitration_seconds": 600,
    } | fields


def drafted(interface: Interface, paid_up: bool = True, **fields: Any) -> dict[str, Any]:
    """`paid_up`: north holds the cash for it."""
    deal = a_deal(interface.world)
    if paid_up:
        minted(interface, deal, "600.01", to=NORTH)
    body = wanted(interface, deal, **fields)
    answer = interface.ask("POST", "/milestone-escrows", member=BUYER, body=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def funded(interface: Interface, **fields: Any) -> dict[str, Any]:
    escrow = drafted(interface, **fields)
    done = take(interface, escrow, "fund", BUYER, {})
    assert done["status"] == "final", done["refusal"]
    return escrow


def take(
    interface: Interface, escrow: dict[str, Any], step: str, member: str, body: dict[str, Any]
) -> dict[str, Any]:
    """A step over HTTP, carried through to its end."""
    answer = interface.ask("POST", f"/milestone-escrows/{escrow['id']}/{step}", member=member, body=body)
    assert answer.status_code == 202, answer.text
    return finish(interface.world, answer.json(), member)


def seen(interface: Interface, escrow: dict[str, Any], member: str) -> dict[str, Any]:
    answer = interface.ask("GET", f"/milestone-escrows/{escrow['id']}", member=member)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


TERMS = Terms(
    seller=2,
    buyer=3,
    arbiter=4,
    agent=5,
    fee=25,
    cash="0x" + "ca" * 20,
    amounts=(10_000, 20_000, 0, 0, 0, 0, 0, 0),
    deadline=4_000_000_000,
    arbitration=600,
    salt=b"\x05" * 32,
)


def a_copy_of_souths(
    world: World,
    side: Side,
    status: MilestoneStatus | None = None,
    stopped_by: int | None = None,
    **stands: Any,
) -> str:
    """Terms that south alone holds, as this side; the escrow's id. With a status, as if the chain knew it;
    with an authority, as if that had stopped it.
    """
    with world.database.writing() as session:
        deal = members.new_deal()
        own = members.allot(session, "south", deal).party
        token, salt = token_in(world), secrets.token_bytes(32)
        terms = replace(TERMS, cash=token, deadline=soon(world), salt=salt, **{side.value: own})
        address = world.deployment.contract(contract.NAME).address
        session.add(
            MilestoneCopy(
                member_id="south",
                escrow=terms.id,
                contract=address,
                deal=deal,
                party=own,
                terms=terms.as_json(),
                parties={other.value: SOUTH if other is side else NORTH for other in Side},
                what=WHAT[:2],
                kept_at=session.info["clock"].now(),
            )
        )
        if status is not None:
            standing = {"paid": 0, "collected": 0, "until": 0, "lost": 0} | stands
            session.add(
                MilestoneRow(
                    chain_id=CHAIN_ID,
                    contract=address,
                    id=terms.id,
                    first_block=1,
                    last_block=1,
                    terms=terms.as_json(),
                    status=status,
                    released=["0"] * 8,
                    **standing,
                )
            )
        if stopped_by is not None:
            book = world.deployment.contract(stops.NAME).address
            session.add(
                StopRow(
                    chain_id=CHAIN_ID,
                    contract=book,
                    id=f"{terms.id}-{stopped_by}",
                    first_block=1,
                    last_block=1,
                    deal=address,
                    subject=terms.id,
                    payer=WHOEVER,
                    authority=stopped_by,
                    ground=0,
                    stands=True,
                    reason="0x" + "00" * 32,
                    at=0,
                )
            )
    return terms.id
