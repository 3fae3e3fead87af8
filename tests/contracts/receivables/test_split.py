"""The deep tier: parts passed down, which are the whole."""

from __future__ import annotations

import pytest

from tests.contracts.people import refused
from tests.contracts.receivables.book import (
    AMOUNT,
    APPROVED,
    DUE,
    GIVEN,
    NOTHING,
    REGISTERED,
    RUNNING,
    SPLIT,
    part,
)
from tests.contracts.receivables.papers import HOLD, asked
from tests.contracts.structs import plain

TITLE = 3


@pytest.fixture(autouse=True)
def _approved(deal, funds):
    deal.approve()


def cut(deal, *parts, by=None, receivable=""):
    return (by or deal.seller).together(deal.book, "split", receivable or deal.id, parts)


def test_split_is_refused_to_one_person_and_to_whoever_does_not_hold_it(deal, stranger):
    """RECEIVABLES-36."""
    parts = (part(stranger, AMOUNT),)
    with refused("MembersTwoPersonsNeeded", deal.seller, TITLE, deal.cash, AMOUNT, 0):
        deal.seller.act(deal.book, "split", deal.id, parts)
    with refused("ReceivablesNotHolder", deal.seller, deal.obligor):
        cut(deal, *parts, by=deal.obligor)


@pytest.mark.parametrize("amounts", [(40_000, 50_001), (40_000, 49_999), ()])
def test_parts_are_the_whole_or_nothing_happened(deal, stranger, amounts):
    """RECEIVABLES-36."""
    with refused("ReceivablesNotAll", deal.id, sum(amounts), AMOUNT):
        cut(deal, *(part(stranger, amount) for amount in amounts))
    assert deal.record["status"] == APPROVED


def test_split_is_refused_of_what_is_not_approved_or_is_financed(deal, unapproved, stranger):
    """RECEIVABLES-36: a part is an undertaking of the obligor, and a financing is of the whole."""
    with refused("ReceivablesWrongStatus", unapproved.id, REGISTERED, 1 << APPROVED):
        cut(unapproved, part(stranger, AMOUNT))
    kept = deal.finance.idOf(deal.sell())
    with refused("ReceivablesFinanced", deal.id, kept):
        cut(deal, part(stranger, AMOUNT), by=deal.bank)


@pytest.fixture
def unapproved(deal):
    other = type(deal)(**{**vars(deal), "terms": deal.terms._replace(document="0x" + 64 * "8")})
    other.register()
    return other


def test_no_part_is_the_obligors_or_too_small_or_made_twice(deal, stranger):
    """RECEIVABLES-36, RECEIVABLES-37: less than a basis point could not be financed."""
    with refused("ReceivablesOneHand", deal.id, deal.obligor):
        cut(deal, part(deal.obligor, AMOUNT))
    with refused("ReceivablesPartTooSmall", deal.id, 8):
        cut(deal, part(stranger, 8), part(deal.seller, AMOUNT - 8))
    twice = part(stranger, AMOUNT // 2)
    with refused("ReceivablesAlreadyRegistered", deal.book.partIdOf(deal.id, twice)):
        cut(deal, twice, twice)
    many = tuple(part(stranger, 1_000) for _ in range(17))
    with refused("ReceivablesTooManyParts", 17, 16):
        cut(deal, *many)


def test_a_part_is_a_receivable_of_the_same_obligor_and_day(deal, stranger):
    """RECEIVABLES-36, RECEIVABLES-37: the whole is void in the same transaction."""
    down, kept = part(stranger, 30_000), part(deal.seller, 60_000)
    done = cut(deal, down, kept)
    assert deal.record["status"] == SPLIT
    with refused("ReceivablesWrongStatus", deal.id, SPLIT, RUNNING):
        deal.repay(deal.seller)
    ids = [str(deal.book.partIdOf(deal.id, one)) for one in (down, kept)]
    assert str(done.events["Split"]["receivable"]) == deal.id
    made = done.events["PartMade"]
    assert [str(event["receivable"]) for event in made] == ids
    assert [(str(e["whole"]), plain(e["part"]), e["share"]) for e in made] == [
        (deal.id, plain(down), 3_333),
        (deal.id, plain(kept), 6_666),
    ]
    record = deal.book.receivableOf(ids[0])
    assert plain(record) == plain((
        *(deal.seller.number, deal.obligor.number, stranger.number, deal.seller.number, 0, DUE),
        *(APPROVED, False, 0, 3_333, 0, deal.cash.address, 30_000, NOTHING),
    ))  # fmt: skip


def test_a_part_goes_further_down_and_is_financed_for_its_share(deal, stranger, rival, financier):
    """RECEIVABLES-37: each bank reserves what it finances, and the obligor pays whoever holds each part."""
    down, kept = part(stranger, 30_000), part(deal.seller, 60_000)
    cut(deal, down, kept)
    whole = str(deal.book.partIdOf(deal.id, down))
    deeper = part(financier, 10_000), part(stranger, 20_000)
    cut(deal, *deeper, by=stranger, receivable=whole)
    lowest = str(deal.book.partIdOf(whole, deeper[1]))
    share = deal.book.receivableOf(lowest)["share"]
    assert share == 2_222
    financing = asked(deal.bank, share, deal.marks)
    deal.bank.together(deal.finance, "reserve", financing, HOLD, ())
    sale = deal.sale(receivable=lowest, seller=stranger.number, amount=20_000, price=19_500)
    deal.offer(sale, by=stranger)
    deal.buy(sale, financing)
    rest = asked(rival, 10_000 - share, deal.marks)
    rival.together(deal.finance, "reserve", rest, HOLD, ())
    deal.bank.act(deal.book, "giveNotice", lowest)
    deal.repay(deal.bank, lowest)
    assert deal.cash.balanceOf(deal.bank.account) == 2_000_000 - 19_500 + 20_000


def test_a_part_keeps_whom_the_obligor_was_told_to_pay(deal, stranger):
    """RECEIVABLES-33, RECEIVABLES-37: until its own holder gives notice."""
    deal.seller.together(deal.book, "assign", deal.id, stranger.number)
    stranger.act(deal.book, "giveNotice", deal.id)
    down = part(deal.bank, AMOUNT)
    cut(deal, down, by=stranger)
    id = str(deal.book.partIdOf(deal.id, down))
    record = deal.book.receivableOf(id)
    assert (record["payee"], record["notice"]) == (stranger.number, GIVEN)
    deal.bank.act(deal.book, "giveNotice", id)
    assert deal.book.receivableOf(id)["payee"] == deal.bank.number
