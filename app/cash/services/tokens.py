"""What the tokens are to a member, and who issues them as far as it was told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy.orm import Session

from app.cash import contract, store
from app.cash.domain import Holder, Standing, Token, persons_for
from app.cash.store import IssuerTold
from app.chain.deployments import Contract, deployment_of
from app.errors import Conflict, NotFound
from app.mail import service as mail
from app.members import service as members
from app.money import currency_of_number
from app.paging import PageAsked, make_cursor, open_cursor

TOKENS = "tokens"


def tokens(session: Session) -> list[Token]:
    """Every deposit token of the deployment, in the order of their addresses."""
    found = [_token(entry) for entry in deployment_of(session).contracts if entry.name == contract.NAME]
    return sorted(found, key=lambda token: token.address)


def tokens_page(session: Session, asked: PageAsked) -> tuple[list[Token], str | None]:
    """They stand in no table: `tokens` after the cursor, and the next cursor."""
    after = "" if asked.cursor is None else open_cursor(session, TOKENS, asked.cursor)[0]
    rest = [known for known in tokens(session) if known.address > after]
    here = rest[: asked.limit]
    return here, make_cursor(session, TOKENS, [here[-1].address]) if len(rest) > asked.limit else None


def token(session: Session, address: str) -> Token:
    """Raises NotFound."""
    for known in tokens(session):
        if known.address == address.lower():
            return known
    raise NotFound("no-such-token", f"there is no deposit token {address}", next="look at the list of tokens")


def token_of(session: Session, member_id: str, currency: str) -> Token:
    """The token in which this bank itself issues `currency` (ISO 4217 letters). Raises Conflict."""
    of_currency = [known for known in tokens(session) if known.currency.alpha == currency]
    behind = members.organisations_behind(session, member_id, [known.issuer for known in of_currency])
    own = members.member(session, member_id).lei
    for known in of_currency:
        if behind.get(known.issuer) == own:
            return known
    raise Conflict(
        "no-token-of-ours",
        f"your organisation issues no deposits in {currency}",
        allowed=", ".join(sorted({str(t.currency) for t in tokens(session) if issues(session, member_id, t)}))
        or "a bank that issues deposits",
        next="have a token for this currency deployed",
        currency=currency,
    )


def standing_of(session: Session, member_id: str, tokens: Sequence[Token]) -> list[Standing]:
    """What each token is to this member."""
    chain_id = deployment_of(session).chain_id
    issuers = {known.address: issuer_of(session, member_id, known) for known in tokens}
    names = members.names_of(session, member_id, {lei for lei in issuers.values() if lei})
    found = []
    for known in tokens:
        behind = issuers[known.address]
        mine = issues(session, member_id, known)
        rows = session.scalars(store.balances_of(chain_id, known.address, members.own_numbers(member_id)))
        found.append(
            Standing(
                token=known,
                issuer=Holder(number=known.issuer, lei=behind, name=names.get(behind or "")),
                mine=mine,
                held=known.money(sum(row.amount for row in rows)),
                outstanding=known.money(store.supply_of(session, chain_id, known.address)) if mine else None,
            )
        )
    return found


def issuer_of(session: Session, member_id: str, token: Token) -> str | None:
    """The LEI of the bank that owes, as far as this member was told."""
    if issues(session, member_id, token):
        return members.member(session, member_id).lei
    told = session.get(IssuerTold, (member_id, token.address))
    return told.lei if told else None


def tell_issuer(session: Session, member_id: str, token: Token, *, to: str, operation_id: str) -> None:
    """Tell `to` (LEI) whose debt this cash is, once the operation that pays it is final; nothing where this
    member does not know itself.
    """
    own = members.member(session, member_id).lei
    issuer = issuer_of(session, member_id, token)
    if issuer is None or to in (issuer, own):
        return
    told = session.get(IssuerTold, (member_id, token.address))
    salt = told.salt if told else members.own_alias(session, member_id, token.issuer).salt
    mail.send_when_final(
        session,
        operation_id=operation_id,
        member_id=member_id,
        to=to,
        kind="cash-issuer",
        body={"token": token.address, "organisation": issuer, "salt": salt.hex()},
    )


def keep_issuer(session: Session, member_id: str, address: str, organisation: str, salt: bytes) -> None:
    """What `tell_issuer` told. Raises Conflict where the chain knows the issuer as somebody else's number."""
    members.require_opening(session, token(session, address).issuer, organisation, salt)
    session.merge(IssuerTold(member_id=member_id, token=address, lei=organisation, salt=salt))


def appointed(session: Session, token: Token, instrument: str) -> bool:
    """Whether the bank lets this instrument redeem and mint for it."""
    return store.is_appointed(session, deployment_of(session).chain_id, token.address, instrument)


def persons(session: Session, party: int, token: Token, amount: int) -> Literal[1, 2]:
    """How many persons of `party` it takes to pay or undertake this much."""
    return persons_for(amount, members.alone_up_to(session, party, token.address))


def _token(entry: Contract) -> Token:
    currency = currency_of_number(int(entry.facts["currency"]))
    if currency.decimals != int(entry.facts["decimals"]):
        raise ValueError(f"{entry.address} counts {currency} with {entry.facts['decimals']} decimals")
    return Token(entry.address, int(entry.facts["issuer"]), currency)


def issues(session: Session, member_id: str, token: Token) -> bool:
    return token.issuer in members.deals_of(session, member_id, [token.issuer])
