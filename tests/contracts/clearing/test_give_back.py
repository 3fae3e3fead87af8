from __future__ import annotations

import pytest

from tests.contracts.clearing.conftest import REASON, UETR
from tests.contracts.people import named, refused
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain


def test_giving_back_is_refused_to_everybody_but_the_payee(
    clearing, payer, payee, issuing_bank, other_bank, cleared
):
    """CLEARING-10: neither the payer nor a bank takes it back."""
    for party in (payer, issuing_bank, other_bank):
        with refused("ClearingNotPayee", payee, party):
            party.together(clearing, "giveBack", payer.number, cleared, REASON)


def test_giving_back_is_refused_to_one_person_whatever_the_limit(
    port, clearing, payer, payee, other_dollars, cleared
):
    """CLEARING-10."""
    let_act_alone(port, payee, other_dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", payee, 5):
        payee.act(clearing, "giveBack", payer.number, cleared, REASON)


def test_giving_back_is_refused_of_what_was_not_paid_so(clearing, payer, payee, cleared):
    """CLEARING-10: of another amount, another payer, or before the payment."""
    for who, what in (
        (payer.number, cleared._replace(amount=29_999)),
        (payee.number, cleared),
        (payer.number, cleared._replace(payment=named("applicant", "another reference"))),
    ):
        with refused("ClearingWrongStatus", clearing.idOf(who, what), 0, 1):
            payee.together(clearing, "giveBack", who, what, REASON)


def test_giving_back_is_refused_without_a_reason(clearing, payer, payee, cleared):
    """CLEARING-10."""
    with refused("ClearingNoReason", clearing.idOf(payer.number, cleared)):
        payee.together(clearing, "giveBack", payer.number, cleared, "0x" + "00" * 32)


def test_giving_back_is_refused_where_cash_is_short_or_frozen(
    clearing, other_bank, payer, payee, other_dollars, reserves, cleared, books
):
    """CLEARING-11: the payee's with its bank, or its bank's with the central bank: nothing moves then."""
    other_bank.together(reserves, "redeem", 100_001)
    before = books()
    with refused("ERC20InsufficientBalance", other_bank.account, 29_999, 30_000):
        payee.together(clearing, "giveBack", payer.number, cleared, REASON)
    assert books() == before
    other_bank.together(other_dollars, "freeze", payee.number)
    with refused("CashFrozen", payee.account):
        payee.together(clearing, "giveBack", payer.number, cleared, REASON)


@pytest.mark.parametrize("name", ["issuing_bank", "financier"])
def test_giving_back_is_refused_while_a_bank_is_suspended(
    port, clearing, people, payer, payee, cleared, name
):
    """CLEARING-11: it waits until the bank acts again."""
    suspend(port, people[name])
    with refused("MembersNotActive", people[name], 2):
        payee.together(clearing, "giveBack", payer.number, cleared, REASON)


def test_giving_back_is_refused_twice_and_past_the_instrument(
    clearing, issuing_bank, other_bank, payer, payee, dollars, other_dollars, cleared
):
    """CLEARING-10: no bank reverses its own leg alone, and what was given back is at an end."""
    for bank, token in ((issuing_bank, dollars), (other_bank, other_dollars)):
        with refused("CashNotReversible", UETR, 6):
            bank.together(token, "reverse", UETR, REASON)
    payee.together(clearing, "giveBack", payer.number, cleared, REASON)
    with refused("ClearingWrongStatus", clearing.idOf(payer.number, cleared), 2, 1):
        payee.together(clearing, "giveBack", payer.number, cleared, REASON)


def test_giving_back_leaves_everybody_where_they_were_and_both_stay(
    port, clearing, payer, payee, dollars, other_dollars, instruction, corridor, books
):
    """CLEARING-10, CLEARING-12, INV-6: in a version that closes, to a suspended payer."""
    before = books()
    payer.together(clearing, "pay", instruction)
    port.listed(clearing, status=2, capabilities=2)
    suspend(port, payer)
    done = payee.together(clearing, "giveBack", payer.number, instruction, REASON)
    clearing_id = clearing.idOf(payer.number, instruction)
    assert done.events["Returned"] == {"clearing": clearing_id, "reason": REASON}
    assert books() == before
    assert clearing.statusOf(clearing_id) == 2
    assert plain(clearing.lineOf(corridor)) == (50_000, 40_000)
    for token in (dollars, other_dollars):
        assert token.paymentOf(UETR)[3] == 5


def test_a_line_is_not_used_up_by_paying_and_giving_back(clearing, payer, payee, instruction, corridor):
    """CLEARING-11: else who has two numbers keeps everybody else from paying, and it costs nothing."""
    for turn in range(3):
        said = instruction._replace(payment=named("applicant", f"to and fro {turn}"))
        payer.together(clearing, "pay", said)
        done = payee.together(clearing, "giveBack", payer.number, said, REASON)
        assert done.events["Mandated"]["amount"] == 50_000
        assert done.events["Accepted"]["amount"] == 40_000
    assert plain(clearing.lineOf(corridor)) == (50_000, 40_000)


def test_giving_back_lengthens_no_side_that_was_set_since(
    clearing, payer, payee, issuing_bank, other_bank, cleared, corridor
):
    """CLEARING-11, CLEARING-3: what a bank closed or set anew stays as it was set."""
    issuing_bank.together(clearing, "mandate", corridor, 0)
    done = payee.together(clearing, "giveBack", payer.number, cleared, REASON)
    assert "Mandated" not in done.events
    assert plain(clearing.lineOf(corridor)) == (0, 40_000)
    issuing_bank.together(clearing, "mandate", corridor, 50_000)
    payer.together(clearing, "pay", cleared._replace(payment=named("applicant", "another")))
    other_bank.together(clearing, "accept", corridor, 7)
    payee.together(
        clearing, "giveBack", payer.number, cleared._replace(payment=named("applicant", "another")), REASON
    )
    assert plain(clearing.lineOf(corridor)) == (50_000, 7)
