"""PartyAccount: number and account, each computed from the other."""

from __future__ import annotations

import pytest

from scripts.deploy import container
from tests.contracts.people import account_of, key_of

ZERO = "0x" + "00" * 20


@pytest.fixture(scope="module")
def accounts_of():
    return container("PartyAccountProbe").deploy({"from": key_of("deployer")})


@pytest.mark.parametrize("number", [1, 2, 0x01020304, 2**31, 2**32 - 1])
def test_a_number_and_its_account_lead_to_each_other(accounts_of, number):
    """MEMBERS-60: and this computes the same account apart from the contract."""
    account = accounts_of.accountOf(number)
    assert account == account_of(number)
    assert accounts_of.partyOf(account) == number


def test_number_0_has_the_zero_account(accounts_of):
    """MEMBERS-61: as ERC-20 and ERC-721 name nobody."""
    assert accounts_of.accountOf(0) == ZERO
    assert accounts_of.partyOf(ZERO) == 0


def test_other_addresses_are_nobodys(accounts_of, members, stranger):
    """MEMBERS-61: keys, contracts, and an account with one bit of its prefix changed."""
    near = int(account_of(7), 16)
    others = [stranger.maker.address, members.address]
    others += ["0x" + (near ^ (1 << place)).to_bytes(20, "big").hex() for place in (32, 96, 159)]
    for other in [*others, "0x" + (near - 7).to_bytes(20, "big").hex()]:
        assert accounts_of.partyOf(other) == 0
