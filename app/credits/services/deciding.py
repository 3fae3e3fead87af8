"""What the bank does with what it found: honour (art. 15), waive (art. 16 b), refuse once (art. 16 c)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract, store
from app.credits.domain import (
    SALT,
    TO_HONOUR,
    TO_REFUSE,
    Availability,
    Discrepancy,
    Disposal,
    Notice,
    Part,
    PresentationStatus,
    canonical,
    day_of,
    refused,
    require_presentation,
    sealed,
)
from app.credits.services import assigning, examining, maturities, records, substituting
from app.credits.services.records import OnChain
from app.credits.store import CreditCopy, NoticeCopy, PresentationRow, WaiverRequest
from app.days import moment_of
from app.db import now_of
from app.errors import Conflict, NotFound
from app.mail import service as mail
from app.mail.domain import Message

NOTICE, ASKED, ANSWERED = "refusal-notice", "waiver-asked", "waiver-answered"


def honour(
    session: Session,
    caller: Caller,
    credit: str,
    presentation: str,
    dues: Sequence[date],
    key: IdempotencyKey,
) -> Operation:
    """As the bank that has the documents, pay the beneficiary or the bank that has paid it, in one
    transaction: what is at sight now, the rest undertaken until it falls due. The issuing bank takes the
    bills over. By two persons above what one may undertake alone.
    """
    found, row = records.as_bank(session, caller, credit, presentation)
    require_presentation(row.id, row.state, TO_HONOUR)
    issuing = row.bank == found.row.issuing_bank
    if not issuing and row.payer is None and found.row.available_by is Availability.NEGOTIATION:
        raise refused("CreditsNotForNegotiation", availability=found.row.available_by)
    if found.row.advising_bank == found.row.issuing_bank:
        # A transferring bank that is the issuing one passes nothing on.
        substituting.require_settled(session, found, row)
    falls_due = maturities.dues_of(session, caller, found, row, dues)
    records.require_free(session, found)
    token = cash.token(session, found.row.cash)
    pay_to = records.organisation(session, found.copy, row.payer or found.row.beneficiary, found.row)
    shares = assigning.divided(session, found, row.amount) if row.payer is None else []
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.honour(deployment_of(session), records.as_presented(found, row), falls_due),
        right="UNDERTAKE",
        eyes=cash.persons(session, found.copy.party, token, row.amount),
        action="honour a presentation" if row.payer is None else "reimburse the bank that honoured",
        key=key,
        presentation=row,
        describes={
            "pay_to": pay_to,
            "shares": shares,
            "bills": list(row.bills) if issuing else [],
            "token": token.address,
            "dues": [day_of(due).isoformat() for due in falls_due],
        },
    )
    for lei in dict.fromkeys([pay_to, *(share["to"] for share in shares)]):
        if isinstance(lei, str):
            cash.tell_issuer(session, caller.member_id, token, to=lei, operation_id=operation.id)
    return operation


def waive(session: Session, caller: Caller, credit: str, presentation: str, key: IdempotencyKey) -> Operation:
    """Take up discrepant documents: the bank's own decision, by two persons, whatever the applicant said."""
    records.as_party(session, caller, credit, Part.ISSUING_BANK)
    found, row = records.as_bank(session, caller, credit, presentation)
    require_presentation(row.id, row.state, frozenset({PresentationStatus.DISCREPANT}))
    return records.ask(
        session,
        caller,
        found,
        call=contract.waive(deployment_of(session), records.as_presented(found, row)),
        right="UNDERTAKE",
        eyes=2,
        action="waive discrepancies",
        key=key,
        presentation=row,
        describes={"discrepancies": _found_by_us(session, found, row)},
    )


