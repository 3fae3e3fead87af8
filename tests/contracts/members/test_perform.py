"""MemberRegistry.perform: an order and who stands behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from brownie import chain
from eth_utils import keccak

from tests.contracts.people import (
    EVERY_RIGHT,
    RIGHTS,
    bit,
    key_of,
    refused,
    sign,
)
from tests.contracts.standing import suspend

TITLE, PAY = 3, 5
HALF_OF_N = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@pytest.fixture
def third(members, beneficiary):
    """A third person of the beneficiary, who may make everything and check everything."""
    key = key_of("beneficiary's third person")
    beneficiary.together(members, "addKey", (key.address, 3, EVERY_RIGHT, EVERY_RIGHT))
    return key


@pytest.fixture
def second_key(members, beneficiary):
    """Another key of the person who is the beneficiary's maker, who may also check with it."""
    key = key_of("beneficiary's maker's other key")
    beneficiary.together(members, "addKey", (key.address, 1, EVERY_RIGHT, EVERY_RIGHT))
    return key


# ------------------------------------------------------------------ refused: who stands behind it


def test_perform_is_refused_without_evidence(witness, beneficiary, stranger):
    """MEMBERS-12: neither signed nor sent by the party."""
    with refused("MembersNoEvidence", beneficiary):
        stranger.perform(beneficiary.order(witness, "alone", TITLE))


def test_perform_is_refused_for_party_0(witness, beneficiary):
    """MEMBERS-12: keys that nobody has are not the keys of party 0."""
    nobody = key_of("a key of nobody")
    order = (0, 1, witness.address, "0x12345678", 2**40 - 1)
    with refused("MembersUnknownKey", nobody):
        beneficiary.perform(order, by=nobody)


def test_perform_is_refused_with_three_signatures(members, witness, beneficiary):
    """MEMBERS-12: two persons are all that an order can show."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    with refused("MembersTooManyPersons", 3, 2):
        beneficiary.perform(order, signature, signature, signature)


def test_perform_is_refused_with_a_signature_of_nobody(members, witness, beneficiary):
    """MEMBERS-3: first or second."""
    order, nobody = beneficiary.order(witness, "together", TITLE), key_of("a key of nobody")
    with refused("MembersUnknownKey", nobody):
        beneficiary.perform(order, sign(nobody, members, order))
    with refused("MembersUnknownKey", nobody):
        beneficiary.perform(order, sign(beneficiary.maker, members, order), sign(nobody, members, order))


def test_perform_is_refused_with_a_signature_of_a_removed_key(members, witness, beneficiary, third):
    """MEMBERS-3: what it signed before it was removed has no force after."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(third, members, order)
    beneficiary.together(members, "removeKey", third)
    with refused("MembersUnknownKey", third):
        beneficiary.perform(order, signature)


def test_perform_is_refused_with_another_partys_signature(members, witness, beneficiary, stranger):
    """MEMBERS-11: first or second, and even if it is the party that submits."""
    order = beneficiary.order(witness, "together", TITLE)
    own, other = sign(beneficiary.maker, members, order), sign(stranger.maker, members, order)
    for signatures in ((other,), (own, other), (other, own)):
        with refused("MembersOtherParty", beneficiary, stranger):
            beneficiary.perform(order, *signatures)


def test_another_partys_operator_is_no_checker(members, witness, beneficiary, stranger):
    """MEMBERS-11: the maker's signature, submitted by somebody else's operator, is one person."""
    order = beneficiary.order(witness, "together", TITLE)
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, TITLE):
        stranger.perform(order, sign(beneficiary.maker, members, order))


def test_one_person_is_not_two(members, witness, beneficiary):
    """MEMBERS-8: the maker's signature alone, or the maker's transaction alone."""
    order = beneficiary.order(witness, "together", TITLE)
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, TITLE):
        beneficiary.perform(order, sign(beneficiary.maker, members, order), by=key_of("a key of nobody"))
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, TITLE):
        beneficiary.perform(order, by=beneficiary.maker)


