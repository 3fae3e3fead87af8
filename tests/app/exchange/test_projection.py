"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.mirror import MirrorFault
from app.chain.reorg import undo
from app.exchange.domain import ExchangeStatus
from app.exchange.projection import HANDLERS
from app.exchange.store import OfferRow, StepRow
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on

CONTRACT = "0x" + "ee" * 20
FIRST, SECOND = ("0x" + letter * 64 for letter in "ab")
UNTIL = 1_800_000_000


def offered(exchange: str, party: int) -> Told:
    return "Offered", {"exchange": exchange, "party": party, "until": UNTIL}


def exchanged(exchange: str, party: int) -> Told:
    leg: dict[str, Any] = {"payer": party, "cash": "0x" + "ca" * 20, "amount": 5, "payment": FIRST}
    terms = {"offered": leg, "asked": leg | {"payer": 22}, "salt": FIRST}
    return "Exchanged", {"exchange": exchange, "terms": terms}


BLOCKS: list[list[Told]] = [
    [offered(FIRST, 11), offered(FIRST, 99)],
    [offered(SECOND, 11)],
    [("Withdrawn", {"exchange": FIRST, "party": 99})],
    [exchanged(FIRST, 11), ("Withdrawn", {"exchange": SECOND, "party": 11})],
]
STORY = Story("CurrencyExchange", CONTRACT, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_offers_of_two_parties_with_one_hash_do_not_meet(session: Session) -> None:
    """SEXCHANGE-9"""
    STORY.play(session)
    session.expire_all()
    assert {row.id: ExchangeStatus(row.status) for row in session.scalars(select(OfferRow))} == {
        f"11:{FIRST}": ExchangeStatus.EXCHANGED,
        f"99:{FIRST}": ExchangeStatus.WITHDRAWN,
        f"11:{SECOND}": ExchangeStatus.WITHDRAWN,
    }
    steps = session.scalars(select(StepRow).order_by(StepRow.block, StepRow.log_index))
    assert [(step.offer, step.event) for step in steps] == [
        (f"11:{FIRST}", "Offered"),
        (f"99:{FIRST}", "Offered"),
        (f"11:{SECOND}", "Offered"),
        (f"99:{FIRST}", "Withdrawn"),
        (f"11:{FIRST}", "Exchanged"),
        (f"11:{SECOND}", "Withdrawn"),
    ]


def test_an_exchange_that_nobody_offered_cannot_be_made(session: Session) -> None:
    """SEXCHANGE-9: such a log is put aside, not guessed at."""
    with pytest.raises(MirrorFault):
        STORY.play(session, first=4)


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SEXCHANGE-9: from nothing too."""
    STORY.play(session)
    never_undone = rows(session, OfferRow, StepRow)
    undo(session, CHAIN, last)
    STORY.play(session, first=last + 1)
    assert rows(session, OfferRow, StepRow) == never_undone
