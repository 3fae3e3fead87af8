"""Amounts that revolve, as they stand; and the issuing bank's notice that reinstates one."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract, store
from app.credits.contract import NO_CLAUSES
from app.credits.domain import (
    RUNNING,
    CreditStatus,
    Part,
    PresentationStatus,
    Standing,
    day_of,
    days_of,
    refused,
    require_status,
)
from app.credits.revolving import Revolved
from app.credits.services import records
from app.credits.services.records import Held, OnChain
from app.credits.store import CreditRow, PresentationRow
from app.credits.views import CycleView, RevolvingView
from app.db import now_of

REINSTATED = RUNNING | {CreditStatus.EXHAUSTED}


def reinstate(session: Session, caller: Caller, credit: str, key: IdempotencyKey) -> Operation:
    """The amount is available again, though it was drawn in full; always by two persons."""
    found = records.as_party(session, caller, credit, Part.ISSUING_BANK)
    require_status(found.copy.id, found.status, REINSTATED)
    row, stands = found.row, of(session, found.row)
    notices = stands.clause.notices if stands else 0
    if stands is None or stands.reinstated >= notices:
        raise refused("ClausesNoticesUsed", credit=found.copy.id, notices=notices)
    today = days_of(now_of(session).date())
    if today > row.expiry + 1:
        raise refused("CreditsExpired", expiry=day_of(row.expiry), presented=day_of(today))
    if row.open and not stands.clause.cumulative:
        raise refused("CreditsOpenPresentations", credit=found.copy.id, open=row.open)
    available = stands.cycle + (stands.available(today) if stands.clause.cumulative else 0)
    return records.ask(
        session,
        caller,
        found,
        call=contract.reinstate(deployment_of(session), row.contract, found.copy.id, found.chain_terms),
        right="UNDERTAKE",
        eyes=2,
        action="reinstate the amount of a credit",
        key=key,
        describes={
            "available": found.held.decimal(available),
            "currency": found.copy.currency,
            "time": f"{stands.reinstated + 1} of {notices}",
        },
        instrument=contract.CLAUSES,
    )


def of(session: Session, row: CreditRow) -> Revolved | None:
    """How the credit stands; None where its amount does not revolve."""
    if row.clauses == NO_CLAUSES:
        return None
    clauses = store.clauses_row(session, row.chain_id, row.clauses)
    if clauses is None or not clauses.revolving.agreed:
        return None
    return Revolved(
        clause=clauses.revolving,
        cycle=row.amendable.drawable,
        drawable=row.drawable,
        used=row.reserved + row.honoured,
        drawings=[(one.presented, one.amount) for one in counted(session, row)],
        reinstated=row.reinstated,
    )


def counted(session: Session, row: CreditRow) -> list[PresentationRow]:
    """What is drawn or under presentation; of what was refused what a bank that had confirmed has paid."""
    confirmed = store.confirmed_terms(session, row.chain_id, row)

    def counts(one: PresentationRow) -> bool:
        if one.state is PresentationStatus.REFUSED:
            return one.payer == row.confirming_bank and one.terms in confirmed
        return one.state is not PresentationStatus.WITHDRAWN

    return [one for one in session.scalars(store.presentations_of(row.chain_id, row.id)) if counts(one)]


def standing(session: Session, found: OnChain, presented: int) -> Standing:
    """What may be drawn by a presentation on that day, by the terms that it is made under."""
    stands = of(session, found.row)
    if stands is None:
        return found.standing
    if found.under is not None:
        stands = stands.over(found.amendable.drawable, days_of(now_of(session).date()))
    return replace(found.standing, drawable=stands.used + stands.available(presented))


def to_come(session: Session, row: CreditRow, stands: Revolved) -> int:
    """What may be presented for from now on. What lapses with a cycle does a day later, where it is yesterday
    still.
    """
    return stands.still(days_of(now_of(session).date()) - 1, row.expiry)


def shown(session: Session, held: Held, stands: Revolved) -> RevolvingView:
    clause = stands.clause
    last_days = [*(first - 1 for first in clause.first_days[1:]), None]
    return RevolvingView(
        cumulative=clause.cumulative,
        cycle=held.decimal(stands.cycle),
        total=held.decimal(stands.most),
        available=held.decimal(stands.available(days_of(now_of(session).date()))),
        cycles=[
            CycleView(day_of(first), day_of(last) if last else None, held.decimal(stands.drawn(place)))
            for place, (first, last) in enumerate(zip(clause.first_days, last_days, strict=False))
        ],
        reinstated=stands.reinstated,
        notices_left=clause.notices - stands.reinstated,
        in_words=_in_words(stands),
    )


def _in_words(stands: Revolved) -> str:
    clause = stands.clause
    again = f"with each of {len(clause.first_days)} cycles; what is not drawn in one"
    if not clause.by_time:
        again = f"on the bank's notice, at most {clause.notices} times; what is not drawn before it"
    return f"available again {again} {'is carried over' if clause.cumulative else 'lapses'}"
