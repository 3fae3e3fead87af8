"""What our keys did on the chain that the database does not know: found block by block, and given a row."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain.attempts import CANCELLED
from app.chain.orders import REGISTRY
from app.chain.signers import COURIER
from app.chain.states import Status
from app.chain.store import Attempt, Operation, OrderCounter, SignerRow, Transaction
from app.db import now_of
from app.members.store import Alias, KeyRow
from app.operating.calldata import Asked, asked_in, raw_of
from app.operating.desk import Desk, Refused, counted

BLOCKS_AT_ONCE = 50
ADDRESSES_AT_ONCE = 500
PAUSE = 0.5
# From what it may be in a backup to what carries a transaction, step by step.
ON_ITS_WAY = (Status.UNSIGNED, Status.MADE, Status.AWAITING_CHECK, Status.QUEUED, Status.SIGNED)


@dataclass(frozen=True)
class Owner:
    """Whose a key is."""

    member_id: str
    party: int
    kind: str


@dataclass
class Recovered:
    """Sentences on operations that were recognised, and on transactions that nobody here knew of."""

    blocks: int = 0
    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    order_nonces: dict[int, int] = field(default_factory=dict)


def recover(desk: Desk, session: Session, checkpoint: Mapping[str, Any] | None, wait: int) -> Recovered:
    """Raises Refused where transactions of ours still lie in the node after `wait` seconds: whether they will
    be mined is not known, and what they carry must not be sent a second time.
    """
    owners = _owners(session)
    found = Recovered()
    if not owners:
        return found
    _wait_for_the_pool(desk, sorted(owners), wait)
    head = desk.chain.head().number
    start = checkpoint["final"] if checkpoint else max(desk.deployment.first_block - 1, 0)
    for first in range(start + 1, head + 1, BLOCKS_AT_ONCE):
        last = min(first + BLOCKS_AT_ONCE - 1, head)
        for sent in _sent_in(desk, first, last, owners):
            _give_a_row(desk, session, owners[sent["from"].lower()], sent, found)
        found.blocks += last - first + 1
        desk.say(f"looked for our transactions to block {last} of {head}")
    _set_nonces(desk, session, sorted(owners))
    _set_order_nonces(desk, session, found.order_nonces)
    session.flush()
    return found


def _owners(session: Session) -> dict[str, Owner]:
    """By address: the keys of all our numbers, as they were made and as the chain knows them since."""
    found: dict[str, Owner] = {}
    members = {}
    for alias in session.scalars(select(Alias)):
        members[alias.party] = alias.member_id
        found[alias.maker_key.lower()] = Owner(alias.member_id, alias.party, "maker")
        found[alias.checker_key.lower()] = Owner(alias.member_id, alias.party, "checker")
    for key in session.scalars(select(KeyRow).where(KeyRow.party.in_(members))):
        kind = "maker" if key.person == 1 else "checker"
        found.setdefault(key.id.lower(), Owner(members[key.party], key.party, kind))
    # No number knows a courier's key; those that sent before the backup are in it.
    for sent in session.execute(
        select(Transaction.signer, Transaction.member_id, Transaction.party)
        .where(Transaction.key_kind == COURIER)
        .distinct()
    ):
        found.setdefault(sent.signer, Owner(sent.member_id, sent.party, COURIER))
    return found


def _counts(desk: Desk, addresses: Sequence[str], block: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for first in range(0, len(addresses), ADDRESSES_AT_ONCE):
        part = addresses[first : first + ADDRESSES_AT_ONCE]
        found |= dict(zip(part, desk.chain.transaction_counts(part, block), strict=True))
    return found


def _wait_for_the_pool(desk: Desk, addresses: Sequence[str], wait: int) -> None:
    until = time.monotonic() + wait
    while True:
        mined, given = _counts(desk, addresses, "latest"), _counts(desk, addresses, "pending")
        lying = sum(max(given[address] - mined[address], 0) for address in addresses)
        if not lying:
            return
        if time.monotonic() > until:
            raise Refused(
                f"The node holds {counted(lying, 'transaction')} of ours that no block has taken yet; "
                "nothing was restored. See that blocks are made, and try again."
            )
        desk.say(f"waiting for {counted(lying, 'transaction')} of ours in the node to be mined")
        time.sleep(PAUSE)


def _sent_in(desk: Desk, first: int, last: int, owners: Mapping[str, Owner]) -> Iterator[dict[str, Any]]:
    """Transactions of our keys, in the order of the chain."""
    asked: list[tuple[str, list[Any]]] = [
        ("eth_getBlockByNumber", [hex(number), True]) for number in range(first, last + 1)
    ]
    for number, block in zip(range(first, last + 1), desk.chain.ask_all(asked), strict=True):
        if not isinstance(block, dict):
            raise Refused(f"The node does not give block {number}; nothing was restored.")
        yield from (sent for sent in block["transactions"] if sent["from"].lower() in owners)


def _give_a_row(
    desk: Desk, session: Session, owner: Owner, sent: Mapping[str, Any], found: Recovered
) -> None:
    signer, nonce, hash = sent["from"].lower(), int(sent["nonce"], 16), sent["hash"]
    data = bytes.fromhex(sent["input"].removeprefix("0x"))
    items = asked_in(desk.deployment, sent["to"], data, owner.party)
    for item in items:
        if item.order_nonce is not None:
            last = found.order_nonces.get(item.party, -1)
            found.order_nonces[item.party] = max(last, item.order_nonce)
    if session.scalars(select(Attempt).where(Attempt.hash == hash)).first() is not None:
        return
    transaction = session.scalars(
        select(Transaction).where(
            Transaction.chain_id == desk.settings.chain_id,
            Transaction.signer == signer,
            Transaction.nonce == nonce,
        )
    ).one_or_none()
    new = transaction is None
    if transaction is None:
        transaction = Transaction(
            chain_id=desk.settings.chain_id,
            signer=signer,
            nonce=nonce,
            member_id=owner.member_id,
            party=owner.party,
            key_kind=owner.kind,
        )
        session.add(transaction)
        session.flush()
    filler = not data
    transaction.hash = hash
    attempt = Attempt(
        transaction_number=transaction.number,
        hash=hash,
        raw=raw_of(sent),
        filler=filler,
        refusal=CANCELLED.as_json() if filler and not new else None,
        made_at=now_of(session),
        sent_at=now_of(session),
    )
    session.add(attempt)
    session.flush()
    if new:
        where = f"block {int(sent['blockNumber'], 16)}, transaction {hash}, nonce {nonce} of {signer}"
        _recognise(session, transaction, items, where, found)


def _recognise(
    session: Session, transaction: Transaction, items: Sequence[Asked], where: str, found: Recovered
) -> None:
    if not items:
        found.unknown.append(f"{where}: of no operation (party {transaction.party})")
    for position, item in enumerate(items):
        operation = _same(session, item)
        if operation is None:
            found.unknown.append(f"{where}: {item.words()}")
            continue
        if item.order_nonce is not None:
            operation.order_nonce, operation.order_deadline = item.order_nonce, item.order_deadline
            operation.maker_signature, operation.checker_signature = (*item.signatures, None, None)[:2]
            operation.worker = transaction.key_kind
        operation.transaction_number = transaction.number
        operation.position = position if item.in_a_batch else None
        for status in ON_ITS_WAY[ON_ITS_WAY.index(Status(operation.status)) + 1 :]:
            # One person's work has no steps for a second.
            if operation.eyes == 2 or status in (Status.QUEUED, Status.SIGNED):
                operation.move(status)
        session.flush()
        found.known.append(f"{where}: operation {operation.id}, {item.words()}")


def _same(session: Session, item: Asked) -> Operation | None:
    """The operation that this item carries. Of several that are alike the first: senders take them in order.
    An order is known by its nonce, or, where the backup has none yet, by what it asks of two persons.
    """
    alike = (
        select(Operation)
        .where(
            Operation.party == item.party,
            Operation.target == item.target,
            Operation.call == item.call,
            Operation.transaction_number.is_(None),
            Operation.status.in_(ON_ITS_WAY[:-1]),
        )
        .order_by(Operation.number)
    )
    candidates = session.scalars(alike).all()
    if item.order_nonce is None:
        return next((one for one in candidates if one.eyes == 1 and one.order_nonce is None), None)
    exact = [one for one in candidates if one.order_nonce == item.order_nonce]
    unsigned = [one for one in candidates if one.eyes == 2 and one.order_nonce is None]
    return next(iter(exact + unsigned), None)


def _set_nonces(desk: Desk, session: Session, addresses: Sequence[str]) -> None:
    counts = _counts(desk, addresses, "latest")
    for address, count in counts.items():
        row = session.get(SignerRow, (desk.settings.chain_id, address))
        if row is None and count:
            session.add(SignerRow(chain_id=desk.settings.chain_id, address=address, next_nonce=count))
        elif row is not None:
            row.next_nonce = max(row.next_nonce, count)


def _set_order_nonces(desk: Desk, session: Session, seen: Mapping[int, int]) -> None:
    """Behind every order that the chain has seen of a party, through whomever it came."""
    counters = {
        row.party: row
        for row in session.scalars(
            select(OrderCounter).where(OrderCounter.chain_id == desk.settings.chain_id)
        )
    }
    for party, last in seen.items():
        row = counters.get(party)
        if row is None:
            row = counters[party] = OrderCounter(chain_id=desk.settings.chain_id, party=party, next_nonce=0)
            session.add(row)
        row.next_nonce = max(row.next_nonce, last + 1)
    going = sorted(counters)
    while going:
        used = _used(desk, [(party, counters[party].next_nonce) for party in going])
        for party in (going := [party for party, is_used in zip(going, used, strict=True) if is_used]):
            counters[party].next_nonce += 1


def _used(desk: Desk, nonces: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether the registry says that each (party, nonce) is used."""
    registry = desk.deployment.contract(REGISTRY).address
    asked: list[tuple[str, list[Any]]] = []
    for party, nonce in nonces:
        data = desk.deployment.encode(REGISTRY, "isNonceUsed", party, nonce)
        asked.append(("eth_call", [{"to": registry, "data": "0x" + data.hex()}, "latest"]))
    answers = desk.chain.ask_all(asked)
    for answer in answers:
        if not isinstance(answer, str):
            raise Refused("The node does not say which order nonces are used; nothing was restored.")
    return [int(answer, 16) == 1 for answer in answers]
