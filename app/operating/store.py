"""Which workers live."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

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
