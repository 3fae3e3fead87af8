"""A DCSA transport document (eBL 3.0.4): what a carrier issued, read strictly, with every fault in one go.

The schema says what must be there and how it is written. The rest stands here: check digits, days in order,
parties that fit the kind of bill, containers that agree. What a credit asks of a bill stands in `pairing`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.identifiers import NotIdentifier, container, country, hs_code, scac, un_locode
from app.interop.dcsa import json_text, schema
from app.interop.faults import DocumentRefused, Fault, NotBuiltYet, shown
from app.money import NotMoney, currency

DOCUMENT = "bill of lading"

# Name in the document -> how its text is checked; the name of the rule.
_CHECKED: dict[str, tuple[Callable[[str], str], str]] = {
    "equipmentReference": (container, "ISO 6346"),
    "UNLocationCode": (un_locode, "UN/LOCODE"),
    "countryCode": (country, "ISO 3166-1"),
    "HSCodes": (hs_code, "Harmonised System"),
    "extendedHSCodes": (hs_code, "Harmonised System"),
}
_STATUSES = (
    "DRAFT",
    "APPROVED",
    "ISSUED",
    "PENDING_SURRENDER_FOR_AMENDMENT",
    "PENDING_SURRENDER_FOR_DELIVERY",
    "SURRENDERED_FOR_AMENDMENT",
    "SURRENDERED_FOR_DELIVERY",
    "VOIDED",
)


@dataclass(frozen=True)
class Place:
    code: str | None
    """UN/LOCODE."""
    names: tuple[str, ...]
    """As the bill displays or calls it."""

    def __str__(self) -> str:
        return self.code or ", ".join(self.names)


@dataclass(frozen=True)
class Party:
    name: str
    country: str | None


@dataclass(frozen=True)
class Weight:
    value: Decimal
    unit: str
    """KGM or LBR."""


@dataclass(frozen=True)
class CargoItem:
    container: str
    packages: int
    packaging: str
    gross_weight: Weight
    goods: tuple[str, ...]
    hs_codes: tuple[str, ...]


@dataclass(frozen=True)
class TransportDocument:
    """The fields that a trade is carried on; everything else stands in `raw`."""

    reference: str
    kind: str
    """BOL: a bill of lading; SWB: a sea waybill."""
    to_order: bool
    """False: straight, deliverable to the consignee alone."""
    consignee: Party | None
    endorsee: Party | None
    """To whose order. None on a bill to order: endorsed in blank."""
    on_board: date
    issued: date
    carrier_code: str
    port_of_loading: Place
    port_of_discharge: Place
    planned_departure: date
    planned_arrival: date
    vessel: str
    voyage: str
    shipper: Party
    issuing_party: Party
    notify_parties: tuple[Party, ...]
    cargo: tuple[CargoItem, ...]
    containers: tuple[str, ...]
    freight: str | None
    """PRE paid, COL lect, or the bill is silent."""
    clauses: tuple[str, ...]
    raw: bytes

    @property
    def sha256(self) -> str:
        """Of the file, byte for byte; lowercase hex."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def packages(self) -> int:
        return sum(item.packages for item in self.cargo)


def parse(raw: bytes, *, waybill: bool = False) -> TransportDocument:
    """A bill of lading, or a sea waybill where that is asked for. Raises DocumentRefused with all faults, and
    nothing else, whatever the bytes are.
    """
    document, faults = json_text.read(raw, DOCUMENT)
    faults += schema.faults_of(document, frozenset(_CHECKED))
    faults += _waybill(document) if waybill else _bill(document)
    for check in (_identifiers, _kind_of_document, _days, _parties, _ports, _containers, _carrier, _value):
        faults += check(document)
    if faults:
        raise DocumentRefused(DOCUMENT, faults)
    return _document(document, raw)


# ------------------------------------------------------------------------------------------------ rules
# The shape of what they are handed may be wrong, and the schema has said so by then: each looks for the shape
# that it needs, and where it is not there has nothing to say.


def _at(value: Any, *steps: str) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _identifiers(document: dict[str, Any]) -> Iterator[Fault]:
    for path, name, value in json_text.walk(document):
        if name in _CHECKED and isinstance(value, str):
            check, rule = _CHECKED[name]
            try:
                check(value)
            except NotIdentifier as fault:
                yield Fault(path, fault.found, fault.expected, rule)


def _bill(document: dict[str, Any]) -> Iterator[Fault]:
    if document.get("transportDocumentTypeCode") == "SWB":
        built = "a bill of lading (BOL)"
        yield NotBuiltYet("transportDocumentTypeCode", "a sea waybill (SWB)", built, "this release")


def _waybill(document: dict[str, Any]) -> Iterator[Fault]:
    if document.get("transportDocumentTypeCode") == "BOL":
        expected = "SWB, a sea waybill"
        yield Fault("transportDocumentTypeCode", "found BOL, a bill of lading", expected, schema.RULE)


