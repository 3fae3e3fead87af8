"""DocumentRegistry.supersede."""

from __future__ import annotations

import pytest
from brownie import chain

from tests.contracts.people import EVERY_RIGHT, RIGHTS, bit, named, refused
from tests.contracts.standing import take_right

FIRST, SECOND, THIRD = (
    named("beneficiary", "invoice"),
    named("beneficiary", "invoice, corrected"),
    named("beneficiary", "invoice, corrected again"),
)
NOTHING = "0x" + "00" * 32
UNKNOWN, RECORDED, SUPERSEDED, REVOKED = range(4)


@pytest.fixture
def issuer(documents, beneficiary):
    beneficiary.act(documents, "record", FIRST)
    return beneficiary


def test_supersede_is_refused_outside_members(documents, issuer):
    """DOCUMENTS-1: not even the issuer's own key may go past members."""
    with refused("MemberOnlyThroughMembers", issuer.maker):
        documents.supersede(FIRST, SECOND, {"from": issuer.maker})


def test_supersede_is_refused_without_the_right(port, documents, issuer):
    """DOCUMENTS-1: what was recorded with the right is not replaced without it."""
    take_right(port, issuer, "RECORD")
    with refused("MemberOnlyRightMissing", issuer, 2, EVERY_RIGHT & ~bit(RIGHTS, "RECORD")):
        issuer.act(documents, "supersede", FIRST, SECOND)


def test_supersede_is_refused_to_others(documents, issuer, stranger):
    """DOCUMENTS-5: only the issuer says what is the newest version."""
    with refused("DocumentsNotIssuer", FIRST, issuer, stranger):
        stranger.act(documents, "supersede", FIRST, SECOND)


def test_supersede_is_refused_of_what_is_unknown(documents, issuer):
    """DOCUMENTS-5: there is nothing to take the place of."""
    with refused("DocumentsWrongStatus", THIRD, UNKNOWN, RECORDED):
        issuer.act(documents, "supersede", THIRD, SECOND)


def test_supersede_is_refused_twice(documents, issuer):
    """DOCUMENTS-5: a document has one successor, so versions never branch."""
    issuer.act(documents, "supersede", FIRST, SECOND)
    with refused("DocumentsWrongStatus", FIRST, SUPERSEDED, RECORDED):
        issuer.act(documents, "supersede", FIRST, THIRD)


def test_supersede_is_refused_of_what_was_revoked(documents, issuer):
    """DOCUMENTS-5: a revoked document ends there."""
    issuer.act(documents, "revoke", FIRST)
    with refused("DocumentsWrongStatus", FIRST, REVOKED, RECORDED):
        issuer.act(documents, "supersede", FIRST, SECOND)


def test_supersede_is_refused_by_nothing(documents, issuer):
    """DOCUMENTS-2: a successor is a document like any other."""
    with refused("DocumentsEmptyCommitment"):
        issuer.act(documents, "supersede", FIRST, NOTHING)


def test_supersede_is_refused_by_what_is_on_record(documents, issuer, stranger):
    """DOCUMENTS-3, DOCUMENTS-6: neither by itself nor by what is another party's, recorded or not."""
    theirs = named("stranger", "invoice")
    with refused("DocumentsAlreadyRecorded", FIRST, issuer):
        issuer.act(documents, "supersede", FIRST, FIRST)
    with refused("DocumentsOfAnother", theirs, issuer):
        issuer.act(documents, "supersede", FIRST, theirs)
    stranger.act(documents, "record", theirs)
    with refused("DocumentsOfAnother", theirs, issuer):
        issuer.act(documents, "supersede", FIRST, theirs)


def test_supersede_keeps_both_and_counts_versions(documents, issuer):
    """DOCUMENTS-6: the older stays on record as superseded, the newer is one version on."""
    first = tuple(documents.documentOf(FIRST))
    done = issuer.act(documents, "supersede", FIRST, SECOND)
    assert done.events["Superseded"] == {"document": FIRST, "successor": SECOND, "version": 2}
    assert len(done.events) == 1
    assert tuple(documents.documentOf(FIRST)) == (issuer.number, 1, SUPERSEDED, first[3])
    assert tuple(documents.documentOf(SECOND)) == (issuer.number, 2, RECORDED, chain[-1].timestamp)
    issuer.act(documents, "supersede", SECOND, THIRD)
    assert tuple(documents.documentOf(THIRD))[:3] == (issuer.number, 3, RECORDED)