def test_the_same_key_is_not_two_persons(members, witness, beneficiary):
    """MEMBERS-9: it signs and submits, or signs twice."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    with refused("MembersSamePerson", beneficiary, 1):
        beneficiary.perform(order, signature, by=beneficiary.maker)
    with refused("MembersSamePerson", beneficiary, 1):
        beneficiary.perform(order, signature, signature)


def test_two_keys_of_one_person_are_not_two_persons(members, witness, beneficiary, second_key):
    """MEMBERS-9: signed and submitted, and signed twice."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    with refused("MembersSamePerson", beneficiary, 1):
        beneficiary.perform(order, signature, by=second_key)
    with refused("MembersSamePerson", beneficiary, 1):
        beneficiary.perform(order, signature, sign(second_key, members, order))


def test_perform_is_refused_to_a_suspended_party(port, members, witness, beneficiary):
    """MEMBERS-23: whichever evidence, also what was signed before."""
    order = beneficiary.order(witness, "alone", TITLE)
    first, second = (sign(key, members, order) for key in (beneficiary.maker, beneficiary.checker))
    suspend(port, beneficiary)
    for signatures in ((first,), (first, second)):
        with refused("MembersNotActive", beneficiary, 2):
            beneficiary.perform(order, *signatures)
    with refused("MembersNotActive", beneficiary, 2):
        beneficiary.perform(order, by=beneficiary.maker)


# ------------------------------------------------------------------ refused: with what rights


def test_perform_is_refused_if_the_first_may_not_make(members, witness, beneficiary):
    """MEMBERS-10: two who may check and not make."""
    checker = key_of("beneficiary's other checker")
    beneficiary.together(members, "addKey", (checker.address, 3, 0, EVERY_RIGHT))
    order = beneficiary.order(witness, "together", TITLE)
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, 0):
        beneficiary.perform(order, sign(checker, members, order))


def test_perform_is_refused_if_the_second_may_not_check(members, witness, beneficiary):
    """MEMBERS-10: two who may make and not check."""
    maker = key_of("beneficiary's other maker")
    beneficiary.together(members, "addKey", (maker.address, 3, EVERY_RIGHT, 0))
    order = beneficiary.order(witness, "together", TITLE)
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, 0):
        beneficiary.perform(order, sign(beneficiary.maker, members, order), by=maker)


def test_the_order_of_signatures_says_who_checked(members, witness, beneficiary):
    """MEMBERS-10: a checker's signature first and a maker's second are not four eyes."""
    order = beneficiary.order(witness, "together", TITLE)
    first, second = (sign(key, members, order) for key in (beneficiary.checker, beneficiary.maker))
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, 0):
        beneficiary.perform(order, first, second)


def test_two_hold_only_what_one_may_make_and_the_other_check(members, witness, beneficiary):
    """MEMBERS-10: rights are met, not added up."""
    payer, examiner = key_of("beneficiary's payer"), key_of("beneficiary's examiner")
    pays, examines = bit(RIGHTS, "PAY", "TITLE"), bit(RIGHTS, "EXAMINE", "TITLE")
    beneficiary.together(members, "addKey", (payer.address, 3, pays, EVERY_RIGHT))
    beneficiary.together(members, "addKey", (examiner.address, 4, EVERY_RIGHT, examines))
    two = replace(beneficiary, maker=payer, checker=examiner)
    with refused("MemberOnlyRightMissing", beneficiary, PAY, bit(RIGHTS, "TITLE")):
        two.together(witness, "together", PAY)
    two.together(witness, "together", TITLE)


# ------------------------------------------------------------------ refused: which order


def test_perform_is_refused_after_the_deadline(members, witness, beneficiary, at):
    """MEMBERS-13: in its last second it is carried out, a second later not."""
    deadline = at(chain[-1].timestamp + 1000)
    order = beneficiary.order(witness, "together", TITLE, deadline=deadline)
    signature = sign(beneficiary.maker, members, order)
    members.perform.call(order, [signature], {"from": beneficiary.checker})
    at(deadline + 1)
    with refused("MembersOrderExpired", deadline, ...):
        beneficiary.perform(order, signature)


