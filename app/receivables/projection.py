"""Events of FinanceRegister and ReceivableBook -> financings, fingerprints, receivables, their history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.receivables.claims import NOTHING, Notice, ReceivableStatus
from app.receivables.contract import BOOK, REGISTER
from app.receivables.discount import BASIS_POINTS
from app.receivables.domain import REST, FinancingStatus
from app.receivables.store import (
    FinancingRow,
    FingerprintRow,
    MarkRow,
    ReceivableEventRow,
    ReceivableRow,
)

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


# ------------------------------------------------------------------------------------------------- the book


FRESH = {
    "recourse": 0,
    "disputed": False,
    "payments": 0,
    "financing": "",
    "sale": "",
    "claim": "",
}
FORGOTTEN = {"sale": "", "claim": ""}
"""Whenever holder or amount changes."""


def registered(mirror: Mirror, event: Event) -> None:
    terms = event.args["terms"]
    mirror.insert(
        ReceivableRow,
        event.address,
        event.args["receivable"],
        seller=terms["seller"],
        obligor=terms["obligor"],
        holder=terms["seller"],
        payee=terms["seller"],
        due=terms["due"],
        status=ReceivableStatus.REGISTERED,
        notice=Notice.NONE,
        share=BASIS_POINTS,
        cash=terms["cash"],
        amount=terms["amount"],
        whole="",
        **FRESH,
    )
    remember(mirror, event, event.args["receivable"])


def approved(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, status=ReceivableStatus.APPROVED, disputed=False)


def contested(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, disputed=True)


def dispute_ended(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, disputed=False)


def reduced(mirror: Mirror, event: Event) -> None:
    left = _receivable(mirror, event).amount - event.args["amount"]
    ends = {} if left else {"status": ReceivableStatus.VOID}
    _becomes(mirror, event, amount=left, **FORGOTTEN, **ends)


def offered(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, sale=_unless_nothing(event.args["sale"]))


def offer_withdrawn(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, sale="")


def sold(mirror: Mirror, event: Event) -> None:
    row = _receivable(mirror, event)
    _becomes(
        mirror,
        event,
        holder=event.args["buyer"],
        recourse=row.holder if event.args["withRecourse"] else 0,
        financing=event.args["financing"],
        payments=row.payments + 1,
        **FORGOTTEN,
    )


def assigned(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, holder=event.args["holder"], **FORGOTTEN)


def split(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, status=ReceivableStatus.SPLIT, **FORGOTTEN)


def part_made(mirror: Mirror, event: Event) -> None:
    whole = mirror.update(ReceivableRow, event.address, event.args["whole"])
    part = event.args["part"]
    mirror.insert(
        ReceivableRow,
        event.address,
        event.args["receivable"],
        seller=whole.seller,
        obligor=whole.obligor,
        holder=part["holder"],
        payee=whole.payee,
        due=whole.due,
        status=ReceivableStatus.APPROVED,
        notice=whole.notice,
        share=event.args["share"],
        cash=whole.cash,
        amount=part["amount"],
        whole=whole.id,
        **FRESH,
    )
    remember(mirror, event, event.args["receivable"])


def notice_given(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, payee=event.args["holder"], notice=Notice.GIVEN)


def notice_acknowledged(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, notice=Notice.ACKNOWLEDGED)


def recourse_claimed(mirror: Mirror, event: Event) -> None:
    _becomes(mirror, event, claim=_unless_nothing(event.args["claim"]))


def repurchased(mirror: Mirror, event: Event) -> None:
    payments = _receivable(mirror, event).payments + 1
    holder = event.args["holder"]
    _becomes(mirror, event, holder=holder, recourse=0, financing="", payments=payments, **FORGOTTEN)


def repaid(mirror: Mirror, event: Event) -> None:
    payments = _receivable(mirror, event).payments + 1
    _becomes(mirror, event, status=ReceivableStatus.PAID, payments=payments, **FORGOTTEN)


def _unless_nothing(word: str) -> str:
    return "" if word == NOTHING else word


def _receivable(mirror: Mirror, event: Event) -> ReceivableRow:
    """Touched as it is, which a row that is not there contradicts."""
    return mirror.update(ReceivableRow, event.address, event.args["receivable"])


def _becomes(mirror: Mirror, event: Event, **values: Any) -> None:
    mirror.update(ReceivableRow, event.address, event.args["receivable"], **values)
    remember(mirror, event, event.args["receivable"])


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    (REGISTER, "FinancingReserved"): reserved,
    (REGISTER, "FinancingRenewed"): renewed,
    (REGISTER, "Financed"): financed,
    (REGISTER, "FinancingSettled"): settled,
    (REGISTER, "FinancingDisputed"): disputed,
    (REGISTER, "FinancingReleased"): released,
    (REGISTER, "FinancingLapsed"): lapsed,
    (BOOK, "Registered"): registered,
    (BOOK, "Approved"): approved,
    (BOOK, "Disputed"): contested,
    (BOOK, "DisputeEnded"): dispute_ended,
    (BOOK, "Reduced"): reduced,
    (BOOK, "Offered"): offered,
    (BOOK, "OfferWithdrawn"): offer_withdrawn,
    (BOOK, "Sold"): sold,
    (BOOK, "Assigned"): assigned,
    (BOOK, "Split"): split,
    (BOOK, "PartMade"): part_made,
    (BOOK, "NoticeGiven"): notice_given,
    (BOOK, "NoticeAcknowledged"): notice_acknowledged,
    (BOOK, "RecourseClaimed"): recourse_claimed,
    (BOOK, "Repurchased"): repurchased,
    (BOOK, "Repaid"): repaid,
}

IGNORED: dict[tuple[str, str], str] = {}
