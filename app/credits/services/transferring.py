"""Transfer (art. 38): the first beneficiary asks, the transferring bank consents, the second beneficiary has
a credit of its own, and gives back what it does not use.

The first beneficiary writes the transferred credit's text, out of its own; the bank transfers on that text or
not at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.credits import contract, store
from app.credits.contract import TRANSFERS, ChainTenor, ChainTerms, Wish
from app.credits.domain import RUNNING, SALT, Part, Text, day_of, days_of, refused, require_status
from app.credits.services import issuing, records
from app.credits.services.applications import MESSAGE_NAME, MESSAGE_TYPE
from app.credits.services.records import OnChain
from app.credits.store import CreditCopy, TransferCopy, TransferRow
from app.credits.terms import CreditTerms, Party
from app.credits.transfers import TransferStatus, narrower_faults
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.interop import readers
from app.mail import service as mail
from app.mail.domain import Attachment, Message
from app.members import service as members
from app.money import Money, NotMoney

ASKED, MADE = "transfer-asked", "credit-transferred"
Said = tuple[str, Literal[1, 2], str]
"""Of an operation: the right that it takes, how many persons, and what it does."""


@dataclass(frozen=True)
class Draft:
    """What the first beneficiary asks for. Amounts as decimal strings; None leaves what the credit says.
    `second` is an LEI, `name` who that is, line for line as in field 59.
    """

    second: str
    name: tuple[str, ...]
    reference: str
    amount: str
    carved: str
    expiry: date | None
    latest_shipment: date | None
    presentation_days: int | None
    goods: tuple[str, ...] | None
    documents: tuple[str, ...] | None
    stands_for_applicant: bool
    amendments_advised: bool


def request(session: Session, caller: Caller, credit: str, draft: Draft, key: IdempotencyKey) -> Operation:
    """By two persons of the first beneficiary. The text goes to the transferring bank once it is final."""
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    require_status(found.copy.id, found.status, RUNNING)
    if store.transferred_from(session, found.row.chain_id, found.copy.id) is not None:
        raise refused("TransfersOnceOnly", credit=found.copy.id)
    bank = store.transferring_bank(session, found.row)
    if bank == 0:
        raise refused("TransfersNotTransferable", credit=found.copy.id)
    lei = records.organisation(session, found.copy, bank, found.row)
    if lei is None:
        raise NotFound(
            "transferring-bank-unknown", "your organisation was not told who the transferring bank is"
        )
    written, carved = _written(session, found, draft)
    text = Text(readers.write_credit(written), secrets.token_bytes(SALT))
    terms = _terms(session, found, draft, readers.read_credit(text.message), bank, text)
    _require_there(found, carved, terms)
    deployment = deployment_of(session)
    wish = Wish(contract.credit_id(deployment, terms), carved, draft.amendments_advised)
    operation = _ask(
        session,
        caller,
        found,
        contract.request(deployment, found.row.contract, found.copy.id, found.chain_terms, wish),
        ("PRESENT", 2, "ask for the transfer of a credit"),
        key,
        transferred=wish.transferred,
        second_beneficiary=draft.second,
        amount=written.amount.decimal(),
        set_aside=found.held.decimal(carved),
        currency=found.copy.currency,
        bank=lei,
    )
    applicant = found.copy.beneficiary if draft.stands_for_applicant else found.copy.applicant
    copy = _keep(
        session,
        caller.member_id,
        wish.transferred,
        found.copy.id,
        draft.second,
        applicant,
        terms,
        text,
        operation.id,
    )
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=lei,
        kind=ASKED,
        body=_body(copy),
        attachments=[Attachment(MESSAGE_NAME, MESSAGE_TYPE, copy.message)],
    )
    return operation


def revoke(session: Session, caller: Caller, credit: str, transferred: str, key: IdempotencyKey) -> Operation:
    """Take back a request that the bank has not followed."""
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    row = row_of(session, found, transferred)
    _require(row, TransferStatus.REQUESTED)
    call = contract.revoke(deployment_of(session), row.deal, row.id)
    said: Said = ("PRESENT", 1, "take back a request for transfer")
    return _ask(session, caller, found, call, said, key, transferred=row.id)


def consent(
    session: Session, caller: Caller, credit: str, transferred: str, key: IdempotencyKey
) -> Operation:
    """By two persons of the transferring bank, which need not (art. 38 a). The second beneficiary, the
    issuing and a confirming bank get the text when it is final.
    """
    found = records.on_chain(session, caller, credit)
    bank = require_bank(session, found)
    row = row_of(session, found, transferred)
    _require(row, TransferStatus.REQUESTED)
    require_status(found.copy.id, found.status, RUNNING)
    if records.orders(session, found.row):
        raise refused("TransfersStopped", credit=found.copy.id)
    copy = store.transfer_copy(session, caller.member_id, row.id)
    if copy is None:
        raise NotFound("no-such-transfer", "the text of the transferred credit has not arrived here")
    terms = terms_of(copy)
    _require_there(found, row.carved, terms)
    named = members.number_of(
        session, member_id=caller.member_id, deal=found.copy.deal, organisation=copy.beneficiary
    )
    if named != terms.beneficiary:
        raise Conflict(
            "second-beneficiary-other",
            "the number in the request is not that of the second beneficiary which it names",
            next="ask the first beneficiary",
        )
    call = contract.transfer(deployment_of(session), row.deal, found.copy.id, found.chain_terms, terms)
    operation = _ask(
        session,
        caller,
        found,
        call,
        ("UNDERTAKE", 2, "transfer a credit"),
        key,
        transferred=row.id,
        second_beneficiary=copy.beneficiary,
        amount=found.held.decimal(terms.amount),
        set_aside=found.held.decimal(row.carved),
        currency=found.copy.currency,
    )
    own = _own_copy(session, found, copy, bank, operation.id)
    text = Text(copy.message, copy.salt)
    named_to_second = issuing.body_of(own, text) | {"applicant": copy.applicant, "transferred": True}
    told = {found.copy.issuing_bank, found.copy.confirming_bank} - {own.advising_bank, None}
    for to, kind in [
        (copy.beneficiary, issuing.ADVISED),
        *((one, MADE) for one in sorted(filter(None, told))),
    ]:
        mail.send_when_final(
            session,
            operation_id=operation.id,
            member_id=caller.member_id,
            to=to,
            kind=kind,
            body=named_to_second if kind == issuing.ADVISED else named_to_second | {"from": found.copy.id},
            attachments=[Attachment(MESSAGE_NAME, MESSAGE_TYPE, copy.message)],
        )
    return operation


def give_back(session: Session, caller: Caller, credit: str, key: IdempotencyKey) -> Operation:
    """As the second beneficiary, by two persons: what is neither drawn nor under presentation (art. 38 d)."""
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    row = store.transfer_row(session, found.row.chain_id, found.copy.id)
    if row is None or row.state is not TransferStatus.MADE:
        raise refused(
            "TransfersWrongStatus",
            transferred=found.copy.id,
            status=TransferStatus.UNKNOWN,
            allowed=TransferStatus.MADE,
        )
    require_status(found.copy.id, found.status, RUNNING)
    left = found.row.drawable - found.row.reserved - found.row.honoured
    if not left:
        raise refused("TransfersNothingToReturn", transferred=found.copy.id)
    call = contract.give_back(deployment_of(session), row.deal, found.copy.id, found.chain_terms)
    said: Said = ("PRESENT", 2, "give back what is left of a transferred credit")
    return _ask(session, caller, found, call, said, key, amount=found.held.decimal(left))


def take_back(
    session: Session, caller: Caller, credit: str, transferred: str, key: IdempotencyKey
) -> Operation:
    """As the first beneficiary: what was not drawn under a transferred credit that has ended."""
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    row = row_of(session, found, transferred)
    _require(row, TransferStatus.MADE)
    second = store.credit_row(session, row.chain_id, row.id)
    if (
        second is not None
        and second.open == 0
        and second.state in RUNNING
        and second.honoured < second.drawable
    ):
        raise refused("TransfersNotEnded", credit=found.copy.id, transferred=row.id)
    call = contract.take_back(deployment_of(session), row.deal, row.id)
    said: Said = ("PRESENT", 1, "take back what is left of a transferred credit")
    return _ask(session, caller, found, call, said, key, transferred=row.id)


# --------------------------------------------------------------------------------------------------- inbox


def keep_asked(session: Session, member_id: str, message: Message) -> None:
    """The transferring bank's copy, from the first beneficiary: only what opens what was asked for."""
    body, (attached,) = message.body, message.attachments
    held = store.copy_of(session, member_id, str(body["credit"]))
    if held is None or message.sender != held.beneficiary:
        raise Conflict(
            "transfer-not-expected", f"{message.sender} asks for the transfer of what is not its own"
        )
    if store.transfer_copy(session, member_id, str(body["transferred"])) is not None:
        raise Conflict("transfer-known-already", "this request was sent before")
    text = Text(attached.content, bytes.fromhex(str(body["salt"])))
    terms = _chain(body["terms"])
    id = contract.credit_id(deployment_of(session), terms)
    if id != body["transferred"] or text.commitment(text.message) != terms.document:
        raise Conflict(
            "text-does-not-open",
            "what was sent is not the text of the credit that was asked for",
            allowed="the text whose salted hash stands in its terms",
            next="ask the first beneficiary",
        )
    readers.read_credit(text.message)
    names = str(body["beneficiary"]), str(body["applicant"])
    _keep(session, member_id, id, held.id, *names, terms, text, None)