def test_perform_is_refused_twice(members, witness, beneficiary):
    """MEMBERS-14: the same order, and another order with the same nonce."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    beneficiary.perform(order, signature)
    with refused("MembersNonceUsed", beneficiary, order[1]):
        beneficiary.perform(order, signature)
    other = beneficiary.order(witness, "together", PAY, nonce=order[1])
    with refused("MembersNonceUsed", beneficiary, order[1]):
        beneficiary.perform(other, sign(beneficiary.maker, members, other))


def test_perform_is_refused_again_inside_itself(members, witness, beneficiary):
    """MEMBERS-14: the nonce is used before the instrument is called."""
    nonce = 77
    again = beneficiary.order(witness, "alone", TITLE, nonce=nonce)
    signatures = [sign(key, members, again) for key in (beneficiary.maker, beneficiary.checker)]
    inner = members.perform.encode_input(again, signatures)
    order = beneficiary.order(witness, "comeBack", inner, nonce=nonce)
    with refused("MembersNonceUsed", beneficiary, nonce):
        beneficiary.perform(order, sign(beneficiary.maker, members, order))


@pytest.mark.parametrize("field", ["nonce", "target", "call", "deadline"])
def test_a_changed_order_is_not_what_was_signed(members, witness, bills, beneficiary, field):
    """MEMBERS-15: the signature then recovers to a key that nobody has."""
    party, nonce, target, call, deadline = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, (party, nonce, target, call, deadline))
    changed = {
        "nonce": (party, nonce + 1, target, call, deadline),
        "target": (party, nonce, bills.address, call, deadline),
        "call": (party, nonce, target, witness.together.encode_input(PAY), deadline),
        "deadline": (party, nonce, target, call, deadline - 1),
    }[field]
    with refused("MembersUnknownKey", ...):
        beneficiary.perform(changed, signature)


def test_an_order_for_another_party_is_not_what_was_signed(members, witness, beneficiary, stranger):
    """MEMBERS-15: the number is signed too."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    with refused("MembersUnknownKey", ...):
        stranger.perform((stranger.number, *order[1:]), signature)


@pytest.mark.parametrize(
    "domain",
    [{"chainId": 999_999}, {"verifyingContract": "0x" + "11" * 20}, {"name": "Other"}, {"version": "2"}],
    ids=lambda domain: next(iter(domain)),
)
def test_an_order_for_elsewhere_has_no_force_here(members, witness, beneficiary, domain):
    """MEMBERS-15: another chain, another registry, another product, another version."""
    order = beneficiary.order(witness, "together", TITLE)
    with refused("MembersUnknownKey", ...):
        beneficiary.perform(order, sign(beneficiary.maker, members, order, **domain))


def test_a_signature_has_one_form(members, witness, beneficiary):
    """MEMBERS-16: its twin in the upper half of the curve, one byte less, one byte more, one byte."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = bytes.fromhex(sign(beneficiary.maker, members, order)[2:])
    r, s, v = signature[:32], int.from_bytes(signature[32:64], "big"), signature[64]
    assert s <= HALF_OF_N
    twin = (N - s).to_bytes(32, "big")
    with refused("ECDSAInvalidSignatureS", "0x" + twin.hex()):
        beneficiary.perform(order, "0x" + (r + twin + bytes([55 - v])).hex())
    for length in (1, 64, 66):
        short = (signature + b"\x00")[:length]
        with refused("ECDSAInvalidSignatureLength", length):
            beneficiary.perform(order, "0x" + short.hex())
    with refused("ECDSAInvalidSignature"):
        beneficiary.perform(order, "0x" + (signature[:64] + b"\x05").hex())


def test_perform_is_refused_of_what_is_not_listed(members, beneficiary):
    """MEMBERS-36: two persons reach no further than one."""
    order = (beneficiary.number, 1, beneficiary.maker.address, "0x12345678", 2**40 - 1)
    with refused("MembersUnknownInstrument", beneficiary.maker, 0):
        beneficiary.perform(order, sign(beneficiary.maker, members, order))


# ------------------------------------------------------------------ carried out


def test_a_refused_order_can_be_carried_out_later(members, witness, beneficiary):
    """MEMBERS-14: its nonce is not used up by the refusal."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, TITLE):
        beneficiary.perform(order, signature, by=key_of("a key of nobody"))
    assert not members.isNonceUsed(beneficiary.number, order[1])
    beneficiary.perform(order, signature)
    assert members.isNonceUsed(beneficiary.number, order[1])


