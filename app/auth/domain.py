"""Who calls, and what they may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

APPROVE = "approve:"
"""Before a right in small letters: the scope of a checker who approves what takes that right."""


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

    @property
    def approves(self) -> frozenset[str]:
        """Rights such as PAY of what this checker approves. Empty, where no scope `approve:pay` or the like
        says so: then it approves whatever its member does.
        """
        named = (scope.removeprefix(APPROVE) for scope in self.scopes if scope.startswith(APPROVE))
        return frozenset(right.upper() for right in named)


@dataclass(frozen=True)
class Known:
    """A user as an administrator of its member sees it. `withdrawn_by` is the id of the user who withdrew it,
    all three None of one who was not.
    """

    id: str
    name: str
    role: str
    person: int
    scopes: tuple[str, ...]
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_why: str | None