def keep_made(session: Session, member_id: str, message: Message) -> None:
    """The copy of the issuing bank or of one that confirms, from the transferring bank. Its customer stays
    who applied for the credit, whoever stands for that in the text.
    """
    first = store.copy_of(session, member_id, str(message.body["from"]))
    own = members.member(session, member_id).lei
    if (
        first is None
        or message.sender != message.body["advising_bank"]
        or own
        not in (
            first.issuing_bank,
            first.confirming_bank,
        )
    ):
        raise Conflict("credit-not-expected", f"{message.sender} transfers a credit that is not yours")
    part = Part.ISSUING_BANK if own == first.issuing_bank else Part.CONFIRMING_BANK
    issuing.keep_transferred(session, member_id, message, part, first.applicant)


# ------------------------------------------------------------------------------------------- each idea once


def row_of(session: Session, found: OnChain, transferred: str) -> TransferRow:
    """Of the credit. Raises NotFound."""
    row = store.transfer_row(session, found.row.chain_id, transferred.lower())
    if row is None or row.credit != found.copy.id:
        raise NotFound("no-such-transfer", "this credit has no such transfer")
    return row


def terms_of(copy: TransferCopy) -> ChainTerms:
    return _chain(copy.terms)


def require_bank(session: Session, found: OnChain) -> int:
    """Our number, as that of the bank that may transfer it."""
    bank = store.transferring_bank(session, found.row)
    if bank == 0:
        raise refused("TransfersNotTransferable", credit=found.copy.id)
    if bank != found.copy.party:
        raise refused("TransfersNotTransferringBank", transferringBank=bank, party=found.copy.party)
    return bank


