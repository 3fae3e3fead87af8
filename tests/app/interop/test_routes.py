"""Reading over HTTP: what we make of a document, or every fault of it."""

from __future__ import annotations

import json

from tests.app.chain.nodes import ROOT
from tests.app.chain.world import World
from tests.app.operations.builders import Interface


def test_a_transport_document_is_read_or_refused_by_path(world: World) -> None:
    """SCREDITS-21"""
    interface = Interface(world)
    document = json.loads((ROOT / "examples" / "bill.json").read_text())
    read = interface.ask("POST", "/dcsa/transport-documents", body=document)
    assert read.status_code == 200, read.text
    assert read.json()["reference"] == document["transportDocumentReference"]
    assert read.json()["packages"] > 0

    document["shippedOnBoardDate"] = "2026-13-01"
    container = document["utilizedTransportEquipments"][0]["equipment"]
    container["equipmentReference"] = container["equipmentReference"][:-1] + "x"
    wrong = interface.ask("POST", "/dcsa/transport-documents", body=document)
    assert wrong.status_code == 422
    assert wrong.json()["code"] == "bill-of-lading-unreadable"
    found = {fault["pointer"] for fault in wrong.json()["errors"]}
    assert "shippedOnBoardDate" in found
    assert "utilizedTransportEquipments[0].equipment.equipmentReference" in found


def test_what_is_no_json_is_a_fault(world: World) -> None:
    interface = Interface(world)
    token = {"Authorization": f"Bearer {world.tokens['south', 'maker']}"}
    answer = interface.http.post("/dcsa/transport-documents", content=b"{\xff", headers=token)
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 1
