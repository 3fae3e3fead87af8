"""Standbys over HTTP, among the members of the credits' desk and a court; `south` is the beneficiary."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.app.credits.builders import ADVISER, BANK, BENEFICIARY, BUYER, LEI, STRANGER, Desk

APPLICANT, ISSUER, CONFIRMER = BUYER, BANK, ADVISER
__all__ = ["APPLICANT", "BENEFICIARY", "CONFIRMER", "COURT", "ISSUER", "LEI", "STRANGER", "Standbys"]

COURT = "court"
MORE = {
    "id": COURT,
    "name": "Landgericht Hamburg",
    "lei": "9999000HAMBURGCOUR59",
    "bic": None,
    "country": "DE",
    "roles": ["REGULATOR"],
    "numbers": 2,
}
AMOUNT = "90000.00"
WRONG = [{"text": "The statement is not signed.", "rule": "4.07"}]
REQUIRED = ["A demand, and a statement that the applicant is in default."]


class Standbys:
    """What the people of standbys do and see."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def day(self, after: int) -> str:
        return (self.desk.today + timedelta(days=after)).isoformat()

    def draft(self, **changed: Any) -> dict[str, Any]:
        return {
            "applicant": LEI[APPLICANT],
            "beneficiary": LEI[BENEFICIARY],
            "reference": "SB-17",
            "amount": AMOUNT,
            "currency": "EUR",
            "expiry": self.day(60),
            "required": REQUIRED,
            "text": "Our irrevocable standby letter of credit No. SB-17.",
        } | changed

    def issue(self, **changed: Any) -> str:
        """The path of a standby that is final."""
        done = self.desk.done(ISSUER, "/standbys", self.draft(**changed))
        return f"/standbys/{done['describes']['standby']}"

    def confirmed(self, **changed: Any) -> str:
        place = self.issue(confirmer=LEI[CONFIRMER], **changed)
        self.desk.done(CONFIRMER, f"{place}/confirmation")
        return place

    def asked(self, **changed: Any) -> dict[str, Any]:
        return {
            "amount": AMOUNT,
            "statement": "We demand payment: the applicant has not paid invoice 104.",
            "documents": [{"name": "invoice.txt", "text": "INVOICE 104"}],
        } | changed

    def demand(self, place: str, **changed: Any) -> str:
        """The path of a demand that is final."""
        done = self.desk.done(BENEFICIARY, f"{place}/demands", self.asked(**changed))
        return f"{place}/demands/{done['describes']['demand']}"

    def examine(self, demand: str, *, complies: bool, by: str = ISSUER) -> dict[str, Any]:
        body = {"complies": complies, "discrepancies": [] if complies else WRONG}
        return self.desk.done(by, f"{demand}/examination", body)

    def amend(self, place: str, **changed: Any) -> str:
        """The path of an amendment that is on offer."""
        body = {"text": "As agreed by telephone."} | changed
        done = self.desk.done(ISSUER, f"{place}/amendments", body)
        return f"{place}/amendments/{done['describes']['amendment']}"

    def fund(self, place: str, amount: str = AMOUNT, *, to: str = ISSUER) -> str:
        """The bank's number in this deal holds so much; the token."""
        deal = self.desk.see(ISSUER, place)["deal"]
        tokens = self.desk.see(ISSUER, "/cash")["items"]
        token = str(next(one["token"] for one in tokens if one["mine"] and one["currency"] == "EUR"))
        self.desk.done(ISSUER, f"/cash/{token}/mint", {"to": LEI[to], "deal": deal, "amount": amount})
        return token

    def held(self, member: str, place: str, token: str) -> str:
        deal = self.desk.see(ISSUER, place)["deal"]
        rows = self.desk.see(member, f"/cash/{token}/balances?limit=200")["items"]
        return next((str(row["amount"]) for row in rows if row["deal"] == deal), "0.00")

    def refused(self, member: str, path: str, body: Any = None) -> tuple[int, str]:
        answer = self.desk.ask(member, path, body)
        return answer.status_code, answer.json()["code"]

    def on_chain(self, function: str, place: str) -> Any:
        return self.desk.world.view("StandbyCredit", function, place.removeprefix("/standbys/"))
