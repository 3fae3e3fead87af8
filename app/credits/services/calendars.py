"""The banking days of a member's branch: set once under a version, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.credits import store
from app.credits.calendar import USUAL, Calendar, NotACalendar, calendar_of
from app.credits.services import records
from app.credits.store import BranchCalendar
from app.credits.views import CalendarView
from app.db import now_of
from app.errors import Conflict, Fault, Malformed
from app.paging import PageAsked, page


@dataclass(frozen=True)
class Draft:
    version: str
    weekend: tuple[int, ...]
    holidays: tuple[date, ...]
    closes: time
    time_zone: str
    escalate_on_day_3: str
    escalate_on_day_4: str
    interruptions: tuple[date, ...] = ()


def set_calendar(session: Session, caller: Caller, draft: Draft) -> CalendarView:
    """From now on this one counts; findings made by an earlier one keep it. Raises Malformed, Conflict."""
    records.require_maker(caller)
    try:
        calendar = calendar_of(
            draft.version,
            draft.weekend,
            draft.holidays,
            draft.closes,
            draft.time_zone,
            (draft.escalate_on_day_3, draft.escalate_on_day_4),
            draft.interruptions,
        )
    except NotACalendar as error:
        raise Malformed([Fault(f"#/{error.part}", str(error))]) from None
    query = store.calendars_of(caller.member_id).where(BranchCalendar.version == draft.version)
    if draft.version == USUAL.version or session.scalars(query).first() is not None:
        raise Conflict(
            "calendar-version-used",
            f"the version {draft.version} is used already",
            allowed="a new version for each calendar",
            next="choose another version",
        )
    row = BranchCalendar(
        member_id=caller.member_id,
        version=draft.version,
        written=calendar.written(),
        set_by=caller.user_id,
        at=now_of(session),
    )
    session.add(row)
    session.flush()
    return _view(row)


def counting(session: Session, member_id: str) -> Calendar:
    row = store.calendar_of(session, member_id)
    return Calendar.read(row.written) if row else USUAL


def counting_view(session: Session, caller: Caller) -> CalendarView:
    row = store.calendar_of(session, caller.member_id)
    return _view(row) if row else _shown(USUAL)


def versions(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[CalendarView], str | None]:
    """All that were ever set, newest first."""
    query = store.calendars_of(caller.member_id)
    return page(session, query, asked, [BranchCalendar.number], _view, newest_first=True)


def _view(row: BranchCalendar) -> CalendarView:
    shown = _shown(Calendar.read(row.written))
    return CalendarView(**{**vars(shown), "set_by": row.set_by, "set_at": row.at})


def _shown(calendar: Calendar) -> CalendarView:
    third, fourth = calendar.escalation
    return CalendarView(
        version=calendar.version,
        weekend=sorted(calendar.weekend),
        holidays=sorted(calendar.holidays),
        interruptions=sorted(calendar.interruptions),
        closes=calendar.closes.isoformat("minutes"),
        time_zone=calendar.zone,
        escalate_on_day_3=third,
        escalate_on_day_4=fourth,
        set_by=None,
        set_at=None,
    )
