"""An injunction over HTTP: the member `south`, the beneficiary of the other stories, is an authority too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.reorg import undo
from app.credits.projection import HANDLERS
from app.credits.store import CreditEventRow, StopRow, stopped_by
from tests.app.chain.stories import CHAIN, Story, Told, rows, session_on
from tests.app.credits.builders import AMOUNT, BANK, BENEFICIARY, BUYER, STRANGER, Desk
from tests.app.databases import scratch

AUTHORITY = BENEFICIARY
ORDER, LIFTED = {"reason": "Order of the court of 3 December."}, {"reason": "The order is lifted."}


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_an_injunction_before_honour(desk: Desk) -> None:
    """SCREDITS-37: nothing is paid while it stands; the days run on, and everybody with a part sees it."""
    credit = desk.advise()
    desk.mint(credit)
    place = desk.present(credit)
    desk.examine(place, complies=True)
    assert desk.done(AUTHORITY, f"/credits/{credit}/stop", ORDER)["eyes"] == 2
    for member in (BANK, BUYER):
        assert len(desk.see(member, f"/credits/{credit}")["stopped_by"]) == 1
    assert code(desk.ask(BANK, f"{place}/honour")) == (409, "credit-stopped")
    assert code(desk.ask(AUTHORITY, f"/credits/{credit}/stop", ORDER)) == (409, "stopped-already")
    assert desk.see(BANK, place)["clock"]["running"]
    desk.done(AUTHORITY, f"/credits/{credit}/lift", LIFTED)
    assert desk.see(BANK, f"/credits/{credit}")["stopped_by"] == []
    assert code(desk.ask(AUTHORITY, f"/credits/{credit}/lift", LIFTED)) == (409, "not-stopped-by-you")
    desk.done(BANK, f"{place}/honour")
    assert desk.held(BENEFICIARY, credit) == AMOUNT
    told = [line["what"] for line in desk.see(BUYER, f"/credits/{credit}/history")["items"]]
    assert told[-3:] == ["CreditStopped", "StopLifted", "Honoured"]


def test_who_is_no_authority_stops_nothing(desk: Desk) -> None:
    """SCREDITS-37"""
    credit = desk.advise()
    assert code(desk.ask(BUYER, f"/credits/{credit}/stop", ORDER)) == (403, "not-an-authority")
    assert code(desk.ask(STRANGER, f"/credits/{credit}/stop", ORDER)) == (404, "no-such-credit")
    assert code(desk.ask(AUTHORITY, f"/credits/0x{'00' * 32}/stop", ORDER)) == (404, "no-such-credit")


BOOK, LETTER, CREDIT = "0x" + "5b" * 20, "0x" + "aa" * 20, "0x" + "11" * 32


def told(name: str, authority: int, reason: str) -> Told:
    return name, {"deal": LETTER, "credit": CREDIT, "authority": authority, "reason": "0x" + reason * 32}


BLOCKS: list[list[Told]] = [
    [told("CreditStopped", 7, "01")],
    [told("CreditStopped", 8, "02"), told("StopLifted", 7, "03")],
    [told("StopLifted", 8, "04"), told("CreditStopped", 7, "05")],
]
STORY = Story("StopBook", BOOK, HANDLERS, BLOCKS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_each_order_stands_for_itself(session: Session) -> None:
    """SCREDITS-37"""
    standing = []
    for block in (1, 2, 3):
        STORY.play(session, first=block, last=block)
        standing.append(stopped_by(session, CHAIN, CREDIT))
    assert standing == [{7}, {8}, {7}]
    last = session.get_one(StopRow, (CHAIN, BOOK, f"{CREDIT}-7"))
    assert (last.reason, last.stands) == ("0x" + "05" * 32, True)
    assert len(list(session.scalars(select(CreditEventRow)))) == 5


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_undo_and_replay_give_what_a_rebuild_gives(session: Session, database: str, last: int) -> None:
    """SCREDITS-18"""
    STORY.play(session)
    whole = rows(session, StopRow, CreditEventRow)
    undo(session, CHAIN, last)
    with session_on(database, scratch()) as made:
        STORY.play(made, last=last)
        assert rows(session, StopRow, CreditEventRow) == rows(made, StopRow, CreditEventRow)
    STORY.play(session, first=last + 1)
    assert rows(session, StopRow, CreditEventRow) == whole
