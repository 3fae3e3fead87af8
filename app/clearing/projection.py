"""Events of InterbankPayments -> lines and payments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.clearing.domain import ClearingStatus, Corridor
from app.clearing.store import ClearingRow, LineRow


def mandated(mirror: Mirror, event: Event) -> None:
    _line(mirror, event, _corridor(event.args), mandated=event.args["amount"])


def accepted(mirror: Mirror, event: Event) -> None:
    _line(mirror, event, _corridor(event.args), accepted=event.args["amount"])


def cleared(mirror: Mirror, event: Event) -> None:
    given = event.args["instruction"]
    by, amount = _corridor(given["by"]), given["amount"]
    line = mirror.get(LineRow, event.address, by.id)
    if line:
        _line(mirror, event, by, mandated=line.mandated - amount, accepted=line.accepted - amount)
    mirror.insert(
        ClearingRow,
        event.address,
        event.args["clearing"],
        payment=given["payment"],
        source=by.source,
        to=by.to,
        settlement=by.settlement,
        payer=event.args["payer"],
        payee=given["payee"],
        amount=amount,
        status=ClearingStatus.CLEARED,
        **_place(event),
    )


def returned(mirror: Mirror, event: Event) -> None:
    place = {f"returned_{name}": value for name, value in _place(event).items()}
    mirror.update(
        ClearingRow,
        event.address,
        event.args["clearing"],
        status=ClearingStatus.RETURNED,
        reason=event.args["reason"],
        **place,
    )


def _line(mirror: Mirror, event: Event, by: Corridor, **sides: int) -> None:
    if mirror.get(LineRow, event.address, by.id) is None:
        whole = {"mandated": 0, "accepted": 0, **sides}
        mirror.insert(
            LineRow,
            event.address,
            by.id,
            source=by.source,
            to=by.to,
            settlement=by.settlement,
            **whole,
        )
    else:
        mirror.update(LineRow, event.address, by.id, **sides)


def _corridor(said: Mapping[str, Any]) -> Corridor:
    return Corridor(*(str(said[name]).lower() for name in ("from", "to", "settlement")))


def _place(event: Event) -> dict[str, Any]:
    return {
        "at": datetime.fromtimestamp(event.block_time, UTC),
        "block": event.block_number,
        "block_hash": event.block_hash,
        "transaction": event.tx_hash,
        "log_index": event.log_index,
    }


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("InterbankPayments", "Mandated"): mandated,
    ("InterbankPayments", "Accepted"): accepted,
    ("InterbankPayments", "Cleared"): cleared,
    ("InterbankPayments", "Returned"): returned,
}

IGNORED: dict[tuple[str, str], str] = {}
