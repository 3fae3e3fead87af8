"""A transport document against the schema of DCSA eBL 3.0.4; the validator's errors become sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from app.interop.dcsa.json_text import OutOfRange, kind_of
from app.interop.faults import Fault, shown

RULE = "DCSA eBL 3.0.4"
_FILE = Path(__file__).with_name("transport_document.schema.json")
_KINDS = {
    "string": "text in quotes",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def faults_of(document: dict[str, Any], left_out: frozenset[str]) -> Iterator[Fault]:
    """In the order of the validator. How the names in `left_out` are written is checked elsewhere."""
    for error in _validator().iter_errors(document):
        yield from _faults(error, left_out)


def is_date(text: str) -> bool:
    """YYYY-MM-DD of a day that exists; the standard library alone would take other spellings too."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def path_of(steps: list[str | int]) -> str:
    """consignmentItems[0].cargoItems[1].equipmentReference"""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _is_number(checker: Any, value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_whole(checker: Any, value: Any) -> bool:
    return _is_number(checker, value) and value == int(value)


def _is_text(checker: Any, value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, OutOfRange)


def _pattern(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:
    # As ECMAScript reads it: `$` is the end of the text and not of a line, `\d` is 0 to 9.
    exact = re.sub(r"\$$", r"\\Z", pattern)
    if validator.is_type(value, "string") and not re.search(exact, value, re.ASCII):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


@cache
def _validator() -> Any:
    types = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {"number": _is_number, "integer": _is_whole, "string": _is_text}
    )
    kind: Any = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": _pattern}, type_checker=types
    )
    checker = FormatChecker(formats=())
    checker.checks("date")(lambda value: not isinstance(value, str) or is_date(value))
    return kind(json.loads(_FILE.read_text(encoding="utf-8")), format_checker=checker)


def _faults(error: ValidationError, left_out: frozenset[str]) -> Iterator[Fault]:
    steps = list(error.absolute_path)
    where = path_of(steps) or "document"
    keyword = str(error.validator)
    value: Any = error.instance
    wanted: Any = error.validator_value
    name = next((step for step in reversed(steps) if isinstance(step, str)), "")
    if keyword == "required":
        for missing in wanted:
            if missing not in value:
                yield Fault(path_of([*steps, missing]), "missing", "the field, which is required", RULE)
    elif keyword in ("oneOf", "anyOf"):
        yield from _faults_of_branches(error, left_out)
    elif name in left_out and keyword in ("pattern", "minLength", "maxLength", "format"):
        return
    else:
        yield Fault(where, f"found {kind_of(value)}", _expected(keyword, wanted, value), RULE)


def _faults_of_branches(error: ValidationError, left_out: frozenset[str]) -> Iterator[Fault]:
    """Branches differ by what they require: none is there, or too many, or the one that is there is wrong."""
    value = error.instance
    wanted: Any = error.validator_value
    branches = [branch["required"] for branch in wanted]
    present = [
        names for names in branches if isinstance(value, dict) and all(name in value for name in names)
    ]
    offered = ", ".join(" and ".join(names) for names in branches)
    where = path_of(list(error.absolute_path))
    if not present:
        yield Fault(where, "found none of them", f"one of {offered}", RULE)
    elif error.validator == "oneOf" and len(present) > 1:
        yield Fault(where, f"found {len(present)} of them", f"only one of {offered}", RULE)
    else:
        for inner in error.context or ():
            if inner.validator != "required":
                yield from _faults(inner, left_out)


def _expected(keyword: str, wanted: Any, value: Any) -> str:
    if keyword == "type":
        quoted = isinstance(value, str) and not isinstance(value, OutOfRange)
        without = " without quotes" if quoted and wanted in ("number", "integer", "boolean") else ""
        return _KINDS[str(wanted)] + without
    if keyword == "enum":
        return f"one of {', '.join(map(str, wanted))}"
    if keyword == "format":
        return "a day that exists, as YYYY-MM-DD"
    if keyword == "pattern":
        spaces = r"^\S(?:.*\S)?$"
        return "text on one line without spaces around it" if wanted == spaces else f"what fits {wanted}"
    limits = {
        "minimum": "at least {}",
        "exclusiveMinimum": "more than {}",
        "maximum": "at most {}",
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "minItems": "at least {} in the list",
        "maxItems": "at most {} in the list",
    }
    counted = f", not {len(value)}" if keyword in ("minLength", "maxLength", "minItems", "maxItems") else ""
    return limits.get(keyword, f"{keyword} {{}}").format(shown(str(wanted))[1:-1]) + counted
