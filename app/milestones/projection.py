"""Events of MilestoneEscrow -> where each escrow stands, and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.milestones.domain import MOST_MILESTONES, MilestoneStatus, Terms
from app.milestones.store import MilestoneRow, MilestoneStepRow


def funded(mirror: Mirror, event: Event) -> None:
    mirror.insert(
        MilestoneRow,
        event.address,
        event.args["escrow"],
        terms=Terms.from_json(event.args["terms"]).as_json(),
        status=MilestoneStatus.FUNDED,
        paid=0,
        collected=0,
        until=0,
        lost=0,
        released=["0"] * MOST_MILESTONES,
    )
    _remember(mirror, event, payments=[event.args["payment"]])


def released(mirror: Mirror, event: Event) -> None:
    row, milestone, amount = _row(mirror, event), event.args["milestone"], event.args["amount"]
    amounts = [int(text) + (place == milestone) * amount for place, text in enumerate(row.released)]
    paid = row.paid + amount
    whole = paid == Terms.from_json(row.terms).total
    status = MilestoneStatus.SETTLED if whole else row.status
    _change(mirror, event, status=status, paid=paid, released=[str(amount) for amount in amounts])
    _remember(
        mirror,
        event,
        milestone=milestone,
        amount=amount,
        fee=event.args["fee"],
        payments=[event.args["payment"]],
    )


def disputed(mirror: Mirror, event: Event) -> None:
    _change(mirror, event, status=MilestoneStatus.DISPUTED, until=event.args["until"])
    _remember(mirror, event, party=event.args["party"], commitment=event.args["grounds"])


def divided(mirror: Mirror, event: Event) -> None:
    amount = event.args["toSeller"]
    paid = _row(mirror, event).paid + amount
    _change(mirror, event, status=MilestoneStatus.DIVIDED, paid=paid)
    _remember(
        mirror,
        event,
        amount=amount,
        fee=event.args["fee"],
        commitment=event.args["award"],
        payments=[event.args["payment"], event.args["refund"]],
    )


def reclaimed(mirror: Mirror, event: Event) -> None:
    _give_back(mirror, event, MilestoneStatus.RECLAIMED)


def refunded(mirror: Mirror, event: Event) -> None:
    _give_back(mirror, event, MilestoneStatus.REFUNDED)


def fee_collected(mirror: Mirror, event: Event) -> None:
    amount = event.args["amount"]
    _change(mirror, event, collected=_row(mirror, event).collected + amount)
    _remember(mirror, event, amount=amount, payments=[event.args["payment"]])


def clock_resumed(mirror: Mirror, event: Event) -> None:
    _change(mirror, event, lost=event.args["lost"], until=event.args["until"])


def ordered(mirror: Mirror, event: Event) -> None:
    """By an authority; of other deals than escrows with milestones others tell."""
    escrow = event.args["id"]
    if mirror.get(MilestoneRow, event.args["deal"].lower(), escrow) is None:
        return
    authority, reason = event.args["authority"], event.args["reason"]
    _remember(mirror, event, escrow=escrow, party=authority, commitment=reason)


def _give_back(mirror: Mirror, event: Event, status: MilestoneStatus) -> None:
    row = _row(mirror, event)
    left = Terms.from_json(row.terms).total - row.paid
    _change(mirror, event, status=status)
    _remember(mirror, event, amount=left, payments=[event.args["payment"]])


def _row(mirror: Mirror, event: Event) -> MilestoneRow:
    """As it was, to be read; changed to itself where it is not there, which is refused."""
    return mirror.update(MilestoneRow, event.address, event.args["escrow"])


def _change(mirror: Mirror, event: Event, **values: Any) -> None:
    mirror.update(MilestoneRow, event.address, event.args["escrow"], **values)


def _remember(
    mirror: Mirror,
    event: Event,
    *,
    escrow: str | None = None,
    milestone: int | None = None,
    amount: int | None = None,
    fee: int | None = None,
    party: int | None = None,
    commitment: str | None = None,
    payments: list[str] | None = None,
) -> None:
    """`escrow` where the event calls it otherwise."""
    mirror.insert(
        MilestoneStepRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        escrow=escrow or event.args["escrow"],
        event=event.name,
        milestone=milestone,
        amount=amount,
        fee=fee,
        party=party,
        commitment=commitment,
        payments=payments or [],
        at=datetime.fromtimestamp(event.block_time, UTC),
        block=event.block_number,
        block_hash=event.block_hash,
        transaction=event.tx_hash,
        log_index=event.log_index,
    )


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("MilestoneEscrow", "Funded"): funded,
    ("MilestoneEscrow", "Released"): released,
    ("MilestoneEscrow", "Disputed"): disputed,
    ("MilestoneEscrow", "Divided"): divided,
    ("MilestoneEscrow", "Reclaimed"): reclaimed,
    ("MilestoneEscrow", "Refunded"): refunded,
    ("MilestoneEscrow", "FeeCollected"): fee_collected,
    ("MilestoneEscrow", "ClockResumed"): clock_resumed,
    ("StopBook", "PaymentStopped"): ordered,
    ("StopBook", "StopLifted"): ordered,
}

IGNORED: dict[tuple[str, str], str] = {
    ("MilestoneEscrow", "ClockStopped"): "it comes with an order, which tells it",
}
