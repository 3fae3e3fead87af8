"""What may go wrong by the rules, as opposed to by accident.

DomainError
 ├─ Unauthenticated   401  nobody we know is calling
 ├─ Forbidden         403  we know the caller, who lacks the right, the role or a second person
 ├─ NotFound          404  there is no such record for this caller; another member's record is none
 ├─ Conflict          409  the request is well formed, and the state of things does not allow it
 ├─ Malformed         422  the request cannot be read; carries every fault at once
 ├─ TooMany           429  too much waits already; the same request again later
 └─ Unavailable       503  the chain or the database cannot be reached now; try again

A refusal is structured before it is prose: `Refusal` first, `sentence` makes the words, here and nowhere
else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Refusal:
    """Why not, in parts.

    `code` is for programs, in-kebab-case and never reused; `found`, `allowed` and `next` are clauses without
    capital or full stop; `values` are the figures that stand in them, for programs and for translation.
    """

    code: str
    found: str
    allowed: str = ""
    next: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "found": self.found,
            "allowed": self.allowed,
            "next": self.next,
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Refusal:
        return cls(stored["code"], stored["found"], stored["allowed"], stored["next"], dict(stored["values"]))


def sentence(refusal: Refusal) -> str:
    """The refusal in words: what was found, what would be allowed, what to do next."""
    parts = [refusal.found]
    if refusal.allowed:
        parts.append(f"allowed: {refusal.allowed}")
    if refusal.next:
        parts.append(refusal.next)
    return " ".join(part[:1].upper() + part[1:] + "." for part in parts)


class DomainError(Exception):
    """A refusal on its way to whoever asked."""

    title: ClassVar[str] = "Refused"

    def __init__(self, code: str, found: str, *, allowed: str = "", next: str = "", **values: Any) -> None:
        self.refusal = Refusal(code, found, allowed, next, values)
        super().__init__(sentence(self.refusal))

    @classmethod
    def of(cls, refusal: Refusal) -> DomainError:
        error = cls(refusal.code, refusal.found, allowed=refusal.allowed, next=refusal.next)
        error.refusal = refusal
        return error


class Unauthenticated(DomainError):
    title = "Who is calling?"


class Forbidden(DomainError):
    title = "Not allowed for this caller"


class NotFound(DomainError):
    title = "Not found"


class Conflict(DomainError):
    title = "Not possible as things stand"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request. `where` is a JSON pointer into the body, or `header X`, `query x`,
    `path x`.
    """

    where: str
    found: str


class Malformed(DomainError):
    title = "The request cannot be read"

    def __init__(self, faults: Iterable[Fault], *, code: str = "malformed") -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(
            code,
            f"{count} {'fault' if count == 1 else 'faults'} in the request",
            next="correct what is listed and send it again",
        )


class TooMany(DomainError):
    title = "Too much waits already"


class Unavailable(DomainError):
    title = "Not reachable now"
