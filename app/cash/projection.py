"""Events of DepositToken -> balances, supply, movements, frozen accounts. One address is one token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.cash.domain import kind_of
from app.cash.store import BalanceRow, FrozenRow, MovementRow, PaymentRow, SupplyRow
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
        kind=kind_of(payer, payee, payment),
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
    mirror.insert(
        PaymentRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        payment=event.args["payment"],
    )


def frozen(mirror: Mirror, event: Event) -> None:
    mirror.insert(FrozenRow, event.address, str(event.args["party"]))


def unfrozen(mirror: Mirror, event: Event) -> None:
    mirror.delete(FrozenRow, event.address, str(event.args["party"]))


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
    ("DepositToken", "Frozen"): frozen,
    ("DepositToken", "Unfrozen"): unfrozen,
}

IGNORED: dict[tuple[str, str], str] = {
    ("DepositToken", "Minted"): "the Transfer from nobody that follows says the same",
    ("DepositToken", "Redeemed"): "the Transfer to nobody that follows says the same",
    ("DepositToken", "Approval"): "declared by the library and never emitted: there are no allowances",
}
