"""Receivables of `south` on `buyer`, made over HTTP as their parties would, which the bank `north` buys."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tests.app.cash.builders import NORTH, SOUTH, finish, minted, token_in
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import BUYER, an_invoice, done, move

FACE = "48250.00"
RATE = {"rate": "0.06"}


def in_days(count: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=count)


_weeks = count(1)


def invoiced(amount: str = FACE, **changed: Any) -> dict[str, Any]:
    """Of other goods and another week each, so that nobody takes one for another's duplicate."""
    week = next(_weeks)
    said = {
        "seller": {"lei": SOUTH},
        "buyer": {"lei": BUYER},
        "amount": {"amount": amount, "currency": "USD"},
        "issued": (date(2024, 1, 1) + timedelta(weeks=week)).isoformat(),
        "goods": f"Lot {week * 7919}",
    }
    return an_invoice(**(said | changed))


def body_of(interface: Interface, **changed: Any) -> dict[str, Any]:
    said = {"document": invoiced(), "token": token_in(interface.world), "due": in_days(60).isoformat()}
    return said | changed


def registered(interface: Interface, member: str = "south", **changed: Any) -> dict[str, Any]:
    """As its seller sees it, or its buyer, who approves it by that."""
    answer = interface.ask("POST", "/receivables", member=member, body=body_of(interface, **changed))
    assert answer.status_code == 202, answer.text
    ended = done(finish(interface.world, answer.json(), member))
    return look(interface, ended["describes"]["receivable"], member)


def look(interface: Interface, id: str, member: str) -> dict[str, Any]:
    answer = interface.ask("GET", f"/receivables/{id}", member=member)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def act(
    interface: Interface, receivable: dict[str, Any], step: str, member: str, body: Any = None
) -> dict[str, Any]:
    """A step over HTTP, carried through to its end."""
    answer = interface.ask("POST", f"/receivables/{receivable['id']}/{step}", member=member, body=body)
    assert answer.status_code == 202, answer.text
    return finish(interface.world, answer.json(), member)


def refused(
    interface: Interface, receivable: dict[str, Any], step: str, member: str, body: Any = None
) -> tuple[int, str]:
    answer = interface.ask("POST", f"/receivables/{receivable['id']}/{step}", member=member, body=body)
    return answer.status_code, answer.json()["code"]


def offered(interface: Interface, receivable: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """To the bank `north`, for a week; as that sees it."""
    until = datetime.now(UTC) + timedelta(days=7)
    body = {"buyer": NORTH, "with_recourse": False, "until": until.isoformat(), **RATE, **changed}
    done(act(interface, receivable, "offer", "south", body))
    return look(interface, receivable["id"], "north")


def reserved_for(interface: Interface, receivable: dict[str, Any], member: str = "north") -> dict[str, Any]:
    """The bank's reservation of the invoice that came with the offer."""
    body = {
        "document": receivable["document"],
        "share": receivable["share"],
        "reference": f"for {receivable['id'][:20]}",
        "deal": receivable["deal"],
    }
    answer = interface.ask("POST", "/financings", member=member, body=body)
    assert answer.status_code == 201, answer.text
    done(move(interface, answer.json(), "reserve", member))
    return dict(answer.json())


def sold(interface: Interface, receivable: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Offered, reserved, paid; as the bank sees it."""
    seen = offered(interface, receivable, **changed)
    financing = reserved_for(interface, seen)
    minted(interface, seen["deal"], FACE, to=NORTH)
    done(act(interface, seen, "accept", "north", {"financing": financing["id"]}))
    return look(interface, receivable["id"], "north")
