"""What is owed: a seller registers, an obligor approves or disputes, whoever holds it credits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits.domain import canonical, days_of, sealed
from app.db import now_of
from app.errors import Conflict, Fault, Malformed
from app.identifiers import NotIdentifier, lei
from app.mail import service as mail
from app.members import service as members
from app.money import Money, NotMoney
from app.receivables import contract
from app.receivables.claims import Act, Terms, require_act
from app.receivables.documents import Invoice
from app.receivables.domain import SALT
from app.receivables.services import keeping
from app.receivables.services.financings import read_document
from app.receivables.store import ReceivableCopy, ReceivableRow
from app.receivables.written import as_json

ACTIONS = {
    Act.REGISTER: "register a receivable",
    Act.APPROVE: "undertake to pay a receivable when it is due",
    Act.DISPUTE: "dispute a receivable",
    Act.END_DISPUTE: "end the dispute of a receivable",
    Act.REDUCE: "credit a receivable",
    Act.OFFER: "offer a receivable for sale",
    Act.WITHDRAW_OFFER: "withdraw the offer of a receivable",
    Act.BUY: "buy a receivable",
    Act.ASSIGN: "assign a receivable without a price",
    Act.SPLIT: "split a receivable into parts",
    Act.GIVE_NOTICE: "give notice that a receivable is ours",
    Act.ACKNOWLEDGE: "acknowledge whom we pay a receivable to",
    Act.REPAY: "pay a receivable",
    Act.CLAIM_RECOURSE: "claim a receivable from whoever sold it with recourse",
    Act.REPURCHASE: "buy back a receivable that was sold with recourse",
}


@dataclass(frozen=True)
class Held:
    """A member's copy, and the chain's row of it."""

    copy: ReceivableCopy
    row: ReceivableRow


def register(
    session: Session,
    caller: Caller,
    *,
    told: Mapping[str, Any],
    deal: str | None,
    token: str,
    due: date,
    key: IdempotencyKey,
) -> Operation:
    """By the seller that the invoice names, or, approved with it, by its buyer (payables finance). The other
    one gets its copy when it is final.
    """
    known, own = cash.token(session, token), members.member(session, caller.member_id).lei
    invoice = _invoice(session, told, known.currency.alpha, own, due)
    seller, obligor = invoice.seller.lei, invoice.buyer.lei
    other = obligor if own == seller else seller
    deal = deal or members.new_deal()
    alias = members.allot(session, caller.member_id, deal)
    number = members.number_of(session, member_id=caller.member_id, deal=deal, organisation=other)
    document, salt = as_json(invoice), secrets.token_hex(SALT)
    terms = Terms(
        seller=alias.party if own == seller else number,
        obligor=number if own == seller else alias.party,
        cash=known.address,
        amount=invoice.amount.minor,
        due=days_of(due),
        document=keeping.commitment_of(document, salt),
    )
    act = Act.REGISTER if own == seller else Act.APPROVE
    deployment = deployment_of(session)
    copy = keeping.keep(
        session,
        caller.member_id,
        id=terms.id,
        address=deployment.contract(contract.BOOK).address,
        deal=deal,
        seller=seller,
        obligor=obligor,
        terms=terms,
        amount=terms.amount,
        document=document,
        salt=salt,
    )
    eyes: Literal[1, 2] = 1
    if act is Act.APPROVE:
        eyes = cash.persons(session, alias.party, known, terms.amount)
    right = "PRESENT" if act is Act.REGISTER else "UNDERTAKE"
    call = contract.on_terms(deployment, act, terms)
    operation = ask(session, caller, copy, act, call, right=right, eyes=eyes, key=key)
    keeping.tell(session, copy, other, operation.id)
    return operation


def approve(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Irrevocable: two persons, unless what is owed is within the obligor's limit."""
    held = begun(session, caller, id, Act.APPROVE)
    call = contract.on_terms(deployment_of(session), Act.APPROVE, held.copy.agreed)
    eyes = persons(session, held, held.row.amount)
    return ask(session, caller, held.copy, Act.APPROVE, call, right="UNDERTAKE", eyes=eyes, key=key)


def dispute(session: Session, caller: Caller, id: str, grounds: str, key: IdempotencyKey) -> Operation:
    """The seller gets the grounds; on the chain is a salted commitment to them."""
    held = begun(session, caller, id, Act.DISPUTE)
    return _noted(session, caller, held, Act.DISPUTE, grounds, held.copy.seller, "PRESENT", 1, key)


