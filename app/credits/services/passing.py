"""What nominated and confirming banks do beyond what each bank does: buy documents, and pass them on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract
from app.credits.domain import (
    TO_HONOUR,
    TO_PASS_ON,
    Availability,
    PresentationStatus,
    days_of,
    refused,
    require_presentation,
)
from app.credits.services import assigning, presenting, records, substituting
from app.credits.services.records import OnChain
from app.db import now_of
from app.errors import Fault, Malformed
from app.money import Money, NotMoney


def negotiate(
    session: Session, caller: Caller, credit: str, presentation: str, price: str, key: IdempotencyKey
) -> Operation:
    """Buy complying documents from the beneficiary (art. 2), at `price`, decimal, at most the drawing; two
    persons above what one may undertake alone.
    """
    found, row = records.as_bank(session, caller, credit, presentation)
    try:
        paid = Money.from_decimal(price, found.held.currency).minor
    except NotMoney as error:
        raise Malformed([Fault("#/price", str(error))]) from None
    require_presentation(row.id, row.state, TO_HONOUR)
    available = found.row.available_by
    if (
        available is not Availability.NEGOTIATION
        or row.payer is not None
        or row.bank == found.row.issuing_bank
    ):
        raise refused("CreditsNotForNegotiation", availability=available)
    if not 0 < paid <= row.amount:
        raise refused("CreditsPriceOutOfRange", price=paid, amount=row.amount)
    records.require_free(session, found)
    token = cash.token(session, found.row.cash)
    shares = assigning.divided(session, found, paid)
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.negotiate(deployment_of(session), records.as_presented(found, row), paid),
        right="UNDERTAKE",
        eyes=cash.persons(session, found.copy.party, token, paid),
        action="negotiate a presentation",
        key=key,
        presentation=row,
        describes={
            "pay_to": found.copy.beneficiary,
            "shares": shares,
            "price": found.held.decimal(paid),
            "token": token.address,
        },
    )
    for lei in dict.fromkeys([found.copy.beneficiary, *(share["to"] for share in shares)]):
        if isinstance(lei, str):
            cash.tell_issuer(session, caller.member_id, token, to=lei, operation_id=operation.id)
    return operation


def forward(
    session: Session, caller: Caller, credit: str, presentation: str, to: str | None, key: IdempotencyKey
) -> Operation:
    """Pass the documents on to the issuing bank, or to the confirming one (LEI): paid, or not. They go when
    it is final, and the receiving bank's time begins.
    """
    found, row = records.as_bank(session, caller, credit, presentation)
    undertook = found.confirmed and row.bank == found.row.confirming_bank
    allowed = frozenset({PresentationStatus.HONOURED}) if undertook else TO_PASS_ON
    require_presentation(row.id, row.state, allowed)
    substituting.require_settled(session, found, row)
    bank, number = _next(found, to)
    if row.bank in (number, found.row.issuing_bank) or row.payer == number:
        raise refused("CreditsNotAPlaceOfPresentation", credit=found.copy.id, bank=number)
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.forward(
            deployment_of(session),
            records.as_presented(found, row),
            number,
            days_of(now_of(session).date()),
        ),
        right="EXAMINE",
        eyes=1,
        action="pass documents on",
        key=key,
        presentation=row,
        describes={"to": bank, "paid": row.payer is not None},
    )
    presenting.send_on(session, found, row, bank, operation)
    return operation


def _next(found: OnChain, to: str | None) -> tuple[str, int]:
    copy = found.copy
    if to is None or to == copy.issuing_bank:
        return copy.issuing_bank, found.row.issuing_bank
    if to == copy.confirming_bank and found.confirmed:
        return to, found.row.confirming_bank
    raise Malformed(
        [Fault("#/to", f"found {to}; expected the issuing bank, or the bank that confirmed (arts. 7, 8)")]
    )
