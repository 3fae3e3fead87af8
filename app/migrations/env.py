"""How alembic reaches the database: the URL of whoever called `migrate`, or ENTREPOT_DATABASE_URL."""

from __future__ import annotations

import os
from typing import Any, Literal

from alembic import context

import app.main  # noqa: F401 - every slice's tables
from app.db import Base, Moment, make_engine


def rendered(kind: str, item: Any, generating: Any) -> str | Literal[False]:
    """Our own types by our own names, in migrations that are generated."""
    if kind == "type" and isinstance(item, Moment):
        generating.imports.add("from app.db import Moment")
        return "Moment()"
    return False


url = context.config.attributes.get("url") or os.environ["ENTREPOT_DATABASE_URL"]
engine = make_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=rendered
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
