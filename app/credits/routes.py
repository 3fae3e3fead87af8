"""Documentary credits: applied for, issued, advised, presented under, examined, honoured or refused."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Response
from pydantic import RootModel

from app.auth.caller import Caller, Requires
from app.credits import schemas
from app.credits.amendments import Acceptance
from app.credits.schemas import (
    Diary,
    Lifting,
    NewAdvance,
    NewAmendment,
    NewAmendmentAnswer,
    NewAnswer,
    NewApplication,
    NewAssignment,
    NewCalendar,
    NewClauses,
    NewCredit,
    NewDemand,
    NewExamination,
    NewForwarding,
    NewHonour,
    NewInvoice,
    NewNegotiation,
    NewObligationOffer,
    NewPresentation,
    NewRefusal,
    NewTransfer,
    NewWaiverRequest,
    Order,
    WaiverAnswer,
    lists,
    makes,
    shows,
)
from app.credits.services import (
    advancing,
    amended,
    amending,
    applications,
    assigning,
    calendars,
    clauses,
    deciding,
    discounting,
    evidence,
    examining,
    issuing,
    liability,
    maturities,
    passing,
    presenting,
    reading,
    revolving,
    stopping,
    substituting,
    transferred,
    transferring,
)
from app.credits.services.presenting import Presented
from app.credits.views import (
    AdvanceView,
    AmendmentView,
    ApplicationView,
    AssignmentView,
    CalendarView,
    CreditView,
    HistoryLine,
    Liability,
    ObligationView,
    PresentationView,
    Suggestion,
    TransferView,
    WaiverRequestView,
)
from app.operations.answers import Prefer, Router, WriteKey, accepted, answered
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging
from app.stops.domain import Ground

router = Router(prefix="/credits", tags=["credits"])

TAG = {
    "name": "credits",
    "description": "Irrevocable credits under UCP 600. The text is an MT 700, held by each party and "
    "known on the chain by a salted hash; the chain enforces amounts, days and who may do what. Nothing pays "
    "by itself: a person examines, two decide.",
}

Reader = Annotated[Caller, Requires("credits:read")]
Writer = Annotated[Caller, Requires("credits:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": OperationOut,
        "description": "The operation; `describes.credit` and `describes.presentation` are the ids.",
    }
}
AMENDS: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation; `describes.amendment` is the id."}
}
OWED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation; `describes.obligation` is the id."}
}
ADVANCED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation; `describes.advance` is the id."}
}
ASSIGNED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation; `describes.assignment` is the id."}
}
LEDGER: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/csv": {"example": schemas.LEDGER}},
        "description": "CSV with a heading. `account` is `credits` or `confirmations`, each with "
        "`-under-examination`, `credits-advanced`, `acceptances` or `deferred-payments`.",
    }
}
TRANSFERS: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation; `describes.transferred` is the id."}
}
TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"example": "{1:F01..."}}, "description": "Byte for byte."}
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file, byte for byte."}
}
PACK: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/zip": {}},
        "description": "A zip: narrative.txt tells the story, README.txt what else is in it.",
        "headers": {
            "Evidence-Seal": {
                "description": "Over all of it: write it down, and `verify.py --seal` knows the pack.",
                "schema": {"type": "string"},
            }
        },
    }
}

AmendmentShape = RootModel[AmendmentView]
ApplicationShape = RootModel[ApplicationView]
CalendarShape = RootModel[CalendarView]
PresentationShape = RootModel[PresentationView]
WaiverShape = RootModel[WaiverRequestView]


# --------------------------------------------------------------------------------------------- application


@router.post(
    "/applications", status_code=201, response_model=ApplicationView, responses=makes(schemas.APPLICATION)
)
def apply_for_credit(body: NewApplication, caller: Writer, db: Db, key: WriteKey) -> Response:
    """Ask a bank for a credit. The message is read at once, and refused with all its faults."""
    asked = applications.Asked(body.issuing_bank, body.advising_bank, body.beneficiary, body.message.encode())
    made = applications.apply(db, caller, asked)
    return answered(db, key, 201, ApplicationShape(made), f"/credits/applications/{made.id}")


@router.get("/applications", responses=lists(schemas.APPLICATION))
def list_applications(caller: Reader, db: Db, asked: Paging) -> Page[ApplicationView]:
    """Those that your organisation made, and those that it received as a bank; newest first."""
    items, following = applications.applications(db, caller, asked)
    return Page[ApplicationView](items=items, next=following)


@router.get("/applications/{id}", responses=shows(schemas.APPLICATION))
def get_application(id: str, caller: Reader, db: Db) -> ApplicationView:
    return applications.application(db, caller, id)


# ------------------------------------------------------------------------------------------------ calendar


@router.post("/calendars", status_code=201, response_model=CalendarView, responses=makes(schemas.CALENDAR))
def set_calendar(body: NewCalendar, caller: Writer, db: Db, key: WriteKey) -> Response:
    """The banking days of your branch, as a new version that counts from now on."""
    draft = calendars.Draft(
        body.version,
        tuple(body.weekend),
        tuple(body.holidays),
        body.closes,
        body.time_zone,
        body.escalate_on_day_3,
        body.escalate_on_day_4,
        tuple(body.interruptions),
    )
    return answered(db, key, 201, CalendarShape(calendars.set_calendar(db, caller, draft)))


@router.get("/calendars", responses=lists(schemas.CALENDAR))
def list_calendars(caller: Reader, db: Db, asked: Paging) -> Page[CalendarView]:
    """Every version that your branch ever set, newest first."""
    items, following = calendars.versions(db, caller, asked)
    return Page[CalendarView](items=items, next=following)


@router.get("/calendars/counting", responses=shows(schemas.CALENDAR))
def get_calendar(caller: Reader, db: Db) -> CalendarView:
    """The one that examinations are counted by now: weekends closed, 17:00 UTC, where none is set."""
    return calendars.counting_view(db, caller)


@router.post("/applications/{id}/clauses", status_code=202, responses=ACCEPTED)
def state_clauses(
    id: str, body: NewClauses, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the bank that was asked, state the clauses of a credit, before it is issued with them: its
    instalments, how its amount revolves, who may transfer it, or what may be advanced under it.
    """
    asked, cycles = body.revolving, None
    if asked and asked.by_time:
        cycles = clauses.Cycles(*(getattr(asked.by_time, name) for name in clauses.Cycles._fields))
    draft = clauses.Draft(
        [clauses.InstalmentDraft(one.amount, one.first_day, one.last_day) for one in body.instalments],
        clauses.RevolvingDraft(cycles, asked.on_notice, asked.cumulative) if asked else None,
        body.transferring_bank,
        (body.advance.kind, body.advance.percent) if body.advance else None,
    )
    return accepted(clauses.state(db, caller, id, draft, key), prefer)


