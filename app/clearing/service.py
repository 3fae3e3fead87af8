"""Set a bank's side of a line, pay across banks, give a payment back; say what became of it.

Neither lines nor accounts are asked before a payment is queued: what is on its way may change them, and the
chain decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Holder, Token, commitment_of, reference_of, several_payments
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.clearing import contract, store
from app.clearing.domain import (
    Cleared,
    ClearingStatus,
    Corridor,
    Instruction,
    Line,
    Place,
    Side,
    not_issuer,
    not_payee,
    require_cleared,
)
from app.clearing.store import ClearingRow, LineRow
from app.errors import Fault, Malformed, NotFound
from app.identifiers import NotIdentifier, lei
from app.members import service as members
from app.paging import PageAsked, page


@dataclass(frozen=True)
class Order:
    """What a payer asks for: tokens by address, `payee` an LEI in `deal`, `amount` a decimal, `uetr` None for
    a new one.
    """

    source: str
    to: str
    settlement: str
    deal: str
    payee: str
    amount: str
    currency: str | None
    uetr: str | None


def set_line(
    session: Session,
    caller: Caller,
    side: Side,
    *,
    source: str,
    to: str,
    settlement: str,
    amount: str,
    currency: str | None,
    key: IdempotencyKey,
) -> Operation:
    """A bank's side of a line from now on, in place of what was left of it; `0` closes the corridor."""
    tokens = _tokens(session, source, to, settlement)
    own = tokens[0] if side is Side.MANDATE else tokens[1]
    minor, faults = cash.read_amount(own, amount, currency, zero=True)
    if faults:
        raise Malformed(faults)
    if not cash.issues(session, caller.member_id, own):
        raise not_issuer(own)
    by, money = _corridor(tokens), own.money(minor)
    build = contract.mandate if side is Side.MANDATE else contract.accept
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=own.issuer,
        instrument=contract.NAME,
        call=build(deployment_of(session), by, minor),
        describes={
            "action": "mandate payments to another bank"
            if side is Side.MANDATE
            else "accept payments of another bank",
            "amount": money.decimal(),
            "currency": money.currency.alpha,
            **_named(by),
        },
        eyes=2,
        right="PAY",
        idempotency=key,
    )


def pay(session: Session, caller: Caller, order: Order, key: IdempotencyKey) -> Operation:
    """Pay a customer of another bank, from our number in a deal to its number there."""
    tokens = _tokens(session, order.source, order.to, order.settlement)
    source = tokens[0]
    minor, faults = cash.read_amount(source, order.amount, order.currency)
    known, wrong = cash.read_uetr(order.uetr)
    faults += wrong + _faults_of_payee(session, caller.member_id, order.payee)
    if faults:
        raise Malformed(faults)
    party = members.alias_in(session, caller.member_id, order.deal).party
    payment = reference_of(known, party)
    for token in tokens[:2]:
        cash.require_unpaid(session, token, payment)
    payee = cash.party_in(session, caller.member_id, order.deal, order.payee)
    by, money = _corridor(tokens), source.money(minor)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=contract.NAME,
        call=contract.pay(deployment_of(session), Instruction(payment, by, payee, minor)),
        describes={
            "action": "pay a customer of another bank",
            "to": order.payee,
            "deal": order.deal,
            "uetr": known,
            "amount": money.decimal(),
            "currency": money.currency.alpha,
            **_named(by),
        },
        eyes=cash.persons(session, party, source, minor),
        right="PAY",
        idempotency=key,
    )
    banks = (cash.issuer_of(session, caller.member_id, token) for token in tokens[:2])
    told = [order.payee, *(bank for bank in banks if bank)]
    cash.tell_payment(session, caller.member_id, known, payment, to=told, operation_id=operation.id)
    return operation


def give_back(session: Session, caller: Caller, uetr: str, reason: str, key: IdempotencyKey) -> Operation:
    """The payee gives the whole payment back the way it came; the payer is told why once it is final."""
    row = _own(session, caller.member_id, uetr)
    known = cash.uetrs_of(session, caller.member_id, [row.payment]).get(row.payment)
    require_cleared(row.id, ClearingStatus(row.status))
    if row.payee not in members.own_among(session, caller.member_id, [row.payee]):
        raise not_payee()
    why = cash.new_reason(session, caller.member_id, reason)
    by = Corridor(row.source, row.to, row.settlement)
    money = cash.token(session, row.to).money(row.amount)
    call = contract.give_back(
        deployment_of(session),
        row.payer,
        Instruction(row.payment, by, row.payee, row.amount),
        bytes.fromhex(commitment_of(why.text, why.salt)[2:]),
    )
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=row.payee,
        instrument=row.contract,
        call=call,
        describes={
            "action": "give a payment back across banks",
            "uetr": known,
            "reason": reason,
            "amount": money.decimal(),
            "currency": money.currency.alpha,
            **_named(by),
        },
        eyes=2,
        right="PAY",
        idempotency=key,
    )
    behind = members.organisations_behind(session, caller.member_id, [row.payer])
    told = behind.values()
    cash.tell_payment(
        session, caller.member_id, known, row.payment, to=told, operation_id=operation.id, why=why
    )
    return operation


