"""Events of CurrencyExchange -> what became of each offer, and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.exchange.domain import ExchangeStatus
from app.exchange.store import OfferRow, StepRow, offer_id


def offered(mirror: Mirror, event: Event) -> None:
    offer = offer_id(event.args["party"], event.args["exchange"])
    until = event.args["until"]
    mirror.insert(OfferRow, event.address, offer, until=until, status=ExchangeStatus.OFFERED)
    _remember(mirror, event, offer)


def withdrawn(mirror: Mirror, event: Event) -> None:
    _end(mirror, event, event.args["party"], ExchangeStatus.WITHDRAWN)


def exchanged(mirror: Mirror, event: Event) -> None:
    _end(mirror, event, event.args["terms"]["offered"]["payer"], ExchangeStatus.EXCHANGED)


def _end(mirror: Mirror, event: Event, party: int, status: ExchangeStatus) -> None:
    offer = offer_id(party, event.args["exchange"])
    mirror.update(OfferRow, event.address, offer, status=status)
    _remember(mirror, event, offer)


def _remember(mirror: Mirror, event: Event, offer: str) -> None:
    mirror.insert(
        StepRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        offer=offer,
        event=event.name,
        at=datetime.fromtimestamp(event.block_time, UTC),
        block=event.block_number,
        block_hash=event.block_hash,
        transaction=event.tx_hash,
        log_index=event.log_index,
    )


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("CurrencyExchange", "Offered"): offered,
    ("CurrencyExchange", "Withdrawn"): withdrawn,
    ("CurrencyExchange", "Exchanged"): exchanged,
}

IGNORED: dict[tuple[str, str], str] = {}
