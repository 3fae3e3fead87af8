"""What every command of an operator has before it: settings, database, node, and a way to speak."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.chain.client import Chain
from app.chain.deployments import Deployment
from app.config import Settings
from app.db import Database


class Refused(Exception):
    """Why a command is not carried out, in one sentence; nothing was changed."""


@dataclass(frozen=True)
class Desk:
    settings: Settings
    database: Database
    chain: Chain
    say: Callable[[str], None]

    @property
    def deployment(self) -> Deployment:
        found: Deployment = self.database.surroundings["deployment"]
        return found

    def require_chain(self) -> None:
        """Raises Refused where the node is of another chain, NodeDown where there is none."""
        found = self.chain.chain_id()
        if found != self.settings.chain_id:
            raise Refused(f"The node is of chain {found}, the service of chain {self.settings.chain_id}.")


@contextmanager
def snapshot(database: Database) -> Iterator[Session]:
    """Reads one state of the database to the end, whatever others write meanwhile."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection = connection.execution_options(reads_only=True)
        else:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(connection, info=database.surroundings, autoflush=False) as session:
            yield session


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
