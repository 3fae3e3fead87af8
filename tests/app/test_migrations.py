"""The schema that the migrations make is the one that the code means, on both databases."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import app.main  # noqa: F401 - every slice's tables
from app.db import Base, make_engine
from tests.app.databases import fresh


def test_migrations_make_what_the_tables_say(database: str, tmp_path: Path) -> None:
    """SERVICE-54"""
    engine = make_engine(fresh(database, tmp_path))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()
