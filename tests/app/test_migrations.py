"""The schema that the migrations make is the one that the code means, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import app.main  # noqa: F401 - every slice's tables
from app.db import Base, make_engine
from app.migrations import migrate
from tests.app.databases import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'schema.sqlite'}"
        return
    with postgres(tmp_path) as found:
        yield found


def test_migrations_make_what_the_tables_say(url: str) -> None:
    """SERVICE-54"""
    migrate(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()