def test_the_makers_signature_and_the_checkers_transaction(members, witness, beneficiary):
    """MEMBERS-6: four eyes in one transaction; the instrument learns of two persons."""
    order = (beneficiary.number, 5, witness.address, "0x12345678", 2**40 - 1)
    done = beneficiary.perform(order, sign(beneficiary.maker, members, order))
    seen = done.events["Witnessed"]
    assert len(done.events) == 1
    assert (seen["party"], seen["account"]) == (beneficiary.number, beneficiary.account)
    assert (seen["persons"], seen["rights"], seen["closing"]) == (2, EVERY_RIGHT, False)


def test_two_signatures_submitted_by_anybody(members, witness, beneficiary, stranger):
    """MEMBERS-7: by a key of nobody, by another party, or by the maker itself."""
    for place, by in enumerate((key_of("a key of nobody"), stranger.maker, beneficiary.maker)):
        order = beneficiary.order(witness, "together", TITLE, nonce=1000 + place)
        first, second = (sign(key, members, order) for key in (beneficiary.maker, beneficiary.checker))
        beneficiary.perform(order, first, second, by=by)
        assert members.isNonceUsed(beneficiary.number, 1000 + place)


def test_one_person_is_enough_where_one_is_asked_for(members, witness, beneficiary):
    """MEMBERS-8: by signature, whoever submits it, or by transaction."""
    order = (beneficiary.number, 5, witness.address, "0x12345678", 2**40 - 1)
    relayed = beneficiary.perform(
        order, sign(beneficiary.maker, members, order), by=key_of("a key of nobody")
    )
    assert (relayed.events["Witnessed"]["persons"], relayed.events["Witnessed"]["rights"]) == (1, EVERY_RIGHT)
    sent = beneficiary.perform((order[0], 6, *order[2:]), by=beneficiary.maker)
    assert sent.events["Witnessed"]["persons"] == 1


def test_whoever_may_both_make_and_check_may_do_either(members, witness, beneficiary, third):
    """MEMBERS-10: a third person checks the first and makes what the second checks."""
    replace(beneficiary, checker=third).together(witness, "together", TITLE)
    replace(beneficiary, maker=third).together(witness, "together", TITLE)


def test_nonces_come_in_any_order_and_count_for_one_party(members, witness, beneficiary, stranger):
    """MEMBERS-14: neighbours in one word, the largest of all, another party's same number."""
    for nonce in (2**256 - 1, 256, 255, 0, 257):
        assert not members.isNonceUsed(beneficiary.number, nonce)
        order = beneficiary.order(witness, "alone", TITLE, nonce=nonce)
        beneficiary.perform(order, by=beneficiary.maker)
        assert members.isNonceUsed(beneficiary.number, nonce)
        assert not members.isNonceUsed(stranger.number, nonce)
    stranger.perform(stranger.order(witness, "alone", TITLE, nonce=0), by=stranger.maker)


def test_the_digest_is_what_eip_712_says(members, witness, beneficiary):
    """MEMBERS-15: computed here from the standard's own words."""
    order = (beneficiary.number, 9, witness.address, "0x12345678", 1_900_000_000)

    def word(number):
        return number.to_bytes(32, "big")

    domain = keccak(
        keccak(text="EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
        + keccak(text="Entrepot")
        + keccak(text="1")
        + word(chain.id)
        + word(int(members.address, 16))
    )
    struct = keccak(
        keccak(text="Order(uint32 party,uint256 nonce,address target,bytes call,uint40 deadline)")
        + word(order[0])
        + word(order[1])
        + word(int(witness.address, 16))
        + keccak(hexstr="0x12345678")
        + word(order[4])
    )
    assert members.digestOf(order) == "0x" + keccak(b"\x19\x01" + domain + struct).hex()


def test_an_order_to_members_itself_speaks_for_nobody_else(members, witness, beneficiary, stranger):
    """MEMBERS-17: an order inside an order stands on its own signatures."""
    inner = stranger.order(witness, "together", TITLE)
    with refused("MembersNoEvidence", stranger):
        beneficiary.together(members, "perform", inner, [])
    with refused("MemberOnlyTwoPersonsNeeded", stranger, TITLE):
        beneficiary.together(members, "perform", inner, [sign(stranger.maker, members, inner)])
