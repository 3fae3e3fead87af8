"""A master's beneficiary offers a bank security; the bank takes it for a credit that it issues, and lets go.

The chain learns no second credit: the bank commits to it, and tells the beneficiary what opens that.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.collateral import contract
from app.collateral.domain import LinkSeen, LinkStatus, Side, Step, above_master, require_step, steps_open
from app.collateral.store import LinkCopy, copies_of, copy_of, final_block, links_of, rows_of
from app.credits.domain import RUNNING, SALT, canonical, require_status, sealed
from app.credits.domain import Part as CreditPart
from app.credits.services import records as credits
from app.db import now_of
from app.errors import Conflict, Fault, Forbidden, Malformed, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Named, Opening
from app.money import NotMoney
from app.paging import PageAsked, page

OFFERED, TAKEN = "collateral-offered", "collateral-taken"


def offer(
    session: Session, caller: Caller, credit: str, bank: str, amount: str, agreed: str, key: IdempotencyKey
) -> Operation:
    """As the beneficiary of `credit`, to `bank` (LEI). Always two persons. The bank is told once final."""
    found = credits.on_chain(session, caller, credit)
    if found.copy.part != CreditPart.BENEFICIARY.value:
        raise Forbidden(
            "collateral-not-beneficiary",
            "your organisation is not the beneficiary of this credit",
            allowed="its beneficiary",
            next="ask the beneficiary",
        )
    require_status(found.copy.id, found.status, RUNNING)
    token = cash.token(session, found.row.cash)
    try:
        minor = token.amount(amount)
    except NotMoney as error:
        raise Malformed([Fault("#/amount", str(error))]) from error
    deployment = deployment_of(session)
    linked = sum(
        row.amount
        for row in links_of(session, deployment.chain_id, found.copy.id)
        if row.deal == found.row.contract and row.status != LinkStatus.RELEASED
    )
    available = max(found.row.drawable - found.row.honoured - linked, 0)
    if minor > available:
        raise above_master(token.money(minor), token.money(available))
    deal, own = found.copy.deal, members.member(session, caller.member_id).lei
    number = members.number_of(session, member_id=caller.member_id, deal=deal, organisation=bank)
    salt = secrets.token_bytes(SALT)
    purpose = sealed(canonical(agreed), salt)
    link = contract.link_id(deployment, found.row.contract, found.copy.id, number, minor, purpose)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=found.copy.party,
        instrument=contract.NAME,
        call=contract.offer(
            deployment, found.row.contract, found.copy.id, found.chain_terms, number, minor, purpose
        ),
        describes={
            "action": "offer security in a credit",
            "link": link,
            "credit": found.copy.id,
            "bank": bank,
            "amount": token.money(minor).decimal(),
            "token": token.address,
            "agreed": agreed,
        },
        eyes=2,
        right="PRESENT",
        idempotency=key,
    )
    opening = members.opening_of(session, member_id=caller.member_id, deal=deal, organisation=own)
    assert opening is not None, "our own number opens"
    told = {
        "link": link,
        "contract": found.row.contract,
        "master": found.copy.id,
        "cash": found.row.cash,
        "deal": deal,
        "bank": number,
        "amount": str(minor),
        "agreed": agreed,
        "salt": salt.hex(),
        "beneficiary": {"party": opening.party, "salt": opening.salt.hex()},
    }
    _keep(session, caller.member_id, Side.BENEFICIARY, found.copy.party, own, bank, told)
    mail.send_when_final(
        session, operation_id=operation.id, member_id=caller.member_id, to=bank, kind=OFFERED, body=told
    )
    return operation


def take(session: Session, caller: Caller, link: str, credit: str, key: IdempotencyKey) -> Operation:
    """As the bank, for the credit that it issues: one whose applicant is who offers the security."""
    copy = _begin(session, caller, link, Step.TAKE)
    held = credits.held(session, caller, credit)
    second = held.copy
    if second.part != CreditPart.ISSUING_BANK.value or second.applicant != copy.beneficiary:
        raise Conflict(
            "collateral-other-second",
            "that is no credit which your organisation issues for who offers the security",
            allowed="a credit of your own, whose applicant is the beneficiary of the master",
            next="name that credit",
            link=copy.link,
        )
    if second.id == copy.master:
        raise Malformed([Fault("#/credit", "the master itself; expected another credit")])
    deployment, salt = deployment_of(session), secrets.token_bytes(SALT)
    address = held.row.contract if held.row else deployment.contract(contract.CREDITS).address
    commitment = contract.second_of(deployment, address, second.id, salt)
    operation = _ask(
        session,
        caller,
        copy,
        contract.take(deployment, copy.link, commitment),
        "take security in a credit",
        "UNDERTAKE",
        1,
        key,
        second=second.id,
    )
    copy.second, copy.second_deal, copy.second_salt = second.id, address, salt
    mail.send_when_final(
        session,
        operation_id=operation.id,
        member_id=caller.member_id,
        to=copy.beneficiary,
        kind=TAKEN,
        body={"link": copy.link, "second": second.id, "contract": address, "salt": salt.hex()},
    )
    return operation


def release(session: Session, caller: Caller, link: str, key: IdempotencyKey) -> Operation:
    """As the bank, taken or not. Always two persons."""
    copy = _begin(session, caller, link, Step.RELEASE)
    call = contract.release(deployment_of(session), copy.link)
    return _ask(session, caller, copy, call, "release security in a credit", "UNDERTAKE", 2, key)


def withdraw(session: Session, caller: Caller, link: str, key: IdempotencyKey) -> Operation:
    """As the beneficiary, what the bank has not taken."""
    copy = _begin(session, caller, link, Step.WITHDRAW)
    call = contract.withdraw(deployment_of(session), copy.link)
    return _ask(session, caller, copy, call, "take back security in a credit", "PRESENT", 1, key)


def end(session: Session, caller: Caller, link: str, key: IdempotencyKey) -> Operation:
    """As the beneficiary, once the second credit ended undrawn: it tells the chain which credit that was."""
    copy = _begin(session, caller, link, Step.END)
    if copy.second is None or copy.second_deal is None or copy.second_salt is None:
        raise Conflict(
            "collateral-second-unknown",
            "the bank has not told which credit it took the security for",
            allowed="a link whose second credit is known here",
            next="ask the bank to tell it, or to release the link",
            link=copy.link,
        )
    call = contract.end(deployment_of(session), copy.link, copy.second_deal, copy.second, copy.second_salt)
    action = "show that the second credit ended undrawn"
    return _ask(session, caller, copy, call, action, "PRESENT", 1, key, second=copy.second)


# -------------------------------------------------------------------------------------------------- reading


def get(session: Session, member_id: str, link: str) -> LinkSeen:
    """Raises NotFound, of a link between others as of none."""
    return _shown(session, member_id, [_own_copy(session, member_id, link)])[0]


def own(session: Session, member_id: str, asked: PageAsked) -> tuple[list[LinkSeen], str | None]:
    """Newest first, and the next cursor."""
    copies, following = page(
        session, copies_of(member_id), asked, [LinkCopy.number], lambda row: row, newest_first=True
    )
    return _shown(session, member_id, copies), following


def _shown(session: Session, member_id: str, copies: list[LinkCopy]) -> list[LinkSeen]:
    chain_id = deployment_of(session).chain_id
    rows, final = rows_of(session, chain_id, [copy.link for copy in copies]), final_block(session, chain_id)
    leis = {lei for copy in copies for lei in (copy.beneficiary, copy.bank)}
    names = members.names_of(session, member_id, leis)
    found = []
    for copy in copies:
        row, side = rows.get(copy.link), Side(copy.side)
        status = LinkStatus(row.status) if row else LinkStatus.UNKNOWN
        found.append(
            LinkSeen(
                id=copy.link,
                side=side,
                master=copy.master,
                second=copy.second if status is not LinkStatus.OFFERED else None,
                beneficiary=Named(copy.beneficiary_party, copy.beneficiary, names.get(copy.beneficiary)),
                bank=Named(copy.bank_party, copy.bank, names.get(copy.bank)),
                amount=cash.token(session, copy.cash).money(copy.amount),
                agreed=copy.agreed,
                status=status,
                final=row.last_block <= final if row else None,
                you_may=steps_open(side, status),
                kept_at=copy.kept_at,
            )
        )
    return found


# ---------------------------------------------------------------------------------------------------- inbox


def keep_offered(session: Session, member_id: str, message: Message) -> None:
    """A copy of the bank's own. Raises Conflict where it names no number of ours, is not the link that the
    chain was told of, or comes from somebody else than the beneficiary that it names.
    """
    told, deployment = message.body, deployment_of(session)
    try:
        salt, amount, number = bytes.fromhex(told["salt"]), int(told["amount"]), int(told["bank"])
        deal, agreed = str(told["deal"]), str(told["agreed"])
        opened = told["beneficiary"]
        opening = Opening(int(opened["party"]), message.sender, bytes.fromhex(opened["salt"]))
        purpose = sealed(canonical(agreed), salt)
        link = contract.link_id(
            deployment, str(told["contract"]), str(told["master"]), number, amount, purpose
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise Conflict("message-unreadable", f"the offer cannot be read: {error}") from error
    row = rows_of(session, deployment.chain_id, [link]).get(link)
    if link != told["link"] or row is None:
        raise Conflict("collateral-does-not-open", "the chain knows no such link")
    if row.beneficiary != opening.party:
        raise Conflict("collateral-not-the-beneficiarys", "the offer is not from the master's beneficiary")
    members.own_alias(session, member_id, number)
    members.require_opening(session, opening.party, opening.organisation, opening.salt)
    members.keep_opening(session, member_id, deal, opening)
    lei = members.member(session, member_id).lei
    if copy_of(session, member_id, link) is None:
        _keep(session, member_id, Side.BANK, number, message.sender, lei, told)


def keep_taken(session: Session, member_id: str, message: Message) -> None:
    """What opens the bank's commitment. Raises Conflict where it does not, or is not from that bank."""
    told, deployment = message.body, deployment_of(session)
    copy = copy_of(session, member_id, str(told.get("link")))
    if copy is None or copy.bank != message.sender:
        raise Conflict("collateral-not-ours", f"{message.sender} writes of a link that is not its own")
    try:
        salt, second, address = bytes.fromhex(told["salt"]), str(told["second"]), str(told["contract"])
        commitment = contract.second_of(deployment, address, second, salt)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Conflict("message-unreadable", f"what was told cannot be read: {error}") from error
    row = rows_of(session, deployment.chain_id, [copy.link]).get(copy.link)
    if row is None or row.second != commitment:
        raise Conflict("collateral-does-not-open", "that is not the credit which the bank committed to")
    copy.second, copy.second_deal, copy.second_salt = second, address, salt


