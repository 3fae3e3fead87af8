"""Credits over HTTP: a buyer, its bank, an advising bank, a beneficiary (`south`) and a carrier."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.credits import contract
from app.credits.domain import Disposal
from app.credits.services import records
from app.interop.swift.mt700_fields import PLACE_OF
from tests.app.chain.nodes import ROOT, Node
from tests.app.chain.world import MEMBERS, World, build_world
from tests.app.operations.builders import Interface

BUYER, BANK, ADVISER, BENEFICIARY, CARRIER = "buyer", "issuer", "adviser", "south", "liner"
STRANGER = "north"
"""A bank: it has a part only where any bank is nominated."""

# Names and BICs as the example credit has them; the LEIs pass their check and belong to nobody.
MORE_MEMBERS: list[dict[str, Any]] = [
    {
        "id": BUYER,
        "name": "Kalamaja Tea House OÜ",
        "lei": "00000015UWH7D6DSW661",
        "bic": None,
        "country": "EE",
        "roles": ["TRADER"],
    },
    {
        "id": BANK,
        "name": "Kadriorg Pank AS",
        "lei": "000000Z650KP9T7HR349",
        "bic": "KADREE2X",
        "country": "EE",
        "roles": ["BANK"],
        "currencies": ["EUR"],
    },
    {
        "id": ADVISER,
        "name": "Serendib Bank PLC",
        "lei": "000000KW7JSGF7913O13",
        "bic": "SERELKLX",
        "country": "LK",
        "roles": ["BANK"],
    },
    {
        "id": CARRIER,
        "name": "Laccadive Liner AS",
        "lei": "0000009JTMA9J7BM5046",
        "bic": None,
        "country": "NO",
        "roles": ["CARRIER"],
    },
]
LEI = {entry["id"]: entry["lei"] for entry in [*MEMBERS, *MORE_MEMBERS]}
NAME = {entry["id"]: entry["name"] for entry in [*MEMBERS, *MORE_MEMBERS]}

AMOUNT = "184350.75"
CONFIRMED = {"f49": "CONFIRM", "f58A": "SERELKLX"}
"""The advising bank is asked to confirm."""
NEGOTIABLE = {"f41A": "SERELKLXXXX\nBY NEGOTIATION"}
WITH_ANY_BANK = {"f41A": "", "f41D": "ANY BANK\nBY NEGOTIATION"}
DEFERRED = {
    **{"f41A": "KADREE2XXXX\nBY DEF PAYMENT", "f42C": "", "f42A": ""},
    "f42P": "1 DAY AFTER BILL OF LADING DATE",
}
ACCEPTED = {
    "f41A": "SERELKLXXXX\nBY ACCEPTANCE",
    "f42C": "1 DAY AFTER BILL OF LADING DATE",
    "f42A": "SERELKLX",
}
WRONG = [{"text": "The packing list was not presented.", "article": "UCP 600 art. 14 a"}]


def a_message(
    today: date, *, expires: int = 60, ships: int = 30, amount: str = "EUR184350,75", **fields: str
) -> str:
    """The example credit, issued today. `fields` such as f43P replace a field; an empty text removes it, and
    what the example lacks goes to its place in the order of the MT 700.
    """
    text = (ROOT / "examples" / "credit.txt").read_bytes().decode()
    fields = {
        "f31C": f"{today:%y%m%d}",
        "f31D": f"{today + timedelta(days=expires):%y%m%d}COLOMBO",
        "f44C": f"{today + timedelta(days=ships):%y%m%d}",
        "f32B": amount,
    } | fields
    for name, value in fields.items():
        tag = name.removeprefix("f")
        end = re.search(r"\r?\n", text)
        assert end is not None
        put = f":{tag}:{value}\n".replace("\n", end[0]) if value else ""
        text, found = re.subn(rf":{tag}:.*?\r?\n(?=:\d\d|-\}})", lambda _, put=put: put, text, flags=re.S)
        if not found:
            later = (f":{next_}:" for next_ in PLACE_OF if PLACE_OF[next_] > PLACE_OF[tag])
            following = next(mark for mark in later if f"\n{mark}" in text)
            text = text.replace(following, put + following)
    return text


def a_document(
    name: str = "invoice.txt", kind: str = "commercial invoice", text: str = "INVOICE"
) -> dict[str, str]:
    return {
        "name": name,
        "kind": kind,
        "media_type": "text/plain",
        "content": b64encode(text.encode()).decode(),
    }


@dataclass
class Desk:
    """What the people of one credit do and see, over HTTP."""

    world: World
    interface: Interface

    @property
    def today(self) -> date:
        """The chain's, which is the service's."""
        from_chain = int(self.world.node.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
        return date(1970, 1, 1) + timedelta(days=from_chain // 86_400)

    # ----------------------------------------------------------------- speaking

    def ask(self, member: str, path: str, body: Any = None, *, role: str = "maker") -> Any:
        return self.interface.ask("POST", path, member=member, role=role, body=body)

    def see(self, member: str, path: str) -> Any:
        answer = self.interface.ask("GET", path, member=member)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def done(self, member: str, path: str, body: Any = None) -> dict[str, Any]:
        """Asked for, checked where it takes two, and final."""
        ended = self.ended(member, path, body)
        assert ended["status"] == "final", ended["refusal"]
        return ended

    def ended(self, member: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = self.ask(member, path, body)
        assert answer.status_code == 202, answer.text
        self.world.settle()
        id = answer.json()["id"]
        if self.see(member, f"/operations/{id}")["status"] == "awaiting_check":
            checked = self.ask(member, f"/operations/{id}/approve", role="checker")
            assert checked.status_code == 202, checked.text
            self.world.settle()
        return dict(self.see(member, f"/operations/{id}"))

    # ----------------------------------------------------------------- the story

    def apply(self, message: str | None = None) -> dict[str, Any]:
        answer = self.ask(BUYER, "/credits/applications", self.application(message))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def application(self, message: str | None = None, **changed: Any) -> dict[str, Any]:
        return {
            "issuing_bank": LEI[BANK],
            "advising_bank": LEI[ADVISER],
            "beneficiary": LEI[BENEFICIARY],
            "message": message or a_message(self.today),
        } | changed

    def issue(self, message: str | None = None, **said: Any) -> str:
        asked = {"application": self.apply(message)["id"]} | said
        return str(self.done(BANK, "/credits", asked)["describes"]["credit"])

    def instalment(self, amount: str, first: int, last: int) -> dict[str, str]:
        """From so many days from today to so many."""
        days = ((self.today + timedelta(days=one)).isoformat() for one in (first, last))
        return dict(zip(("first_day", "last_day"), days, strict=True), amount=amount)

    def advise(self, message: str | None = None, **said: Any) -> str:
        credit = self.issue(message, **said)
        self.done(ADVISER, f"/credits/{credit}/advise")
        return credit

    def propose(self, credit: str, **said: Any) -> str:
        """The path of an amendment, proposed by two persons and final."""
        asked = {"reference": "1", "wording": "The credit is amended."} | said
        done = self.done(BANK, f"/credits/{credit}/amendments", asked)
        assert done["eyes"] == 2
        return f"/credits/{credit}/amendments/{done['describes']['amendment']}"

    def ship(self, credit: str) -> str:
        """A bill to the beneficiary's order, endorsed in blank."""
        deal = self.see(BENEFICIARY, f"/credits/{credit}")["deal"]
        body = {"carrier": LEI[CARRIER], "deal": deal}
        instruction = self.ask(BENEFICIARY, "/bills/instructions", body).json()["id"]
        text = json.loads((ROOT / "examples" / "bill.json").read_text())
        issued = {
            "instruction": instruction,
            "document": json.dumps(text | {"transportDocumentReference": credit[2:18].upper()}),
            "form": "to_order",
        }
        bill = str(self.done(CARRIER, "/bills", issued)["describes"]["bill"])
        self.done(BENEFICIARY, f"/bills/{bill}/endorse-in-blank")
        return bill

    def presentation(self, **changed: Any) -> dict[str, Any]:
        return {
            "bills": [],
            "documents": [a_document(), a_document("packing.txt", "packing list", "PACKING LIST")],
            "amount": AMOUNT,
            "shipped": (self.today - timedelta(days=2)).isoformat(),
            "presented": self.today.isoformat(),
        } | changed

    def present(self, credit: str, **changed: Any) -> str:
        """The path of a presentation that is final."""
        body = self.presentation(**changed)
        made = self.done(BENEFICIARY, f"/credits/{credit}/presentations", body)
        return f"/credits/{credit}/presentations/{made['describes']['presentation']}"

    def examine(self, place: str, *, complies: bool, by: str = BANK) -> None:
        found = {"complies": complies, "discrepancies": [] if complies else WRONG}
        self.done(by, f"{place}/examination", found)

    def refuse(self, place: str, disposal: str = "RETURN", *, by: str = BANK) -> None:
        self.done(by, f"{place}/refusal", {"discrepancies": WRONG, "disposal": disposal})

    def refuse_round_the_service(self, place: str, *, by: str = BANK) -> None:
        """A notice by the bank's own keys, that no text goes with."""
        _, _, credit, _, presentation = place.split("/")
        world = self.world
        with world.database.reading() as session:
            found, row = records.as_bank(session, world.callers[by, "maker"], credit, presentation)
            presented = records.as_presented(found, row)
            call = contract.refuse(world.deployment, presented, "0x" + "7e" * 32, 1, Disposal.HOLD)
            world.by_keys(by, found.copy.party, found.row.contract, call)
        world.index()

    def mint(self, credit: str, amount: str = AMOUNT, *, to: str = BANK) -> None:
        token = self.see(BANK, f"/credits/{credit}")["operative"]["cash"]
        deal = self.see(BANK, f"/credits/{credit}")["deal"]
        self.done(BANK, f"/cash/{token}/mint", {"to": LEI[to], "deal": deal, "amount": amount})

    def held(self, member: str, credit: str) -> str:
        """What the member's number in this credit holds of its cash."""
        seen = self.see(BANK, f"/credits/{credit}")
        rows = self.see(member, f"/cash/{seen['operative']['cash']}/balances?limit=200")["items"]
        return next((str(row["amount"]) for row in rows if row["deal"] == seen["deal"]), "0.00")


@contextmanager
def desk_among(
    node: Node,
    folder: Path,
    database: str,
    numbers: int,
    more_members: Sequence[dict[str, Any]] = MORE_MEMBERS,
) -> Iterator[Desk]:
    """A desk on a chain where every instrument is open, with so many numbers for each member."""
    with build_world(
        node, folder, numbers=numbers, all_instruments=True, database=database, more_members=more_members
    ) as world:
        yield Desk(world, Interface(world))
