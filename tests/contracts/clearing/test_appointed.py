"""What a token lets an instrument do that its bank has appointed, and no other."""

from __future__ import annotations

import brownie
import pytest

from tests.contracts.clearing.conftest import REASON, UETR
from tests.contracts.conftest import a_token
from tests.contracts.people import key_of, refused
from tests.contracts.standing import let_act_alone


def doors(token, holder):
    return {
        "redeemFor": lambda caller: token.redeemFor(UETR, holder.number, 1, {"from": caller}),
        "mintFor": lambda caller: token.mintFor(UETR, holder.number, holder.number, 1, {"from": caller}),
        "giveBackFor": lambda caller: token.giveBackFor(UETR, REASON, {"from": caller}),
    }


def test_an_instrument_gives_back_what_it_cleared_and_nothing_else(
    port, clearing, issuing_bank, payer, payee, dollars, cleared
):
    """CASH-26: appointed and listed though it be; what it did itself the first one still gives back."""
    other = port.listed(
        key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["SettlingInstrument"]),
        capabilities=2,
    )
    issuing_bank.together(dollars, "appoint", other.address, True)
    numbers = [int(port.members.instrumentOf(one)["number"]) for one in (clearing, other)]
    with refused("CashClearedByAnother", UETR, *numbers):
        other.giveBack(dollars, UETR, REASON, {"from": payer.maker})
    payee.together(clearing, "giveBack", payer.number, cleared, REASON)
    assert dollars.balanceOf(payer.account) == 100_000


@pytest.mark.parametrize("door", ["redeemFor", "mintFor", "giveBackFor"])
def test_nobody_but_an_instrument_redeems_or_mints_for_a_bank(
    clearing, issuing_bank, payer, stranger, dollars, door
):
    """CASH-23: neither a key of the bank nor of the holder, nor a stranger's."""
    issuing_bank.together(dollars, "appoint", clearing.address, True)
    for caller in (issuing_bank.maker, payer.maker, stranger.maker):
        with refused("CashNotSettler", caller):
            doors(dollars, payer)[door](caller)


def test_an_appointment_needs_the_consortiums_listing_too(port, clearing, payer, instruction):
    """CASH-23: without the capability CASH, or closed, it moves nothing."""
    port.listed(clearing, status=1, capabilities=0)
    with refused("CashNotSettler", clearing):
        payer.together(clearing, "pay", instruction)


def test_appointing_is_refused_to_everybody_but_two_persons_of_the_issuer(
    port, clearing, issuing_bank, other_bank, dollars
):
    """CASH-23: a bank answers for what mints in its name."""
    with refused("CashNotIssuer", issuing_bank, other_bank):
        other_bank.together(dollars, "appoint", clearing.address, True)
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 5):
        issuing_bank.act(dollars, "appoint", clearing.address, True)


def test_appointing_is_refused_to_an_issuer_that_is_no_bank(port, clearing, applicant):
    """CASH-23, CASH-5."""
    from_a_trader = a_token(port, applicant, 840, 2)
    with refused("MemberOnlyRoleMissing", applicant, 0, 2):
        applicant.together(from_a_trader, "appoint", clearing.address, True)


def test_an_appointment_lasts_until_it_is_ended(clearing, issuing_bank, dollars):
    """CASH-23."""
    done = issuing_bank.together(dollars, "appoint", clearing.address, True)
    assert done.events["Appointed"] == {"instrument": clearing.address, "appointed": True}
    assert dollars.isAppointed(clearing.address) is True
    issuing_bank.together(dollars, "appoint", clearing.address, False)
    assert dollars.isAppointed(clearing.address) is False
