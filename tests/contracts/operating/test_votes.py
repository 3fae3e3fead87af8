"""Propose, approve, execute, object: each a seat's, over two desks with the order's file between them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import brownie
import pytest

from scripts import consortium as votes
from scripts import desk, proposals
from scripts.deploy import Deployed, listing_of
from scripts.parameters import Voter
from scripts.proposals import Status
from scripts.saying import Refused
from tests.contracts.people import key_of


@pytest.fixture
def carried(unlisted: Deployed, founders: tuple[Voter, ...]) -> str:
    """A proposal to list everything, proposed by one seat and approved by another."""
    first, second, _ = founders
    calls = listing_of(unlisted)
    _over_two_desks(unlisted, first, lambda: votes.propose_calls(unlisted, first.maker, calls))
    proposal = proposals.proposed(unlisted.consortium)[-1]
    _over_two_desks(unlisted, second, lambda: votes.vote(unlisted, second.maker, proposal, "approve"))
    return proposal


def test_one_seat_carries_nothing(unlisted: Deployed, founders: tuple[Voter, ...]) -> None:
    """OPERATING-7: it can propose, and is told how many are missing when it would execute."""
    first = founders[0]
    calls = listing_of(unlisted)
    _over_two_desks(unlisted, first, lambda: votes.propose_calls(unlisted, first.maker, calls))
    proposal = proposals.proposed(unlisted.consortium)[-1]
    with pytest.raises(Refused, match="1 of 2 seats approved"):
        votes.vote(unlisted, first.maker, proposal, "execute")
    assert unlisted.members.instrumentOf(unlisted.credits)[0] == 0


def test_seats_list_the_instruments_after_the_delay(
    unlisted: Deployed, founders: tuple[Voter, ...], carried: str, at: Callable[[int], int]
) -> None:
    """OPERATING-7: proposed by one organisation, approved by the second, executed by the third."""
    third = founders[2]
    with pytest.raises(Refused, match="seconds from the chain's last block"):
        votes.vote(unlisted, third.maker, carried, "execute")
    at(brownie.chain[-1].timestamp + unlisted.params.delay)
    _over_two_desks(unlisted, third, lambda: votes.vote(unlisted, third.maker, carried, "execute"))
    assert list(unlisted.members.instrumentOf(unlisted.credits))[:2] == [1, 3]
    assert listing_of(unlisted) == []


def test_two_seats_stop_what_was_carried(
    unlisted: Deployed, founders: tuple[Voter, ...], carried: str
) -> None:
    """OPERATING-7: within the delay, so many that those left are fewer than the threshold."""
    for seat in founders[1:]:
        _over_two_desks(unlisted, seat, lambda who=seat: votes.vote(unlisted, who.maker, carried, "object"))
    assert unlisted.consortium.proposalOf(carried)[0] == Status.CANCELLED


def test_the_same_proposal_is_found_and_not_made_twice(
    unlisted: Deployed, founders: tuple[Voter, ...], carried: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """OPERATING-8: another seat that would propose the same is told what comes next."""
    votes.propose_calls(unlisted, founders[2].maker, listing_of(unlisted))
    assert f"run consortium execute proposal={carried}" in capsys.readouterr().out
    assert _orders(unlisted) == []


def test_a_vote_given_is_not_given_again(
    unlisted: Deployed, founders: tuple[Voter, ...], carried: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """OPERATING-8"""
    votes.vote(unlisted, founders[1].maker, carried, "approve")
    assert "Approved already" in capsys.readouterr().out
    assert _orders(unlisted) == []


def test_an_order_sent_twice_is_carried_out_once(
    unlisted: Deployed, founders: tuple[Voter, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """OPERATING-8"""
    first = founders[0]
    votes.propose_calls(unlisted, first.maker, listing_of(unlisted))
    [file] = _orders(unlisted)
    assert desk.send_order(unlisted, first.checker, file, True) is not None
    before = brownie.chain.height
    assert desk.send_order(unlisted, first.checker, file, True) is None
    assert brownie.chain.height == before
    assert "carried out" in capsys.readouterr().out


def test_one_person_is_not_two(unlisted: Deployed, founders: tuple[Voter, ...]) -> None:
    """OPERATING-9: who signed cannot send, whatever file is between."""
    first = founders[0]
    votes.propose_calls(unlisted, first.maker, listing_of(unlisted))
    [file] = _orders(unlisted)
    with pytest.raises(Refused, match=f"MembersSamePerson: {first.party}, 1"):
        desk.send_order(unlisted, first.maker, file, True)


def test_another_seats_person_cannot_send(unlisted: Deployed, founders: tuple[Voter, ...]) -> None:
    """OPERATING-9"""
    first, second, _ = founders
    votes.propose_calls(unlisted, first.maker, listing_of(unlisted))
    [file] = _orders(unlisted)
    with pytest.raises(Refused, match=f"The order is of number {first.party}"):
        desk.send_order(unlisted, second.checker, file, True)


def test_a_changed_order_is_refused(unlisted: Deployed, founders: tuple[Voter, ...]) -> None:
    """OPERATING-9: the signature is of what the first person saw."""
    first = founders[0]
    votes.propose_calls(unlisted, first.maker, listing_of(unlisted))
    [file] = _orders(unlisted)
    written = json.loads(file.read_text())
    written["order"]["deadline"] += 1
    file.write_text(json.dumps(written))
    with pytest.raises(Refused, match="The chain refuses it: MembersUnknownKey"):
        desk.send_order(unlisted, first.checker, file, True)


def test_what_is_no_order_is_one_sentence(
    unlisted: Deployed, founders: tuple[Voter, ...], tmp_path: Path
) -> None:
    """OPERATING-12"""
    file = tmp_path / "order.json"
    with pytest.raises(Refused, match="is missing"):
        desk.send_order(unlisted, founders[0].checker, file, True)
    file.write_text('{"order": {')
    with pytest.raises(Refused, match="is no signed order"):
        desk.send_order(unlisted, founders[0].checker, file, True)


def test_the_second_person_reads_what_it_does(
    unlisted: Deployed, founders: tuple[Voter, ...], carried: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """OPERATING-10: the calls come from the chain and are shown by contract, function and values."""
    third = founders[2]
    votes.vote(unlisted, third.maker, carried, "object")
    shown = capsys.readouterr().out
    assert "object in the consortium, of what is carried:" in shown
    listing = f"setInstrument instrument {unlisted.credits.address}, status 1, capabilities 3"
    assert f"MemberRegistry ({unlisted.members.address}): {listing}" in shown


def test_a_live_network_is_asked_about_first(
    unlisted: Deployed, founders: tuple[Voter, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPERATING-11: anything but yes sends nothing."""
    first = founders[0]
    live = replace(unlisted, params=replace(unlisted.params, network="live"))
    votes.propose_calls(unlisted, first.maker, listing_of(unlisted))
    [file] = _orders(unlisted)
    before = brownie.chain.height
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(Refused, match="Nothing was done"):
        desk.send_order(live, first.checker, file, False)
    assert brownie.chain.height == before
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    assert desk.send_order(live, first.checker, file, False) is not None


def test_no_operator_has_no_say(unlisted: Deployed) -> None:
    """OPERATING-9"""
    passer_by = key_of("passer-by")
    with pytest.raises(Refused, match="is no operator's key here"):
        votes.propose_calls(unlisted, passer_by, listing_of(unlisted))


def _orders(deployed: Deployed) -> list[Path]:
    return sorted(deployed.params.orders.glob("*.json"))


def _over_two_desks(deployed: Deployed, seat: Voter, sign: Callable[[], None]) -> None:
    sign()
    [file] = _orders(deployed)
    desk.send_order(deployed, seat.checker, file, True)
    file.unlink()