def lines(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Line], str | None]:
    """Every corridor with what is left of it, and the next cursor."""
    deployment = deployment_of(session)
    ours = [entry.address for entry in deployment.contracts if entry.name == contract.NAME]
    rows, following = page(
        session, store.lines(deployment.chain_id, ours), asked, [LineRow.id], lambda row: row
    )
    final = store.final_block(session, deployment.chain_id)
    found = []
    for row in rows:
        source, to, settlement = _tokens(session, row.source, row.to, row.settlement)
        found.append(
            Line(
                source=source,
                to=to,
                settlement=settlement,
                banks=(_bank(session, member_id, source), _bank(session, member_id, to)),
                mandated=source.money(row.mandated),
                accepted=to.money(row.accepted),
                appointed=(
                    cash.appointed(session, source, row.contract),
                    cash.appointed(session, to, row.contract),
                ),
                final=row.last_block <= final,
            )
        )
    return found, following


def payment(session: Session, member_id: str, uetr: str) -> Cleared:
    """By its UETR or reference. Raises NotFound, of a payment between others as of none; Conflict where
    several carry the UETR.
    """
    return _shown(session, member_id, [_own(session, member_id, uetr)])[0]


def payments(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Cleared], str | None]:
    """Those in which the member stands, newest first, and the next cursor."""
    rows, following = page(
        session,
        _visible(session, member_id),
        asked,
        [ClearingRow.block, ClearingRow.log_index],
        lambda row: row,
        newest_first=True,
    )
    return _shown(session, member_id, rows), following


def _shown(session: Session, member_id: str, rows: Sequence[ClearingRow]) -> list[Cleared]:
    parties = {party for row in rows for party in (row.payer, row.payee)}
    behind = members.organisations_behind(session, member_id, parties)
    own = members.own_among(session, member_id, parties)
    names = members.names_of(session, member_id, set(behind.values()))
    uetrs = cash.uetrs_of(session, member_id, {row.payment for row in rows})
    final = store.final_block(session, deployment_of(session).chain_id)

    def holder(party: int) -> Holder:
        known = behind.get(party)
        return Holder(number=party, lei=known, name=names.get(known or ""))

    return [
        Cleared(
            id=row.id,
            payment=row.payment,
            uetr=uetrs.get(row.payment),
            status=ClearingStatus(row.status),
            by=Corridor(row.source, row.to, row.settlement),
            payer=holder(row.payer),
            payee=holder(row.payee),
            amount=cash.token(session, row.source).money(row.amount),
            contract=row.contract,
            paid=Place(row.at, row.block, row.block_hash, row.transaction, row.log_index),
            returned=_returned(row),
            reason=cash.reason_behind(session, member_id, row.reason),
            reason_hash=row.reason,
            final=row.last_block <= final,
            you_may_give_back=row.status == ClearingStatus.CLEARED and row.payee in own,
        )
        for row in rows
    ]


def _returned(row: ClearingRow) -> Place | None:
    if (
        row.returned_at is None
        or row.returned_block is None
        or row.returned_block_hash is None
        or row.returned_transaction is None
        or row.returned_log_index is None
    ):
        return None
    return Place(
        row.returned_at,
        row.returned_block,
        row.returned_block_hash,
        row.returned_transaction,
        row.returned_log_index,
    )


def _visible(session: Session, member_id: str) -> Any:
    issued = [token.address for token in cash.tokens(session) if cash.issues(session, member_id, token)]
    return store.clearings_of(deployment_of(session).chain_id, members.own_numbers(member_id), issued)


def _own(session: Session, member_id: str, uetr: str) -> ClearingRow:
    visible = _visible(session, member_id)
    named = cash.references_named(session, member_id, uetr)
    found = [row for row in (store.clearing(session, visible, reference) for reference in named) if row]
    if not found:
        raise NotFound("no-such-payment", "your organisation has no part in such a payment", uetr=uetr)
    if len(found) > 1:
        raise several_payments(uetr, [row.payment for row in found])
    return found[0]


def _tokens(session: Session, source: str, to: str, settlement: str) -> tuple[Token, Token, Token]:
    return cash.token(session, source), cash.token(session, to), cash.token(session, settlement)


def _corridor(tokens: tuple[Token, Token, Token]) -> Corridor:
    source, to, settlement = tokens
    return Corridor(source.address, to.address, settlement.address)


def _named(by: Corridor) -> dict[str, str]:
    return {"from": by.source, "to_token": by.to, "settlement": by.settlement}


def _bank(session: Session, member_id: str, token: Token) -> Holder:
    known = cash.issuer_of(session, member_id, token)
    names = members.names_of(session, member_id, {known} if known else set())
    return Holder(number=token.issuer, lei=known, name=names.get(known or ""))


def _faults_of_payee(session: Session, member_id: str, payee: str) -> list[Fault]:
    try:
        if lei(payee) == members.member(session, member_id).lei:
            return [Fault("#/payee", "this is your own organisation: a payment goes to another")]
    except NotIdentifier as error:
        return [Fault("#/payee", str(error))]
    return []