def refuse(
    session: Session,
    caller: Caller,
    credit: str,
    presentation: str,
    discrepancies: Sequence[Discrepancy],
    disposal: Disposal,
    key: IdempotencyKey,
) -> Operation:
    """The one notice, complete or not at all, by two persons. It goes to the presenter when it is final; a
    late one is recorded on chain and takes no effect, a second one is not sent. Raises Conflict.
    """
    if not discrepancies:
        raise refused("CreditsNoDiscrepancies")
    found, row = records.as_bank(session, caller, credit, presentation)
    _require_no_notice(session, found, row)
    require_presentation(row.id, row.state, TO_REFUSE)
    notice = Notice(found.copy.id, row.id, tuple(discrepancies), disposal).as_json()
    salt = secrets.token_bytes(SALT)
    id = sealed(canonical(notice), salt)
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.refuse(
            deployment_of(session),
            records.as_presented(found, row),
            id,
            len(discrepancies),
            disposal,
        ),
        right="UNDERTAKE",
        eyes=2,
        action="refuse documents",
        key=key,
        presentation=row,
        describes={
            "notice": notice,
            "commitment": id,
            "effect": _effect(session, row),
        },
    )
    session.add(
        NoticeCopy(
            member_id=caller.member_id,
            id=id,
            presentation=row.id,
            salt=salt,
            notice=notice,
            operation_id=operation.id,
        )
    )
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=_presenter(session, found, row),
        kind=NOTICE,
        body={"notice": notice, "salt": salt.hex(), "commitment": id},
    )
    return operation


def keep_notice(session: Session, member_id: str, message: Message) -> None:
    """The presenter's copy. Raises Conflict where it does not open what it says it opens, or comes from
    another than the bank that has the documents.
    """
    body = message.body
    notice, salt = dict(body["notice"]), bytes.fromhex(str(body["salt"]))
    copy = store.copy_of(session, member_id, str(notice["credit"]))
    if copy is None or message.sender not in _refusers(session, copy, str(notice["presentation"])):
        raise Conflict("notice-not-expected", f"{message.sender} refuses under a credit that is not its own")
    if sealed(canonical(notice), salt) != body["commitment"]:
        raise Conflict("notice-does-not-open", "the notice is not the one that its commitment is of")
    session.add(
        NoticeCopy(
            member_id=member_id,
            id=str(body["commitment"]),
            presentation=str(notice["presentation"]),
            salt=salt,
            notice=notice,
            sent_at=message.sent_at,
        )
    )
    session.flush()


def sent_at(session: Session, copy: NoticeCopy) -> datetime | None:
    """The second at which the notice left its bank."""
    return copy.sent_at or mail.left_at(session, copy.member_id, NOTICE, "commitment", copy.id)


def ask_waiver(
    session: Session, caller: Caller, credit: str, presentation: str, question: str
) -> WaiverRequest:
    """Ask the applicant (art. 16 b). The clock keeps running, and the bank decides."""
    records.require_maker(caller)
    records.as_party(session, caller, credit, Part.ISSUING_BANK)
    found, row = records.as_bank(session, caller, credit, presentation)
    records.require_own_applicant(session, found)
    require_presentation(row.id, row.state, frozenset({PresentationStatus.DISCREPANT}))
    asked = WaiverRequest(
        member_id=caller.member_id,
        id=uuid4().hex,
        presentation=row.id,
        discrepancies=_found_by_us(session, found, row),
        question=question,
        asked_at=now_of(session),
    )
    session.add(asked)
    session.flush()
    mail.send(
        session,
        member_id=caller.member_id,
        to=found.copy.applicant,
        kind=ASKED,
        body={
            "request": asked.id,
            "credit": found.copy.id,
            "presentation": row.id,
            "discrepancies": asked.discrepancies,
            "question": question,
        },
    )
    return asked


def answer_waiver(
    session: Session,
    caller: Caller,
    credit: str,
    presentation: str,
    request: str,
    accepts: bool,
    answer: str,
) -> WaiverRequest:
    """The applicant's word to its bank, once. It binds the bank to nothing."""
    records.require_maker(caller)
    found = records.held(session, caller, credit)
    asked = store.waiver_request(session, caller.member_id, request)
    applicant = found.copy.part == Part.APPLICANT.value
    if asked is None or asked.presentation != presentation.lower() or not applicant:
        raise NotFound("no-such-waiver-request", "your organisation was not asked such a thing")
    _answer(session, asked, accepts, answer)
    mail.send(
        session,
        member_id=caller.member_id,
        to=found.copy.issuing_bank,
        kind=ANSWERED,
        body={"request": asked.id, "credit": found.copy.id, "accepts": accepts, "answer": answer},
    )
    return asked


