from __future__ import annotations

import pytest

from tests.contracts.people import refused


@pytest.fixture
def frozen(issuing_bank, rich, dollars):
    issuing_bank.together(dollars, "freeze", rich.number)
    return rich


def test_unfreeze_is_refused_to_everybody_but_the_issuer(frozen, issuing_bank, dollars):
    """CASH-9: least of all to the party itself."""
    with refused("CashNotIssuer", issuing_bank, frozen):
        frozen.together(dollars, "unfreeze", frozen.number)


def test_unfreeze_is_refused_to_one_person(frozen, issuing_bank, dollars):
    """CASH-9."""
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 5):
        issuing_bank.act(dollars, "unfreeze", frozen.number)


def test_unfreeze_is_refused_where_nothing_is_frozen(issuing_bank, rich, dollars):
    """CASH-11."""
    with refused("CashNotFrozen", rich):
        issuing_bank.together(dollars, "unfreeze", rich.number)


def test_unfreeze_lets_the_party_pay_again(frozen, issuing_bank, applicant, dollars):
    """CASH-9: by two persons of the issuer."""
    done = issuing_bank.together(dollars, "unfreeze", frozen.number)
    assert done.events["Unfrozen"] == {"party": frozen.number}
    assert dollars.isFrozen(frozen.number) is False
    frozen.together(dollars, "transfer", applicant.account, 100_000)
    assert dollars.balanceOf(applicant.account) == 100_000
