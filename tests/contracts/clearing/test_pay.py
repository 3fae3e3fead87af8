from __future__ import annotations

import pytest

from tests.contracts.clearing.conftest import UETR, Corridor
from tests.contracts.people import named, refused
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain

OTHER = named("applicant", "another reference")


def test_payment_is_refused_above_what_either_bank_agreed_to(
    clearing, issuing_bank, other_bank, payer, instruction, corridor
):
    """CLEARING-5: to the cent, on either side of the line."""
    with refused("ClearingAboveAcceptance", 40_000, 40_001):
        payer.together(clearing, "pay", instruction._replace(amount=40_001))
    issuing_bank.together(clearing, "mandate", corridor, 29_999)
    with refused("ClearingAboveMandate", 29_999, 30_000):
        payer.together(clearing, "pay", instruction)


def test_a_line_is_used_up_and_does_not_renew_itself(clearing, other_bank, payer, instruction, corridor):
    """CLEARING-5, CLEARING-3."""
    payer.together(clearing, "pay", instruction)
    assert plain(clearing.lineOf(corridor)) == (20_000, 10_000)
    second = instruction._replace(payment=OTHER, amount=10_001)
    with refused("ClearingAboveAcceptance", 10_000, 10_001):
        payer.together(clearing, "pay", second)
    other_bank.together(clearing, "accept", corridor, 10_001)
    payer.together(clearing, "pay", second)
    assert plain(clearing.lineOf(corridor)) == (9_999, 0)


def test_payment_is_refused_to_one_person_above_the_limit(port, clearing, payer, dollars, instruction):
    """CLEARING-4: the limit is the payer's for the token that it pays with."""
    with refused("MembersTwoPersonsNeeded", payer, 5, dollars, 30_000, 0):
        payer.act(clearing, "pay", instruction)
    let_act_alone(port, payer, dollars, 30_000)
    payer.act(clearing, "pay", instruction)


def test_payment_is_refused_for_what_the_payer_does_not_hold(clearing, payee, instruction):
    """CLEARING-4: nobody pays with another's claim."""
    with refused("ERC20InsufficientBalance", payee.account, 0, 30_000):
        payee.together(clearing, "pay", instruction._replace(payment=named("beneficiary", "its own")))
    with refused("CashReferenceOfAnother", UETR, payee):
        payee.together(clearing, "pay", instruction)


def test_payment_is_refused_where_the_bank_lacks_settlement_money(
    clearing, central_bank, issuing_bank, payer, reserves, instruction, books
):
    """CLEARING-6: all three movements or none."""
    issuing_bank.together(reserves, "redeem", 70_001)
    before = books()
    with refused("ERC20InsufficientBalance", issuing_bank.account, 29_999, 30_000):
        payer.together(clearing, "pay", instruction)
    assert books() == before


@pytest.mark.parametrize("bank", ["issuing_bank", "other_bank"])
def test_payment_is_refused_where_a_bank_has_ended_the_appointment(
    clearing, people, payer, dollars, other_dollars, instruction, bank, books
):
    """CLEARING-8: lines are worth nothing then, and what was burnt before the refusal is not."""
    before = books()
    name = {"issuing_bank": "issuing_bank", "other_bank": "financier"}[bank]
    token = {"issuing_bank": dollars, "other_bank": other_dollars}[bank]
    people[name].together(token, "appoint", clearing.address, False)
    with refused("CashNotAppointed", clearing):
        payer.together(clearing, "pay", instruction)
    assert books() == before


def test_payment_is_refused_out_of_frozen_accounts(
    clearing, central_bank, issuing_bank, payer, dollars, reserves, instruction
):
    """CLEARING-7: the payer's with its bank, or its bank's with the central bank."""
    issuing_bank.together(dollars, "freeze", payer.number)
    with refused("CashFrozen", payer.account):
        payer.together(clearing, "pay", instruction)
    issuing_bank.together(dollars, "unfreeze", payer.number)
    central_bank.together(reserves, "freeze", issuing_bank.number)
    with refused("CashFrozen", issuing_bank.account):
        payer.together(clearing, "pay", instruction)


@pytest.mark.parametrize("name", ["issuing_bank", "financier", "beneficiary"])
def test_payment_is_refused_where_a_bank_or_the_payee_is_suspended(
    port, clearing, people, payer, instruction, name
):
    """CLEARING-7: a bank that is stopped settles nothing and owes nothing new."""
    suspend(port, people[name])
    with refused("MembersNotActive", people[name], 2):
        payer.together(clearing, "pay", instruction)


