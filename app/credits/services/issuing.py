"""The issuing bank undertakes, the advising bank passes on, another may confirm; how a credit ends without a
drawing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract, store
from app.credits.contract import ChainTenor, ChainTerms
from app.credits.domain import (
    RUNNING,
    SALT,
    Availability,
    Confirmation,
    CreditStatus,
    Part,
    Rules,
    Text,
    Usance,
    day_of,
    days_of,
    refused,
    require_status,
)
from app.credits.services import applications, banks, records, revolving
from app.credits.services import clauses as clause_book
from app.credits.services.applications import MESSAGE_NAME, MESSAGE_TYPE
from app.credits.services.banks import Banks
from app.credits.store import Application, CreditCopy
from app.credits.terms import AvailableBy, CreditTerms, From, Permission
from app.db import now_of
from app.errors import Conflict, Forbidden, NotFound
from app.interop import readers
from app.mail import service as mail
from app.mail.domain import Attachment, Message
from app.members import service as members
from app.operations import service as operations

ISSUED, ADVISED = "credit-issued", "credit-advised"
ON_CHAIN = {
    AvailableBy.PAYMENT: Availability.SIGHT_PAYMENT,
    AvailableBy.DEFERRED_PAYMENT: Availability.DEFERRED_PAYMENT,
    AvailableBy.ACCEPTANCE: Availability.ACCEPTANCE,
    AvailableBy.NEGOTIATION: Availability.NEGOTIATION,
    AvailableBy.MIXED_PAYMENT: Availability.MIXED_PAYMENT,
}
COUNTED_FROM = {From.SIGHT: Usance.SIGHT, From.SHIPMENT: Usance.SHIPMENT, From.INVOICE: Usance.INVOICE}
ENDED_BADLY = ("failed", "rejected", "cancelled")


def issue(
    session: Session,
    caller: Caller,
    application: str,
    title_to_applicant: bool,
    clauses: str | None,
    key: IdempotencyKey,
) -> Operation:
    """Undertake what was applied for (art. 7), always by two persons. The text goes to the applicant and to
    the advising bank when it is final. `clauses` is the hash of those that were stated for it.
    """
    # Of two makers at once the second sees what the first asked for.
    asked = applications.row_of(session, caller, application, lock=True)
    if asked.sent:
        raise Forbidden(
            "not-the-bank-asked",
            "your organisation made this application",
            allowed="the bank that was asked",
            next="leave it to the bank",
        )
    _require_not_issued(session, caller, asked)
    terms = readers.read_credit(asked.message)
    _require_day(session, terms)
    text = _sealed(asked.message)
    deployment = deployment_of(session)
    named = banks.banks_of(
        session, caller.member_id, terms, issuing=asked.issuing_bank, advising=asked.advising_bank
    )
    alias = members.allot(session, caller.member_id, asked.deal)

    def number(organisation: str | None) -> int:
        if organisation is None:
            return 0
        return alias.party if organisation == asked.issuing_bank else _number(session, asked, organisation)

    named_clauses = clause_book.require_fit(
        session, clauses, terms, number(asked.issuing_bank), number(named.nominated)
    )
    chain_terms = ChainTerms(
        issuing_bank=alias.party,
        applicant=number(asked.applicant),
        beneficiary=number(asked.beneficiary),
        advising_bank=number(asked.advising_bank),
        nominated_bank=number(named.nominated),
        confirming_bank=number(named.confirming),
        cash=cash.token_of(session, caller.member_id, terms.amount.currency.alpha).address,
        amount=terms.amount.minor,
        tolerance_plus=terms.tolerance_plus,
        tolerance_minus=terms.tolerance_minus,
        issued=days_of(terms.issue_date),
        expiry=days_of(terms.expiry_date),
        latest_shipment=days_of(terms.latest_shipment),
        presentation_days=terms.presentation_days,
        rules=Rules.UCP_600,
        availability=ON_CHAIN[terms.available_by],
        tenors=tuple(
            ChainTenor(one.percent, COUNTED_FROM[one.counts_from], one.days) for one in terms.tenors
        ),
        # Allowed unless forbidden (art. 31 a); conditions of the text are for the examiner.
        partial_drawings=terms.partial_shipments is not Permission.NOT_ALLOWED,
        title_to_applicant=title_to_applicant,
        clauses=named_clauses.id if named_clauses else contract.NO_CLAUSES,
        document=text.commitment(readers.for_beneficiary(asked.message)),
    )
    credit = contract.credit_id(deployment, chain_terms)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=alias.party,
        instrument=contract.NAME,
        call=contract.issue(deployment, chain_terms),
        describes=_described(credit, asked, terms, title_to_applicant)
        | clause_book.described(named_clauses, terms),
        eyes=2,
        right="UNDERTAKE",
        idempotency=key,
    )
    asked.credit = credit
    copy = _copy(session, credit, alias.party, text, asked, named)
    copy.application, copy.operation_id = asked.id, operation.id
    session.flush()
    told = dict.fromkeys((asked.applicant, asked.advising_bank, named.confirming, named.nominated))
    for to in told:
        if to and to != asked.issuing_bank:
            _send(session, copy, operation, to, ISSUED, text)
    return operation


def advise(session: Session, caller: Caller, credit: str, key: IdempotencyKey) -> Operation:
    """Satisfied of its authenticity, pass it on (art. 9). What is between banks stays between them."""
    found = records.as_party(session, caller, credit, Part.ADVISING_BANK)
    require_status(found.copy.id, found.status, frozenset({CreditStatus.ISSUED}))
    operation = records.ask(
        session,
        caller,
        found,
        call=contract.advise(deployment_of(session), found.copy.id, found.chain_terms),
        right="EXAMINE",
        eyes=1,
        action="advise a credit",
        key=key,
    )
    text = found.held.text.for_beneficiary(readers.for_beneficiary(found.copy.message))
    _send(session, found.copy, operation, found.copy.beneficiary, ADVISED, text)
    return operation


def confirm(session: Session, caller: Caller, credit: str, confirms: bool, key: IdempotencyKey) -> Operation:
    """Add our own undertaking to the issuing bank's (art. 8), or say that we do not (art. 8 d): once."""
    found = records.as_party(session, caller, credit, Part.CONFIRMING_BANK)
    require_status(found.copy.id, found.status, RUNNING)
    if found.row.answer is not Confirmation.NONE:
        raise refused("CreditsConfirmationAnswered", credit=found.copy.id, answer=found.row.answer)
    given = deployment_of(session), found.row.contract, found.copy.id, found.chain_terms
    if not confirms:
        return records.ask(
            session,
            caller,
            found,
            call=contract.decline(*given),
            instrument=contract.CONFIRMATIONS,
            right="EXAMINE",
            eyes=1,
            action="decline to confirm a credit",
            key=key,
        )
    token = cash.token(session, found.row.cash)
    clauses, stands = found.row.clauses != contract.NO_CLAUSES, revolving.of(session, found.row)
    return records.ask(
        session,
        caller,
        found,
        call=contract.confirm(*given),
        instrument=contract.CONFIRMATIONS,
        right="UNDERTAKE",
        # What clauses may make of the amount the chain does not look up: two persons always.
        eyes=2 if clauses else cash.persons(session, found.copy.party, token, found.row.drawable),
        action="confirm a credit",
        key=key,
        describes={
            "most": found.held.decimal(stands.most if stands else found.row.drawable),
            "currency": found.copy.currency,
            "expiry": day_of(found.row.expiry).isoformat(),
        },
    )


