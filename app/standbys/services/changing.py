"""Extensions that a demand asks for, and amendments: who agrees to what, and when it takes effect."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.errors import Conflict, Fault, Malformed
from app.money import NotMoney
from app.standbys import contract, store
from app.standbys.domain import (
    AMENDMENT_STATUSES,
    Amendment,
    AmendmentStatus,
    Part,
    day_of,
    days_of,
    require_demand,
)
from app.standbys.drafts import AmendmentDraft
from app.standbys.services import records
from app.standbys.services.demanding import UNDER_WAY
from app.standbys.services.records import OnChain
from app.standbys.store import AmendmentRow, DemandRow


def agree_to_extension(
    session: Session, caller: Caller, standby: str, demand: str, key: IdempotencyKey
) -> Operation:
    """As the applicant, approve the extension that a demand asks for; as the confirmer, join it."""
    found = records.on_chain(session, caller, standby, Part.APPLICANT, Part.CONFIRMER)
    row = _asking(session, found, demand)
    return _agree(session, caller, found, row.id, key, extend_to=day_of(row.extend_to).isoformat())


def agree_to_amendment(
    session: Session, caller: Caller, standby: str, amendment: str, key: IdempotencyKey
) -> Operation:
    """As the applicant, approve an amendment on offer; as the confirmer, join it."""
    found = records.on_chain(session, caller, standby, Part.APPLICANT, Part.CONFIRMER)
    row = _offered(session, found, amendment)
    return _agree(session, caller, found, row.id, key, amendment=row.number)


def extend(session: Session, caller: Caller, standby: str, demand: str, key: IdempotencyKey) -> Operation:
    """As the issuer, extend to the day that the demand asks for (3.09 b): always two persons. The demand is
    retracted by it.
    """
    found = records.on_chain(session, caller, standby, Part.ISSUER)
    row = _asking(session, found, demand)
    return records.ask(
        session,
        caller,
        found,
        "extend",
        row.contents,
        right="UNDERTAKE",
        eyes=2,
        action="extend a standby instead of paying",
        key=key,
        describes={
            "demand": row.id,
            "amount": records.money(session, found.copy, row.amount).decimal(),
            "expiry": day_of(row.extend_to).isoformat(),
        },
    )


def amend(
    session: Session, caller: Caller, standby: str, draft: AmendmentDraft, key: IdempotencyKey
) -> Operation:
    """As the issuer, offer an amendment and be bound by it (2.06 b); its text goes to the others."""
    found = records.on_chain(session, caller, standby, Part.ISSUER)
    increase, decrease = _read(session, found, draft)
    number = 1 + len(store.amendment_rows(session, deployment_of(session).chain_id, found.id))
    said = records.seal("amendment", {"standby": found.id, "number": number, "text": draft.text})
    contents = Amendment(
        number=number,
        increase=increase,
        decrease=decrease,
        expiry=days_of(draft.expiry),
        final_expiry=days_of(draft.final_expiry),
        text=said.commitment,
    )
    operation = records.ask(
        session,
        caller,
        found,
        "amend",
        contents,
        right="UNDERTAKE",
        eyes=2,
        action="offer an amendment of a standby",
        key=key,
        describes={
            "amendment": contract.amendment_id(deployment_of(session), found.id, contents),
            "increase": draft.increase,
            "decrease": draft.decrease,
            "expiry": draft.expiry.isoformat() if draft.expiry else None,
            "final_expiry": draft.final_expiry.isoformat() if draft.final_expiry else None,
            "text": draft.text,
        },
    )
    records.tell(session, found.copy, operation, said, records.parties(found.copy))
    return operation


def answer(
    session: Session, caller: Caller, standby: str, amendment: str, accepts: bool, key: IdempotencyKey
) -> Operation:
    """As the beneficiary, accept a whole amendment, by two persons, or reject it (2.06 c, d)."""
    found = records.on_chain(session, caller, standby, Part.BENEFICIARY)
    row = _offered(session, found, amendment)
    contents = Amendment(row.number, row.increase, row.decrease, row.expiry, row.final_expiry, row.text)
    return records.ask(
        session,
        caller,
        found,
        "accept" if accepts else "reject",
        contents,
        right="PRESENT",
        eyes=2 if accepts else 1,
        action="accept an amendment" if accepts else "reject an amendment",
        key=key,
        describes={"amendment": row.id, "number": row.number},
    )


def _agree(
    session: Session, caller: Caller, found: OnChain, subject: str, key: IdempotencyKey, **describes: object
) -> Operation:
    joins = found.copy.part == Part.CONFIRMER
    return records.ask(
        session,
        caller,
        found,
        "agree",
        subject,
        right="UNDERTAKE" if joins else "PRESENT",
        eyes=2,
        action="join" if joins else "approve",
        key=key,
        describes={"subject": subject, **describes},
    )


def _asking(session: Session, found: OnChain, demand: str) -> DemandRow:
    """A demand under way that asks to extend or pay."""
    row = records.demand_row(session, found, demand)
    if not row.extend_to:
        raise Conflict(
            "standby-nothing-asked",
            "this demand asks for payment only",
            allowed="a demand that asks to extend or pay (3.09)",
            next="honour or dishonour it",
            demand=row.id,
        )
    require_demand(row.id, row.state, *UNDER_WAY)
    return row


def _offered(session: Session, found: OnChain, amendment: str) -> AmendmentRow:
    row = records.amendment_row(session, found, amendment)
    if row.state is not AmendmentStatus.OFFERED:
        raise Conflict(
            "amendment-status",
            f"the amendment is {AMENDMENT_STATUSES[row.state]}",
            allowed="an amendment that is offered",
            next="look at the standby again",
            amendment=row.id,
        )
    return row


def _read(session: Session, found: OnChain, draft: AmendmentDraft) -> tuple[int, int]:
    """Minor units of increase and decrease. Raises Malformed with every fault."""
    faults, minor = [], {"increase": 0, "decrease": 0}
    token = records.token(session, found.copy)
    for name in minor:
        given = getattr(draft, name)
        try:
            minor[name] = token.amount(given) if given is not None else 0
        except NotMoney as error:
            faults.append(Fault(f"#/{name}", str(error)))
    if draft.increase is not None and draft.decrease is not None:
        faults.append(Fault("#/decrease", "beside an increase; expected one of the two"))
    if draft.expiry and draft.final_expiry and draft.final_expiry < draft.expiry:
        faults.append(
            Fault("#/final_expiry", f"{draft.final_expiry} is before the expiry; expected a later day")
        )
    if faults:
        raise Malformed(faults)
    return minor["increase"], minor["decrease"]
