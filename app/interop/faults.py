"""What is wrong with a document that somebody sent, in sentences that its sender can act on.

A document is refused with every fault that it has, so that it is repaired once. What is valid but asks for a
thing that this system does not do yet is a fault of ours, not of the sender's, and is named as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`where`: line and tag, or path. `rule`: who says so, as a code of SWIFT, an article, a standard."""

    where: str
    found: str
    expected: str
    rule: str

    def __str__(self) -> str:
        return f"{self.where}: {self.found}; expected {self.expected} ({self.rule})."


@dataclass(frozen=True)
class NotBuiltYet(Fault):
    """Valid, and out of reach for now. `found` names what the document asks for."""

    def __str__(self) -> str:
        return f"{self.where}: {self.found} is not built yet; {self.expected} is ({self.rule})."


class DocumentRefused(Exception):
    """A document that cannot be taken, with all its faults in the order of the document."""

    def __init__(self, document: str, faults: Iterable[Fault]) -> None:
        self.document = document
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(document, self.faults)

    @property
    def only_not_built(self) -> bool:
        """Nothing is wrong with the document: it asks for what does not exist here yet."""
        return all(isinstance(fault, NotBuiltYet) for fault in self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        faults = "1 fault" if count == 1 else f"{count} faults"
        return "\n".join(
            [f"The {self.document} is refused, {faults}:", *(f"  {fault}" for fault in self.faults)]
        )


def shown(text: str, most: int = 60) -> str:
    """A piece of a document inside a sentence: on one line, printable, and not too long to read."""
    visible = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text[:most])
    return f"'{visible}'" if len(text) <= most else f"'{visible}…' ({len(text)} characters)"
