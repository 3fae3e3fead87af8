"""A transferable credit over HTTP: its first beneficiary, its bank, which is the advising one, and a second
beneficiary, who is the carrier where nobody else is named.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from tests.app.credits.builders import (
    ADVISER,
    BANK,
    BENEFICIARY,
    CARRIER,
    LEI,
    Desk,
    a_document,
    a_message,
)

TRANSFERABLE = {
    **{"f40A": "IRREVOCABLE TRANSFERABLE", "f41A": "SERELKLXXXX\nBY PAYMENT"},
    **{"amount": "EUR100000,00", "f39A": "", "f43P": "ALLOWED"},
}
"""EUR 100,000.00 in parts, available with the advising bank."""
INVOICE = {"name": "ours.txt", "media_type": "text/plain", "content": b64encode(b"OURS").decode()}


def transferable(desk: Desk, bank: str = ADVISER, **fields: str) -> str:
    """Issued and advised."""
    application = desk.apply(a_message(desk.today, **{**TRANSFERABLE, **fields}))["id"]
    path = f"/credits/applications/{application}/clauses"
    clauses = desk.done(BANK, path, {"transferring_bank": LEI[bank]})["describes"]["clauses"]
    issued = desk.done(BANK, "/credits", {"application": application, "clauses": clauses})
    credit = str(issued["describes"]["credit"])
    desk.done(ADVISER, f"/credits/{credit}/advise")
    return credit


def a_request(second: str = CARRIER, **said: Any) -> dict[str, Any]:
    """For 45,000.00, of which 60,000.00 are set aside."""
    return {
        "second_beneficiary": LEI[second],
        "name": ["LACCADIVE LINER AS", "BERGEN"],
        "reference": "KDR/318/1",
        "amount": "45000.00",
        "carved": "60000.00",
    } | said


def ask(desk: Desk, credit: str, second: str = CARRIER, **said: Any) -> str:
    """The path of a transfer that is asked for."""
    done = desk.done(BENEFICIARY, f"/credits/{credit}/transfers", a_request(second, **said))
    assert done["eyes"] == 2
    return f"/credits/{credit}/transfers/{done['describes']['transferred']}"


def transfer(desk: Desk, credit: str, second: str = CARRIER, **said: Any) -> str:
    """The path of one that is made."""
    path = ask(desk, credit, second, **said)
    assert desk.done(ADVISER, f"{path}/consent")["eyes"] == 2
    return path


def papers(desk: Desk, amount: str, **said: Any) -> dict[str, Any]:
    return desk.presentation(amount=amount, documents=[a_document(text=f"THEIRS {amount}")], **said)


def present(desk: Desk, path: str, amount: str = "45000.00", second: str = CARRIER) -> str:
    """The path of a presentation by the second beneficiary, below its transfer."""
    id = path.rpartition("/")[2]
    done = desk.done(second, f"/credits/{id}/presentations", papers(desk, amount))
    return f"{path}/presentations/{done['describes']['presentation']}"


def as_its_own(place: str) -> str:
    """The path of the same presentation below the transferred credit."""
    parts = place.split("/")
    return f"/credits/{parts[4]}/presentations/{parts[6]}"
