"""MemberRegistry.batch: many acts and orders in one transaction, each ending for itself."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi import encode
from eth_utils import keccak

from scripts.deploy import container
from tests.contracts.people import Member, key_of, named, refused, salted, sign, told
from tests.contracts.standing import suspend

TITLE = 3
ZERO = "0x" + "00" * 20
GAS = 300_000
CLOSED = 3


def act(contract: Any, function: str, *args: Any, gas: int = GAS) -> str:
    """An item by which the sender's key acts alone."""
    return item(contract.address, told(contract, function, *args), gas)


def order(member: Member, ordered: Any, *signatures: str, gas: int = GAS) -> str:
    """An item that carries an order out."""
    return item(ZERO, told(member.members, "perform", ordered, signatures), gas)


def checked(member: Member, contract: Any, function: str, *args: Any, nonce: int | None = None) -> str:
    """An order that the maker has signed, for the checker to send."""
    ordered = member.order(contract, function, *args, nonce=nonce)
    return order(member, ordered, sign(member.maker, member.members, ordered))


def item(target: str, call: str, gas: int = GAS) -> str:
    return f"{gas:08x}{len(call) // 2 - 1:08x}{target[2:]}{call[2:]}"


def sent(key: Any, members: Any, *items: str, gas: int = 20_000_000) -> Any:
    data = told(members, "batch", bytes.fromhex("".join(items)))
    return key.transfer(to=members.address, data=data, gas_limit=gas, skip_undo=True, silent=True)


def send_act(member: Member, target: Any, call: str) -> Any:
    data = told(member.members, "act", target) + call[2:]
    return member.maker.transfer(to=member.members.address, data=data, skip_undo=True, silent=True)


def asked(key: Any, members: Any, *items: str, gas: int = 20_000_000) -> list[tuple[int, str]]:
    """What would be refused: place and reason."""
    answer = members.batch.call("0x" + "".join(items), {"from": key, "gas_limit": gas})
    return [(place, str(reason)) for place, reason in answer]


def error(signature: str, *values: Any) -> str:
    """An error as the chain encodes it."""
    types = signature.partition("(")[2].removesuffix(")")
    given = [getattr(value, "address", value) for value in values]
    encoded = encode(types.split(","), given) if types else b""
    return "0x" + (keccak(text=signature)[:4] + encoded).hex()


def refusals(done: Any) -> list[tuple[int, str]]:
    """Place and reason, of each event that tells one."""
    return [(event["item"], str(event["reason"])) for event in done.events if event.name == "ItemRefused"]


def names(done: Any) -> list[str]:
    return [event.name for event in done.events]


def recorded(documents: Any, commitment: str) -> bool:
    return documents.documentOf(commitment)[0] != 0


# ------------------------------------------------------------------ refused as a whole


def test_a_batch_is_refused_to_a_contract(members, witness, beneficiary):
    """MEMBERS-57: members itself in the course of an act, and an instrument while it is being called."""
    inner = told(members, "batch", "0x" + act(witness, "alone", TITLE))
    with refused("MembersBatchByContract", members):
        send_act(beneficiary, members, inner)
    with refused("MembersBatchByContract", witness):
        beneficiary.act(witness, "comeBack", inner)


def test_a_batch_within_a_batch_is_an_item_that_is_refused(members, witness, documents, beneficiary):
    """MEMBERS-57: by way of members or of an instrument; what stands beside it is done."""
    inner = told(members, "batch", "0x" + act(witness, "alone", TITLE))
    commitment = named("beneficiary", "beside a batch within a batch")
    done = sent(
        beneficiary.maker,
        members,
        item(members.address, inner),
        act(witness, "comeBack", inner),
        act(documents, "record", commitment),
    )
    assert refusals(done) == [
        (0, error("MembersBatchByContract(address)", members)),
        (1, error("MembersBatchByContract(address)", witness)),
    ]
    assert recorded(documents, commitment)


@pytest.mark.parametrize("cut", [1, 27, 28, 29])
def test_a_batch_is_refused_whose_last_item_is_cut_off(members, documents, beneficiary, cut):
    """MEMBERS-59: in its call, at its call or in its head; what came before is not done either."""
    commitment = named("beneficiary", "before a cut")
    whole = act(documents, "record", commitment)
    with refused("MembersNotAnItem", 1):
        sent(beneficiary.maker, members, whole, whole[: 2 * cut])
    assert not recorded(documents, commitment)


