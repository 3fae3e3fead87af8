"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cash.projection import HANDLERS, NOBODY
from app.cash.store import BalanceRow, FrozenRow, MovementRow, PaymentRow, ReferenceRow, SupplyRow
from app.chain.reorg import undo
from app.members.domain import account_of
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on

TOKEN, OTHER = "0x" + "aa" * 20, "0x" + "bb" * 20
ALICE, BOB = account_of(11), account_of(22)
ESCROW = "0x" + "ee" * 20
LARGE = 2**64 - 1


def moved(payer: str, payee: str, value: int) -> Told:
    return "Transfer", {"from": payer, "to": payee, "value": value}


FIRST, SECOND, THIRD, FORCED, LAST, WHY, NONE = ("0x" + f"{digit:x}" * 64 for digit in (1, 2, 3, 4, 5, 6, 0))


def paid(payment: str, status: int) -> Told:
    return "Paid", {"payment": payment, "status": status}


BLOCKS: list[list[Told]] = [
    [moved(NOBODY, ALICE, 1000)],
    [moved(ALICE, BOB, 300), moved(ALICE, BOB, 200)],
    [("Frozen", {"party": 22})],
    [("Settled", {"payment": "0x" + "0f" * 32}), moved(ALICE, ESCROW, 100), moved(ALICE, ALICE, 50)],
    [("Unfrozen", {"party": 22})],
    [moved(BOB, NOBODY, 500)],
    [paid(FIRST, 2), moved(NOBODY, ALICE, 40), paid(SECOND, 1), moved(ALICE, BOB, 30)],
    [("Reversed", {"payment": SECOND, "reason": WHY}), moved(BOB, ALICE, 30)],
    [paid(THIRD, 1), moved(ALICE, BOB, 5)],
    [
        ("Forced", {"payment": FORCED, "undoes": THIRD, "order": WHY}),
        paid(FORCED, 4),
        moved(BOB, ALICE, 5),
        ("Forced", {"payment": LAST, "undoes": NONE, "order": WHY}),
        paid(LAST, 4),
        moved(ALICE, BOB, 1),
    ],
    [("Reversed", {"payment": FIRST, "reason": WHY}), moved(ALICE, NOBODY, 40)],
]
STORY = Story("DepositToken", TOKEN, HANDLERS, BLOCKS)
TABLES = (BalanceRow, FrozenRow, MovementRow, PaymentRow, ReferenceRow, SupplyRow)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def balance(session: Session, account: str, token: str = TOKEN) -> int:
    return session.get_one(BalanceRow, (CHAIN, token, account)).amount


def test_balances_and_supply_follow_the_transfers(session: Session) -> None:
    """SCASH-8"""
    STORY.play(session)
    assert balance(session, ALICE) == 399
    assert balance(session, BOB) == 1
    assert balance(session, ESCROW) == 100
    assert session.get_one(BalanceRow, (CHAIN, TOKEN, ESCROW)).party is None
    assert session.get_one(BalanceRow, (CHAIN, TOKEN, BOB)).party == 22
    supply = session.get_one(SupplyRow, (CHAIN, TOKEN, "total")).amount
    assert supply == 500
    assert supply == sum(row.amount for row in session.scalars(select(BalanceRow)))


def test_a_movement_says_what_it_pays_only_where_settled_stands_before_it(session: Session) -> None:
    """SCASH-9"""
    STORY.play(session)
    kinds = [
        (row.id, row.kind, row.payment)
        for row in session.scalars(select(MovementRow).order_by(MovementRow.block, MovementRow.log_index))
    ]
    assert kinds == [
        ("1-0", "minted", None),
        ("2-0", "transferred", None),
        ("2-1", "transferred", None),
        ("4-1", "settled", "0x" + "0f" * 32),
        ("4-2", "transferred", None),
        ("6-0", "redeemed", None),
        ("7-1", "minted", FIRST),
        ("7-3", "transferred", SECOND),
        ("8-1", "reversed", SECOND),
        ("9-1", "transferred", THIRD),
        ("10-2", "forced", FORCED),
        ("10-5", "forced", LAST),
        ("11-1", "reversed", FIRST),
    ]


def test_a_reference_says_how_it_paid_and_what_took_it_back(session: Session) -> None:
    """SCASH-15, SCASH-17"""
    STORY.play(session)
    seen = {
        row.id: (
            row.status,
            row.movement,
            row.reversal,
            row.reason,
            row.court_order,
            row.undoes,
            row.undone_by,
        )
        for row in session.scalars(select(ReferenceRow))
    }
    assert seen == {
        FIRST: (5, "7-1", "11-1", WHY, None, None, None),
        SECOND: (5, "7-3", "8-1", WHY, None, None, None),
        THIRD: (5, "9-1", None, None, None, None, FORCED),
        FORCED: (4, "10-2", None, None, WHY, THIRD, None),
        LAST: (4, "10-5", None, None, WHY, None, None),
    }


def test_two_tokens_do_not_mix(session: Session) -> None:
    """SCASH-8: the address is the token, though both have one name."""
    STORY.play(session)
    alone = balance(session, ALICE)
    STORY.play(session, address=OTHER)
    assert balance(session, ALICE) == alone
    assert balance(session, ALICE, OTHER) == alone


def test_an_amount_of_64_bits_is_kept(session: Session) -> None:
    """SCASH-8"""
    Story("DepositToken", TOKEN, HANDLERS, [[moved(NOBODY, ALICE, LARGE)]]).play(session)
    assert balance(session, ALICE) == LARGE
    assert session.scalars(select(MovementRow.amount)).one() == LARGE


def test_frozen_until_unfrozen(session: Session) -> None:
    """SCASH-7"""
    STORY.play(session)
    undo(session, CHAIN, 4)
    assert session.scalars(select(FrozenRow.id)).all() == ["22"]
    STORY.play(session, first=5)
    assert session.scalars(select(FrozenRow.id)).all() == []


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SCASH-8"""
    STORY.play(session)
    never_undone = rows(session, *TABLES)
    undo(session, CHAIN, last)
    STORY.play(session, first=last + 1)
    assert rows(session, *TABLES) == never_undone


def test_played_from_nothing_again_the_rows_are_equal(session: Session) -> None:
    """SCASH-8"""
    STORY.play(session)
    once = rows(session, *TABLES)
    undo(session, CHAIN, 0)
    assert rows(session, *TABLES) == "[]"
    STORY.play(session)
    assert rows(session, *TABLES) == once
