"""A bank states the clauses of a credit before it issues it, and its parties see what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract, store
from app.credits.clauses import AdvanceKind, AdvanceTerms, Clauses, Instalment, schedule_faults
from app.credits.contract import NO_CLAUSES
from app.credits.domain import day_of, days_of, refused
from app.credits.revolving import Revolving, Unit, first_days, revolving_faults
from app.credits.services import applications, banks, revolving
from app.credits.services.records import Held
from app.credits.store import Application, ClausesRow
from app.credits.terms import CreditTerms, Permission
from app.credits.transfers import says_transferable
from app.credits.views import InstalmentView
from app.errors import Conflict, Fault, Forbidden, Malformed
from app.interop import readers
from app.members import service as members
from app.money import Money


class InstalmentDraft(NamedTuple):
    """One instalment as it was asked for; `amount` in the credit's currency."""

    amount: str
    first_day: date
    last_day: date


class Cycles(NamedTuple):
    """So many, the first from that day, each of so many days or calendar months."""

    first_day: date
    cycles: int
    every: int
    unit: Unit


class RevolvingDraft(NamedTuple):
    """By time or on so many notices; one of them is asked for."""

    by_time: Cycles | None
    on_notice: int | None
    cumulative: bool


class Draft(NamedTuple):
    """What is asked for: one of them at least. `transferring_bank` by its LEI, beside no other; `advance` is
    kind and percent.
    """

    instalments: Sequence[InstalmentDraft]
    revolving: RevolvingDraft | None
    transferring_bank: str | None
    advance: tuple[str, int] | None


def state(session: Session, caller: Caller, application: str, draft: Draft, key: IdempotencyKey) -> Operation:
    """The clauses of what was applied for, known to the chain by the hash that an issue names. Raises
    Malformed with every fault of them.
    """
    asked = applications.row_of(session, caller, application)
    if asked.sent:
        raise Forbidden(
            "not-the-bank-asked",
            "your organisation made this application",
            allowed="the bank that was asked",
            next="leave it to the bank",
        )
    terms = readers.read_credit(asked.message)
    if draft.transferring_bank is not None:
        clauses = Clauses(
            transferring_bank=_transferring(session, caller, asked, terms, draft, draft.transferring_bank)
        )
    else:
        clauses = _clauses(terms, draft)
    deployment = deployment_of(session)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=members.allot(session, caller.member_id, asked.deal).party,
        instrument=contract.CLAUSES,
        call=contract.state_clauses(deployment, clauses),
        describes={
            "action": "state the clauses of a credit",
            "application": asked.id,
            "clauses": contract.clauses_id(deployment, clauses),
            "instalments": [one._asdict() | _spoken(one) for one in draft.instalments],
            "revolving": _revolving_spoken(clauses.revolving),
            "transferring_bank": draft.transferring_bank,
            "advance": dict(zip(("kind", "percent"), draft.advance, strict=True)) if draft.advance else None,
        },
        eyes=1,
        right="EXAMINE",
        idempotency=key,
    )


def require_fit(
    session: Session, clauses: str | None, terms: CreditTerms, issuing_bank: int, nominated_bank: int
) -> ClausesRow | None:
    """Of an issue, what it names. Refused where nobody has stated them or they do not fit the terms and
    banks, by their numbers.
    """
    if clauses is None:
        _require_said(terms, transferable=False)
        return None
    row = store.clauses_row(session, deployment_of(session).chain_id, clauses.lower())
    if row is None:
        raise refused("ClausesUnknown", clauses=clauses.lower())
    bank = row.transferring_bank
    _require_said(terms, transferable=bool(bank))
    if row.schedule and any(_faults(terms, row.schedule)):
        raise refused("ClausesInstalmentsDoNotFit", clauses=row.id)
    if row.revolving.agreed and (row.schedule or any(_revolving_faults(terms, row.revolving))):
        raise refused("ClausesRevolvingDoesNotFit", clauses=row.id)
    beside = row.schedule or row.revolving.agreed or row.advance_terms.percent
    if bank and (beside or (nominated_bank and bank not in (issuing_bank, nominated_bank))):
        raise refused("ClausesTransferDoesNotFit", clauses=row.id)
    return row


def described(row: ClausesRow | None, terms: CreditTerms) -> dict[str, Any]:
    """What the checker of an issue reads of them: what the bank may come to owe by them."""
    if row is None:
        return {}
    said: dict[str, Any] = {"clauses": row.id}
    if row.revolving.agreed:
        total = Money(terms.most.minor * row.revolving.most_cycles, terms.amount.currency).decimal()
        said |= {"revolving": _revolving_spoken(row.revolving), "most": total}
    return said


