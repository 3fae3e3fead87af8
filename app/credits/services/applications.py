"""An applicant asks its bank for a credit; the bank holds its own copy of what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.credits import store
from app.credits.services import banks, records
from app.credits.shown import shown
from app.credits.store import Application
from app.credits.terms import CreditTerms
from app.credits.views import ApplicationView
from app.db import now_of
from app.errors import Fault, Malformed, NotFound
from app.identifiers import NotIdentifier, lei
from app.interop import readers
from app.mail import service as mail
from app.mail.domain import Attachment, Message
from app.members import service as members
from app.members.domain import Named
from app.paging import PageAsked, page

KIND = "credit-application"
MESSAGE_NAME, MESSAGE_TYPE = "mt700.txt", "text/plain"


@dataclass(frozen=True)
class Asked:
    """LEIs, and an MT 700 as it is to be issued, byte for byte."""

    issuing_bank: str
    advising_bank: str
    beneficiary: str
    message: bytes


def apply(session: Session, caller: Caller, asked: Asked) -> ApplicationView:
    """Raises Malformed with every fault of the request and of the message, Forbidden for a checker."""
    records.require_maker(caller)
    _read(session, caller.member_id, asked)
    own = members.member(session, caller.member_id).lei
    deal = members.new_deal()
    members.allot(session, caller.member_id, deal)
    row = Application(
        member_id=caller.member_id,
        id=uuid4().hex,
        deal=deal,
        sent=True,
        applicant=own,
        issuing_bank=asked.issuing_bank,
        advising_bank=asked.advising_bank,
        beneficiary=asked.beneficiary,
        message=asked.message,
        at=now_of(session),
    )
    session.add(row)
    session.flush()
    mail.send(
        session,
        member_id=caller.member_id,
        to=asked.issuing_bank,
        kind=KIND,
        body={
            "application": row.id,
            "deal": deal,
            "advising_bank": asked.advising_bank,
            "beneficiary": asked.beneficiary,
        },
        attachments=[Attachment(MESSAGE_NAME, MESSAGE_TYPE, asked.message)],
    )
    return _view(session, row)


def keep_received(session: Session, member_id: str, message: Message) -> None:
    """The bank's copy. What cannot be read is refused to the sender, who has read it too."""
    body, (attached,) = message.body, message.attachments
    readers.read_credit(attached.content)
    session.add(
        Application(
            member_id=member_id,
            id=str(body["application"]),
            deal=str(body["deal"]),
            sent=False,
            applicant=message.sender,
            issuing_bank=message.recipient,
            advising_bank=str(body["advising_bank"]),
            beneficiary=str(body["beneficiary"]),
            message=attached.content,
            at=now_of(session),
        )
    )
    session.flush()


def application(session: Session, caller: Caller, id: str) -> ApplicationView:
    return _view(session, row_of(session, caller, id))


def applications(
    session: Session, caller: Caller, asked: PageAsked
) -> tuple[list[ApplicationView], str | None]:
    """Sent and received, newest first."""
    query = store.applications_of(caller.member_id)
    return page(
        session, query, asked, [Application.number], lambda row: _view(session, row), newest_first=True
    )


def row_of(session: Session, caller: Caller, id: str, *, lock: bool = False) -> Application:
    """`lock` until the transaction ends. Raises NotFound."""
    row = store.application(session, caller.member_id, id, lock=lock)
    if row is None:
        raise NotFound("no-such-application", "your organisation has no such application")
    return row


def _read(session: Session, member_id: str, asked: Asked) -> CreditTerms:
    faults: list[Fault] = []
    bics: dict[str, str | None] = {}
    for name in ("issuing_bank", "advising_bank", "beneficiary"):
        organisation = getattr(asked, name)
        try:
            bics[name] = members.contact(session, member_id, lei(organisation)).bic
        except NotIdentifier as error:
            faults.append(Fault(f"#/{name}", str(error)))
        except NotFound as error:
            faults.append(Fault(f"#/{name}", error.refusal.found))
    if len({asked.issuing_bank, asked.advising_bank, asked.beneficiary}) < 3:
        faults.append(Fault("#", "issuing bank, advising bank and beneficiary are three organisations"))
    try:
        terms = readers.read_credit(asked.message)
    except Malformed as error:
        faults += [Fault(f"#/message, {fault.where}", fault.found) for fault in error.faults]
        raise Malformed(
            faults, code=error.refusal.code if len(faults) == len(error.faults) else "malformed"
        ) from None
    faults += banks.faults_of(terms)
    for name, said in (("issuing_bank", terms.issuing_bank), ("advising_bank", terms.advising_bank)):
        known = bics.get(name)
        if known and known[:8] != said[:8]:
            faults.append(
                Fault(
                    f"#/{name}",
                    f"its BIC is {known}, and the message names {said}; expected one bank in both",
                )
            )
    if faults:
        raise Malformed(faults)
    return terms


def _view(session: Session, row: Application) -> ApplicationView:
    leis = {row.applicant, row.issuing_bank, row.advising_bank, row.beneficiary}
    names = members.names_of(session, row.member_id, leis)
    chain_id = deployment_of(session).chain_id
    issued = row.credit is not None and store.credit_row(session, chain_id, row.credit) is not None

    def named(organisation: str) -> Named:
        return Named(None, organisation, names.get(organisation))

    return ApplicationView(
        id=row.id,
        deal=row.deal,
        sent=row.sent,
        status="issued" if issued else "applied",
        at=row.at,
        applicant=named(row.applicant),
        issuing_bank=named(row.issuing_bank),
        advising_bank=named(row.advising_bank),
        beneficiary=named(row.beneficiary),
        credit=row.credit,
        terms=shown(readers.read_credit(row.message)),
    )
