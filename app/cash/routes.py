"""Claims on member banks: which there are, what we hold, how it moved; issue, redeem, pay, freeze."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path, Response

from app.auth.caller import Caller, Requires
from app.cash import service
from app.cash.domain import Token
from app.cash.schemas import Account, HoldingOut, MovementOut, Payment, Redemption, TokenOut
from app.operations.answers import Prefer, Router, WriteKey, accepted
from app.operations.schemas import OperationOut
from app.paging import Page, page
from app.requests import Db, Paging

router = Router(prefix="/cash", tags=["cash"])

TAG = {
    "name": "cash",
    "description": "A token is a claim on one member bank in one currency, and as good as the bank. Cash is "
    "held by numbers, one for each deal; payments take two persons, unless one may pay so much alone.",
}

Reader = Annotated[Caller, Requires("cash:read")]
Writer = Annotated[Caller, Requires("cash:write")]
Address = Annotated[str, Path(description="The token's address on the chain, as the list of tokens has it.")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


def _known(token: Address, caller: Reader, db: Db) -> Token:
    return service.token(db, token)


Known = Annotated[Token, Depends(_known)]


@router.get("")
def list_tokens(caller: Reader, db: Db, asked: Paging) -> Page[TokenOut]:
    """Every deposit token here: currency, the bank that owes as far as you were told, what you hold of it."""
    known, following = service.tokens_page(db, asked)
    items = [TokenOut.of(seen) for seen in service.standing_of(db, caller.member_id, known)]
    return Page[TokenOut](items=items, next=following)


@router.get("/{token}")
def get_token(token: Known, caller: Reader, db: Db) -> TokenOut:
    return TokenOut.of(service.standing_of(db, caller.member_id, [token])[0])


@router.get("/{token}/balances")
def list_balances(token: Known, caller: Reader, db: Db, asked: Paging) -> Page[HoldingOut]:
    """What each of your organisation's numbers holds."""
    query, order = service.balances(db, caller.member_id, token)
    rows, following = page(db, query, asked, order, lambda row: row)
    items = [HoldingOut.of(one) for one in service.holdings(db, caller.member_id, token, rows)]
    return Page[HoldingOut](items=items, next=following)


@router.get("/{token}/movements")
def list_movements(token: Known, caller: Reader, db: Db, asked: Paging) -> Page[MovementOut]:
    """Payments from and to your organisation's numbers, newest first; for the bank that owes also everything
    that it issued and redeemed.
    """
    query, order = service.movements(db, caller.member_id, token)
    rows, following = page(db, query, asked, order, lambda row: row, newest_first=True)
    items = [MovementOut.of(one) for one in service.described(db, caller.member_id, token, rows)]
    return Page[MovementOut](items=items, next=following)


@router.get("/{token}/movements/{id}")
def get_movement(token: Known, id: str, caller: Reader, db: Db) -> MovementOut:
    row = service.movement(db, caller.member_id, token, id)
    return MovementOut.of(service.described(db, caller.member_id, token, [row])[0])


@router.post("/{token}/mint", status_code=202, responses=ACCEPTED)
def mint_cash(
    token: Address, body: Payment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The bank owes this much more, to another or to itself in a deal that it will pay. Two persons, unless
    within the bank's own limit.
    """
    return accepted(service.mint(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/redeem", status_code=202, responses=ACCEPTED)
def redeem_cash(
    token: Address, body: Redemption, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Give up a claim; the bank pays it out elsewhere."""
    return accepted(service.redeem(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/transfer", status_code=202, responses=ACCEPTED)
def transfer_cash(
    token: Address, body: Payment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Pay another party of a deal. Two persons, unless within the limit of the number that pays."""
    return accepted(service.transfer(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/freeze", status_code=202, responses=ACCEPTED)
def freeze_account(
    token: Address, body: Account, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The bank stops all payments out of an account, as a court or the law orders. Always two persons."""
    return accepted(service.freeze(db, caller, token, **body.model_dump(), key=key), prefer)


@router.post("/{token}/unfreeze", status_code=202, responses=ACCEPTED)
def unfreeze_account(
    token: Address, body: Account, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The bank lets payments go on. Always two persons."""
    return accepted(service.unfreeze(db, caller, token, **body.model_dump(), key=key), prefer)
