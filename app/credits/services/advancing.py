"""Advances under a red or green clause: the beneficiary asks a bank, with its papers; the bank advances;
drawings give it back, or the issuing bank once the credit has ended.

The bank that is asked and the issuing bank, which bears the risk, are told and keep each its own copy.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract, store
from app.credits.advances import ADVANCE_WORDS, MOST, AdvanceSide, AdvanceStatus
from app.credits.clauses import AdvanceKind, AdvanceTerms
from app.credits.contract import NO_CLAUSES
from app.credits.contract import Named as Naming
from app.credits.domain import RUNNING, SALT, Part, canonical, refused, require_status, sealed, spoken
from app.credits.services import records
from app.credits.services.records import Held, OnChain
from app.credits.store import AdvanceCopy, AdvanceRow, CreditCopy, DeductionRow
from app.credits.views import AdvanceClauseView, AdvanceView, DeductionView
from app.days import moment_of
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.money import NotMoney
from app.paging import PageAsked, page
from app.stops import service as stops

KIND = "credit-advance"
NO_PAPERS = "0x" + "00" * 32


def ask(
    session: Session,
    caller: Caller,
    credit: str,
    bank: str | None,
    amount: str,
    receipt: str,
    warehouse: str | None,
    key: IdempotencyKey,
) -> Operation:
    """As the beneficiary, of `bank` (LEI; None: the issuing one), with its receipt and undertaking, and
    under a green clause warehouse receipts. Always two persons. The banks are told once it is final.
    """
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    require_status(found.copy.id, found.status, RUNNING)
    token = cash.token(session, found.row.cash)
    try:
        minor = token.amount(amount)
    except NotMoney as error:
        raise Malformed([Fault("#/amount", str(error))]) from error
    _require_room(session, found, minor, warehouse)
    asked = bank or found.copy.issuing_bank
    number = _number_of(session, found, asked)
    salt = secrets.token_bytes(SALT)
    papers = _commitments(receipt, warehouse, salt)
    deployment, address = deployment_of(session), found.row.contract
    id = contract.advance_id(deployment, address, found.copy.id, number, minor, *papers)
    naming = Naming(address, found.copy.id, found.chain_terms)
    operation = _ask(
        session,
        caller,
        found.copy.party,
        contract.ask_advance(deployment, naming, number, minor, *papers),
        "PRESENT",
        2,
        key,
        {
            "action": "ask for an advance",
            "advance": id,
            "credit": found.copy.id,
            "reference": found.copy.reference,
            "bank": asked,
            "amount": token.money(minor).decimal(),
            "currency": token.currency.alpha,
            "receipt": receipt,
            "warehouse": warehouse,
        },
    )
    told = {
        "advance": id,
        "contract": address,
        "credit": found.copy.id,
        "bank": number,
        "organisation": asked,
        "amount": str(minor),
        "receipt": receipt,
        "warehouse": warehouse,
        "salt": salt.hex(),
    }
    _keep(session, caller.member_id, AdvanceSide.BENEFICIARY, told)
    for to in dict.fromkeys((asked, found.copy.issuing_bank)):
        mail.send_when_final(
            session, operation_id=operation.id, member_id=caller.member_id, to=to, kind=KIND, body=told
        )
    return operation


def withdraw(session: Session, caller: Caller, advance: str, key: IdempotencyKey) -> Operation:
    """As the beneficiary, take back what the bank has not advanced."""
    copy, row = _begun(session, caller, advance, AdvanceStatus.ASKED)
    found = records.as_party(session, caller, copy.credit, Part.BENEFICIARY)
    call = contract.withdraw_advance(deployment_of(session), row.id)
    says = _described(session, found.held, row, "take back what we asked to be advanced")
    return _ask(session, caller, found.copy.party, call, "PRESENT", 1, key, says)


def pay(session: Session, caller: Caller, advance: str, key: IdempotencyKey) -> Operation:
    """As the bank that was asked, advance it; two persons above what one may undertake alone."""
    copy, row = _begun(session, caller, advance, AdvanceStatus.ASKED)
    found = records.on_chain(session, caller, copy.credit)
    if found.copy.party != row.bank:
        raise refused("AdvancesNotBank", bank=row.bank, party=found.copy.party)
    require_status(found.copy.id, found.status, RUNNING)
    stops.require_free(session, records.stoppable(found.row), found.copy.party)
    chain_id = deployment_of(session).chain_id
    standing = store.advances_of(session, chain_id, row.deal, row.credit)
    undrawn = found.row.drawable - found.row.honoured
    available = max(undrawn - sum(one.left for one in standing), 0)
    if row.amount > available:
        raise refused("AdvancesAboveClause", amount=row.amount, available=available)
    if sum(1 for one in standing if one.left) >= MOST:
        raise refused("AdvancesTooMany", credit=copy.credit, most=MOST)
    naming = Naming(row.deal, copy.credit, found.chain_terms)
    call = contract.advance(deployment_of(session), naming, row.id)
    token = cash.token(session, found.row.cash)
    says = _described(session, found.held, row, "advance under the credit's clause")
    says |= {"pay_to": found.copy.beneficiary, "receipt": copy.receipt, "warehouse": copy.warehouse}
    eyes = cash.persons(session, found.copy.party, token, row.amount)
    operation = _ask(session, caller, found.copy.party, call, "UNDERTAKE", eyes, key, says)
    cash.tell_issuer(session, caller.member_id, token, to=found.copy.beneficiary, operation_id=operation.id)
    return operation


def repay(session: Session, caller: Caller, advance: str, key: IdempotencyKey) -> Operation:
    """As the issuing bank, make good what another bank has advanced, once the credit has ended."""
    copy, row = _begun(session, caller, advance, AdvanceStatus.ADVANCED)
    found = records.as_party(session, caller, copy.credit, Part.ISSUING_BANK)
    if row.bank == found.copy.party:
        raise refused("AdvancesOwn", advance=row.id)
    if found.status in RUNNING or found.row.open:
        raise refused("AdvancesCreditRuns", credit=copy.credit)
    token = cash.token(session, found.row.cash)
    says = _described(session, found.held, row, "make good what a bank has advanced")
    says |= {"amount": token.money(row.left).decimal(), "pay_to": copy.bank}
    eyes = cash.persons(session, found.copy.party, token, row.left)
    call = contract.repay_advance(deployment_of(session), row.id)
    operation = _ask(session, caller, found.copy.party, call, "UNDERTAKE", eyes, key, says)
    cash.tell_issuer(session, caller.member_id, token, to=copy.bank, operation_id=operation.id)
    return operation


# -------------------------------------------------------------------------------------------------- reading


def clause(session: Session, held: Held) -> AdvanceClauseView | None:
    """Of a credit on chain with such a clause."""
    agreed = _agreed(session, held)
    if held.row is None or agreed is None:
        return None
    rows = store.advances_of(session, held.row.chain_id, held.row.contract, held.copy.id)
    done = (AdvanceStatus.ADVANCED, AdvanceStatus.SETTLED)
    return AdvanceClauseView(
        kind=spoken(AdvanceKind(agreed.kind)),
        percent=agreed.percent,
        most=held.decimal(agreed.most(held.row.amount)),
        advanced=held.decimal(sum(row.amount for row in rows if row.state in done)),
        outstanding=held.decimal(sum(row.left for row in rows)),
    )


def advance(session: Session, caller: Caller, id: str) -> AdvanceView:
    """Raises NotFound, of one between others as of none."""
    return _views(session, caller.member_id, [_copy(session, caller, id)])[0]


def advances(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[AdvanceView], str | None]:
    """Those that we asked for, were asked for, or bear the risk of, newest first."""
    copies, following = page(
        session,
        store.advance_copies(caller.member_id),
        asked,
        [AdvanceCopy.number],
        lambda row: row,
        newest_first=True,
    )
    return _views(session, caller.member_id, copies), following


def of_credit(session: Session, member_id: str, credit: str) -> list[AdvanceView]:
    """Our own of one credit, in their order."""
    query = store.advance_copies(member_id).where(AdvanceCopy.credit == credit)
    return _views(session, member_id, session.scalars(query.order_by(AdvanceCopy.number)).all())


def _views(session: Session, member_id: str, copies: Sequence[AdvanceCopy]) -> list[AdvanceView]:
    chain_id = deployment_of(session).chain_id
    ids = [copy.advance for copy in copies]
    rows, final = store.advance_rows(session, chain_id, ids), store.final_block(session, chain_id)
    taken = store.deductions_of(session, chain_id, ids)
    found = []
    for copy in copies:
        held = store.copy_of(session, member_id, copy.credit)
        assert held is not None, "whoever holds an advance holds its credit"
        own = [one for one in taken if one.advance == copy.advance]
        found.append(_view(session, held, copy, rows.get(copy.advance), own, final))
    return found


def _view(
    session: Session,
    held: CreditCopy,
    copy: AdvanceCopy,
    row: AdvanceRow | None,
    taken: Sequence[DeductionRow],
    final: int,
) -> AdvanceView:
    state = row.state if row else AdvanceStatus.UNKNOWN
    shown = Held(held, None)
    named = members.named(session, held.member_id, {copy.bank_party} | {one.payer for one in taken})
    return AdvanceView(
        id=copy.advance,
        your_side=copy.side,
        credit=copy.credit,
        reference=held.reference,
        bank=named[copy.bank_party],
        amount=shown.decimal(copy.amount),
        currency=held.currency,
        outstanding=shown.decimal(row.left if row else 0),
        receipt=copy.receipt,
        warehouse=copy.warehouse,
        status=spoken(state),
        in_words=ADVANCE_WORDS[state],
        finality=None if row is None else "final" if row.last_block <= final else "pending",
        deductions=[
            DeductionView(
                presentation=one.drawing,
                payer=named[one.payer],
                amount=shown.decimal(one.amount),
                at=moment_of(one.at),
                transaction=one.tx_hash,
            )
            for one in taken
        ],
        kept_at=copy.kept_at,
    )


# ---------------------------------------------------------------------------------------------------- inbox


def keep_asked(session: Session, member_id: str, message: Message) -> None:
    """A bank's own copy. Raises Conflict where it is not what the chain was told of, or comes from somebody
    else than the beneficiary of a credit that this bank has.
    """
    told, deployment = message.body, deployment_of(session)
    try:
        credit, number, amount = str(told["credit"]), int(told["bank"]), int(told["amount"])
        warehouse = None if told["warehouse"] is None else str(told["warehouse"])
        papers = _commitments(str(told["receipt"]), warehouse, bytes.fromhex(told["salt"]))
        address = str(told["contract"]).lower()
        id = contract.advance_id(deployment, address, credit, number, amount, *papers)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise Conflict("message-unreadable", f"what was asked for cannot be read: {error}") from error
    copy = store.copy_of(session, member_id, credit)
    if copy is None or copy.beneficiary != message.sender:
        raise Conflict("advance-not-expected", f"{message.sender} asks under a credit that is not its own")
    if id != told["advance"] or id not in store.advance_rows(session, deployment.chain_id, [id]):
        raise Conflict("advance-does-not-open", "the chain knows no such advance")
    if store.advance_copy(session, member_id, id) is None:
        side = AdvanceSide.BANK if copy.party == number else AdvanceSide.ISSUING_BANK
        _keep(session, member_id, side, told)


# ----------------------------------------------------------------------------------------- each idea once


def _agreed(session: Session, held: Held) -> AdvanceTerms | None:
    if held.row is None or held.row.clauses == NO_CLAUSES:
        return None
    row = store.clauses_row(session, held.row.chain_id, held.row.clauses)
    return row.advance_terms if row is not None and row.advance_terms.percent else None


def _require_room(session: Session, found: OnChain, minor: int, warehouse: str | None) -> None:
    agreed = _agreed(session, found.held)
    if agreed is None:
        raise refused("AdvancesNoClause", credit=found.copy.id)
    if (agreed.kind == AdvanceKind.GREEN) != (warehouse is not None):
        raise refused("AdvancesWrongPapers", credit=found.copy.id)
    chain_id = deployment_of(session).chain_id
    rows = store.advances_of(session, chain_id, found.row.contract, found.copy.id)
    used = sum(row.amount for row in rows if row.state is not AdvanceStatus.UNKNOWN)
    available = max(agreed.most(found.chain_terms.amount) - used, 0)
    if minor > available:
        raise refused("AdvancesAboveClause", amount=minor, available=available)


def _number_of(session: Session, found: OnChain, bank: str) -> int:
    """The issuing bank's or a nominated one's: the chain asks the same."""
    copy, row = found.copy, found.row
    if bank == copy.issuing_bank:
        return row.issuing_bank
    if bank == copy.nominated_bank:
        return row.nominated_bank
    number = members.number_of(session, member_id=copy.member_id, deal=copy.deal, organisation=bank)
    raise refused("CreditsNotAPlaceOfPresentation", credit=copy.id, bank=number)


def _commitments(receipt: str, warehouse: str | None, salt: bytes) -> tuple[str, str]:
    return (
        sealed(canonical(receipt), salt),
        NO_PAPERS if warehouse is None else sealed(canonical(warehouse), salt),
    )


def _begun(
    session: Session, caller: Caller, id: str, allowed: AdvanceStatus
) -> tuple[AdvanceCopy, AdvanceRow]:
    """Raises NotFound, and Conflict in another status."""
    copy = _copy(session, caller, id)
    row = store.advance_rows(session, deployment_of(session).chain_id, [copy.advance]).get(copy.advance)
    state = row.state if row else AdvanceStatus.UNKNOWN
    if row is None or state is not allowed:
        raise refused("AdvancesWrongStatus", advance=copy.advance, status=state, allowed=allowed)
    return copy, row


def _copy(session: Session, caller: Caller, id: str) -> AdvanceCopy:
    copy = store.advance_copy(session, caller.member_id, id.lower())
    if copy is None:
        raise NotFound("no-such-advance", "your organisation has no part in such an advance")
    return copy


def _described(session: Session, held: Held, row: AdvanceRow, action: str) -> dict[str, Any]:
    return {
        "action": action,
        "advance": row.id,
        "credit": held.copy.id,
        "reference": held.copy.reference,
        "amount": held.decimal(row.amount),
        "currency": held.copy.currency,
    }


def _keep(session: Session, member_id: str, side: AdvanceSide, told: Mapping[str, Any]) -> None:
    session.add(
        AdvanceCopy(
            member_id=member_id,
            advance=told["advance"],
            side=side.value,
            credit=told["credit"],
            bank=told["organisation"],
            bank_party=int(told["bank"]),
            amount=int(told["amount"]),
            receipt=told["receipt"],
            warehouse=told["warehouse"],
            salt=bytes.fromhex(told["salt"]),
            kept_at=now_of(session),
        )
    )
    session.flush()


def _ask(
    session: Session,
    caller: Caller,
    party: int,
    call: bytes,
    right: str,
    eyes: Literal[1, 2],
    key: IdempotencyKey,
    describes: Mapping[str, Any],
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=contract.ADVANCES,
        call=call,
        describes=dict(describes),
        eyes=eyes,
        right=right,
        idempotency=key,
    )
