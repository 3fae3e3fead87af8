"""Enter a document, be told what it is like and whether somebody else has it, reserve, finance, end.

What others have is read from the mirror and told at once; the chain checks again in the transaction that
reserves. Only a number stands there for us, and one for each deal.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits.domain import canonical, sealed
from app.days import moment_of
from app.db import now_of
from app.errors import Conflict, DomainError, Fault, Malformed, NotFound
from app.members import service as members
from app.paging import PageAsked, page
from app.receivables import contract, store
from app.receivables.documents import Document
from app.receivables.domain import (
    LIVE,
    SALT,
    Attempt,
    FinancingStatus,
    Move,
    Taken,
    moves_open,
    refused,
    require_free,
    require_looked_at,
    require_move,
)
from app.receivables.fingerprints import combinations
from app.receivables.services import evaluators, likeness
from app.receivables.store import FinancingCopy, FinancingRow
from app.receivables.views import Entered
from app.receivables.written import as_json, document_of

CLOCKS_APART = timedelta(minutes=1)
"""By which the chain's clock may be behind ours: nothing is taken for lapsed before."""
MOST_CLEARED = 8
"""Lapsed reservations that one reservation clears, so that its gas is bounded."""
ACTIONS = {
    Move.RESERVE: "reserve a document to finance it",
    Move.RENEW: "hold a reservation for longer",
    Move.FINANCE: "record that a reserved document was paid out",
    Move.SETTLE: "record that a financed document was paid",
    Move.DISPUTE: "record that a financed document is contested",
    Move.RELEASE: "free the share of a document for others",
}


def enter(
    session: Session,
    caller: Caller,
    *,
    told: Mapping[str, Any],
    share: int,
    reference: str,
    deal: str | None,
) -> Entered:
    """Keep the document with its fingerprints, and compare it. Nothing is on the chain yet."""
    document = read_document(told)
    if store.with_reference(session, caller.member_id, reference) is not None:
        raise Conflict(
            "reference-used",
            f"your organisation has a financing with the reference {reference}",
            allowed="a reference of its own for each",
            next="take another one",
        )
    deployment = deployment_of(session)
    found = likeness.assessed(session, caller.member_id, document, share)
    marks = evaluators.fingerprints_of(session, caller.member_id, document)
    alias = members.allot(session, caller.member_id, deal or members.new_deal())
    attempt = Attempt(alias.party, share, marks, "0x" + secrets.token_hex(SALT))
    copy = FinancingCopy(
        member_id=caller.member_id,
        id=attempt.id,
        contract=deployment.contract(contract.REGISTER).address,
        deal=str(alias.deal),
        party=alias.party,
        reference=reference,
        document=as_json(document),
        share=share,
        fingerprints=list(marks),
        salt=attempt.salt,
        likeness=likeness.as_json(found),
        kept_at=now_of(session),
    )
    session.add(copy)
    session.flush()
    return shown(session, caller.member_id, [copy])[0]


def read_document(told: Mapping[str, Any]) -> Document:
    """One that can be known again. Raises Malformed with what cannot be read of it."""
    try:
        document = document_of(told)
        combinations(document)
    except (DomainError, ValueError) as error:
        raise Malformed([Fault("#/document", str(error))]) from None
    return document


def reserve(
    session: Session, caller: Caller, id: str, hold: timedelta, reason: str | None, key: IdempotencyKey
) -> Operation:
    """Compared anew before it is asked for: what was financed meanwhile counts. By two persons."""
    copy = own_copy(session, caller.member_id, id)
    row = row_of(session, copy)
    require_move(Move.RESERVE, copy.id, row.state if row else FinancingStatus.ENTERED)
    found = likeness.assessed(
        session, caller.member_id, document_of(copy.document), copy.share, without=copy.id
    )
    copy.likeness, copy.reason = likeness.as_json(found), reason
    require_looked_at(found, reason)
    require_free(taken_by_others(session, caller.member_id, copy), copy.share)
    _require_rested(session, copy)
    until = now_of(session) + hold
    lapsed = [other.attempt for other in _lapsed(session, copy)[:MOST_CLEARED]]
    call = contract.reserve(deployment_of(session), copy.attempt, int(until.timestamp()), lapsed)
    said = {"until": until.isoformat(timespec="seconds"), "reason": reason}
    return _queue(session, caller, copy, Move.RESERVE, call, 2, key, said)


