"""Structs as Brownie returns them, in values that compare with what a test wrote."""

from __future__ import annotations

from typing import Any


def plain(value: Any) -> Any:
    """Numbers, truths, tuples, hex in lower case; Brownie's own types do not compare inside tuples."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (list, tuple)):
        return tuple(plain(part) for part in value)
    return str(value).lower()
