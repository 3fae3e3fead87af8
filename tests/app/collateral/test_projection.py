"""Events to rows, without a chain: replayed, undone, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.chain.mirror import MirrorFault
from app.chain.reorg import undo
from app.collateral.domain import LinkStatus
from app.collateral.projection import HANDLERS
from app.collateral.store import LinkRow, links_of
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on

DEAL, MASTER, WORD = "0x" + "Aa" * 20, "0x" + "11" * 32, "0x" + "22" * 32
FIRST, SECOND = "0x" + "ab" * 32, "0x" + "cd" * 32
MOST = 2**64 - 1


def offered(link: str, amount: int) -> Told:
    told = {"link": link, "master": MASTER, "bank": 2, "deal": DEAL, "beneficiary": 1}
    return "CollateralOffered", told | {"amount": amount, "purpose": WORD}


BLOCKS: list[list[Told]] = [
    [offered(FIRST, MOST), offered(SECOND, 1)],
    [("CollateralTaken", {"link": FIRST, "second": WORD})],
    [("CollateralReleased", {"link": SECOND, "party": 1})],
    [("CollateralReleased", {"link": FIRST, "party": 2})],
]
STORY = Story("CollateralBook", "0x" + "5b" * 20, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_how_each_stands_follows_the_events(session: Session) -> None:
    """SCOLLATERAL-6"""
    STORY.play(session, last=3)
    found = {
        row.id: (row.status, row.amount, row.second, row.deal) for row in links_of(session, CHAIN, MASTER)
    }
    assert found == {
        FIRST: (LinkStatus.TAKEN, MOST, WORD, DEAL.lower()),
        SECOND: (LinkStatus.RELEASED, 1, "0x" + "00" * 32, DEAL.lower()),
    }


def test_what_nobody_offered_is_not_taken(session: Session) -> None:
    """SCOLLATERAL-6: such a log is put aside, not guessed at."""
    with pytest.raises(MirrorFault):
        STORY.play(session, first=2)


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_what_is_undone_and_played_again_equals_what_was_never_undone(session: Session, last: int) -> None:
    """SCOLLATERAL-6: from nothing too."""
    STORY.play(session)
    never_undone = rows(session, LinkRow)
    undo(session, CHAIN, last)
    STORY.play(session, first=last + 1)
    assert rows(session, LinkRow) == never_undone
