"""The bank that has a demand examines it by its own calendar, and honours or dishonours it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.outbox import IdempotencyKey, Operation
from app.credits.calendar import Calendar
from app.credits.services import calendars
from app.db import now_of
from app.errors import Conflict, Fault, Forbidden, Malformed
from app.standbys import store
from app.standbys.domain import (
    DemandStatus,
    Finding,
    Part,
    Times,
    day_of,
    days_of,
    require_demand,
    times,
)
from app.standbys.drafts import Ground
from app.standbys.services import records
from app.standbys.services.records import OnChain
from app.standbys.store import DemandRow
from app.stops import service as stops


def examine(
    session: Session,
    caller: Caller,
    standby: str,
    demand: str,
    complies: bool,
    grounds: Sequence[Ground],
    key: IdempotencyKey,
) -> Operation:
    """Record the examiner's finding, with the days that the branch's calendar gives and its hash."""
    if complies == bool(grounds):
        found_ = "discrepancies beside complies" if complies else "no discrepancy, though it does not comply"
        raise Malformed([Fault("#/discrepancies", f"{found_}; expected one or the other")])
    found, row = _with_us(session, caller, standby, demand, DemandStatus.LODGED)
    if store.paper(session, caller.member_id, row.documents) is None:
        raise Conflict(
            "demand-awaited",
            "the statement and documents of this demand have not arrived",
            allowed="an examination of documents that are here",
            next="ask the presenter to send them",
            demand=row.id,
        )
    calendar = calendars.counting(session, caller.member_id)
    when = times_of(calendar, row)
    if complies and row.presented > days_of(when.last_day):
        raise Conflict(
            "demand-late",
            f"the last day was {when.last_day}",
            allowed="a demand up to that day",
            next="record it as a discrepancy",
            demand=row.id,
        )
    said = records.seal("calendar", json.loads(calendar.written()))
    records.keep(session, caller.member_id, found.id, said)
    finding = Finding(
        complies,
        int(when.third.timestamp()),
        int(when.seventh.timestamp()),
        days_of(when.last_day),
        said.commitment,
    )
    return records.ask(
        session,
        caller,
        found,
        "examine",
        row.contents,
        finding,
        right="EXAMINE",
        eyes=1,
        action="record an examination",
        key=key,
        describes={
            "demand": row.id,
            "complies": complies,
            "discrepancies": [f"{one.text} ({one.rule})" for one in grounds],
            "third_business_day": when.third.isoformat(),
            "seventh_business_day": when.seventh.isoformat(),
            "last_day": when.last_day.isoformat(),
            "calendar": calendar.version,
        },
    )


def waive(session: Session, caller: Caller, standby: str, demand: str, key: IdempotencyKey) -> Operation:
    """The issuer's own decision (3.11, 5.05), always by two persons."""
    found, row = _with_us(session, caller, standby, demand, DemandStatus.DISCREPANT)
    if found.copy.part != Part.ISSUER:
        raise Forbidden(
            "standby-not-issuer",
            "your organisation is not the issuer of this standby",
            allowed="its issuer",
            next="leave it to the issuer",
        )
    return _decide(session, caller, found, row, "waive", action="waive discrepancies", key=key)


def honour(session: Session, caller: Caller, standby: str, demand: str, key: IdempotencyKey) -> Operation:
    """Pay the beneficiary, or the confirmer that has."""
    found, row = _with_us(
        session, caller, standby, demand, DemandStatus.COMPLYING, DemandStatus.WAIVED, DemandStatus.PRECLUDED
    )
    stops.require_free(session, records.stoppable(found.row), found.copy.party)
    token = cash.token(session, found.terms.cash)
    eyes = cash.persons(session, found.copy.party, token, row.amount)
    to = found.banks[row.payer] if row.payer else found.copy.beneficiary
    return _decide(
        session, caller, found, row, "honour", b"", action="honour a demand", key=key, eyes=eyes, pays=to
    )