def test_payment_is_refused_to_a_number_that_nobody_has(clearing, payer, instruction):
    """CLEARING-7."""
    with refused("MembersNotActive", 7, 0):
        payer.together(clearing, "pay", instruction._replace(payee=7))


def test_payment_is_refused_into_a_token_that_closes(port, clearing, payer, other_dollars, instruction):
    """CLEARING-7: it mints nothing more."""
    port.listed(other_dollars, status=2)
    with refused("MemberOnlyUnlisted", other_dollars, 2):
        payer.together(clearing, "pay", instruction)


def test_payment_is_refused_by_a_corridor_that_nobody_opened(
    clearing, payer, instruction, corridor, reserves, dollars, other_dollars
):
    """CLEARING-5: the way back is another corridor, and so is other settlement money."""
    by = Corridor(corridor.source, corridor.to, corridor.source)
    with refused("ClearingAboveMandate", 0, 30_000):
        payer.together(clearing, "pay", instruction._replace(by=by))


def test_a_reference_pays_once_across_banks_and_within_one(
    clearing, payer, payee, dollars, other_dollars, cleared
):
    """CLEARING-9: in both banks' tokens, in whatever way."""
    clearing_id = clearing.idOf(payer.number, cleared)
    with refused("ClearingWrongStatus", clearing_id, 1, 0):
        payer.together(clearing, "pay", cleared)
    with refused("CashPaidAlready", UETR, 6):
        payer.together(clearing, "pay", cleared._replace(amount=1))
    with refused("CashPaidAlready", UETR, 6):
        payer.together(dollars, "pay", UETR, payee.number, 1)
    with refused("CashReferenceOfAnother", UETR, payee):
        payee.together(other_dollars, "payOut", UETR, 1)


def test_payment_is_refused_for_nothing(clearing, payer, instruction):
    """CLEARING-4."""
    with refused("CashZeroAmount"):
        payer.together(clearing, "pay", instruction._replace(amount=0))


def test_payment_is_refused_in_a_version_that_closes(port, clearing, payer, instruction):
    """CLEARING-12."""
    port.listed(clearing, status=2, capabilities=2)
    with refused("MemberOnlyClosing", clearing):
        payer.together(clearing, "pay", instruction)


def test_payment_redeems_settles_and_mints_in_one(
    members,
    clearing,
    issuing_bank,
    other_bank,
    payer,
    payee,
    dollars,
    other_dollars,
    reserves,
    instruction,
    books,
):
    """CLEARING-6, INV-6: each bank owes what it is paid for, and all claims together are what they were."""
    before = books()
    done = payer.together(clearing, "pay", instruction)
    clearing_id = clearing.idOf(payer.number, instruction)
    said = done.events["Cleared"]
    assert (said["clearing"], said["payer"]) == (clearing_id, payer.number)
    moved = [(event["from"], event["to"], event["value"]) for event in done.events["Transfer"]]
    nobody = "0x" + "00" * 20
    assert moved == [
        (payer.account, nobody, 30_000),
        (issuing_bank.account, other_bank.account, 30_000),
        (nobody, payee.account, 30_000),
    ]
    after = books()
    assert after == (
        before.payer - 30_000,
        before.payee + 30_000,
        before.owed - 30_000,
        before.owed_by_other + 30_000,
        before.reserves - 30_000,
        before.reserves_of_other + 30_000,
        before.owed_by_central_bank,
    )
    assert after.owed + after.owed_by_other == before.owed + before.owed_by_other
    assert clearing.statusOf(clearing_id) == 1
    number = int(members.instrumentOf(clearing)["number"])
    assert plain(dollars.paymentOf(UETR)) == (payer.number, 0, 30_000, 6, number)
    assert plain(other_dollars.paymentOf(UETR)) == (0, payee.number, 30_000, 6, number)
    assert done.events["Settled"] == {"payment": UETR}, "the cover carries the reference of what it covers"


def test_settlement_money_is_what_both_banks_agree_on(
    appointed, clearing, issuing_bank, other_bank, payer, payee, other_dollars, corridor
):
    """CLEARING-1: a nostro account, which the payer's bank holds with the payee's, does as well."""
    nostro = Corridor(corridor.source, corridor.to, corridor.to)
    other_bank.together(other_dollars, "mint", issuing_bank.number, 500)
    issuing_bank.together(clearing, "mandate", nostro, 500)
    other_bank.together(clearing, "accept", nostro, 500)
    payer.together(clearing, "pay", (UETR, nostro, payee.number, 500))
    assert other_dollars.balanceOf(payee.account) == 500
    assert other_dollars.balanceOf(issuing_bank.account) == 0
    assert other_dollars.balanceOf(other_bank.account) == 500
