"""An order and who has signed it so far, for a person to read before they sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The largest whole number that a reader of JSON may be trusted with.
EXACT = 2**53


@dataclass(frozen=True)
class Evidence:
    """Whose signature is on an order: `place` is maker or checker."""

    place: str
    key: str


@dataclass(frozen=True)
class Shown:
    """`arguments` are what `call` tells the instrument, read by its ABI; `typed_data` is what is signed."""

    operation: str
    describes: Mapping[str, Any]
    eyes: int
    party: int
    instrument: str
    function: str
    arguments: Mapping[str, Any]
    nonce: int
    deadline: datetime
    chain_id: int
    digest: bytes
    typed_data: Mapping[str, Any]
    signed_by: Sequence[Evidence]

    @property
    def in_words(self) -> str:
        persons = "one person" if self.eyes == 1 else "two persons"
        return (
            f"Number {self.party} tells {self.instrument} to {self.function}: {self.describes['action']}. "
            f"Order {self.nonce} of this number on chain {self.chain_id}, by {persons}, to be carried out "
            f"until {self.deadline:%Y-%m-%d %H:%M:%S} UTC."
        )


def readable(value: Any) -> Any:
    """The same value for JSON: whole numbers that a reader might round as text."""
    if isinstance(value, Mapping):
        return {name: readable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [readable(part) for part in value]
    return str(value) if isinstance(value, int) and abs(value) >= EXACT else value
