"""BillOfLading.lock: into an instrument's keeping."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import BLANK, ESCROW, PRESENTATION, STRAIGHT, TO_ORDER
from tests.contracts.people import refused


def test_lock_is_refused_to_who_is_no_keeper(
    port, bills, bill, keeper, no_keeper, beneficiary, applicant, anybody
):
    """BILLS-24: a key, a member's operator, an instrument without BILLS, one that is closed."""
    terms = (bill, beneficiary.number, applicant.number, PRESENTATION)
    for key in (anybody, beneficiary.maker):
        with refused("BillsNotKeeper", key):
            bills.lock(*terms, {"from": key})
    with refused("BillsNotKeeper", no_keeper):
        no_keeper.lock(*terms, {"from": anybody})
    port.listed(keeper, status=3, capabilities=1)
    with refused("BillsNotKeeper", keeper):
        keeper.lock(*terms, {"from": anybody})


def test_lock_is_refused_through_members(bills, bill, beneficiary, applicant, members):
    """BILLS-24: members speaks for parties, and keeps nothing itself."""
    with refused("BillsNotKeeper", members):
        beneficiary.act(bills, "lock", bill, beneficiary.number, applicant.number, PRESENTATION)


def test_lock_is_refused_of_what_the_party_does_not_hold(
    bills, apart, keeper, beneficiary, financier, stranger, anybody
):
    """BILLS-25: a keeper takes from the holder only; an unknown bill is nobody's."""
    for party in (beneficiary, stranger):
        with refused("BillsNotHolder", apart, financier, party):
            keeper.lock(apart, party.number, beneficiary.number, ESCROW, {"from": anybody})
    with refused("BillsWrongStatus", "0x" + "11" * 32, 0, 1):
        keeper.lock("0x" + "11" * 32, beneficiary.number, stranger.number, ESCROW, {"from": anybody})


def test_lock_is_refused_twice(bills, bill, keeper, members, beneficiary, applicant, anybody):
    """BILLS-25: one bill, one keeper."""
    keeper.lock(bill, beneficiary.number, applicant.number, PRESENTATION, {"from": anybody})
    with refused("BillsLocked", bill, 1, members.instrumentOf(keeper)[2]):
        keeper.lock(bill, beneficiary.number, applicant.number, ESCROW, {"from": anybody})


def test_lock_is_refused_if_the_taker_could_not_have_title(
    book, bills, apart, keeper, beneficiary, financier, applicant, stranger, anybody
):
    """BILLS-27: another's title is not given away; a straight bill goes to its consignee."""
    with refused("BillsNotEndorsed", apart, beneficiary, applicant):
        keeper.lock(apart, financier.number, applicant.number, ESCROW, {"from": anybody})
    own = book.issued("straight, own", beneficiary, form=STRAIGHT)
    with refused("BillsNotEndorsed", own, beneficiary, applicant):
        keeper.lock(own, beneficiary.number, applicant.number, ESCROW, {"from": anybody})
    consigned = book.issued("straight", beneficiary, applicant, STRAIGHT)
    with refused("BillsNotEndorsed", consigned, applicant, stranger):
        keeper.lock(consigned, beneficiary.number, stranger.number, ESCROW, {"from": anybody})


@pytest.mark.parametrize(
    ("form", "owner", "kind"),
    [(TO_ORDER, "beneficiary", PRESENTATION), (TO_ORDER, "applicant", ESCROW), (BLANK, "beneficiary", ESCROW),
     (STRAIGHT, "applicant", PRESENTATION)],
)  # fmt: skip
def test_lock_takes_into_keeping(
    people, book, bills, keeper, members, beneficiary, applicant, anybody, form, owner, kind
):
    """BILLS-27: endorsed by presenting, made out to the taker, or bearer; possession and title stay."""
    bill = book.issued("b", beneficiary, people[owner], form)
    before, number = book.of(bill), members.instrumentOf(keeper)[2]
    done = keeper.lock(bill, beneficiary.number, applicant.number, kind, {"from": anybody})
    assert done.events["Locked"] == {"bill": bill, "lock": kind, "locker": number}
    assert [event.name for event in done.events] == ["Locked"]
    assert book.changed(before, bill) == {"locks": 1 << kind, "locker": number}


def test_lock_ends_the_right_to_refuse(book, bills, bill, keeper, beneficiary, financier, applicant, anybody):
    """BILLS-18: a bill that was put into keeping was accepted."""
    beneficiary.act(bills, "transferBoth", bill, financier.number)
    keeper.lock(bill, financier.number, applicant.number, ESCROW, {"from": anybody})
    keeper.unlock(bill, {"from": anybody})
    with refused("BillsNothingToRefuse", bill):
        financier.act(bills, "refuseTransfer", bill)


def test_a_closing_instrument_still_keeps(port, book, bill, keeper, beneficiary, applicant, anybody):
    """BILLS-24: what was begun in it needs bills to be finished."""
    port.listed(keeper, status=2, capabilities=1)
    keeper.lock(bill, beneficiary.number, applicant.number, PRESENTATION, {"from": anybody})
    assert book.of(bill)["locks"] == 1
