"""A standby that is extended once instead of being paid, stopped by a court, and paid in the end: by real
processes over HTTP on a real chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from app.demo.cast import Desks
from app.demo.compare import compare
from app.demo.parties import Organisation
from app.demo.timeline import Timeline
from app.local.ganache import free_port
from app.local.stack import Place, Stack

CAST = {
    one.part: one
    for one in (
        Organisation("applicant", "Hansa Import GmbH", "DE", "TRADER"),
        Organisation("bank", "Nordhafen Bank AG", "DE", "BANK", "NHABDEHH", currencies=("EUR",)),
        Organisation("beneficiary", "Porto Azul Trading Lda", "PT", "TRADER"),
        Organisation("court", "Landgericht Hamburg", "DE", "REGULATOR"),
    )
}
AMOUNT = "250000.00"


class Port:
    """The four of them, and what each does in the words of the trade."""

    def __init__(self, place: Place, desks: Desks) -> None:
        self.place, self._desks = place, desks
        self.today = datetime.now(UTC).date()
        self.standby = ""

    def alone(self, who: str, action: str, path: str, body: Any = None) -> Any:
        return self._desks.maker(who).act(action, path, body)

    def together(self, who: str, action: str, path: str, body: Any = None) -> Any:
        return self._desks.maker(who).act_together(self._desks.checker(who), action, path, body)

    def day(self, after: int) -> str:
        return (self.today + timedelta(days=after)).isoformat()

    def sees(self, who: str, path: str = "") -> Any:
        """It arrives when it is final."""
        return self._desks.maker(who).wait_for(path or self.standby)

    def demands(self, **asked: Any) -> str:
        statement = "We demand payment: invoice 104 fell due and was not paid."
        body = {"amount": AMOUNT, "statement": statement} | asked
        done = self.alone("beneficiary", "demand", f"{self.standby}/demands", body)
        return f"{self.standby}/demands/{done['describes']['demand']}"

    def examines(self, demand: str) -> None:
        self.sees("bank", demand)
        finding = {"complies": True, "discrepancies": []}
        self.alone("bank", "examine", f"{demand}/examination", finding)

    def held(self) -> dict[str, str]:
        """What bank and beneficiary hold."""
        token = self.token()
        found = {}
        for who in ("bank", "beneficiary"):
            rows = self._desks.maker(who).get(f"/cash/{token}/balances")["items"]
            found[who] = next((str(row["amount"]) for row in rows if row["amount"] != "0.00"), "0.00")
        return found

    def token(self) -> str:
        return str(self._desks.maker("bank").get("/cash")["items"][0]["token"])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Port]:
    console = Console(quiet=True)
    place = Place(tmp_path_factory.mktemp("standby"), free_port(), free_port())
    stack = Stack(place, [one.as_member() for one in CAST.values()], console.print)
    stack.start()
    try:
        yield Port(place, Desks(place, Timeline(console)))
    finally:
        stack.stop()


def test_extend_or_pay(port: Port) -> None:
    """Issued for sixty days. Before it expires the beneficiary asks to extend or pay."""
    done = port.together(
        "bank",
        "issue a standby",
        "/standbys",
        {
            "applicant": CAST["applicant"].lei,
            "beneficiary": CAST["beneficiary"].lei,
            "reference": "SB-2026-0017",
            "amount": AMOUNT,
            "currency": "EUR",
            "expiry": port.day(60),
            "required": ["A demand, and a statement that the applicant is in default."],
            "text": "Our irrevocable standby letter of credit No. SB-2026-0017.",
        },
    )
    port.standby = f"/standbys/{done['describes']['standby']}"
    deal = port.sees("bank")["deal"]
    mint = {"to": CAST["bank"].lei, "deal": deal, "amount": AMOUNT}
    port.together("bank", "mint", f"/cash/{port.token()}/mint", mint)

    assert port.sees("beneficiary")["figures"]["liability"] == AMOUNT
    first = port.demands(extend_to=port.day(150))
    port.sees("applicant", first)
    port.together("applicant", "approve the extension", f"{first}/agreement")
    port.together("bank", "extend", f"{first}/extension")

    seen = port.sees("beneficiary")
    assert port.sees("beneficiary", first)["status"] == "retracted"
    assert (seen["expiry"]["expiry"], seen["figures"]["available"]) == (port.day(150), AMOUNT)
    assert port.held() == {"bank": AMOUNT, "beneficiary": "0.00"}, "an extension pays nobody"


def test_pay_when_it_is_not_extended(port: Port) -> None:
    """It asks again; the applicant says nothing, the bank examines, a court stops it for a while, it pays."""
    second = port.demands(extend_to=port.day(240))
    port.examines(second)
    order = {"bank": "issuer", "ground": "injunction", "order": "Case 17 O 22/26: do not pay."}
    port.together("court", "forbid payment", f"{port.standby}/stop", order)
    assert port.sees("beneficiary")["stops"][0]["ground"] == "injunction"
    port.together(
        "court",
        "lift the order",
        f"{port.standby}/stop/lifting",
        {"bank": "issuer", "decision": "Set aside."},
    )
    port.together("bank", "honour", f"{second}/honour")

    assert port.sees("beneficiary", second)["status"] == "honoured"
    seen = port.sees("applicant")
    assert (seen["expiry"]["expiry"], seen["figures"]["liability"]) == (port.day(150), "0.00")
    assert port.held() == {"bank": "0.00", "beneficiary": AMOUNT}


def test_every_row_is_what_the_chain_says(port: Port) -> None:
    place = port.place
    url = f"http://127.0.0.1:{place.chain_port}"
    found = compare(place.database_url, url, Path(place.deployment_file))
    assert found.differences == ()
    assert found.rows >= 10