def cancel(session: Session, caller: Caller, credit: str, key: IdempotencyKey) -> Operation:
    """Agree to cancel (art. 10 a): the issuing bank and one that confirmed by two persons, and the
    beneficiary.
    """
    found = records.on_chain(session, caller, credit)
    own, row = found.copy.party, found.row
    confirmed = row.answer is Confirmation.CONFIRMED and own == row.confirming_bank
    bank = own == row.issuing_bank or confirmed
    if not bank and own != row.beneficiary:
        raise refused("CreditsNotAParty", credit=found.copy.id, party=own)
    require_status(found.copy.id, found.status, RUNNING)
    if found.row.open:
        raise refused("CreditsOpenPresentations", credit=found.copy.id, open=found.row.open)
    if found.copy.party in found.row.consents:
        raise refused("EndsAlreadyConsented", credit=found.copy.id, party=found.copy.party)
    return records.ask(
        session,
        caller,
        found,
        call=contract.cancel(deployment_of(session), row.contract, found.copy.id, found.chain_terms),
        instrument=contract.ENDS,
        right="UNDERTAKE" if bank else "PRESENT",
        eyes=2 if bank else 1,
        action="agree to cancel a credit",
        key=key,
    )


def expire(session: Session, caller: Caller, credit: str, key: IdempotencyKey) -> Operation:
    """Close a credit after its expiry, once no closed day can have moved it."""
    found = records.as_party(session, caller, credit, Part.ISSUING_BANK)
    require_status(found.copy.id, found.status, RUNNING)
    if found.row.open:
        raise refused("CreditsOpenPresentations", credit=found.copy.id, open=found.row.open)
    return records.ask(
        session,
        caller,
        found,
        call=contract.expire(deployment_of(session), found.row.contract, found.copy.id, found.chain_terms),
        instrument=contract.ENDS,
        right="EXAMINE",
        eyes=1,
        action="close a credit that has expired",
        key=key,
    )


