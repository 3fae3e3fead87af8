"""Quantities before and after a reissue, from the documents of the bills on both sides.

Goods are told apart by their HS codes. Packages and gross weight, by unit, must come to the same: nothing is
rounded and no unit is turned into another.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.bills.domain import BalanceSheet, Goods
from app.interop.dcsa.transport_document import TransportDocument

KIND = "balance-sheet"


@dataclass(frozen=True)
class Side:
    """The bills of one side, by id, with the document of each."""

    documents: Mapping[str, TransportDocument]

    @property
    def goods(self) -> dict[tuple[str, str], Goods]:
        """By HS codes and unit of weight."""
        packages: defaultdict[tuple[str, str], int] = defaultdict(int)
        weight: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for document in self.documents.values():
            for item in document.cargo:
                key = (" ".join(sorted(item.hs_codes)), item.gross_weight.unit)
                packages[key] += item.packages
                weight[key] += item.gross_weight.value
        return {key: Goods(*key, packages[key], weight[key]) for key in sorted(packages)}


def sheet(before: Side, after: Side) -> BalanceSheet:
    """Both sides and every difference between them, in words."""
    return BalanceSheet(
        tuple(before.documents),
        tuple(after.documents),
        tuple(before.goods.values()),
        tuple(after.goods.values()),
        _differences(before, after),
    )


def written(before: Side, after: Side) -> bytes:
    """The balance sheet as the file to which a reissue commits."""
    sides = {
        name: [
            {"bill": bill, "reference": document.reference, "goods": _figures(Side({bill: document}))}
            for bill, document in side.documents.items()
        ]
        for name, side in (("voided", before), ("issued", after))
    }
    totals = {"voided": _figures(before), "issued": _figures(after)}
    return json.dumps(sides | {"totals": totals}, indent=1).encode()


def bills_in(content: bytes) -> tuple[list[str], list[str]]:
    """The bills that a written balance sheet names: voided, and issued."""
    read = json.loads(content)
    voided, issued = ([str(one["bill"]) for one in read[side]] for side in ("voided", "issued"))
    return voided, issued


def _differences(before: Side, after: Side) -> tuple[str, ...]:
    first, second = before.goods, after.goods
    found = []
    for key in sorted(first.keys() | second.keys()):
        codes, unit = key
        nothing = Goods(codes, unit, 0, Decimal(0))
        was, is_ = first.get(key, nothing), second.get(key, nothing)
        if was.packages != is_.packages:
            found.append(f"{codes}: {was.packages} packages before, {is_.packages} after")
        if was.weight != is_.weight:
            found.append(f"{codes}: {was.weight} {unit} before, {is_.weight} {unit} after")
    return tuple(found)


def _figures(side: Side) -> Sequence[Mapping[str, str | int]]:
    return [
        {
            "hs_codes": one.hs_codes,
            "packages": one.packages,
            "gross_weight": str(one.weight),
            "unit": one.unit,
        }
        for one in side.goods.values()
    ]