def end_dispute(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    held = begun(session, caller, id, Act.END_DISPUTE)
    call = contract.on_receivable(deployment_of(session), Act.END_DISPUTE, held.copy.id)
    return ask(session, caller, held.copy, Act.END_DISPUTE, call, right="PRESENT", eyes=1, key=key)


def reduce(
    session: Session, caller: Caller, id: str, amount: str, text: str, key: IdempotencyKey
) -> Operation:
    """A credit note of the holder, who before a sale is the seller; the obligor gets it."""
    held = begun(session, caller, id, Act.REDUCE)
    minor = _amount(session, held, amount)
    eyes = persons(session, held, minor)
    return _noted(session, caller, held, Act.REDUCE, text, held.copy.obligor, "TITLE", eyes, key, minor)


# ------------------------------------------------------------------------------------ for all modules here


def begun(session: Session, caller: Caller, id: str, act: Act, *, buys: bool = False) -> Held:
    """Copy and row of what the caller may `act` on. Raises NotFound, Forbidden, Conflict."""
    copy = keeping.own_copy(session, caller.member_id, id)
    row = keeping.row_of(session, copy.id)
    if row is None:
        raise Conflict(
            "receivable-status",
            "the receivable is not on the chain yet",
            allowed="a receivable that is registered",
            next="look at the operation that registers it",
            receivable=copy.id,
        )
    require_act(act, copy.party, row.standing, buys, days_of(now_of(session).date()))
    return Held(copy, row)


def persons(session: Session, held: Held, amount: int) -> Literal[1, 2]:
    return cash.persons(session, held.copy.party, cash.token(session, held.row.cash), amount)


def ask(
    session: Session,
    caller: Caller,
    copy: ReceivableCopy,
    act: Act,
    call: bytes,
    *,
    right: str,
    eyes: Literal[1, 2],
    key: IdempotencyKey,
    amount: int | None = None,
    **more: Any,
) -> Operation:
    """Queue a call to the book in which it stands; `amount` is what it moves, if not the whole."""
    token = cash.token(session, str(copy.terms["cash"]))
    money = token.money(copy.amount if amount is None else amount)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=copy.party,
        instrument=copy.contract,
        call=call,
        describes={
            "action": ACTIONS[act],
            "receivable": copy.id,
            "invoice": copy.document["number"],
            "seller": copy.seller,
            "obligor": copy.obligor,
            "amount": money.decimal(),
            "currency": money.currency.alpha,
            "deal": copy.deal,
            **more,
        },
        eyes=eyes,
        right=right,
        idempotency=key,
    )


def amount_in(session: Session, held: Held, text: str, where: str = "#/amount") -> int:
    """Minor units. Raises Malformed."""
    try:
        return cash.token(session, held.row.cash).amount(text)
    except NotMoney as error:
        raise Malformed([Fault(where, str(error))]) from None


def _amount(session: Session, held: Held, text: str) -> int:
    minor = amount_in(session, held, text)
    if minor > held.row.amount:
        owed = Money(held.row.amount, cash.token(session, held.row.cash).currency)
        raise Malformed([Fault("#/amount", f"{text}; expected no more than the {owed} that are owed")])
    return minor


def _noted(
    session: Session,
    caller: Caller,
    held: Held,
    act: Act,
    text: str,
    to: str,
    right: str,
    eyes: Literal[1, 2],
    key: IdempotencyKey,
    amount: int | None = None,
) -> Operation:
    """What is told the chain as a commitment is kept, and sent to the other side when it is final."""
    copy, salt = held.copy, secrets.token_bytes(SALT)
    own = members.member(session, caller.member_id).lei
    note = {"what": act.value, "text": text, "salt": salt.hex()}
    copy.notes = [*copy.notes, {**note, "from": own, "at": now_of(session).isoformat()}]
    told = (sealed(canonical(text), salt),) if amount is None else (amount, sealed(canonical(text), salt))
    call = contract.on_receivable(deployment_of(session), act, copy.id, *told)
    operation = ask(
        session, caller, copy, act, call, right=right, eyes=eyes, key=key, amount=amount, text=text
    )
    if to != own:
        mail.send_when_final(
            session,
            operation_id=operation.id,
            member_id=caller.member_id,
            to=to,
            kind=keeping.NOTED,
            body={"receivable": copy.id, **note},
        )
    return operation


def _invoice(session: Session, told: Mapping[str, Any], currency: str, own: str, due: date) -> Invoice:
    """Raises Malformed with every fault."""
    document = read_document(told)
    faults = []
    if not isinstance(document, Invoice):
        raise Malformed([Fault("#/document/kind", "expected an invoice: others are financed, not owed")])
    for name in ("seller", "buyer"):
        try:
            lei(getattr(document, name).lei)
        except NotIdentifier as error:
            faults.append(Fault(f"#/document/{name}/lei", str(error)))
    if own not in (document.seller.lei, document.buyer.lei):
        faults.append(Fault("#/document", "your organisation is neither seller nor buyer of this invoice"))
    if document.seller.lei == document.buyer.lei:
        faults.append(Fault("#/document/buyer", "the seller itself; expected another"))
    if document.amount.currency.alpha != currency:
        faults.append(Fault("#/document/amount/currency", f"expected {currency}, which the token is in"))
    if document.amount.minor == 0:
        faults.append(Fault("#/document/amount", "expected an amount above zero"))
    if due < now_of(session).date():
        faults.append(Fault("#/due", f"{due.isoformat()} has passed; expected today or later"))
    if faults:
        raise Malformed(faults)
    return document