def _kind_of_document(document: dict[str, Any]) -> Iterator[Fault]:
    if document.get("transportDocumentTypeCode") == "SWB" and document.get("isToOrder") is True:
        yield Fault("isToOrder", "found true on a sea waybill", "false", schema.RULE)
    status = document.get("transportDocumentStatus")
    if isinstance(status, str) and status != "ISSUED":
        known = "" if status in _STATUSES else ", which is no status"
        yield Fault("transportDocumentStatus", f"found {shown(status)}{known}", "ISSUED", schema.RULE)
    if document.get("isElectronic") is False:
        yield Fault("isElectronic", "found false, a paper bill", "true", schema.RULE)
    if document.get("isShippedOnBoardType") is False:
        asked, built = "a received-for-shipment bill (false)", "a shipped-on-board bill (true)"
        yield NotBuiltYet("isShippedOnBoardType", asked, built, "UCP 600 art. 20 a ii")
    names = ("numberOfOriginalsWithCharges", "numberOfOriginalsWithoutCharges")
    originals = [document.get(name) for name in names]
    counted = sum(n for n in originals if isinstance(n, int) and not isinstance(n, bool))
    if counted > 1:
        yield Fault(
            names[0], f"found {counted} originals in all", "at most 1 of an electronic bill", schema.RULE
        )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and schema.is_date(value) else None


def _days(document: dict[str, Any]) -> Iterator[Fault]:
    aboard, received = document.get("shippedOnBoardDate"), document.get("receivedForShipmentDate")
    if document.get("issueDate") is None:
        yield Fault("issueDate", "missing", "the day of issue of an issued document", schema.RULE)
    if document.get("isShippedOnBoardType") is True:
        if aboard is None:
            yield Fault("shippedOnBoardDate", "missing", "the day on board", schema.RULE)
        if received is not None:
            found = "found on a bill that is shipped on board"
            yield Fault("receivedForShipmentDate", found, "shippedOnBoardDate alone", schema.RULE)
    on_board, issued = _day(aboard), _day(document.get("issueDate"))
    if on_board and issued and issued < on_board:
        found = f"found issue on {issued}, before the goods were on board on {on_board}"
        yield Fault("issueDate", found, f"{on_board} or later", "shipped on board")
    departure = _day(_at(document, "transports", "plannedDepartureDate"))
    arrival = _day(_at(document, "transports", "plannedArrivalDate"))
    if departure and arrival and arrival < departure:
        found = f"found arrival on {arrival}, before departure on {departure}"
        yield Fault("transports.plannedArrivalDate", found, f"{departure} or later", "days in order")


def _parties(document: dict[str, Any]) -> Iterator[Fault]:
    parties = document.get("documentParties")
    if not isinstance(parties, dict):
        return
    consignee, endorsee = parties.get("consignee"), parties.get("endorsee")
    if consignee is not None and endorsee is not None:
        expected = "consignee or endorsee, not both"
        yield Fault("documentParties.endorsee", "found beside a consignee", expected, schema.RULE)
    if document.get("isToOrder") is False:
        if consignee is None:
            expected = "the consignee of a bill that is not to order"
            yield Fault("documentParties.consignee", "missing", expected, schema.RULE)
        if endorsee is not None:
            found = "found on a bill that is not to order"
            yield Fault("documentParties.endorsee", found, "isToOrder true, or no endorsee", schema.RULE)
    if document.get("isToOrder") is True:
        told = any(_at(party, "isNotifyParty") is True for party in (consignee, endorsee))
        if not told and not _listed(parties.get("notifyParties")):
            expected = "somebody to notify on a bill to order"
            yield Fault("documentParties.notifyParties", "missing", expected, schema.RULE)


def _ports(document: dict[str, Any]) -> Iterator[Fault]:
    transports = document.get("transports")
    codes = []
    for name in ("portOfLoading", "portOfDischarge"):
        port = _at(transports, name)
        if isinstance(port, dict):
            if not any(port.get(key) for key in ("UNLocationCode", "locationName", "city")):
                expected = "UNLocationCode, locationName or city"
                yield Fault(f"transports.{name}", "found no place in it", expected, "UCP 600 art. 20 a iii")
            codes.append(port.get("UNLocationCode"))
    if len(codes) == 2 and codes[0] is not None and codes[0] == codes[1]:
        found = f"found {json_text.kind_of(codes[0])}, the port of loading too"
        yield Fault(
            "transports.portOfDischarge.UNLocationCode", found, "another port", "UCP 600 art. 20 a iii"
        )


