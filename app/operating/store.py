"""Which workers live, and how reconciliations ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.store import Number
from app.db import Base


class Heartbeat(Base):
    """The last sign of one process: `worker` is maker, checker or indexer, `instance` its machine and process
    number, `state` what it said of itself.
    """

    __tablename__ = "heartbeats"

    worker: Mapped[str] = mapped_column(String(16), primary_key=True)
    instance: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(300))


class Reconciliation(Base):
    """One comparison of everything with the node, at a block: `differences` is how many, `first` the first of
    them in words, `figures` each sum as both sides have it (`demo.figures.Figure`).
    """

    __tablename__ = "reconciliations"

    number: Mapped[Number]
    chain_id: Mapped[int]
    at: Mapped[datetime]
    block: Mapped[int]
    rows: Mapped[int]
    differences: Mapped[int]
    first: Mapped[str | None] = mapped_column(String(500))
    figures: Mapped[list[Any]]


def last_reconciliation(session: Session, chain_id: int) -> Reconciliation | None:
    return session.scalars(
        select(Reconciliation)
        .where(Reconciliation.chain_id == chain_id)
        .order_by(Reconciliation.number.desc())
        .limit(1)
    ).first()
