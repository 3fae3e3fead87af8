"""Papers of one sale: an order and the invoice that came of it, a bill and the invoice that names it."""

from __future__ import annotations

from collections.abc import Iterator

from app.receivables.documents import BillOfLading, Document, Invoice, PurchaseOrder
from app.receivables.fingerprints import bill_number
from app.receivables.likeness.reasons import Reason
from app.receivables.likeness.sales import same
from app.receivables.likeness.traits import core, read_alike


def compare_links(ours: Document, theirs: Document) -> list[Reason]:
    """For documents of two kinds; the invoice may be either."""
    if isinstance(ours, Invoice):
        return list(_of_invoice(ours, theirs))
    if isinstance(theirs, Invoice):
        turned = _of_invoice(theirs, ours)
        return [Reason(reason.name, reason.points, reason.theirs, reason.ours) for reason in turned]
    return []


def _of_invoice(invoice: Invoice, other: Document) -> Iterator[Reason]:
    if isinstance(other, PurchaseOrder) and invoice.order:
        equal = read_alike(invoice.order) == read_alike(other.number) or (
            core(invoice.order) == core(other.number) != ""
        )
        if equal and same(invoice.buyer, other.buyer) and same(invoice.seller, other.seller):
            yield Reason("of-a-financed-order", 80, invoice.order, other.number)
    if isinstance(other, BillOfLading):
        if invoice.bill and read_alike(_bare(invoice.bill, other)) == read_alike(bill_number(other)):
            yield Reason("of-a-financed-bill", 80, invoice.bill, other.number)
        elif (
            set(invoice.containers) & set(other.containers)
            and same(invoice.seller, other.shipper)
            and abs((invoice.issued - other.shipped).days) <= 30
        ):
            said = ", ".join(invoice.containers), ", ".join(other.containers)
            yield Reason("containers-of-a-financed-bill", 65, *said)


def _bare(number: str, bill: BillOfLading) -> str:
    """The bill's number as the invoice names it, with or without the carrier's code."""
    return bill_number(BillOfLading(bill.carrier, number, bill.shipped, bill.shipper))
