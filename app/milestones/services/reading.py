"""What became of escrows, as each of their members sees them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import deployment_of
from app.db import now_of
from app.errors import NotFound
from app.escrow.domain import moment
from app.members import service as members
from app.members.domain import Named
from app.milestones.domain import (
    Escrow,
    Happened,
    Milestone,
    MilestoneStatus,
    Side,
    Standing,
    Terms,
    steps_open,
)
from app.milestones.store import (
    MilestoneCopy,
    MilestoneRow,
    MilestoneStepRow,
    copies_of,
    copy_of,
    final_block,
    rows_of,
    steps_of,
)
from app.paging import PageAsked, page
from app.stops import service as stops
from app.stops import views as stop_views
from app.stops.domain import Order, Stoppable


def get(session: Session, member_id: str, id: str) -> Escrow:
    """Raises NotFound, of an escrow between others as of none."""
    return shown(session, member_id, [own_copy(session, member_id, id)])[0]


def own(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Escrow], str | None]:
    """Newest first, and the next cursor."""
    copies, following = page(
        session, copies_of(member_id), asked, [MilestoneCopy.number], lambda row: row, newest_first=True
    )
    return shown(session, member_id, copies), following


def own_copy(session: Session, member_id: str, id: str) -> MilestoneCopy:
    copy = copy_of(session, member_id, id.lower())
    if copy is None:
        raise NotFound("no-such-escrow", "your organisation has no part in such an escrow")
    return copy


def standing_of(session: Session, id: str) -> Standing:
    row = rows_of(session, deployment_of(session).chain_id, [id]).get(id)
    return _standing(row, stops.orders(session, stoppable(row)) if row else ())


def stoppable(row: MilestoneRow) -> Stoppable:
    return Stoppable(row.contract, row.id, "escrow")


def shown(session: Session, member_id: str, copies: Sequence[MilestoneCopy]) -> list[Escrow]:
    """Our copies of the terms with what the chain says became of them."""
    chain_id = deployment_of(session).chain_id
    ids = [copy.escrow for copy in copies]
    rows, steps = rows_of(session, chain_id, ids), steps_of(session, chain_id, ids)
    names = members.names_of(session, member_id, {lei for copy in copies for lei in copy.parties.values()})
    uetrs = cash.uetrs_of(session, member_id, {payment for step in steps for payment in step.payments})
    final = final_block(session, chain_id)
    standing = stops.standing(session, list(rows))
    orders = {id: standing.get((row.contract, id), ()) for id, row in rows.items()}
    return [
        _shown(
            session,
            copy,
            rows.get(copy.escrow),
            orders.get(copy.escrow, ()),
            [step for step in steps if step.escrow == copy.escrow],
            names,
            uetrs,
            final,
        )
        for copy in copies
    ]


def _shown(
    session: Session,
    copy: MilestoneCopy,
    row: MilestoneRow | None,
    orders: Sequence[Order],
    steps: Sequence[MilestoneStepRow],
    names: dict[str, str],
    uetrs: dict[str, str],
    final: int,
) -> Escrow:
    terms, stands = Terms.from_json(copy.terms), _standing(row, orders)
    token, sides = cash.token(session, copy.terms["cash"]), terms.sides_of(copy.party)
    stopping = members.named(session, copy.member_id, stop_views.parties(orders)) if orders else {}
    ended = stands.status > MilestoneStatus.DISPUTED
    return Escrow(
        id=copy.escrow,
        deal=copy.deal,
        sides=tuple(side for side in Side if side in sides),
        parties={
            Side(side): Named(getattr(terms, side), lei, names.get(lei)) for side, lei in copy.parties.items()
        },
        terms=terms,
        milestones=_milestones(copy, terms, stands, token),
        total=token.money(terms.total),
        paid=token.money(stands.paid),
        left=token.money(0 if ended or row is None else terms.total - stands.paid),
        fee_due=token.money(terms.fee_of(stands.paid) - stands.collected),
        deadline=moment(terms.deadline + stands.lost),
        arbiter_until=moment(stands.until) if stands.until else None,
        stopped_by=stands.stopped_by,
        stops=tuple(stop_views.shown(orders, stopping)),
        status=stands.status,
        final=row is not None and row.last_block <= final,
        you_may=steps_open(terms, stands, sides, now_of(session)),
        history=tuple(_happened(session, copy, step, token, uetrs, final) for step in steps),
        kept_at=copy.kept_at,
    )


def _milestones(copy: MilestoneCopy, terms: Terms, stands: Standing, token: Token) -> tuple[Milestone, ...]:
    """As many as were given: the places after them are empty."""
    return tuple(
        Milestone(place + 1, what, token.money(terms.amounts[place]), token.money(stands.released[place]))
        for place, what in enumerate(copy.what)
    )


def _happened(
    session: Session,
    copy: MilestoneCopy,
    step: MilestoneStepRow,
    token: Token,
    uetrs: dict[str, str],
    final: int,
) -> Happened:
    return Happened(
        event=step.event,
        milestone=None if step.milestone is None else step.milestone + 1,
        amount=None if step.amount is None else token.money(step.amount),
        fee=None if step.fee is None else token.money(step.fee),
        by=step.party,
        stated=cash.reason_behind(session, copy.member_id, step.commitment),
        commitment=step.commitment,
        uetrs=tuple(uetrs[payment] for payment in step.payments if payment in uetrs),
        at=step.at,
        final=step.last_block <= final,
        block=step.block,
        block_hash=step.block_hash,
        transaction=step.transaction,
        log_index=step.log_index,
    )


def _standing(row: MilestoneRow | None, orders: Sequence[Order]) -> Standing:
    if row is None:
        return Standing()
    return Standing(
        status=MilestoneStatus(row.status),
        paid=row.paid,
        collected=row.collected,
        until=row.until,
        lost=row.lost,
        stopped_by=orders[0].authority if orders else None,
        released=tuple(int(amount) for amount in row.released),
    )
