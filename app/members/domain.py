"""Words of the people: party numbers, their accounts, roles, rights, and the commitment to who stands behind
a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from app.hashes import keccak

ACCOUNT_PREFIX = int.from_bytes(keccak(b"entrepot.party.account")[:16], "big") << 32
LARGEST_PARTY = 2**32 - 1


class Role(IntEnum):
    BANK = 0
    TRADER = 1
    CARRIER = 2
    PORT = 3
    CUSTOMS = 4
    TAX = 5
    INSURER = 6
    SURVEYOR = 7
    REGULATOR = 8


class Right(IntEnum):
    ADMINISTER = 0
    GOVERN = 1
    RECORD = 2
    TITLE = 3
    CARRY = 4
    PAY = 5
    UNDERTAKE = 6
    EXAMINE = 7
    PRESENT = 8


class PartyStatus(IntEnum):
    UNKNOWN = 0
    ACTIVE = 1
    SUSPENDED = 2


class Person(IntEnum):
    """On chain each number has two persons: the key of the makers' worker and the key of the checkers'."""

    MAKER = 1
    CHECKER = 2


@dataclass(frozen=True)
class Named:
    """A counterparty as a member may see it: an organisation as far as we were told, else its number alone.
    `number` is None where one was told that acts under no number yet.
    """

    number: int | None
    lei: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        return self.name or self.lei or f"number {self.number}"


@dataclass(frozen=True)
class OwnNumber:
    """A member's number; `status` and `roles` as the chain has them, `deal` None while it is free."""

    number: int
    deal: str | None
    status: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class OperatorKey:
    """A key of a number as the chain knows it, with the names of the rights that it may make and check."""

    address: str
    person: int
    may_make: frozenset[str]
    may_check: frozenset[str]


@dataclass(frozen=True)
class Opening:
    """What proves to a counterparty that a number is this organisation's. `salt` is 32 random bytes, one for
    each number.
    """

    party: int
    organisation: str
    salt: bytes

    def commitment(self) -> str:
        return commitment_of(self.party, self.organisation, self.salt)


def commitment_of(party: int, organisation: str, salt: bytes) -> str:
    """keccak256(salt ‖ party as four bytes ‖ LEI): bound to the number, so that nobody can use another's as
    its own.
    """
    return "0x" + keccak(salt + party.to_bytes(4, "big") + organisation.encode("ascii")).hex()


def account_of(party: int) -> str:
    """The address that stands for the number in ERC-20 and ERC-721; of party 0, the zero address."""
    return f"0x{(ACCOUNT_PREFIX | party) if party else 0:040x}"


def party_of(account: str) -> int:
    """The number behind an account, 0 if it is no party's."""
    bits = int(account, 16)
    return bits & LARGEST_PARTY if bits >> 32 == ACCOUNT_PREFIX >> 32 else 0


def bitmap(members: Iterable[Role] | Iterable[Right]) -> int:
    return sum(1 << int(member) for member in set(members))


def roles_in(bits: int) -> list[str]:
    return [role.name for role in Role if bits >> role & 1]


def rights_in(bits: int) -> list[str]:
    return [right.name for right in Right if bits >> right & 1]
