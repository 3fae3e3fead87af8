"""Events of FinanceRegister -> financings, what is taken of each fingerprint, and their history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.receivables.contract import REGISTER
from app.receivables.domain import REST, FinancingStatus
from app.receivables.store import FinancingRow, FingerprintRow, MarkRow, ReceivableEventRow

MOST_UNUSED = 2**16 - 1


def reserved(mirror: Mirror, event: Event) -> None:
    contents = event.args["contents"]
    id, marks = event.args["financing"], list(contents["fingerprints"])
    mirror.insert(
        FinancingRow,
        event.address,
        id,
        financier=contents["financier"],
        share=contents["share"],
        fingerprints=marks,
        salt=contents["salt"],
        status=FinancingStatus.RESERVED,
        until=event.args["until"],
        renewals=0,
        keeper=0,
    )
    for place, fingerprint in enumerate(marks):
        mirror.insert(
            MarkRow,
            event.address,
            f"{event.block_number}-{event.log_index}-{place}",
            financing=id,
            fingerprint=fingerprint,
        )
        known = mirror.get(FingerprintRow, event.address, fingerprint)
        if known is None:
            mirror.insert(
                FingerprintRow,
                event.address,
                fingerprint,
                taken=contents["share"],
                unused=0,
                last=0,
                since=0,
            )
        else:
            taken = known.taken + contents["share"]
            mirror.update(FingerprintRow, event.address, fingerprint, taken=taken)
    remember(mirror, event, id)


def renewed(mirror: Mirror, event: Event) -> None:
    renewals = _there(mirror, event).renewals + 1
    _change(mirror, event, until=event.args["until"], renewals=renewals)


def financed(mirror: Mirror, event: Event) -> None:
    _change(mirror, event, status=FinancingStatus.FINANCED, keeper=event.args["keeper"])


def settled(mirror: Mirror, event: Event) -> None:
    _change(mirror, event, status=FinancingStatus.SETTLED)


def disputed(mirror: Mirror, event: Event) -> None:
    _change(mirror, event, status=FinancingStatus.DISPUTED)


def released(mirror: Mirror, event: Event) -> None:
    """Also of a reservation that had lapsed: its number waits from the earlier moment."""
    row = _there(mirror, event)
    unused = row.state is FinancingStatus.RESERVED
    _free(mirror, event, row, min(event.block_time, row.until) if unused else None)


def lapsed(mirror: Mirror, event: Event) -> None:
    row = _there(mirror, event)
    _free(mirror, event, row, row.until)


def _free(mirror: Mirror, event: Event, row: FinancingRow, ended: int | None) -> None:
    """`ended`: when a reservation ended that came to nothing."""
    for fingerprint in row.fingerprints:
        known = mirror.get(FingerprintRow, event.address, fingerprint)
        changed = {"taken": (known.taken if known else 0) - row.share}
        if known is not None and ended is not None:
            changed |= {
                "unused": min(known.unused + 1, MOST_UNUSED),
                "last": row.financier,
                "since": ended + int(REST.total_seconds()),
            }
        mirror.update(FingerprintRow, event.address, fingerprint, **changed)
    _change(mirror, event, status=FinancingStatus.RELEASED)


def _there(mirror: Mirror, event: Event) -> FinancingRow:
    """Touched as it is, which a row that is not there contradicts."""
    return mirror.update(FinancingRow, event.address, event.args["financing"])


def _change(mirror: Mirror, event: Event, **values: int) -> None:
    mirror.update(FinancingRow, event.address, event.args["financing"], **values)
    remember(mirror, event, event.args["financing"])


def remember(mirror: Mirror, event: Event, subject: str) -> None:
    mirror.insert(
        ReceivableEventRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        subject=subject,
        event=event.name,
        at=datetime.fromtimestamp(event.block_time, UTC),
        block=event.block_number,
        block_hash=event.block_hash,
        transaction=event.tx_hash,
        log_index=event.log_index,
    )


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    (REGISTER, "FinancingReserved"): reserved,
    (REGISTER, "FinancingRenewed"): renewed,
    (REGISTER, "Financed"): financed,
    (REGISTER, "FinancingSettled"): settled,
    (REGISTER, "FinancingDisputed"): disputed,
    (REGISTER, "FinancingReleased"): released,
    (REGISTER, "FinancingLapsed"): lapsed,
}

IGNORED: dict[tuple[str, str], str] = {}
