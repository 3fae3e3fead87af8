from __future__ import annotations

from tests.contracts.conftest import a_token
from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend


def test_mint_is_refused_to_everybody_but_the_issuer(financier, beneficiary, dollars, issuing_bank):
    """CASH-5: another bank does not make this bank owe."""
    with refused("CashNotIssuer", issuing_bank, financier):
        financier.together(dollars, "mint", beneficiary.number, 1)


def test_mint_is_refused_to_an_issuer_that_is_no_bank(port, applicant, beneficiary):
    """CASH-5: a token whose issuer was never admitted as a bank cannot be filled."""
    from_a_trader = a_token(port, applicant, 840, 2)
    with refused("MemberOnlyRoleMissing", applicant, 0, 2):
        applicant.together(from_a_trader, "mint", beneficiary.number, 1)


def test_mint_is_refused_to_one_person(issuing_bank, beneficiary, dollars):
    """CASH-6: the limit is 0 to begin with."""
    with refused("MembersTwoPersonsNeeded", issuing_bank, 5, dollars, 1, 0):
        issuing_bank.act(dollars, "mint", beneficiary.number, 1)


def test_mint_is_refused_to_one_person_above_the_limit(port, issuing_bank, beneficiary, dollars):
    """CASH-6: at the limit one person is enough, a cent above it two are needed."""
    let_act_alone(port, issuing_bank, dollars, 500)
    issuing_bank.act(dollars, "mint", beneficiary.number, 500)
    with refused("MembersTwoPersonsNeeded", issuing_bank, 5, dollars, 501, 500):
        issuing_bank.act(dollars, "mint", beneficiary.number, 501)


def test_mint_is_refused_for_a_number_that_nobody_has(issuing_bank, dollars):
    """CASH-7: cash for an unknown number could never be used."""
    with refused("MembersNotActive", 7, 0):
        issuing_bank.together(dollars, "mint", 7, 1)


def test_mint_is_refused_for_a_suspended_party(port, issuing_bank, beneficiary, dollars):
    """CASH-7: a suspended party is owed nothing new."""
    suspend(port, beneficiary)
    with refused("MembersNotActive", beneficiary, 2):
        issuing_bank.together(dollars, "mint", beneficiary.number, 1)


def test_mint_is_refused_while_the_token_closes(port, issuing_bank, rich, applicant, dollars):
    """CASH-8: and all that was minted goes its way."""
    port.listed(dollars, status=2)
    with refused("MemberOnlyClosing", dollars):
        issuing_bank.together(dollars, "mint", rich.number, 1)
    rich.together(dollars, "transfer", applicant.account, 30_000)
    rich.together(dollars, "redeem", 70_000)
    assert dollars.balanceOf(applicant.account) == 30_000
    assert dollars.totalSupply() == 30_000


def test_mint_is_refused_for_nothing(issuing_bank, beneficiary, dollars):
    """CASH-3: an amount of 0 is a mistake."""
    with refused("CashZeroAmount"):
        issuing_bank.together(dollars, "mint", beneficiary.number, 0)


def test_mint_is_refused_above_64_bits(issuing_bank, beneficiary, dollars):
    """CASH-3: the supply is an amount like any other, so every sum of balances fits one."""
    issuing_bank.together(dollars, "mint", beneficiary.number, 2**64 - 1)
    with refused("CashAmountTooLarge", 2**64, 2**64 - 1):
        issuing_bank.together(dollars, "mint", beneficiary.number, 1)


def test_mint_makes_the_issuer_owe(issuing_bank, beneficiary, dollars):
    """CASH-5, CASH-7: by two persons of the issuer, for an admitted party."""
    done = issuing_bank.together(dollars, "mint", beneficiary.number, 123_456)
    assert done.events["Minted"] == {"to": beneficiary.number, "amount": 123_456}
    moved = done.events["Transfer"]
    assert (moved["to"], moved["value"]) == (beneficiary.account, 123_456)
    assert dollars.balanceOf(beneficiary.account) == 123_456
    assert dollars.totalSupply() == 123_456