def _require(row: TransferRow, allowed: TransferStatus) -> None:
    if row.state is not allowed:
        raise refused("TransfersWrongStatus", transferred=row.id, status=row.state, allowed=allowed)


def _require_there(found: OnChain, carved: int, terms: ChainTerms) -> None:
    """What the chain asks of amounts."""
    row, drawable = found.row, terms.amount + terms.amount * terms.tolerance_plus // 100
    available = row.drawable - row.reserved - row.honoured
    if not drawable <= carved <= available:
        raise refused("TransfersAmountOutOfRange", carved=carved, drawable=drawable, available=available)
    if not row.partial_drawings and carved != row.drawable:
        raise refused("TransfersOnlyAsAWhole", credit=found.copy.id)


def _written(session: Session, found: OnChain, draft: Draft) -> tuple[CreditTerms, int]:
    """The transferred credit's terms as text says them, and what is carved out. Raises Malformed."""
    before, unit, faults = _operative(found), found.held.currency, list[Fault]()
    minor = {}
    for field in ("amount", "carved"):
        try:
            minor[field] = Money.from_decimal(getattr(draft, field), unit).minor
        except NotMoney as error:
            faults.append(Fault(f"#/{field}", str(error)))
    if faults:
        raise Malformed(faults)
    first = before.beneficiary
    after = replace(
        before,
        reference=draft.reference,
        issue_date=now_of(session).date(),
        beneficiary=Party(draft.name),
        amount=Money(minor["amount"], unit),
        expiry_date=draft.expiry or before.expiry_date,
        latest_shipment=draft.latest_shipment or before.latest_shipment,
        presentation_days=draft.presentation_days or before.presentation_days,
        goods=before.goods if draft.goods is None else draft.goods,
        documents=before.documents if draft.documents is None else draft.documents,
        applicant=Party(first.lines) if draft.stands_for_applicant else before.applicant,
        # What was for the first beneficiary, or between banks.
        pre_advice=None,
        special_for_beneficiary=(),
        sender_to_receiver=(),
    )
    faults = [Fault(where, what) for where, what in narrower_faults(before, after)]
    if minor["amount"] == 0:
        faults.append(Fault("#/amount", "is nothing; expected an amount above 0"))
    if faults:
        raise Malformed(faults)
    return after, minor["carved"]


