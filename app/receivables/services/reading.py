"""Receivables as their parties see them, by the day on which they are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.credits.domain import day_of, days_of
from app.db import now_of
from app.members import service as members
from app.paging import PageAsked, page
from app.receivables import store
from app.receivables.claims import RUNNING, Notice, ReceivableStatus, acts_open, sale_of
from app.receivables.discount import BASIS_POINTS
from app.receivables.services import keeping
from app.receivables.store import ReceivableCopy
from app.receivables.views import Seen


def get(session: Session, member_id: str, id: str) -> Seen:
    """Raises NotFound, of another's receivable as of none."""
    return shown(session, member_id, [keeping.own_copy(session, member_id, id)])[0]


def own(
    session: Session, member_id: str, asked: PageAsked, due_from: date | None, due_until: date | None
) -> tuple[list[Seen], str | None]:
    """By the day on which they are due, and the next cursor."""
    query = store.receivable_copies(member_id)
    if due_from is not None:
        query = query.where(ReceivableCopy.due >= days_of(due_from))
    if due_until is not None:
        query = query.where(ReceivableCopy.due <= days_of(due_until))
    copies, following = page(
        session, query, asked, [ReceivableCopy.due, ReceivableCopy.number], lambda row: row
    )
    return shown(session, member_id, copies), following


def shown(session: Session, member_id: str, copies: Sequence[ReceivableCopy]) -> list[Seen]:
    chain_id, today = deployment_of(session).chain_id, days_of(now_of(session).date())
    ids = [copy.id for copy in copies]
    rows = store.receivable_rows(session, chain_id, ids)
    final, history = store.final_block(session, chain_id), store.histories(session, chain_id, ids)
    numbers = {number for row in rows.values() for number in (row.holder, row.payee, row.recourse)}
    numbers |= {int(copy.terms["seller"]) for copy in copies}
    behind = members.named(session, member_id, numbers)
    found = []
    for copy in copies:
        row, first = rows.get(copy.id), behind[int(copy.terms["seller"])]
        token = cash.token(session, str(copy.terms["cash"]))
        sale = sale_of(copy.sale) if copy.sale else None
        stands = row is not None and sale is not None and sale.hash == row.sale
        buys = stands and sale is not None and sale.buyer == copy.party
        status = ReceivableStatus(row.status) if row else ReceivableStatus.UNKNOWN
        claimed = row is not None and row.claim != "" and copy.claim is not None
        found.append(
            Seen(
                id=copy.id,
                deal=copy.deal,
                party=copy.party,
                document=copy.document,
                seller=copy.seller,
                obligor=copy.obligor,
                token=token.address,
                amount=token.money(row.amount if row else copy.amount),
                due=day_of(copy.due),
                overdue=copy.due < today and status in RUNNING,
                status=status,
                disputed=row is not None and row.disputed,
                holder=behind[row.holder] if row else first,
                payee=behind[row.payee] if row else first,
                notice=Notice(row.notice) if row else Notice.NONE,
                recourse=behind[row.recourse] if row and row.recourse else None,
                financing=row.financing or None if row else None,
                share=row.share if row else BASIS_POINTS,
                part_of=row.whole or None if row else None,
                sale=copy.sale if stands else None,
                claim=token.money(int(copy.claim["amount"])) if claimed and copy.claim else None,
                notes=tuple(copy.notes),
                final=row is not None and row.last_block <= final,
                you_may=acts_open(copy.party, row.standing if row else None, buys, today),
                history=history[copy.id],
                kept_at=copy.kept_at,
            )
        )
    return found
