"""Each party's own copy of a receivable: made, handed on with what opens it, and taken in.

Whoever is told of a receivable checks it against the chain before it keeps it: that it is there, that the
invoice is what the chain was told of, and who stands behind the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.chain.deployments import deployment_of
from app.credits.domain import canonical, sealed
from app.db import now_of
from app.errors import Conflict, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Opening
from app.receivables import contract, store
from app.receivables.claims import Terms, claim_of, sale_of, unreadable
from app.receivables.store import ReceivableCopy, ReceivableRow
from app.receivables.views import Quoted
from app.receivables.written import as_json, document_of

TOLD, OFFERED, CLAIMED, NOTED, NOTICED = (
    "receivable-told",
    "receivable-offered",
    "receivable-claimed",
    "receivable-noted",
    "receivable-noticed",
)


def commitment_of(document: Mapping[str, Any], salt: str) -> str:
    return sealed(canonical(document), bytes.fromhex(salt))


def keep(
    session: Session,
    member_id: str,
    *,
    id: str,
    address: str,
    deal: str,
    seller: str,
    obligor: str,
    terms: Terms,
    amount: int,
    document: Mapping[str, Any],
    salt: str,
) -> ReceivableCopy:
    """Ours, or the one that we have."""
    known = store.receivable_copy(session, member_id, id)
    if known is not None:
        return known
    copy = ReceivableCopy(
        member_id=member_id,
        id=id,
        contract=address,
        deal=deal,
        party=members.alias_in(session, member_id, deal).party,
        seller=seller,
        obligor=obligor,
        terms=vars(terms),
        amount=amount,
        due=terms.due,
        document=dict(document),
        salt=salt,
        notes=[],
        kept_at=now_of(session),
    )
    session.add(copy)
    session.flush()
    return copy


def own_copy(session: Session, member_id: str, id: str) -> ReceivableCopy:
    """Raises NotFound, of another's receivable as of none."""
    copy = store.receivable_copy(session, member_id, id.lower())
    if copy is None:
        raise NotFound("no-such-receivable", "your organisation has no part in such a receivable")
    return copy


def row_of(session: Session, id: str) -> ReceivableRow | None:
    return store.receivable_rows(session, deployment_of(session).chain_id, [id]).get(id)


def tell(
    session: Session,
    copy: ReceivableCopy,
    to: str,
    operation_id: str,
    *,
    kind: str = TOLD,
    id: str | None = None,
    amount: int | None = None,
    **more: Any,
) -> None:
    """Hand our copy on once the operation is final, with what opens its numbers as far as we know; `id` and
    `amount` are of a part of it.
    """
    own = members.member(session, copy.member_id).lei
    openings = [
        members.opening_of(session, member_id=copy.member_id, deal=copy.deal, organisation=organisation)
        for organisation in dict.fromkeys((copy.seller, copy.obligor, own))
    ]
    mail.send_when_final(
        session,
        operation_id=operation_id,
        member_id=copy.member_id,
        to=to,
        kind=kind,
        body={
            "receivable": id or copy.id,
            "contract": copy.contract,
            "deal": copy.deal,
            "seller": copy.seller,
            "obligor": copy.obligor,
            "terms": copy.terms,
            "amount": str(copy.amount if amount is None else amount),
            "document": copy.document,
            "salt": copy.salt,
            "openings": [
                {"party": one.party, "organisation": one.organisation, "salt": one.salt.hex()}
                for one in openings
                if one is not None
            ],
            **more,
        },
    )


def take_told(session: Session, member_id: str, message: Message) -> None:
    _taken(session, member_id, message)


def take_offered(session: Session, member_id: str, message: Message) -> None:
    """The sale too, if it is what the holder has offered."""
    copy = _taken(session, member_id, message)
    try:
        sale = sale_of(message.body["sale"])
        quoted = Quoted.read(message.body["price_made_of"])
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable("the sale", error) from error
    row = row_of(session, copy.id)
    if row is None or row.sale != sale.hash:
        raise Conflict("not-offered", "this sale is not what the chain says is offered")
    if quoted.price.paid_out.minor != sale.price:
        raise Conflict("price-made-otherwise", "what is told of how the price is made is of another price")
    copy.sale = {**message.body["sale"], "price_made_of": quoted.as_json()}


def take_claimed(session: Session, member_id: str, message: Message) -> None:
    copy = own_copy(session, member_id, str(message.body["receivable"]))
    try:
        claim = claim_of(message.body["claim"])
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable("the claim", error) from error
    row = row_of(session, copy.id)
    if row is None or row.claim != claim.hash:
        raise Conflict("not-claimed", "this claim is not what the chain says is claimed")
    copy.claim = dict(message.body["claim"])


def take_noted(session: Session, member_id: str, message: Message) -> None:
    """Why it is disputed, or a credit note: kept as it was told, with what opens its commitment."""
    copy = own_copy(session, member_id, str(message.body["receivable"]))
    note = {name: str(message.body[name]) for name in ("what", "text", "salt")}
    copy.notes = [*copy.notes, {**note, "from": message.sender, "at": message.sent_at.isoformat()}]


def take_noticed(session: Session, member_id: str, message: Message) -> None:
    """Who is to be paid: the number is on the chain, here is what proves whose it is."""
    copy = own_copy(session, member_id, str(message.body["receivable"]))
    party, salt = int(message.body["party"]), bytes.fromhex(str(message.body["salt"]))
    members.require_opening(session, party, message.sender, salt)
    members.keep_opening(session, member_id, copy.deal, Opening(party, message.sender, salt))


def _taken(session: Session, member_id: str, message: Message) -> ReceivableCopy:
    told = message.body
    try:
        terms = Terms(**told["terms"])
        id, deal, address = str(told["receivable"]), str(told["deal"]), str(told["contract"]).lower()
        document = as_json(document_of(told["document"]))
        amount, salt = int(told["amount"]), str(told["salt"])
        commitment = commitment_of(document, salt)
        openings = [
            Opening(int(one["party"]), str(one["organisation"]), bytes.fromhex(str(one["salt"])))
            for one in told["openings"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable("the receivable", error) from error
    members.alias_in(session, member_id, deal)
    known = {entry.address for entry in deployment_of(session).contracts if entry.name == contract.BOOK}
    if address not in known:
        raise Conflict("receivable-elsewhere", f"it is told of a contract {address} that we do not know")
    _require_of(session, id, terms)
    if commitment != terms.document:
        raise Conflict("invoice-does-not-open", "the invoice is not the one that the chain was told of")
    own = members.member(session, member_id).lei
    for opening in openings:
        if opening.organisation != own:
            members.require_opening(session, opening.party, opening.organisation, opening.salt)
            members.keep_opening(session, member_id, deal, opening)
    return keep(
        session,
        member_id,
        id=id,
        address=address,
        deal=deal,
        seller=str(told["seller"]),
        obligor=str(told["obligor"]),
        terms=terms,
        amount=amount,
        document=document,
        salt=salt,
    )


def _require_of(session: Session, id: str, terms: Terms) -> None:
    """That the chain has the receivable, cut from what was registered with these terms."""
    at = id
    while (row := row_of(session, at)) is not None and row.whole:
        at = row.whole
    if row is None or at != terms.id:
        raise Conflict("receivable-not-on-chain", "the chain has no such receivable of these terms")
