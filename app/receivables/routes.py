"""Finance a document once; and what is owed on invoices, sold, repaid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Query, Response

from app.auth.caller import Caller, Requires
from app.operations.answers import Prefer, Router, WriteKey, accepted, answered
from app.operations.schemas import OperationOut
from app.paging import Page
from app.receivables.schemas import (
    Acceptance,
    AtWhat,
    Claimed,
    Contested,
    CreditNote,
    FinancingOut,
    NewFinancing,
    NewOffer,
    NewReceivable,
    Parts,
    QuoteOut,
    ReceivableOut,
    Recipient,
    Renewal,
    Reservation,
    Text,
)
from app.receivables.services import financings, owing, reading, repaying, selling
from app.requests import Db, Paging

router = Router(tags=["receivables"])

TAG = {
    "name": "receivables",
    "description": "A document is financed once, whichever bank holds it: its share is reserved before it "
    "is paid out, under fingerprints that a rival cannot guess, and whoever comes second is told at once, "
    "without learning who came first. What a document is like among your own financings is pointed out with "
    "reasons; a person decides.",
}

Reader = Annotated[Caller, Requires("receivables:read")]
Writer = Annotated[Caller, Requires("receivables:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


@router.post("/financings", status_code=201, response_model=FinancingOut)
def enter_document(body: NewFinancing, caller: Writer, db: Db, key: WriteKey) -> Response:
    """Enter a document that is to be financed: it comes back with what it is like among your own financings,
    and how much of it others have. Nothing is on the chain yet.
    """
    seen = FinancingOut.of(
        financings.enter(
            db,
            caller,
            told=body.document.model_dump(mode="json"),
            share=body.share,
            reference=body.reference,
            deal=body.deal,
        )
    )
    return answered(db, key, 201, seen, f"/financings/{seen.id}")


@router.get("/financings")
def list_financings(caller: Reader, db: Db, asked: Paging) -> Page[FinancingOut]:
    """Documents that your organisation entered, newest first."""
    found, following = financings.own(db, caller.member_id, asked)
    return Page[FinancingOut](items=[FinancingOut.of(seen) for seen in found], next=following)


@router.get("/financings/{id}")
def get_financing(id: str, caller: Reader, db: Db) -> FinancingOut:
    return FinancingOut.of(financings.get(db, caller.member_id, id))


@router.post("/financings/{id}/reserve", status_code=202, responses=ACCEPTED)
def reserve_share(
    id: str, body: Reservation, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Reserve before paying out, by two persons. A document that is like another needs a reason."""
    return accepted(financings.reserve(db, caller, id, timedelta(hours=body.hours), body.reason, key), prefer)


