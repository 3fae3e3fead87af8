"""Words of documents: a commitment that stands on the chain, and the copy that opens it.

A document is known by keccak256(salt ‖ issuer's number ‖ content), with that number in place of the last 32
bits: nobody else records it. Of a text to which another contract commits the chain holds keccak256(salt ‖
content). The chain says that a document existed, who issued it and whether it still stands; whoever holds
content and salt can show that theirs is that document, and nobody else can guess.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from app.errors import Conflict, DomainError, Forbidden, Refusal
from app.hashes import keccak
from app.members.domain import Named

SALT_BYTES = 32
LARGEST = 10_000_000
"""Bytes of one document."""


class DocumentStatus(IntEnum):
    """As the chain has it. UNKNOWN: no block that we read holds it."""

    UNKNOWN = 0
    RECORDED = 1
    SUPERSEDED = 2
    REVOKED = 3


STATUSES = tuple(status.name.lower() for status in DocumentStatus)

# Clauses of a refusal: code, found, allowed, next. The chain's refusals are told in the same.
Clauses = tuple[str, str, str, str]
WRONG_STATUS: Clauses = (
    "document-not-standing",
    "the document is {status}",
    "a document that is {allowed}",
    "look which version stands now",
)
NOT_ISSUER: Clauses = (
    "document-of-another",
    "the document was issued by number {issuer}",
    "its issuer alone",
    "ask its issuer",
)


@dataclass(frozen=True)
class Draft:
    """A document to be recorded. `send_to` are LEIs; without a `deal` it begins one of its own."""

    kind: str
    name: str
    media_type: str
    content: bytes
    send_to: tuple[str, ...] = ()
    deal: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Recorded:
    """What the chain holds of a document; `recorded` in seconds since 1970, `issuer` a party's number."""

    document: str
    issuer: int
    version: int
    status: DocumentStatus
    recorded: int
    predecessor: str | None
    successor: str | None
    final: bool


@dataclass(frozen=True)
class Copy:
    """A member's own copy, without its content. `sender` is an LEI, None where the member made it."""

    document: str
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    salt: bytes
    deal: str
    sender: Named | None
    operation: str | None
    kept_at: datetime
    on_chain: Recorded | None
    issuer: Named | None


@dataclass(frozen=True)
class Checked:
    """Whether some content and the copy's salt open the commitment, and what the chain says of it."""

    document: str
    opens: bool
    status: DocumentStatus
    issuer: Named | None
    recorded: int | None


def commitment_of(salt: bytes, content: bytes) -> str:
    """keccak256(salt ‖ content) as 0x text. `salt` is 32 random bytes, fresh for each document."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return "0x" + keccak(salt + content).hex()


def document_of(salt: bytes, content: bytes, issuer: int) -> str:
    """What the number `issuer` records of a document, as 0x text; `salt` as above."""
    number = issuer.to_bytes(4, "big")
    return commitment_of(salt, number + content)[:-8] + number.hex()


def opens(document: str, salt: bytes, content: bytes) -> bool:
    """Whether these are what a document was recorded from, or what another contract's commitment is of."""
    issuer = int(document[-8:], 16)
    return document in (document_of(salt, content, issuer), commitment_of(salt, content))


def require_standing(document: str, status: DocumentStatus) -> None:
    """Raises Conflict unless the document may give way to another or be taken back."""
    if status is not DocumentStatus.RECORDED:
        allowed = STATUSES[DocumentStatus.RECORDED]
        raise refused(Conflict, WRONG_STATUS, document=document, status=STATUSES[status], allowed=allowed)


def require_issuer(document: str, issuer: int, party: int) -> None:
    """Raises Forbidden unless `party` issued the document."""
    if issuer != party:
        raise refused(Forbidden, NOT_ISSUER, document=document, issuer=issuer, party=party)


def refused(kind: type[DomainError], clauses: Clauses, **values: Any) -> DomainError:
    code, found, allowed, following = (clause.format(**values) for clause in clauses)
    return kind.of(Refusal(code, found, allowed, following, values))
