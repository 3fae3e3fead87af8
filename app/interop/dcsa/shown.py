"""A transport document as it is shown: the fields that a trade is carried on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.interop.dcsa.transport_document import Party, Place, TransportDocument


@dataclass(frozen=True)
class CargoShown:
    container: str
    packages: int
    packaging: str
    gross_weight: str
    unit: str
    goods: list[str]
    hs_codes: list[str]


@dataclass(frozen=True)
class DocumentShown:
    reference: str
    kind: str
    to_order: bool
    consignee: Party | None
    endorsee: Party | None
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
    notify_parties: list[Party]
    cargo: list[CargoShown]
    packages: int
    containers: list[str]
    freight: str | None
    clauses: list[str]
    sha256: str


def shown(document: TransportDocument) -> DocumentShown:
    return DocumentShown(
        reference=document.reference,
        kind=document.kind,
        to_order=document.to_order,
        consignee=document.consignee,
        endorsee=document.endorsee,
        on_board=document.on_board,
        issued=document.issued,
        carrier_code=document.carrier_code,
        port_of_loading=document.port_of_loading,
        port_of_discharge=document.port_of_discharge,
        planned_departure=document.planned_departure,
        planned_arrival=document.planned_arrival,
        vessel=document.vessel,
        voyage=document.voyage,
        shipper=document.shipper,
        issuing_party=document.issuing_party,
        notify_parties=list(document.notify_parties),
        cargo=[
            CargoShown(
                container=item.container,
                packages=item.packages,
                packaging=item.packaging,
                gross_weight=str(item.gross_weight.value),
                unit=item.gross_weight.unit,
                goods=list(item.goods),
                hs_codes=list(item.hs_codes),
            )
            for item in document.cargo
        ],
        packages=document.packages,
        containers=list(document.containers),
        freight=document.freight,
        clauses=list(document.clauses),
        sha256=document.sha256,
    )
