"""Links between credits over HTTP: south offers the adviser security in a credit that the bank issued."""

from __future__ import annotations

from typing import Any

from tests.app.credits.builders import ADVISER, BANK, BENEFICIARY, BUYER, LEI, MORE_MEMBERS, Desk, a_message

TWO_ISSUERS = [entry | {"currencies": ["EUR"]} if entry["id"] == ADVISER else entry for entry in MORE_MEMBERS]
"""The members of the tests of credits, of whom the adviser issues deposits too."""

AGREED = "Security for a credit to our supplier."


def wanted(credit: str, **changed: Any) -> dict[str, Any]:
    return {"credit": credit, "bank": LEI[ADVISER], "amount": "100.00", "agreed": AGREED} | changed


def offered(desk: Desk, credit: str | None = None, **changed: Any) -> str:
    """The path of a link that is final, in a credit of its own unless one is named."""
    body = wanted(credit or desk.advise(), **changed)
    done = desk.done(BENEFICIARY, "/collateral", body)
    assert done["eyes"] == 2
    return f"/collateral/{done['describes']['link']}"


def second(desk: Desk, applicant: str = BENEFICIARY) -> str:
    """A credit that the adviser issues for south."""
    # The example's message with the two banks in each other's places.
    first, other = "KADREE2X", "SERELKLX"
    message = a_message(desk.today).replace(first, "?").replace(other, first).replace("?", other)
    asked = {
        "issuing_bank": LEI[ADVISER],
        "advising_bank": LEI[BANK],
        "beneficiary": LEI[BUYER if applicant != BUYER else BENEFICIARY],
        "message": message,
    }
    answer = desk.ask(applicant, "/credits/applications", asked)
    assert answer.status_code == 201, answer.text
    done = desk.done(ADVISER, "/credits", {"application": answer.json()["id"]})
    return str(done["describes"]["credit"])
