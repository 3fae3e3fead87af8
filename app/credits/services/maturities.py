"""When parts of a drawing fall due, the diary of what banks owe, and its payment by their officers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract, store
from app.credits.calendar import Calendar
from app.credits.contract import ChainTenor
from app.credits.domain import (
    OBLIGATION_WORDS,
    ObligationKind,
    ObligationStatus,
    Usance,
    day_of,
    days_of,
    refused,
    spoken,
)
from app.credits.services import calendars
from app.credits.services.records import OnChain
from app.credits.store import ObligationPayment, ObligationRow, PresentationRow
from app.credits.views import DiaryDay, DiaryTotal, ObligationView
from app.days import moment_of
from app.db import now_of
from app.errors import Fault, Malformed, NotFound
from app.members import service as members
from app.money import Money
from app.paging import PageAsked, page


def dues_of(
    session: Session, caller: Caller, credit: OnChain, row: PresentationRow, given: Sequence[date]
) -> tuple[int, ...]:
    """The due date of each part that is not at sight, in days since 1970: as given, or as the tenor and the
    branch's calendar make it. A bank that is reimbursed is paid on the day on which it pays (art. 7 c).

    Raises Malformed where other than one for each part is given.
    """
    later = [tenor for tenor in credit.chain_terms.tenors if not _at_sight(tenor)]
    if given:
        if len(given) != len(later):
            raise Malformed([Fault("#/dues", f"{len(given)} days; expected {len(later)}, one for each part")])
        return tuple(days_of(day) for day in given)
    chain_id = deployment_of(session).chain_id
    # Whoever had a share of it was owed in the same parts: one creditor's are enough.
    owed: dict[int, list[int]] = {}
    for one in store.obligations_from(session, chain_id, row.id):
        if one.obligor == row.payer:
            owed.setdefault(one.obligee, []).append(one.due)
    known = next((dues for dues in owed.values() if len(dues) == len(later)), None)
    if row.payer and known is not None:
        return tuple(known)
    calendar = calendars.counting(session, caller.member_id)
    return tuple(days_of(due(calendar, tenor, row)) for tenor in later)


def due(calendar: Calendar, tenor: ChainTenor, row: PresentationRow) -> date:
    """The starting day is not counted (art. 3), a closed day moves it on; sight is presentation."""
    start = {
        Usance.SIGHT: row.presented,
        Usance.SHIPMENT: row.shipped,
        Usance.INVOICE: row.invoiced,
    }[Usance(tenor.usance)]
    return calendar.next_open(day_of(start) + timedelta(days=tenor.days))


def pay(session: Session, caller: Caller, obligation: str, key: IdempotencyKey) -> Operation:
    """As the bank that owes, pay what is due to whoever is its creditor; two persons above the limit."""
    row = row_of(session, caller, obligation)
    own = members.own_among(session, caller.member_id, {row.obligor})
    if row.obligor not in own:
        mine = members.own_among(session, caller.member_id, {row.obligee})
        raise refused("ObligationsNotObligor", obligor=row.obligor, party=next(iter(mine), 0))
    require_owed(row)
    today = days_of(now_of(session).date())
    if row.due > today + 1:
        raise refused("ObligationsNotDue", due=day_of(row.due), today=day_of(today))
    token = cash.token(session, row.cash)
    shown = view(session, caller.member_id, row)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=row.obligor,
        instrument=row.contract,
        call=contract.pay(deployment_of(session), row.id),
        describes={
            "action": "pay at maturity",
            "obligation": row.id,
            "credit": shown.credit,
            "presentation": row.drawing,
            "reference": shown.reference,
            "amount": shown.amount,
            "currency": shown.currency,
            "due": shown.due.isoformat(),
            "token": token.address,
        },
        eyes=cash.persons(session, row.obligor, token, row.amount),
        right="UNDERTAKE",
        idempotency=key,
    )
    session.add(ObligationPayment(operation_id=operation.id, member_id=caller.member_id, obligation=row.id))
    session.flush()
    lei = members.organisations_behind(session, caller.member_id, {row.obligee}).get(row.obligee)
    if lei is not None:
        cash.tell_issuer(session, caller.member_id, token, to=lei, operation_id=operation.id)
    return operation


def obligation(session: Session, caller: Caller, id: str) -> ObligationView:
    return view(session, caller.member_id, row_of(session, caller, id))


def diary(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[ObligationView], str | None]:
    """What we owe and what we are owed, by the day on which it falls due."""
    chain_id = deployment_of(session).chain_id
    query = store.obligations_of(chain_id, members.own_numbers(caller.member_id))
    order = [ObligationRow.due, ObligationRow.id]
    return page(session, query, asked, order, lambda row: view(session, caller.member_id, row))


def days(session: Session, caller: Caller) -> list[DiaryDay]:
    """What is still to be paid, summed for each day, currency and account that it is paid from; each sum with
    its lines. `funded` compares what falls due from an account up to that day with what it holds now.
    """
    chain_id = deployment_of(session).chain_id
    query = store.obligations_of(chain_id, members.own_numbers(caller.member_id))
    rows = [row for row in session.scalars(query) if row.state is ObligationStatus.OWED]
    own = members.own_among(session, caller.member_id, {row.obligor for row in rows})
    sums: dict[tuple[int, str, int], list[ObligationRow]] = {}
    for row in sorted(rows, key=lambda row: (row.due, row.id)):
        if row.obligor in own:
            sums.setdefault((row.due, row.cash, row.obligor), []).append(row)
    found: dict[int, list[DiaryTotal]] = {}
    spent: dict[tuple[str, int], int] = {}
    for (on, token_address, obligor), lines in sums.items():
        token = cash.token(session, token_address)
        unit = token.currency
        total = sum(row.amount for row in lines)
        account = (token_address, obligor)
        spent[account] = spent.get(account, 0) + total
        held = held_by(session, caller.member_id, token, obligor)
        found.setdefault(on, []).append(
            DiaryTotal(
                currency=unit.alpha,
                cash=token_address,
                account=obligor,
                amount=Money(total, unit).decimal(),
                held=Money(held, unit).decimal(),
                funded=spent[account] <= held,
                obligations=[row.id for row in lines],
            )
        )
    today = now_of(session).date()
    return [DiaryDay(day_of(on), (day_of(on) - today).days, totals) for on, totals in sorted(found.items())]


def view(session: Session, member_id: str, row: ObligationRow) -> ObligationView:
    chain_id = deployment_of(session).chain_id
    presentation = store.presentation_by_id(session, chain_id, row.drawing)
    copy = store.copy_of(session, member_id, presentation.credit) if presentation else None
    parties = {row.obligor, row.obligee, row.paid_to or row.obligee, row.offered_to or row.obligee}
    named = members.named(session, member_id, parties)
    mine = members.own_among(session, member_id, {row.obligor, row.obligee, row.offered_to})
    # Between creditor and buyer, and none of the debtor's business.
    told = row.offered_to != 0 and bool(mine & {row.obligee, row.offered_to})
    unit = cash.token(session, row.cash).currency
    return ObligationView(
        id=row.id,
        we_owe=row.obligor in mine,
        offered_to=named[row.offered_to] if told else None,
        offered_price=Money(row.offered_price, unit).decimal() if told else None,
        kind=spoken(ObligationKind(row.kind)),
        status=spoken(row.state),
        in_words=OBLIGATION_WORDS[row.state],
        finality="final" if row.last_block <= store.final_block(session, chain_id) else "pending",
        due=day_of(row.due),
        amount=Money(row.amount, unit).decimal(),
        currency=unit.alpha,
        cash=row.cash,
        obligor=named[row.obligor],
        obligee=named[row.obligee],
        credit=presentation.credit if presentation else None,
        reference=copy.reference if copy else None,
        presentation=row.drawing,
        incurred_at=moment_of(row.incurred_at),
        transaction=row.tx_hash,
        paid_to=named[row.paid_to] if row.paid_to else None,
        paid_at=moment_of(row.paid_at) if row.paid_at else None,
        paid_by_transaction=row.paid_tx_hash,
        operations=store.payments_of(session, member_id, row.id),
    )


def require_owed(row: ObligationRow) -> None:
    if row.state is not ObligationStatus.OWED:
        raise refused(
            "ObligationsWrongStatus", obligation=row.id, status=row.state, allowed=ObligationStatus.OWED
        )


def row_of(session: Session, caller: Caller, id: str) -> ObligationRow:
    """One in which we have a part, or that we may buy. Raises NotFound."""
    query = store.obligations_of(deployment_of(session).chain_id, members.own_numbers(caller.member_id))
    row = session.scalars(query.where(ObligationRow.id == id.lower())).first()
    if row is None:
        raise NotFound("no-such-obligation", "your organisation neither owes nor is owed such a thing")
    return row


def held_by(session: Session, member_id: str, token: Token, party: int) -> int:
    """Minor units in the account of our number `party`."""
    query, _ = cash.balances(session, member_id, token)
    return next((row.amount for row in session.scalars(query) if row.party == party), 0)


def _at_sight(tenor: ChainTenor) -> bool:
    return tenor.usance == Usance.SIGHT and tenor.days == 0


__all__ = [
    "days",
    "diary",
    "due",
    "dues_of",
    "held_by",
    "obligation",
    "pay",
    "require_owed",
    "row_of",
    "view",
]