def _containers(document: dict[str, Any]) -> Iterator[Fault]:
    """Every cargo item lies in a container that is listed, and every container listed holds cargo."""
    listed: Counter[str] = Counter()
    used: set[str] = set()
    at = "utilizedTransportEquipments"
    for n, unit in enumerate(_listed(document.get(at))):
        reference = _at(unit, "equipment", "equipmentReference")
        if isinstance(reference, str):
            listed[reference] += 1
            if listed[reference] == 2:
                where = f"{at}[{n}].equipment.equipmentReference"
                yield Fault(where, f"found {shown(reference)} again", "each container once", schema.RULE)
    for n, consignment in enumerate(_listed(document.get("consignmentItems"))):
        for m, item in enumerate(_listed(_at(consignment, "cargoItems"))):
            reference = _at(item, "equipmentReference")
            if isinstance(reference, str):
                used.add(reference)
                if reference not in listed:
                    where = f"consignmentItems[{n}].cargoItems[{m}].equipmentReference"
                    expected = f"one of {at}: {', '.join(map(shown, listed)) or 'none is there'}"
                    yield Fault(
                        where, f"found {shown(reference)}, which is not listed", expected, schema.RULE
                    )
    for reference in listed:
        if used and reference not in used:
            yield Fault(
                at, f"found {shown(reference)} without cargo", "cargo in every container", schema.RULE
            )


def _carrier(document: dict[str, Any]) -> Iterator[Fault]:
    code = document.get("carrierCode")
    if document.get("carrierCodeListProvider") == "NMFTA" and isinstance(code, str):
        try:
            scac(code)
        except NotIdentifier as fault:
            yield Fault("carrierCode", fault.found, fault.expected, "NMFTA")


def _value(document: dict[str, Any]) -> Iterator[Fault]:
    code = document.get("declaredValueCurrency")
    if (code is None) != (document.get("declaredValue") is None):
        found = "found only one of declaredValue and declaredValueCurrency"
        yield Fault("declaredValueCurrency", found, "both or neither", schema.RULE)
    if isinstance(code, str):
        try:
            currency(code)
        except NotMoney as fault:
            yield Fault("declaredValueCurrency", fault.found, fault.expected, "ISO 4217")


# --------------------------------------------------------------------------------------------- document


def _document(document: dict[str, Any], raw: bytes) -> TransportDocument:
    parties, transports = document["documentParties"], document["transports"]
    voyage = transports["vesselVoyages"][0]
    return TransportDocument(
        reference=document["transportDocumentReference"],
        kind=document["transportDocumentTypeCode"],
        to_order=document["isToOrder"],
        consignee=_party(parties.get("consignee")),
        endorsee=_party(parties.get("endorsee")),
        on_board=date.fromisoformat(document["shippedOnBoardDate"]),
        issued=date.fromisoformat(document["issueDate"]),
        carrier_code=document["carrierCode"],
        port_of_loading=_place(transports["portOfLoading"], document.get("displayedNameForPortOfLoad")),
        port_of_discharge=_place(
            transports["portOfDischarge"], document.get("displayedNameForPortOfDischarge")
        ),
        planned_departure=date.fromisoformat(transports["plannedDepartureDate"]),
        planned_arrival=date.fromisoformat(transports["plannedArrivalDate"]),
        vessel=voyage["vesselName"],
        voyage=voyage["carrierExportVoyageNumber"],
        shipper=_named(parties["shipper"]),
        issuing_party=_named(parties["issuingParty"]),
        notify_parties=tuple(_named(party) for party in parties.get("notifyParties", ())),
        cargo=tuple(_cargo(document["consignmentItems"])),
        containers=tuple(
            unit["equipment"]["equipmentReference"] for unit in document["utilizedTransportEquipments"]
        ),
        freight=document.get("freightPaymentTermCode"),
        clauses=tuple(document.get("carrierClauses", ())),
        raw=raw,
    )


def _party(found: dict[str, Any] | None) -> Party | None:
    return _named(found) if found is not None else None


def _named(found: dict[str, Any]) -> Party:
    return Party(found["partyName"], _at(found, "address", "countryCode"))


def _place(port: dict[str, Any], displayed: list[str] | None) -> Place:
    names = (" ".join(displayed or ()), port.get("locationName"), _at(port, "city", "city"))
    return Place(port.get("UNLocationCode"), tuple(name for name in names if name))


def _cargo(items: list[dict[str, Any]]) -> Iterator[CargoItem]:
    for consignment in items:
        for item in consignment["cargoItems"]:
            weight, packaging = item["cargoGrossWeight"], item["outerPackaging"]
            yield CargoItem(
                container=item["equipmentReference"],
                packages=int(packaging["numberOfPackages"]),
                packaging=packaging["description"],
                gross_weight=Weight(Decimal(weight["value"]), weight["unit"]),
                goods=tuple(consignment["descriptionOfGoods"]),
                hs_codes=tuple(consignment.get("extendedHSCodes") or consignment["HSCodes"]),
            )
