"""The bank examines (art. 14), against the clock of its branch; what might help an examiner is named, never
decided.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract, store
from app.credits.amendments import Amendable
from app.credits.calendar import Calendar, Clock, clock, last_presentation_day
from app.credits.contract import ChainFinding
from app.credits.domain import (
    SALT,
    Discrepancy,
    PresentationStatus,
    day_of,
    days_of,
    require_in_time,
    require_presentation,
    sealed,
)
from app.credits.services import calendars, records
from app.credits.services.records import Held, OnChain
from app.credits.store import ExaminationCopy, PresentationCopy, PresentationRow
from app.credits.views import Suggestion
from app.db import now_of
from app.errors import Conflict, Fault, Malformed
from app.interop import readers
from app.interop.pairing import Finding
from app.interop.tolerances import Agreed
from app.money import Money


def examine(
    session: Session,
    caller: Caller,
    credit: str,
    presentation: str,
    complies: bool,
    discrepancies: Sequence[Discrepancy],
    key: IdempotencyKey,
) -> Operation:
    """Record the examiner's finding, with deadline, last day and the hash of the calendar they come from."""
    if complies == bool(discrepancies):
        found = "discrepancies beside complies" if complies else "no discrepancy, though it does not comply"
        expected = "none" if complies else "each one that was found"
        raise Malformed([Fault("#/discrepancies", f"{found}; expected {expected}")])
    credit_found, row = records.as_bank(session, caller, credit, presentation)
    require_presentation(row.id, row.state, frozenset({PresentationStatus.LODGED}))
    copy = received(session, caller.member_id, row.id)
    calendar = calendars.counting(session, caller.member_id)
    running = clock(calendar, copy.at, now_of(session))
    last_day = days_of(last_day_for(calendar, credit_found.amendable, row))
    if complies:
        require_in_time(row.shipped, row.presented, credit_found.amendable.latest_shipment, last_day)
    # Salted anew each time: the bare hash of a branch's calendar would name the bank.
    salt = secrets.token_bytes(SALT)
    hash = sealed(calendar.written(), salt)
    finding = ChainFinding(complies, int(running.deadline.timestamp()), last_day, hash)
    operation = records.ask(
        session,
        caller,
        credit_found,
        call=contract.examine(deployment_of(session), records.as_presented(credit_found, row), finding),
        right="EXAMINE",
        eyes=1,
        action="record an examination",
        key=key,
        presentation=row,
        describes={
            "complies": complies,
            "discrepancies": [f"{found.text} ({found.article})" for found in discrepancies],
            "deadline": running.deadline.isoformat(),
            "last_day": day_of(last_day).isoformat(),
            "calendar": calendar.version,
        },
    )
    session.add(
        ExaminationCopy(
            operation_id=operation.id,
            member_id=caller.member_id,
            presentation=row.id,
            complies=complies,
            discrepancies=[{"text": found.text, "article": found.article} for found in discrepancies],
            calendar=calendar.written(),
            calendar_salt=salt,
            calendar_hash=hash,
            examiner=caller.name,
            at=now_of(session),
        )
    )
    session.flush()
    return operation


def received(session: Session, member_id: str, presentation: str) -> PresentationCopy:
    """Our copy of what was presented. Raises Conflict where it has not arrived or is not what was sealed."""
    copy = store.presentation_copy(session, member_id, presentation)
    if copy is None:
        raise Conflict(
            "documents-awaited",
            "the documents of this presentation have not arrived",
            allowed="an examination of documents that are here",
            next="ask the beneficiary to send them",
            presentation=presentation,
        )
    if not copy.opens:
        raise Conflict(
            "documents-do-not-open",
            "the documents that arrived are not those that the chain was told of",
            allowed="documents whose salted list stands in the presentation",
            next="ask the beneficiary for the documents that it presented",
            presentation=presentation,
        )
    return copy


def clock_of(copy: PresentationCopy, calendar: Calendar, now: datetime) -> Clock:
    return clock(calendar, copy.at, now)


def found_by(session: Session, member_id: str, party: int, row: PresentationRow) -> ExaminationCopy | None:
    """Our own copy of what our number `party` found; None before."""
    examined = store.examination_by(session, deployment_of(session).chain_id, row.id, party)
    return store.examination_of(session, member_id, row.id, examined.calendar) if examined else None


def calendar_for(session: Session, member_id: str, party: int, row: PresentationRow) -> Calendar:
    """The one that our finding was made by, else the one that counts now."""
    made = found_by(session, member_id, party, row)
    return Calendar.read(made.calendar) if made else calendars.counting(session, member_id)


def last_day_for(calendar: Calendar, terms: Amendable, row: PresentationRow) -> date:
    return last_presentation_day(calendar, day_of(terms.expiry), day_of(row.shipped), terms.presentation_days)


def suggestions(session: Session, caller: Caller, credit: str, presentation: str) -> list[Suggestion]:
    """What a comparison of each transport document with the credit brings up, and what art. 30 says of amount
    and quantity; for whoever holds credit and documents.
    """
    found = records.held(session, caller, credit)
    row = records.presentation(session, found.copy.id, presentation)
    copy = received(session, caller.member_id, row.id)
    bills = [document for document in copy.documents if _is_json(document.content)]
    compared = [
        _suggestion(document.name, finding)
        for document in bills
        for finding in readers.compare(found.terms, document.content)
    ]
    return compared + [
        _suggestion(None, finding)
        for finding in _tolerances(session, found, row, [document.content for document in bills])
    ]


def _tolerances(
    session: Session, found: Held, row: PresentationRow, bills: Sequence[bytes]
) -> Sequence[Finding]:
    """By the figures of the terms that it was presented under; the words are those of the text as issued."""
    if found.row is None:
        return ()
    terms = records.as_presented_under(session, OnChain(found, found.row), row).amendable

    def money(minor: int) -> Money:
        return Money(minor, found.currency)

    agreed = Agreed(money(terms.amount), terms.tolerance_plus, terms.tolerance_minus, terms.partial_drawings)
    drawn = money(found.row.reserved + found.row.honoured)
    return readers.compare_tolerances(found.terms, agreed, money(row.amount), drawn, bills)


def _suggestion(document: str | None, finding: Finding) -> Suggestion:
    return Suggestion(
        document=document,
        discrepancy=finding.discrepancy,
        found=finding.found,
        asked=finding.asked,
        article=finding.article,
        sentence=str(finding),
    )


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
