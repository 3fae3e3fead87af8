"""Funds are looked at on the banking day before a maturity. What lacks is told; nothing is paid or moved."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.auth import service as auth
from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.credits import store
from app.credits.calendar import LONGEST_CLOSURE, Calendar
from app.credits.desk_views import ShortfallView, Undertaken
from app.credits.domain import day_of, days_of
from app.credits.services import calendars, maturities
from app.credits.store import ObligationRow, Shortfall
from app.db import now_of
from app.members import service as members
from app.money import Currency, Money
from app.paging import PageAsked, page

# Days that may lie between a maturity and the banking day before it: a branch that closes for longer says so
# by interruptions, and is looked at as soon as this lets it.
AHEAD = LONGEST_CLOSURE * 3

log = logging.getLogger(__name__)


def shortfalls(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[ShortfallView], str | None]:
    """All that there ever were, newest first, each as it stands now."""
    query = store.shortfalls_of(caller.member_id)
    return page(
        session, query, asked, [Shortfall.number], lambda row: _shown(session, row), newest_first=True
    )


# ------------------------------------------------------------------------------------------ a worker's turn


def look(session: Session) -> list[Shortfall]:
    """From the banking day before it on, the maturities whose account does not cover all that is owed from it
    by then and that were not recorded yet: to be recorded.
    """
    found = []
    chain_id = deployment_of(session).chain_id
    today = now_of(session).date()
    soon = list(session.scalars(store.owed_until(chain_id, days_of(today) + AHEAD)))
    hosts = members.hosts_of(session, {row.obligor for row in soon})
    known = store.shortfalls_on(session, {row.due for row in soon})
    calendar: dict[str, Calendar] = {}
    for account, money, due in dict.fromkeys((row.obligor, row.cash, row.due) for row in soon):
        member_id = hosts.get(account)
        if member_id is None or (account, money, due) in known:
            continue
        if member_id not in calendar:
            calendar[member_id] = calendars.counting(session, member_id)
        if calendar[member_id].local_day(now_of(session)) < checked_on(calendar[member_id], day_of(due)):
            continue
        held = maturities.held_by(session, member_id, cash.token(session, money), account)
        falls_due = sum(row.amount for row in store.owed_from(session, chain_id, account, money, due))
        if falls_due > held:
            # Whose desk to look at, and no figure.
            log.warning("maturity not covered", extra={"member": member_id})
            found.append(
                Shortfall(
                    member_id=member_id,
                    account=account,
                    cash=money,
                    due=due,
                    falls_due=falls_due,
                    held=held,
                    at=now_of(session),
                )
            )
    return found


def checked_on(calendar: Calendar, due: date) -> date:
    """The banking day before."""
    return calendar.last_open(due - timedelta(days=1))


def standing(session: Session) -> Sequence[Shortfall]:
    """Of all members, for whoever operates the service: what is still owed and still not covered."""
    rows = store.standing_shortfalls(session, deployment_of(session).chain_id)
    return [row for row in rows if _missing(session, row)]


# --------------------------------------------------------------------------------------------- what is shown


def _missing(session: Session, row: Shortfall) -> int:
    owed = _owed(session, row)
    if not any(one.due == row.due for one in owed):
        return 0
    held = maturities.held_by(session, row.member_id, cash.token(session, row.cash), row.account)
    return max(sum(one.amount for one in owed) - held, 0)


def _owed(session: Session, row: Shortfall) -> list[ObligationRow]:
    return store.owed_from(session, deployment_of(session).chain_id, row.account, row.cash, row.due)


def _shown(session: Session, row: Shortfall) -> ShortfallView:
    token = cash.token(session, row.cash)
    unit = token.currency
    owed = _owed(session, row)
    falls_due = sum(one.amount for one in owed)
    held = maturities.held_by(session, row.member_id, token, row.account)
    missing = _missing(session, row)
    calendar = calendars.counting(session, row.member_id)

    def decimal(minor: int) -> str:
        return Money(minor, unit).decimal()

    return ShortfallView(
        due=day_of(row.due),
        to_be_covered_by=checked_on(calendar, day_of(row.due)),
        currency=unit.alpha,
        cash=row.cash,
        account=row.account,
        at=row.at,
        then_falls_due=decimal(row.falls_due),
        then_held=decimal(row.held),
        falls_due=decimal(falls_due),
        held=decimal(held),
        missing=decimal(missing),
        covered=missing == 0,
        in_words=f"{unit.alpha} {decimal(missing)} is missing for what falls due on {day_of(row.due)}"
        if missing
        else "covered, or paid, by now",
        obligations=[_undertaken(session, row.member_id, unit, one) for one in owed],
    )


def _undertaken(session: Session, member_id: str, unit: Currency, row: ObligationRow) -> Undertaken:
    made = [
        one
        for one in store.operations_in(session, member_id, row.tx_hash, row.obligor)
        if one.describes.get("presentation") == row.drawing
    ]
    operation = made[0] if made else None
    users = [one for one in (operation.user_id, operation.checker_id) if one] if operation else []
    names = auth.names_of(session, member_id, users)
    drawn = store.presentation_by_id(session, row.chain_id, row.drawing)
    copy = store.copy_of(session, member_id, drawn.credit) if drawn else None
    return Undertaken(
        obligation=row.id,
        reference=copy.reference if copy else None,
        due=day_of(row.due),
        amount=Money(row.amount, unit).decimal(),
        operation=operation.id if operation else None,
        asked_by=names.get(operation.user_id) if operation else None,
        approved_by=names.get(operation.checker_id) if operation and operation.checker_id else None,
        approved_at=operation.checked_at if operation else None,
    )


__all__ = ["checked_on", "look", "shortfalls", "standing"]
