"""Price a receivable, offer it, buy it, hand it on, split it for the deeper tier."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits.domain import day_of
from app.db import now_of
from app.errors import Conflict, Fault, Malformed
from app.identifiers import NotIdentifier, lei
from app.members import service as members
from app.money import Money, NotMoney
from app.receivables import contract
from app.receivables.claims import NOTHING, Act, Part, Sale, refused, sale_of
from app.receivables.discount import (
    RATE_UNIT,
    DayCount,
    Method,
    Terms,
    days,
    price,
    usual_day_count,
)
from app.receivables.domain import SALT, FinancingStatus
from app.receivables.fingerprints import combinations
from app.receivables.services import financings, keeping
from app.receivables.services.owing import Held, ask, begun, persons
from app.receivables.store import ReceivableCopy
from app.receivables.views import Asked, Quoted
from app.receivables.written import document_of


def quote(session: Session, member_id: str, id: str, asked: Asked) -> Quoted:
    """By the arithmetic of `discount`; binds nobody. Raises NotFound, Conflict, Malformed."""
    copy = keeping.own_copy(session, member_id, id)
    row = keeping.row_of(session, copy.id)
    token = cash.token(session, str(copy.terms["cash"]))
    face = token.money(row.amount if row else copy.amount)
    first = asked.paid or now_of(session).date()
    run = days(first, day_of(copy.due) + timedelta(days=asked.grace))
    count = DayCount[asked.day_count] if asked.day_count else usual_day_count(face.currency)
    terms = Terms(
        rate=_rate(asked.rate),
        day_count=count,
        method=Method[asked.method],
        advance=asked.advance,
        fee=_fee(asked.fee, face),
    )
    return Quoted(price(face, run, terms), run, count)


def offer(
    session: Session,
    caller: Caller,
    id: str,
    *,
    buyer: str,
    asked: Asked,
    with_recourse: bool,
    until: datetime,
    key: IdempotencyKey,
) -> Operation:
    """Always by two persons. The buyer gets invoice, sale and how its price is made once it is final; others
    see a hash.
    """
    held = begun(session, caller, id, Act.OFFER)
    copy, row = held.copy, held.row
    _require_another(session, caller, copy, buyer, "#/buyer")
    if until <= now_of(session):
        raise Malformed([Fault("#/until", "expected a moment to come")])
    quoted = quote(session, caller.member_id, id, asked)
    number = members.number_of(session, member_id=caller.member_id, deal=copy.deal, organisation=buyer)
    sale = Sale(
        receivable=copy.id,
        seller=copy.party,
        buyer=number,
        amount=row.amount,
        price=quoted.price.paid_out.minor,
        with_recourse=with_recourse,
        until=int(until.timestamp()),
        salt="0x" + secrets.token_hex(SALT),
    )
    copy.sale = {**vars(sale), "price_made_of": quoted.as_json()}
    call = contract.on_receivable(deployment_of(session), Act.OFFER, copy.id, sale.hash)
    operation = ask(
        session,
        caller,
        copy,
        Act.OFFER,
        call,
        right="TITLE",
        eyes=2,
        key=key,
        amount=sale.price,
        buyer=buyer,
        with_recourse=with_recourse,
        until=until.isoformat(),
        price_made_of=quoted.as_json(),
    )
    keeping.tell(
        session,
        copy,
        buyer,
        operation.id,
        kind=keeping.OFFERED,
        sale=vars(sale),
        price_made_of=quoted.as_json(),
    )
    return operation


def withdraw_offer(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    held = begun(session, caller, id, Act.WITHDRAW_OFFER)
    call = contract.on_receivable(deployment_of(session), Act.WITHDRAW_OFFER, held.copy.id)
    return ask(session, caller, held.copy, Act.WITHDRAW_OFFER, call, right="TITLE", eyes=1, key=key)


def accept(
    session: Session, caller: Caller, id: str, financing: str | None, key: IdempotencyKey
) -> Operation:
    """Pay the price and hold it, with what was reserved for it in the register; None where it is sold on."""
    copy = keeping.own_copy(session, caller.member_id, id)
    sale = sale_of(copy.sale) if copy.sale else None
    held = begun(session, caller, id, Act.BUY, buys=sale is not None and sale.buyer == copy.party)
    assert sale is not None
    if sale.hash != held.row.sale:
        raise refused("ReceivablesNotOffered", receivable=copy.id, offered=held.row.sale, sale=sale.hash)
    reserved = NOTHING if held.row.financing else _reserved_for(session, held, financing)
    token = cash.token(session, held.row.cash)
    operation = ask(
        session,
        caller,
        copy,
        Act.BUY,
        contract.buy(deployment_of(session), sale, reserved),
        right="PAY",
        eyes=persons(session, held, sale.price),
        key=key,
        amount=sale.price,
        face=token.money(sale.amount).decimal(),
        with_recourse=sale.with_recourse,
        financing=reserved,
    )
    holder = _organisation(session, copy, sale.seller)
    if holder is not None:
        cash.tell_issuer(session, caller.member_id, token, to=holder, operation_id=operation.id)
    return operation


def assign(session: Session, caller: Caller, id: str, to: str, key: IdempotencyKey) -> Operation:
    """Hand it over without a price, such as to pay a supplier with it; it gets its copy when it is final."""
    held = begun(session, caller, id, Act.ASSIGN)
    copy = held.copy
    number = _other(session, caller, copy, to, "#/to")
    call = contract.on_receivable(deployment_of(session), Act.ASSIGN, copy.id, number)
    eyes = persons(session, held, held.row.amount)
    operation = ask(session, caller, copy, Act.ASSIGN, call, right="TITLE", eyes=eyes, key=key, to=to)
    keeping.tell(session, copy, to, operation.id)
    return operation


def split(
    session: Session, caller: Caller, id: str, parts: Sequence[tuple[str, str]], key: IdempotencyKey
) -> Operation:
    """`parts` are (LEI of the holder, decimal amount), our own among them; together they are the whole. Each
    holder and the obligor get their copies when it is final.
    """
    held = begun(session, caller, id, Act.SPLIT)
    copy, token = held.copy, cash.token(session, held.row.cash)
    own = members.member(session, caller.member_id).lei
    cut, faults = [], []
    for place, (holder, text) in enumerate(parts):
        try:
            amount = token.amount(text)
        except NotMoney as error:
            faults.append(Fault(f"#/parts/{place}/amount", str(error)))
            continue
        number = copy.party if holder == own else _other(session, caller, copy, holder, f"#/parts/{place}")
        cut.append((holder, Part(number, amount, "0x" + secrets.token_hex(SALT))))
    if faults:
        raise Malformed(faults)
    total = sum(part.amount for _, part in cut)
    if total != held.row.amount:
        raise refused("ReceivablesNotAll", receivable=copy.id, parts=total, amount=held.row.amount)
    call = contract.split(deployment_of(session), copy.id, [part for _, part in cut])
    operation = ask(
        session,
        caller,
        copy,
        Act.SPLIT,
        call,
        right="TITLE",
        eyes=persons(session, held, held.row.amount),
        key=key,
        parts=[{"holder": holder, "amount": token.money(part.amount).decimal()} for holder, part in cut],
    )
    for holder, part in cut:
        for to in dict.fromkeys((own, holder, copy.obligor)):
            keeping.tell(session, copy, to, operation.id, id=part.id(copy.id), amount=part.amount)
    return operation


def _reserved_for(session: Session, held: Held, financing: str | None) -> str:
    """Our reservation of this very invoice, under the number that buys. Raises Conflict, NotFound."""
    if financing is None:
        raise Conflict(
            "reservation-needed",
            "nothing was reserved for this purchase",
            allowed="a financing of the invoice that is reserved",
            next="enter the invoice as a financing in this deal, and reserve it",
        )
    found = financings.own_copy(session, held.copy.member_id, financing)
    row = financings.row_of(session, found)
    if row is None or row.state is not FinancingStatus.RESERVED:
        raise refused_status(found.id, row.state if row else FinancingStatus.ENTERED)
    same = combinations(document_of(found.document)) == combinations(document_of(held.copy.document))
    if not same or found.party != held.copy.party:
        raise Conflict(
            "financing-of-another",
            f"the financing {found.reference} is of another document or deal",
            allowed="one of this invoice, entered in this deal",
            next="enter the invoice that came with the offer, with its deal",
        )
    return found.id


def refused_status(id: str, status: FinancingStatus) -> Conflict:
    return Conflict(
        "financing-status",
        f"the financing is {status.name.lower()}",
        allowed="a financing that is reserved",
        next="reserve it first",
        financing=id,
    )


def _other(session: Session, caller: Caller, copy: ReceivableCopy, organisation: str, where: str) -> int:
    """The number of another than ourselves and the obligor in this deal."""
    _require_another(session, caller, copy, organisation, where)
    return members.number_of(session, member_id=caller.member_id, deal=copy.deal, organisation=organisation)


def _require_another(
    session: Session, caller: Caller, copy: ReceivableCopy, organisation: str, where: str
) -> None:
    try:
        lei(organisation)
    except NotIdentifier as error:
        raise Malformed([Fault(where, str(error))]) from None
    if organisation in (members.member(session, caller.member_id).lei, copy.obligor):
        raise Malformed([Fault(where, "expected another than the holder and the obligor")])


def _organisation(session: Session, copy: ReceivableCopy, party: int) -> str | None:
    return members.organisation_behind(session, member_id=copy.member_id, deal=copy.deal, party=party)


def _rate(text: str) -> int:
    """Hundred-millionths a year. Raises Malformed."""
    whole, _, decimals = text.partition(".")
    if (
        not whole.isdecimal()
        or (decimals and not decimals.isdecimal())
        or len(decimals) > 8
        or len(whole) > 3
    ):
        raise Malformed([Fault("#/rate", f"{text[:40]}; expected a decimal a year such as 0.0675")])
    return int(whole) * RATE_UNIT + int(decimals.ljust(8, "0"))


def _fee(text: str, face: Money) -> int:
    try:
        return Money.from_decimal(text, face.currency).minor
    except NotMoney as error:
        raise Malformed([Fault("#/fee", str(error))]) from None
