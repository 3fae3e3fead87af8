"""Events of CollateralBook -> links between credits."""

from __future__ import annotations

from collections.abc import Callable

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.collateral.domain import LinkStatus
from app.collateral.store import LinkRow

NONE = "0x" + "00" * 32


def offered(mirror: Mirror, event: Event) -> None:
    given = event.args
    mirror.insert(
        LinkRow,
        event.address,
        given["link"],
        deal=given["deal"].lower(),
        master=given["master"],
        beneficiary=given["beneficiary"],
        bank=given["bank"],
        amount=given["amount"],
        purpose=given["purpose"],
        second=NONE,
        status=LinkStatus.OFFERED,
    )


def taken(mirror: Mirror, event: Event) -> None:
    given = event.args
    mirror.update(LinkRow, event.address, given["link"], second=given["second"], status=LinkStatus.TAKEN)


def released(mirror: Mirror, event: Event) -> None:
    mirror.update(LinkRow, event.address, event.args["link"], status=LinkStatus.RELEASED)


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("CollateralBook", "CollateralOffered"): offered,
    ("CollateralBook", "CollateralTaken"): taken,
    ("CollateralBook", "CollateralReleased"): released,
}

IGNORED: dict[tuple[str, str], str] = {}