def renew(session: Session, caller: Caller, id: str, hold: timedelta, key: IdempotencyKey) -> Operation:
    copy, row = _on_chain(session, caller, id, Move.RENEW)
    _require_running(session, row)
    until = now_of(session) + hold
    call = contract.renew(deployment_of(session), copy.id, int(until.timestamp()))
    said = {"until": until.isoformat(timespec="seconds")}
    return _queue(session, caller, copy, Move.RENEW, call, 2, key, said)


def finance(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Paid out elsewhere; what is bought on the ledger is financed by its purchase."""
    copy, row = _on_chain(session, caller, id, Move.FINANCE)
    _require_running(session, row)
    return _queue(
        session, caller, copy, Move.FINANCE, contract.finance(deployment_of(session), copy.id), 2, key
    )


def settle(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    copy, _ = _on_chain(session, caller, id, Move.SETTLE)
    return _queue(
        session, caller, copy, Move.SETTLE, contract.settle(deployment_of(session), copy.id), 2, key
    )


def dispute(session: Session, caller: Caller, id: str, grounds: str, key: IdempotencyKey) -> Operation:
    """The grounds stay here; on the chain is a salted commitment to them."""
    copy, _ = _on_chain(session, caller, id, Move.DISPUTE)
    salt = secrets.token_bytes(SALT)
    copy.grounds = {"grounds": grounds, "salt": salt.hex()}
    call = contract.dispute(deployment_of(session), copy.id, sealed(canonical(grounds), salt))
    return _queue(session, caller, copy, Move.DISPUTE, call, 2, key, {"grounds": grounds})


def release(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Of a reservation by one person, of what was financed by two."""
    copy, row = _on_chain(session, caller, id, Move.RELEASE)
    eyes: Literal[1, 2] = 1 if row.state is FinancingStatus.RESERVED else 2
    call = contract.release(deployment_of(session), copy.attempt)
    return _queue(session, caller, copy, Move.RELEASE, call, eyes, key)


def get(session: Session, member_id: str, id: str) -> Entered:
    """Raises NotFound, of another's financing as of none."""
    return shown(session, member_id, [own_copy(session, member_id, id)])[0]


def own(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Entered], str | None]:
    """Newest first, and the next cursor."""
    copies, following = page(
        session,
        store.financing_copies(member_id),
        asked,
        [FinancingCopy.number],
        lambda row: row,
        newest_first=True,
    )
    return shown(session, member_id, copies), following


def shown(session: Session, member_id: str, copies: Sequence[FinancingCopy]) -> list[Entered]:
    chain_id, now = deployment_of(session).chain_id, now_of(session)
    ids = [copy.id for copy in copies]
    rows = store.financing_rows(session, chain_id, ids)
    final = store.final_block(session, chain_id)
    history = store.histories(session, chain_id, ids)
    found = []
    for copy in copies:
        row = rows.get(copy.id)
        status = row.state if row else FinancingStatus.ENTERED
        lapsed = row is not None and status is FinancingStatus.RESERVED and moment_of(row.until) < now
        kept = row is not None and row.keeper != 0
        found.append(
            Entered(
                id=copy.id,
                reference=copy.reference,
                deal=copy.deal,
                party=copy.party,
                document=copy.document,
                share=copy.share,
                status=status,
                until=moment_of(row.until) if row else None,
                renewals=row.renewals if row else 0,
                lapsed=lapsed,
                kept=kept,
                final=row is not None and row.last_block <= final,
                likeness=likeness.from_json(copy.likeness),
                reason=copy.reason,
                taken=taken_by_others(session, member_id, copy),
                you_may=moves_open(status, kept, lapsed),
                history=history[copy.id],
                kept_at=copy.kept_at,
            )
        )
    return found


