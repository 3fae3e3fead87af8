"""Pledge to a bank, and what ends a pledge. What the pledgee gives up or takes is done by two persons.

Agreement, trust receipt and notice are texts: the chain keeps what commits to each, the parties keep copies
among their documents.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import contract
from app.bills.domain import may_pledge_to
from app.bills.pledging import (
    ACTS,
    Pledge,
    PledgeStatus,
    SeenPledge,
    Side,
    acting,
    open_acts,
    require_agreed,
    require_pledgeable,
)
from app.bills.services.copies import copy_of, mail_copy
from app.bills.services.transfer import may, recipient
from app.bills.store import PledgeRow, final_block, pledge_row, pledges_of
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.db import now_of
from app.documents import service as documents
from app.documents.domain import Draft
from app.errors import Conflict, Fault, Malformed, NotFound
from app.members import service as members
from app.paging import PageAsked, page


def pledge(
    session: Session,
    caller: Caller,
    id: str,
    *,
    to: str,
    deal: str | None,
    due: datetime,
    agreement: str,
    key: IdempotencyKey,
) -> Operation:
    """To the bank `to` (LEI), which may enforce from `due` on and gets agreement and document."""
    act = may(session, caller, id, "pledge")
    number = recipient(session, caller, act.party, to, deal)
    may_pledge_to(act.bill, number)
    require_pledgeable(_on_chain(session, act.bill.id), number)
    if due <= now_of(session):
        raise Malformed([Fault("#/due", f"{due.isoformat()} has passed; expected a moment to come")])
    written = _text("pledge-agreement", agreement, to)
    commitment, salt = documents.seal(written)
    call = contract.pledge(deployment_of(session), act.bill.id, number, int(due.timestamp()), commitment)
    operation = _queue(
        session,
        caller,
        act.party,
        contract.PLEDGES,
        call,
        "pledge a bill",
        act.bill.id,
        key,
        to=to,
        due=due.isoformat(),
        document=commitment,
    )
    documents.enclose(session, operation, written, _deal(session, caller, act.party, deal), salt)
    mail_copy(session, member_id=caller.member_id, copy=act.copy, to=to, operation_id=operation.id)
    return operation


def release(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The bank was paid: the bill is free."""
    pledge, party = _may(session, caller, id, "release")
    call = contract.release(deployment_of(session), pledge.bill)
    return _queue(
        session, caller, party, pledge.instrument, call, "release a pledge", pledge.bill, key, eyes=2
    )


def release_on_trust(
    session: Session, caller: Caller, id: str, receipt: str, key: IdempotencyKey
) -> Operation:
    """The pledgor has the bill, for the bank's account, by the trust receipt `receipt`."""
    pledge, party = _may(session, caller, id, "release-on-trust")
    written = _text("trust-receipt", receipt, *_behind(session, caller, pledge.pledgor))
    commitment, salt = documents.seal(written)
    call = contract.release_on_trust(deployment_of(session), pledge.bill, commitment)
    action = "release a bill against a trust receipt"
    return _enclosing(session, caller, party, pledge, call, action, key, written, commitment, salt)


def agree(
    session: Session, caller: Caller, id: str, *, to: str | None, deal: str | None, key: IdempotencyKey
) -> Operation:
    """The bank agrees that the pledgor endorses the bill to `to` (LEI); None takes that back."""
    pledge, party = _may(session, caller, id, "agree")
    number = 0 if to is None else recipient(session, caller, party, to, deal)
    call = contract.agree(deployment_of(session), pledge.bill, number)
    action = (
        "agree to the endorsement of a pledged bill" if to else "take back an agreement to an endorsement"
    )
    return _queue(session, caller, party, pledge.instrument, call, action, pledge.bill, key, eyes=2, to=to)


def endorse_pledged(
    session: Session, caller: Caller, id: str, *, to: str, deal: str | None, key: IdempotencyKey
) -> Operation:
    """The pledgor endorses to whom the bank agreed; that ends the pledge."""
    pledge, party = _may(session, caller, id, "endorse")
    number = recipient(session, caller, party, to, deal)
    require_agreed(pledge, number)
    call = contract.endorse_pledged(deployment_of(session), pledge.bill, number)
    operation = _queue(
        session, caller, party, pledge.instrument, call, "endorse a pledged bill", pledge.bill, key, to=to
    )
    copy = copy_of(session, caller.member_id, pledge.bill)
    mail_copy(session, member_id=caller.member_id, copy=copy, to=to, operation_id=operation.id)
    return operation


def enforce(session: Session, caller: Caller, id: str, notice: str, key: IdempotencyKey) -> Operation:
    """The bank, unpaid when the debt was due, takes title and possession; the notice goes to the pledgor."""
    pledge, party = _may(session, caller, id, "enforce")
    written = _text("notice-of-enforcement", notice, *_behind(session, caller, pledge.pledgor))
    commitment, salt = documents.seal(written)
    call = contract.enforce(deployment_of(session), pledge.bill, commitment)
    return _enclosing(
        session, caller, party, pledge, call, "enforce a pledge", key, written, commitment, salt
    )


