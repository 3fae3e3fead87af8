"""A sign of life from every worker, after each of its passes; who gives none for a while is missing.

The sign comes from the loop that does the work and not from a thread beside it: a worker that hangs is
missing, too.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import Database, now_of
from app.operating.store import Heartbeat

WORKERS: Mapping[str, str] = {
    "maker": "the makers' sender",
    "checker": "the checkers' sender",
    "indexer": "the indexer",
}
FORGOTTEN_AFTER = timedelta(days=1)
WORKING = "working"


class Heart:
    """Of this process. `every` is how many seconds may pass between two signs at least."""

    def __init__(self, database: Database, worker: str, every: float) -> None:
        self._database, self._worker, self._every = database, worker, every
        self._instance = f"{socket.gethostname()}:{os.getpid()}"[:100]
        self._beaten = float("-inf")
        self._said = ""

    def beat(self, state: str = WORKING) -> None:
        """Never fails: without a database there is nobody to tell, and the worker says so itself."""
        if time.monotonic() - self._beaten < self._every and state == self._said:
            return
        try:
            with self._database.writing() as session:
                now = now_of(session)
                row = Heartbeat(worker=self._worker, instance=self._instance, seen_at=now, state=state[:300])
                session.merge(row)
                session.execute(delete(Heartbeat).where(Heartbeat.seen_at < now - FORGOTTEN_AFTER))
        except SQLAlchemyError:
            return
        self._beaten, self._said = time.monotonic(), state

    def stop(self) -> None:
        """Who ended on purpose is missed at once."""
        try:
            with self._database.writing() as session:
                session.execute(
                    delete(Heartbeat).where(
                        Heartbeat.worker == self._worker, Heartbeat.instance == self._instance
                    )
                )
        except SQLAlchemyError:
            return


def last_seen(session: Session) -> Mapping[str, datetime | None]:
    """When any process of each kind was seen last."""
    rows = session.execute(
        select(Heartbeat.worker, func.max(Heartbeat.seen_at).label("seen")).group_by(Heartbeat.worker)
    )
    found = {row.worker: row.seen for row in rows}
    return {worker: found.get(worker) for worker in WORKERS}


def missing_workers(session: Session, seconds: float, *, why: bool = True) -> list[str]:
    """Who gave no sign for so long, and who lives and cannot work, in words. `why` names members, and is for
    operators alone.
    """
    now = now_of(session)
    missing = []
    for worker, seen in last_seen(session).items():
        if seen is None:
            missing.append(f"{WORKERS[worker]} does not run")
        elif (age := (now - seen).total_seconds()) > seconds:
            missing.append(f"{WORKERS[worker]} has given no sign for {age:.0f} s")
        else:
            states = session.scalars(
                select(Heartbeat.state)
                .where(Heartbeat.worker == worker, Heartbeat.seen_at >= now - timedelta(seconds=seconds))
                .order_by(Heartbeat.seen_at.desc())
            ).all()
            if states and WORKING not in states:
                said = f"; it is {states[0]}" if why else ""
                missing.append(f"{WORKERS[worker]} cannot do all its work{said}")
    return missing