def taken_by_others(session: Session, member_id: str, copy: FinancingCopy) -> Taken:
    """Without what lapsed, which whoever reserves clears; our own numbers' shares apart."""
    chain_id, lapsed = deployment_of(session).chain_id, {row.id for row in _lapsed(session, copy)}
    live = [
        row
        for row in store.financings_of(session, chain_id, copy.contract, copy.fingerprints)
        if row.state in LIVE and row.id not in lapsed
    ]
    mine = members.own_among(session, member_id, {row.financier for row in live})
    others = [row for row in live if row.financier not in mine]
    all_of_it, share = _most(copy, live), _most(copy, others)
    ends = [row.until for row in others if row.state is FinancingStatus.RESERVED]
    unused = [row.unused for row in store.standings(session, chain_id, copy.contract, copy.fingerprints)]
    until = moment_of(min(ends)) if ends else None
    return Taken(share, all_of_it - share, until, max(unused, default=0))


def _most(copy: FinancingCopy, rows: Sequence[FinancingRow]) -> int:
    """Basis points of the fingerprint of which these have most."""
    return max(
        sum(row.share for row in rows if fingerprint in row.fingerprints) for fingerprint in copy.fingerprints
    )


def own_copy(session: Session, member_id: str, id: str) -> FinancingCopy:
    copy = store.financing_copy(session, member_id, id.lower())
    if copy is None:
        raise NotFound("no-such-financing", "your organisation has no such financing")
    return copy


def row_of(session: Session, copy: FinancingCopy) -> FinancingRow | None:
    return store.financing_rows(session, deployment_of(session).chain_id, [copy.id]).get(copy.id)


def _lapsed(session: Session, copy: FinancingCopy) -> list[FinancingRow]:
    """Reservations of this document whose share counts until somebody clears it."""
    before = int((now_of(session) - CLOCKS_APART).timestamp())
    chain_id = deployment_of(session).chain_id
    return [
        row
        for row in store.financings_of(session, chain_id, copy.contract, copy.fingerprints)
        if row.state is FinancingStatus.RESERVED and row.until < before
    ]


def _on_chain(session: Session, caller: Caller, id: str, move: Move) -> tuple[FinancingCopy, FinancingRow]:
    copy = own_copy(session, caller.member_id, id)
    row = row_of(session, copy)
    require_move(move, copy.id, row.state if row else FinancingStatus.ENTERED)
    assert row is not None
    if row.keeper:
        raise refused("FinanceKept", financing=copy.id, keeper=row.keeper)
    return copy, row


def _require_running(session: Session, row: FinancingRow) -> None:
    now = now_of(session)
    if moment_of(row.until) < now:
        raise refused(
            "FinanceLapsed",
            financing=row.id,
            until=moment_of(row.until).isoformat(),
            time=now.replace(microsecond=0).isoformat(),
        )


def _require_rested(session: Session, copy: FinancingCopy) -> None:
    """The chain asks it of a number; we ask it of all our numbers, for each deal has another."""
    now, chain_id = now_of(session), deployment_of(session).chain_id
    marks = store.standings(session, chain_id, copy.contract, copy.fingerprints)
    mine = members.own_among(session, copy.member_id, {mark.last for mark in marks})
    for mark in marks:
        if mark.last in mine and moment_of(mark.since) > now:
            raise refused(
                "FinanceResting",
                party=mark.last,
                time=now.replace(microsecond=0).isoformat(),
                **{"from": moment_of(mark.since).isoformat()},
            )


def _queue(
    session: Session,
    caller: Caller,
    copy: FinancingCopy,
    move: Move,
    call: bytes,
    eyes: Literal[1, 2],
    key: IdempotencyKey,
    more: Mapping[str, Any] | None = None,
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=copy.party,
        instrument=copy.contract,
        call=call,
        describes={
            "action": ACTIONS[move],
            "financing": copy.id,
            "reference": copy.reference,
            "document": copy.document,
            "share": copy.share,
            "deal": copy.deal,
            **(more or {}),
        },
        eyes=eyes,
        right="UNDERTAKE",
        idempotency=key,
    )
