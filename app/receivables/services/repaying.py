"""Tell the obligor whom to pay, pay, and claim from whoever answers for it."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.errors import Conflict
from app.mail import service as mail
from app.members import service as members
from app.receivables import contract, store
from app.receivables.claims import Act, Claim, claim_of, refused
from app.receivables.domain import SALT
from app.receivables.services import keeping
from app.receivables.services.owing import amount_in, ask, begun, persons


def give_notice(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """From now on the obligor pays us; it is told which number that is, and whose."""
    held = begun(session, caller, id, Act.GIVE_NOTICE)
    copy = held.copy
    call = contract.on_receivable(deployment_of(session), Act.GIVE_NOTICE, copy.id)
    operation = ask(session, caller, copy, Act.GIVE_NOTICE, call, right="TITLE", eyes=1, key=key)
    alias = members.own_alias(session, caller.member_id, copy.party)
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=copy.obligor,
        kind=keeping.NOTICED,
        body={"receivable": copy.id, "party": alias.party, "salt": alias.salt.hex()},
    )
    return operation


def acknowledge(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    held = begun(session, caller, id, Act.ACKNOWLEDGE)
    call = contract.on_receivable(deployment_of(session), Act.ACKNOWLEDGE, held.copy.id, held.row.payee)
    return ask(
        session,
        caller,
        held.copy,
        Act.ACKNOWLEDGE,
        call,
        right="PRESENT",
        eyes=1,
        key=key,
        payee=held.row.payee,
    )


def repay(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The whole, to whom the obligor was last told to pay: what comes in between stops it on the chain."""
    held = begun(session, caller, id, Act.REPAY)
    copy, row = held.copy, held.row
    payee = members.named(session, caller.member_id, [row.payee])[row.payee]
    operation = ask(
        session,
        caller,
        copy,
        Act.REPAY,
        contract.repay(deployment_of(session), copy.id, row.payee),
        right="PAY",
        eyes=persons(session, held, row.amount),
        key=key,
        amount=row.amount,
        payee=str(payee),
        payee_number=row.payee,
    )
    if payee.lei is not None:
        token = cash.token(session, row.cash)
        cash.tell_issuer(session, caller.member_id, token, to=payee.lei, operation_id=operation.id)
    return operation


def claim_recourse(session: Session, caller: Caller, id: str, amount: str, key: IdempotencyKey) -> Operation:
    """What is overdue or disputed, of whoever sold it with recourse: it gets the claim, others a hash."""
    held = begun(session, caller, id, Act.CLAIM_RECOURSE)
    copy, row = held.copy, held.row
    liable = members.organisation_behind(
        session, member_id=caller.member_id, deal=copy.deal, party=row.recourse
    )
    if liable is None:
        raise Conflict(
            "liable-unknown",
            f"your organisation was not told who stands behind number {row.recourse}",
            next="ask whoever sold it to you",
        )
    claim = Claim(copy.id, amount_in(session, held, amount), "0x" + secrets.token_hex(SALT))
    copy.claim = vars(claim)
    call = contract.on_receivable(deployment_of(session), Act.CLAIM_RECOURSE, copy.id, claim.hash)
    operation = ask(
        session,
        caller,
        copy,
        Act.CLAIM_RECOURSE,
        call,
        right="PRESENT",
        eyes=1,
        key=key,
        amount=claim.amount,
        of=liable,
    )
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=liable,
        kind=keeping.CLAIMED,
        body={"receivable": copy.id, "claim": vars(claim)},
    )
    return operation


def repurchase(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """Pay what is claimed and hold it again, free to be financed."""
    held = begun(session, caller, id, Act.REPURCHASE)
    copy, row = held.copy, held.row
    claim = claim_of(copy.claim) if copy.claim else None
    if claim is None or claim.hash != row.claim:
        told = claim.hash if claim else ""
        raise refused("ReceivablesNotClaimed", receivable=copy.id, claimed=row.claim, claim=told)
    chain_id = deployment_of(session).chain_id
    financing = store.financing_rows(session, chain_id, [row.financing])[row.financing]
    return ask(
        session,
        caller,
        copy,
        Act.REPURCHASE,
        contract.repurchase(deployment_of(session), claim, financing.attempt),
        right="PAY",
        eyes=persons(session, held, claim.amount),
        key=key,
        amount=claim.amount,
    )
