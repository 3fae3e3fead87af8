from __future__ import annotations

import pytest

from tests.contracts.conftest import a_token
from tests.contracts.people import refused, salted

WORD = salted("some word")


@pytest.mark.parametrize(("currency", "decimals"), [(392, 0), (840, 2), (512, 3)])
def test_a_token_says_whose_claim_it_is_in_what(port, members, issuing_bank, currency, decimals):
    """CASH-1: yen have no minor unit, dollars have cents, rials of Oman have thousandths."""
    token = a_token(port, issuing_bank, currency, decimals)
    assert token.issuer() == issuing_bank.number
    assert token.currency() == currency
    assert token.decimals() == decimals
    assert token.name() == "", "no text stands on the chain"
    assert token.symbol() == "", "no text stands on the chain"
    assert token.totalSupply() == 0
    assert token.members() == members.address


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("mint", (1, 1)),
        ("redeem", (1,)),
        ("freeze", (1,)),
        ("unfreeze", (1,)),
        ("transfer", (None, 1)),
        ("payIn", (WORD, 1, 1)),
        ("payOut", (WORD, 1)),
        ("pay", (WORD, 1, 1)),
        ("reverse", (WORD, WORD)),
        ("force", (WORD, WORD, 1, 2, 1, WORD)),
    ],
)
def test_cash_is_not_changed_past_members(rich, dollars, function, args):
    """CASH-2: an operator's key has no power over the token itself."""
    spoken = [rich.account if value is None else value for value in args]
    with refused("MemberOnlyThroughMembers", rich.maker):
        getattr(dollars, function)(*spoken, {"from": rich.maker})


def test_a_forged_last_word_does_not_pass_for_members(rich, dollars):
    """CASH-2: the word that names the acting party is taken from members alone."""
    forged = salted("any word")[2:]
    with refused("MemberOnlyThroughMembers", rich.maker):
        rich.maker.transfer(to=dollars, data=dollars.redeem.encode_input(1) + forged)
