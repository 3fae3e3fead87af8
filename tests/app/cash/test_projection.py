"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.cash.projection import HANDLERS, NOBODY
from app.cash.store import BalanceRow, FrozenRow, MovementRow, SupplyRow
from app.chain.deployments import Event
from app.chain.mirror import Block, Mirror, image_of, mirrored_models
from app.chain.reorg import undo
from app.chain.working_set import WorkingSet
from app.db import make_engine
from app.members.domain import account_of
from tests.app.databases import fresh

CHAIN = 1337
TOKEN, OTHER = "0x" + "aa" * 20, "0x" + "bb" * 20
ALICE, BOB = account_of(11), account_of(22)
ESCROW = "0x" + "ee" * 20
LARGE = 2**64 - 1


def moved(payer: str, payee: str, value: int) -> tuple[str, dict[str, Any]]:
    return "Transfer", {"from": payer, "to": payee, "value": value}


# By block; the index of a log is its place in the block.
STORY: list[list[tuple[str, dict[str, Any]]]] = [
    [moved(NOBODY, ALICE, 1000)],
    [moved(ALICE, BOB, 300), moved(ALICE, BOB, 200)],
    [("Frozen", {"party": 22})],
    [("Settled", {"payment": "0x" + "0f" * 32}), moved(ALICE, ESCROW, 100), moved(ALICE, ALICE, 50)],
    [("Unfrozen", {"party": 22})],
    [moved(BOB, NOBODY, 500)],
]


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    engine = make_engine(fresh(database, tmp_path))
    with Session(engine) as made:
        yield made
    engine.dispose()


def play(session: Session, token: str = TOKEN, first: int = 1) -> None:
    for number, logs in enumerate(STORY, start=1):
        if number >= first:
            working_set = WorkingSet(session, CHAIN)
            mirror = Mirror(working_set, Block(number, f"0x{number:064x}", 1_700_000_000 + number))
            for index, (name, args) in enumerate(logs):
                event = Event(
                    name=name,
                    args=args,
                    contract="DepositToken",
                    address=token,
                    chain_id=CHAIN,
                    block_number=number,
                    block_hash=mirror.block.hash,
                    block_time=mirror.block.time,
                    tx_hash=f"0x{number:063x}f",
                    log_index=index,
                )
                HANDLERS["DepositToken", name](mirror, event)
            working_set.write()


def rows(session: Session) -> str:
    found = [
        (name, image_of(row))
        for name, model in sorted(mirrored_models().items())
        if name.startswith("chain_cash")
        for row in session.scalars(select(model).order_by(*inspect(model).primary_key))
    ]
    return json.dumps(found, sort_keys=True)


def balance(session: Session, account: str, token: str = TOKEN) -> int:
    return session.get_one(BalanceRow, (CHAIN, token, account)).amount


def test_balances_and_supply_follow_the_transfers(session: Session) -> None:
    """SCASH-8"""
    play(session)
    assert balance(session, ALICE) == 400
    assert balance(session, BOB) == 0
    assert balance(session, ESCROW) == 100
    assert session.get_one(BalanceRow, (CHAIN, TOKEN, ESCROW)).party is None
    assert session.get_one(BalanceRow, (CHAIN, TOKEN, BOB)).party == 22
    supply = session.get_one(SupplyRow, (CHAIN, TOKEN, "total")).amount
    assert supply == 500
    assert supply == sum(row.amount for row in session.scalars(select(BalanceRow)))


def test_a_movement_says_what_it_pays_only_where_settled_stands_before_it(session: Session) -> None:
    """SCASH-9"""
    play(session)
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
    ]


def test_two_tokens_do_not_mix(session: Session) -> None:
    """SCASH-8: the address is the token, though both have one name."""
    play(session)
    alone = balance(session, ALICE)
    play(session, OTHER)
    assert balance(session, ALICE) == alone
    assert balance(session, ALICE, OTHER) == alone


def test_an_amount_of_64_bits_is_kept(session: Session) -> None:
    """SCASH-8"""
    working_set = WorkingSet(session, CHAIN)
    mirror = Mirror(working_set, Block(1, "0x01", 1))
    name, args = moved(NOBODY, ALICE, LARGE)
    HANDLERS["DepositToken", name](
        mirror, Event(name, args, "DepositToken", TOKEN, CHAIN, 1, "0x01", 1, "0x02", 0)
    )
    working_set.write()
    assert balance(session, ALICE) == LARGE
    assert session.scalars(select(MovementRow.amount)).one() == LARGE


def test_frozen_until_unfrozen(session: Session) -> None:
    """SCASH-7"""
    play(session)
    undo(session, CHAIN, 4)
    assert session.scalars(select(FrozenRow.id)).all() == ["22"]
    play(session, first=5)
    assert session.scalars(select(FrozenRow.id)).all() == []


@pytest.mark.parametrize("last", range(len(STORY)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SCASH-8"""
    play(session)
    never_undone = rows(session)
    undo(session, CHAIN, last)
    play(session, first=last + 1)
    assert rows(session) == never_undone


def test_played_from_nothing_again_the_rows_are_equal(session: Session) -> None:
    """SCASH-8"""
    play(session)
    once = rows(session)
    undo(session, CHAIN, 0)
    assert rows(session) == "[]"
    play(session)
    assert rows(session) == once
