"""The desk of a bank: what is under examination, by whom, and who had to be told. Nothing here decides."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.credits import store
from app.credits.calendar import EXAMINATION_DAYS, Calendar
from app.credits.desk_views import DeskLine, EscalationView, NamedExaminer
from app.credits.domain import OPEN, PRESENTATION_WORDS, require_presentation
from app.credits.services import calendars, examining, reading, records
from app.credits.store import CreditCopy, Escalation, Examiner, PresentationCopy, PresentationRow
from app.db import now_of
from app.errors import NotFound
from app.money import Money, currency
from app.paging import PageAsked, page

ESCALATED_ON = (EXAMINATION_DAYS - 2, EXAMINATION_DAYS - 1)
"""Banking days of an examination on which somebody has to be told."""

log = logging.getLogger(__name__)


def examinations(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[DeskLine], str | None]:
    """Those that came first first: their time runs out first."""
    query = store.under_examination(deployment_of(session).chain_id, caller.member_id)
    order = [PresentationRow.received, PresentationRow.place]
    return page(session, query, asked, order, lambda row: _line(session, caller.member_id, row))


def examination(session: Session, caller: Caller, presentation: str) -> DeskLine:
    return _line(session, caller.member_id, _ours(session, caller, presentation))


def name_examiner(session: Session, caller: Caller, presentation: str, name: str | None) -> DeskLine:
    """Whoever the maker names, or the maker; each name that was given stays to be seen. It gives no right and
    no duty: what is found is asked for by whoever asks.
    """
    records.require_maker(caller)
    row = _ours(session, caller, presentation)
    require_presentation(row.id, row.state, OPEN)
    session.add(
        Examiner(
            member_id=caller.member_id,
            presentation=row.id,
            name=name or caller.name,
            named_by=caller.name,
            at=now_of(session),
        )
    )
    session.flush()
    return _line(session, caller.member_id, row)


def escalations(
    session: Session, caller: Caller, asked: PageAsked
) -> tuple[list[EscalationView], str | None]:
    """All that there ever were, newest first."""
    query = store.escalations_of(caller.member_id)
    return page(
        session, query, asked, [Escalation.number], lambda row: _shown(session, row), newest_first=True
    )


# ------------------------------------------------------------------------------------------ a worker's turn


def look(session: Session) -> list[Escalation]:
    """For every member what has to be escalated by now and has not been, with whom the branch's calendar
    names now: to be recorded. Of an examination that nobody looked at in time both days are.
    """
    found = []
    running = store.every_examination(session, deployment_of(session).chain_id)
    known = store.escalated(session, [row.id for _, row, _ in running])
    for credit, row, copy in running:
        ahead = [day for day in ESCALATED_ON if (credit.member_id, row.id, row.bank, day) not in known]
        if not ahead:
            continue
        calendar = examining.calendar_for(session, credit.member_id, credit.party, row)
        clock = examining.clock_of(copy, calendar, now_of(session))
        for day in ahead:
            if clock.day >= day:
                found.append(_escalation(session, credit, row, copy, calendar, clock.deadline, day))
    return found


def _escalation(
    session: Session,
    credit: CreditCopy,
    row: PresentationRow,
    copy: PresentationCopy,
    calendar: Calendar,
    deadline: datetime,
    day: int,
) -> Escalation:
    # The log is read by many: it says whose desk to look at, and nothing of the credit.
    log.warning("examination escalated", extra={"member": credit.member_id, "day": day})
    return Escalation(
        member_id=credit.member_id,
        credit=credit.id,
        presentation=row.id,
        bank=row.bank,
        day=day,
        told=calendars.counting(session, credit.member_id).escalation[day - ESCALATED_ON[0]],
        received_at=copy.at,
        deadline=deadline,
        calendar_version=calendar.version,
        calendar=_sha256(calendar),
        at=now_of(session),
    )


def standing(session: Session) -> Sequence[Escalation]:
    """Of all members, for whoever operates the service: what was escalated and is not decided."""
    return store.standing_escalations(session, deployment_of(session).chain_id)


# --------------------------------------------------------------------------------------------- what is shown


def _ours(session: Session, caller: Caller, presentation: str) -> PresentationRow:
    """Raises NotFound, of what another bank has as of nothing."""
    row = store.presentation_by_id(session, deployment_of(session).chain_id, presentation.lower())
    copy = store.copy_of(session, caller.member_id, row.credit) if row else None
    if row is None or copy is None or copy.party != row.bank:
        raise NotFound("no-such-presentation", "your organisation has the documents of no such presentation")
    return row


def _line(session: Session, member_id: str, row: PresentationRow) -> DeskLine:
    credit = store.copy_of(session, member_id, row.credit)
    if credit is None:
        raise LookupError(row.credit)
    copy = store.presentation_copy(session, member_id, row.id)
    calendar = examining.calendar_for(session, member_id, credit.party, row)
    found = examining.found_by(session, member_id, credit.party, row)
    named = store.examiners(session, member_id, row.id)
    final = store.final_block(session, deployment_of(session).chain_id)
    return DeskLine(
        credit=credit.id,
        reference=credit.reference,
        presentation=row.id,
        status=row.state.name.lower(),
        in_words=PRESENTATION_WORDS[row.state],
        finality="final" if row.last_block <= final else "pending",
        amount=Money(row.amount, currency(credit.currency)).decimal(),
        currency=credit.currency,
        clock=reading.running_clock(session, credit, row, copy) if copy else None,
        calendar_sha256=_sha256(calendar) if copy else None,
        examiner=named[-1].name if named else None,
        examiners=[NamedExaminer(one.name, one.named_by, one.at) for one in named],
        examined_by=found.examiner if found else None,
        escalations=[_shown(session, one) for one in store.escalations(session, member_id, row.id, row.bank)],
    )


def _shown(session: Session, row: Escalation) -> EscalationView:
    copy = store.copy_of(session, row.member_id, row.credit)
    now = store.presentation_by_id(session, deployment_of(session).chain_id, row.presentation)
    return EscalationView(
        credit=row.credit,
        reference=copy.reference if copy else "",
        presentation=row.presentation,
        day=row.day,
        to=row.told,
        at=row.at,
        received_at=row.received_at,
        deadline=row.deadline,
        calendar_version=row.calendar_version,
        calendar_sha256=row.calendar,
        open=now is not None and now.state in OPEN and now.bank == row.bank,
    )


def _sha256(calendar: Calendar) -> str:
    return hashlib.sha256(calendar.written()).hexdigest()


__all__ = ["escalations", "examination", "examinations", "look", "name_examiner", "standing"]
