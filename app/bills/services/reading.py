"""Bills as a member may see them: where one of its numbers stands or stood, or whose copy it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills.domain import Bill, BillCopy, BillStatus, Change, Form, Part, Seen, TitleEvent, open_acts
from app.bills.services.copies import copy_of
from app.bills.store import (
    BILL_AND_COPY,
    PARTIES,
    BillRow,
    TitleEventRow,
    bill_row,
    bills_at,
    bills_of,
    final_block,
    stood_in,
    title_events_of,
)
from app.chain.deployments import deployment_of
from app.errors import NotFound
from app.members import service as members
from app.paging import PageAsked, page

# Made once: every write asks it.
BILL_AS_SEEN = members.with_own(BILL_AND_COPY, *PARTIES)


def on_chain(session: Session, id: str) -> Bill | None:
    """A bill as the mirror has it, whoever asks: for rules of other slices, never to be shown."""
    row = bill_row(session, deployment_of(session).chain_id, id.lower())
    return None if row is None else _bill(row)


def visible(session: Session, caller: Caller, id: str) -> Bill:
    """Raises NotFound, of a bill that is not the caller's to see as of none."""
    return visible_to(session, caller, id).bill


@dataclass(frozen=True)
class Sight:
    """A bill, with those numbers of whoever looks that stand in it, and their own copy of its document."""

    bill: Bill
    own: set[int]
    copy: BillCopy | None


def visible_to(session: Session, caller: Caller, id: str) -> Sight:
    """As `visible`, all asked for at once."""
    chain_id = deployment_of(session).chain_id
    asked = {"chain_id": chain_id, "bill": id.lower(), "member_id": caller.member_id}
    rows = session.execute(BILL_AS_SEEN, asked).all()
    if rows:
        row, *copy, _ = rows[0]
        own = {alias.party for *_, alias in rows if alias is not None}
        sight = Sight(_bill(row), own, None if copy[0] is None else BillCopy(*copy))
        if own or sight.copy or stood_in(session, chain_id, row.id, members.own_numbers(caller.member_id)):
            return sight
    raise NotFound("no-such-bill", "your organisation has no part in such a bill")


def bill(session: Session, caller: Caller, id: str) -> Seen:
    return _seen(session, caller, [visible(session, caller, id)])[0]


def bills(
    session: Session, caller: Caller, asked: PageAsked, part: Part | None
) -> tuple[list[Seen], str | None]:
    """Bills in which the caller's organisation stands now, newest first."""
    chain_id = deployment_of(session).chain_id
    keys = bills_of(chain_id, members.own_numbers(caller.member_id), part)
    rows, following = page(
        session,
        select(keys),
        asked,
        [keys.c.first_block, keys.c.id],
        lambda row: row,
        newest_first=True,
        whole=partial(bills_at, chain_id),
    )
    return _seen(session, caller, [_bill(row) for row in rows]), following


def chain_of_title(
    session: Session, caller: Caller, id: str, asked: PageAsked
) -> tuple[list[TitleEvent], str | None]:
    """Every event of the bill, oldest first."""
    seen = visible(session, caller, id)
    query = title_events_of(deployment_of(session).chain_id, seen.id)
    rows, following = page(
        session, query, asked, [TitleEventRow.block, TitleEventRow.log_index], lambda row: row
    )
    return _events(session, caller.member_id, rows), following


def document(session: Session, caller: Caller, id: str) -> BillCopy:
    """The caller's organisation's own copy. Raises NotFound where it holds none."""
    copy = visible_to(session, caller, id).copy
    if copy is None:
        raise NotFound(
            "no-copy",
            "your organisation was given no copy of this bill's document",
            next="ask its holder for one",
        )
    return copy


def _bill(row: BillRow) -> Bill:
    return Bill(
        id=row.id,
        instrument=row.contract,
        carrier=row.carrier,
        shipper=row.shipper,
        holder=row.holder,
        owner=row.owner,
        nominee=row.nominee,
        former_holder=row.former_holder,
        former_owner=row.former_owner,
        status=BillStatus(row.status),
        form=Form(row.form),
        locks=row.locks,
        locker=row.locker,
        former_form=Form(row.former_form),
        change=Change(row.change),
        reissue=row.reissue,
        voided_by=row.voided_by,
        statement=row.statement,
        indemnity=row.indemnity,
        frozen_by=row.frozen_by,
        issued=row.issued,
        block=row.last_block,
    )


def _seen(session: Session, caller: Caller, found: list[Bill]) -> list[Seen]:
    parties: set[int] = set().union(*(one.parties for one in found))
    named = members.named(session, caller.member_id, parties)
    own = members.own_among(session, caller.member_id, parties)
    final = final_block(session, deployment_of(session).chain_id)
    return [
        Seen(
            one,
            one.block <= final,
            {party: named[party] for party in one.parties},
            one.parts_of(own),
            open_acts(one, own),
            copy_of(session, caller.member_id, one.id),
        )
        for one in found
    ]


def _events(session: Session, member_id: str, rows: Iterable[TitleEventRow]) -> list[TitleEvent]:
    rows = list(rows)
    named = members.named(session, member_id, {row.giver for row in rows} | {row.taker for row in rows})
    final = final_block(session, deployment_of(session).chain_id)
    return [
        TitleEvent(
            name=row.name,
            giver=named[row.giver] if row.giver else None,
            taker=named[row.taker] if row.taker else None,
            detail=row.detail,
            block=row.block,
            at=row.at,
            transaction=row.transaction,
            log_index=row.log_index,
            final=row.block <= final,
        )
        for row in rows
    ]
