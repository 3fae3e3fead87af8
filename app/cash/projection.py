"""Events of DepositToken -> balances, supply, movements, frozen accounts. One address is one token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.cash.domain import Kind, PaymentStatus, kind_of
from app.cash.store import (
    AppointedRow,
    BalanceRow,
    FrozenRow,
    MovementRow,
    PaymentRow,
    ReferenceRow,
    SupplyRow,
)
from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.members.domain import account_of, party_of

NOBODY = account_of(0)


def transferred(mirror: Mirror, event: Event) -> None:
    amount: int = event.args["value"]
    payer, payee = (None if who == NOBODY else who for who in (event.args["from"], event.args["to"]))
    before = mirror.get(PaymentRow, event.address, f"{event.block_number}-{event.log_index - 1}")
    payment = before.payment if before else None
    for account, change in ((payer, -amount), (payee, amount)):
        if account is None:
            _supply(mirror, event, -change)
        else:
            _balance(mirror, event, account, change)
    mirror.insert(
        MovementRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        kind=_kind(mirror, event, payer, payee, payment),
        payer=payer,
        payee=payee,
        payer_party=_party(payer),
        payee_party=_party(payee),
        amount=amount,
        payment=payment,
        at=datetime.fromtimestamp(event.block_time, UTC),
        block=event.block_number,
        block_hash=event.block_hash,
        transaction=event.tx_hash,
        log_index=event.log_index,
    )


def settled(mirror: Mirror, event: Event) -> None:
    """Of `Settled`, and of what else says what the transfer that follows it is."""
    mirror.insert(
        PaymentRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        payment=event.args["payment"],
    )


def paid(mirror: Mirror, event: Event) -> None:
    """`forced` has gone before where the issuer forced it, and left what it knows."""
    settled(mirror, event)
    mirror.put(
        ReferenceRow,
        event.address,
        event.args["payment"],
        status=event.args["status"],
        movement=_next(event),
    )


def reversed_(mirror: Mirror, event: Event) -> None:
    settled(mirror, event)
    mirror.update(
        ReferenceRow,
        event.address,
        event.args["payment"],
        status=PaymentStatus.REVERSED,
        reversal=_next(event),
        reason=event.args["reason"],
    )


def forced(mirror: Mirror, event: Event) -> None:
    payment, undoes = event.args["payment"], event.args["undoes"]
    undone = None if int(undoes, 16) == 0 else undoes
    mirror.insert(
        ReferenceRow,
        event.address,
        payment,
        status=PaymentStatus.FORCED,
        movement="",
        court_order=event.args["order"],
        undoes=undone,
    )
    if undone:
        mirror.update(ReferenceRow, event.address, undone, status=PaymentStatus.REVERSED, undone_by=payment)


def appointed(mirror: Mirror, event: Event) -> None:
    instrument = str(event.args["instrument"]).lower()
    there = mirror.get(AppointedRow, event.address, instrument) is not None
    if event.args["appointed"] and not there:
        mirror.insert(AppointedRow, event.address, instrument)
    if there and not event.args["appointed"]:
        mirror.delete(AppointedRow, event.address, instrument)


def frozen(mirror: Mirror, event: Event) -> None:
    mirror.insert(FrozenRow, event.address, str(event.args["party"]))


def unfrozen(mirror: Mirror, event: Event) -> None:
    mirror.delete(FrozenRow, event.address, str(event.args["party"]))


def _kind(mirror: Mirror, event: Event, payer: str | None, payee: str | None, payment: str | None) -> Kind:
    known = mirror.get(ReferenceRow, event.address, payment) if payment else None
    here = f"{event.block_number}-{event.log_index}"
    if known is None or here not in (known.movement, known.reversal):
        return kind_of(payer, payee, payment)
    if known.reversal == here:
        return Kind.REVERSED
    if known.status == PaymentStatus.FORCED:
        return Kind.FORCED
    return kind_of(payer, payee, payment if known.status == PaymentStatus.SETTLED else None)


def _next(event: Event) -> str:
    """The movement of the Transfer that follows."""
    return f"{event.block_number}-{event.log_index + 1}"


def _balance(mirror: Mirror, event: Event, account: str, change: int) -> None:
    known = mirror.get(BalanceRow, event.address, account)
    amount = (known.amount if known else 0) + change
    mirror.put(BalanceRow, event.address, account, party=_party(account), amount=amount)


def _supply(mirror: Mirror, event: Event, change: int) -> None:
    known = mirror.get(SupplyRow, event.address, "total")
    mirror.put(SupplyRow, event.address, "total", amount=(known.amount if known else 0) + change)


def _party(account: str | None) -> int | None:
    return (party_of(account) or None) if account else None


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("DepositToken", "Transfer"): transferred,
    ("DepositToken", "Settled"): settled,
    ("DepositToken", "Paid"): paid,
    ("DepositToken", "Reversed"): reversed_,
    ("DepositToken", "Forced"): forced,
    ("DepositToken", "Appointed"): appointed,
    ("DepositToken", "Frozen"): frozen,
    ("DepositToken", "Unfrozen"): unfrozen,
}

IGNORED: dict[tuple[str, str], str] = {
    ("DepositToken", "Minted"): "the Transfer from nobody after it says the same",
    ("DepositToken", "Redeemed"): "the Transfer to nobody after it says the same",
    ("DepositToken", "Approval"): "declared by the library and never emitted: there are no allowances",
}