def forward(session: Session, caller: Caller, standby: str, demand: str, key: IdempotencyKey) -> Operation:
    """The confirmer passes on to the issuer what it has honoured, with statement and documents."""
    found, row = _with_us(session, caller, standby, demand, DemandStatus.HONOURED)
    received = days_of(now_of(session).date())
    operation = _decide(
        session,
        caller,
        found,
        row,
        "forward",
        received,
        action="pass a demand on to the issuer",
        key=key,
        eyes=1,
        right="EXAMINE",
    )
    paper = store.paper(session, caller.member_id, row.documents)
    if paper is not None:
        said = records.Sealed(paper.kind, paper.content, paper.salt)
        records.send(session, found.copy, operation, said, (found.copy.issuer,))
    return operation


def dishonour(
    session: Session,
    caller: Caller,
    standby: str,
    demand: str,
    grounds: Sequence[Ground],
    disposal: str,
    key: IdempotencyKey,
) -> Operation:
    """The one notice, with every discrepancy (5.02), by two persons. It goes to the presenter when it is
    final; a late one is recorded on chain and takes no effect.
    """
    found, row = _with_us(session, caller, standby, demand, DemandStatus.DISCREPANT)
    _require_no_notice(session, caller, found, row)
    said = records.seal(
        "dishonour",
        {
            "standby": found.id,
            "demand": row.id,
            "dishonoured": "The demand is dishonoured.",
            "discrepancies": [
                {"number": number, "text": one.text, "rule": one.rule}
                for number, one in enumerate(grounds, start=1)
            ],
            "disposal": disposal,
        },
    )
    operation = _decide(
        session,
        caller,
        found,
        row,
        "dishonour",
        said.commitment,
        len(grounds),
        action="dishonour a demand",
        key=key,
        notice=said.content,
        effect="the demand is dishonoured, if the notice is in time",
    )
    presenter = found.banks[row.payer] if row.payer else found.copy.beneficiary
    records.tell(session, found.copy, operation, said, (presenter,))
    return operation


def times_of(calendar: Calendar, row: DemandRow) -> Times:
    """Of the bank that has it. What was in time at the confirmer's place is in time (3.13)."""
    found = times(calendar, datetime.fromtimestamp(row.received_at, UTC), row.expiry)
    return replace(found, last_day=max(found.last_day, day_of(row.last_day_of(row.payer))))


def _require_no_notice(session: Session, caller: Caller, found: OnChain, row: DemandRow) -> None:
    """Raises Conflict where our notice is on its way. Of two makers at once the second sees what the first
    asked for.
    """
    store.copy_of(session, caller.member_id, found.id, lock=True)
    asked = store.dishonour_asked(session, caller.member_id, row.id)
    if asked is not None:
        raise Conflict(
            "dishonour-under-way",
            f"operation {asked} gives the notice of dishonour already",
            allowed="one notice, with every discrepancy (ISP98 rule 5.02)",
            next="let that operation go on; reject or cancel it to give another notice in its place",
            demand=row.id,
            operation=asked,
        )


def _with_us(
    session: Session, caller: Caller, standby: str, demand: str, *allowed: DemandStatus
) -> tuple[OnChain, DemandRow]:
    """For the bank that has the demand. Raises NotFound, Forbidden for others, Conflict in another status."""
    found = records.on_chain(session, caller, standby)
    row = records.demand_row(session, found, demand)
    if found.copy.party != row.bank:
        raise Forbidden(
            "demand-elsewhere",
            "your organisation does not have this demand",
            allowed="the bank that has it",
            next="leave it to that bank",
            demand=row.id,
        )
    require_demand(row.id, row.state, *allowed)
    return found, row


def _decide(
    session: Session,
    caller: Caller,
    found: OnChain,
    row: DemandRow,
    function: str,
    *args: Any,
    action: str,
    key: IdempotencyKey,
    eyes: Literal[1, 2] = 2,
    right: str = "UNDERTAKE",
    **describes: Any,
) -> Operation:
    amount = records.money(session, found.copy, row.amount)
    named = {"demand": row.id, "amount": amount.decimal(), "currency": amount.currency.alpha}
    return records.ask(
        session,
        caller,
        found,
        function,
        row.contents,
        *args,
        right=right,
        eyes=eyes,
        action=action,
        key=key,
        describes=named | describes,
    )
