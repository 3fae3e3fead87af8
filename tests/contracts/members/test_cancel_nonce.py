"""MemberRegistry.cancelNonce."""

from __future__ import annotations

from tests.contracts.people import refused, sign

ADMINISTER, TITLE = 0, 3


def test_cancel_nonce_is_refused_outside_members(members, beneficiary):
    """MEMBERS-1: a direct call names no party."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        members.cancelNonce(7, {"from": beneficiary.maker})


def test_cancel_nonce_is_refused_to_one_person(members, beneficiary):
    """MEMBERS-22: one alone does not undo what two may have signed."""
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, ADMINISTER):
        beneficiary.act(members, "cancelNonce", 7)


def test_cancel_nonce_is_refused_of_a_used_one(members, beneficiary):
    """MEMBERS-30: and the nonce of the cancelling order itself is used by then."""
    beneficiary.together(members, "cancelNonce", 7)
    with refused("MembersNonceUsed", beneficiary, 7):
        beneficiary.together(members, "cancelNonce", 7)
    order = beneficiary.order(members, "cancelNonce", 8, nonce=8)
    with refused("MembersNonceUsed", beneficiary, 8):
        beneficiary.perform(order, sign(beneficiary.maker, members, order))


def test_cancel_nonce_makes_a_signed_order_worthless(members, witness, beneficiary, stranger):
    """MEMBERS-30: the own party's, and nobody else's of the same nonce."""
    order = beneficiary.order(witness, "together", TITLE, nonce=7)
    signatures = [sign(key, members, order) for key in (beneficiary.maker, beneficiary.checker)]
    done = beneficiary.together(members, "cancelNonce", 7)
    assert done.events["NonceCancelled"] == {"party": beneficiary.number, "nonce": 7}
    assert len(done.events) == 1
    with refused("MembersNonceUsed", beneficiary, 7):
        beneficiary.perform(order, *signatures)
    assert not members.isNonceUsed(stranger.number, 7)