@pytest.mark.parametrize("call", ["0x", "0x123456", "0xd4f2c3a1", "suspend", "batch"])
def test_a_batch_is_refused_with_what_is_no_order(members, beneficiary, call):
    """MEMBERS-59: nothing, less than a selector, an unknown one, and functions that are not `perform`."""
    calls = {"suspend": told(members, "suspend", [1]), "batch": told(members, "batch", "0x")}
    with refused("MembersNotAnItem", 0):
        sent(beneficiary.maker, members, item(ZERO, calls.get(call, call)))


def test_a_batch_is_refused_whose_gas_does_not_reach_its_promises(members, documents, beneficiary):
    """MEMBERS-54: the second item is not blamed, and the first is not done."""
    commitment = named("beneficiary", "with too little gas")
    items = [
        act(documents, "record", commitment),
        act(documents, "record", named("beneficiary", "b"), gas=900_000),
    ]
    with refused("MembersTooLittleGas", 1, 900_000, ...):
        sent(beneficiary.maker, members, *items, gas=700_000)
    assert not recorded(documents, commitment)
    assert refusals(sent(beneficiary.maker, members, *items, gas=1_200_000)) == []


def test_gas_decides_over_all_or_nothing(members, documents, bills, beneficiary):
    """MEMBERS-54: however much there is, never is an item refused that would have been done with more."""
    items = [
        act(documents, "record", named("beneficiary", f"gas {place}"), gas=120_000) for place in range(3)
    ]
    items.append(act(bills, "surrender", salted("no bill"), gas=60_000))
    enough = [(3, reason) for _, reason in asked(beneficiary.maker, members, items[3])]
    seen = set()
    for gas in range(60_000, 460_000, 7_000):
        try:
            answer = asked(beneficiary.maker, members, *items, gas=gas)
        except Exception:  # each node has an error of its own for a call that ran out of gas
            seen.add("nothing")
        else:
            assert answer == enough
            seen.add("all")
    assert seen == {"nothing", "all"}


# ------------------------------------------------------------------ refused by itself


def test_an_item_that_is_refused_takes_nothing_with_it(members, documents, witness, beneficiary):
    """MEMBERS-51: before it and after it all is done; its place and the error, with its values, are told."""
    first, last = named("beneficiary", "before a refusal"), named("beneficiary", "after a refusal")
    done = sent(
        beneficiary.maker,
        members,
        act(documents, "record", first),
        act(witness, "failWith", 42),
        act(documents, "record", last),
    )
    assert refusals(done) == [(1, error("WitnessFailed(uint256)", 42))]
    assert recorded(documents, first)
    assert recorded(documents, last)


def test_what_a_refused_item_did_is_undone(members, documents, witness, beneficiary):
    """MEMBERS-51: an act that came to a record and then failed leaves none."""
    commitment = named("beneficiary", "recorded and undone")
    other = key_of("beneficiary's other maker")
    beneficiary.together(members, "addKey", (other.address, 3, 0b111111111, 0))
    inner_order = beneficiary.order(documents, "record", commitment)
    signatures = [sign(key, members, inner_order) for key in (beneficiary.maker, beneficiary.checker)]
    inner = told(members, "perform", inner_order, signatures)
    done = sent(other, members, act(witness, "comeBackAndFail", inner, gas=500_000))
    assert refusals(done) == [(0, error("WitnessFailed(uint256)", 7))]
    assert not recorded(documents, commitment)
    assert not members.isNonceUsed(beneficiary.number, inner_order[1])


