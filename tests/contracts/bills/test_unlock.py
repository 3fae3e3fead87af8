"""BillOfLading.unlock and deliver: out of keeping."""

from __future__ import annotations

import pytest

from scripts.deploy import container
from tests.contracts.bills.conftest import ESCROW, PRESENTATION, STRAIGHT
from tests.contracts.people import key_of, refused


@pytest.fixture
def kept(bill, keeper, beneficiary, applicant, anybody):
    keeper.lock(bill, beneficiary.number, applicant.number, PRESENTATION, {"from": anybody})
    return bill


@pytest.fixture
def other_keeper(port, bills):
    put = container("KeepingInstrument").deploy(bills, {"from": key_of("deployer")})
    return port.listed(put, capabilities=1)


@pytest.mark.parametrize("function", ["unlock", "deliver"])
def test_it_is_refused_to_everybody_but_the_locker(
    bills, kept, members, keeper, other_keeper, beneficiary, stranger, anybody, function
):
    """BILLS-28: not to the holder, to another keeper, or through members."""
    locker = members.instrumentOf(keeper)[2]
    more = (stranger.number,) if function == "deliver" else ()
    for key in (beneficiary.maker, anybody):
        with refused("BillsNotLocker", kept, locker, key):
            getattr(bills, function)(kept, *more, {"from": key})
    with refused("BillsNotLocker", kept, locker, other_keeper):
        getattr(other_keeper, function)(kept, *more, {"from": anybody})
    with refused("BillsNotLocker", kept, locker, members):
        beneficiary.act(bills, function, kept, *more)


@pytest.mark.parametrize("function", ["unlock", "deliver"])
def test_it_is_refused_of_what_is_not_kept(bills, bill, keeper, stranger, anybody, function):
    """BILLS-28: an instrument hands over nothing that it does not keep; nor does who has no number."""
    more = (stranger.number,) if function == "deliver" else ()
    with refused("BillsNotLocker", bill, 0, keeper):
        getattr(keeper, function)(bill, *more, {"from": anybody})
    with refused("BillsNotLocker", bill, 0, anybody):
        getattr(bills, function)(bill, *more, {"from": anybody})


def test_unlock_gives_it_back_as_it_was(book, bill, keeper, beneficiary, applicant, anybody):
    """BILLS-29: the holder moves it again."""
    before = book.of(bill)
    keeper.lock(bill, beneficiary.number, applicant.number, ESCROW, {"from": anybody})
    done = keeper.unlock(bill, {"from": anybody})
    assert done.events["Unlocked"] == {"bill": bill}
    assert [event.name for event in done.events] == ["Unlocked"]
    assert book.changed(before, bill) == {}
    beneficiary.act(book.contract, "surrender", bill)


def test_deliver_hands_title_and_possession_over(book, kept, keeper, beneficiary, applicant, anybody):
    """BILLS-30: in one step, and not to be handed back."""
    before = book.of(kept)
    done = keeper.deliver(kept, applicant.number, {"from": anybody})
    assert [event.name for event in done.events] == ["Unlocked", "Handed", "Transfer"]
    assert done.events["Handed"] == {"bill": kept, "to": applicant.number}
    assert done.events["Transfer"] == {
        "from": beneficiary.account, "to": applicant.account, "tokenId": int(kept, 16),
    }  # fmt: skip
    assert book.changed(before, kept) == {
        "holder": applicant.number, "owner": applicant.number, "locks": 0, "locker": 0,
    }  # fmt: skip
    assert book.balances(beneficiary, applicant) == [0, 1]
    with refused("BillsNothingToRefuse", kept):
        applicant.act(book.contract, "refuseTransfer", kept)


def test_deliver_of_a_bill_to_its_owner_is_possession(book, keeper, beneficiary, applicant, anybody):
    """BILLS-30: title was the taker's, and stays so."""
    bill = book.issued("b", beneficiary, applicant, STRAIGHT)
    keeper.lock(bill, beneficiary.number, applicant.number, PRESENTATION, {"from": anybody})
    done = keeper.deliver(bill, applicant.number, {"from": anybody})
    assert [event.name for event in done.events] == ["Unlocked", "Handed"]
    assert (book.of(bill)["holder"], book.of(bill)["owner"]) == (applicant.number, applicant.number)
    assert book.balances(beneficiary, applicant) == [0, 1]


def test_deliver_leaves_title_of_a_straight_bill_with_its_consignee(
    book, keeper, beneficiary, applicant, financier, anybody
):
    """BILLS-30, BILLS-14: whoever else gets possession; together they surrender or amend it."""
    bill = book.issued("b", beneficiary, applicant, STRAIGHT)
    keeper.lock(bill, beneficiary.number, applicant.number, PRESENTATION, {"from": anybody})
    done = keeper.deliver(bill, financier.number, {"from": anybody})
    assert [event.name for event in done.events] == ["Unlocked", "Handed"]
    assert (book.of(bill)["holder"], book.of(bill)["owner"]) == (financier.number, applicant.number)
    assert book.balances(beneficiary, applicant, financier) == [0, 1, 0]
    with refused("BillsNotInOneHand", bill, financier, applicant):
        financier.act(book.contract, "surrender", bill)
    financier.act(book.contract, "transferHolder", bill, applicant.number)


def test_a_closed_keeper_gives_back_what_it_keeps(port, book, kept, keeper, beneficiary, anybody):
    """BILLS-29: no bill is kept for ever because its keeper was closed."""
    port.listed(keeper, status=3, capabilities=0)
    keeper.unlock(kept, {"from": anybody})
    assert (book.of(kept)["locks"], book.of(kept)["holder"]) == (0, beneficiary.number)
