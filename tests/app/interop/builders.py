"""Documents for the tests, made from the examples by one change, so that one fault is the only one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.credits.terms import CreditTerms
from app.interop.dcsa import transport_document
from app.interop.dcsa.transport_document import TransportDocument
from app.interop.faults import DocumentRefused
from app.interop.swift import mt700

EXAMPLES = Path(__file__).parents[3] / "examples"
CREDIT = (EXAMPLES / "credit.txt").read_bytes()
BILL = (EXAMPLES / "bill.json").read_bytes()


def a_message(*, drop: str = "", **fields: str | None) -> bytes:
    """The example with fields replaced, added in their place or, by None, left out: a_message(f32B="USD1,").

    A field takes the place of another option: f41D stands where 41A was. `drop` is any text to cut out.
    """
    head, _, rest = CREDIT.decode().partition("{4:\r\n")
    body, _, tail = rest.partition("\r\n-}")
    found: dict[str, str] = {}
    for part in ("\r\n" + body).split("\r\n:")[1:]:
        tag, _, text = part.partition(":")
        found[tag] = text
    for name, text in fields.items():
        tag = name.removeprefix("f")
        row = mt700.ROW_OF[tag]
        for other in row.tags:
            found.pop(other, None)
        if text is not None:
            found[tag] = text.replace("\n", "\r\n")
    tags = sorted(found, key=mt700.PLACE_OF.__getitem__)
    text = head + "{4:\r\n" + "".join(f":{tag}:{found[tag]}\r\n" for tag in tags) + "-}" + tail
    return text.replace(drop, "").encode()


def terms(**fields: str | None) -> CreditTerms:
    return mt700.parse(a_message(**fields)).terms


def faults_of_message(raw: bytes) -> list[str]:
    """Each fault as the sentence that its sender reads."""
    return _faults(mt700.parse, raw)


def a_bill(change: Callable[[dict[str, Any]], object] | None = None) -> bytes:
    """The example, handed to `change` before it is written."""
    document = json.loads(BILL)
    if change:
        change(document)
    return json.dumps(document).encode()


def bill(change: Callable[[dict[str, Any]], object] | None = None) -> TransportDocument:
    return transport_document.parse(a_bill(change))


def faults_of_bill(raw: bytes) -> list[str]:
    return _faults(transport_document.parse, raw)


def _faults(parse: Callable[[bytes], object], raw: bytes) -> list[str]:
    try:
        parse(raw)
    except DocumentRefused as refused:
        return [str(fault) for fault in refused.faults] or ["refused without a fault"]
    return []
