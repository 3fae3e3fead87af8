"""Bills over HTTP: a carrier (`south`), a shipper (`north`), and the document between them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from app.members import service as members
from tests.app.chain.nodes import ROOT
from tests.app.chain.world import MEMBERS, World
from tests.app.operations.builders import Interface

LEI = {entry["id"]: entry["lei"] for entry in MEMBERS}
CARRIER, SHIPPER = "south", "north"
RENAMED = {
    "formerHolder": "former_holder",
    "formerOwner": "former_owner",
    "formerForm": "former_form",
}


def a_document(**changed: Any) -> str:
    """The example bill, with a reference of its own."""
    document = json.loads((ROOT / "examples" / "bill.json").read_text())
    document["transportDocumentReference"] = uuid4().hex[:16].upper()
    return json.dumps(document | changed, ensure_ascii=False, indent=2)


def straight(document: str) -> str:
    """The same, deliverable to the one who was to be notified."""
    changed = json.loads(document)
    parties = changed["documentParties"]
    codes = [{"codeListProvider": "GLEIF", "partyCode": LEI[CARRIER]}]
    parties["consignee"] = parties.pop("notifyParties")[0] | {"identifyingCodes": codes}
    return json.dumps(changed | {"isToOrder": False})


def waybill(document: str) -> str:
    """The same as a sea waybill."""
    changed = json.loads(straight(document))
    return json.dumps(changed | {"transportDocumentTypeCode": "SWB"})


def in_containers(document: str, *containers: str) -> str:
    """What of the document lies in these containers, under a reference of its own."""
    changed = json.loads(document)
    changed["transportDocumentReference"] = uuid4().hex[:16].upper()
    for consignment in changed["consignmentItems"]:
        consignment["cargoItems"] = [
            item for item in consignment["cargoItems"] if item["equipmentReference"] in containers
        ]
    changed["consignmentItems"] = [one for one in changed["consignmentItems"] if one["cargoItems"]]
    changed["utilizedTransportEquipments"] = [
        unit
        for unit in changed["utilizedTransportEquipments"]
        if unit["equipment"]["equipmentReference"] in containers
    ]
    return json.dumps(changed, ensure_ascii=False)


def with_packages(document: str, packages: int) -> str:
    """The same, with so many in the first lot."""
    changed = json.loads(document)
    changed["consignmentItems"][0]["cargoItems"][0]["outerPackaging"]["numberOfPackages"] = packages
    return json.dumps(changed, ensure_ascii=False)


def a_deal(world: World, *member_ids: str) -> str:
    """A deal in which these members have a number already."""
    deal = members.new_deal()
    join(world, deal, *member_ids)
    return deal


def join(world: World, deal: str, *member_ids: str) -> None:
    with world.database.writing() as session:
        for member_id in member_ids:
            members.allot(session, member_id, deal)


@dataclass
class Trade:
    """What the people of one deal do and see, over HTTP."""

    world: World
    interface: Interface
    deal: str
    shipper: str = SHIPPER
    carrier: str = CARRIER

    def instruct(self, **said: Any) -> dict[str, Any]:
        body = {"carrier": LEI[self.carrier], "deal": self.deal} | said
        answer = self.interface.ask("POST", "/bills/instructions", member=self.shipper, body=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def ask_issue(self, document: str, instruction: str | None = None, **said: Any) -> Any:
        body = {"instruction": instruction or self.instruct()["id"], "document": document} | said
        return self.interface.ask("POST", "/bills", member=self.carrier, body=body)

    def issue(self, document: str | None = None, **said: Any) -> str:
        """The id of a bill that is issued and final."""
        answer = self.ask_issue(document or a_document(), **said)
        assert answer.status_code == 202, answer.text
        self.end(answer.json()["id"])
        return str(answer.json()["describes"]["bill"])

    def act(self, member: str, bill: str, act: str, **body: Any) -> None:
        """Ask for it, have it checked where it takes two, and see it final."""
        answer = self.ask(member, bill, act, **body)
        assert answer.status_code == 202, answer.text
        asked = answer.json()
        if asked["eyes"] == 2:
            self.world.settle()
            path = f"/operations/{asked['id']}/approve"
            checked = self.interface.ask("POST", path, member=member, role="checker")
            assert checked.status_code in (200, 202), checked.text
        self.end(asked["id"])

    def ask(self, member: str, bill: str, act: str, **body: Any) -> Any:
        return self.interface.ask("POST", f"/bills/{bill}/{act}", member=member, body=body or None)

    def end(self, operation: str) -> None:
        self.world.settle()
        ended = self.world.operation(operation)
        assert ended.status == "final", ended.refusal

    def see(self, member: str, path: str) -> Any:
        answer = self.interface.ask("GET", path, member=member)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def bill(self, member: str, bill: str) -> dict[str, Any]:
        return dict(self.see(member, f"/bills/{bill}"))

    def title(self, member: str, bill: str) -> list[str]:
        """The chain of title in words."""
        return [event["in_words"] for event in self.see(member, f"/bills/{bill}/chain-of-title")["items"]]

    def on_chain(self, bill: str) -> dict[str, Any]:
        """What the contract itself answers, by our names."""
        (given,) = self.world.view("BillOfLading", "billOf", bill)
        return {RENAMED.get(name, name): value for name, value in given.items()}


def name_of(member: str) -> str:
    return next(str(entry["name"]) for entry in MEMBERS if entry["id"] == member)
