"""Agree on title against cash, pay in, deliver, take back, give up.

A running escrow stays in the contract for which its terms were drafted. Payments take two persons, unless
the amount is within what one person of the buyer may move alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import services as bills
from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.escrow import contract
from app.escrow.domain import (
    RULES,
    SALT_BYTES,
    Escrow,
    EscrowStatus,
    Happened,
    Side,
    Step,
    Terms,
    moment,
    require_step,
    steps_open,
    word,
)
from app.escrow.store import EscrowCopy, copies_of, copy_of, final_block, rows_of, steps_of
from app.identifiers import NotIdentifier, lei
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Named
from app.money import NotMoney
from app.paging import PageAsked, page

KIND = "escrow-drafted"
"""Of the message that hands the terms to the seller."""

ACTIONS = {
    Step.FUND: "pay into an escrow",
    Step.DELIVER: "deliver a bill against the cash in escrow",
    Step.RECLAIM: "take cash back out of an escrow",
    Step.RELEASE: "give an escrow up; the cash goes back to the buyer",
}


@dataclass(frozen=True)
class Draft:
    """What a buyer proposes: `seller` an LEI, `bill` its id, `token` an address, `amount` a decimal; `deal`
    None for a new one.
    """

    seller: str
    deal: str | None
    bill: str
    token: str
    amount: str
    currency: str | None
    deadline: datetime


def draft(session: Session, caller: Caller, asked: Draft) -> Escrow:
    """The buyer drafts and keeps the terms; the seller gets its own copy by mail. Nothing is on the chain
    yet, and it binds nobody.
    """
    token = cash.token(session, asked.token)
    minor, bill = _read(session, caller, asked, token)
    deal = asked.deal or members.new_deal()
    alias = members.allot(session, caller.member_id, deal)
    seller = members.number_of(session, member_id=caller.member_id, deal=deal, organisation=asked.seller)
    terms = Terms(
        seller=seller,
        buyer=alias.party,
        bill=bill,
        cash=token.address,
        amount=minor,
        deadline=int(asked.deadline.timestamp()),
        salt=secrets.token_bytes(SALT_BYTES),
    )
    address = deployment_of(session).contract(contract.NAME).address
    copy = _keep(session, caller.member_id, Side.BUYER, asked.seller, deal, address, terms)
    mail.send(
        session,
        member_id=caller.member_id,
        to=asked.seller,
        kind=KIND,
        body={
            "deal": deal,
            "contract": address,
            "terms": terms.as_json(),
            "buyer_salt": alias.salt.hex(),
        },
    )
    return shown(session, caller.member_id, [copy])[0]


def take_draft(session: Session, member_id: str, message: Message) -> None:
    """The seller's own copy. Raises Conflict where the terms name numbers that are not those two sides', or
    contracts that are not ours.
    """
    try:
        told = message.body
        terms, deal, address = (
            Terms.from_json(told["terms"]),
            str(told["deal"]),
            str(told["contract"]).lower(),
        )
        buyer_salt = bytes.fromhex(str(told["buyer_salt"]))
        moment(terms.deadline)
        cash.token(session, terms.cash).money(terms.amount)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Conflict("message-unreadable", f"the terms cannot be read: {error}") from error
    if members.alias_in(session, member_id, deal).party != terms.seller:
        raise Conflict("escrow-not-ours", "the terms name a seller that is not us in this deal")
    members.require_opening(session, terms.buyer, message.sender, buyer_salt)
    ours = {entry.address for entry in deployment_of(session).contracts if entry.name == contract.NAME}
    if address not in ours:
        raise Conflict("escrow-elsewhere", f"the terms are for a contract {address} that we do not know")
    _keep(session, member_id, Side.SELLER, message.sender, deal, address, terms)


def fund(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The buyer pays into keeping; the seller is told whose debt the cash is."""
    operation = _take(session, caller, id, Step.FUND, key)
    copy = _own(session, caller.member_id, id)
    token = cash.token(session, copy.cash)
    cash.tell_issuer(session, caller.member_id, token, to=copy.counterparty, operation_id=operation.id)
    return operation


