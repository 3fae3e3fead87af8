"""The beneficiary demands payment, or extension or payment, and may take it back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.db import now_of
from app.errors import Fault, Malformed
from app.money import NotMoney
from app.standbys import contract
from app.standbys.domain import Demand, DemandStatus, Part, days_of, require_demand
from app.standbys.drafts import DemandDraft
from app.standbys.services import records
from app.standbys.services.records import OnChain

UNDER_WAY = (
    DemandStatus.LODGED,
    DemandStatus.COMPLYING,
    DemandStatus.DISCREPANT,
    DemandStatus.WAIVED,
    DemandStatus.PRECLUDED,
)


def demand(
    session: Session, caller: Caller, standby: str, draft: DemandDraft, key: IdempotencyKey
) -> Operation:
    """Statement and documents go to the bank when it is final; to the issuer and the applicant too where an
    extension is asked for, since they decide on it.
    """
    found = records.on_chain(session, caller, standby, Part.BENEFICIARY)
    minor = _read(session, found, draft)
    said = records.seal(
        "demand",
        {
            "standby": found.id,
            "statement": draft.statement,
            "documents": [{"name": name, "text": text} for name, text in draft.documents],
        },
    )
    contents = Demand(
        bank=found.row.confirmer if draft.bank is Part.CONFIRMER else found.row.issuer,
        amount=minor,
        presented=days_of(draft.presented or now_of(session).date()),
        extend_to=days_of(draft.extend_to),
        documents=said.commitment,
    )
    operation = records.ask(
        session,
        caller,
        found,
        "demand",
        contents,
        right="PRESENT",
        eyes=1,
        action="ask to extend or pay" if draft.extend_to else "demand payment",
        key=key,
        describes={
            "demand": contract.demand_id(deployment_of(session), found.id, contents),
            "of": draft.bank,
            "amount": draft.amount,
            "currency": records.money(session, found.copy, minor).currency.alpha,
            "extend_to": draft.extend_to.isoformat() if draft.extend_to else None,
            "statement": draft.statement,
            "documents": [name for name, _ in draft.documents],
        },
    )
    bank = found.copy.confirmer if draft.bank is Part.CONFIRMER else found.copy.issuer
    asked = (found.copy.issuer, found.copy.applicant) if draft.extend_to else ()
    records.tell(session, found.copy, operation, said, (bank, *asked))
    return operation


def withdraw(session: Session, caller: Caller, standby: str, demand: str, key: IdempotencyKey) -> Operation:
    """Take back what nobody has paid; always two persons, for after expiry it cannot be made again."""
    found = records.on_chain(session, caller, standby, Part.BENEFICIARY)
    row = records.demand_row(session, found, demand)
    require_demand(row.id, row.state, *UNDER_WAY)
    return records.ask(
        session,
        caller,
        found,
        "withdraw",
        row.contents,
        right="PRESENT",
        eyes=2,
        action="take a demand back",
        key=key,
        describes={"demand": row.id, "amount": records.money(session, found.copy, row.amount).decimal()},
    )


def _read(session: Session, found: OnChain, draft: DemandDraft) -> int:
    """Minor units. Raises Malformed with every fault."""
    faults, minor = [], 0
    try:
        minor = records.token(session, found.copy).amount(draft.amount)
    except NotMoney as error:
        faults.append(Fault("#/amount", str(error)))
    if draft.bank not in (Part.ISSUER, Part.CONFIRMER) or (
        draft.bank is Part.CONFIRMER and not found.row.confirmed
    ):
        faults.append(Fault("#/bank", f"{draft.bank}; expected issuer, or confirmer once it has confirmed"))
    if faults:
        raise Malformed(faults)
    return minor
