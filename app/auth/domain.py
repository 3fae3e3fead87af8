"""Who calls, and what they may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UserRole(StrEnum):
    """A maker asks, a checker approves. Nobody is both: a second person is the point."""

    MAKER = "maker"
    CHECKER = "checker"


@dataclass(frozen=True)
class Caller:
    """The user behind a request and the member they act for. Who signs outside holds a key of their own: what
    they ask for or check goes to the chain under their signature, which no key of this service can give.
    """

    user_id: str
    member_id: str
    name: str
    person: int
    role: str
    scopes: frozenset[str]
    signs_outside: bool = False

    def may(self, scope: str) -> bool:
        return scope in self.scopes
