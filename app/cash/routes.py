"""Claims on member banks: which there are, what we hold, how it moved; issue, redeem, pay, freeze."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path, Response

from app.auth.caller import Caller, Requires
from app.cash import services
from app.cash.domain import Token
from app.cash.schemas import (
    Account,
    Appointment,
    Forcing,
    HoldingOut,
    Issue,
    MovementOut,
    Payment,
    PaymentOut,
    Redemption,
    Reversal,
    TokenOut,
)
from app.operations.answers import Prefer, Router, WriteKey, accepted
from app.operations.schemas import OperationOut
from app.paging import Page, page
from app.requests import Db, Paging

router = Router(prefix="/cash", tags=["cash"])

TAG = {
    "name": "cash",
    "description": "A token is a claim on one member bank in one currency, and as good as the bank. Cash is "
    "held by numbers, one for each deal; payments take two persons, unless one may pay so much alone. Each "
    "carries a UETR, which pays once; what was paid is never edited but reversed, by two persons, and both "
    "stay.",
}

Reader = Annotated[Caller, Requires("cash:read")]
Writer = Annotated[Caller, Requires("cash:write")]
Address = Annotated[str, Path(description="The token's address on the chain, as the list of tokens has it.")]

Uetr = Annotated[
    str,
    Path(
        description="The payment's UETR, a UUID of version 4; where several carry it, its reference.",
        max_length=66,
    ),
]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


def _known(token: Address, caller: Reader, db: Db) -> Token:
    return services.token(db, token)


Known = Annotated[Token, Depends(_known)]


@router.get("")
def list_tokens(caller: Reader, db: Db, asked: Paging) -> Page[TokenOut]:
    """Every deposit token here: currency, the bank that owes as far as you were told, what you hold of it."""
    known, following = services.tokens_page(db, asked)
    items = [TokenOut.of(seen) for seen in services.standing_of(db, caller.member_id, known)]
    return Page[TokenOut](items=items, next=following)


@router.get("/{token}")
def get_token(token: Known, caller: Reader, db: Db) -> TokenOut:
    return TokenOut.of(services.standing_of(db, caller.member_id, [token])[0])


@router.get("/{token}/balances")
def list_balances(token: Known, caller: Reader, db: Db, asked: Paging) -> Page[HoldingOut]:
    """What each of your organisation's numbers holds."""
    query, order = services.balances(db, caller.member_id, token)
    rows, following = page(db, query, asked, order, lambda row: row)
    items = [HoldingOut.of(one) for one in services.holdings(db, caller.member_id, token, rows)]
    return Page[HoldingOut](items=items, next=following)


@router.get("/{token}/movements")
def list_movements(token: Known, caller: Reader, db: Db, asked: Paging) -> Page[MovementOut]:
    """Payments from and to your organisation's numbers, newest first; for the bank that owes also everything
    that it issued and redeemed.
    """
    query, order = services.movements(db, caller.member_id, token)
    rows, following = page(db, query, asked, order, lambda row: row, newest_first=True)
    items = [MovementOut.of(one) for one in services.described(db, caller.member_id, token, rows)]
    return Page[MovementOut](items=items, next=following)


@router.get("/{token}/movements/{id}")
def get_movement(token: Known, id: str, caller: Reader, db: Db) -> MovementOut:
    row = services.movement(db, caller.member_id, token, id)
    return MovementOut.of(services.described(db, caller.member_id, token, [row])[0])


@router.get("/{token}/payments/{uetr}")
def get_payment(token: Address, uetr: Uetr, caller: Reader, db: Db) -> PaymentOut:
    """A payment by its UETR, as your organisation made or received it, with its reversal if there was one."""
    return PaymentOut.of(services.payment(db, caller.member_id, token, uetr))


@router.post("/{token}/payments/{uetr}/reverse", status_code=202, responses=ACCEPTED)
def reverse_payment(
    token: Address, uetr: Uetr, body: Reversal, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Who was paid gives the whole payment back; a bank reverses what it paid in or out itself. Always two
    persons, once; the other side is told the reason.
    """
    return accepted(services.reverse(db, caller, token, uetr, reason=body.reason, key=key), prefer)


@router.post("/{token}/force", status_code=202, responses=ACCEPTED)
def force_payment(
    token: Address, body: Forcing, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The bank moves cash against its holder's will, as a court or the law orders. Always two persons."""
    return accepted(services.force(db, caller, token, **body.told(), key=key), prefer)


@router.post("/{token}/mint", status_code=202, responses=ACCEPTED)
def mint_cash(token: Address, body: Issue, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The bank owes this much more, to another or to itself in a deal that it will pay. Two persons, unless
    within the bank's own limit.
    """
    return accepted(services.mint(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/redeem", status_code=202, responses=ACCEPTED)
def redeem_cash(
    token: Address, body: Redemption, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Give up a claim; the bank pays it out elsewhere."""
    return accepted(services.redeem(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/transfer", status_code=202, responses=ACCEPTED)
def transfer_cash(
    token: Address, body: Payment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Pay another party of a deal. Two persons, unless within the limit of the number that pays."""
    return accepted(services.transfer(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/appoint", status_code=202, responses=ACCEPTED)
def appoint_instrument(
    token: Address, body: Appointment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The bank lets an instrument redeem and mint for it, or no longer. Always two persons."""
    return accepted(services.appoint(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/freeze", status_code=202, responses=ACCEPTED)
def freeze_account(
    token: Address, body: Account, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The bank stops all payments out of an account, as a court or the law orders. Always two persons."""
    return accepted(services.freeze(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/unfreeze", status_code=202, responses=ACCEPTED)
def unfreeze_account(
    token: Address, body: Account, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The bank lets payments go on. Always two persons."""
    return accepted(services.unfreeze(db, caller, token, **body.model_dump(), key=key), prefer)
