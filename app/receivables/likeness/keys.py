"""Under which keys a financed document is found by those that may be like it.

Keys hold the year or a shorter period beside them, so that what one meets under them does not grow with time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date

from app.receivables.documents import BillOfLading, Declaration, Document, Invoice, PurchaseOrder, Sale
from app.receivables.fingerprints import bill_number
from app.receivables.likeness.sales import issuer
from app.receivables.likeness.traits import core, read_alike, size, sizes_beside

_PERIOD = 45
"""Days."""


def keys_of(document: Document, *, asking: bool) -> Iterator[Hashable]:
    """`asking`: those of neighbouring amounts and periods too, and of the order that an invoice names."""
    day = _day(document)
    periods = _periods(day, asking)
    match document:
        case Sale():
            yield from _sale_keys(document, periods, asking)
        case BillOfLading():
            yield from _number_keys("bill", bill_number(document), day, asking)
            yield "bill-named", read_alike(bill_number(document))
        case Declaration():
            yield from _number_keys(document.country, document.number, day, asking)
    if isinstance(document, Invoice):
        if document.order:
            yield from _order_keys(document, document.order, asking)
        if document.bill:
            yield "bill-named", read_alike(document.bill)
    if isinstance(document, PurchaseOrder):
        yield from _order_keys(document, document.number, asking)
    else:
        for container in document.containers:
            for period in periods:
                yield "container", container, period


def pair_keys(sale: Sale, *, asking: bool) -> Iterator[Hashable]:
    """Of seller and buyer together, for all that they deal in about that time."""
    kind = type(sale).__name__
    for period in _periods(sale.issued, asking):
        for seller in sale.seller.identifiers:
            for buyer in sale.buyer.identifiers:
                yield kind, seller, buyer, period


def _sale_keys(sale: Sale, periods: list[int], asking: bool) -> Iterator[Hashable]:
    kind = type(sale).__name__
    for one in issuer(sale).identifiers:
        yield from _number_keys(f"{kind} of {one}", sale.number, sale.issued, asking)
    alpha, minor = sale.amount.currency.alpha, sale.amount.minor
    sizes = sizes_beside(minor) if asking else (size(minor),)
    for period in periods:
        for one in sale.seller.identifiers | sale.buyer.identifiers:
            yield "digits", kind, one, alpha, "".join(sorted(str(minor))), period
            for large in sizes:
                yield "amount", kind, one, alpha, large, period


def _number_keys(of: str, number: str, day: date, asking: bool) -> Iterator[Hashable]:
    """A slip changes the number, so numbers are also found by their signs in any order."""
    read = read_alike(number)
    for year in range(day.year - asking, day.year + asking + 1):
        yield "core", of, core(number, day.year), year
        yield "read", of, read, year
        yield "signs", of, "".join(sorted(read)), year


def _order_keys(sale: Sale, order: str, asking: bool) -> Iterator[Hashable]:
    """An order asks for invoices that name it, an invoice for the order that it names."""
    named = "order" if isinstance(sale, Invoice) == asking else "order named"
    for one in sale.buyer.identifiers:
        yield named, one, core(order) or read_alike(order)


def _day(document: Document) -> date:
    if isinstance(document, BillOfLading):
        return document.shipped
    return document.accepted if isinstance(document, Declaration) else document.issued


def _periods(day: date, asking: bool) -> list[int]:
    period = day.toordinal() // _PERIOD
    return [period - 1, period, period + 1] if asking else [period]
