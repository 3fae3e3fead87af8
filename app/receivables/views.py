"""Financings as one member sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.receivables.domain import FinancingStatus, Move, Taken
from app.receivables.likeness import Assessment


@dataclass(frozen=True)
class Happened:
    """One event of a financing."""

    event: str
    at: datetime
    final: bool
    block: int
    block_hash: str
    transaction: str
    log_index: int


@dataclass(frozen=True)
class Entered:
    """A financing as its financier sees it. `taken` is what others have of the document now; `kept`: it was
    financed through the ledger, which ends it.
    """

    id: str
    reference: str
    deal: str
    party: int
    document: Mapping[str, Any]
    share: int
    status: FinancingStatus
    until: datetime | None
    renewals: int
    lapsed: bool
    kept: bool
    final: bool
    likeness: Assessment
    reason: str | None
    taken: Taken
    you_may: tuple[Move, ...]
    history: tuple[Happened, ...]
    kept_at: datetime
