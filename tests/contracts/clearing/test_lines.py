from __future__ import annotations

import pytest

from scripts.deploy import container
from tests.contracts.clearing.conftest import Corridor
from tests.contracts.conftest import a_token
from tests.contracts.people import key_of, refused
from tests.contracts.standing import let_act_alone
from tests.contracts.structs import plain


@pytest.mark.parametrize("side", ["mandate", "accept"])
def test_a_line_is_refused_to_everybody_but_the_bank_whose_it_is(
    clearing, issuing_bank, other_bank, central_bank, payer, corridor, side
):
    """CLEARING-2: neither bank speaks for the other, nor the central bank for either."""
    issuer, other = (issuing_bank, other_bank) if side == "mandate" else (other_bank, issuing_bank)
    for party in (other, central_bank, payer):
        with refused("ClearingNotIssuer", issuer, party):
            party.together(clearing, side, corridor, 1)


def test_a_line_is_refused_to_one_person_whatever_the_limit(
    port, clearing, issuing_bank, other_bank, dollars, other_dollars, corridor
):
    """CLEARING-2."""
    for bank, token, side in ((issuing_bank, dollars, "mandate"), (other_bank, other_dollars, "accept")):
        let_act_alone(port, bank, token, 2**64 - 1)
        with refused("MemberOnlyTwoPersonsNeeded", bank, 5):
            bank.act(clearing, side, corridor, 1)


def test_a_corridor_leads_from_one_token_to_another(clearing, issuing_bank, corridor):
    """CLEARING-1."""
    with refused("ClearingOneToken", corridor.source):
        issuing_bank.together(clearing, "mandate", corridor._replace(to=corridor.source), 1)


def test_a_corridor_is_of_one_currency(port, clearing, issuing_bank, other_bank, central_bank, corridor):
    """CLEARING-1: euros are neither paid out for dollars nor settled with dollars."""
    euros = a_token(port, other_bank, 978, 2)
    with refused("ClearingOtherCurrency", 840, 978):
        issuing_bank.together(clearing, "mandate", corridor._replace(to=euros.address), 1)
    with refused("ClearingOtherCurrency", 840, 978):
        issuing_bank.together(clearing, "mandate", corridor._replace(settlement=euros.address), 1)


def test_a_corridor_is_of_tokens_that_are_open(
    port, clearing, issuing_bank, other_bank, dollars, other_dollars, reserves, corridor
):
    """CLEARING-1, CLEARING-3: and it is closed at any time."""
    issuing_bank.together(clearing, "mandate", corridor, 9)
    for token in (dollars, other_dollars, reserves):
        port.listed(token, status=2)
        for bank, side in ((issuing_bank, "mandate"), (other_bank, "accept")):
            with refused("MemberOnlyUnlisted", token, 2):
                bank.together(clearing, side, corridor, 1)
        issuing_bank.together(clearing, "mandate", corridor, 0)
        port.listed(token)
    assert plain(clearing.lineOf(corridor)) == (0, 0)


def test_a_version_that_closes_takes_no_line_and_lets_one_be_closed(port, clearing, issuing_bank, corridor):
    """CLEARING-3, CLEARING-12."""
    issuing_bank.together(clearing, "mandate", corridor, 9)
    port.listed(clearing, status=2, capabilities=2)
    with refused("MemberOnlyClosing", clearing):
        issuing_bank.together(clearing, "mandate", corridor, 10)
    issuing_bank.together(clearing, "mandate", corridor, 0)
    assert plain(clearing.lineOf(corridor)) == (0, 0)


def test_each_bank_sets_its_side_of_the_line_anew(clearing, issuing_bank, other_bank, corridor):
    """CLEARING-3: in place of what was left, and for this corridor alone."""
    done = issuing_bank.together(clearing, "mandate", corridor, 50_000)
    said = {"from": corridor.source, "to": corridor.to, "settlement": corridor.settlement, "amount": 50_000}
    assert done.events["Mandated"] == said
    done = other_bank.together(clearing, "accept", corridor, 40_000)
    assert done.events["Accepted"] == said | {"amount": 40_000}
    issuing_bank.together(clearing, "mandate", corridor, 7)
    assert plain(clearing.lineOf(corridor)) == (7, 40_000)
    back = Corridor(corridor.to, corridor.source, corridor.settlement)
    assert plain(clearing.lineOf(back)) == (0, 0)


def test_what_was_never_open_is_not_closed(members, clearing, stranger, issuing_bank, dollars, corridor):
    """CLEARING-1, CLEARING-3: else the list of corridors, which all members read, is filled with anything."""
    own = container("DepositToken").deploy(members, stranger.number, 840, 2, {"from": key_of("deployer")})
    nowhere = clearing.address
    for by in (
        Corridor(own.address, corridor.to, corridor.settlement),
        Corridor(own.address, nowhere, nowhere),
    ):
        with refused("MemberOnlyUnlisted", own, 0):
            stranger.together(clearing, "mandate", by, 0)
    with refused("MemberOnlyUnlisted", own, 0):
        issuing_bank.together(clearing, "mandate", corridor._replace(settlement=own.address), 0)
    with refused("MemberOnlyUnlisted", own, 0):
        stranger.together(clearing, "accept", corridor._replace(to=own.address), 0)