def pledge_of(session: Session, caller: Caller, id: str) -> SeenPledge:
    """The last pledge of the bill. Raises NotFound, of one between others as of none."""
    return _seen(session, caller, [_own(session, caller, id)])[0]


def pledges(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[SeenPledge], str | None]:
    """Those in which the caller's organisation is pledgor or pledgee, newest first."""
    query = pledges_of(deployment_of(session).chain_id, members.own_numbers(caller.member_id))
    rows, following = page(
        session, query, asked, [PledgeRow.first_block, PledgeRow.id], lambda row: row, newest_first=True
    )
    return _seen(session, caller, [_pledge(row) for row in rows]), following


def require_no_trust(session: Session, bill: str) -> None:
    """A bill that a bank gave out on trust keeps its id until the bank says that it is paid: under another
    the pledge would be lost.
    """
    pledge = _on_chain(session, bill)
    if pledge is not None and pledge.status is PledgeStatus.ON_TRUST:
        raise Conflict(
            "pledge-on-trust",
            f"number {pledge.pledgee} gave the bill out against a trust receipt",
            allowed="bills in which no bank has a pledge",
            next="have the bank release its pledge first",
            bill=bill,
            pledgee=pledge.pledgee,
        )


def _may(session: Session, caller: Caller, id: str, act: str) -> tuple[Pledge, int]:
    """The pledge and which of our numbers acts. Raises NotFound, or what the chain would refuse with."""
    pledge = _own(session, caller, id)
    side, rule = ACTS[act]
    party = acting(pledge, side, members.own_among(session, caller.member_id, pledge.parties))
    rule(pledge, party, int(now_of(session).timestamp()))
    return pledge, party


def _own(session: Session, caller: Caller, id: str) -> Pledge:
    pledge = _on_chain(session, id.lower())
    if pledge is None or not members.own_among(session, caller.member_id, pledge.parties):
        raise NotFound("no-such-pledge", "your organisation has no part in a pledge of such a bill")
    return pledge


def _on_chain(session: Session, id: str) -> Pledge | None:
    row = pledge_row(session, deployment_of(session).chain_id, id)
    return None if row is None else _pledge(row)


def _pledge(row: PledgeRow) -> Pledge:
    return Pledge(
        row.id,
        row.contract,
        row.pledgor,
        row.pledgee,
        row.endorsee,
        row.due,
        PledgeStatus(row.status),
        row.agreement,
        row.last_block,
    )


def _seen(session: Session, caller: Caller, found: list[Pledge]) -> list[SeenPledge]:
    parties = {party for one in found for party in (one.pledgor, one.pledgee, one.endorsee) if party}
    named = members.named(session, caller.member_id, parties)
    own = members.own_among(session, caller.member_id, parties)
    final = final_block(session, deployment_of(session).chain_id)
    now = int(now_of(session).timestamp())
    return [
        SeenPledge(
            one,
            one.block <= final,
            {party: named[party] for party in one.parties | ({one.endorsee} - {0})},
            [side for side in Side if one.number_of(side) in own],
            open_acts(one, own, now),
        )
        for one in found
    ]


def _enclosing(
    session: Session,
    caller: Caller,
    party: int,
    pledge: Pledge,
    call: bytes,
    action: str,
    key: IdempotencyKey,
    written: Draft,
    commitment: str,
    salt: bytes,
) -> Operation:
    operation = _queue(
        session,
        caller,
        party,
        pledge.instrument,
        call,
        action,
        pledge.bill,
        key,
        eyes=2,
        document=commitment,
    )
    documents.enclose(session, operation, written, _deal(session, caller, party, None), salt)
    return operation


def _queue(
    session: Session,
    caller: Caller,
    party: int,
    instrument: str,
    call: bytes,
    action: str,
    bill: str,
    key: IdempotencyKey,
    *,
    eyes: Literal[1, 2] = 1,
    **said: Any,
) -> Operation:
    copy = copy_of(session, caller.member_id, bill)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=instrument,
        call=call,
        describes={"action": action, "bill": bill, "reference": copy and copy.reference, **said},
        eyes=eyes,
        right="TITLE",
        idempotency=key,
    )


def _text(kind: str, text: str, *send_to: str) -> Draft:
    return Draft(kind, f"{kind}.txt", "text/plain", text.encode(), send_to)


def _behind(session: Session, caller: Caller, party: int) -> list[str]:
    """The LEI of whoever stands behind a number, where we were told and it is not us."""
    known = members.named(session, caller.member_id, {party})[party].lei
    return [] if known is None or known == members.member(session, caller.member_id).lei else [known]


def _deal(session: Session, caller: Caller, party: int, deal: str | None) -> str:
    return deal or members.own_alias(session, caller.member_id, party).deal or members.new_deal()