def keep_asked(session: Session, member_id: str, message: Message) -> None:
    body = message.body
    copy = store.copy_of(session, member_id, str(body["credit"]))
    if copy is None or message.sender != copy.issuing_bank:
        raise Conflict("waiver-not-expected", f"{message.sender} asks about a credit that is not its own")
    session.add(
        WaiverRequest(
            member_id=member_id,
            id=str(body["request"]),
            presentation=str(body["presentation"]),
            discrepancies=list(body["discrepancies"]),
            question=str(body["question"]),
            asked_at=message.sent_at,
        )
    )
    session.flush()


def keep_answered(session: Session, member_id: str, message: Message) -> None:
    body = message.body
    copy = store.copy_of(session, member_id, str(body["credit"]))
    asked = store.waiver_request(session, member_id, str(body["request"]))
    if copy is None or asked is None or message.sender != copy.applicant:
        raise Conflict("waiver-not-asked", f"{message.sender} was not asked this")
    _answer(session, asked, bool(body["accepts"]), str(body["answer"]))


def _answer(session: Session, asked: WaiverRequest, accepts: bool, answer: str) -> None:
    if asked.answered_at is not None:
        raise Conflict(
            "waiver-answered-already",
            f"this was answered on {asked.answered_at.isoformat(timespec='seconds')}",
            allowed="one answer",
            next="write to the bank by another way",
        )
    asked.accepts, asked.answer, asked.answered_at = accepts, answer, now_of(session)
    session.flush()


def _require_no_notice(session: Session, found: OnChain, row: PresentationRow) -> None:
    """Raises Conflict where our notice was given or is on its way. Of two makers at once the second sees
    what the first asked for.
    """
    store.presentation_copy(session, found.copy.member_id, row.id, lock=True)
    for given in store.notices_on_chain(session, deployment_of(session).chain_id, row.id):
        if given.bank == row.bank:
            at = moment_of(given.at).isoformat()
            raise Conflict(
                "refusal-given-already",
                f"the bank gave notice of refusal of this presentation at {at}",
                allowed="one notice with every discrepancy (art. 16 c); no second is sent",
                next="look at the notice that was given",
                presentation=row.id,
            )
    asked = store.refusal_asked(session, found.copy.member_id, row.id, row.bank)
    if asked is not None:
        raise Conflict(
            "refusal-under-way",
            f"operation {asked} gives the notice of refusal already",
            allowed="one notice, with every discrepancy (art. 16 c)",
            next="let that operation go on; reject or cancel it to give another notice in its place",
            presentation=row.id,
            operation=asked,
        )


def _effect(session: Session, row: PresentationRow) -> str:
    """Of a notice that was given now: what its checker reads."""
    examined = store.examination_by(session, deployment_of(session).chain_id, row.id, row.bank)
    if examined is not None and now_of(session).timestamp() > examined.deadline:
        return "none: it comes after close of the fifth banking day, and is recorded as precluded"
    return "the documents are refused and the bills go back, if it is in a block before the deadline"


def _found_by_us(session: Session, found: OnChain, row: PresentationRow) -> list[dict[str, Any]]:
    made = examining.found_by(session, found.copy.member_id, found.copy.party, row)
    return list(made.discrepancies) if made else []


def _presenter(session: Session, found: OnChain, row: PresentationRow) -> str:
    """Who presented to us, and gets the notice (art. 16 c): the bank that passed the documents on where it
    has paid.
    """
    paid = records.organisation(session, found.copy, row.payer, found.row) if row.payer else None
    return paid or found.copy.beneficiary


def _refusers(session: Session, copy: CreditCopy, presentation: str) -> set[str | None]:
    """LEIs of the banks of which a notice may come: those that the credit names, and the one that has the
    documents.
    """
    chain_id = deployment_of(session).chain_id
    row = store.presentation_row(session, chain_id, copy.id, presentation)
    credit = store.credit_row(session, chain_id, copy.id)
    known: set[str | None] = {copy.issuing_bank, copy.confirming_bank, copy.nominated_bank}
    if row is not None and credit is not None:
        known.add(records.organisation(session, copy, row.bank, credit))
    return known - {None}
