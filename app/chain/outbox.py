"""Where a service leaves what it wants on chain: a row, in the transaction of everything else that the
request writes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.chain.deployments import deployment_of
from app.chain.gas import bound_of
from app.chain.numbering import count_orders, number_order
from app.chain.room import require_room
from app.chain.signers import COURIER, MAKER
from app.chain.states import Status
from app.chain.store import Operation
from app.db import now_of
from app.errors import Forbidden
from app.logs import current_request

__all__ = ["Asker", "IdempotencyKey", "Operation", "queue", "require_room"]


class Asker(Protocol):
    """Who asks: `auth.Caller` is one."""

    @property
    def user_id(self) -> str: ...
    @property
    def person(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def signs_outside(self) -> bool: ...


@dataclass(frozen=True)
class IdempotencyKey:
    """A client's own name for one write, claimed in this request's transaction. `operation_id` is for what
    the write queues first.
    """

    member_id: str
    key: str
    fingerprint: str
    operation_id: str = field(default_factory=lambda: uuid4().hex)


# Both databases know it, and neither needs a savepoint around it.
CLAIM = text(
    "INSERT INTO idempotency_keys (member_id, key, fingerprint, operation_id) "
    "VALUES (:member_id, :key, :fingerprint, :operation_id) ON CONFLICT DO NOTHING RETURNING key"
)


def claim(session: Session, key: IdempotencyKey) -> bool:
    """Whether the key was free; where another request is about to take it, that one is waited for. Whoever
    repeats the request is answered with the key's operation.
    """
    return session.scalar(CLAIM, asdict(key)) is not None


def queue(
    session: Session,
    *,
    member_id: str,
    user: Asker,
    party: int,
    instrument: str,
    call: bytes,
    describes: dict[str, Any],
    eyes: Literal[1, 2],
    right: str,
    idempotency: IdempotencyKey | None = None,
) -> Operation:
    """The operation, added to the session and flushed.

    `instrument` is a contract's name, or its address where there are several of a name. `describes` repeats
    the request in words and values, {"action": "issue a bill", ...}: the checker reads it. `idempotency` was
    claimed, and names this operation alone. What a user asks who signs outside waits for the signature, its
    order numbered. Raises Forbidden where the user is no maker, TooMany where too much waits already.
    """
    if user.role != "maker":
        raise Forbidden(
            "maker-needed",
            f"{user.user_id} is a {user.role}",
            allowed="a maker asks, a checker approves",
            next="let a maker of your organisation ask for this",
        )
    require_room(session, member_id)
    deployment = deployment_of(session)
    contract = deployment.find(instrument)
    function = deployment.function_of(contract.name, call)
    bound_of(contract.name, function.name)
    operation = Operation(
        id=idempotency.operation_id if idempotency else uuid4().hex,
        member_id=member_id,
        user_id=user.user_id,
        person=user.person,
        party=party,
        contract=contract.name,
        target=contract.address,
        function=function.name,
        call=call,
        describes=describes,
        eyes=eyes,
        right=right,
        status=Status.UNSIGNED if user.signs_outside else Status.QUEUED if eyes == 1 else Status.MADE,
        worker=COURIER if user.signs_outside else MAKER,
        made_at=now_of(session),
        request_id=current_request.get(),
    )
    if user.signs_outside:
        count_orders(session, party)
        number_order(session, operation)
    session.add(operation)
    session.flush()
    return operation
