"""The story: a sight credit, refused once and honoured once, and the cargo released against the bill."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.credits.terms import items
from app.demo.cast import Desks
from app.demo.desk import Unexpected
from app.demo.papers import Papers
from app.demo.parties import Organisation
from app.demo.timeline import Timeline


@dataclass(frozen=True)
class Ending:
    """When the trade is over: what each holds, and the steps of the bill as `reader` sees them."""

    balances: list[tuple[str, str]]
    title: list[Any]
    reader: str


class Story:
    def __init__(
        self,
        papers: Papers,
        cast: dict[str, Organisation],
        desks: Desks,
        timeline: Timeline,
        today: date,
    ) -> None:
        """`today` is the day of presentation."""
        self._papers, self._cast, self._timeline, self._today = papers, cast, timeline, today
        self._maker, self._checker = desks.maker, desks.checker

    def play(self) -> Ending:
        credit = self._open_credit()
        token = self._mint()
        bill = self._ship()
        self._present_and_be_refused(credit, bill)
        self._present_again_and_be_paid(credit, bill)
        self._take_delivery(bill)
        return self._ending(bill, token)

    # ------------------------------------------------------------------ application, issue, advice

    def _open_credit(self) -> str:
        bank = self._maker("issuing-bank")
        application = self._maker("applicant").tell(
            "applies for the credit, with the text of its MT 700",
            "/credits/applications",
            {
                "issuing_bank": self._cast["issuing-bank"].lei,
                "advising_bank": self._cast["advising-bank"].lei,
                "beneficiary": self._cast["beneficiary"].lei,
                "message": self._papers.message.decode(),
            },
        )
        received = bank.wait_for(f"/credits/applications/{application['id']}")
        issued = bank.act_together(
            self._checker("issuing-bank"),
            f"issues credit {self._papers.terms.reference}",
            "/credits",
            {"application": received["id"]},
        )
        credit = str(issued["describes"]["credit"])
        adviser = self._maker("advising-bank")
        adviser.wait_for(f"/credits/{credit}")
        adviser.act("advises the credit to the beneficiary", f"/credits/{credit}/advise")
        self._maker("beneficiary").wait_for(f"/credits/{credit}")
        return credit

    def _mint(self) -> str:
        """The bank owes itself in this deal what it will pay: its deposits are its own promise."""
        bank, currency = self._maker("issuing-bank"), self._papers.terms.amount.currency.alpha
        tokens = bank.get("/cash")["items"]
        token = next(str(one["token"]) for one in tokens if one["mine"] and one["currency"] == currency)
        bank.act_together(
            self._checker("issuing-bank"),
            f"mints {self._papers.terms.amount} to pay with",
            f"/cash/{token}/mint",
            {"to": self._cast["issuing-bank"].lei, "deal": self._deal(), "amount": self._amount},
        )
        return token

    def _deal(self) -> str:
        """The name by which the parties of this deal know it."""
        return str(self._maker("issuing-bank").get("/credits")["items"][0]["deal"])

    # ------------------------------------------------------------------ the bill

    def _ship(self) -> str:
        carrier, beneficiary = self._maker("carrier"), self._maker("beneficiary")
        instruction = beneficiary.tell(
            "gives the carrier shipping instructions",
            "/bills/instructions",
            {"carrier": self._cast["carrier"].lei, "deal": self._deal()},
        )
        received = carrier.wait_for(f"/bills/instructions/{instruction['id']}")
        issued = carrier.act(
            f"issues bill {self._papers.bill.reference} to order of the shipper",
            "/bills",
            {"instruction": received["id"], "document": self._papers.bill.raw.decode(), "form": "to_order"},
        )
        bill = str(issued["describes"]["bill"])
        beneficiary.wait_for(f"/bills/{bill}")
        beneficiary.act("endorses the bill in blank", f"/bills/{bill}/endorse-in-blank")
        return bill

    # ------------------------------------------------------------------ refused

    def _present_and_be_refused(self, credit: str, bill: str) -> None:
        """The last of the documents that the credit asks for is left out."""
        missing = self._required()[-1]
        presented = self._present(
            credit, bill, self._required()[:-1], "presents documents, one of them missing"
        )
        bank, checker = self._maker("issuing-bank"), self._checker("issuing-bank")
        place = f"/credits/{credit}/presentations/{presented}"
        bank.wait_for(place)
        discrepancies = [{"text": f"{missing} not presented", "article": "UCP 600 art. 14 a"}]
        bank.act(
            "examines: discrepant",
            f"{place}/examination",
            {"complies": False, "discrepancies": discrepancies},
        )
        notice = {"discrepancies": discrepancies, "disposal": "RETURN"}
        bank.act_together(checker, "refuses, with its discrepancies", f"{place}/refusal", notice)
        self._require_returned(bill)
        late = {
            **notice,
            "discrepancies": [*discrepancies, {"text": "A thought too late", "article": "UCP 600 art. 16 c"}],
        }
        code = bank.turned_down(f"{place}/refusal", late)
        if code != "refusal-given-already":
            raise Unexpected(f"A second notice of refusal is turned down as {code}.")
        self._timeline.note("a second notice, with a discrepancy more, is not sent: there is one")
        self._timeline.note("title and possession are with the beneficiary again; no money moved")

    def _require_returned(self, bill: str) -> None:
        shown = self._maker("beneficiary").get(f"/bills/{bill}")
        if shown["holder"]["lei"] != self._cast["beneficiary"].lei or shown["kept_by"]:
            raise Unexpected(f"After the refusal the bill is not back with its presenter: {shown}")

    # ------------------------------------------------------------------ paid

    def _present_again_and_be_paid(self, credit: str, bill: str) -> None:
        presented = self._present(credit, bill, self._required(), "presents the full set")
        bank, checker = self._maker("issuing-bank"), self._checker("issuing-bank")
        place = f"/credits/{credit}/presentations/{presented}"
        bank.wait_for(place)
        bank.act("examines: complying", f"{place}/examination", {"complies": True, "discrepancies": []})
        bank.act_together(checker, "honours: cash and title in one transaction", f"{place}/honour")

    def _present(self, credit: str, bill: str, documents: list[str], action: str) -> str:
        body = {
            "bills": [bill],
            "documents": [self._written(name) for name in documents],
            "amount": self._amount,
            "shipped": self._papers.bill.on_board.isoformat(),
            "presented": self._today.isoformat(),
        }
        done = self._maker("beneficiary").act(action, f"/credits/{credit}/presentations", body)
        return str(done["describes"]["presentation"])

    def _written(self, name: str) -> dict[str, str]:
        """The bill as the carrier issued it; of the others a page that says what it stands for."""
        terms = self._papers.terms
        lines = (name, "", f"Credit {terms.reference}", terms.beneficiary.name, terms.applicant.name)
        is_bill = "LADING" in name.upper()
        content = self._papers.bill.raw if is_bill else "\n".join((*lines, str(terms.amount), "")).encode()
        return {
            "kind": "bill of lading" if is_bill else "document",
            "name": re.sub(r"[^a-z0-9]+", "-", name[:60].lower()).strip("-")
            + (".json" if is_bill else ".txt"),
            "media_type": "application/json" if is_bill else "text/plain",
            "content": b64encode(content).decode(),
        }

    def _required(self) -> list[str]:
        """Documents as field 46A asks for them; one that stands for all where it is silent."""
        return list(items(self._papers.terms.documents)) or ["COMMERCIAL INVOICE"]

    # ------------------------------------------------------------------ released

    def _take_delivery(self, bill: str) -> None:
        bank, applicant, carrier = (self._maker(part) for part in ("issuing-bank", "applicant", "carrier"))
        bank.act(
            "hands the bill to the applicant",
            f"/bills/{bill}/transfer-both",
            {"to": self._cast["applicant"].lei},
        )
        applicant.wait_for(f"/bills/{bill}")
        applicant.act("surrenders the bill for delivery", f"/bills/{bill}/surrender")
        carrier.act("accepts the surrender", f"/bills/{bill}/surrender/accept")
        order = self._record(
            "carrier", "terminal", "delivery_order", "orders the terminal to deliver the cargo"
        )
        self._maker("terminal").wait_for(f"/documents/{order}")
        self._record("terminal", "carrier", "gate_out_receipt", "releases the cargo and records the gate-out")

    def _record(self, by: str, to: str, kind: str, action: str) -> str:
        bill = self._papers.bill
        text = f"{kind.replace('_', ' ')}\nbill {bill.reference}\n" + "\n".join(bill.containers) + "\n"
        body = {
            "kind": kind,
            "name": f"{kind}.txt",
            "media_type": "text/plain",
            "content": b64encode(text.encode()).decode(),
            "send_to": [self._cast[to].lei],
        }
        return str(self._maker(by).act(action, "/documents", body)["describes"]["document"])

    # ------------------------------------------------------------------ afterwards

    def _ending(self, bill: str, token: str) -> Ending:
        balances = []
        for part in ("issuing-bank", "beneficiary"):
            shown = self._maker(part).get(f"/cash/{token}")
            balances.append((part, f"{shown['held']} {shown['currency']}"))
        reader = "applicant"
        title = self._maker(reader).get(f"/bills/{bill}/chain-of-title?limit=100")["items"]
        return Ending(balances, title, reader)

    @property
    def _amount(self) -> str:
        return self._papers.terms.amount.decimal()
