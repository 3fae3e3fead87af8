"""DocumentRegistry.record."""

from __future__ import annotations

from brownie import chain

from tests.contracts.people import EVERY_RIGHT, RIGHTS, bit, named, refused
from tests.contracts.standing import take_right

INVOICE = named("beneficiary", "invoice")
NOTHING = "0x" + "00" * 32
RECORDED, REVOKED = 1, 3


def test_record_is_refused_outside_members(documents, beneficiary):
    """DOCUMENTS-1: a key that calls the registry directly speaks for nobody."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        documents.record(INVOICE, {"from": beneficiary.maker})


def test_record_is_refused_without_the_right(port, documents, beneficiary):
    """DOCUMENTS-1: an operator that may do all but record."""
    take_right(port, beneficiary, "RECORD")
    with refused("MemberOnlyRightMissing", beneficiary, 2, EVERY_RIGHT & ~bit(RIGHTS, "RECORD")):
        beneficiary.act(documents, "record", INVOICE)


def test_record_is_refused_of_nothing(documents, beneficiary):
    """DOCUMENTS-2: the empty commitment commits to nothing."""
    with refused("DocumentsEmptyCommitment"):
        beneficiary.act(documents, "record", NOTHING)


def test_record_is_refused_of_what_stands_there(documents, beneficiary, stranger):
    """DOCUMENTS-3, DOCUMENTS-4: neither its issuer nor anybody else records it again."""
    beneficiary.act(documents, "record", INVOICE)
    with refused("DocumentsAlreadyRecorded", INVOICE, beneficiary):
        beneficiary.act(documents, "record", INVOICE)
    with refused("DocumentsOfAnother", INVOICE, stranger):
        stranger.act(documents, "record", INVOICE)


def test_record_is_refused_of_what_was_revoked(documents, beneficiary):
    """DOCUMENTS-3: a revoked document does not rise again."""
    beneficiary.act(documents, "record", INVOICE)
    beneficiary.act(documents, "revoke", INVOICE)
    with refused("DocumentsAlreadyRecorded", INVOICE, beneficiary):
        beneficiary.act(documents, "record", INVOICE)
    assert documents.documentOf(INVOICE)[2] == REVOKED


def test_record_keeps_issuer_version_and_time(documents, beneficiary):
    """DOCUMENTS-4: any member records, by one person; the first version is 1."""
    done = beneficiary.act(documents, "record", INVOICE)
    assert done.events["Recorded"] == {"document": INVOICE, "issuer": beneficiary.number}
    assert len(done.events) == 1
    document = documents.documentOf(INVOICE)
    assert tuple(document) == (beneficiary.number, 1, RECORDED, chain[-1].timestamp)


def test_record_by_two_persons_is_the_same(documents, beneficiary):
    """DOCUMENTS-4: four eyes are allowed where two are enough."""
    beneficiary.together(documents, "record", INVOICE)
    assert documents.documentOf(INVOICE)[0] == beneficiary.number


def test_what_nobody_recorded_is_unknown(documents):
    """DOCUMENTS-4: asking for it is no error."""
    assert tuple(documents.documentOf(INVOICE)) == (0, 0, 0, 0)