def keep_issued(session: Session, member_id: str, message: Message) -> None:
    """The copy of the applicant or of another bank that the credit names, from the issuing bank."""
    _require_sender(message, "issuing_bank")
    own = members.member(session, member_id).lei
    parts = (Part.APPLICANT, Part.ADVISING_BANK, Part.CONFIRMING_BANK, Part.NOMINATED_BANK)
    part = next((part for part in parts if own == message.body[part.value.replace(" ", "_")]), None)
    if part is None:
        raise Conflict("credit-not-expected", "what was sent names your organisation nowhere")
    copy = _keep(session, member_id, message, part)
    asked = store.application(session, member_id, str(message.body.get("application")))
    if part is Part.APPLICANT and asked is not None:
        asked.credit, copy.application = copy.id, asked.id
    session.flush()


def keep_advised(session: Session, member_id: str, message: Message) -> None:
    """The beneficiary's copy, from the advising bank."""
    _require_sender(message, "advising_bank")
    _keep(session, member_id, message, Part.BENEFICIARY)


def keep_transferred(
    session: Session, member_id: str, message: Message, part: Part, applicant: str
) -> CreditCopy:
    """A bank's copy of a transferred credit, with `applicant` for its customer."""
    (attached,) = message.attachments
    body = {**message.body, "applicant": applicant}
    return _kept(session, member_id, body, attached.content, part)


def keep_shown(session: Session, member_id: str, shown: dict[str, Any], text: bytes) -> CreditCopy:
    """The copy of a bank that the credit does not name, where any bank is nominated: from the beneficiary."""
    return _kept(session, member_id, shown, text, Part.NOMINATED_BANK)


def shown_to_any_bank(copy: CreditCopy) -> dict[str, Any]:
    """What a bank needs to open the text that the beneficiary shows it."""
    return body_of(copy, Text(copy.message, copy.salt, copy.banks_salt, copy.banks_leaf))


def _keep(session: Session, member_id: str, message: Message, part: Part) -> CreditCopy:
    (attached,) = message.attachments
    return _kept(session, member_id, message.body, attached.content, part)


def _kept(session: Session, member_id: str, body: Mapping[str, Any], text: bytes, part: Part) -> CreditCopy:
    """Raises Conflict for a text that the chain contradicts, and for one that we have."""
    deal = str(body["deal"])
    terms = readers.read_credit(text)
    copy = CreditCopy(
        member_id=member_id,
        id=str(body["credit"]),
        deal=deal,
        part=part.value,
        party=members.alias_in(session, member_id, deal).party,
        applicant=str(body["applicant"]),
        issuing_bank=str(body["issuing_bank"]),
        advising_bank=str(body["advising_bank"]),
        confirming_bank=body["confirming_bank"],
        nominated_bank=body["nominated_bank"],
        beneficiary=str(body["beneficiary"]),
        message=text,
        salt=bytes.fromhex(str(body["salt"])),
        banks_salt=_bytes(body.get("banks_salt")),
        banks_leaf=_bytes(body.get("banks_leaf")),
        reference=terms.reference,
        currency=terms.amount.currency.alpha,
        at=now_of(session),
    )
    _require_true(session, copy, part)
    session.add(copy)
    session.flush()
    # Whoever asks for a number shows that it has a part in the deal: no second beneficiary does, to others
    # than banks.
    records.learn_numbers(
        session, copy, banks_only=part is Part.BENEFICIARY and bool(body.get("transferred"))
    )
    return copy


def _require_true(session: Session, copy: CreditCopy, part: Part) -> None:
    """Where our mirror has the credit already; else every use of the copy compares it with the chain."""
    row = store.credit_row(session, deployment_of(session).chain_id, copy.id)
    known = store.copy_of(session, copy.member_id, copy.id)
    if known is not None:
        raise Conflict("credit-known-already", "this credit was sent before", next="ask the issuing bank")
    if row is None:
        return
    number = {
        Part.APPLICANT: row.applicant,
        Part.ISSUING_BANK: row.issuing_bank,
        Part.ADVISING_BANK: row.advising_bank,
        Part.CONFIRMING_BANK: row.confirming_bank,
        Part.NOMINATED_BANK: row.nominated_bank or copy.party,
        Part.BENEFICIARY: row.beneficiary,
    }[part]
    if number != copy.party or not records.Held(copy, row).opens:
        raise Conflict(
            "text-does-not-open",
            "what was sent is not the text of this credit, or not for our number",
            allowed="the text whose salted hash stands in the credit",
            next="ask the issuing bank",
            credit=copy.id,
        )