# ----------------------------------------------------------------------------------------- each idea once


def _begin(session: Session, caller: Caller, link: str, step: Step) -> LinkCopy:
    copy = _own_copy(session, caller.member_id, link)
    row = rows_of(session, deployment_of(session).chain_id, [copy.link]).get(copy.link)
    status = LinkStatus(row.status) if row else LinkStatus.UNKNOWN
    require_step(step, copy.link, Side(copy.side), status)
    return copy


def _own_copy(session: Session, member_id: str, link: str) -> LinkCopy:
    copy = copy_of(session, member_id, link.lower())
    if copy is None:
        raise NotFound("no-such-link", "your organisation has no part in such a link")
    return copy


def _keep(
    session: Session,
    member_id: str,
    side: Side,
    party: int,
    beneficiary: str,
    bank: str,
    told: Mapping[str, Any],
) -> None:
    session.add(
        LinkCopy(
            member_id=member_id,
            link=told["link"],
            side=side.value,
            party=party,
            master=told["master"],
            cash=told["cash"],
            deal=told["deal"],
            beneficiary=beneficiary,
            bank=bank,
            beneficiary_party=told["beneficiary"]["party"],
            bank_party=told["bank"],
            amount=int(told["amount"]),
            agreed=told["agreed"],
            salt=bytes.fromhex(told["salt"]),
            second=None,
            second_deal=None,
            second_salt=None,
            kept_at=now_of(session),
        )
    )
    session.flush()


def _ask(
    session: Session,
    caller: Caller,
    copy: LinkCopy,
    call: bytes,
    action: str,
    right: str,
    eyes: Literal[1, 2],
    key: IdempotencyKey,
    **more: str,
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=copy.party,
        instrument=contract.NAME,
        call=call,
        describes={
            "action": action,
            "link": copy.link,
            "master": copy.master,
            "beneficiary": copy.beneficiary,
            "bank": copy.bank,
            "amount": cash.token(session, copy.cash).money(copy.amount).decimal(),
            **more,
        },
        eyes=eyes,
        right=right,
        idempotency=key,
    )