def _operative(found: OnChain) -> CreditTerms:
    """Our text with the figures that amendments made of it; their wording is for the first beneficiary."""
    terms, now = found.held.terms, found.amendable
    return replace(
        terms,
        amount=Money(now.amount, found.held.currency),
        tolerance_plus=now.tolerance_plus,
        tolerance_minus=now.tolerance_minus,
        expiry_date=day_of(now.expiry),
        latest_shipment=day_of(now.latest_shipment) if now.latest_shipment else None,
        presentation_days=now.presentation_days,
    )


def _terms(
    session: Session, found: OnChain, draft: Draft, written: CreditTerms, bank: int, text: Text
) -> ChainTerms:
    second = members.number_of(
        session, member_id=found.copy.member_id, deal=found.copy.deal, organisation=draft.second
    )
    terms = found.chain_terms._replace(
        beneficiary=second,
        advising_bank=bank,
        amount=written.amount.minor,
        issued=days_of(written.issue_date),
        expiry=days_of(written.expiry_date),
        latest_shipment=days_of(written.latest_shipment),
        presentation_days=written.presentation_days,
        document=text.commitment(text.message),
    )
    if draft.stands_for_applicant:
        terms = terms._replace(applicant=found.row.beneficiary, title_to_applicant=False)
    return terms


def _own_copy(
    session: Session, found: OnChain, copy: TransferCopy, bank: int, operation_id: str
) -> CreditCopy:
    """The transferring bank's, made before it is final as an issue's is; a second try takes the first's."""
    first, own = found.copy, members.member(session, found.copy.member_id).lei
    kept = store.copy_of(session, first.member_id, copy.id)
    if kept is None:
        part = Part.ISSUING_BANK if bank == found.row.issuing_bank else Part.ADVISING_BANK
        kept = CreditCopy(
            member_id=first.member_id,
            id=copy.id,
            deal=first.deal,
            part=part.value,
            party=bank,
            applicant=first.applicant,
            issuing_bank=first.issuing_bank,
            advising_bank=own,
            confirming_bank=first.confirming_bank,
            nominated_bank=first.nominated_bank,
            beneficiary=copy.beneficiary,
            message=copy.message,
            salt=copy.salt,
            banks_salt=None,
            banks_leaf=None,
            reference=readers.read_credit(copy.message).reference,
            currency=first.currency,
            application=None,
            at=now_of(session),
        )
        session.add(kept)
    kept.operation_id = operation_id
    session.flush()
    return kept


def _ask(
    session: Session,
    caller: Caller,
    found: OnChain,
    call: bytes,
    said: Said,
    key: IdempotencyKey,
    **describes: Any,
) -> Operation:
    right, eyes, action = said
    return records.ask(
        session,
        caller,
        found,
        call=call,
        right=right,
        eyes=eyes,
        action=action,
        key=key,
        describes=describes,
        instrument=TRANSFERS,
    )


def _chain(said: Any) -> ChainTerms:
    """Terms as they were written down. Raises Conflict where they are none."""
    try:
        terms = ChainTerms(*said)
        return terms._replace(tenors=tuple(ChainTenor(*one) for one in terms.tenors))
    except TypeError as error:
        raise Conflict("message-unreadable", f"the terms cannot be read: {error}") from error


def _body(copy: TransferCopy) -> Mapping[str, Any]:
    return {
        "credit": copy.credit,
        "transferred": copy.id,
        "beneficiary": copy.beneficiary,
        "applicant": copy.applicant,
        "terms": copy.terms,
        "salt": copy.salt.hex(),
    }


def _keep(
    session: Session,
    member_id: str,
    id: str,
    credit: str,
    beneficiary: str,
    applicant: str,
    terms: ChainTerms,
    text: Text,
    operation_id: str | None,
) -> TransferCopy:
    copy = TransferCopy(
        member_id=member_id,
        id=id,
        credit=credit,
        beneficiary=beneficiary,
        applicant=applicant,
        terms=list(terms),
        message=text.message,
        salt=text.salt,
        operation_id=operation_id,
        at=now_of(session),
    )
    session.add(copy)
    session.flush()
    return copy
