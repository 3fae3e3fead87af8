"""Documents as JSON and back: days in ISO 8601, amounts as decimal strings with their currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from app.money import Money, currency
from app.receivables.documents import (
    BillOfLading,
    Declaration,
    Document,
    Invoice,
    Organisation,
    PurchaseOrder,
)

KINDS: dict[str, type[Document]] = {
    "invoice": Invoice,
    "order": PurchaseOrder,
    "bill": BillOfLading,
    "declaration": Declaration,
}


def as_json(document: Document) -> dict[str, Any]:
    kind = next(name for name, made in KINDS.items() if type(document) is made)
    said = {field.name: _written(getattr(document, field.name)) for field in fields(document)}
    return {"kind": kind, **said}


def document_of(told: Mapping[str, Any]) -> Document:
    """The document that `as_json` wrote, or that a caller did by the same names. Raises KeyError, TypeError,
    ValueError (NotMoney, NotIdentifier and bad days among them), Conflict.
    """
    made = KINDS[told["kind"]]
    return made(**{name: _read(name, value) for name, value in told.items() if name != "kind"})


def _written(value: Any) -> Any:
    if isinstance(value, Organisation):
        return {"lei": value.lei, "registration": value.registration}
    if isinstance(value, Money):
        return {"amount": value.decimal(), "currency": value.currency.alpha}
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    if name in ("seller", "buyer", "shipper", "declarant"):
        return Organisation(**value)
    if name == "amount":
        return Money.from_decimal(value["amount"], currency(value["currency"]))
    if name in ("issued", "shipped", "accepted"):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
