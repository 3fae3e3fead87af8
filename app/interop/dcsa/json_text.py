"""JSON from a stranger: strict where the standard library is lenient, and never worse than a fault.

Numbers are exact (int or Decimal), a name stands once in an object, text holds no half characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from app.interop.faults import DocumentRefused, Fault, shown

LARGEST = 4_000_000
"""Bytes; the terms and clauses of a carrier fit many times over."""
DEEPEST = 30
_NUMBER_DIGITS = 30


class OutOfRange(str):
    """A number that no weight, count or amount has. Being text, it fails wherever a number is due."""


def read(raw: bytes, document: str) -> tuple[dict[str, Any], list[Fault]]:
    """The object and what is wrong with its writing; raises DocumentRefused where no object can be had."""
    text = _decoded(raw, document)
    faults: list[Fault] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for name, value in pairs:
            if name in names:
                where = f"name {shown(name)}"
                faults.append(Fault(where, "found twice in one object", "each name once", "JSON, RFC 8259"))
            names[name] = value
        return names

    def constant(word: str) -> OutOfRange:
        faults.append(Fault(f"number {word}", f"found {word}", "a number that JSON has", "JSON, RFC 8259"))
        return OutOfRange(word)

    try:
        value = json.loads(
            text, object_pairs_hook=once, parse_int=_number, parse_float=_number, parse_constant=constant
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        found = "the text ends in the middle" if ended else f"{error.msg[0].lower()}{error.msg[1:]}"
        raise _refused(document, where, f"not JSON: {found}", "a complete JSON object") from error
    except RecursionError as error:
        raise _too_deep(document) from error
    if not isinstance(value, dict):
        raise _refused(document, "file", f"found {kind_of(value)} of JSON", "a JSON object in braces")
    faults += _faults_of_text(value, document)
    return value, faults


def kind_of(value: Any) -> str:
    """What JSON calls it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, OutOfRange):
        return f"the number {shown(value)}"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, int | Decimal):
        return f"the number {value}"
    return "a list" if isinstance(value, list) else "an object"


def walk(value: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Path, last name and value of everything in it, in the order of the document."""
    todo = [(path, "", value)]
    while todo:
        at, name, here = todo.pop()
        yield at, name, here
        if isinstance(here, dict):
            inner = [(f"{at}.{key}" if at else key, key, below) for key, below in here.items()]
            todo += reversed(inner)
        elif isinstance(here, list):
            todo += reversed([(f"{at}[{n}]", name, below) for n, below in enumerate(here)])


def _number(text: str) -> int | Decimal | OutOfRange:
    if len(text) > _NUMBER_DIGITS:
        return OutOfRange(text)
    if re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    exponent = re.search(r"[eE][+-]?0*([0-9]*)$", text)
    if exponent and len(exponent[1]) > 2:
        return OutOfRange(text)
    value = Decimal(text)
    return value if value == 0 or abs(value.adjusted()) <= _NUMBER_DIGITS else OutOfRange(text)


def _decoded(raw: bytes, document: str) -> str:
    if not raw.strip():
        raise _refused(document, "file", "found nothing, the file is empty", "a JSON object")
    if len(raw) > LARGEST:
        raise _refused(document, "file", f"found {len(raw)} bytes of JSON", f"at most {LARGEST}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"found the byte 0x{raw[error.start]:02X}, which is not UTF-8"
        raise _refused(document, f"line {line}", found, "JSON in UTF-8") from error


def _faults_of_text(value: dict[str, Any], document: str) -> list[Fault]:
    faults = []
    for path, name, here in walk(value):
        if path.count(".") + path.count("[") > DEEPEST:
            raise _too_deep(document)
        for text in (here, name):
            if isinstance(text, str) and re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", text):
                faults.append(Fault(_plain(path), f"found {shown(text)}", "printable text", "JSON, RFC 8259"))
    return faults


def _plain(path: str) -> str:
    return shown(path)[1:-1] if not path.isprintable() else path


def _too_deep(document: str) -> DocumentRefused:
    return _refused(document, "file", "found JSON nested too deeply", f"at most {DEEPEST} levels")


def _refused(document: str, where: str, found: str, expected: str) -> DocumentRefused:
    return DocumentRefused(document, [Fault(where, found, expected, "JSON, RFC 8259")])