@router.post("/financings/{id}/renew", status_code=202, responses=ACCEPTED)
def renew_reservation(
    id: str, body: Renewal, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Hold a reservation for longer, twice at most. Two persons."""
    return accepted(financings.renew(db, caller, id, timedelta(hours=body.hours), key), prefer)


@router.post("/financings/{id}/finance", status_code=202, responses=ACCEPTED)
def record_finance(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """It was paid out, outside of this ledger. Two persons."""
    return accepted(financings.finance(db, caller, id, key), prefer)


@router.post("/financings/{id}/settle", status_code=202, responses=ACCEPTED)
def settle_financing(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """It was paid by whoever owes the document, which nobody can finance again. Two persons."""
    return accepted(financings.settle(db, caller, id, key), prefer)


@router.post("/financings/{id}/dispute", status_code=202, responses=ACCEPTED)
def dispute_financing(
    id: str, body: Contested, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """What was financed is contested. Two persons; the grounds stay with you."""
    return accepted(financings.dispute(db, caller, id, body.grounds, key), prefer)


@router.post("/financings/{id}/release", status_code=202, responses=ACCEPTED)
def release_share(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Refused or undone: the share is free for others. Of what was financed, two persons."""
    return accepted(financings.release(db, caller, id, key), prefer)


# --------------------------------------------------------------------------------------------- receivables


@router.post("/receivables", status_code=202, responses=ACCEPTED)
def register_receivable(
    body: NewReceivable, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Register an invoice as its seller; as its buyer, register and approve it in one, so that the seller can
    be paid early. An approval takes two persons, unless within the buyer's limit.
    """
    operation = owing.register(
        db,
        caller,
        told=body.document.model_dump(mode="json"),
        deal=body.deal,
        token=body.token,
        due=body.due,
        key=key,
    )
    return accepted(operation, prefer)


@router.get("/receivables")
def list_receivables(
    caller: Reader,
    db: Db,
    asked: Paging,
    due_from: Annotated[date | None, Query(description="Due on this day or later.")] = None,
    due_until: Annotated[date | None, Query(description="Due on this day or earlier.")] = None,
) -> Page[ReceivableOut]:
    """Receivables in which your organisation has a part, by the day on which they are due."""
    found, following = reading.own(db, caller.member_id, asked, due_from, due_until)
    return Page[ReceivableOut](items=[ReceivableOut.of(seen) for seen in found], next=following)


@router.get("/receivables/{id}")
def get_receivable(id: str, caller: Reader, db: Db) -> ReceivableOut:
    return ReceivableOut.of(reading.get(db, caller.member_id, id))


@router.post("/receivables/{id}/approve", status_code=202, responses=ACCEPTED)
def approve_receivable(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The obligor undertakes irrevocably to pay the holder. Two persons, unless within its limit."""
    return accepted(owing.approve(db, caller, id, key), prefer)


@router.post("/receivables/{id}/dispute", status_code=202, responses=ACCEPTED)
def dispute_receivable(
    id: str, body: Text, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The obligor contests what it has not approved; the seller is told why."""
    return accepted(owing.dispute(db, caller, id, body.text, key), prefer)


@router.post("/receivables/{id}/end-dispute", status_code=202, responses=ACCEPTED)
def end_dispute(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The obligor contests it no longer."""
    return accepted(owing.end_dispute(db, caller, id, key), prefer)


@router.post("/receivables/{id}/credit-note", status_code=202, responses=ACCEPTED)
def credit_receivable(
    id: str, body: CreditNote, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The holder gives it up, in part or in full; before a sale that is the seller. Two persons usually."""
    return accepted(owing.reduce(db, caller, id, body.amount, body.text, key), prefer)


@router.post("/receivables/{id}/quote")
def quote_receivable(id: str, body: AtWhat, caller: Reader, db: Db) -> QuoteOut:
    """What it is worth at these terms. Nothing is stored, and nobody bound."""
    return QuoteOut.of(selling.quote(db, caller.member_id, id, body.asked()))


@router.post("/receivables/{id}/offer", status_code=202, responses=ACCEPTED)
def offer_receivable(
    id: str, body: NewOffer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Offer it to a bank, which is told the price; the chain is told a hash. Two persons."""
    operation = selling.offer(
        db,
        caller,
        id,
        buyer=body.buyer,
        asked=body.asked(),
        with_recourse=body.with_recourse,
        until=body.until,
        key=key,
    )
    return accepted(operation, prefer)


@router.post("/receivables/{id}/withdraw-offer", status_code=202, responses=ACCEPTED)
def withdraw_offer(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    return accepted(selling.withdraw_offer(db, caller, id, key), prefer)


@router.post("/receivables/{id}/accept", status_code=202, responses=ACCEPTED)
def accept_offer(
    id: str, body: Acceptance, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Buy it: price, assignment, financing in one. Two persons, unless within the buyer's limit."""
    return accepted(selling.accept(db, caller, id, body.financing, key), prefer)


@router.post("/receivables/{id}/assign", status_code=202, responses=ACCEPTED)
def assign_receivable(
    id: str, body: Recipient, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Hand it over without a price. Two persons, unless within the holder's limit."""
    return accepted(selling.assign(db, caller, id, body.to, key), prefer)


@router.post("/receivables/{id}/split", status_code=202, responses=ACCEPTED)
def split_receivable(id: str, body: Parts, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Replace it by parts, to be passed down. Two persons, unless within the holder's limit."""
    parts = [(part.holder, part.amount) for part in body.parts]
    return accepted(selling.split(db, caller, id, parts, key), prefer)


@router.post("/receivables/{id}/notice", status_code=202, responses=ACCEPTED)
def give_notice(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The holder tells the obligor to pay it from now on."""
    return accepted(repaying.give_notice(db, caller, id, key), prefer)


@router.post("/receivables/{id}/acknowledge", status_code=202, responses=ACCEPTED)
def acknowledge_notice(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The obligor answers that it will pay whom it was told to pay."""
    return accepted(repaying.acknowledge(db, caller, id, key), prefer)


@router.post("/receivables/{id}/repay", status_code=202, responses=ACCEPTED)
def repay_receivable(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The obligor pays the whole to whom it was told to pay. Two persons, unless within its limit."""
    return accepted(repaying.repay(db, caller, id, key), prefer)


@router.post("/receivables/{id}/claim", status_code=202, responses=ACCEPTED)
def claim_recourse(id: str, body: Claimed, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The holder claims what is overdue or disputed from whoever sold it with recourse."""
    return accepted(repaying.claim_recourse(db, caller, id, body.amount, key), prefer)


@router.post("/receivables/{id}/repurchase", status_code=202, responses=ACCEPTED)
def repurchase_receivable(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Who sold it with recourse pays what is claimed and holds it again. Two persons, unless in its limit."""
    return accepted(repaying.repurchase(db, caller, id, key), prefer)
