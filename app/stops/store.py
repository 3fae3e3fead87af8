"""The mirror of StopBook."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored
from app.db import Base


class StopRow(Mirrored, Base):
    """An authority's order against `payer` (0 whoever pays) under `subject` of `deal`, which with the
    authority are its `id`: whether it stands, since when (seconds), and the commitment to what was said last.
    """

    __tablename__ = "chain_stop_orders"

    deal: Mapped[str] = mapped_column(String(42))
    subject: Mapped[str] = mapped_column(String(66), index=True)
    payer: Mapped[int]
    authority: Mapped[int]
    ground: Mapped[int]
    stands: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(66))
    at: Mapped[int]


def standing(session: Session, chain_id: int, subjects: Collection[str]) -> list[StopRow]:
    """The orders that stand, in the order in which they were given."""
    query = select(StopRow).where(
        StopRow.chain_id == chain_id, StopRow.subject.in_(subjects), StopRow.stands.is_(True)
    )
    return list(session.scalars(query.order_by(StopRow.last_block, StopRow.id)))
