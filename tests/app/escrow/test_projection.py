"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.chain.deployments import Event
from app.chain.mirror import Block, Mirror, MirrorFault, image_of
from app.chain.reorg import undo
from app.chain.working_set import WorkingSet
from app.db import make_engine
from app.escrow.domain import EscrowStatus
from app.escrow.projection import HANDLERS
from app.escrow.store import EscrowRow, StepRow
from tests.app.databases import fresh

CHAIN = 1337
CONTRACT = "0x" + "ee" * 20
FIRST, SECOND, THIRD = ("0x" + letter * 64 for letter in "abc")


def terms(amount: int) -> dict[str, Any]:
    return {
        "seller": 22,
        "buyer": 11,
        "bill": "0x" + "0b" * 32,
        "cash": "0x" + "ca" * 20,
        "amount": amount,
        "deadline": 1_800_000_000,
        "salt": "0x" + "05" * 32,
    }


# By block; the index of a log is its place in the block.
STORY: list[list[tuple[str, dict[str, Any]]]] = [
    [
        ("Funded", {"escrow": FIRST, "terms": terms(2**64 - 1)}),
        ("Funded", {"escrow": SECOND, "terms": terms(7)}),
    ],
    [("Settled", {"escrow": FIRST})],
    [("Funded", {"escrow": THIRD, "terms": terms(9)}), ("Released", {"escrow": THIRD})],
    [("Reclaimed", {"escrow": SECOND})],
]


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    engine = make_engine(fresh(database, tmp_path))
    with Session(engine) as made:
        yield made
    engine.dispose()


def play(session: Session, first: int = 1) -> None:
    for number, logs in enumerate(STORY, start=1):
        if number >= first:
            working_set = WorkingSet(session, CHAIN)
            mirror = Mirror(working_set, Block(number, f"0x{number:064x}", 1_700_000_000 + number))
            for index, (name, args) in enumerate(logs):
                event = Event(
                    name=name,
                    args=args,
                    contract="DvpEscrow",
                    address=CONTRACT,
                    chain_id=CHAIN,
                    block_number=number,
                    block_hash=mirror.block.hash,
                    block_time=mirror.block.time,
                    tx_hash=f"0x{number:063x}f",
                    log_index=index,
                )
                HANDLERS["DvpEscrow", name](mirror, event)
            working_set.write()


def rows(session: Session) -> str:
    found = [
        image_of(row)
        for model in (EscrowRow, StepRow)
        for row in session.scalars(select(model).order_by(*inspect(model).primary_key))
    ]
    return json.dumps(found, sort_keys=True)


def test_status_and_history_follow_the_events(session: Session) -> None:
    """SESCROW-8"""
    play(session)
    session.expire_all()
    found = {row.id: (EscrowStatus(row.status), row.amount) for row in session.scalars(select(EscrowRow))}
    assert found == {
        FIRST: (EscrowStatus.SETTLED, 2**64 - 1),
        SECOND: (EscrowStatus.RECLAIMED, 7),
        THIRD: (EscrowStatus.RELEASED, 9),
    }
    steps = session.scalars(select(StepRow).order_by(StepRow.block, StepRow.log_index))
    assert [(step.escrow, step.event) for step in steps] == [
        (FIRST, "Funded"),
        (SECOND, "Funded"),
        (FIRST, "Settled"),
        (THIRD, "Funded"),
        (THIRD, "Released"),
        (SECOND, "Reclaimed"),
    ]


def test_an_escrow_that_nobody_funded_cannot_end(session: Session) -> None:
    """SESCROW-8: such a log is put aside, not guessed at."""
    with pytest.raises(MirrorFault):
        play(session, first=2)


@pytest.mark.parametrize("last", range(len(STORY)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SESCROW-8"""
    play(session)
    never_undone = rows(session)
    undo(session, CHAIN, last)
    play(session, first=last + 1)
    assert rows(session) == never_undone


def test_played_from_nothing_again_the_rows_are_equal(session: Session) -> None:
    """SESCROW-8"""
    play(session)
    once = rows(session)
    undo(session, CHAIN, 0)
    assert rows(session) == "[]"
    play(session)
    assert rows(session) == once
