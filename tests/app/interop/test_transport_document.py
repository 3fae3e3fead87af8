"""What a DCSA transport document is refused for, and what a good one says."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest

from app.interop.dcsa import transport_document
from app.interop.dcsa.transport_document import Party, Weight
from app.interop.faults import DocumentRefused
from tests.app.interop.builders import BILL, a_bill, bill, faults_of_bill

REQUIRED = [
    "transportDocumentReference",
    "transportDocumentStatus",
    "transportDocumentTypeCode",
    "isShippedOnBoardType",
    "isElectronic",
    "isToOrder",
    "invoicePayableAt",
    "partyContactDetails",
    "documentParties",
    "consignmentItems",
    "utilizedTransportEquipments",
    "termsAndConditions",
    "receiptTypeAtOrigin",
    "deliveryTypeAtDestination",
    "cargoMovementTypeAtOrigin",
    "cargoMovementTypeAtDestination",
    "carrierCode",
    "carrierCodeListProvider",
    "transports",
]


def only(raw: bytes, *words: str) -> None:
    """One fault, and it says these words."""
    faults = faults_of_bill(raw)
    assert len(faults) == 1, faults
    for word in words:
        assert word in faults[0], faults[0]


def with_value(path: str, value: object) -> bytes:
    """The example with this value at a path such as transports.portOfLoading, consignmentItems.0.HSCodes."""

    def change(document):
        *steps, last = path.split(".")
        for step in steps:
            document = document[int(step) if step.isdigit() else step]
        document[int(last) if last.isdigit() else last] = value

    return a_bill(change)


def test_the_example_says_what_it_says():
    read = bill()
    assert (read.reference, read.kind, read.to_order) == ("KLTC26-009417", "BOL", True)
    assert (read.on_board, read.issued) == (date(2026, 11, 6), date(2026, 11, 7))
    assert (read.port_of_loading.code, read.port_of_discharge.code) == ("LKCMB", "EETLL")
    assert read.port_of_loading.names == ("COLOMBO, SRI LANKA", "Colombo")
    assert (read.vessel, read.voyage, read.freight) == ("LANKA MARINER", "644W", "PRE")
    assert read.shipper == Party("Ruhuna Leaf Exports (Pvt) Ltd", "LK")
    assert (read.consignee, read.endorsee) == (None, None)
    assert [party.name for party in read.notify_parties] == ["Kalamaja Tea House OÜ"]
    assert read.containers == ("KLTU4172030", "KLTU5809165")
    assert read.cargo[0].gross_weight == Weight(Decimal("10125.5"), "KGM")
    assert (read.packages, read.cargo[2].hs_codes) == (440, ("090220",))


def test_the_bytes_are_kept():
    """INTEROP-5"""
    read = transport_document.parse(BILL)
    assert read.raw == BILL
    assert read.sha256 == hashlib.sha256(BILL).hexdigest()


def test_all_faults_come_at_once():
    """INTEROP-1, INTEROP-2"""

    def spoil(document):
        del document["transportDocumentReference"]
        document["transports"]["portOfLoading"]["UNLocationCode"] = "LK1MB"
        document["consignmentItems"][1]["cargoItems"][0]["cargoGrossWeight"]["value"] = -5
        document["issueDate"] = "2026-11-31"

    faults = faults_of_bill(a_bill(spoil))
    assert len(faults) == 4
    for words in ("transportDocumentReference: missing", "'LK1MB'", "the number -5", "'2026-11-31'"):
        assert any(words in fault for fault in faults), words
    with pytest.raises(DocumentRefused, match="The bill of lading is refused, 4 faults:"):
        transport_document.parse(a_bill(spoil))


class TestJson:
    """INTEROP-20"""

    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            (b"", ["the file is empty", "JSON"]),
            (b" \n", ["the file is empty"]),
            (BILL[:700], ["not JSON: the text ends in the middle", "line 2"]),
            (BILL.rstrip()[:-1], ["not JSON: the text ends in the middle"]),
            (BILL.replace(b'"ISSUED",', b'"ISSUED"'), ["line 6, column 3", "not JSON"]),
            (BILL.replace(b'"ISSUED"', b"'ISSUED'"), ["line 5", "not JSON"]),
            (BILL + b"{}", ["not JSON"]),
            (b"[]", ["found a list of JSON", "a JSON object"]),
            (b"null", ["found null"]),
            (b'"text"', ["found the text 'text'"]),
            (b"[" * 200_000, ["nested too deeply"]),
            (b'{"a":' * 60 + b"1" + b"}" * 60, ["nested too deeply"]),
            (BILL.decode().encode("utf-16"), ["not UTF-8"]),
            (BILL.replace("Ü".encode(), b"\xdc"), ["the byte 0xDC", "not UTF-8"]),
            (b"\x89PNG\r\n\x1a\n", ["not UTF-8"]),
            (b"%PDF-1.7", ["not JSON"]),
            (b'{"a": "' + b"x" * 4_000_000 + b'"}', ["bytes of JSON", "at most"]),
        ],
    )
    def test_a_text_that_is_no_object(self, raw, words):
        only(raw, *words)

    def test_a_byte_order_mark_is_the_files(self):
        assert faults_of_bill(b"\xef\xbb\xbf" + BILL) == []

    def test_a_name_that_stands_twice(self):
        twice = BILL.replace(b'"isElectronic": true', b'"isElectronic": false, "isElectronic": true')
        only(twice, "name 'isElectronic'", "twice")

    @pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity"])
    def test_a_number_that_json_does_not_have(self, word):
        faults = faults_of_bill(BILL.replace(b"10125.5", word))
        assert any(f"number {word.decode()}" in fault for fault in faults)
        assert any("cargoGrossWeight.value" in fault for fault in faults)

    @pytest.mark.parametrize("number", [b"1e999", b"1e99999999999999999999", b"9" * 5000, b"1e-400"])
    def test_a_number_beyond_all_measure(self, number):
        raw = BILL.replace(b"1326", number)
        only(raw, "consignmentItems[1].cargoItems[0].cargoGrossWeight.value", "expected a number")

    @pytest.mark.parametrize("text", [r"\u0000", r"\ud800", r"\u001b[31m"])
    def test_text_that_cannot_be_printed(self, text):
        raw = BILL.replace(b"ORGANIC CEYLON GREEN TEA", text.encode())
        only(raw, "consignmentItems[1].descriptionOfGoods[0]", "printable text")


class TestSchema:
    """INTEROP-21"""

    @pytest.mark.parametrize("name", REQUIRED)
    def test_a_missing_field_is_named(self, name):
        assert any(
            fault.startswith(f"{name}: missing") for fault in faults_of_bill(a_bill(lambda d: d.pop(name)))
        )

    @pytest.mark.parametrize(
        ("path", "value", "words"),
        [
            ("isToOrder", "true", ["isToOrder: found the text 'true'", "true or false without quotes"]),
            ("isShippedOnBoardType", 1, ["found the number 1", "true or false"]),
            ("isElectronic", None, ["found null"]),
            ("transportDocumentReference", "X" * 21, ["at most 20 characters, not 21"]),
            ("transportDocumentReference", "", ["found the text ''"]),
            ("transportDocumentReference", " A", ["without spaces around it"]),
            ("transportDocumentReference", "A\n", ["without spaces around it"]),
            ("transportDocumentReference", 12, ["found the number 12", "text in quotes"]),
            ("transportDocumentTypeCode", "CMR", ["found the text 'CMR'", "one of BOL, SWB"]),
            ("receiptTypeAtOrigin", "XX", ["one of CY, SD, CFS"]),
            ("freightPaymentTermCode", "FREE", ["one of PRE, COL"]),
            ("carrierCodeListProvider", "ME", ["one of SMDG, NMFTA"]),
            ("consignmentItems.0.cargoItems.0.cargoGrossWeight.value", -5, ["the number -5", "more than 0"]),
            ("consignmentItems.0.cargoItems.0.cargoGrossWeight.value", 0, ["the number 0", "more than 0"]),
            ("consignmentItems.0.cargoItems.0.cargoGrossWeight.value", "10", ["a number without quotes"]),
            ("consignmentItems.0.cargoItems.0.cargoGrossWeight.unit", "TON", ["one of KGM, LBR"]),
            ("consignmentItems.0.cargoItems.0.outerPackaging.numberOfPackages", 0, ["at least 1"]),
            ("consignmentItems.0.cargoItems.0.outerPackaging.numberOfPackages", 2.5, ["a whole number"]),
            ("consignmentItems.0.descriptionOfGoods", "TEA", ["a list"]),
            ("consignmentItems.0.descriptionOfGoods", ["T" * 36], ["at most 35 characters, not 36"]),
            ("partyContactDetails", [], ["at least 1 in the list"]),
            ("partyContactDetails.0", {"name": "Desk"}, ["found none of them", "one of phone, email"]),
            ("partyContactDetails.0", {"name": "Desk", "email": "nobody"}, ["email", "'nobody'"]),
            ("invoicePayableAt", {}, ["one of UNLocationCode, freeText"]),
            (
                "invoicePayableAt",
                {"UNLocationCode": "LKCMB", "freeText": "X"},
                ["found 2 of them", "only one of UNLocationCode, freeText"],
            ),
            ("documentParties.shipper", {}, ["documentParties.shipper.partyName: missing"]),
            ("documentParties", [], ["found a list", "an object"]),
            ("transports.plannedDepartureDate", "06-11-2026", ["'06-11-2026'", "YYYY-MM-DD"]),
            ("transports.plannedDepartureDate", "20261106", ["YYYY-MM-DD"]),
            ("shippedOnBoardDate", "2026-02-30", ["'2026-02-30'", "a day that exists"]),
            ("transports.vesselVoyages", [], ["at least 1 in the list"]),
        ],
    )
    def test_a_value_that_does_not_fit(self, path, value, words):
        only(with_value(path, value), *words)

    def test_what_the_standard_does_not_name_is_let_be(self):
        assert faults_of_bill(with_value("carrierInternal", {"anything": [1, None]})) == []


class TestIdentifiers:
    """INTEROP-22"""

    @pytest.mark.parametrize(
        ("path", "value", "words"),
        [
            ("transports.portOfLoading.UNLocationCode", "LK1MB", ["'LK1MB' is no UN/LOCODE"]),
            ("transports.portOfLoading.UNLocationCode", "ZZCMB", ["begins with ZZ"]),
            ("transports.portOfLoading.UNLocationCode", "LKCM", ["'LKCM' is no UN/LOCODE"]),
            ("invoicePayableAt", {"UNLocationCode": "lkcmb"}, ["invoicePayableAt.UNLocationCode", "'lkcmb'"]),
            ("documentParties.shipper.address.countryCode", "UK", ["'UK' is no country"]),
            ("consignmentItems.0.HSCodes", ["770000"], ["chapter 77"]),
            ("consignmentItems.0.HSCodes", ["0902"], ["'0902' is no HS code", "6 to 12 digits"]),
            ("consignmentItems.0.extendedHSCodes", ["990000000000"], ["chapter 99"]),
            ("carrierCode", "K1", ["'K1' is no SCAC"]),
        ],
    )
    def test_an_identifier_that_cannot_be(self, path, value, words):
        only(with_value(path, value), *words)

    def test_every_container_number_is_checked_wherever_it_stands(self):
        faults = faults_of_bill(BILL.replace(b"KLTU4172030", b"KLTU4172031"))
        assert [fault.split(":")[0] for fault in faults] == [
            "consignmentItems[0].cargoItems[0].equipmentReference",
            "utilizedTransportEquipments[0].equipment.equipmentReference",
        ]
        assert all("expected check digit 0: KLTU4172030 (ISO 6346)" in fault for fault in faults)

    def test_a_carrier_of_the_other_list_may_have_digits(self):
        def smdg(document):
            document["carrierCode"], document["carrierCodeListProvider"] = "K1", "SMDG"

        assert faults_of_bill(a_bill(smdg)) == []


class TestKind:
    """INTEROP-23"""

    @pytest.mark.parametrize("status", ["DRAFT", "APPROVED", "SURRENDERED_FOR_DELIVERY", "VOIDED"])
    def test_only_an_issued_document_is_taken(self, status):
        only(with_value("transportDocumentStatus", status), status, "expected ISSUED")

    def test_a_status_that_does_not_exist(self):
        only(with_value("transportDocumentStatus", "PRINTED"), "'PRINTED', which is no status")

    def test_a_paper_bill(self):
        only(with_value("isElectronic", False), "isElectronic", "a paper bill")

    def test_more_than_one_original(self):
        only(with_value("numberOfOriginalsWithCharges", 1), "2 originals", "at most 1")

    def test_a_sea_waybill_is_not_built_yet(self):
        """INTEROP-4"""

        def waybill(document):
            document["transportDocumentTypeCode"], document["isToOrder"] = "SWB", False
            document["documentParties"]["consignee"] = a_party()

        only(a_bill(waybill), "a sea waybill (SWB) is not built yet")

    def test_a_sea_waybill_to_order_is_wrong_besides(self):
        faults = faults_of_bill(with_value("transportDocumentTypeCode", "SWB"))
        assert any(fault.startswith("isToOrder: found true on a sea waybill") for fault in faults)

    def test_a_received_for_shipment_bill_is_not_built_yet(self):
        """INTEROP-4"""

        def received(document):
            document["isShippedOnBoardType"] = False
            document["receivedForShipmentDate"] = document.pop("shippedOnBoardDate")

        only(a_bill(received), "a received-for-shipment bill (false) is not built yet")

    @pytest.mark.parametrize(("code", "ok"), [("EUR", True), ("XYQ", False)])
    def test_the_currency_of_a_declared_value(self, code, ok):
        def declare(document):
            document["declaredValue"], document["declaredValueCurrency"] = 5, code

        assert (faults_of_bill(a_bill(declare)) == []) is ok

    def test_a_declared_value_without_its_currency(self):
        only(with_value("declaredValue", 5), "only one of declaredValue and declaredValueCurrency")


class TestDays:
    """INTEROP-24"""

    @pytest.mark.parametrize("name", ["issueDate", "shippedOnBoardDate"])
    def test_an_issued_bill_on_board_has_its_days(self, name):
        only(a_bill(lambda d: d.pop(name)), f"{name}: missing")

    def test_both_kinds_of_day(self):
        only(with_value("receivedForShipmentDate", "2026-11-01"), "shippedOnBoardDate alone")

    def test_issue_before_the_goods_were_on_board(self):
        only(with_value("issueDate", "2026-11-05"), "issueDate", "2026-11-05", "2026-11-06 or later")
        assert faults_of_bill(with_value("issueDate", "2026-11-06")) == []

    def test_arrival_before_departure(self):
        only(with_value("transports.plannedArrivalDate", "2026-11-05"), "2026-11-05, before departure")


def a_party(**more: object) -> dict[str, object]:
    codes = [{"codeListProvider": "GLEIF", "partyCode": "529900T8BM49AURSDO55"}]
    return {"partyName": "Kadriorg Bank", "identifyingCodes": codes, **more}


class TestParties:
    """INTEROP-25"""

    def test_a_straight_bill_has_a_consignee(self):
        only(with_value("isToOrder", False), "documentParties.consignee: missing")

        def straight(document):
            document["isToOrder"] = False
            document["documentParties"]["consignee"] = a_party()

        read = bill(straight)
        assert (read.to_order, read.consignee) == (False, Party("Kadriorg Bank", None))

    def test_a_bill_to_the_order_of_somebody(self):
        read = bill(lambda d: d["documentParties"].update(endorsee=a_party()))
        assert read.endorsee == Party("Kadriorg Bank", None)

    def test_a_straight_bill_has_no_endorsee(self):
        def change(document):
            document["isToOrder"] = False
            document["documentParties"]["endorsee"] = a_party()

        assert any(
            "not to order" in fault and "endorsee: found" in fault for fault in faults_of_bill(a_bill(change))
        )

    def test_not_consignee_and_endorsee(self):
        both = a_bill(lambda d: d["documentParties"].update(endorsee=a_party(), consignee=a_party()))
        only(both, "documentParties.endorsee", "not both")

    def test_somebody_is_notified_of_a_bill_to_order(self):
        only(a_bill(lambda d: d["documentParties"].pop("notifyParties")), "notifyParties: missing")

        def endorsee_is_told(document):
            del document["documentParties"]["notifyParties"]
            document["documentParties"]["endorsee"] = a_party(isNotifyParty=True)

        assert faults_of_bill(a_bill(endorsee_is_told)) == []


class TestContainers:
    """INTEROP-26"""

    def test_cargo_in_a_container_that_is_not_listed(self):
        raw = with_value("consignmentItems.1.cargoItems.0.equipmentReference", "CSQU3054383")
        only(raw, "consignmentItems[1].cargoItems[0]", "'CSQU3054383', which is not listed", "'KLTU4172030'")

    def test_a_container_without_cargo(self):
        def add(document):
            unit = json.loads(json.dumps(document["utilizedTransportEquipments"][0]))
            unit["equipment"]["equipmentReference"] = "CSQU3054383"
            document["utilizedTransportEquipments"].append(unit)

        only(a_bill(add), "'CSQU3054383' without cargo")

    def test_a_container_that_is_listed_twice(self):
        units = json.loads(BILL)["utilizedTransportEquipments"]
        only(with_value("utilizedTransportEquipments", [*units, units[0]]), "'KLTU4172030' again", "[2]")


class TestPorts:
    """INTEROP-27"""

    def test_a_port_without_any_name(self):
        only(with_value("transports.portOfLoading", {}), "transports.portOfLoading: found no place")

    def test_a_port_by_name_alone(self):
        read = transport_document.parse(with_value("transports.portOfLoading", {"locationName": "Colombo"}))
        assert (read.port_of_loading.code, str(read.port_of_loading)) == (None, "COLOMBO, SRI LANKA, Colombo")

    def test_loading_and_discharge_in_one_port(self):
        only(
            with_value("transports.portOfDischarge.UNLocationCode", "LKCMB"),
            "'LKCMB', the port of loading too",
        )