def test_every_check_of_an_act_is_made_of_an_item(port, members, documents, witness, beneficiary):
    """MEMBERS-50: right, persons, instrument; a target without code, or members itself, gets no further."""
    closed = container("WitnessInstrument").deploy(members, {"from": key_of("deployer")})
    port.listed(closed)
    port.listed(closed, CLOSED)
    done = sent(
        beneficiary.maker,
        members,
        act(witness, "together", TITLE),
        act(closed, "alone", TITLE),
        item("0x" + "11" * 20, "0x12345678"),
        item(
            members.address,
            told(members, "act", documents) + told(documents, "record", named("beneficiary", "x"))[2:],
        ),
        act(documents, "record", "0x" + "00" * 32),
    )
    unlisted = "MembersUnknownInstrument(address,uint8)"
    assert refusals(done)[:4] == [
        (0, error("MemberOnlyTwoPersonsNeeded(uint32,uint8)", beneficiary.number, TITLE)),
        (1, error(unlisted, closed, CLOSED)),
        (2, error(unlisted, "0x" + "11" * 20, 0)),
        (3, error("MembersUnknownKey(address)", members)),
    ]
    assert [place for place, _ in refusals(done)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("who", ["nobody", "suspended"])
def test_a_key_that_may_not_act_has_every_act_refused(port, members, witness, beneficiary, stranger, who):
    """MEMBERS-50: and the orders of others beside them carried out."""
    suspend(port, stranger)
    key = {"nobody": key_of("a key of nobody"), "suspended": stranger.maker}[who]
    ordered = beneficiary.order(witness, "together", TITLE)
    signatures = [sign(signer, members, ordered) for signer in (beneficiary.maker, beneficiary.checker)]
    done = sent(key, members, act(witness, "alone", TITLE), order(beneficiary, ordered, *signatures))
    reason = {
        "nobody": error("MembersUnknownKey(address)", key),
        "suspended": error("MembersNotActive(uint32,uint8)", stranger.number, 2),
    }[who]
    assert refusals(done) == [(0, reason)]
    assert members.isNonceUsed(beneficiary.number, ordered[1])


def test_a_key_that_a_batch_removes_acts_no_more_in_it(members, witness, beneficiary):
    """MEMBERS-50: each item meets what those before it have left."""
    third = key_of("beneficiary's third person")
    beneficiary.together(members, "addKey", (third.address, 3, 0b111111111, 0b111111111))
    ordered = beneficiary.order(members, "removeKey", third)
    signatures = [sign(key, members, ordered) for key in (beneficiary.maker, beneficiary.checker)]
    alone = act(witness, "alone", TITLE)
    done = sent(third, members, alone, order(beneficiary, ordered, *signatures), alone)
    assert refusals(done) == [(2, error("MembersUnknownKey(address)", third))]


def test_every_check_of_an_order_is_made_of_an_item(members, witness, beneficiary, stranger):
    """MEMBERS-50: signature, second person, nonce."""
    ordered = beneficiary.order(witness, "together", TITLE)
    own, foreign = sign(beneficiary.maker, members, ordered), sign(stranger.maker, members, ordered)
    done = sent(
        beneficiary.checker,
        members,
        order(beneficiary, ordered),
        order(beneficiary, ordered, foreign),
        order(beneficiary, ordered, own),
        order(beneficiary, ordered, own),
    )
    assert refusals(done) == [
        (0, error("MemberOnlyRightMissing(uint32,uint8,uint32)", beneficiary.number, TITLE, 0)),
        (1, error("MembersOtherParty(uint32,uint32)", beneficiary.number, stranger.number)),
        (3, error("MembersNonceUsed(uint32,uint256)", beneficiary.number, ordered[1])),
    ]


def test_the_nonce_of_a_refused_order_is_free_again(members, witness, beneficiary):
    """MEMBERS-53: another order may have it, in the same batch."""
    failing = checked(beneficiary, witness, "failWith", 1, nonce=900)
    done = sent(beneficiary.checker, members, failing)
    assert refusals(done) == [(0, error("WitnessFailed(uint256)", 1))]
    assert not members.isNonceUsed(beneficiary.number, 900)
    good = checked(beneficiary, witness, "together", TITLE, nonce=900)
    assert [place for place, _ in refusals(sent(beneficiary.checker, members, failing, good))] == [0]
    assert members.isNonceUsed(beneficiary.number, 900)


def test_anothers_order_gains_nothing_by_its_sender(members, witness, beneficiary, stranger):
    """MEMBERS-58: with the maker's signature it is one person's, with two it is whole."""
    half, whole = (beneficiary.order(witness, "together", TITLE) for _ in range(2))
    done = sent(
        stranger.checker,
        members,
        order(beneficiary, half, sign(beneficiary.maker, members, half)),
        order(
            beneficiary,
            whole,
            sign(beneficiary.maker, members, whole),
            sign(beneficiary.checker, members, whole),
        ),
    )
    assert refusals(done) == [
        (0, error("MemberOnlyTwoPersonsNeeded(uint32,uint8)", beneficiary.number, TITLE))
    ]
    assert members.isNonceUsed(beneficiary.number, whole[1])


@pytest.mark.parametrize("two", [False, True])
def test_an_item_that_uses_up_gas_uses_only_its_own(members, witness, documents, beneficiary, two):
    """MEMBERS-54, MEMBERS-55: what was promised to the next is there, and why it failed is told."""
    commitment = named("beneficiary", "after one that uses up gas")
    hungry = act(witness, "useUpGas", gas=200_000)
    key = beneficiary.maker
    if two:
        key, ordered = beneficiary.checker, beneficiary.order(witness, "useUpGas")
        hungry = order(beneficiary, ordered, sign(beneficiary.maker, members, ordered), gas=200_000)
    recording = (
        checked(beneficiary, documents, "record", commitment) if two else act(documents, "record", commitment)
    )
    done = sent(key, members, hungry, recording, gas=800_000)
    assert refusals(done) == [(0, error("MembersNoReason(uint256)", 200_000))]
    assert recorded(documents, commitment)
    assert 200_000 < done.gas_used < 400_000


def test_an_item_without_a_word_is_told_to_have_had_none(members, witness, beneficiary):
    """MEMBERS-55: nothing that failed passes for done."""
    done = sent(beneficiary.maker, members, act(witness, "failWithoutWord"))
    assert refusals(done) == [(0, error("MembersNoReason(uint256)", GAS))]


@pytest.mark.parametrize(("length", "kept"), [(1, 1), (512, 512), (513, 512), (100_000, 512)])
def test_a_reason_is_kept_up_to_512_bytes(members, witness, documents, beneficiary, length, kept):
    """MEMBERS-55: whatever a target answers, the next item is not the one who pays."""
    commitment = named("beneficiary", "after a long reason")
    done = sent(
        beneficiary.maker,
        members,
        act(witness, "failAtLength", length),
        act(documents, "record", commitment),
        gas=800_000,
    )
    assert refusals(done) == [(0, "0x" + "00" * kept)]
    assert recorded(documents, commitment)


# ------------------------------------------------------------------ carried out


def test_a_batch_of_nothing_does_nothing(members, beneficiary):
    """MEMBERS-50"""
    assert names(sent(beneficiary.maker, members)) == []


def test_items_are_done_in_order_and_each_ends_in_an_event(members, witness, documents, beneficiary):
    """MEMBERS-50, MEMBERS-52: one needs the one before it; the sender acts alone, and checks an order."""
    commitment, later = named("beneficiary", "first of a batch"), named("beneficiary", "second of a batch")
    ordered = (beneficiary.number, 901, witness.address, "0x12345678", 2**40 - 1)
    done = sent(
        beneficiary.checker,
        members,
        item(witness.address, "0x12345678"),
        item(witness.address, told(witness, "failWith", 1)),
        order(beneficiary, ordered, sign(beneficiary.maker, members, ordered)),
    )
    assert names(done) == ["Witnessed", "ItemDone", "ItemRefused", "Witnessed", "ItemDone"]
    alone, both = done.events["Witnessed"]
    assert (alone["party"], alone["persons"], alone["rights"]) == (beneficiary.number, 1, 0)
    assert (both["party"], both["persons"]) == (beneficiary.number, 2)
    record, supersede = act(documents, "record", commitment), act(documents, "supersede", commitment, later)
    done = sent(beneficiary.maker, members, record, supersede)
    assert names(done) == ["Recorded", "ItemDone", "Superseded", "ItemDone"]
    other = named("beneficiary", "the other way round")
    record, supersede = (
        act(documents, "record", other),
        act(documents, "supersede", other, named("beneficiary", "later")),
    )
    assert [place for place, _ in refusals(sent(beneficiary.maker, members, supersede, record))] == [0]


def test_a_closing_instrument_is_told_so_in_a_batch(port, members, beneficiary):
    """MEMBERS-50, as MEMBERS-37 has it."""
    closing = container("WitnessInstrument").deploy(members, {"from": key_of("deployer")})
    port.listed(closing)
    port.listed(closing, 2)
    done = sent(beneficiary.maker, members, item(closing.address, "0x12345678"), act(closing, "fresh"))
    assert done.events["Witnessed"]["closing"]
    assert refusals(done) == [(1, error("MemberOnlyClosing(address)", closing))]


def test_what_would_be_refused_is_answered_without_sending(members, documents, witness, beneficiary):
    """MEMBERS-56: a second record of a document that only this batch would record is refused in advance."""
    commitment = named("beneficiary", "asked before it is sent")
    record = act(documents, "record", commitment)
    answer = asked(beneficiary.maker, members, record, record, act(witness, "failWith", 5))
    assert [place for place, _ in answer] == [1, 2]
    assert answer[1] == (2, error("WitnessFailed(uint256)", 5))
    assert not recorded(documents, commitment)
    assert answer == refusals(sent(beneficiary.maker, members, record, record, act(witness, "failWith", 5)))
