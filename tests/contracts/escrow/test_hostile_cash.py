from __future__ import annotations

import brownie
import pytest
from eth_utils import keccak

from tests.contracts.people import EVERY_RIGHT, key_of, refused

SETTLED = 2


@pytest.fixture
def hostile(port, members):
    """Cash that the consortium listed by mistake, and that calls members back while it pays."""
    cash = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["HostileCash"], members)
    return port.listed(cash)


def test_cash_that_calls_back_finds_the_escrow_moved_on(
    port, members, buyer, seller, terms, escrow, bills, hostile
):
    """ESCROW-14: even with a key of the seller it does not have the same escrow settled again."""
    seller.together(members, "addKey", (hostile.address, 3, EVERY_RIGHT, 0))
    agreed = terms._replace(cash=hostile.address)
    buyer.together(escrow, "fund", agreed)
    hostile.prepare(seller.alone(escrow, "release", agreed), {"from": key_of("deployer")})
    done = seller.act(escrow, "deliver", agreed)
    called = done.events["CalledBack"]
    assert called["taken"] is False
    wrong_status = keccak(text="EscrowWrongStatus(bytes32,uint8,uint8)")[:4]
    assert str(called["answer"]).startswith("0x" + wrong_status.hex())
    assert escrow.statusOf(escrow.idOf(agreed)) == SETTLED
    assert bills.billOf(agreed.bill)["owner"] == buyer.number


def test_cash_that_only_says_it_paid_is_believed(buyer, seller, terms, escrow, bills, dollars, hostile):
    """ESCROW-14: nobody but the consortium, by listing it, answers for cash."""
    agreed = terms._replace(cash=hostile.address)
    buyer.together(escrow, "fund", agreed)
    seller.act(escrow, "deliver", agreed)
    assert bills.billOf(agreed.bill)["owner"] == buyer.number
    assert dollars.balanceOf(seller.account) == 0


def test_unlisted_hostile_cash_takes_no_deal(port, buyer, terms, escrow, hostile):
    """ESCROW-3: closed, it is a stranger's contract again."""
    port.listed(hostile, status=3)
    with refused("MemberOnlyUnlisted", hostile, 3):
        buyer.together(escrow, "fund", terms._replace(cash=hostile.address))
