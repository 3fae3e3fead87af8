from __future__ import annotations

from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone


def test_freeze_is_refused_to_everybody_but_the_issuer(financier, issuing_bank, rich, dollars):
    """CASH-9."""
    with refused("CashNotIssuer", issuing_bank, financier):
        financier.together(dollars, "freeze", rich.number)


def test_freeze_is_refused_to_one_person_whatever_the_limit(port, issuing_bank, rich, dollars):
    """CASH-9: a freeze names no amount, so no limit covers it."""
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 5):
        issuing_bank.act(dollars, "freeze", rich.number)


def test_freeze_is_refused_twice(issuing_bank, rich, dollars):
    """CASH-11."""
    issuing_bank.together(dollars, "freeze", rich.number)
    with refused("CashFrozen", rich.account):
        issuing_bank.together(dollars, "freeze", rich.number)


def test_freeze_is_refused_for_number_0(issuing_bank, rich, dollars):
    """CASH-11: its account is the zero address, and freezing that would stop all minting."""
    with refused("CashNotAccount", "0x" + "00" * 20):
        issuing_bank.together(dollars, "freeze", 0)


def test_freeze_stops_payments_out_and_none_in(issuing_bank, rich, applicant, dollars):
    """CASH-10: by two persons of the issuer; the balance stays."""
    done = issuing_bank.together(dollars, "freeze", rich.number)
    assert done.events["Frozen"] == {"party": rich.number}
    assert dollars.isFrozen(rich.number) is True
    assert dollars.isFrozen(applicant.number) is False
    issuing_bank.together(dollars, "mint", applicant.number, 5)
    applicant.together(dollars, "transfer", rich.account, 5)
    issuing_bank.together(dollars, "mint", rich.number, 5)
    assert dollars.balanceOf(rich.account) == 100_010
