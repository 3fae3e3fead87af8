"""The issuer undertakes, another bank may confirm; how a standby ends by agreement or does not go on."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.db import now_of
from app.errors import Conflict, Fault, Malformed
from app.identifiers import NotIdentifier, lei
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.money import NotMoney
from app.standbys import contract, store
from app.standbys.domain import Part, Terms, days_of, terms_of
from app.standbys.drafts import StandbyDraft
from app.standbys.services import records
from app.standbys.services.records import Sealed
from app.standbys.store import StandbyCopy

ISSUED = "standby-issued"
NUMBERS = {
    Part.ISSUER: "issuer",
    Part.APPLICANT: "applicant",
    Part.BENEFICIARY: "beneficiary",
    Part.CONFIRMER: "confirmer",
}


def issue(session: Session, caller: Caller, draft: StandbyDraft, key: IdempotencyKey) -> Operation:
    """Always two persons. The text goes to applicant, beneficiary and confirmer when it is final."""
    token = cash.token_of(session, caller.member_id, draft.currency)
    own = members.member(session, caller.member_id).lei
    minor = _read(draft, own, token)
    deal = draft.deal or members.new_deal()
    alias = members.allot(session, caller.member_id, deal)

    def number(organisation: str | None) -> int:
        if organisation is None:
            return 0
        if organisation == own:
            return alias.party
        return members.number_of(session, member_id=caller.member_id, deal=deal, organisation=organisation)

    text = records.seal(
        "text", {"reference": draft.reference, "text": draft.text, "required": draft.required}
    )
    required = records.seal("required", {"required": draft.required})
    terms = Terms(
        issuer=alias.party,
        applicant=number(draft.applicant),
        beneficiary=number(draft.beneficiary),
        confirmer=number(draft.confirmer),
        cash=token.address,
        amount=minor,
        issued=days_of(now_of(session).date()),
        expiry=days_of(draft.expiry),
        final_expiry=days_of(draft.last),
        extension=draft.extension_days,
        notice_days=draft.notice_days,
        partial_drawings=draft.partial_drawings,
        multiple_drawings=draft.multiple_drawings,
        documents=required.commitment,
        text=text.commitment,
    )
    deployment = deployment_of(session)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=alias.party,
        instrument=contract.NAME,
        call=contract.issue(deployment, terms),
        describes={
            "action": "issue a standby",
            "standby": contract.standby_id(deployment, terms),
            "deal": deal,
            "reference": draft.reference,
            "applicant": draft.applicant,
            "beneficiary": draft.beneficiary,
            "confirmer": draft.confirmer,
            "amount": token.money(minor).decimal(),
            "currency": draft.currency,
            "expiry": draft.expiry.isoformat(),
            "final_expiry": draft.last.isoformat(),
            "extension_days": draft.extension_days,
            "notice_days": draft.notice_days,
            "required": draft.required,
        },
        eyes=2,
        right="UNDERTAKE",
        idempotency=key,
    )
    copy = StandbyCopy(
        member_id=caller.member_id,
        standby=contract.standby_id(deployment, terms),
        contract=deployment.contract(contract.NAME).address,
        deal=deal,
        part=Part.ISSUER.value,
        party=alias.party,
        issuer=own,
        applicant=draft.applicant,
        beneficiary=draft.beneficiary,
        confirmer=draft.confirmer,
        reference=draft.reference,
        content=text.content,
        salt=text.salt,
        terms=terms._asdict(),
        kept_at=now_of(session),
    )
    session.add(copy)
    records.keep(session, caller.member_id, copy.standby, required)
    for other in dict.fromkeys(records.parties(copy)):
        if other and other != own:
            _send(session, copy, required, operation, other)
    return operation


def confirm(session: Session, caller: Caller, standby: str, key: IdempotencyKey) -> Operation:
    """Add our own undertaking to the issuer's, to the standby as it stands."""
    found = records.on_chain(session, caller, standby, Part.CONFIRMER)
    token = cash.token(session, found.terms.cash)
    return records.ask(
        session,
        caller,
        found,
        "confirm",
        right="UNDERTAKE",
        eyes=cash.persons(session, found.copy.party, token, found.row.amount),
        action="confirm a standby",
        key=key,
        describes={"amount": token.money(found.row.amount).decimal(), "currency": token.currency.alpha},
    )


def notify_non_extension(
    session: Session, caller: Caller, standby: str, expiry: date, notice: str, key: IdempotencyKey
) -> Operation:
    """That it does not go on beyond `expiry`; the text goes to the others when it is final."""
    found = records.on_chain(session, caller, standby, Part.ISSUER)
    said = records.seal(
        "non-extension", {"standby": found.id, "expiry": expiry.isoformat(), "notice": notice}
    )
    operation = records.ask(
        session,
        caller,
        found,
        "notifyNonExtension",
        days_of(expiry),
        said.commitment,
        right="UNDERTAKE",
        eyes=2,
        action="give notice that a standby is not extended",
        key=key,
        describes={"expiry": expiry.isoformat(), "notice": notice},
    )
    records.tell(session, found.copy, operation, said, records.parties(found.copy))
    return operation


