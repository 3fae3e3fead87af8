"""What others send as a document is compared with its commitment before it is kept."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.documents.domain import document_of
from app.documents.inbox import document as take_in
from app.documents.store import copies_of, copy_of
from app.errors import Conflict
from app.mail.domain import Attachment, Message
from tests.app.chain.world import World
from tests.app.documents.builders import LEI

SALT = secrets.token_bytes(32)


def sent(content: bytes, commits_to: bytes) -> Message:
    body = {
        "document": document_of(SALT, commits_to, 7),
        "salt": SALT.hex(),
        "kind": "invoice",
        "deal": "f" * 32,
    }
    attached = (Attachment("invoice.txt", "text/plain", content),)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Message(secrets.token_hex(16), LEI["north"], LEI["south"], "document", body, at, attached)


def test_what_does_not_open_its_commitment_is_not_kept(archive: World) -> None:
    """SDOCUMENTS-13"""
    with archive.database.writing() as session:
        before = len(session.scalars(copies_of("south")).all())
        with pytest.raises(Conflict, match="not the document"):
            take_in(session, "south", sent(b"forged", b"true"))
        assert len(session.scalars(copies_of("south")).all()) == before


def test_the_same_document_twice_is_one_copy(archive: World) -> None:
    """SDOCUMENTS-13"""
    with archive.database.writing() as session:
        for _ in range(2):
            take_in(session, "south", sent(b"true", b"true"))
        kept = content_of(session, document_of(SALT, b"true", 7))
    assert kept == b"true"


def content_of(session: Session, document: str) -> bytes:
    copy = copy_of(session, "south", document)
    assert copy is not None
    return copy.content
