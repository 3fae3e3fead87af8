"""Amendments as a member is shown them: each beside the operative terms, with who has agreed to it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.credits import store
from app.credits.amendments import (
    AMENDMENT_WORDS,
    EXTENSION_WORDS,
    Amendable,
    AmendmentStatus,
)
from app.credits.domain import day_of
from app.credits.services import amending, records
from app.credits.services.records import OnChain
from app.credits.store import AmendmentRow
from app.credits.views import AmendmentView, Changed
from app.days import moment_of
from app.paging import PageAsked, page


def amendments(
    session: Session, caller: Caller, credit: str, asked: PageAsked
) -> tuple[list[AmendmentView], str | None]:
    """Of one credit, in the order in which they were proposed."""
    found = records.on_chain(session, caller, credit)
    query = store.amendments_of(deployment_of(session).chain_id, found.copy.id)
    return page(session, query, asked, [AmendmentRow.place], lambda row: _view(session, found, row))


def amendment(session: Session, caller: Caller, credit: str, id: str) -> AmendmentView:
    found = records.on_chain(session, caller, credit)
    return _view(session, found, amending.row_of(session, found, id))


def _view(session: Session, found: OnChain, row: AmendmentRow) -> AmendmentView:
    copy = store.amendment_copy(session, found.copy.member_id, row.id)
    final = store.final_block(session, row.chain_id)
    pending = row.state is AmendmentStatus.PENDING
    terms = amending.becomes(session, found, row) if pending else row.terms
    after = row.amendment.over(found.amendable)
    return AmendmentView(
        id=row.id,
        credit=row.credit,
        reference=copy.written["reference"] if copy else None,
        status=row.state.name.lower(),
        in_words=AMENDMENT_WORDS[row.state],
        finality="final" if row.last_block <= final else "pending",
        wording=copy.written["wording"] if copy else None,
        text_opens=amending.opens(copy, row) if copy else None,
        changes=_changes(found, found.amendable, after) if pending else [],
        operative_terms=found.row.terms if pending else row.base,
        amended_terms=terms,
        can_be_presented_under=pending and (row.base, row.terms) == (found.row.terms, terms),
        proposed_at=moment_of(row.proposed_at),
        ended_at=moment_of(row.ended_at) if row.ended_at is not None else None,
        confirmation=_confirmation(found, row, terms),
        accepted_by_presenting=row.presenting,
        operation=copy.operation_id if copy else None,
    )


def _confirmation(found: OnChain, row: AmendmentRow, terms: str) -> str | None:
    """Null where the terms before it are not confirmed, and nobody has said anything of these."""
    answered = row.answer if row.answered_terms == terms else 0
    pending = row.state is AmendmentStatus.PENDING
    return EXTENSION_WORDS[answered] if answered or (pending and found.confirmed) else None


def _changes(found: OnChain, before: Amendable, after: Amendable) -> list[Changed]:
    """Figure by figure, in words of the credit's own."""
    told, then = _figures(found, before), _figures(found, after)
    return [Changed(what, told[what], then[what]) for what in told if told[what] != then[what]]


def _figures(found: OnChain, terms: Amendable) -> dict[str, str]:
    return {
        "amount": found.held.decimal(terms.amount),
        "tolerance_plus": str(terms.tolerance_plus),
        "tolerance_minus": str(terms.tolerance_minus),
        "drawable": found.held.decimal(terms.drawable),
        "expiry": day_of(terms.expiry).isoformat(),
        "latest_shipment": day_of(terms.latest_shipment).isoformat() if terms.latest_shipment else "none",
        "presentation_days": str(terms.presentation_days),
        "partial_drawings": "allowed" if terms.partial_drawings else "not allowed",
    }
