"""Issue, redeem, pay and stop claims on a bank; say what they are and what became of them.

Payments take two persons, unless the amount is within what one person of the paying number may move alone.
Balances are not asked before a payment is queued: what is on its way may change them, and the chain decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.auth.domain import Caller
from app.cash import contract, store
from app.cash.domain import Holder, Holding, Kind, Movement, Standing, Token, not_issuer, persons_for
from app.cash.store import BalanceRow, IssuerTold, MovementRow
from app.chain.deployments import Contract, deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.errors import Conflict, Fault, Malformed, NotFound
from app.identifiers import NotIdentifier, lei
from app.mail import service as mail
from app.members import service as members
from app.members.domain import account_of, party_of
from app.money import NotMoney, currency_of_number
from app.paging import PageAsked, make_cursor

# ------------------------------------------------------------------------------------------------ tokens


def tokens(session: Session) -> list[Token]:
    """Every deposit token of the deployment, in the order of their addresses."""
    found = [_token(entry) for entry in deployment_of(session).contracts if entry.name == contract.NAME]
    return sorted(found, key=lambda token: token.address)


def tokens_page(session: Session, asked: PageAsked) -> tuple[list[Token], str | None]:
    """They stand in no table: `tokens` after the cursor, and the next cursor."""
    after = str(asked.after[0]) if asked.after else ""
    rest = [known for known in tokens(session) if known.address > after]
    here = rest[: asked.limit]
    return here, make_cursor([here[-1].address]) if len(rest) > asked.limit else None


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
        allowed=", ".join(
            sorted({str(t.currency) for t in tokens(session) if _issues(session, member_id, t)})
        )
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
        mine = _issues(session, member_id, known)
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
    if _issues(session, member_id, token):
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


def persons(session: Session, party: int, token: Token, amount: int) -> Literal[1, 2]:
    """How many persons of `party` it takes to pay or undertake this much."""
    return persons_for(amount, members.alone_up_to(session, party, token.address))


def _token(entry: Contract) -> Token:
    currency = currency_of_number(int(entry.facts["currency"]))
    if currency.decimals != int(entry.facts["decimals"]):
        raise ValueError(f"{entry.address} counts {currency} with {entry.facts['decimals']} decimals")
    return Token(entry.address, int(entry.facts["issuer"]), currency)


def _issues(session: Session, member_id: str, token: Token) -> bool:
    return token.issuer in members.deals_of(session, member_id, [token.issuer])


# ----------------------------------------------------------------------------------------------- payments


def mint(
    session: Session,
    caller: Caller,
    address: str,
    *,
    to: str,
    deal: str,
    amount: str,
    currency: str | None,
    key: IdempotencyKey,
) -> Operation:
    """The bank owes `to` (LEI) so much more, under its number in `deal`; to itself too, so it can pay."""
    issued = token(session, address)
    minor = _read(issued, amount, currency, to)
    _require_issuer(session, caller.member_id, issued)
    payee = party_in(session, caller.member_id, deal, to)
    call = contract.mint(deployment_of(session), payee, minor)
    describes = _describes("issue cash", issued, minor, to=to, deal=deal)
    operation = _queue(session, caller, issued, issued.issuer, call, describes, minor, key)
    tell_issuer(session, caller.member_id, issued, to=to, operation_id=operation.id)
    return operation


def redeem(
    session: Session,
    caller: Caller,
    address: str,
    *,
    deal: str,
    amount: str,
    currency: str | None,
    key: IdempotencyKey,
) -> Operation:
    """Give up a claim; the bank pays it out elsewhere."""
    held = token(session, address)
    minor = _read(held, amount, currency)
    party = members.alias_in(session, caller.member_id, deal).party
    call = contract.redeem(deployment_of(session), minor)
    return _queue(
        session, caller, held, party, call, _describes("redeem cash", held, minor, deal=deal), minor, key
    )


def transfer(
    session: Session,
    caller: Caller,
    address: str,
    *,
    to: str,
    deal: str,
    amount: str,
    currency: str | None,
    key: IdempotencyKey,
) -> Operation:
    """Pay `to` (LEI) within `deal`: from our number there to its number there."""
    paid = token(session, address)
    minor = _read(paid, amount, currency, to)
    if to == members.member(session, caller.member_id).lei:
        raise Malformed([Fault("#/to", "this is your own organisation: a payment goes to another")])
    party = members.alias_in(session, caller.member_id, deal).party
    payee = party_in(session, caller.member_id, deal, to)
    call = contract.transfer(deployment_of(session), account_of(payee), minor)
    describes = _describes("pay", paid, minor, to=to, deal=deal)
    operation = _queue(session, caller, paid, party, call, describes, minor, key)
    tell_issuer(session, caller.member_id, paid, to=to, operation_id=operation.id)
    return operation


def freeze(
    session: Session,
    caller: Caller,
    address: str,
    *,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    key: IdempotencyKey,
) -> Operation:
    """Stop payments out of an account, as a court or the law orders: of an organisation in a deal, or of a
    number that nobody has named to us.
    """
    return _stop_or_let("freeze", session, caller, address, organisation, deal, number, key)


def unfreeze(
    session: Session,
    caller: Caller,
    address: str,
    *,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    key: IdempotencyKey,
) -> Operation:
    """Let the payments go on that `freeze` stopped."""
    return _stop_or_let("unfreeze", session, caller, address, organisation, deal, number, key)


def party_in(session: Session, member_id: str, deal: str, organisation: str) -> int:
    """The number of an organisation (LEI) in a deal, our own included. Raises NotFound, Conflict."""
    if organisation == members.member(session, member_id).lei:
        return members.alias_in(session, member_id, deal).party
    return members.number_of(session, member_id=member_id, deal=deal, organisation=organisation)


def _stop_or_let(
    verb: Literal["freeze", "unfreeze"],
    session: Session,
    caller: Caller,
    address: str,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    key: IdempotencyKey,
) -> Operation:
    issued = token(session, address)
    named = organisation is not None and deal is not None
    if named == (number is not None) or (organisation is None) != (deal is None):
        raise Malformed([Fault("#", "whose account: give organisation and deal, or number alone")])
    _require_issuer(session, caller.member_id, issued)
    if organisation is not None and deal is not None:
        _require_lei(organisation, "#/organisation")
        number = party_in(session, caller.member_id, deal, organisation)
    assert number is not None
    build: Callable[..., bytes] = contract.freeze if verb == "freeze" else contract.unfreeze
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=issued.issuer,
        instrument=issued.address,
        call=build(deployment_of(session), number),
        describes={
            "action": f"{verb} an account",
            "currency": issued.currency.alpha,
            "token": issued.address,
            "organisation": organisation,
            "number": number,
        },
        eyes=2,
        right="PAY",
        idempotency=key,
    )


def _queue(
    session: Session,
    caller: Caller,
    token: Token,
    party: int,
    call: bytes,
    describes: dict[str, Any],
    amount: int,
    key: IdempotencyKey,
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=token.address,
        call=call,
        describes=describes,
        eyes=persons(session, party, token, amount),
        right="PAY",
        idempotency=key,
    )


def _describes(action: str, token: Token, amount: int, **more: Any) -> dict[str, Any]:
    money = token.money(amount)
    return {
        "action": action,
        "amount": money.decimal(),
        "currency": token.currency.alpha,
        "token": token.address,
        **more,
    }


def _require_issuer(session: Session, member_id: str, token: Token) -> None:
    if not _issues(session, member_id, token):
        raise not_issuer(token)


def _read(token: Token, amount: str, currency: str | None, to: str | None = None) -> int:
    """Minor units. Raises Malformed with every fault of the request."""
    faults, minor = [], 0
    try:
        minor = token.amount(amount)
    except NotMoney as error:
        faults.append(Fault("#/amount", str(error)))
    if currency is not None and currency != token.currency.alpha:
        faults.append(Fault("#/currency", f"{currency}; expected {token.currency}, which the token is in"))
    try:
        if to is not None:
            lei(to)
    except NotIdentifier as error:
        faults.append(Fault("#/to", str(error)))
    if faults:
        raise Malformed(faults)
    return minor


def _require_lei(text: str, where: str) -> None:
    try:
        lei(text)
    except NotIdentifier as error:
        raise Malformed([Fault(where, str(error))]) from None


# ------------------------------------------------------------------------------------------------ reading


Order = list[InstrumentedAttribute[Any]]
"""By what a list is sorted and paged."""


def balances(session: Session, member_id: str, token: Token) -> tuple[Select[BalanceRow], Order]:
    chain_id = deployment_of(session).chain_id
    return store.balances_of(chain_id, token.address, members.own_numbers(member_id)), [BalanceRow.id]


def movements(session: Session, member_id: str, token: Token) -> tuple[Select[MovementRow], Order]:
    """Those in which one of the member's numbers stands; the issuer stands in each that changes its debt."""
    query = store.movements_of(
        deployment_of(session).chain_id,
        token.address,
        members.own_numbers(member_id),
        issuer=_issues(session, member_id, token),
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