def cancel(session: Session, caller: Caller, standby: str, key: IdempotencyKey) -> Operation:
    """Agree to cancel (7.01): issuer and beneficiary, each by two persons; a beneficiary finally."""
    found = records.on_chain(session, caller, standby, Part.ISSUER, Part.BENEFICIARY)
    return records.ask(
        session,
        caller,
        found,
        "cancel",
        right="UNDERTAKE" if found.copy.part == Part.ISSUER else "PRESENT",
        eyes=2,
        action="agree to cancel a standby",
        key=key,
    )


def keep_issued(session: Session, member_id: str, message: Message) -> None:
    """The copy of another party, from the issuer. Raises Conflict where terms and text do not fit together,
    or do not name us.
    """
    body = message.body
    try:
        terms, part = terms_of(body["terms"]), Part(str(body["part"]))
        text = Sealed("text", dict(body["content"]), bytes.fromhex(str(body["salt"])))
        required = Sealed("required", dict(body["required"]), bytes.fromhex(str(body["required_salt"])))
    except (KeyError, TypeError, ValueError) as error:
        raise Conflict("message-unreadable", f"the standby cannot be read: {error}") from error
    deployment, deal = deployment_of(session), str(body["deal"])
    party = members.alias_in(session, member_id, deal).party
    standby = contract.standby_id(deployment, terms)
    ours = {entry.address for entry in deployment.contracts if entry.name == contract.NAME}
    true = (
        message.sender == body["issuer"]
        and getattr(terms, NUMBERS[part]) == party
        and str(body["contract"]) in ours
        and text.commitment == terms.text
        and required.commitment == terms.documents
    )
    if not true:
        raise Conflict(
            "standby-not-expected",
            "what was sent is not the text of these terms, or not for our number",
            allowed="text and terms from the issuer that they name",
            next="ask the issuer",
            standby=standby,
        )
    if store.copy_of(session, member_id, standby) is not None:
        raise Conflict("standby-known-already", "this standby was sent before", next="ask the issuer")
    session.add(
        StandbyCopy(
            member_id=member_id,
            standby=standby,
            contract=str(body["contract"]),
            deal=deal,
            part=part.value,
            party=party,
            issuer=str(body["issuer"]),
            applicant=str(body["applicant"]),
            beneficiary=str(body["beneficiary"]),
            confirmer=body["confirmer"],
            reference=str(text.content["reference"]),
            content=text.content,
            salt=text.salt,
            terms=terms._asdict(),
            kept_at=now_of(session),
        )
    )
    records.keep(session, member_id, standby, required)


def _send(session: Session, copy: StandbyCopy, required: Sealed, operation: Operation, to: str) -> None:
    named = {"applicant": Part.APPLICANT, "beneficiary": Part.BENEFICIARY, "confirmer": Part.CONFIRMER}
    part = next(part for name, part in named.items() if getattr(copy, name) == to)
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=copy.member_id,
        to=to,
        kind=ISSUED,
        body={
            "deal": copy.deal,
            "contract": copy.contract,
            "terms": copy.terms,
            "part": part,
            "issuer": copy.issuer,
            "applicant": copy.applicant,
            "beneficiary": copy.beneficiary,
            "confirmer": copy.confirmer,
            "content": copy.content,
            "salt": copy.salt.hex(),
            "required": required.content,
            "required_salt": required.salt.hex(),
        },
    )


def _read(draft: StandbyDraft, own: str, token: Token) -> int:
    """Minor units. Raises Malformed with every fault."""
    faults, minor = [], 0
    for name in ("applicant", "beneficiary", "confirmer"):
        given = getattr(draft, name)
        try:
            if given is not None and lei(given) == own and name != "applicant":
                faults.append(Fault(f"#/{name}", f"this is your own organisation: a {name} is another"))
        except NotIdentifier as error:
            faults.append(Fault(f"#/{name}", str(error)))
    if draft.beneficiary in (draft.applicant, draft.confirmer):
        faults.append(
            Fault("#/beneficiary", "it has another part already; expected an organisation of its own")
        )
    try:
        minor = token.amount(draft.amount)
    except NotMoney as error:
        faults.append(Fault("#/amount", str(error)))
    last = draft.last
    if last < draft.expiry:
        faults.append(Fault("#/final_expiry", f"{last} is before the expiry; expected a day after it"))
    if draft.extension_days == 0 and (draft.notice_days or last != draft.expiry):
        faults.append(
            Fault("#/extension_days", "0, beside days of notice or a final expiry; expected a period")
        )
    if draft.extension_days and not (draft.notice_days < draft.extension_days and last > draft.expiry):
        faults.append(
            Fault(
                "#/notice_days", "expected fewer days than the period has, and a final expiry after the first"
            )
        )
    if faults:
        raise Malformed(faults)
    return minor
