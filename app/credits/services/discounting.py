"""What a bank owes at maturity is sold before: offered to one organisation at one price, and bought by it.
The chain hands over price and claim together, or neither.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract
from app.credits.domain import refused
from app.credits.services import maturities
from app.credits.store import ObligationRow
from app.errors import Conflict, Fault, Malformed
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Opening
from app.money import Money, NotMoney

KIND = "obligation-parties"
"""Of the message that proves who stands behind the numbers of an obligation."""


def offer(
    session: Session, caller: Caller, obligation: str, buyer: str, price: str, key: IdempotencyKey
) -> Operation:
    """As its creditor, to `buyer` (LEI) at `price`, a decimal. The buyer is told who owes and who sells."""
    row, deal = _as_creditor(session, caller, obligation)
    if buyer == members.member(session, caller.member_id).lei:
        raise Malformed([Fault("#/buyer", "your own organisation; expected another")])
    try:
        minor = Money.from_decimal(price, cash.token(session, row.cash).currency).minor
    except NotMoney as error:
        raise Malformed([Fault("#/price", str(error))]) from error
    number = members.number_of(session, member_id=caller.member_id, deal=deal, organisation=buyer)
    if not 0 < minor <= row.amount:
        raise refused(
            "ObligationsInvalidOffer", obligation=row.id, buyer=number, price=minor, amount=row.amount
        )
    operation = _offered(session, caller, row, "offer what a bank owes us", number, minor, key, to=buyer)
    _introduce(session, caller, operation, deal, {row.obligor, row.obligee}, to=buyer)
    return operation


def withdraw(session: Session, caller: Caller, obligation: str, key: IdempotencyKey) -> Operation:
    """As its creditor, take back what was offered."""
    row, _ = _as_creditor(session, caller, obligation)
    if row.offered_to == 0:
        raise refused("ObligationsNotOffered", obligation=row.id, party=row.obligee, price=0)
    return _offered(session, caller, row, "take back what we offered", 0, 0, key)


def buy(session: Session, caller: Caller, obligation: str, key: IdempotencyKey) -> Operation:
    """As the organisation that it is offered to, at the price that is offered now."""
    row = maturities.row_of(session, caller, obligation)
    maturities.require_owed(row)
    own = members.own_among(session, caller.member_id, {row.offered_to})
    if not own:
        ours = members.own_among(session, caller.member_id, {row.obligor, row.obligee})
        raise refused("ObligationsNotOffered", obligation=row.id, party=min(ours), price=row.offered_price)
    party, price, token = row.offered_to, row.offered_price, cash.token(session, row.cash)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=row.contract,
        call=contract.buy(deployment_of(session), row.id, price),
        describes=_described(session, caller, row, "buy what a bank owes", price),
        eyes=cash.persons(session, party, token, price),
        right="PAY",
        idempotency=key,
    )
    known = members.organisations_behind(session, caller.member_id, {row.obligor, row.obligee})
    deal = members.deals_of(session, caller.member_id, {party})[party]
    if row.obligor in known and deal is not None and row.obligor != party:
        _introduce(session, caller, operation, deal, {party}, to=known[row.obligor])
    if row.obligee in known:
        cash.tell_issuer(session, caller.member_id, token, to=known[row.obligee], operation_id=operation.id)
    return operation


def keep_parties(session: Session, member_id: str, message: Message) -> None:
    """Whose the numbers are; what proves nothing on the chain is not kept."""
    try:
        deal = str(message.body["deal"])
        openings = [
            Opening(int(one["party"]), str(one["organisation"]), bytes.fromhex(str(one["salt"])))
            for one in message.body["openings"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise Conflict(
            "message-unreadable", f"the parties of an obligation cannot be read: {error}"
        ) from error
    members.alias_in(session, member_id, deal)
    for opening in openings:
        members.keep_opening(session, member_id, deal, opening)


def _as_creditor(session: Session, caller: Caller, obligation: str) -> tuple[ObligationRow, str]:
    """What is owed to us, and the deal in which it is."""
    row = maturities.row_of(session, caller, obligation)
    deal = members.deals_of(session, caller.member_id, {row.obligee}).get(row.obligee)
    if deal is None:
        raise refused("ObligationsNotObligee", obligee=row.obligee, party=0)
    maturities.require_owed(row)
    return row, deal


def _offered(
    session: Session,
    caller: Caller,
    row: ObligationRow,
    action: str,
    buyer: int,
    price: int,
    key: IdempotencyKey,
    **said: str,
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=row.obligee,
        instrument=row.contract,
        call=contract.offer(deployment_of(session), row.id, buyer, price),
        describes=_described(session, caller, row, action, price) | said,
        eyes=2,
        right="TITLE",
        idempotency=key,
    )


def _described(
    session: Session, caller: Caller, row: ObligationRow, action: str, price: int
) -> dict[str, Any]:
    """What a checker reads: the price beside what is owed, and when."""
    shown = maturities.view(session, caller.member_id, row)
    return {
        "action": action,
        "obligation": row.id,
        "owed": shown.amount,
        "due": shown.due.isoformat(),
        "amount": Money(price, cash.token(session, row.cash).currency).decimal(),
        "currency": shown.currency,
        "token": row.cash,
    }


def _introduce(
    session: Session, caller: Caller, operation: Operation, deal: str, parties: set[int], *, to: str
) -> None:
    """Tell `to`, once the operation is final, what proves those numbers, as far as we hold it."""
    known = members.organisations_behind(session, caller.member_id, parties)
    openings = [
        opening
        for lei in sorted(set(known.values()))
        if (opening := members.opening_of(session, member_id=caller.member_id, deal=deal, organisation=lei))
    ]
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=to,
        kind=KIND,
        body={
            "deal": deal,
            "openings": [
                {"party": one.party, "organisation": one.organisation, "salt": one.salt.hex()}
                for one in openings
            ],
        },
    )
