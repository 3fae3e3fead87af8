"""By which combinations of its fields a document is known again, whichever bank holds it.

Several combinations, so that one altered field leaves another whole: whoever changes the amount leaves number
and date, whoever changes the date number and amount. None matches two honest documents of one seller, so a
match may stop a financing; what is merely alike is for `likeness` to point out. A combination stands once for
each identifier by which its parties are known. Some have the number as one run of signs, some run by run: the
one is known again where separators are left out, the other where zeros behind a separator are.

On the chain stands the keyed fingerprint of each (`oprf`), never the combination.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from app.credits.domain import canonical
from app.identifiers import country, scac
from app.money import Money
from app.receivables.documents import (
    BillOfLading,
    Declaration,
    Document,
    Invoice,
    Organisation,
    PurchaseOrder,
    Sale,
    normalised,
    number_in_parts,
    required_number,
)

VERSION = "entrepot/1"
"""Of the combinations: another one makes other fingerprints of the same documents."""


def combinations(document: Document) -> tuple[bytes, ...]:
    """The document's combinations, each as canonical JSON: version, kind, name of the combination, fields.
    They are sorted, so that equal documents give equal tuples.

    Conflict or NotIdentifier where a field that identifies the document is missing or cannot be read.
    """
    return tuple(sorted({canonical([VERSION, *fields]) for fields in _combinations(document)}))


def _combinations(document: Document) -> Iterator[list[str | int]]:
    match document:
        case Invoice():
            yield from _sale("invoice", document, document.seller, document.buyer)
        case PurchaseOrder():
            yield from _sale("order", document, document.buyer, document.seller)
        case BillOfLading():
            number = bill_number(document)
            yield ["bill", "carrier", scac(normalised(document.carrier)), number]
            yield ["bill", "shipped", number, document.shipped.isoformat()]
        case Declaration():
            number = required_number(document.number)
            yield ["declaration", "country", country(normalised(document.country)), number]


def _sale(kind: str, document: Sale, issuer: Organisation, other: Organisation) -> Iterator[list[str | int]]:
    """Numbers are their issuer's, and may begin anew each year."""
    number, issued = required_number(document.number), document.issued
    parts = number_in_parts(document.number, issued.year)
    for one in issuer.identifiers:
        yield [kind, "date", one, number, issued.isoformat()]
        yield [kind, "amount", one, number, issued.year, *_amount(document.amount)]
    for one, beside in product(issuer.identifiers, other.identifiers):
        yield [kind, "parts", one, beside, len(parts), *parts, issued.year]


def bill_number(bill: BillOfLading) -> str:
    """Without the carrier's code before it, which some write and some do not."""
    return required_number(normalised(bill.number).removeprefix(normalised(bill.carrier)))


def _amount(amount: Money) -> tuple[str, int]:
    return amount.currency.alpha, amount.minor
