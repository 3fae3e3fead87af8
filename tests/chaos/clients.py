"""People who want something: makers who ask and repeat their requests until they are answered, checkers who
say yes or no. They know nothing of what goes on below.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import Deployment
from app.chain.outbox import IdempotencyKey, queue
from app.chain.states import Status
from app.chain.store import Operation
from app.db import Database
from app.errors import Conflict
from app.members.domain import account_of
from app.operations import service as operations
from app.operations.answers import Repeated, named, require_new
from tests.chaos import model
from tests.chaos.cast import CHECKER, MAKER, MEMBERS, PARTIES, PERSONS, Cast

CALLERS = {
    (member_id, kind): Caller(f"{kind}-{member_id}", member_id, kind, person, kind, frozenset())
    for member_id in MEMBERS
    for kind, person in PERSONS.items()
}


@dataclass
class Intent:
    """What somebody wants, once. `key` is the client's name for it; `acknowledged` is the operation that it
    was answered with. Two intents may want the same call: then one of them at most can be carried out.
    """

    name: str
    cast: Cast
    contract: str
    call: bytes
    eyes: int
    right: str
    acknowledged: str | None = None
    answers: set[str] = field(default_factory=set)
    verdict: str = "approve"


@dataclass(frozen=True)
class Ground:
    """Where things are wanted: by whom, of which contracts. Without `cash` nobody pays or sets limits;
    where all is `contested`, two want each thing that one alone can have.
    """

    parties: tuple[Cast, ...] = PARTIES
    deployment: Deployment = model.DEPLOYMENT
    cash: bool = True
    contested: bool = False


def drawn(rng: Random, count: int, ground: Ground | None = None) -> list[Intent]:
    """Intents of every kind: alone and by two, independent of each other and in chains where each needs the
    one before, and some that only one of two can have.
    """
    wishes = Wishes(rng, ground or Ground())
    while len(wishes.found) < count:
        wishes.one_more()
    return wishes.found


@dataclass
class Wishes:
    rng: Random
    ground: Ground
    found: list[Intent] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A seed has its taste: of everything, or mostly of one kind."""
        wishes = [self._simple, self._chain, self._contested, self._keys]
        wishes += [self._pay_alone, self._pay_together, self._limit] if self.ground.cash else []
        wishes = [self._contested] if self.ground.contested else wishes
        self._taste = wishes * 2 + [self.rng.choice(wishes)] * self.rng.choice((0, 0, 20))

    def one_more(self) -> None:
        self.rng.choice(self._taste)(self.rng.choice(self.ground.parties))

    def _simple(self, cast: Cast) -> None:
        self._document(cast, "record", _own(self.rng, cast))

    def _chain(self, cast: Cast) -> None:
        first, second = _own(self.rng, cast), _own(self.rng, cast)
        self._document(cast, "record", first)
        self._document(cast, "supersede", first, second)
        self._document(cast, "revoke", second)

    def _contested(self, cast: Cast) -> None:
        document = _own(self.rng, cast)
        for other in (cast, self.rng.choice(self.ground.parties), cast):
            self._document(other, "record", document)

    def _keys(self, cast: Cast) -> None:
        key = "0x" + _bytes(self.rng)[:20].hex()
        self._administer(cast, "addKey", (key, 3, 1, 1))
        if self.rng.random() < 0.4:
            self._administer(cast, "removeKey", key)

    def _pay_alone(self, cast: Cast) -> None:
        self._pay(cast, self.rng.randint(1, model.ALONE), 1)

    def _pay_together(self, cast: Cast) -> None:
        self._pay(cast, self.rng.randint(model.ALONE + 1, model.HELD // 3), 2)

    def _limit(self, cast: Cast) -> None:
        limit = self.rng.randint(model.ALONE, int(model.CEILING * 1.2))
        self._administer(cast, "setLimit", self.ground.deployment.contract(model.CASH).address, limit)

    def _document(self, cast: Cast, function: str, *documents: bytes) -> None:
        call = self.ground.deployment.encode(model.DOCUMENTS, function, *documents)
        self._add(cast, model.DOCUMENTS, call, 1, "RECORD")

    def _administer(self, cast: Cast, function: str, *given: Any) -> None:
        call = self.ground.deployment.encode(model.REGISTRY, function, *given)
        self._add(cast, model.REGISTRY, call, 2, "ADMINISTER")

    def _pay(self, cast: Cast, amount: int, eyes: int) -> None:
        payee = self.rng.choice([other for other in self.ground.parties if other is not cast])
        call = self.ground.deployment.encode(model.CASH, "transfer", account_of(payee.party), amount)
        self._add(cast, model.CASH, call, eyes, "PAY")

    def _add(self, cast: Cast, contract: str, call: bytes, eyes: int, right: str) -> None:
        verdict = self.rng.choices(("approve", "reject", "cancel"), (10, 1, 1))[0]
        name = f"i{len(self.found)}"
        self.found.append(Intent(name, cast, contract, call, eyes, right, verdict=verdict))


def _own(rng: Random, cast: Cast) -> bytes:
    """A commitment that ends in the number of who is to record it."""
    return _bytes(rng)[:28] + cast.party.to_bytes(4, "big")


def _bytes(rng: Random) -> bytes:
    return rng.getrandbits(256).to_bytes(32, "big")


def accept(session: Session, intent: Intent) -> str:
    """What a route does with a write: the key is claimed and the operation queued in one transaction. The
    operation's id, of this request or of the one that it repeats.
    """
    caller = CALLERS[intent.cast.member_id, MAKER]
    try:
        key = named(caller, fingerprint_of(intent), intent.name)
        require_new(session, key)
    except Repeated as repeated:
        return str(repeated.operation_id)
    return queued(session, intent, key)


def queued(session: Session, intent: Intent, key: IdempotencyKey | None) -> str:
    operation = queue(
        session,
        member_id=intent.cast.member_id,
        user=CALLERS[intent.cast.member_id, MAKER],
        party=intent.cast.party,
        instrument=intent.contract,
        call=intent.call,
        describes={"action": "for a simulation", "intent": intent.name},
        eyes=2 if intent.eyes == 2 else 1,
        right=intent.right,
        idempotency=key,
    )
    return operation.id


def fingerprint_of(intent: Intent) -> str:
    return hashlib.sha256(intent.call).hexdigest()


def ask(database: Database, intent: Intent) -> None:
    """One request. What the client does not hear of, it asks again."""
    with database.writing() as session:
        id = accept(session, intent)
    intent.acknowledged = id
    intent.answers.add(id)


def check(database: Database, intents: list[Intent], rng: Random | None = None) -> int:
    """A checker looks through what waits, all of it or one: yes, no; or a maker takes it back. How many it
    answered.
    """
    wanted: dict[str, Any] = {intent.acknowledged: intent for intent in intents if intent.acknowledged}
    with database.reading() as session:
        waiting = session.execute(
            select(Operation.id, Operation.member_id)
            .where(Operation.status == Status.AWAITING_CHECK)
            .order_by(Operation.number)
        ).all()
    if rng is not None and waiting:
        waiting = [rng.choice(waiting)]
    done = 0
    for id, member_id in waiting:
        if id not in wanted:
            continue
        with database.writing() as session:
            try:
                _say(session, member_id, id, wanted[id].verdict)
                done += 1
            except Conflict:
                continue
    return done


def _say(session: Session, member_id: str, id: str, verdict: str) -> None:
    if verdict == "approve":
        operations.approve(session, CALLERS[member_id, CHECKER], id)
    elif verdict == "reject":
        operations.reject(session, CALLERS[member_id, CHECKER], id, "not ours")
    else:
        operations.cancel(session, CALLERS[member_id, MAKER], id)