def deliver(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The seller hands the bill over and is paid, in one; its copy of the document follows to the buyer."""
    operation = _take(session, caller, id, Step.DELIVER, key)
    copy = _own(session, caller.member_id, id)
    bills.mail_copy(
        session,
        member_id=caller.member_id,
        copy=bills.copy_of(session, caller.member_id, "0x" + copy.bill.hex()),
        to=copy.counterparty,
        operation_id=operation.id,
    )
    return operation


def reclaim(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The buyer takes its money back, after the deadline."""
    return _take(session, caller, id, Step.RECLAIM, key)


def release(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The seller gives the deal up; the money goes back to the buyer."""
    return _take(session, caller, id, Step.RELEASE, key)


def get(session: Session, member_id: str, id: str) -> Escrow:
    """Raises NotFound, of an escrow between others as of none."""
    return shown(session, member_id, [_own(session, member_id, id)])[0]


def own(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Escrow], str | None]:
    """Newest first, and the next cursor."""
    copies, following = page(
        session,
        copies_of(member_id),
        asked,
        [EscrowCopy.number],
        lambda row: row,
        newest_first=True,
    )
    return shown(session, member_id, copies), following


def shown(session: Session, member_id: str, copies: Sequence[EscrowCopy]) -> list[Escrow]:
    """Our copy of the terms with what the chain says became of them."""
    chain_id, now = deployment_of(session).chain_id, now_of(session)
    ids = [copy.escrow for copy in copies]
    rows = rows_of(session, chain_id, ids)
    names = members.names_of(session, member_id, {copy.counterparty for copy in copies})
    final = final_block(session, chain_id)
    steps = steps_of(session, chain_id, ids)
    found = []
    for copy in copies:
        row = rows.get(copy.escrow)
        status = EscrowStatus(row.status) if row else EscrowStatus.DRAFTED
        other = copy.seller if copy.side == Side.BUYER else copy.buyer
        history = tuple(
            Happened(
                step.event,
                step.at,
                step.last_block <= final,
                step.block,
                step.block_hash,
                step.transaction,
                step.log_index,
            )
            for step in steps
            if step.escrow == copy.escrow
        )
        found.append(
            Escrow(
                id=copy.escrow,
                deal=copy.deal,
                side=Side(copy.side),
                counterparty=Named(other, copy.counterparty, names.get(copy.counterparty)),
                terms=_terms(copy),
                amount=cash.token(session, copy.cash).money(copy.amount),
                status=status,
                final=row is not None and row.last_block <= final,
                you_may=steps_open(Side(copy.side), status, copy.deadline, now),
                history=history,
                kept_at=copy.kept_at,
            )
        )
    return found


def _take(session: Session, caller: Caller, id: str, step: Step, key: IdempotencyKey) -> Operation:
    copy = _own(session, caller.member_id, id)
    deployment = deployment_of(session)
    row = rows_of(session, deployment.chain_id, [copy.escrow]).get(copy.escrow)
    status = EscrowStatus(row.status) if row else EscrowStatus.DRAFTED
    require_step(step, copy.escrow, Side(copy.side), status)
    token, pays = cash.token(session, copy.cash), RULES[step].side is Side.BUYER
    party = copy.buyer if pays else copy.seller
    eyes: Literal[1, 2] = cash.persons(session, party, token, copy.amount) if pays else 1
    money = token.money(copy.amount)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=copy.contract,
        call=contract.call(deployment, step, _terms(copy)),
        describes={
            "action": ACTIONS[step],
            "escrow": copy.escrow,
            "counterparty": copy.counterparty,
            "amount": money.decimal(),
            "currency": money.currency.alpha,
            "bill": "0x" + copy.bill.hex(),
            "deadline": moment(copy.deadline).isoformat(),
            "deal": copy.deal,
        },
        eyes=eyes,
        right="PAY" if pays else "TITLE",
        idempotency=key,
    )


def _own(session: Session, member_id: str, id: str) -> EscrowCopy:
    copy = copy_of(session, member_id, id.lower())
    if copy is None:
        raise NotFound("no-such-escrow", "your organisation has no part in such an escrow")
    return copy


def _keep(
    session: Session, member_id: str, side: Side, other: str, deal: str, address: str, terms: Terms
) -> EscrowCopy:
    copy = EscrowCopy(
        member_id=member_id,
        escrow=terms.id,
        contract=address,
        deal=deal,
        side=side.value,
        counterparty=other,
        seller=terms.seller,
        buyer=terms.buyer,
        bill=terms.bill,
        cash=terms.cash,
        amount=terms.amount,
        deadline=terms.deadline,
        salt=terms.salt,
        kept_at=now_of(session),
    )
    session.add(copy)
    session.flush()
    return copy


def _terms(copy: EscrowCopy) -> Terms:
    return Terms(copy.seller, copy.buyer, copy.bill, copy.cash, copy.amount, copy.deadline, copy.salt)


def _read(session: Session, caller: Caller, asked: Draft, token: Token) -> tuple[int, bytes]:
    """Minor units and the bill's id. Raises Malformed with every fault of the draft."""
    faults, minor, bill = [], 0, b""
    try:
        if lei(asked.seller) == members.member(session, caller.member_id).lei:
            faults.append(Fault("#/seller", "this is your own organisation: the buyer drafts"))
    except NotIdentifier as error:
        faults.append(Fault("#/seller", str(error)))
    try:
        bill = word(asked.bill)
    except ValueError as error:
        faults.append(Fault("#/bill", str(error)))
    try:
        minor = token.amount(asked.amount)
    except NotMoney as error:
        faults.append(Fault("#/amount", str(error)))
    if asked.currency is not None and asked.currency != token.currency.alpha:
        faults.append(
            Fault("#/currency", f"{asked.currency}; expected {token.currency}, which the token is in")
        )
    if asked.deadline <= now_of(session):
        faults.append(
            Fault("#/deadline", f"{asked.deadline.isoformat()} has passed; expected a moment to come")
        )
    if faults:
        raise Malformed(faults)
    return minor, bill
