"""What opens a commitment, and who may take a document back; no chain, no database."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from app.documents.domain import (
    DocumentStatus,
    commitment_of,
    document_of,
    opens,
    require_issuer,
    require_standing,
)
from app.documents.refusals import REFUSALS
from app.errors import Conflict, Forbidden

DOCUMENT = "0x" + "5a" * 32


def test_a_commitment_is_the_hash_of_salt_and_content() -> None:
    """SDOCUMENTS-1: by other code than the service's."""
    salt = bytes(range(32))
    assert commitment_of(salt, b"content") == "0x" + keccak(salt + b"content").hex()


def test_a_document_is_its_issuers_own() -> None:
    """SDOCUMENTS-1: it ends in the number, which is hashed too: under another number it opens nothing."""
    salt, number = bytes(range(32)), 2_718_281_828
    hashed = keccak(salt + number.to_bytes(4, "big") + b"content").hex()
    document = document_of(salt, b"content", number)
    assert document == "0x" + hashed[:56] + f"{number:08x}"
    assert opens(document, salt, b"content")
    assert not opens(document, salt, b"contents")
    assert not opens(document, bytes(32), b"content")
    assert not opens(document[:-8] + f"{number + 1:08x}", salt, b"content")
    assert opens(commitment_of(salt, b"content"), salt, b"content"), "of a bill, or of an order of a court"


def test_a_salt_that_could_be_guessed_is_not_taken() -> None:
    """SDOCUMENTS-1"""
    with pytest.raises(ValueError, match="32 bytes"):
        commitment_of(b"short", b"content")


@pytest.mark.parametrize(
    "status", [DocumentStatus.UNKNOWN, DocumentStatus.SUPERSEDED, DocumentStatus.REVOKED]
)
def test_what_does_not_stand_is_refused_as_the_chain_would(status: DocumentStatus) -> None:
    """SDOCUMENTS-6"""
    with pytest.raises(Conflict) as refused:
        require_standing(DOCUMENT, status)
    values = {"document": DOCUMENT, "status": int(status), "allowed": int(DocumentStatus.RECORDED)}
    assert refused.value.refusal == REFUSALS["DocumentsWrongStatus"].refusal(values)


def test_another_than_the_issuer_is_refused_as_the_chain_would() -> None:
    """SDOCUMENTS-6"""
    with pytest.raises(Forbidden) as refused:
        require_issuer(DOCUMENT, 7, 8)
    values = {"document": DOCUMENT, "issuer": 7, "party": 8}
    assert refused.value.refusal == REFUSALS["DocumentsNotIssuer"].refusal(values)


def test_the_issuer_of_what_stands_may_go_on() -> None:
    """SDOCUMENTS-6"""
    require_standing(DOCUMENT, DocumentStatus.RECORDED)
    require_issuer(DOCUMENT, 7, 7)
