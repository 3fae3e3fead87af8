"""DocumentRegistry.revoke."""

from __future__ import annotations

import pytest

from tests.contracts.people import EVERY_RIGHT, RIGHTS, bit, named, refused
from tests.contracts.standing import take_right

CERTIFICATE, NEWER = named("beneficiary", "certificate"), named("beneficiary", "certificate, corrected")
UNKNOWN, RECORDED, SUPERSEDED, REVOKED = range(4)


@pytest.fixture
def issuer(documents, beneficiary):
    beneficiary.act(documents, "record", CERTIFICATE)
    return beneficiary


def test_revoke_is_refused_outside_members(documents, issuer):
    """DOCUMENTS-1: not even the issuer's own key may go past members."""
    with refused("MemberOnlyThroughMembers", issuer.maker):
        documents.revoke(CERTIFICATE, {"from": issuer.maker})


def test_revoke_is_refused_without_the_right(port, documents, issuer):
    """DOCUMENTS-1: what was recorded with the right is not revoked without it."""
    take_right(port, issuer, "RECORD")
    with refused("MemberOnlyRightMissing", issuer, 2, EVERY_RIGHT & ~bit(RIGHTS, "RECORD")):
        issuer.act(documents, "revoke", CERTIFICATE)


def test_revoke_is_refused_to_others(documents, issuer, stranger):
    """DOCUMENTS-7: nobody revokes another's document."""
    with refused("DocumentsNotIssuer", CERTIFICATE, issuer, stranger):
        stranger.act(documents, "revoke", CERTIFICATE)


def test_revoke_is_refused_of_what_is_unknown(documents, issuer):
    """DOCUMENTS-7: a commitment cannot be revoked before it is recorded."""
    with refused("DocumentsWrongStatus", NEWER, UNKNOWN, RECORDED):
        issuer.act(documents, "revoke", NEWER)


def test_revoke_is_refused_of_what_was_superseded(documents, issuer):
    """DOCUMENTS-7: it no longer stands; its successor may be revoked."""
    issuer.act(documents, "supersede", CERTIFICATE, NEWER)
    with refused("DocumentsWrongStatus", CERTIFICATE, SUPERSEDED, RECORDED):
        issuer.act(documents, "revoke", CERTIFICATE)
    issuer.act(documents, "revoke", NEWER)
    assert documents.documentOf(NEWER)[2] == REVOKED


def test_revoke_is_refused_twice(documents, issuer):
    """DOCUMENTS-7: what is revoked does not stand any more."""
    issuer.act(documents, "revoke", CERTIFICATE)
    with refused("DocumentsWrongStatus", CERTIFICATE, REVOKED, RECORDED):
        issuer.act(documents, "revoke", CERTIFICATE)


def test_revoke_keeps_the_record(documents, issuer):
    """DOCUMENTS-8: issuer, version and time stay; only the status says that it does not stand."""
    before = tuple(documents.documentOf(CERTIFICATE))
    done = issuer.act(documents, "revoke", CERTIFICATE)
    assert done.events["Revoked"] == {"document": CERTIFICATE}
    assert len(done.events) == 1
    assert tuple(documents.documentOf(CERTIFICATE)) == (before[0], before[1], REVOKED, before[3])
