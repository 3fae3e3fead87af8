"""Draft the terms and hand them to everybody in them; keeping a copy binds nobody."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import deployment_of
from app.db import now_of
from app.errors import Conflict, Fault, Malformed
from app.escrow.domain import SALT_BYTES, moment
from app.identifiers import NotIdentifier, lei
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.members.domain import Opening
from app.milestones import contract
from app.milestones.domain import MOST_AMOUNT, MOST_MILESTONES, Escrow, Side, Terms
from app.milestones.services.reading import shown
from app.milestones.store import MilestoneCopy
from app.money import NotMoney

KIND = "milestones-drafted"
"""Of the message that hands the terms to the others."""


@dataclass(frozen=True)
class Part:
    """A milestone: what it stands for, and a decimal."""

    what: str
    amount: str


@dataclass(frozen=True)
class Draft:
    """What a buyer proposes. LEIs; `agent` None and `fee` 0 where nobody has a fee, in basis points; `deal`
    None for a new one; `arbitration` in seconds.
    """

    seller: str
    arbiter: str
    agent: str | None
    fee: int
    deal: str | None
    token: str
    currency: str | None
    milestones: tuple[Part, ...]
    deadline: datetime
    arbitration: int

    @property
    def others(self) -> dict[Side, str]:
        """Who else is in it, as the request names them."""
        known = {Side.SELLER: self.seller, Side.ARBITER: self.arbiter}
        return known | ({Side.AGENT: self.agent} if self.agent is not None else {})


def draft(session: Session, caller: Caller, asked: Draft) -> Escrow:
    """The buyer drafts and keeps the terms; the others get copies by mail. Nothing is on the chain yet."""
    token = cash.token(session, asked.token)
    amounts = _read(session, caller, asked, token)
    deal, member_id = asked.deal or members.new_deal(), caller.member_id
    alias = members.allot(session, member_id, deal)
    numbers = {
        organisation: members.number_of(session, member_id=member_id, deal=deal, organisation=organisation)
        for organisation in dict.fromkeys(asked.others.values())
    }
    terms = Terms(
        seller=numbers[asked.seller],
        buyer=alias.party,
        arbiter=numbers[asked.arbiter],
        agent=numbers[asked.agent] if asked.agent is not None else 0,
        fee=asked.fee,
        cash=token.address,
        amounts=tuple(amounts + [0] * (MOST_MILESTONES - len(amounts))),
        deadline=int(asked.deadline.timestamp()),
        arbitration=asked.arbitration,
        salt=secrets.token_bytes(SALT_BYTES),
    )
    parties = {Side.BUYER: members.member(session, member_id).lei} | asked.others
    what = [part.what for part in asked.milestones]
    address = deployment_of(session).contract(contract.NAME).address
    copy = _keep(session, member_id, alias.party, deal, address, terms, parties, what)
    openings = [
        members.opening_of(session, member_id=member_id, deal=deal, organisation=organisation)
        for organisation in dict.fromkeys(parties.values())
    ]
    body = {
        "deal": deal,
        "contract": address,
        "terms": terms.as_json(),
        "parties": parties,
        "what": what,
        "openings": [
            {"party": one.party, "organisation": one.organisation, "salt": one.salt.hex()}
            for one in openings
            if one is not None
        ],
    }
    for organisation in numbers:
        mail.send(session, member_id=member_id, to=organisation, kind=KIND, body=body)
    return shown(session, member_id, [copy])[0]


def take_draft(session: Session, member_id: str, message: Message) -> None:
    """A copy of our own. Raises Conflict where the terms do not name our number in the deal, name a number
    that is not its organisation's, have not the sender as buyer, or are for contracts that are not ours.
    """
    try:
        told = message.body
        terms, deal, address = (
            Terms.from_json(told["terms"]),
            str(told["deal"]),
            str(told["contract"]).lower(),
        )
        parties = {Side(side): str(organisation) for side, organisation in told["parties"].items()}
        what = [str(text) for text in told["what"]]
        openings = {
            str(one["organisation"]): Opening(
                int(one["party"]), str(one["organisation"]), bytes.fromhex(str(one["salt"]))
            )
            for one in told["openings"]
        }
        named = {side: openings[organisation].party for side, organisation in parties.items()}
        moment(terms.deadline)
        cash.token(session, terms.cash).money(terms.total)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise Conflict("message-unreadable", f"the terms cannot be read: {error}") from error
    if named != {side: getattr(terms, side.value) for side in Side if getattr(terms, side.value)}:
        raise Conflict(
            "milestones-other-numbers", "the terms name other numbers than those that came with them"
        )
    if parties[Side.BUYER] != message.sender:
        raise Conflict("milestones-not-the-buyers", "the terms were not drafted by the buyer that they name")
    own = members.member(session, member_id).lei
    party = members.alias_in(session, member_id, deal).party
    if own not in parties.values() or openings[own].party != party:
        raise Conflict("milestones-not-ours", "the terms do not name our number in this deal")
    for opening in openings.values():
        members.require_opening(session, opening.party, opening.organisation, opening.salt)
        if opening.organisation != own:
            members.keep_opening(session, member_id, deal, opening)
    ours = {entry.address for entry in deployment_of(session).contracts if entry.name == contract.NAME}
    if address not in ours:
        raise Conflict("milestones-elsewhere", f"the terms are for a contract {address} that we do not know")
    _keep(session, member_id, party, deal, address, terms, parties, what)


def _keep(
    session: Session,
    member_id: str,
    party: int,
    deal: str,
    address: str,
    terms: Terms,
    parties: dict[Side, str],
    what: Sequence[str],
) -> MilestoneCopy:
    copy = MilestoneCopy(
        member_id=member_id,
        escrow=terms.id,
        contract=address,
        deal=deal,
        party=party,
        terms=terms.as_json(),
        parties={side.value: organisation for side, organisation in parties.items()},
        what=list(what),
        kept_at=now_of(session),
    )
    session.add(copy)
    session.flush()
    return copy


def _read(session: Session, caller: Caller, asked: Draft, token: Token) -> list[int]:
    """Minor units of each milestone. Raises Malformed with every fault of the draft."""
    faults, amounts = _faults_of_parties(session, caller.member_id, asked), []
    for place, part in enumerate(asked.milestones):
        try:
            amounts.append(token.amount(part.amount))
        except NotMoney as error:
            faults.append(Fault(f"#/milestones/{place}/amount", str(error)))
    if sum(amounts) > MOST_AMOUNT:
        faults.append(Fault("#/milestones", f"together more than {token.money(MOST_AMOUNT)}"))
    if asked.currency is not None and asked.currency != token.currency.alpha:
        faults.append(
            Fault("#/currency", f"{asked.currency}; expected {token.currency}, which the token is in")
        )
    if asked.deadline <= now_of(session):
        faults.append(
            Fault("#/deadline", f"{asked.deadline.isoformat()} has passed; expected a moment to come")
        )
    if faults:
        raise Malformed(faults)
    return amounts


def _faults_of_parties(session: Session, member_id: str, asked: Draft) -> list[Fault]:
    faults: list[Fault] = []
    own = members.member(session, member_id).lei
    for side, organisation in asked.others.items():
        try:
            lei(organisation)
        except NotIdentifier as error:
            faults.append(Fault(f"#/{side}", str(error)))
        if organisation == own:
            faults.append(Fault(f"#/{side}", "this is your own organisation: the buyer drafts"))
    if asked.arbiter == asked.seller:
        faults.append(Fault("#/arbiter", "the seller; expected a third"))
    if (asked.agent is None) != (asked.fee == 0):
        faults.append(Fault("#/fee", "expected an agent and a fee, or neither"))
    return faults


def describes(copy: MilestoneCopy, action: str, **more: Any) -> dict[str, Any]:
    """What a checker reads of every step."""
    return {
        "action": action,
        "escrow": copy.escrow,
        "deal": copy.deal,
        **copy.parties,
        **{name: value for name, value in more.items() if value is not None},
    }
