"""Events of StopBook -> the orders that stand. What a deal tells of them in its history is the deal's."""

from __future__ import annotations

from collections.abc import Callable

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.stops.store import StopRow


def stopped(mirror: Mirror, event: Event) -> None:
    given = event.args
    mirror.put(
        StopRow,
        event.address,
        _order(event),
        deal=given["deal"].lower(),
        subject=given["id"],
        payer=given["payer"],
        authority=given["authority"],
        ground=given["ground"],
        stands=True,
        reason=given["reason"],
        at=event.block_time,
    )


def lifted(mirror: Mirror, event: Event) -> None:
    mirror.update(
        StopRow,
        event.address,
        _order(event),
        stands=False,
        reason=event.args["reason"],
        at=event.block_time,
    )


def _order(event: Event) -> str:
    """Without 0x, so that it fits."""
    deal, subject = (event.args[name].lower().removeprefix("0x") for name in ("deal", "id"))
    return f"{deal}-{subject}-{event.args['payer']}-{event.args['authority']}"


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("StopBook", "PaymentStopped"): stopped,
    ("StopBook", "StopLifted"): lifted,
}

IGNORED: dict[tuple[str, str], str] = {}
