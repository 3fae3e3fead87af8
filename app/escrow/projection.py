"""Events of DvpEscrow -> its status and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.escrow.domain import EscrowStatus
from app.escrow.store import EscrowRow, StepRow


def funded(mirror: Mirror, event: Event) -> None:
    terms = event.args["terms"]
    mirror.insert(
        EscrowRow,
        event.address,
        event.args["escrow"],
        seller=terms["seller"],
        buyer=terms["buyer"],
        bill=terms["bill"],
        cash=terms["cash"],
        amount=terms["amount"],
        deadline=terms["deadline"],
        salt=terms["salt"],
        status=EscrowStatus.FUNDED,
    )
    _remember(mirror, event)


def settled(mirror: Mirror, event: Event) -> None:
    _leave(mirror, event, EscrowStatus.SETTLED)


def reclaimed(mirror: Mirror, event: Event) -> None:
    _leave(mirror, event, EscrowStatus.RECLAIMED)


def released(mirror: Mirror, event: Event) -> None:
    _leave(mirror, event, EscrowStatus.RELEASED)


def _leave(mirror: Mirror, event: Event, status: EscrowStatus) -> None:
    mirror.update(EscrowRow, event.address, event.args["escrow"], status=status)
    _remember(mirror, event)


def _remember(mirror: Mirror, event: Event) -> None:
    mirror.insert(
        StepRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        escrow=event.args["escrow"],
        event=event.name,
        at=datetime.fromtimestamp(event.block_time, UTC),
        block=event.block_number,
        block_hash=event.block_hash,
        transaction=event.tx_hash,
        log_index=event.log_index,
    )


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("DvpEscrow", "Funded"): funded,
    ("DvpEscrow", "Settled"): settled,
    ("DvpEscrow", "Reclaimed"): reclaimed,
    ("DvpEscrow", "Released"): released,
}

IGNORED: dict[tuple[str, str], str] = {}
