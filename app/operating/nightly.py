"""What the last reconciliation says, until the next: to whoever asks whether all is well."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.config import Settings
from app.db import now_of
from app.operating.desk import counted
from app.operating.store import last_reconciliation


def reconciliation_alarms(session: Session, settings: Settings, *, which: bool = True) -> list[str]:
    """In words; none while nobody has reconciled yet: who does it once is expected to every night. `which`
    tells of a member's row or sum, and is for operators alone.
    """
    last = last_reconciliation(session, settings.chain_id)
    if last is None:
        return []
    found = []
    if last.differences:
        first = f", first: {last.first}" if which else ""
        counts = counted(last.differences, "difference")
        found.append(f"the reconciliation at block {last.block} found {counts}{first}")
    age = now_of(session) - last.at
    if age > timedelta(hours=settings.reconcile_within_hours):
        found.append(f"the last reconciliation is {age.total_seconds() / 3600:.0f} hours old")
    return found
