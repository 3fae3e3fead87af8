"""The desk of a bank: its list, its examiners, who had to be told, and what is not covered in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.chain.outbox import Operation
from app.operating.metrics import exposition
from app.operating.status import status_lines
from app.workers import _work
from tests.app.credits.builders import BANK, BENEFICIARY, BUYER, DEFERRED, STRANGER, Desk, a_message
from tests.app.credits.workers import a_worker_looks, in_days
from tests.app.operating.builders import a_desk

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def credit(desk: Desk) -> str:
    return desk.advise(a_message(desk.today, f43P="ALLOWED"))


@pytest.fixture(autouse=True)
def _every_day_a_banking_day(desk: Desk) -> None:
    set_calendar(desk, "K. Tamm", "M. Saar")


def set_calendar(desk: Desk, third: str, fourth: str) -> None:
    versions = len(desk.see(BANK, "/credits/calendars?limit=200")["items"])
    calendar = {
        "version": f"every day {versions}",
        "weekend": [],
        "holidays": [],
        "closes": "23:59:59",
        "time_zone": "UTC",
        "escalate_on_day_3": third,
        "escalate_on_day_4": fourth,
    }
    assert desk.ask(BANK, "/credits/calendars", calendar).status_code == 201


def id_of(place: str) -> str:
    return place.rpartition("/")[2]


def line(desk: Desk, place: str) -> dict[str, Any]:
    return dict(desk.see(BANK, f"/desk/examinations/{id_of(place)}"))


def escalated(desk: Desk, place: str) -> list[tuple[int, str, bool]]:
    """Day, to whom and whether it is open, oldest first."""
    items = desk.see(BANK, "/desk/escalations?limit=200")["items"]
    ours = [one for one in reversed(items) if one["presentation"] == id_of(place)]
    return [(one["day"], one["to"], one["open"]) for one in ours]


def operations(desk: Desk) -> int:
    with desk.world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Operation)) or 0


def test_the_desk_lists_what_the_bank_has_and_has_not_decided(desk: Desk, credit: str) -> None:
    """SCREDITS-61"""
    first, second = (desk.present(credit, amount=amount) for amount in ("1.00", "2.00"))
    shown = line(desk, first)
    clock = desk.see(BANK, first)["clock"]
    assert shown["clock"] == clock
    assert (shown["credit"], shown["amount"], shown["status"]) == (credit, "1.00", "lodged")
    received = date.fromisoformat(clock["day_of_receipt"])
    assert clock["days_left"] == 5
    assert datetime.fromisoformat(clock["deadline"]).date() == received + 5 * DAY
    assert clock["calendar_version"].startswith("every day")
    assert len(shown["calendar_sha256"]) == 64
    assert (shown["examiner"], shown["examined_by"], shown["escalations"]) == (None, None, [])

    listed = [one["presentation"] for one in desk.see(BANK, "/desk/examinations?limit=200")["items"]]
    assert [one for one in listed if one in (id_of(first), id_of(second))] == [id_of(first), id_of(second)]
    for member in (BENEFICIARY, BUYER, STRANGER):
        theirs = desk.see(member, "/desk/examinations?limit=200")["items"]
        assert id_of(first) not in [one["presentation"] for one in theirs]
        path = f"/desk/examinations/{id_of(first)}"
        assert desk.interface.ask("GET", path, member=member).status_code == 404

    desk.examine(first, complies=False)
    assert line(desk, first)["examined_by"] == desk.world.callers[BANK, "maker"].name
    desk.refuse(first)
    listed = [one["presentation"] for one in desk.see(BANK, "/desk/examinations?limit=200")["items"]]
    assert id_of(first) not in listed


def test_a_maker_names_who_examines_and_each_name_is_kept(desk: Desk, credit: str) -> None:
    """SCREDITS-62"""
    place = desk.present(credit, amount="3.00")
    path = f"/desk/examinations/{id_of(place)}/examiner"
    maker = desk.world.callers[BANK, "maker"].name
    assert desk.ask(BANK, path, {"examiner": "L. Kask"}).status_code == 201
    assert desk.ask(BANK, path, {"examiner": ""}).status_code == 422
    assert desk.ask(BANK, path, {}, role="checker").json()["code"] == "maker-needed"
    assert desk.ask(BENEFICIARY, path, {}).status_code == 404
    named = desk.ask(BANK, path, {}).json()
    assert named["examiner"] == maker
    assert [(one["name"], one["named_by"]) for one in named["examiners"]] == [
        ("L. Kask", maker),
        (maker, maker),
    ]
    desk.examine(place, complies=False)
    desk.refuse(place)
    assert desk.ask(BANK, path, {}).json()["code"] == "presentation-status"


def test_it_escalates_by_name_once_though_nobody_looks(desk: Desk, credit: str) -> None:
    """SCREDITS-63, SCREDITS-9"""
    place = desk.present(credit, amount="4.00")
    before = operations(desk)
    with in_days(desk, 2):
        a_worker_looks(desk)
        assert escalated(desk, place) == []
    with in_days(desk, 3):
        assert escalated(desk, place) == [], "a page that is opened escalates nothing"
        leader, turn, missing = _work(desk.world.settings, desk.world.database, desk.world.chain, None)
        assert leader.renew()
        turn()
        assert missing() == []
        leader.resign()
        a_worker_looks(desk)
        assert escalated(desk, place) == [(3, "K. Tamm", True)]
        assert [(one["day"], one["to"]) for one in line(desk, place)["escalations"]] == [(3, "K. Tamm")]
        assert line(desk, place)["clock"]["escalate_to"] == "K. Tamm"

    # Who it is may change with a new version of the calendar; what was recorded stays.
    set_calendar(desk, "P. Rebane", "H. Ilves")
    with in_days(desk, 4):
        a_worker_looks(desk)
        a_worker_looks(desk)
    assert escalated(desk, place) == [(3, "K. Tamm", True), (4, "H. Ilves", True)]
    (third, fourth) = line(desk, place)["escalations"]
    assert third["at"] < fourth["at"]
    assert third["calendar_version"] != fourth["calendar_version"]
    assert third["deadline"] == fourth["deadline"] == line(desk, place)["clock"]["deadline"]

    assert desk.see(BANK, place)["status"] == "lodged"
    assert operations(desk) == before, "it asks for nothing"
    assert desk.see(BENEFICIARY, "/desk/escalations")["items"] == []


def test_what_was_not_looked_at_on_its_day_is_escalated_when_somebody_does(desk: Desk, credit: str) -> None:
    """SCREDITS-64"""
    place = desk.present(credit, amount="5.00")
    with in_days(desk, 9):
        a_worker_looks(desk)
        assert escalated(desk, place) == [(3, "K. Tamm", True), (4, "M. Saar", True)]
        assert line(desk, place)["clock"]["overdue"] is True


def test_what_is_decided_is_escalated_no_more(desk: Desk, credit: str) -> None:
    """SCREDITS-64"""
    place = desk.present(credit, amount="6.00")
    with in_days(desk, 3):
        a_worker_looks(desk)
    desk.examine(place, complies=False)
    assert escalated(desk, place) == [(3, "K. Tamm", True)], "found, and neither waived nor refused"
    desk.refuse(place)
    with in_days(desk, 5):
        a_worker_looks(desk)
    assert escalated(desk, place) == [(3, "K. Tamm", False)]


def test_operators_are_told_and_nobody_without_a_token(desk: Desk, credit: str) -> None:
    """SERVICE-146"""
    place = desk.present(credit, amount="7.00")
    world = desk.world

    def figures() -> dict[str, float]:
        told = exposition(world.database, world.settings.chain_id).decode().splitlines()
        lines = [one.rpartition(" ") for one in told if one.startswith("entrepot_examinations")]
        return {name: float(value) for name, _, value in lines}

    with in_days(desk, 3):
        a_worker_looks(desk)
        before = figures()
        assert before['entrepot_examinations_escalated{day="3"}'] >= 1
        lines, _ = status_lines(a_desk(world))
        (fault,) = [one for one in lines if "escalated and not decided" in one]
        assert BANK in fault.rpartition("desk of ")[2]
        assert credit not in fault
        assert id_of(place) not in fault
        ready = desk.interface.ask("GET", "/ready", token="").json()
        assert not any("examin" in one or BANK in one for one in [*ready["alarms"], *ready["reasons"]])
        desk.examine(place, complies=False)
        desk.refuse(place)
        after = figures()
    name = 'entrepot_examinations_escalated{day="3"}'
    assert after[name] == before[name] - 1


def test_what_is_not_covered_is_told_on_the_banking_day_before(desk: Desk) -> None:
    """SCREDITS-65, SCREDITS-27"""
    later = DEFERRED | {"f42P": "10 DAYS AFTER BILL OF LADING DATE", "f43P": "ALLOWED"}
    credit = desk.advise(a_message(desk.today, **later))
    owed = []
    for amount, shipped in (("100.00", 2), ("50.00", 1)):
        day = (desk.today - shipped * DAY).isoformat()
        place = desk.present(credit, amount=amount, shipped=day)
        desk.examine(place, complies=True)
        operation = desk.done(BANK, f"{place}/honour")
        owed.append((desk.see(BANK, place)["obligations"][0], operation["id"]))
    desk.mint(credit, "120.00")

    def told() -> list[dict[str, Any]]:
        items = desk.see(BANK, "/desk/shortfalls?limit=200")["items"]
        return [one for one in items if owed[1][0] in [each["obligation"] for each in one["obligations"]]]

    with in_days(desk, 7):
        a_worker_looks(desk)
    assert told() == [], "the first is covered, and the second is not looked at yet"
    with in_days(desk, 8):
        a_worker_looks(desk)
        a_worker_looks(desk)
    (found,) = told()
    due = desk.today + 9 * DAY
    assert (found["due"], found["to_be_covered_by"]) == (due.isoformat(), (due - DAY).isoformat())
    assert (found["currency"], found["falls_due"], found["held"]) == ("EUR", "150.00", "120.00")
    assert (found["missing"], found["covered"]) == ("30.00", False)
    assert found["in_words"] == f"EUR 30.00 is missing for what falls due on {due}"
    makers = [desk.world.callers[BANK, role].name for role in ("maker", "checker")]
    assert [
        (one["obligation"], one["operation"], [one["asked_by"], one["approved_by"]])
        for one in found["obligations"]
    ] == [(obligation, operation, makers) for obligation, operation in owed]
    world = desk.world
    assert b"entrepot_maturities_uncovered 0.0" not in exposition(world.database, world.settings.chain_id)
    assert desk.see(BENEFICIARY, "/desk/shortfalls")["items"] == []

    # Covered since: what was found then stays beside it.
    desk.mint(credit, "30.00")
    (found,) = told()
    assert (found["missing"], found["covered"], found["then_held"]) == ("0.00", True, "120.00")
    assert desk.see(BANK, f"/credits/obligations/{owed[1][0]}")["status"] == "owed", "nothing pays by itself"
