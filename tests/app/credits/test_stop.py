"""An injunction over HTTP: the member `south`, the beneficiary of the other stories, is an authority too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.credits.projection import HANDLERS
from app.credits.store import CreditEventRow
from tests.app.chain.stories import Story, Told, session_on
from tests.app.credits.builders import AMOUNT, BANK, BENEFICIARY, BUYER, STRANGER, Desk
from tests.app.credits.test_projection import LETTER, PARTIAL, issued

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
    assert code(desk.ask(BANK, f"{place}/honour")) == (409, "payment-stopped")
    assert code(desk.ask(AUTHORITY, f"/credits/{credit}/stop", ORDER)) == (409, "stopped-already")
    assert desk.see(BANK, place)["clock"]["running"]
    desk.done(AUTHORITY, f"/credits/{credit}/lift", LIFTED)
    assert desk.see(BANK, f"/credits/{credit}")["stopped_by"] == []
    assert code(desk.ask(AUTHORITY, f"/credits/{credit}/lift", LIFTED)) == (409, "not-stopped-by-you")
    desk.done(BANK, f"{place}/honour")
    assert desk.held(BENEFICIARY, credit) == AMOUNT
    told = [line["what"] for line in desk.see(BUYER, f"/credits/{credit}/history")["items"]]
    assert told[-3:] == ["PaymentStopped", "StopLifted", "Honoured"]


def test_an_order_names_a_bank_of_the_credit(desk: Desk) -> None:
    """SCREDITS-37: or none, and then nobody pays."""
    credit = desk.advise()
    named = ORDER | {"bank": "issuing", "ground": "fraud"}
    assert code(desk.ask(AUTHORITY, f"/credits/{credit}/stop", ORDER | {"bank": "confirming"})) == (
        409,
        "no-such-bank",
    )
    assert code(desk.ask(AUTHORITY, f"/credits/{credit}/stop", ORDER | {"bank": "remitting"}))[0] == 422
    desk.done(AUTHORITY, f"/credits/{credit}/stop", named)
    (stop,) = desk.see(BANK, f"/credits/{credit}")["stops"]
    assert (stop["ground"], stop["bank"]["number"]) == (
        "fraud",
        desk.see(BANK, f"/credits/{credit}")["issuing_bank"]["number"] or stop["bank"]["number"],
    )
    assert code(desk.ask(AUTHORITY, f"/credits/{credit}/lift", LIFTED)) == (409, "not-stopped-by-you")
    desk.done(AUTHORITY, f"/credits/{credit}/lift", LIFTED | {"bank": "issuing"})
    assert desk.see(BANK, f"/credits/{credit}")["stops"] == []


def test_who_is_no_authority_stops_nothing(desk: Desk) -> None:
    """SCREDITS-37"""
    credit = desk.advise()
    assert code(desk.ask(BUYER, f"/credits/{credit}/stop", ORDER)) == (403, "not-an-authority")
    assert code(desk.ask(STRANGER, f"/credits/{credit}/stop", ORDER)) == (404, "no-such-credit")
    assert code(desk.ask(AUTHORITY, f"/credits/0x{'00' * 32}/stop", ORDER)) == (404, "no-such-credit")


AGAINST = {"deal": LETTER, "id": PARTIAL, "payer": 0, "authority": 7, "reason": "0x" + "01" * 32}
ELSEWHERE = AGAINST | {"deal": "0x" + "dd" * 20}
ORDERS: list[list[Told]] = [
    [],
    [("PaymentStopped", AGAINST | {"ground": 1}), ("PaymentStopped", ELSEWHERE | {"ground": 1})],
    [("StopLifted", AGAINST)],
]
BOOK = Story("StopBook", "0x" + "5b" * 20, HANDLERS, ORDERS)


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def test_orders_against_it_are_told_among_its_steps(session: Session) -> None:
    """SCREDITS-37: and none against another deal."""
    letter = Story("LetterOfCredit", LETTER, HANDLERS, [[issued(PARTIAL)]])
    letter.play(session)
    BOOK.play(session)
    told = [row for row in session.scalars(select(CreditEventRow)) if row.contract == BOOK.address]
    assert [(row.credit, row.name, row.party) for row in told] == [
        (PARTIAL, "PaymentStopped", 7),
        (PARTIAL, "StopLifted", 7),
    ]
