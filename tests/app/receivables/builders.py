"""Documents with everything said; a test changes what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.money import Money, currency
from app.receivables.documents import BillOfLading, Declaration, Invoice, Organisation, PurchaseOrder

SELLER = Organisation(lei="529900T8BM49AURSDO55", registration="EE:10234567")
BUYER = Organisation(registration="DE:HRB 98765")
OTHER = Organisation(registration="PL:0000123456")


def dollars(text: str) -> Money:
    return Money.from_decimal(text, currency("USD"))


def an_invoice(**changed: Any) -> Invoice:
    said: dict[str, Any] = {
        "seller": SELLER,
        "buyer": BUYER,
        "number": "INV-2026-00417",
        "issued": date(2026, 3, 4),
        "amount": dollars("48250.00"),
        "goods": "Cold rolled steel coils, grade DC01, 1.0 x 1250 mm",
        "order": "PO 7731",
        "containers": ("MSKU0000080",),
    }
    return Invoice(**(said | changed))


def an_order(**changed: Any) -> PurchaseOrder:
    said: dict[str, Any] = {
        "seller": SELLER,
        "buyer": BUYER,
        "number": "PO-7731",
        "issued": date(2026, 1, 20),
        "amount": dollars("48250.00"),
        "goods": "Cold rolled steel coils",
    }
    return PurchaseOrder(**(said | changed))


def a_bill(**changed: Any) -> BillOfLading:
    said: dict[str, Any] = {
        "carrier": "MAEU",
        "number": "MAEU214365879",
        "shipped": date(2026, 3, 1),
        "shipper": SELLER,
        "vessel": "9074729",
        "voyage": "614W",
        "containers": ("MSKU0000080", "CBHU3202732"),
        "weight": 41_250,
        "goods": "Cold rolled steel coils, grade DC01",
    }
    return BillOfLading(**(said | changed))


def a_declaration(**changed: Any) -> Declaration:
    said: dict[str, Any] = {
        "country": "EE",
        "number": "26EE4710E00123456",
        "declarant": SELLER,
        "accepted": date(2026, 2, 27),
        "goods": "Cold rolled steel coils",
        "containers": ("MSKU0000080",),
    }
    return Declaration(**(said | changed))
