"""Proceeds assigned (art. 39): the beneficiary gives what it will be paid to another, a bank acknowledges
that and pays the assignee first, the assignee gives up what it has not got.

Assignee and banks of the credit are told, and keep each its own copy; nobody else learns whose the numbers
are.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import contract, store
from app.credits.assignments import (
    ALL,
    ASSIGNMENT_WORDS,
    MOST,
    AssignmentSide,
    AssignmentStatus,
    Claim,
    ahead,
    shares,
)
from app.credits.contract import Named as Naming
from app.credits.domain import RUNNING, SALT, Part, canonical, refused, require_status, sealed, spoken
from app.credits.services import records
from app.credits.services.records import OnChain
from app.credits.store import AcknowledgementRow, AssignmentCopy, AssignmentRow, ShareRow
from app.credits.views import AcknowledgedView, AssignmentView, ShareView
from app.days import moment_of
from app.db import now_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Opening
from app.money import NotMoney
from app.paging import PageAsked, page

KIND = "credit-assignment"
EVERYTHING = "all"
_STANDING = AssignmentStatus.ASSIGNED


def assign(
    session: Session,
    caller: Caller,
    credit: str,
    assignee: str,
    amount: str,
    agreed: str,
    key: IdempotencyKey,
) -> Operation:
    """As the beneficiary, to `assignee` (LEI): `amount`, a decimal, or all. Always two persons. Assignee and
    banks are told once it is final.
    """
    found = records.as_party(session, caller, credit, Part.BENEFICIARY)
    require_status(found.copy.id, found.status, RUNNING)
    own = members.member(session, caller.member_id).lei
    if assignee == own:
        raise Malformed([Fault("#/assignee", "your own organisation; expected another")])
    token = cash.token(session, found.row.cash)
    minor = _minor(token, amount)
    _require_room(session, found, minor)
    deployment, deal = deployment_of(session), found.copy.deal
    number = members.number_of(session, member_id=caller.member_id, deal=deal, organisation=assignee)
    salt = secrets.token_bytes(SALT)
    deed = sealed(canonical(agreed), salt)
    address = found.row.contract
    id = contract.assignment_id(deployment, address, found.copy.id, number, minor, deed)
    naming = Naming(address, found.copy.id, found.chain_terms)
    operation = _ask(
        session,
        caller,
        found.copy.party,
        contract.assign(deployment, naming, number, minor, deed),
        "TITLE",
        key,
        {
            "action": "assign the proceeds of a credit",
            "assignment": id,
            "credit": found.copy.id,
            "reference": found.copy.reference,
            "assignee": assignee,
            "amount": _decimal(token, minor),
            "currency": token.currency.alpha,
            "agreed": agreed,
        },
    )
    banks = [
        bank
        for bank in (found.copy.issuing_bank, found.copy.nominated_bank, found.copy.confirming_bank)
        if bank and bank != own
    ]
    told = {
        "assignment": id,
        "contract": address,
        "credit": found.copy.id,
        "cash": token.address,
        "deal": deal,
        "assignee": number,
        "amount": str(minor),
        "agreed": agreed,
        "salt": salt.hex(),
        "openings": _openings(session, caller.member_id, deal, (own, assignee, *banks)),
    }
    _keep(session, caller.member_id, AssignmentSide.BENEFICIARY, told, (own, found.copy.party), assignee)
    for to in dict.fromkeys((assignee, *banks)):
        mail.send_when_final(
            session, operation_id=operation.id, member_id=caller.member_id, to=to, kind=KIND, body=told
        )
    return operation


def acknowledge(session: Session, caller: Caller, assignment: str, key: IdempotencyKey) -> Operation:
    """As a bank that pays under the credit, at the place after what it has acknowledged already, which its
    officers are told. Always two persons.
    """
    copy, row = _begun(session, caller, assignment)
    found = records.on_chain(session, caller, copy.credit)
    require_status(found.copy.id, found.status, RUNNING)
    _require_pays(found)
    deployment, party = deployment_of(session), found.copy.party
    if any(one.bank == party for one in store.acknowledgements(session, deployment.chain_id, [row.id])):
        raise refused("AssignmentsAcknowledgedAlready", assignment=row.id, bank=party)
    before = _acknowledged(session, found)
    if sum(1 for claim in before if claim.left) >= MOST:
        raise refused("AssignmentsTooMany", credit=copy.credit, bank=party, most=MOST)
    first, token = ahead(before), cash.token(session, copy.cash)
    naming = Naming(row.deal, copy.credit, found.chain_terms)
    return _ask(
        session,
        caller,
        party,
        contract.acknowledge(deployment, naming, row.id, first),
        "UNDERTAKE",
        key,
        {
            "action": "acknowledge an assignment of proceeds",
            "assignment": row.id,
            "credit": copy.credit,
            "reference": found.copy.reference,
            "beneficiary": copy.beneficiary,
            "assignee": copy.assignee,
            "amount": _decimal(token, row.amount),
            "ahead": _decimal(token, first),
            "currency": token.currency.alpha,
            "agreed": copy.agreed,
        },
    )


def release(session: Session, caller: Caller, assignment: str, key: IdempotencyKey) -> Operation:
    """As the assignee, give up what is not paid. Always two persons."""
    copy, row = _begun(session, caller, assignment)
    own = members.member(session, caller.member_id).lei
    if copy.assignee != own:
        raise refused("AssignmentsNotAssignee", assignee=copy.assignee_party, party=_own_party(session, copy))
    token = cash.token(session, copy.cash)
    return _ask(
        session,
        caller,
        copy.assignee_party,
        contract.release(deployment_of(session), row.id),
        "TITLE",
        key,
        {
            "action": "release an assignment of proceeds",
            "assignment": row.id,
            "credit": copy.credit,
            "beneficiary": copy.beneficiary,
            "amount": _decimal(token, row.amount),
            "paid": token.money(row.paid).decimal(),
            "currency": token.currency.alpha,
        },
    )


def divided(session: Session, found: OnChain, amount: int) -> list[dict[str, Any]]:
    """What this bank is going to pay of `amount`, in minor units, to whom, the beneficiary last: for officers
    to read before they pay. Empty where it has acknowledged nothing that stands, and nothing is advanced.
    """
    token, rest, lines = cash.token(session, found.row.cash), amount, []
    outstanding = store.advances_of(session, found.row.chain_id, found.row.contract, found.copy.id)
    for row in outstanding:
        if share := min(row.left, rest):
            rest -= share
            lines.append(("advance", row.bank, share))
    for assigned in shares(_acknowledged(session, found), rest):
        rest -= assigned.amount
        lines.append(("assignment", assigned.assignee, assigned.amount))
    if lines:
        lines.append(("proceeds", found.row.beneficiary, rest))
    return [
        {
            "of": what,
            "to": records.organisation(session, found.copy, party, found.row) or party,
            "amount": token.money(minor).decimal(),
        }
        for what, party, minor in lines
    ]


# -------------------------------------------------------------------------------------------------- reading


def assignment(session: Session, caller: Caller, id: str) -> AssignmentView:
    """Raises NotFound, of one between others as of none."""
    return _views(session, caller.member_id, [_copy(session, caller, id)])[0]


def assignments(
    session: Session, caller: Caller, asked: PageAsked
) -> tuple[list[AssignmentView], str | None]:
    """Those that we have made, have got or were told of as a bank, newest first."""
    copies, following = page(
        session,
        store.assignment_copies(caller.member_id),
        asked,
        [AssignmentCopy.number],
        lambda row: row,
        newest_first=True,
    )
    return _views(session, caller.member_id, copies), following


def of_credit(session: Session, member_id: str, credit: str) -> list[AssignmentView]:
    """Our own of one credit, in their order."""
    query = store.assignment_copies(member_id).where(AssignmentCopy.credit == credit)
    return _views(session, member_id, session.scalars(query.order_by(AssignmentCopy.number)).all())


def _views(session: Session, member_id: str, copies: Sequence[AssignmentCopy]) -> list[AssignmentView]:
    chain_id = deployment_of(session).chain_id
    ids = [copy.assignment for copy in copies]
    rows, final = store.assignment_rows(session, chain_id, ids), store.final_block(session, chain_id)
    acknowledged = store.acknowledgements(session, chain_id, ids)
    paid = store.shares_of(session, chain_id, ids)
    return [
        _view(
            session,
            member_id,
            copy,
            rows.get(copy.assignment),
            [one for one in acknowledged if one.assignment == copy.assignment],
            [one for one in paid if one.assignment == copy.assignment],
            final,
        )
        for copy in copies
    ]


def _view(
    session: Session,
    member_id: str,
    copy: AssignmentCopy,
    row: AssignmentRow | None,
    acknowledged: Sequence[AcknowledgementRow],
    paid: Sequence[ShareRow],
    final: int,
) -> AssignmentView:
    state = row.state if row else AssignmentStatus.UNKNOWN
    token, held = cash.token(session, copy.cash), store.copy_of(session, member_id, copy.credit)
    banks = {one.bank for one in acknowledged} | {one.bank for one in paid}
    named = members.named(session, member_id, {copy.beneficiary_party, copy.assignee_party} | banks)
    return AssignmentView(
        id=copy.assignment,
        your_side=copy.side,
        credit=copy.credit,
        reference=held.reference if held else None,
        beneficiary=named[copy.beneficiary_party],
        assignee=named[copy.assignee_party],
        amount=_decimal(token, copy.amount),
        currency=token.currency.alpha,
        paid=token.money(row.paid if row else 0).decimal(),
        agreed=copy.agreed,
        status=spoken(state),
        in_words=ASSIGNMENT_WORDS[state],
        finality=None if row is None else "final" if row.last_block <= final else "pending",
        acknowledged=[
            AcknowledgedView(named[one.bank], _decimal(token, one.ahead), moment_of(one.at))
            for one in acknowledged
        ],
        shares=[
            ShareView(
                presentation=one.drawing,
                bank=named[one.bank],
                amount=token.money(one.amount).decimal(),
                at=moment_of(one.at),
                transaction=one.tx_hash,
            )
            for one in paid
        ],
        kept_at=copy.kept_at,
    )


# ---------------------------------------------------------------------------------------------------- inbox


def keep_assigned(session: Session, member_id: str, message: Message) -> None:
    """A copy of the assignee's, or of a bank's, own. Raises Conflict where it is not the assignment that the
    chain was told of, or comes from somebody else than the credit's beneficiary.
    """
    told, deployment = message.body, deployment_of(session)
    try:
        credit, deal, number = str(told["credit"]), str(told["deal"]), int(told["assignee"])
        amount, agreed = int(told["amount"]), str(told["agreed"])
        deed = sealed(canonical(agreed), bytes.fromhex(told["salt"]))
        address = str(told["contract"]).lower()
        id = contract.assignment_id(deployment, address, credit, number, amount, deed)
        openings = {
            str(one["organisation"]): Opening(
                int(one["party"]), str(one["organisation"]), bytes.fromhex(str(one["salt"]))
            )
            for one in told["openings"]
        }
        opened = {opening.party: lei for lei, opening in openings.items()}
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise Conflict("message-unreadable", f"the assignment cannot be read: {error}") from error
    row = store.assignment_rows(session, deployment.chain_id, [id]).get(id)
    issued = store.credit_row(session, deployment.chain_id, credit)
    if id != told["assignment"] or row is None or issued is None:
        raise Conflict("assignment-does-not-open", "the chain knows no such assignment")
    if opened.get(issued.beneficiary) != message.sender or number not in opened:
        raise Conflict("assignment-not-the-beneficiarys", "it does not come from the credit's beneficiary")
    own, assignee = members.member(session, member_id).lei, opened[number]
    side = AssignmentSide.ASSIGNEE if assignee == own else AssignmentSide.BANK
    if side is AssignmentSide.ASSIGNEE:
        members.own_alias(session, member_id, number)
    elif store.copy_of(session, member_id, credit) is None:
        raise Conflict("assignment-not-expected", "it is of a credit in which this organisation has no part")
    for opening in openings.values():
        if opening.organisation != own:
            members.require_opening(session, opening.party, opening.organisation, opening.salt)
            members.keep_opening(session, member_id, deal, opening)
    if store.assignment_copy(session, member_id, id) is None:
        by = message.sender, issued.beneficiary
        _keep(session, member_id, side, dict(told) | {"cash": issued.cash}, by, assignee)


# ----------------------------------------------------------------------------------------- each idea once


def _minor(token: Token, amount: str) -> int:
    if amount == EVERYTHING:
        return ALL
    try:
        return token.amount(amount)
    except NotMoney as error:
        raise Malformed([Fault("#/amount", f"{error}, or all")]) from error


def _require_room(session: Session, found: OnChain, minor: int) -> None:
    chain_id = deployment_of(session).chain_id
    standing = store.assignments_on_chain(session, chain_id, found.row.contract, found.copy.id)
    assigned = sum(row.claim.left for row in standing)
    available = max(found.row.drawable - found.row.honoured - assigned, 0)
    if minor > available and not (minor == ALL and available):
        raise refused("AssignmentsAboveCredit", amount=minor, available=available)


def _require_pays(found: OnChain) -> None:
    """Whether a payment under this credit can be ours: the chain asks the same."""
    row, party = found.row, found.copy.party
    if party == row.issuing_bank or (row.nominated_bank and party == row.nominated_bank):
        return
    if party == row.confirming_bank and found.confirmed:
        return
    if row.nominated_bank == 0 and found.copy.part not in (Part.BENEFICIARY.value, Part.APPLICANT.value):
        return
    raise refused("CreditsNotAPlaceOfPresentation", credit=found.copy.id, bank=party)


def _acknowledged(session: Session, found: OnChain) -> list[Claim]:
    """By our bank."""
    chain_id = deployment_of(session).chain_id
    return store.acknowledged_by(session, chain_id, found.row.contract, found.copy.id, found.copy.party)


def _begun(session: Session, caller: Caller, id: str) -> tuple[AssignmentCopy, AssignmentRow]:
    """Raises NotFound, and Conflict where it does not stand."""
    copy = _copy(session, caller, id)
    row = store.assignment_rows(session, deployment_of(session).chain_id, [copy.assignment]).get(
        copy.assignment
    )
    state = row.state if row else AssignmentStatus.UNKNOWN
    if row is None or state is not _STANDING:
        raise refused("AssignmentsWrongStatus", assignment=copy.assignment, status=state, allowed=_STANDING)
    return copy, row


def _copy(session: Session, caller: Caller, id: str) -> AssignmentCopy:
    copy = store.assignment_copy(session, caller.member_id, id.lower())
    if copy is None:
        raise NotFound("no-such-assignment", "your organisation has no part in such an assignment")
    return copy


def _own_party(session: Session, copy: AssignmentCopy) -> int:
    held = store.copy_of(session, copy.member_id, copy.credit)
    return held.party if held else 0


def _openings(session: Session, member_id: str, deal: str, leis: Sequence[str]) -> list[dict[str, Any]]:
    """What proves whose the numbers are, as far as we hold it."""
    found = [
        members.opening_of(session, member_id=member_id, deal=deal, organisation=lei)
        for lei in dict.fromkeys(leis)
    ]
    return [
        {"party": one.party, "organisation": one.organisation, "salt": one.salt.hex()}
        for one in found
        if one is not None
    ]


def _keep(
    session: Session,
    member_id: str,
    side: AssignmentSide,
    told: Mapping[str, Any],
    by: tuple[str, int],
    assignee: str,
) -> None:
    session.add(
        AssignmentCopy(
            member_id=member_id,
            assignment=told["assignment"],
            side=side.value,
            deal=told["deal"],
            credit=told["credit"],
            cash=told["cash"],
            beneficiary=by[0],
            beneficiary_party=by[1],
            assignee=assignee,
            assignee_party=int(told["assignee"]),
            amount=int(told["amount"]),
            agreed=told["agreed"],
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
    key: IdempotencyKey,
    describes: Mapping[str, Any],
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=contract.ASSIGNMENTS,
        call=call,
        describes=dict(describes),
        eyes=2,
        right=right,
        idempotency=key,
    )


def _decimal(token: Token, minor: int) -> str:
    return EVERYTHING if minor == ALL else token.money(minor).decimal()