# ------------------------------------------------------------------------------------------------- credits


@router.post("", status_code=202, responses=ACCEPTED)
def issue_credit(body: NewCredit, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Undertake what was applied for, by two persons; the text goes out when that is final."""
    given = body.application, body.title_to_applicant, body.clauses
    return accepted(issuing.issue(db, caller, *given, key), prefer)


@router.get("", responses=lists(schemas.CREDIT))
def list_credits(caller: Reader, db: Db, asked: Paging) -> Page[CreditView]:
    """Credits in which your organisation has a part, newest first."""
    items, following = reading.credits(db, caller, asked)
    return Page[CreditView](items=items, next=following)


@router.get("/liabilities", responses=shows(schemas.LIABILITIES))
def get_liabilities(caller: Reader, db: Db) -> Liability:
    """What your bank stands for, at the block that was read last: every credit that it issued or confirmed,
    every acceptance and deferred payment; and the sums by currency, customer and country.
    """
    return liability.liabilities(db, caller)


@router.get("/liabilities/ledger", response_class=Response, responses=LEDGER)
def get_ledger(caller: Reader, db: Db) -> Response:
    """The same for a general ledger: a row for each credit and account in which something stands."""
    return Response(liability.ledger(db, caller), media_type="text/csv; charset=utf-8")


@router.get("/obligations", responses=lists(schemas.OBLIGATION))
def list_obligations(caller: Reader, db: Db, asked: Paging) -> Page[ObligationView]:
    """What your organisation undertook to pay at maturity, and what it is owed, by due date."""
    items, following = maturities.diary(db, caller, asked)
    return Page[ObligationView](items=items, next=following)


@router.get("/obligations/diary", responses=shows(schemas.DIARY))
def get_diary(caller: Reader, db: Db) -> Diary:
    """What your bank has still to pay on which day, in which currency, from which account, and whether the
    money is there.
    """
    return Diary(days=maturities.days(db, caller))


@router.get("/obligations/{obligation}", responses=shows(schemas.OBLIGATION))
def get_obligation(obligation: str, caller: Reader, db: Db) -> ObligationView:
    return maturities.obligation(db, caller, obligation)


@router.post("/obligations/{obligation}/payment", status_code=202, responses=OWED)
def pay_obligation(obligation: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank that owes, pay at maturity; whoever is its creditor then is paid. Nothing pays by falling
    due.
    """
    return accepted(maturities.pay(db, caller, obligation, key), prefer)


@router.post("/obligations/{obligation}/offer", status_code=202, responses=OWED)
def offer_obligation(
    obligation: str, body: NewObligationOffer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As its creditor, offer what a bank owes you at maturity to one organisation at one price (a discount).
    It replaces what was offered before. Always two persons.
    """
    operation = discounting.offer(db, caller, obligation, body.buyer, body.price, key)
    return accepted(operation, prefer)


@router.post("/obligations/{obligation}/withdraw-offer", status_code=202, responses=OWED)
def withdraw_obligation_offer(
    obligation: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As its creditor, take back what you offered. Two persons."""
    return accepted(discounting.withdraw(db, caller, obligation, key), prefer)


@router.post("/obligations/{obligation}/purchase", status_code=202, responses=OWED)
def buy_obligation(obligation: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the organisation that it is offered to, buy it: you pay the price and are its creditor, or neither.
    A bank that buys what it owes itself has paid it (art. 12 b).
    """
    return accepted(discounting.buy(db, caller, obligation, key), prefer)


@router.get("/advances", responses=lists(schemas.ADVANCE))
def list_advances(caller: Reader, db: Db, asked: Paging) -> Page[AdvanceView]:
    """Advances that your organisation asked for, was asked for, or bears the risk of, newest first."""
    items, following = advancing.advances(db, caller, asked)
    return Page[AdvanceView](items=items, next=following)


@router.get("/advances/{advance}", responses=shows(schemas.ADVANCE))
def get_advance(advance: str, caller: Reader, db: Db) -> AdvanceView:
    return advancing.advance(db, caller, advance)


@router.post("/advances/{advance}/payment", status_code=202, responses=ADVANCED)
def pay_advance(advance: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank that was asked, advance it. It is taken off the first payments to the beneficiary,
    whichever bank makes them, and is yours.
    """
    return accepted(advancing.pay(db, caller, advance, key), prefer)


@router.post("/advances/{advance}/withdrawal", status_code=202, responses=ADVANCED)
def withdraw_advance(advance: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the beneficiary, take back what the bank has not advanced."""
    return accepted(advancing.withdraw(db, caller, advance, key), prefer)


@router.post("/advances/{advance}/repayment", status_code=202, responses=ADVANCED)
def repay_advance(advance: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the issuing bank, make good what another bank has advanced and drawings have not given back, once
    the credit has ended.
    """
    return accepted(advancing.repay(db, caller, advance, key), prefer)


@router.post("/{id}/advances", status_code=202, responses=ADVANCED)
def ask_for_advance(
    id: str, body: NewAdvance, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the beneficiary of a credit with a red or green clause, ask a bank for an advance, with your receipt
    and your undertaking to present. Always two persons.
    """
    given = body.bank, body.amount, body.receipt, body.warehouse
    return accepted(advancing.ask(db, caller, id, *given, key), prefer)


@router.get("/assignments", responses=lists(schemas.ASSIGNMENT))
def list_assignments(caller: Reader, db: Db, asked: Paging) -> Page[AssignmentView]:
    """Proceeds that your organisation has assigned or was assigned, or of which it was told as a bank, newest
    first.
    """
    items, following = assigning.assignments(db, caller, asked)
    return Page[AssignmentView](items=items, next=following)


@router.get("/assignments/{assignment}", responses=shows(schemas.ASSIGNMENT))
def get_assignment(assignment: str, caller: Reader, db: Db) -> AssignmentView:
    return assigning.assignment(db, caller, assignment)


@router.post("/assignments/{assignment}/acknowledgement", status_code=202, responses=ASSIGNED)
def acknowledge_assignment(
    assignment: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As a bank at which the credit is available or that is bound by it: from now on you pay the assignee
    before the beneficiary, after what you have acknowledged already (art. 39). Always two persons.
    """
    return accepted(assigning.acknowledge(db, caller, assignment, key), prefer)


@router.post("/assignments/{assignment}/release", status_code=202, responses=ASSIGNED)
def release_assignment(assignment: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the assignee, give up what is not paid. Nobody else revokes it. Always two persons."""
    return accepted(assigning.release(db, caller, assignment, key), prefer)


@router.post("/{id}/assignments", status_code=202, responses=ASSIGNED)
def assign_proceeds(
    id: str, body: NewAssignment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the beneficiary, assign what you will be paid, or a part (art. 39). It takes effect at each bank
    that acknowledges it, and you cannot take it back. Always two persons.
    """
    operation = assigning.assign(db, caller, id, body.assignee, body.amount, body.agreed, key)
    return accepted(operation, prefer)


@router.get("/{id}", responses=shows(schemas.CREDIT))
def get_credit(id: str, caller: Reader, db: Db) -> CreditView:
    return reading.credit(db, caller, id)


@router.get("/{id}/message", response_class=Response, responses=TEXT)
def get_message(id: str, caller: Reader, db: Db) -> Response:
    """Your organisation's own copy of the MT 700."""
    return Response(reading.message(db, caller, id), media_type="text/plain; charset=utf-8")


@router.get("/{id}/history", responses=lists(schemas.HISTORY))
def get_history(id: str, caller: Reader, db: Db, asked: Paging) -> Page[HistoryLine]:
    """Everything that happened to it on the chain, in order: who, as far as you were told, what and when."""
    items, following = reading.history(db, caller, id, asked)
    return Page[HistoryLine](items=items, next=following)


@router.get("/{id}/evidence", response_class=Response, responses=PACK)
def get_evidence(id: str, caller: Reader, db: Db) -> Response:
    """Everything that your organisation said, was told and did about it, and what the chain tells of it to
    its parties, in order, with what opens the chain's commitments and a program that checks it without us.
    """
    content, seal, credit = evidence.pack(db, caller, id)
    return Response(
        content,
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="evidence-{credit[2:18]}.zip"',
            "Evidence-Seal": seal,
        },
    )


@router.post("/{id}/advise", status_code=202, responses=ACCEPTED)
def advise_credit(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the advising bank, pass it on to the beneficiary (art. 9)."""
    return accepted(issuing.advise(db, caller, id, key), prefer)


@router.post("/{id}/confirmation", status_code=202, responses=ACCEPTED)
def answer_confirmation(
    id: str, body: NewAnswer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the bank that is asked to confirm, do, or say that you do not: once (art. 8)."""
    return accepted(issuing.confirm(db, caller, id, body.confirms, key), prefer)


@router.post("/{id}/reinstatement", status_code=202, responses=ACCEPTED)
def reinstate_credit(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the issuing bank, make an amount that revolves on notice available again. Two persons."""
    return accepted(revolving.reinstate(db, caller, id, key), prefer)


@router.post("/{id}/cancel", status_code=202, responses=ACCEPTED)
def cancel_credit(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Agree to cancel; done when issuing bank, beneficiary and a bank that confirmed have (art. 10 a)."""
    return accepted(issuing.cancel(db, caller, id, key), prefer)


@router.post("/{id}/expire", status_code=202, responses=ACCEPTED)
def expire_credit(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the issuing bank, close it once eleven days have passed since its expiry."""
    return accepted(issuing.expire(db, caller, id, key), prefer)


@router.post("/{id}/stop", status_code=202, responses=ACCEPTED)
def stop_credit(id: str, body: Order, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As an authority, forbid to honour or negotiate under a running credit: a bank, or all. Two persons."""
    ground = Ground.said(body.ground)
    return accepted(stopping.stop(db, caller, id, body.bank, ground, body.reason, key), prefer)


@router.post("/{id}/lift", status_code=202, responses=ACCEPTED)
def lift_stop(id: str, body: Lifting, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the authority that forbade it, allow it again. Two persons."""
    return accepted(stopping.lift(db, caller, id, body.bank, body.reason, key), prefer)


# ---------------------------------------------------------------------------------------------- amendments


@router.post("/{id}/amendments", status_code=202, responses=AMENDS)
def propose_amendment(
    id: str, body: NewAmendment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the issuing bank, propose to amend (art. 10), by two persons: your bank is bound from then on, and
    the terms stay what they are until the beneficiary accepts.
    """
    return accepted(amending.propose(db, caller, id, amending.Draft(**body.model_dump()), key), prefer)


@router.get("/{id}/amendments", responses=lists(schemas.AMENDMENT))
def list_amendments(id: str, caller: Reader, db: Db, asked: Paging) -> Page[AmendmentView]:
    """In the order in which they were proposed, each with who has agreed and what it makes of the terms."""
    items, following = amended.amendments(db, caller, id, asked)
    return Page[AmendmentView](items=items, next=following)


@router.get("/{id}/amendments/{amendment}", responses=shows(schemas.AMENDMENT))
def get_amendment(id: str, amendment: str, caller: Reader, db: Db) -> AmendmentView:
    return amended.amendment(db, caller, id, amendment)


@router.post(
    "/{id}/amendments/{amendment}/advice",
    status_code=201,
    response_model=AmendmentView,
    responses=makes(schemas.AMENDMENT),
)
def advise_amendment(id: str, amendment: str, caller: Writer, db: Db, key: WriteKey) -> Response:
    """As the advising bank, pass its text on to the beneficiary (art. 9 d)."""
    amending.advise(db, caller, id, amendment)
    return answered(db, key, 201, AmendmentShape(amended.amendment(db, caller, id, amendment)))


@router.post("/{id}/amendments/{amendment}/confirmation", status_code=202, responses=AMENDS)
def answer_extension(
    id: str, amendment: str, body: NewAnswer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the bank that confirmed, extend your confirmation to the amended terms, or say that you do not: once
    (art. 10 b).
    """
    return accepted(amending.extend(db, caller, id, amendment, body.confirms, key), prefer)


@router.post("/{id}/amendments/{amendment}/answer", status_code=202, responses=AMENDS)
def answer_amendment(
    id: str, amendment: str, body: NewAmendmentAnswer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the beneficiary, accept the whole or refuse; to accept a part is to refuse (art. 10 e)."""
    said = Acceptance(body.accepts)
    return accepted(amending.answer(db, caller, id, amendment, said, key), prefer)


@router.post("/{id}/amendments/{amendment}/statement", status_code=202, responses=AMENDS)
def state_amendment(
    id: str, amendment: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Say on chain what a pending amendment makes of terms that were amended since it was proposed; before a
    presentation under them.
    """
    return accepted(amending.state(db, caller, id, amendment, key), prefer)


# ----------------------------------------------------------------------------------------------- transfers


@router.post("/{id}/transfers", status_code=202, responses=TRANSFERS)
def request_transfer(
    id: str, body: NewTransfer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the first beneficiary of a transferable credit, ask its bank to transfer a part (art. 38). Two
    persons.
    """
    draft = transferring.Draft(
        body.second_beneficiary,
        tuple(body.name),
        body.reference,
        body.amount,
        body.carved,
        body.expiry,
        body.latest_shipment,
        body.presentation_days,
        tuple(body.goods) if body.goods is not None else None,
        tuple(body.documents) if body.documents is not None else None,
        body.stands_for_applicant,
        body.amendments_advised,
    )
    return accepted(transferring.request(db, caller, id, draft, key), prefer)


@router.get("/{id}/transfers", responses=lists(schemas.TRANSFER))
def list_transfers(id: str, caller: Reader, db: Db, asked: Paging) -> Page[TransferView]:
    """In the order in which they were asked for; to the first beneficiary and the banks that stand in the
    credit.
    """
    items, following = transferred.transfers(db, caller, id, asked)
    return Page[TransferView](items=items, next=following)


@router.get("/{id}/transfers/{transfer}", responses=shows(schemas.TRANSFER))
def get_transfer(id: str, transfer: str, caller: Reader, db: Db) -> TransferView:
    return transferred.transfer(db, caller, id, transfer)


@router.post("/{id}/transfers/{transfer}/revocation", status_code=202, responses=TRANSFERS)
def revoke_transfer(
    id: str, transfer: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the first beneficiary, take back a request that the bank has not followed."""
    return accepted(transferring.revoke(db, caller, id, transfer, key), prefer)


@router.post("/{id}/transfers/{transfer}/consent", status_code=202, responses=TRANSFERS)
def consent_to_transfer(
    id: str, transfer: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the transferring bank, which need not, transfer (art. 38 a). Two persons. The second beneficiary
    gets the text when it is final.
    """
    return accepted(transferring.consent(db, caller, id, transfer, key), prefer)


@router.post("/{id}/transfers/{transfer}/taking-back", status_code=202, responses=TRANSFERS)
def take_back(id: str, transfer: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the first beneficiary, what was not drawn under a transferred credit that has ended."""
    return accepted(transferring.take_back(db, caller, id, transfer, key), prefer)


@router.post("/{id}/giving-back", status_code=202, responses=ACCEPTED)
def give_back(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As a second beneficiary, give back what is neither drawn nor under presentation, which is no transfer
    (art. 38 d). Two persons.
    """
    return accepted(transferring.give_back(db, caller, id, key), prefer)


@router.post(
    "/{id}/transfers/{transfer}/presentations/{presentation}/demand", status_code=202, responses=TRANSFERS
)
def demand_invoice(
    id: str,
    transfer: str,
    presentation: str,
    body: NewDemand,
    caller: Writer,
    db: Db,
    key: WriteKey,
    prefer: Prefer,
) -> Response:
    """As the transferring bank, which has documents of a second beneficiary, demand the first one's own
    invoice (art. 38 i).
    """
    operation = substituting.demand(db, caller, id, transfer, presentation, body.until, key)
    return accepted(operation, prefer)


@router.post(
    "/{id}/transfers/{transfer}/presentations/{presentation}/invoice", status_code=202, responses=TRANSFERS
)
def substitute_invoice(
    id: str,
    transfer: str,
    presentation: str,
    body: NewInvoice,
    caller: Writer,
    db: Db,
    key: WriteKey,
    prefer: Prefer,
) -> Response:
    """As the first beneficiary, substitute your invoice: what is above the drawing may be presented for under
    your credit then (art. 38 h).
    """
    given = Presented(body.name, "commercial invoice", body.media_type, body.content)
    return accepted(substituting.substitute(db, caller, id, transfer, presentation, given, key), prefer)


@router.get(
    "/{id}/transfers/{transfer}/presentations/{presentation}/invoice",
    response_class=Response,
    responses=FILE,
)
def get_invoice(id: str, transfer: str, presentation: str, caller: Reader, db: Db) -> Response:
    """The first beneficiary's invoice, as your organisation holds it."""
    copy = substituting.invoice(db, caller, id, transfer, presentation)
    return Response(
        copy.content,
        media_type=copy.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(copy.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )


@router.post(
    "/{id}/transfers/{transfer}/presentations/{presentation}/lapse", status_code=202, responses=TRANSFERS
)
def let_lapse(
    id: str, transfer: str, presentation: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the transferring bank, once the day is past, go on with the documents as they are (art. 38 i)."""
    return accepted(substituting.lapse(db, caller, id, transfer, presentation, key), prefer)


# ------------------------------------------------------------------------------------------- presentations


@router.post("/{id}/presentations", status_code=202, responses=ACCEPTED)
def present(
    id: str, body: NewPresentation, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the beneficiary, present: bills go into the credit's keeping, the documents to the bank."""
    draft = presenting.Draft(
        body.bank,
        tuple(body.bills),
        tuple(Presented(d.name, d.kind, d.media_type, d.content) for d in body.documents),
        body.amount,
        body.shipped,
        body.invoiced,
        body.presented,
        body.amendment,
    )
    return accepted(presenting.present(db, caller, id, draft, key), prefer)


@router.get("/{id}/presentations", responses=lists(schemas.PRESENTATION))
def list_presentations(id: str, caller: Reader, db: Db, asked: Paging) -> Page[PresentationView]:
    """In the order in which they were lodged."""
    items, following = reading.presentations(db, caller, id, asked)
    return Page[PresentationView](items=items, next=following)


@router.get("/{id}/presentations/{presentation}", responses=shows(schemas.PRESENTATION))
def get_presentation(id: str, presentation: str, caller: Reader, db: Db) -> PresentationView:
    """With examination and notices; for the bank, with its clock."""
    return reading.presentation(db, caller, id, presentation)


@router.get("/{id}/presentations/{presentation}/documents/{place}", response_class=Response, responses=FILE)
def get_presented_document(id: str, presentation: str, place: int, caller: Reader, db: Db) -> Response:
    """Your organisation's own copy, as an attachment: a stranger's document is not opened by a browser."""
    found = presenting.document(db, caller, id, presentation, place)
    return Response(
        found.content,
        media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )


@router.get(
    "/{id}/presentations/{presentation}/suggestions",
    responses=shows({"items": [schemas.SUGGESTION], "next": None}),
)
def get_suggestions(id: str, presentation: str, caller: Reader, db: Db) -> Page[Suggestion]:
    """Decision support: what a comparison of transport documents with the credit brings up. It decides
    nothing, and finds only what it compares: days, ports, order and freight.
    """
    return Page[Suggestion](items=examining.suggestions(db, caller, id, presentation))


@router.post("/{id}/presentations/{presentation}/withdrawal", status_code=202, responses=ACCEPTED)
def withdraw(id: str, presentation: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the beneficiary, take back what is neither honoured nor refused."""
    return accepted(presenting.withdraw(db, caller, id, presentation, key), prefer)


@router.post("/{id}/presentations/{presentation}/examination", status_code=202, responses=ACCEPTED)
def examine(
    id: str,
    presentation: str,
    body: NewExamination,
    caller: Writer,
    db: Db,
    key: WriteKey,
    prefer: Prefer,
) -> Response:
    """As the bank that has the documents, record what the examiner found (art. 14)."""
    listed = [entry.as_word() for entry in body.discrepancies]
    return accepted(examining.examine(db, caller, id, presentation, body.complies, listed, key), prefer)


@router.post("/{id}/presentations/{presentation}/honour", status_code=202, responses=ACCEPTED)
def honour(
    id: str,
    presentation: str,
    caller: Writer,
    db: Db,
    key: WriteKey,
    prefer: Prefer,
    body: NewHonour | None = None,
) -> Response:
    """As the bank that has the documents, pay the beneficiary or the bank that has paid it; what is not at
    sight is undertaken until it falls due. The issuing bank takes the bills over, in one transaction (art.
    15).
    """
    dues = body.dues if body else []
    return accepted(deciding.honour(db, caller, id, presentation, dues, key), prefer)


@router.post("/{id}/presentations/{presentation}/negotiation", status_code=202, responses=ACCEPTED)
def negotiate(
    id: str, presentation: str, body: NewNegotiation, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As a nominated bank, buy complying documents of a credit available by negotiation (art. 2)."""
    return accepted(passing.negotiate(db, caller, id, presentation, body.price, key), prefer)


@router.post("/{id}/presentations/{presentation}/forwarding", status_code=202, responses=ACCEPTED)
def forward(
    id: str, presentation: str, body: NewForwarding, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As a nominated or confirming bank, pass the documents on; the receiving bank's time begins."""
    return accepted(passing.forward(db, caller, id, presentation, body.to, key), prefer)


@router.post(
    "/{id}/presentations/{presentation}/release",
    status_code=201,
    response_model=PresentationView,
    responses=makes(schemas.PRESENTATION),
)
def release(id: str, presentation: str, caller: Writer, db: Db, key: WriteKey) -> Response:
    """As the issuing bank, give the applicant its copies of the documents that were honoured."""
    presenting.release(db, caller, id, presentation)
    return answered(db, key, 201, PresentationShape(reading.presentation(db, caller, id, presentation)))


@router.post("/{id}/presentations/{presentation}/waiver", status_code=202, responses=ACCEPTED)
def waive(id: str, presentation: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the issuing bank, take up discrepant documents (art. 16 b): its own decision, by two persons."""
    return accepted(deciding.waive(db, caller, id, presentation, key), prefer)


@router.post("/{id}/presentations/{presentation}/refusal", status_code=202, responses=ACCEPTED)
def refuse(
    id: str,
    presentation: str,
    body: NewRefusal,
    caller: Writer,
    db: Db,
    key: WriteKey,
    prefer: Prefer,
) -> Response:
    """As the bank that has the documents, give the one notice of refusal (art. 16 c), by two persons."""
    listed = [entry.as_word() for entry in body.discrepancies]
    return accepted(deciding.refuse(db, caller, id, presentation, listed, body.disposal_word(), key), prefer)


@router.post(
    "/{id}/presentations/{presentation}/waiver-requests",
    status_code=201,
    response_model=WaiverRequestView,
    responses=makes(schemas.WAIVER),
)
def ask_waiver(
    id: str, presentation: str, body: NewWaiverRequest, caller: Writer, db: Db, key: WriteKey
) -> Response:
    """As the issuing bank, ask the applicant. The clock keeps running."""
    made = deciding.ask_waiver(db, caller, id, presentation, body.question)
    return answered(db, key, 201, WaiverShape(reading.waiver_request(made)))


@router.post(
    "/{id}/presentations/{presentation}/waiver-requests/{request}/answer",
    status_code=201,
    response_model=WaiverRequestView,
    responses=makes(schemas.WAIVER),
)
def answer_waiver(
    id: str, presentation: str, request: str, body: WaiverAnswer, caller: Writer, db: Db, key: WriteKey
) -> Response:
    """As the applicant, answer the bank, once. The bank decides all the same."""
    made = deciding.answer_waiver(db, caller, id, presentation, request, body.accepts, body.answer)
    return answered(db, key, 201, WaiverShape(reading.waiver_request(made)))
