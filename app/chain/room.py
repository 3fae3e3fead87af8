"""How much may wait for the chain. A write that comes when that much waits is refused, and nothing of it is
stored: whoever asks again a little later, with the same key, is served.

The count is of the database, so that several processes agree. Between two countings a process adds what it
took itself; others may take as much besides, so the figure may be passed by what all processes take in
`RECOUNT` seconds, and never by more.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.chain.states import Status
from app.chain.store import Operation
from app.errors import TooMany

# What waits for a second person, or for a block to be final, costs nobody anything.
WAITING = (Status.MADE, Status.QUEUED, Status.SIGNED, Status.SENT)
RECOUNT = 0.5
EVERYBODY = ""


@dataclass
class _Count:
    at: float
    waiting: int


class Room:
    """For operations, of one member and of all together."""

    def __init__(self, of_a_member: int, of_all: int) -> None:
        self._of_a_member, self._of_all = of_a_member, of_all
        self._counts: dict[str, _Count] = {}
        self._lock = threading.Lock()

    def require(self, session: Session, member_id: str) -> None:
        """Raises TooMany. What passes is taken for queued."""
        for whose, most in ((member_id, self._of_a_member), (EVERYBODY, self._of_all)):
            waiting = self._with_one_more(session, whose, most)
            if waiting > most:
                raise TooMany(
                    "too-much-waits",
                    f"{waiting - 1} operations of {'your organisation' if whose else 'all members'} wait",
                    allowed=f"{most} that wait for the chain",
                    next="ask again in a little while, with the same Idempotency-Key; nothing was stored",
                    waiting=waiting - 1,
                    most=most,
                )

    def _with_one_more(self, session: Session, whose: str, most: int) -> int:
        with self._lock:
            known = self._counts.get(whose)
            if known is not None and known.waiting < most and time.monotonic() - known.at < RECOUNT:
                known.waiting += 1
                return known.waiting
        counted = _Count(time.monotonic(), _waiting(session, whose, most) + 1)
        with self._lock:
            self._counts[whose] = counted
        return counted.waiting


def _waiting(session: Session, whose: str, most: int) -> int:
    """Counts no further than `most`: how many more there are changes nothing."""
    found = select(Operation.number).where(Operation.status.in_(WAITING))
    if whose:
        found = found.where(Operation.member_id == whose)
    return session.scalar(select(func.count()).select_from(found.limit(most).subquery())) or 0


def require_room(session: Session, member_id: str) -> None:
    """For one more operation on its way to the chain. Raises TooMany."""
    room: Room | None = session.info.get("room")
    if room is not None:
        room.require(session, member_id)
