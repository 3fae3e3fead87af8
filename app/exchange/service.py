"""Offer an exchange of deposits, accept one, take an offer back; say what became of it.

The terms go from one side's copy to the other's; the chain holds their hash until the exchange is made. What
either side holds is not asked before a step is queued: what is on its way may change it, and the chain
decides.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Token, reference_of
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.escrow.domain import SALT_BYTES, Happened, moment
from app.exchange import contract
from app.exchange.domain import (
    Exchange,
    ExchangeStatus,
    Leg,
    Payment,
    Side,
    Step,
    Terms,
    require_step,
    steps_open,
)
from app.exchange.store import (
    ExchangeCopy,
    OfferRow,
    StepRow,
    copies_of,
    copy_of,
    final_block,
    offer_id,
    offers_of,
    steps_of,
)
from app.identifiers import NotIdentifier, lei
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Named
from app.paging import PageAsked, page

KIND = "exchange-offered"
"""Of the message that hands the terms to who is asked."""


@dataclass(frozen=True)
class Wish:
    """One payment as it is asked for: `token` an address, `amount` a decimal, `uetr` None for a new one."""

    token: str
    amount: str
    currency: str | None
    uetr: str | None


@dataclass(frozen=True)
class Draft:
    """`counterparty` an LEI, `deal` None for a new one, `until` the last moment for acceptance."""

    counterparty: str
    deal: str | None
    you_pay: Wish
    you_are_paid: Wish
    until: datetime


def offer(session: Session, caller: Caller, asked: Draft, key: IdempotencyKey) -> Operation:
    """Always by two persons. Who is asked gets the terms once the offer is final on the chain."""
    tokens = tuple(cash.token(session, wish.token) for wish in (asked.you_pay, asked.you_are_paid))
    (pay, first), (paid, second) = _read(session, caller, asked, tokens)
    deal = asked.deal or members.new_deal()
    alias = members.allot(session, caller.member_id, deal)
    other = members.number_of(session, member_id=caller.member_id, deal=deal, organisation=asked.counterparty)
    terms = Terms(
        Leg(alias.party, tokens[0].address, pay, _reference(first, alias.party)),
        Leg(other, tokens[1].address, paid, _reference(second, other)),
        secrets.token_bytes(SALT_BYTES),
    )
    for token, leg in zip(tokens, (terms.offered, terms.asked), strict=True):
        cash.require_unpaid(session, token, "0x" + leg.payment.hex())
    address, until = deployment_of(session).contract(contract.NAME).address, int(asked.until.timestamp())
    copy = _keep(session, caller.member_id, Side.OFFERING, asked.counterparty, deal, address, terms, until)
    _keep_uetrs(session, caller.member_id, (first, second), terms)
    call = contract.offer(deployment_of(session), terms.id, until)
    operation = _ask(session, caller, copy, "offer an exchange of deposits", call, eyes=2, key=key)
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=asked.counterparty,
        kind=KIND,
        body={
            "deal": deal,
            "contract": address,
            "terms": terms.as_json(),
            "until": until,
            "uetrs": [first, second],
            "salt_of_number": alias.salt.hex(),
        },
    )
    cash.tell_issuer(session, caller.member_id, tokens[0], to=asked.counterparty, operation_id=operation.id)
    return operation


def take_offer(session: Session, member_id: str, message: Message) -> None:
    """The copy of who is asked. Raises Conflict where the terms name numbers that are not those two sides',
    contracts that are not ours, or other UETRs than those told.
    """
    try:
        told = message.body
        terms, deal, until = Terms.from_json(told["terms"]), str(told["deal"]), int(told["until"])
        address, uetrs = str(told["contract"]).lower(), [str(known) for known in told["uetrs"]]
        salt = bytes.fromhex(str(told["salt_of_number"]))
        moment(until)
        legs = (terms.offered, terms.asked)
        references = [
            _reference(cash.read_uetr(known)[0], leg.payer) for known, leg in zip(uetrs, legs, strict=False)
        ]
        for leg in legs:
            cash.token(session, leg.cash).money(leg.amount)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Conflict("message-unreadable", f"the terms cannot be read: {error}") from error
    if members.alias_in(session, member_id, deal).party != terms.asked.payer:
        raise Conflict("exchange-not-ours", "the terms ask a number that is not ours in this deal")
    members.require_opening(session, terms.offered.payer, message.sender, salt)
    if len(uetrs) != len(legs) or references != [leg.payment for leg in legs]:
        raise Conflict(
            "exchange-other-uetrs", "the terms name other payments than the UETRs that came with them"
        )
    ours = {entry.address for entry in deployment_of(session).contracts if entry.name == contract.NAME}
    if address not in ours:
        raise Conflict("exchange-elsewhere", f"the terms are for a contract {address} that we do not know")
    _keep_uetrs(session, member_id, uetrs, terms)
    _keep(session, member_id, Side.ASKED, message.sender, deal, address, terms, until)


def accept(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Pay and be paid, in one; who offered is told whose debt it is paid with."""
    copy = _begun(session, caller, id, Step.ACCEPT)
    terms = Terms.from_json(copy.terms)
    token = cash.token(session, terms.asked.cash)
    operation = _ask(
        session,
        caller,
        copy,
        "accept an exchange of deposits",
        contract.accept(deployment_of(session), terms),
        eyes=cash.persons(session, terms.asked.payer, token, terms.asked.amount),
        key=key,
    )
    cash.tell_issuer(session, caller.member_id, token, to=copy.counterparty, operation_id=operation.id)
    return operation


