"""What a member holds, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.cash import store
from app.cash.domain import Holder, Holding, Kind, Movement, Token, uetr_of
from app.cash.services.tokens import issuer_of, issues, tokens
from app.cash.store import BalanceRow, MovementRow
from app.chain.deployments import deployment_of
from app.errors import NotFound
from app.members import service as members
from app.members.domain import party_of

Order = list[InstrumentedAttribute[Any]]
"""By what a list is sorted and paged."""


def balances(session: Session, member_id: str, token: Token) -> tuple[Select[BalanceRow], Order]:
    chain_id = deployment_of(session).chain_id
    return store.balances_of(chain_id, token.address, members.own_numbers(member_id)), [BalanceRow.id]


def movements(session: Session, member_id: str, token: Token) -> tuple[Select[MovementRow], Order]:
    """Those in which one of the member's numbers stands; the issuer stands in each that it forced or that
    changes its debt.
    """
    query = store.movements_of(
        deployment_of(session).chain_id,
        token.address,
        members.own_numbers(member_id),
        issuer=issues(session, member_id, token),
    )
    return query, [MovementRow.block, MovementRow.log_index]


def movement(session: Session, member_id: str, token: Token, id: str) -> MovementRow:
    """Raises NotFound, of another member's movement as of none."""
    own, _ = movements(session, member_id, token)
    row = session.scalars(own.where(MovementRow.id == id)).first()
    if row is None:
        raise NotFound("no-such-movement", "your organisation has no such movement of cash")
    return row


def holdings(session: Session, member_id: str, token: Token, rows: Sequence[BalanceRow]) -> list[Holding]:
    chain_id = deployment_of(session).chain_id
    parties = [row.party for row in rows if row.party is not None]
    deals = members.deals_of(session, member_id, parties)
    frozen = store.frozen_among(session, chain_id, token.address, parties)
    final = store.final_block(session, deployment_of(session).chain_id)
    return [
        Holding(
            number=row.party,
            deal=deals.get(row.party),
            amount=token.money(row.amount),
            frozen=row.party in frozen,
            final=row.last_block <= final,
            block=row.last_block,
        )
        for row in rows
        if row.party is not None
    ]


def described(session: Session, member_id: str, token: Token, rows: Sequence[MovementRow]) -> list[Movement]:
    """With names in place of numbers, as far as this member was told."""
    parties = {party for row in rows for party in (row.payer_party, row.payee_party) if party is not None}
    behind = members.organisations_behind(session, member_id, parties)
    issuer = issuer_of(session, member_id, token)
    if issuer:
        behind[token.issuer] = issuer
    names = members.names_of(session, member_id, set(behind.values()))
    final = store.final_block(session, deployment_of(session).chain_id)
    uetrs = _uetrs_of(session, member_id, rows)
    instruments = {entry.address: entry.name for entry in deployment_of(session).contracts}

    def holder(account: str | None) -> Holder | None:
        if account is None:
            return None
        number = party_of(account) or None
        if number is None:
            return Holder(instrument=instruments.get(account, account))
        lei = behind.get(number)
        return Holder(number=number, lei=lei, name=names.get(lei or ""))

    return [
        Movement(
            id=row.id,
            kind=Kind(row.kind),
            amount=token.money(row.amount),
            payer=holder(row.payer),
            payee=holder(row.payee),
            payment=row.payment,
            uetr=uetrs.get(row.payment or ""),
            at=row.at,
            final=row.last_block <= final,
            token=token.address,
            block=row.block,
            block_hash=row.block_hash,
            transaction=row.transaction,
            log_index=row.log_index,
        )
        for row in rows
    ]


def _uetrs_of(session: Session, member_id: str, rows: Sequence[MovementRow]) -> dict[str, str]:
    """By reference where we were told. What a deal settled by its own terms has one that follows from its id;
    a reference under which something else was paid, such as what a settlement between banks covers, does not.
    """
    told = store.uetrs_of(session, member_id, {row.payment for row in rows if row.payment})
    of_deals = {row.payment for row in rows if row.payment and row.kind == Kind.SETTLED} - told.keys()
    addresses = [token.address for token in tokens(session)]
    recorded = store.recorded_among(session, deployment_of(session).chain_id, addresses, of_deals)
    return told | {payment: uetr_of(payment) for payment in of_deals - recorded}
