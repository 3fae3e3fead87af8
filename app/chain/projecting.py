"""Logs through their projections into rows, a batch at a time; what nobody takes is put aside."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from app.chain.client import Log
from app.chain.deployments import Deployment, Event, Undecodable
from app.chain.mirror import Block, Handler, Mirror
from app.chain.scout import load_what_is_asked
from app.chain.store import Quarantined
from app.chain.working_set import WorkingSet

Handlers = Mapping[tuple[str, str], Handler]

# The database's trouble, which says nothing about a log.
DATABASE_GONE = (OperationalError, InterfaceError)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """What a block's logs are, in order; `journalled` where the block may still be undone."""

    block: Block
    logs: Sequence[Log]
    journalled: bool


@dataclass(frozen=True)
class Projector:
    deployment: Deployment
    handlers: Handlers
    ignored: Mapping[tuple[str, str], str]

    def take(self, session: Session, told: Sequence[Told], *, careful: bool) -> None:
        """Every log into its rows, or into quarantine where nobody understands it.

        All at once, which raises whatever a projection or the database does not like; then nothing of it may
        be kept, and `careful` finds the logs: each alone, and into quarantine whatever it raises.
        """
        if careful:
            for one in told:
                for entry in one.logs:
                    self._take_alone(session, one, entry)
            return
        rows = WorkingSet(session, self.deployment.chain_id)
        understood = [(one, self._explained(session, one)) for one in told]
        load_what_is_asked(rows, (pair for _, pairs in understood for pair in pairs))
        for one, pairs in understood:
            mirror = Mirror(rows, one.block, journalled=one.journalled)
            for handler, event in pairs:
                handler(mirror, event)
        rows.write()

    def _explained(self, session: Session, one: Told) -> list[tuple[Handler, Event]]:
        """Each log's event and who takes it."""
        found = []
        for entry in one.logs:
            event, reason = self._event(entry, one.block)
            if reason is not None:
                self._put_aside(session, entry, reason)
            elif event is not None:
                found.append((self.handlers[event.contract, event.name], event))
        return found

    def _event(self, entry: Log, block: Block) -> tuple[Event | None, str | None]:
        """The event that has a projection, or the reason why nobody can take the log; neither where it is one
        that needs none.
        """
        try:
            event = self.deployment.decode(entry.told, entry.block, entry.place, block.time)
        except Undecodable as error:
            return None, str(error)
        kind = (event.contract, event.name)
        if kind in self.handlers:
            return event, None
        return None, None if kind in self.ignored else f"no projection for {event.contract}.{event.name}"

    def _take_alone(self, session: Session, one: Told, entry: Log) -> None:
        session.flush()
        reason = None
        try:
            with session.begin_nested():
                rows = WorkingSet(session, self.deployment.chain_id, careful=True)
                event, reason = self._event(entry, one.block)
                if event is not None:
                    mirror = Mirror(rows, one.block, journalled=one.journalled)
                    self.handlers[event.contract, event.name](mirror, event)
                    rows.write()
        except DATABASE_GONE:
            raise
        except Exception as error:  # whatever a projection raises: quarantine, never a lost log
            reason = f"{type(error).__name__}: {error}"
        if reason is not None:
            self._put_aside(session, entry, reason)

    def _put_aside(self, session: Session, entry: Log, reason: str) -> None:
        """The alarm is this line at level error, the metric and `/ready`, which both count the rows."""
        said = {
            "block": entry.block,
            "log_index": entry.place,
            "why": reason,
            "see": "docs/runbook.md, put aside",
        }
        log.error("quarantined", extra=said)
        session.add(
            Quarantined(
                chain_id=self.deployment.chain_id,
                block_number=entry.block,
                log_index=entry.place,
                reason=reason[:500],
                log=entry.told,
            )
        )
