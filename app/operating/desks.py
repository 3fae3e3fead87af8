"""What the desks of banks have to be told, for whoever operates the service: how much it is, and whose.

It is of one member's business each, so only what asks for the operators' token tells it, never `/ready`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.credits.services import covering, escalating
from app.db import now_of
from app.operating.desk import counted

DAYS = ("3", "4", "overdue")


@dataclass(frozen=True)
class Alarms:
    """`examinations` counts presentations by the day that they were escalated on last, or `overdue`;
    `members` are those whose desks it is.
    """

    examinations: Mapping[str, int]
    uncovered: int
    examining: Sequence[str]
    owing: Sequence[str]

    def in_words(self) -> list[str]:
        found = []
        late = sum(self.examinations.values())
        if late:
            said = ", ".join(f"{self.examinations[day]} {_spelled(day)}" for day in DAYS)
            whose = ", ".join(self.examining)
            found.append(
                f"{counted(late, 'examination')} escalated and not decided ({said}): desk of {whose}"
            )
        if self.uncovered:
            whose = ", ".join(self.owing)
            found.append(f"{counted(self.uncovered, 'maturity', 'maturities')} not covered: desk of {whose}")
        return found


def desk_alarms(session: Session) -> Alarms:
    now = now_of(session)
    escalated = escalating.standing(session)
    latest = {
        (one.member_id, one.presentation): "overdue" if now > one.deadline else str(one.day)
        for one in sorted(escalated, key=lambda one: one.day)
    }
    uncovered = covering.standing(session)
    return Alarms(
        {day: sum(found == day for found in latest.values()) for day in DAYS},
        len(uncovered),
        sorted({one.member_id for one in escalated}),
        sorted({one.member_id for one in uncovered}),
    )


def _spelled(day: str) -> str:
    return day if day == "overdue" else f"on day {day}"
