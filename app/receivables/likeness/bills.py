"""Two bills of lading side by side, and two declarations. A bill that is issued again has another number, but
its goods are in the same containers on the same voyage.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.receivables.documents import BillOfLading, Declaration, normalised, number_of
from app.receivables.fingerprints import bill_number
from app.receivables.likeness.reasons import Reason
from app.receivables.likeness.sales import days_apart, goods, same
from app.receivables.likeness.traits import read_alike, slipped


def compare_bills(ours: BillOfLading, theirs: BillOfLading) -> list[Reason]:
    found = [*_bill_numbers(ours, theirs), *_carriage(ours, theirs), *_weights(ours, theirs)]
    found += days_apart("shipped", abs((ours.shipped - theirs.shipped).days), ours.shipped, theirs.shipped)
    if same(ours.shipper, theirs.shipper):
        said = " ".join(sorted(ours.shipper.identifiers)), " ".join(sorted(theirs.shipper.identifiers))
        found.append(Reason("shipper-same", 10, *said))
    found += goods(ours.goods, theirs.goods)
    return found


def compare_declarations(ours: Declaration, theirs: Declaration) -> list[Reason]:
    found = [*_numbers(ours.number, theirs.number, number_of(ours.number), number_of(theirs.number))]
    if same(ours.declarant, theirs.declarant):
        said = " ".join(sorted(ours.declarant.identifiers)), " ".join(sorted(theirs.declarant.identifiers))
        found.append(Reason("declarant-same", 10, *said))
    if set(ours.containers) & set(theirs.containers):
        found.append(
            Reason("containers-common", 35, ", ".join(ours.containers), ", ".join(theirs.containers))
        )
    found += days_apart(
        "accepted", abs((ours.accepted - theirs.accepted).days), ours.accepted, theirs.accepted
    )
    found += goods(ours.goods, theirs.goods)
    return found


def _bill_numbers(ours: BillOfLading, theirs: BillOfLading) -> Iterator[Reason]:
    yield from _numbers(ours.number, theirs.number, bill_number(ours), bill_number(theirs))


def _numbers(ours: str, theirs: str, one: str, other: str) -> Iterator[Reason]:
    if one == other:
        yield Reason("number-same", 60, ours, theirs)
    elif read_alike(one) == read_alike(other):
        yield Reason("number-read-alike", 45, ours, theirs)
    elif slipped(one, other):
        yield Reason("number-slip", 25, ours, theirs)


def _carriage(ours: BillOfLading, theirs: BillOfLading) -> Iterator[Reason]:
    """Containers go from ship to ship, so they say little without the voyage, and a voyage of a liner says
    little without them.
    """
    said = _carried(ours), _carried(theirs)
    common = set(ours.containers) & set(theirs.containers)
    vessel = not (ours.vessel and theirs.vessel) or ours.vessel == theirs.vessel
    voyage = not (ours.voyage and theirs.voyage) or normalised(ours.voyage) == normalised(theirs.voyage)
    if common and (voyage or vessel) and abs((ours.shipped - theirs.shipped).days) <= 14:
        equal = set(ours.containers) == set(theirs.containers)
        yield Reason("carriage-same" if equal else "carriage-common", 45 if equal else 35, *said)
    elif common:
        yield Reason("containers-on-another-voyage", -20, *said)
    elif ours.containers and theirs.containers:
        yield Reason("containers-differ", -40, *said)


def _weights(ours: BillOfLading, theirs: BillOfLading) -> Iterator[Reason]:
    one, other = ours.weight, theirs.weight
    if one and other:
        said = f"{one} kg", f"{other} kg"
        if abs(one - other) * 50 <= max(one, other):
            yield Reason("weight-same" if one == other else "weight-near", 15, *said)
        elif abs(one - other) * 20 > max(one, other):
            yield Reason("weight-differs", -25, *said)


def _carried(bill: BillOfLading) -> str:
    return f"{', '.join(bill.containers)} on {bill.vessel} {bill.voyage}".strip()
