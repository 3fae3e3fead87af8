"""A bank states the clauses of a credit before it issues it, and its parties see what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract, store
from app.credits.clauses import Clauses, Instalment, schedule_faults
from app.credits.contract import NO_CLAUSES
from app.credits.domain import PresentationStatus, day_of, days_of, refused
from app.credits.services import applications
from app.credits.services.records import Held
from app.credits.store import CreditRow, PresentationRow
from app.credits.terms import CreditTerms, Permission
from app.credits.views import InstalmentView
from app.errors import Fault, Forbidden, Malformed
from app.interop import readers
from app.members import service as members
from app.money import Money


class Draft(NamedTuple):
    """One instalment as it was asked for; `amount` in the credit's currency."""

    amount: str
    first_day: date
    last_day: date


def state(
    session: Session, caller: Caller, application: str, drafts: Sequence[Draft], key: IdempotencyKey
) -> Operation:
    """The instalments of what was applied for, known to the chain by the hash that an issue names. Raises
    Malformed with every fault of the schedule.
    """
    asked = applications.row_of(session, caller, application)
    if asked.sent:
        raise Forbidden(
            "not-the-bank-asked",
            "your organisation made this application",
            allowed="the bank that was asked",
            next="leave it to the bank",
        )
    clauses = _clauses(readers.read_credit(asked.message), drafts)
    deployment = deployment_of(session)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=members.allot(session, caller.member_id, asked.deal).party,
        instrument=contract.CLAUSES,
        call=contract.state_clauses(deployment, clauses),
        describes={
            "action": "state the instalments of a credit",
            "application": asked.id,
            "clauses": contract.clauses_id(deployment, clauses),
            "instalments": [one._asdict() | _spoken(one) for one in drafts],
        },
        eyes=1,
        right="EXAMINE",
        idempotency=key,
    )


def require_fit(session: Session, clauses: str | None, terms: CreditTerms) -> str:
    """Of an issue: the hash for the chain. Refused where nobody has stated them or they do not fit."""
    if clauses is None:
        return NO_CLAUSES
    row = store.clauses_row(session, deployment_of(session).chain_id, clauses.lower())
    if row is None:
        raise refused("ClausesUnknown", clauses=clauses.lower())
    if any(_faults(terms, row.schedule)):
        raise refused("ClausesInstalmentsDoNotFit", clauses=row.id)
    return row.id


def schedule(session: Session, held: Held) -> list[InstalmentView]:
    """Of a credit on chain, each instalment and what is drawn of it or under presentation."""
    row = held.row
    if row is None or row.clauses == NO_CLAUSES:
        return []
    clauses = store.clauses_row(session, row.chain_id, row.clauses)
    drawings = _counted(session, row)
    return [
        InstalmentView(
            amount=held.decimal(one.amount),
            first_day=day_of(one.first),
            last_day=day_of(one.last),
            drawn=held.decimal(
                sum(drawing.amount for drawing in drawings if one.first <= drawing.presented <= one.last)
            ),
        )
        for one in (clauses.schedule if clauses else ())
    ]


def _counted(session: Session, row: CreditRow) -> list[PresentationRow]:
    """What was refused counts where a bank that had confirmed has paid it."""
    confirmed = store.confirmed_terms(session, row.chain_id, row)

    def counts(one: PresentationRow) -> bool:
        if one.state is PresentationStatus.REFUSED:
            return one.payer == row.confirming_bank and one.terms in confirmed
        return one.state is not PresentationStatus.WITHDRAWN

    return [one for one in session.scalars(store.presentations_of(row.chain_id, row.id)) if counts(one)]


def _clauses(terms: CreditTerms, drafts: Sequence[Draft]) -> Clauses:
    faults: list[Fault] = []
    found: list[Instalment] = []
    for place, one in enumerate(drafts):
        try:
            minor = Money.from_decimal(one.amount, terms.amount.currency).minor
        except ValueError as error:
            faults.append(Fault(f"#/instalments/{place}/amount", str(error)))
            continue
        found.append(Instalment(minor, days_of(one.first_day), days_of(one.last_day)))
    faults = faults or [Fault(where, what) for where, what in _faults(terms, found)]
    if faults:
        raise Malformed(faults)
    return Clauses(tuple(found))


def _faults(terms: CreditTerms, schedule: Sequence[Instalment]) -> list[tuple[str, str]]:
    return list(
        schedule_faults(
            schedule,
            terms.amount.minor,
            days_of(terms.expiry_date),
            terms.partial_shipments is not Permission.NOT_ALLOWED,
        )
    )


def _spoken(one: Draft) -> dict[str, str]:
    return {"first_day": one.first_day.isoformat(), "last_day": one.last_day.isoformat()}
