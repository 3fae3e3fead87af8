"""What SQLite needs of us and a server does not: settings of each connection, and a queue of those who write.

SQLite has one writer at a time, and whoever finds the lock taken sleeps and looks again, ever more seldom: a
request then waits long after the lock is free. So writers wait first for a turn, a lock on a file beside the
database that the kernel hands on at once, whichever process holds it, and takes back from one that died.
"""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

# Seconds that a writer waits for its turn, and after them for SQLite's own lock, which then says no.
LONGEST_TURN, LONGEST_LOCK = 10.0, 5.0
PRAGMAS = (
    f"busy_timeout={round(1000 * LONGEST_LOCK)}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
)
TURN = "turn"


def prepare(engine: Engine) -> None:
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _leave)
    event.listen(engine, "close", _close)


class Turn:
    """A connection's place in the queue: the kernel knows who holds a lock by the open file."""

    def __init__(self, beside: Path) -> None:
        self._path = beside.with_name(f"{beside.name}-turn")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Or go on without it after `LONGEST_TURN`: a process hangs, and SQLite's own lock says so."""
        file = self._file = self._file or self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # In a thread of its own, for this wait cannot be given up.
            waiting = threading.Thread(target=fcntl.flock, args=(file, fcntl.LOCK_EX), daemon=True)
            waiting.start()
            waiting.join(LONGEST_TURN)
            if waiting.is_alive():
                # Nobody but that thread has the file open now, so the lock ends with the wait.
                self._file = None

    def leave(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _connect(connection: Any, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    (_, _, file) = cursor.execute("PRAGMA database_list").fetchone()
    cursor.close()
    if file:
        entry.info[TURN] = Turn(Path(file))


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("reads_only", False):
        connection.exec_driver_sql("BEGIN")
        return
    if TURN in connection.info:
        connection.info[TURN].take()
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _leave(connection: Any, entry: ConnectionPoolEntry) -> None:
    if TURN in entry.info:
        entry.info[TURN].leave()


def _close(connection: Any, entry: ConnectionPoolEntry) -> None:
    turn = entry.info.pop(TURN, None)
    if turn is not None:
        turn.close()
