from __future__ import annotations

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.escrow.conftest import DEADLINE
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone, suspend, take_right
from tests.contracts.structs import plain

TERMS = "(uint32,uint32,bytes32,address,uint64,uint40,bytes32)"
UNKNOWN, FUNDED = 0, 1


def test_fund_is_refused_to_everybody_but_the_buyer(seller, buyer, terms, escrow):
    """ESCROW-2: nobody spends for another."""
    with refused("EscrowNotBuyer", buyer, seller):
        seller.together(escrow, "fund", terms)


def test_fund_is_refused_to_one_person(buyer, terms, escrow, dollars):
    """ESCROW-2: it is a payment."""
    with refused("MembersTwoPersonsNeeded", buyer, 5, dollars, 60_000, 0):
        buyer.act(escrow, "fund", terms)


def test_fund_is_refused_without_the_right_to_pay(port, buyer, terms, escrow):
    """ESCROW-2."""
    take_right(port, buyer, "PAY")
    with refused("MemberOnlyRightMissing", buyer, 5, 0x1FF - (1 << 5)):
        buyer.together(escrow, "fund", terms)


def test_fund_is_refused_after_the_deadline(at, buyer, terms, escrow):
    """ESCROW-3."""
    at(DEADLINE + 10)
    with refused("EscrowTooLate", DEADLINE, ...):
        buyer.together(escrow, "fund", terms)


def test_fund_is_refused_while_the_version_closes(port, buyer, terms, escrow):
    """ESCROW-3: a newer version takes new deals."""
    port.listed(escrow, status=2, capabilities=3)
    with refused("MemberOnlyClosing", escrow):
        buyer.together(escrow, "fund", terms)


@pytest.mark.parametrize("status", [2, 3])
def test_fund_is_refused_with_cash_that_is_not_open(port, buyer, terms, escrow, dollars, status):
    """ESCROW-3: closing or closed cash takes no new deal."""
    port.listed(dollars, status=status)
    with refused("MemberOnlyUnlisted", dollars, status):
        buyer.together(escrow, "fund", terms)


def test_fund_is_refused_with_a_strangers_cash(buyer, stranger, terms, escrow):
    """ESCROW-3: cash that the consortium never listed is a stranger's contract."""
    with refused("MemberOnlyUnlisted", stranger.maker, 0):
        buyer.together(escrow, "fund", terms._replace(cash=stranger.maker.address))


def test_fund_is_refused_towards_a_suspended_seller(port, buyer, seller, terms, escrow):
    """ESCROW-3."""
    suspend(port, seller)
    with refused("MembersNotActive", seller, 2):
        buyer.together(escrow, "fund", terms)


def test_fund_is_refused_towards_a_number_that_nobody_has(buyer, terms, escrow):
    """ESCROW-3."""
    with refused("MembersNotActive", 7, 0):
        buyer.together(escrow, "fund", terms._replace(seller=7))


def test_fund_is_refused_above_what_is_held(buyer, terms, escrow):
    """ESCROW-4: whole or not at all."""
    with refused("ERC20InsufficientBalance", buyer.account, 100_000, 100_001):
        buyer.together(escrow, "fund", terms._replace(amount=100_001))


def test_fund_is_refused_for_nothing(buyer, terms, escrow):
    """ESCROW-4."""
    with refused("CashZeroAmount"):
        buyer.together(escrow, "fund", terms._replace(amount=0))


def test_fund_is_refused_to_a_frozen_buyer(issuing_bank, buyer, terms, escrow, dollars):
    """ESCROW-4: an escrow is no way round a freeze."""
    issuing_bank.together(dollars, "freeze", buyer.number)
    with refused("CashFrozen", buyer.account):
        buyer.together(escrow, "fund", terms)


def test_fund_is_refused_twice(buyer, funded, escrow):
    """ESCROW-1: the same terms are one escrow; another salt is another."""
    with refused("EscrowWrongStatus", escrow.idOf(funded), FUNDED, UNKNOWN):
        buyer.together(escrow, "fund", funded)
    buyer.together(escrow, "fund", funded._replace(salt=salted("another deal"), amount=1))


@pytest.mark.parametrize("persons", [1, 2])
def test_fund_takes_the_amount_into_keeping(port, buyer, terms, escrow, dollars, persons):
    """ESCROW-1, ESCROW-2, ESCROW-4: by two persons, or by one within the buyer's limit."""
    let_act_alone(port, buyer, dollars, 60_000)
    done = (buyer.act if persons == 1 else buyer.together)(escrow, "fund", terms)
    escrow_id = "0x" + keccak(encode([TERMS], [_bytes(terms)])).hex()
    assert escrow.idOf(terms) == escrow_id, "everybody computes the same id"
    assert done.events["Funded"]["escrow"] == escrow_id
    assert plain(done.events["Funded"]["terms"]) == plain(terms), "the row is rebuilt from the event alone"
    assert escrow.statusOf(escrow_id) == FUNDED
    assert dollars.balanceOf(escrow) == 60_000
    assert dollars.balanceOf(buyer.account) == 40_000


def _bytes(terms):
    return tuple(
        bytes.fromhex(value[2:]) if isinstance(value, str) and len(value) == 66 else value for value in terms
    )
