"""What every use case begins with: a member's own copy of a standby, and the standby as the chain has it.

Whoever holds no copy is told that there is no such standby.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits.domain import SALT, canonical, sealed
from app.db import now_of
from app.errors import Conflict, NotFound
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.money import Money
from app.standbys import contract, store
from app.standbys.domain import Part, Terms, require_part, terms_of
from app.standbys.store import AmendmentRow, DemandRow, StandbyCopy, StandbyPaper, StandbyRow
from app.stops.domain import Stoppable

PAPER = "standby-paper"


@dataclass(frozen=True)
class OnChain:
    """A standby that the chain has, as one of its parties holds it."""

    copy: StandbyCopy
    row: StandbyRow

    @property
    def id(self) -> str:
        return self.copy.standby

    @property
    def terms(self) -> Terms:
        return terms_of(self.copy.terms)

    @property
    def banks(self) -> dict[int, str | None]:
        """Numbers of the banks, with their LEIs."""
        return {self.row.issuer: self.copy.issuer, self.row.confirmer: self.copy.confirmer}


@dataclass(frozen=True)
class Sealed:
    """What is said, and what the chain is told of it."""

    kind: str
    content: dict[str, Any]
    salt: bytes

    @property
    def commitment(self) -> str:
        return sealed(canonical(self.content), self.salt)


def held(session: Session, caller: Caller, standby: str) -> StandbyCopy:
    """Raises NotFound."""
    copy = store.copy_of(session, caller.member_id, standby.lower())
    if copy is None:
        raise NotFound("no-such-standby", "your organisation has no such standby")
    return copy


def on_chain(session: Session, caller: Caller, standby: str, *allowed: Part) -> OnChain:
    """For the parties that may go on; without `allowed`, for each. Raises NotFound, Forbidden for the others,
    and Conflict while it is not on the chain or our text is not the one that is.
    """
    copy = held(session, caller, standby)
    if allowed:
        require_part(copy.part, *allowed)
    row = store.standby_rows(session, deployment_of(session).chain_id, [copy.standby]).get(copy.standby)
    if row is None:
        raise Conflict(
            "standby-status",
            "the standby is not on the chain yet",
            allowed="one that is issued and not cancelled",
            next="wait until its issue is final",
        )
    if sealed(canonical(copy.content), copy.salt) != row.text:
        raise Conflict(
            "standby-does-not-open",
            "the text that your organisation holds is not the one that the chain was told of",
            allowed="the text whose salted hash stands in the standby",
            next="ask the issuer before anything else",
            standby=copy.standby,
        )
    return OnChain(copy, row)


def stoppable(row: StandbyRow) -> Stoppable:
    return Stoppable(row.contract, row.id, "standby")


def demand_row(session: Session, found: OnChain, demand: str) -> DemandRow:
    """Raises NotFound."""
    rows = store.demand_rows(session, deployment_of(session).chain_id, found.id)
    row = next((one for one in rows if one.id == demand.lower()), None)
    if row is None:
        raise NotFound("no-such-demand", "this standby has no such demand")
    return row


def amendment_row(session: Session, found: OnChain, amendment: str) -> AmendmentRow:
    """Raises NotFound."""
    rows = store.amendment_rows(session, deployment_of(session).chain_id, found.id)
    row = next((one for one in rows if one.id == amendment.lower()), None)
    if row is None:
        raise NotFound("no-such-amendment", "this standby has no such amendment")
    return row


def token(session: Session, copy: StandbyCopy) -> Token:
    return cash.token(session, terms_of(copy.terms).cash)


def money(session: Session, copy: StandbyCopy, minor: int) -> Money:
    return token(session, copy).money(minor)


def ask(
    session: Session,
    caller: Caller,
    found: OnChain,
    function: str,
    *args: Any,
    right: str,
    eyes: Literal[1, 2],
    action: str,
    key: IdempotencyKey,
    describes: Mapping[str, Any] | None = None,
) -> Operation:
    """Queue a step, told to the contract in which this standby was written."""
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=found.copy.party,
        instrument=found.copy.contract,
        call=contract.step(deployment_of(session), function, found.id, found.terms, *args),
        describes={
            "action": action,
            "standby": found.id,
            "reference": found.copy.reference,
            **(describes or {}),
        },
        eyes=eyes,
        right=right,
        idempotency=key,
    )


# ------------------------------------------------------------------------------------------------- papers


def seal(kind: str, content: dict[str, Any]) -> Sealed:
    return Sealed(kind, content, secrets.token_bytes(SALT))


def keep(session: Session, member_id: str, standby: str, said: Sealed) -> None:
    session.add(
        StandbyPaper(
            member_id=member_id,
            commitment=said.commitment,
            standby=standby,
            kind=said.kind,
            content=said.content,
            salt=said.salt,
            kept_at=now_of(session),
        )
    )
    session.flush()


def tell(
    session: Session, copy: StandbyCopy, operation: Operation, said: Sealed, to: Iterable[str | None]
) -> None:
    """Keep what was said, and send it."""
    keep(session, copy.member_id, copy.standby, said)
    send(session, copy, operation, said, to)


def send(
    session: Session, copy: StandbyCopy, operation: Operation, said: Sealed, to: Iterable[str | None]
) -> None:
    """To the others of these, once the operation is final."""
    own = members.member(session, copy.member_id).lei
    for other in dict.fromkeys(to):
        if other is None or other == own:
            continue
        mail.send_when_final(
            session,
            operation_id=operation.id,
            member_id=copy.member_id,
            to=other,
            kind=PAPER,
            body={
                "standby": copy.standby,
                "kind": said.kind,
                "content": said.content,
                "salt": said.salt.hex(),
                "commitment": said.commitment,
            },
        )


def keep_paper(session: Session, member_id: str, message: Message) -> None:
    """Raises Conflict where it is of no standby of ours, not from a party, or not what it commits to."""
    body = message.body
    said = Sealed(str(body["kind"]), dict(body["content"]), bytes.fromhex(str(body["salt"])))
    copy = store.copy_of(session, member_id, str(body["standby"]))
    if copy is None or message.sender not in parties(copy):
        raise Conflict("standby-not-ours", f"{message.sender} writes of a standby that is not its own")
    if said.commitment != body["commitment"]:
        raise Conflict("paper-does-not-open", "what was sent is not what its commitment is of")
    if store.paper(session, member_id, said.commitment) is None:
        keep(session, member_id, copy.standby, said)


def parties(copy: StandbyCopy) -> tuple[str | None, ...]:
    """LEIs of issuer, applicant, beneficiary and confirmer."""
    return copy.issuer, copy.applicant, copy.beneficiary, copy.confirmer