def _require_sender(message: Message, bank: str) -> None:
    if message.sender != message.body[bank]:
        raise Conflict(
            "sender-not-the-bank",
            f"{message.sender} sent what is for its {bank.replace('_', ' ')} to send",
            next="ask that bank",
        )


def _bytes(text: Any) -> bytes | None:
    return bytes.fromhex(text) if isinstance(text, str) else None


def _copy(
    session: Session, credit: str, party: int, text: Text, asked: Application, named: Banks
) -> CreditCopy:
    terms = readers.read_credit(text.message)
    copy = CreditCopy(
        member_id=asked.member_id,
        id=credit,
        deal=asked.deal,
        part=Part.ISSUING_BANK.value,
        party=party,
        applicant=asked.applicant,
        issuing_bank=asked.issuing_bank,
        advising_bank=asked.advising_bank,
        confirming_bank=named.confirming,
        nominated_bank=named.nominated,
        beneficiary=asked.beneficiary,
        message=text.message,
        salt=text.salt,
        banks_salt=text.banks_salt,
        banks_leaf=text.banks_leaf,
        reference=terms.reference,
        currency=terms.amount.currency.alpha,
        at=now_of(session),
    )
    session.add(copy)
    return copy


def body_of(copy: CreditCopy, text: Text) -> dict[str, Any]:
    """What goes with the text to whoever is to open it."""
    return {
        "credit": copy.id,
        "deal": copy.deal,
        "application": copy.application,
        "applicant": copy.applicant,
        "issuing_bank": copy.issuing_bank,
        "advising_bank": copy.advising_bank,
        "confirming_bank": copy.confirming_bank,
        "nominated_bank": copy.nominated_bank,
        "beneficiary": copy.beneficiary,
        "salt": text.salt.hex(),
        "banks_salt": text.banks_salt.hex() if text.banks_salt else None,
        "banks_leaf": text.banks_leaf.hex() if text.banks_leaf else None,
    }


def _send(session: Session, copy: CreditCopy, operation: Operation, to: str, kind: str, text: Text) -> None:
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=copy.member_id,
        to=to,
        kind=kind,
        body=body_of(copy, text),
        attachments=[Attachment(MESSAGE_NAME, MESSAGE_TYPE, text.message)],
    )


def _sealed(message: bytes) -> Text:
    public = readers.for_beneficiary(message)
    banks_salt = None if public == message else secrets.token_bytes(SALT)
    return Text(message, secrets.token_bytes(SALT), banks_salt)


def _number(session: Session, asked: Application, organisation: str) -> int:
    return members.number_of(session, member_id=asked.member_id, deal=asked.deal, organisation=organisation)


def _require_not_issued(session: Session, caller: Caller, asked: Application) -> None:
    """An issue that failed or was rejected may be asked for again."""
    copy = store.copy_of(session, caller.member_id, asked.credit) if asked.credit else None
    if copy is None or copy.operation_id is None:
        return
    try:
        status = operations.get(session, caller, copy.operation_id).status
    except NotFound:
        return
    if status not in ENDED_BADLY:
        raise Conflict(
            "application-in-hand",
            f"credit {copy.id} is being made or was made of this application",
            allowed="one credit for each application",
            next="look at that credit and at its operation",
            credit=copy.id,
            operation=copy.operation_id,
        )


def _require_day(session: Session, terms: CreditTerms) -> None:
    """The chain takes no issue from the day after tomorrow or later: a day is a local matter."""
    today = days_of(now_of(session).date())
    if days_of(terms.issue_date) > today + 1:
        raise refused(
            "CreditsInvalidTerms",
            amount=terms.amount.minor,
            issued=terms.issue_date,
            expiry=terms.expiry_date,
            latestShipment=terms.latest_shipment or "open",
        )


def _described(
    credit: str, asked: Application, terms: CreditTerms, title_to_applicant: bool
) -> dict[str, Any]:
    """What the checker reads before the bank is bound."""
    return {
        "action": "issue a credit",
        "credit": credit,
        "application": asked.id,
        "deal": asked.deal,
        "reference": terms.reference,
        "amount": terms.amount.decimal(),
        "currency": terms.amount.currency.alpha,
        "most": terms.most.decimal(),
        "expiry": terms.expiry_date.isoformat(),
        "latest_shipment": terms.latest_shipment.isoformat() if terms.latest_shipment else None,
        "applicant": terms.applicant.name,
        "beneficiary": terms.beneficiary.name,
        "advising_bank": asked.advising_bank,
        "available": f"with {terms.available_with} {terms.available_by.value}",
        "tenors": [str(tenor) for tenor in terms.tenors],
        "confirmation": terms.confirmation.value,
        "title_at_honour": "the applicant" if title_to_applicant else "the issuing bank",
    }