def _require_said(terms: CreditTerms, *, transferable: bool) -> None:
    """The text is what parties read, the clause what the chain enforces (art. 38 b)."""
    if says_transferable(terms) is transferable:
        return
    raise Conflict(
        "transferable-in-one-place",
        f"field 40A says {terms.form}, the clauses name {'a' if transferable else 'no'} transferring bank",
        allowed="a transferable credit whose clauses name the bank that may transfer it, or neither",
        next="state the transferring bank, or have the text of the application corrected",
    )


def schedule(session: Session, held: Held) -> list[InstalmentView]:
    """Of a credit on chain, each instalment and what is drawn of it or under presentation."""
    row = held.row
    if row is None or row.clauses == NO_CLAUSES:
        return []
    clauses = store.clauses_row(session, row.chain_id, row.clauses)
    drawings = revolving.counted(session, row)
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


def _transferring(
    session: Session, caller: Caller, asked: Application, terms: CreditTerms, draft: Draft, bank: str
) -> int:
    """The number of the bank that may transfer it."""
    named = banks.banks_of(
        session, caller.member_id, terms, issuing=asked.issuing_bank, advising=asked.advising_bank
    )
    others = (
        ("instalments", draft.instalments),
        ("revolving", draft.revolving),
        ("advance", draft.advance),
    )
    faults = [
        Fault(f"#/{name}", "stand beside a transferring bank; expected one of them")
        for name, given in others
        if given
    ]
    if named.nominated is not None and bank not in (asked.issuing_bank, named.nominated):
        faults.append(
            Fault(
                "#/transferring_bank",
                f"found {bank}; expected the nominated or the issuing bank (art. 38 b)",
            )
        )
    if faults:
        raise Malformed(faults)
    if bank == asked.issuing_bank:
        return members.allot(session, caller.member_id, asked.deal).party
    return members.number_of(session, member_id=caller.member_id, deal=asked.deal, organisation=bank)


def _clauses(terms: CreditTerms, draft: Draft) -> Clauses:
    faults: list[Fault] = []
    found: list[Instalment] = []
    for place, one in enumerate(draft.instalments):
        try:
            minor = Money.from_decimal(one.amount, terms.amount.currency).minor
        except ValueError as error:
            faults.append(Fault(f"#/instalments/{place}/amount", str(error)))
            continue
        found.append(Instalment(minor, days_of(one.first_day), days_of(one.last_day)))
    if not faults and draft.instalments:
        faults = [Fault(where, what) for where, what in _faults(terms, found)]
    revolving = _revolving(terms, draft, faults)
    if faults:
        raise Malformed(faults)
    kind, percent = draft.advance or (AdvanceKind.NONE.name, 0)
    return Clauses(tuple(found), revolving, advance=AdvanceTerms(AdvanceKind[kind.upper()], percent))


def _revolving(terms: CreditTerms, draft: Draft, faults: list[Fault]) -> Revolving:
    asked = draft.revolving
    if asked is None:
        if not draft.instalments and draft.advance is None:
            faults.append(
                Fault(
                    "#",
                    "no clause at all; expected instalments, an amount that revolves, a transferring bank, "
                    "or what may be advanced",
                )
            )
        return Revolving()
    if draft.instalments:
        faults.append(Fault("#/revolving", "stands beside instalments; expected one of them"))
    if (asked.by_time is None) == (asked.on_notice is None):
        faults.append(Fault("#/revolving", "both or neither of by_time and on_notice; expected one of them"))
        return Revolving()
    days: tuple[int, ...] = ()
    if asked.by_time is not None:
        try:
            days = tuple(days_of(one) for one in first_days(*asked.by_time))
        except ValueError:
            faults.append(Fault("#/revolving/by_time", "leaves the calendar; expected days before 10000"))
    found = Revolving(days, asked.on_notice or 0, asked.cumulative)
    faults += [Fault(where, what) for where, what in _revolving_faults(terms, found)]
    return found


def _revolving_faults(terms: CreditTerms, clause: Revolving) -> list[tuple[str, str]]:
    partial = terms.partial_shipments is not Permission.NOT_ALLOWED
    return list(revolving_faults(clause, terms.most.minor, days_of(terms.expiry_date), partial))


def _revolving_spoken(clause: Revolving) -> dict[str, Any] | None:
    if not clause.agreed:
        return None
    days = [day_of(one).isoformat() for one in clause.first_days]
    return {"first_days": days, "notices": clause.notices, "cumulative": clause.cumulative}


def _faults(terms: CreditTerms, schedule: Sequence[Instalment]) -> list[tuple[str, str]]:
    return list(
        schedule_faults(
            schedule,
            terms.amount.minor,
            days_of(terms.expiry_date),
            terms.partial_shipments is not Permission.NOT_ALLOWED,
        )
    )


def _spoken(one: InstalmentDraft) -> dict[str, str]:
    return {"first_day": one.first_day.isoformat(), "last_day": one.last_day.isoformat()}
