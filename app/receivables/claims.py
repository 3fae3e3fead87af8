"""Words and rules of receivables: what is owed on an invoice, to whom, and who may do what with it.

Numbers are parties', amounts minor units, days count from 1970-01-01, moments are seconds since; what the
chain knows by a hash is hashed here as the contract does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from app.credits.domain import Words, day_of
from app.errors import Conflict, DomainError, Forbidden
from app.hashes import keccak
from app.receivables.domain import said_as

NOTHING = "0x" + 64 * "0"


class ReceivableStatus(IntEnum):
    UNKNOWN = 0
    REGISTERED = 1
    APPROVED = 2
    PAID = 3
    SPLIT = 4
    VOID = 5


class Notice(IntEnum):
    NONE = 0
    GIVEN = 1
    ACKNOWLEDGED = 2


RECEIVABLE_WORDS: dict[ReceivableStatus, str] = {
    ReceivableStatus.UNKNOWN: "not on the chain yet",
    ReceivableStatus.REGISTERED: "claimed by the seller; the obligor has not approved it",
    ReceivableStatus.APPROVED: "approved: the obligor is bound to pay whoever holds it, when it is due",
    ReceivableStatus.PAID: "paid by the obligor",
    ReceivableStatus.SPLIT: "replaced by its parts",
    ReceivableStatus.VOID: "credited in full",
}
RUNNING = frozenset({ReceivableStatus.REGISTERED, ReceivableStatus.APPROVED})
ENDS = frozenset({ReceivableStatus.PAID, ReceivableStatus.SPLIT, ReceivableStatus.VOID})


class Act(StrEnum):
    """What is done with a receivable; the value is the function of the contract."""

    REGISTER = "register"
    APPROVE = "approve"
    DISPUTE = "dispute"
    END_DISPUTE = "endDispute"
    REDUCE = "reduce"
    OFFER = "offer"
    WITHDRAW_OFFER = "withdrawOffer"
    BUY = "buy"
    ASSIGN = "assign"
    SPLIT = "split"
    GIVE_NOTICE = "giveNotice"
    ACKNOWLEDGE = "acknowledge"
    REPAY = "repay"
    CLAIM_RECOURSE = "claimRecourse"
    REPURCHASE = "repurchase"


@dataclass(frozen=True)
class Terms:
    """What is owed, as the contract hashes it; `document` is the salted commitment to the invoice."""

    seller: int
    obligor: int
    cash: str
    amount: int
    due: int
    document: str

    @property
    def id(self) -> str:
        return hashed(*astuple(self))


@dataclass(frozen=True)
class Sale:
    """What holder and buyer agreed; its hash is what is offered."""

    receivable: str
    seller: int
    buyer: int
    amount: int
    price: int
    with_recourse: bool
    until: int
    salt: str

    @property
    def hash(self) -> str:
        return hashed(*astuple(self))


@dataclass(frozen=True)
class Claim:
    """What a holder asks of whoever sold to it with recourse."""

    receivable: str
    amount: int
    salt: str

    @property
    def hash(self) -> str:
        return hashed(*astuple(self))


@dataclass(frozen=True)
class Part:
    holder: int
    amount: int
    salt: str

    def id(self, whole: str) -> str:
        return hashed(whole, *astuple(self))


@dataclass(frozen=True)
class Standing:
    """A receivable as the chain has it, and what of it decides who may do what."""

    receivable: str
    seller: int
    obligor: int
    holder: int
    payee: int
    recourse: int
    due: int
    status: ReceivableStatus
    disputed: bool
    notice: Notice
    financed: bool
    offered: bool
    claimed: bool


def acts_open(number: int, standing: Standing | None, buys: bool, today: int) -> tuple[Act, ...]:
    """What the party `number` may do now. `buys`: it is the buyer that an offer names."""
    if standing is None or standing.status not in RUNNING:
        return ()
    return tuple(act for act in Act if _open(act, number, standing, buys, today))


def _open(act: Act, number: int, now: Standing, buys: bool, today: int) -> bool:
    holds, owes = number == now.holder, number == now.obligor
    approved = now.status is ReceivableStatus.APPROVED
    match act:
        case Act.REGISTER:
            return False
        case Act.APPROVE:
            return owes and not approved
        case Act.DISPUTE:
            return owes and not approved and not now.disputed
        case Act.END_DISPUTE:
            return owes and now.disputed
        case Act.REDUCE | Act.ASSIGN:
            return holds
        case Act.OFFER:
            return holds and not now.disputed
        case Act.WITHDRAW_OFFER:
            return holds and now.offered
        case Act.BUY:
            return buys and now.offered and not now.disputed
        case Act.SPLIT:
            return holds and approved and not now.financed
        case Act.GIVE_NOTICE:
            return holds and now.payee != number
        case Act.ACKNOWLEDGE:
            return owes and now.notice is Notice.GIVEN
        case Act.REPAY:
            return owes
        case Act.CLAIM_RECOURSE:
            return holds and now.recourse != 0 and (now.disputed or now.due < today)
        case Act.REPURCHASE:
            return number == now.recourse and now.claimed


def require_act(act: Act, number: int, now: Standing, buys: bool, today: int) -> None:
    """Raises what the chain would say: first who may, then in which status, then the rest."""
    if act in (Act.APPROVE, Act.DISPUTE, Act.END_DISPUTE, Act.ACKNOWLEDGE, Act.REPAY):
        if number != now.obligor:
            raise refused("ReceivablesNotObligor", obligor=now.obligor, party=number)
    elif act is Act.REPURCHASE:
        if number != now.recourse:
            raise refused("ReceivablesNotLiable", recourse=now.recourse, party=number)
    elif act is Act.BUY:
        if not buys:
            raise refused("ReceivablesNotBuyer", buyer=0, party=number)
    elif number != now.holder:
        raise refused("ReceivablesNotHolder", holder=now.holder, party=number)
    allowed = {
        Act.APPROVE: frozenset({ReceivableStatus.REGISTERED}),
        Act.DISPUTE: frozenset({ReceivableStatus.REGISTERED}),
        Act.SPLIT: frozenset({ReceivableStatus.APPROVED}),
    }.get(act, RUNNING)
    if now.status not in allowed:
        raise refused("ReceivablesWrongStatus", receivable=now.receivable, status=now.status, allowed=allowed)
    if not _open(act, number, now, buys, today):
        raise _why_not(act, now, today)


def _why_not(act: Act, now: Standing, today: int) -> DomainError:
    id = now.receivable
    if act is Act.CLAIM_RECOURSE and now.recourse == 0:
        return refused("ReceivablesNotLiable", recourse=0, party=now.seller)
    if act is Act.CLAIM_RECOURSE:
        return refused("ReceivablesNotDue", due=day_of(now.due), today=day_of(today))
    if act is Act.SPLIT:
        return refused("ReceivablesFinanced", receivable=id, financing="")
    if act is Act.GIVE_NOTICE:
        return refused("ReceivablesNotified", receivable=id, payee=now.payee)
    if act is Act.ACKNOWLEDGE:
        return refused("ReceivablesOtherNotice", receivable=id, payee=now.payee, notice=now.notice)
    if act is Act.REPURCHASE:
        return refused("ReceivablesNotClaimed", receivable=id, claimed=NOTHING, claim=NOTHING)
    if act is Act.END_DISPUTE:
        return refused("ReceivablesNotDisputed", receivable=id)
    if now.disputed:
        return refused("ReceivablesDisputed", receivable=id)
    return refused("ReceivablesNotOffered", receivable=id, offered=NOTHING, sale=NOTHING)


def hashed(*words: int | bool | str) -> str:
    """keccak256 of these, each as one word of 32 bytes: so the contract encodes a struct of them."""
    spelled = (int(word, 16) if isinstance(word, str) else int(word) for word in words)
    return "0x" + keccak(b"".join(word.to_bytes(32, "big") for word in spelled)).hex()


def sale_of(told: Mapping[str, Any]) -> Sale:
    """From plain JSON. Raises KeyError, TypeError, ValueError."""
    return Sale(
        receivable=str(told["receivable"]),
        seller=int(told["seller"]),
        buyer=int(told["buyer"]),
        amount=int(told["amount"]),
        price=int(told["price"]),
        with_recourse=bool(told["with_recourse"]),
        until=int(told["until"]),
        salt=str(told["salt"]),
    )


def claim_of(told: Mapping[str, Any]) -> Claim:
    return Claim(str(told["receivable"]), int(told["amount"]), str(told["salt"]))


def due_on(days: int) -> date:
    """Raises OverflowError where no calendar reaches."""
    return day_of(days)


# -------------------------------------------------------------------------------------------- refusals

_LOOK = "look at the receivable again"

BOOK_WORDS: dict[str, Words] = {
    "ReceivablesNotSeller": Words(
        "not-seller", "number {party} is not the seller", "the seller", "leave it to the seller", Forbidden
    ),
    "ReceivablesNotObligor": Words(
        "not-obligor",
        "number {party} is not who owes this receivable",
        "its obligor",
        "leave it to the obligor",
        Forbidden,
    ),
    "ReceivablesNotHolder": Words(
        "not-holder",
        "number {party} does not hold this receivable",
        "its holder, number {holder}",
        "ask its holder",
        Forbidden,
    ),
    "ReceivablesNotBuyer": Words(
        "not-the-buyer",
        "number {party} is not whom the receivable is offered to",
        "the buyer that the offer names",
        "ask its holder for an offer",
        Forbidden,
    ),
    "ReceivablesNotLiable": Words(
        "not-liable",
        "number {party} does not answer for this receivable",
        "whoever sold it with recourse to its holder",
        "look at how it was sold",
        Forbidden,
    ),
    "ReceivablesInvalidTerms": Words(
        "receivable-terms",
        "{amount} minor units, due {due}",
        "an amount above zero, due {today} or later",
        "correct the invoice",
    ),
    "ReceivablesAlreadyRegistered": Words(
        "receivable-there", "receivable {receivable} is registered already", "each once", _LOOK
    ),
    "ReceivablesWrongStatus": Words(
        "receivable-status", "the receivable is {status}", "a receivable that is {allowed}", _LOOK
    ),
    "ReceivablesDisputed": Words(
        "receivable-disputed",
        "the obligor disputes this receivable",
        "a receivable that nobody disputes",
        "settle the dispute with the obligor first",
    ),
    "ReceivablesNotDisputed": Words(
        "receivable-undisputed", "nobody disputes this receivable", "one that is disputed", _LOOK
    ),
    "ReceivablesOneHand": Words(
        "one-hand",
        "number {party} stands on both sides of this receivable",
        "seller, holder and obligor that are others",
        "name another party",
    ),
    "ReceivablesNotOffered": Words(
        "not-offered",
        "this sale is not what the holder offers now",
        "the sale that is offered, unchanged",
        "ask the holder for its offer",
    ),
    "ReceivablesOtherAmount": Words(
        "other-amount",
        "{given} minor units",
        "the {amount} minor units that are owed, or a part of them",
        _LOOK,
    ),
    "ReceivablesOfferOver": Words(
        "offer-over",
        "the offer was good until {until}, and it is {time}",
        "up to its last second",
        "ask the holder for another offer",
    ),
    "ReceivablesFinanced": Words(
        "receivable-financed",
        "this receivable is financed already",
        "to sell it on without recourse and with its financing; to split what nobody has financed",
        _LOOK,
    ),
    "ReceivablesOtherFinancing": Words(
        "other-financing",
        "the register keeps another financing for this receivable",
        "financing {financing}",
        _LOOK,
    ),
    "ReceivablesNotAll": Words(
        "parts-not-the-whole",
        "the parts are {parts} minor units",
        "{amount} minor units together",
        "correct the parts",
    ),
    "ReceivablesPartTooSmall": Words(
        "part-too-small",
        "a part of {amount} minor units",
        "a part of at least one basis point of the document",
        "make fewer parts",
    ),
    "ReceivablesTooManyParts": Words(
        "too-many-parts", "{parts} parts", "up to {allowed}", "split a part again afterwards"
    ),
    "ReceivablesNotified": Words(
        "notice-given", "the obligor has been told to pay number {payee}", "one notice", _LOOK
    ),
    "ReceivablesOtherNotice": Words(
        "other-notice",
        "the obligor was told to pay number {payee}, and the notice is {notice}",
        "the notice that was given last, once",
        _LOOK,
    ),
    "ReceivablesOtherPayee": Words(
        "other-payee",
        "a payment to number {given}",
        "to number {payee}, as the last notice says",
        "check the notice of assignment, then pay whom it names",
    ),
    "ReceivablesNotDue": Words(
        "not-overdue",
        "the receivable is due on {due}, and it is {today}",
        "recourse for what is overdue or disputed",
        "wait for the obligor to pay",
    ),
    "ReceivablesNotClaimed": Words(
        "not-claimed",
        "this is not what the holder claims",
        "the claim as it stands",
        "ask the holder for its claim",
    ),
}


def refused(name: str, **values: Any) -> DomainError:
    """What the chain would say as its error `name`, said before it is asked."""
    return said_as(BOOK_WORDS[name], values)


def unreadable(what: str, error: Exception) -> Conflict:
    return Conflict("message-unreadable", f"{what} cannot be read: {error}")
