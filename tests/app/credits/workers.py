"""Days that pass for interface and workers, and a worker that looks at what they make due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.clock import SystemClock
from app.operating.rounds import Rounds
from app.workers import LOOKS
from tests.app.credits.builders import Desk

DAY = 86_400


@contextmanager
def in_days(desk: Desk, count: int) -> Iterator[None]:
    """For the interface and the workers, not for the chain."""
    served = desk.interface.http.app.state.database  # type: ignore[attr-defined]
    databases = (desk.world.database, served)
    before = [database.surroundings["clock"] for database in databases]
    offset = desk.world.settings.clock_offset_seconds + count * DAY
    for database in databases:
        database.surroundings["clock"] = SystemClock(offset)
    try:
        yield
    finally:
        for database, clock in zip(databases, before, strict=True):
            database.surroundings["clock"] = clock


def a_worker_looks(desk: Desk) -> None:
    """One that was just started."""
    rounds = Rounds(desk.world.database, LOOKS, 60)
    rounds.go()
    assert rounds.failed() == []
