"""Documents that the banks `north` and `east` finance, entered and reserved as their users would."""

from __future__ import annotations

from itertools import count
from typing import Any

from httpx import Response

from app.receivables.services import evaluators
from app.receivables.store import FingerprintKey
from tests.app.cash.builders import finish
from tests.app.chain.world import World
from tests.app.operations.builders import Interface

EAST, BUYER = "00000015UWH7D6DSW661", "000000Z650KP9T7HR349"
MORE_MEMBERS: list[dict[str, Any]] = [
    {
        "id": "east",
        "name": "Ostufer Bank AG",
        "lei": EAST,
        "bic": "OSTUEE2X",
        "country": "EE",
        "roles": ["BANK"],
        "numbers": 30,
    },
    {
        "id": "buyer",
        "name": "Kalamaja Tea House OÜ",
        "lei": BUYER,
        "bic": None,
        "country": "EE",
        "roles": ["TRADER"],
        "numbers": 40,
    },
]

_numbers = count(1)


def with_key(world: World) -> None:
    """All members know the key; two of the three evaluators, north and south among them, have to answer."""
    with world.database.writing() as session:
        if session.get(FingerprintKey, "north") is None:
            others = [member for member in world.private if member not in ("north", "south")]
            evaluators.found_key(session, ["north", "south", others[0]], 2, list(world.private))


def an_invoice(**changed: Any) -> dict[str, Any]:
    """One of its own, unless its number is given."""
    number = next(_numbers)
    return {
        "kind": "invoice",
        "seller": {"registration": f"PT:{501_000_000 + 7919 * number}"},
        "buyer": {"lei": BUYER},
        "number": f"PAZ-{number:04}-{(number * 7919) % 9973}",
        "issued": "2026-03-04",
        "amount": {"amount": f"{1000 + 37 * number}.{number % 90 + 10}", "currency": "EUR"},
        "goods": "Black tea",
    } | changed


def enter(
    interface: Interface, member: str = "north", share: int = 10_000, document: dict[str, Any] | None = None
) -> Response:
    body = {
        "document": document or an_invoice(),
        "share": share,
        "reference": f"RF-{next(_numbers):05}",
    }
    return interface.ask("POST", "/financings", member=member, body=body)


def entered(interface: Interface, member: str = "north", **asked: Any) -> dict[str, Any]:
    answer = enter(interface, member, **asked)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def move(
    interface: Interface, financing: dict[str, Any], step: str, member: str = "north", body: Any = None
) -> dict[str, Any]:
    """A step over HTTP, carried through to its end."""
    if body is None and step in ("reserve", "renew"):
        body = {"hours": 48}
    answer = interface.ask("POST", f"/financings/{financing['id']}/{step}", member=member, body=body)
    assert answer.status_code == 202, answer.text
    return finish(interface.world, answer.json(), member)


def done(operation: dict[str, Any]) -> dict[str, Any]:
    assert operation["status"] == "final", operation["refusal"]
    return operation


def reserved(interface: Interface, member: str = "north", **asked: Any) -> dict[str, Any]:
    financing = entered(interface, member, **asked)
    done(move(interface, financing, "reserve", member))
    return seen(interface, financing, member)


def financed(interface: Interface, member: str = "north", **asked: Any) -> dict[str, Any]:
    financing = reserved(interface, member, **asked)
    done(move(interface, financing, "finance", member))
    return seen(interface, financing, member)


def seen(interface: Interface, financing: dict[str, Any], member: str = "north") -> dict[str, Any]:
    return dict(interface.ask("GET", f"/financings/{financing['id']}", member=member).json())


def refused(
    interface: Interface, financing: dict[str, Any], step: str, member: str = "north", body: Any = None
) -> tuple[int, str]:
    if body is None and step in ("reserve", "renew"):
        body = {"hours": 48}
    answer = interface.ask("POST", f"/financings/{financing['id']}/{step}", member=member, body=body)
    return answer.status_code, answer.json()["code"]