def withdraw(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Take the offer back, for good."""
    copy = _begun(session, caller, id, Step.WITHDRAW)
    call = contract.withdraw(deployment_of(session), copy.exchange)
    return _ask(session, caller, copy, "withdraw an offer to exchange deposits", call, eyes=1, key=key)


def get(session: Session, member_id: str, id: str) -> Exchange:
    """Raises NotFound, of an exchange between others as of none."""
    return shown(session, member_id, [_own(session, member_id, id)])[0]


def own(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Exchange], str | None]:
    """Newest first, and the next cursor."""
    copies, following = page(
        session, copies_of(member_id), asked, [ExchangeCopy.number], lambda row: row, newest_first=True
    )
    return shown(session, member_id, copies), following


def shown(session: Session, member_id: str, copies: Sequence[ExchangeCopy]) -> list[Exchange]:
    """Our copy of the terms with what the chain says became of them."""
    chain_id, now = deployment_of(session).chain_id, now_of(session)
    terms = {copy.exchange: Terms.from_json(copy.terms) for copy in copies}
    ids = {id: offer_id(told.offered.payer, id) for id, told in terms.items()}
    rows, steps = offers_of(session, chain_id, ids.values()), steps_of(session, chain_id, ids.values())
    names = members.names_of(session, member_id, {copy.counterparty for copy in copies})
    references = {"0x" + leg.payment.hex() for told in terms.values() for leg in (told.offered, told.asked)}
    uetrs = cash.uetrs_of(session, member_id, references)
    final = final_block(session, chain_id)
    found = []
    for copy in copies:
        told, side = terms[copy.exchange], Side(copy.side)
        row = rows.get((copy.contract, ids[copy.exchange]))
        status = _status(row)
        ours, theirs = (told.offered, told.asked)[:: 1 if side is Side.OFFERING else -1]
        found.append(
            Exchange(
                id=copy.exchange,
                deal=copy.deal,
                side=side,
                counterparty=Named(theirs.payer, copy.counterparty, names.get(copy.counterparty)),
                you_pay=_payment(session, ours, uetrs),
                you_are_paid=_payment(session, theirs, uetrs),
                until=moment(copy.until),
                salt="0x" + told.salt.hex(),
                status=status,
                final=row is not None and row.last_block <= final,
                you_may=steps_open(side, status, copy.until, now),
                history=_history(steps, copy.contract, ids[copy.exchange], final),
                kept_at=copy.kept_at,
            )
        )
    return found


def _status(row: OfferRow | None) -> ExchangeStatus:
    return ExchangeStatus(row.status) if row else ExchangeStatus.DRAFTED


def _payment(session: Session, leg: Leg, uetrs: dict[str, str]) -> Payment:
    reference = "0x" + leg.payment.hex()
    money = cash.token(session, leg.cash).money(leg.amount)
    return Payment(leg.cash, money, reference, uetrs.get(reference))


def _history(steps: Sequence[StepRow], address: str, offer: str, final: int) -> tuple[Happened, ...]:
    return tuple(
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
        if (step.contract, step.offer) == (address, offer)
    )


def _begun(session: Session, caller: Caller, id: str, step: Step) -> ExchangeCopy:
    """The copy, where this side may take this step now."""
    copy = _own(session, caller.member_id, id)
    offered_by = Terms.from_json(copy.terms).offered.payer
    offer = offer_id(offered_by, copy.exchange)
    rows = offers_of(session, deployment_of(session).chain_id, [offer])
    require_step(step, copy.exchange, Side(copy.side), _status(rows.get((copy.contract, offer))))
    return copy


def _ask(
    session: Session,
    caller: Caller,
    copy: ExchangeCopy,
    action: str,
    call: bytes,
    *,
    eyes: Literal[1, 2],
    key: IdempotencyKey,
) -> Operation:
    seen = shown(session, caller.member_id, [copy])[0]
    terms = Terms.from_json(copy.terms)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=(terms.offered if seen.side is Side.OFFERING else terms.asked).payer,
        instrument=copy.contract,
        call=call,
        describes={
            "action": action,
            "exchange": copy.exchange,
            "counterparty": copy.counterparty,
            "you_pay": _described(seen.you_pay),
            "you_are_paid": _described(seen.you_are_paid),
            "until": seen.until.isoformat(),
            "deal": copy.deal,
        },
        eyes=eyes,
        right="PAY",
        idempotency=key,
    )


def _described(payment: Payment) -> dict[str, Any]:
    return {
        "amount": payment.amount.decimal(),
        "currency": payment.amount.currency.alpha,
        "token": payment.token,
        "uetr": payment.uetr,
    }


def _own(session: Session, member_id: str, id: str) -> ExchangeCopy:
    copy = copy_of(session, member_id, id.lower())
    if copy is None:
        raise NotFound("no-such-exchange", "your organisation has no part in such an exchange")
    return copy


def _keep(
    session: Session,
    member_id: str,
    side: Side,
    other: str,
    deal: str,
    address: str,
    terms: Terms,
    until: int,
) -> ExchangeCopy:
    copy = ExchangeCopy(
        member_id=member_id,
        exchange=terms.id,
        contract=address,
        deal=deal,
        side=side.value,
        counterparty=other,
        terms=terms.as_json(),
        until=until,
        kept_at=now_of(session),
    )
    session.add(copy)
    session.flush()
    return copy


def _reference(known: str, payer: int) -> bytes:
    """A leg's reference is its payer's own. Nothing of what is no UETR."""
    return bytes.fromhex(reference_of(known, payer)[2:]) if known else b""


def _keep_uetrs(session: Session, member_id: str, uetrs: Sequence[str], terms: Terms) -> None:
    for known, leg in zip(uetrs, (terms.offered, terms.asked), strict=True):
        cash.keep_uetr(session, member_id, known, leg.payer)


def _read(
    session: Session, caller: Caller, asked: Draft, tokens: tuple[Token, ...]
) -> tuple[tuple[int, str], tuple[int, str]]:
    """Minor units and UETR of each payment. Raises Malformed with every fault of the draft."""
    faults: list[Fault] = []
    read: list[tuple[int, str]] = []
    for name, wish, token in zip(
        ("you_pay", "you_are_paid"), (asked.you_pay, asked.you_are_paid), tokens, strict=True
    ):
        minor, wrong = cash.read_amount(token, wish.amount, wish.currency)
        known, wrong_too = cash.read_uetr(wish.uetr)
        faults += [replace(fault, where=fault.where.replace("#", f"#/{name}")) for fault in wrong + wrong_too]
        read.append((minor, known))
    try:
        if lei(asked.counterparty) == members.member(session, caller.member_id).lei:
            faults.append(Fault("#/counterparty", "this is your own organisation: an exchange takes another"))
    except NotIdentifier as error:
        faults.append(Fault("#/counterparty", str(error)))
    if tokens[0] == tokens[1]:
        faults.append(
            Fault("#/you_are_paid/token", "the token that you pay with; expected another currency or bank")
        )
    if read[0][1] and read[0][1] == read[1][1]:
        faults.append(Fault("#/you_are_paid/uetr", "the UETR of what you pay; expected one of its own"))
    if asked.until <= now_of(session):
        faults.append(Fault("#/until", f"{asked.until.isoformat()} has passed; expected a moment to come"))
    if faults:
        raise Malformed(faults)
    return read[0], read[1]
