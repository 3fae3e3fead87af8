"""A real SQLite database that fails when the seed says so, beneath SQLAlchemy: before a statement, before a
commit, or after it, when everything is written and only the answer is lost.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import create_engine

from app import sqlite
from app.db import Database
from tests.chaos.faults import Faults, Killed

QUIET = Faults()


class Weather:
    """What the connections of a process look at: the seed that is played now."""

    def __init__(self) -> None:
        self.faults, self.rng = QUIET, Random(0)
        self.say: Any = lambda text: None
        self.open = 0
        """Transactions that hold the writers' lock."""

    def by(self, probability: float) -> bool:
        return probability > 0 and self.rng.random() < probability


WEATHER = Weather()


class FailingCursor(sqlite3.Cursor):
    def execute(self, sql: str, *parameters: Any) -> FailingCursor:
        if not sql.startswith(("PRAGMA", "ROLLBACK")):
            if WEATHER.by(WEATHER.faults.killed_at_statement):
                WEATHER.say(f"killed before {sql[:40]!r}")
                raise Killed
            if WEATHER.by(WEATHER.faults.statement):
                WEATHER.say(f"the database failed before {sql[:40]!r}")
                raise sqlite3.OperationalError("disk I/O error")
        super().execute(sql, *parameters)
        return self


class FailingConnection(sqlite3.Connection):
    def cursor(self, *args: Any) -> Any:
        return super().cursor(FailingCursor)

    def commit(self) -> None:
        if not self.in_transaction:
            return
        if WEATHER.by(WEATHER.faults.commit_before):
            WEATHER.say("the database failed before a commit")
            super().rollback()
            raise sqlite3.OperationalError("disk I/O error")
        super().commit()
        if WEATHER.by(WEATHER.faults.commit_after):
            WEATHER.say("the database failed after a commit")
            raise sqlite3.OperationalError("disk I/O error")


class Files:
    """A template and the copy that is played on, in memory where the machine has a place for that."""

    def __init__(self) -> None:
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="chaos-", dir=memory if memory.is_dir() else None))
        self.template, self.played = self.folder / "template.sqlite", self.folder / "played.sqlite"
        self.engine = create_engine(
            f"sqlite:///{self.played}", connect_args={"factory": FailingConnection}, pool_size=10
        )
        sqlite.prepare(self.engine)

    def fresh(self) -> None:
        """The played database is the template again."""
        self.engine.dispose()
        for ending in ("-wal", "-shm"):
            Path(f"{self.played}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.played)

    def keep_as_template(self) -> None:
        self.engine.dispose()
        with closing(sqlite3.connect(self.played)) as connection:
            connection.execute("VACUUM INTO ?", (str(self.template),))

    def close(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)


class SharedEngine(Database):
    """A process's own Database; the engine is shared by all of them, for what it has compiled. It keeps
    nothing else: connections are given back, rolled back, whenever a process ends.
    """

    def __init__(self, files: Files, surroundings: Mapping[str, Any]) -> None:
        self.engine = files.engine
        self.surroundings = {**surroundings, "database": self}
