"""What has to be looked at because time goes on, whether or not anybody asks and the chain answers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.chain.leader import Superseded
from app.db import Base, Database, is_away

log = logging.getLogger(__name__)

Look = Callable[[Session], Sequence[Base]]
"""Reads, and gives what is to be recorded of what it found; each once."""


class Rounds:
    """Every look for itself, `every` so many seconds and at once after a start: it holds up no writer, and
    what it found is a transaction of its own.
    """

    def __init__(self, database: Database, looks: Mapping[str, Look], every: float) -> None:
        self._database, self._looks, self._every = database, looks, every
        self._gone = float("-inf")
        self._failed: dict[str, str] = {}

    def go(self) -> None:
        """One that fails holds up neither the others nor who calls; it is tried again on the next round.
        Raises where the database is away, or where another process leads by now.
        """
        if time.monotonic() - self._gone < self._every:
            return
        for name, look in self._looks.items():
            try:
                with self._database.reading() as session:
                    found = look(session)
                if found:
                    with self._database.writing() as session:
                        session.add_all(found)
            except Superseded:
                raise
            except Exception as error:  # whatever a row makes of it, the reading of the chain goes on
                if isinstance(error, DBAPIError) and is_away(error):
                    raise
                log.exception("not looked at", extra={"what": name})
                self._failed[name] = f"{name} cannot be looked at: {type(error).__name__}"
            else:
                self._failed.pop(name, None)
        self._gone = time.monotonic()

    def failed(self) -> Sequence[str]:
        """What could not be looked at last time, in words."""
        return list(self._failed.values())
