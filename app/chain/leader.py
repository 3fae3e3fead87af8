"""One leader for each signer, and one for the reading of the chain, among any number of processes.

What is led is a subject: a member, whose keys of one kind only one sender uses at a time, or the chain, which
only one indexer reads. A leader holds a lease on each of its subjects and renews it; a process that
hangs, or whose machine is gone, lets it end, and another takes it; on one machine, one that has ended is
followed at once. All processes reckon from the same rows who is to have which subject,
so that they share the work evenly without talking to each other.

A lease alone cannot keep a process from harm that was stopped for a while and wakes up in the middle of a
pass. So every transaction that writes (`Fenced`) first makes sure, under a lock on the lease's row, that the
lease is still its own; who takes a lease waits for such a transaction to end. What can still happen twice is
that a node is given the same signed bytes, and those it carries out once.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.chain.signers import LegacyTransaction, Signer
from app.chain.store import Candidate, Lease
from app.db import Database, now_of

MACHINE = socket.gethostname().replace(":", "-")[:60]

log = logging.getLogger(__name__)


class Superseded(Exception):
    """Another process leads now. Nothing of the transaction that met this was written."""


class Leader:
    """This process among those that do the same work. `subjects` are those that it could lead, as they are
    now; a lease that is not renewed ends after `seconds`.
    """

    def __init__(
        self, database: Database, work: str, subjects: Callable[[], Collection[str]], seconds: float
    ) -> None:
        self._database, self._work, self._subjects = database, work, subjects
        self._seconds = seconds
        self.name = f"{MACHINE}:{os.getpid()}:{uuid4().hex[:8]}"
        self._held: frozenset[str] = frozenset()
        self._renewed = float("-inf")
        self.term = 0
        """One more whenever another may have led in between."""

    @property
    def held(self) -> frozenset[str]:
        """What it leads: nothing, once the time of its leases is up."""
        return self._held if time.monotonic() < self._renewed + self._seconds else frozenset()

    def renew(self) -> frozenset[str]:
        """What it leads from now on. To be called between passes, since it may give a subject to another."""
        if self._due():
            began = time.monotonic()
            with self._database.writing() as session:
                held = self._share(session)
            for subject in sorted(held ^ self._held):
                log.info("leads" if subject in held else "leads no longer", extra={"subject": subject})
            if held != self._held or began >= self._renewed + self._seconds:
                self.term += 1
            self._held, self._renewed = held, began
        return self._held

    def require(self, session: Session) -> bool:
        """In a transaction that writes: raises Superseded where a subject has another leader by now. The
        leases stay as they are until the transaction ends. Whether it renews them.
        """
        mine = (Lease.work == self._work, Lease.holder == self.name, Lease.subject.in_(self._held))
        due = self._due()
        if due:
            renewed = update(Lease).where(*mine).values(until=self._until(session)).returning(Lease.subject)
            found = set(session.scalars(renewed))
        else:
            found = set(session.scalars(select(Lease.subject).where(*mine).with_for_update(read=True)))
        lost = self._held - found
        if lost:
            self._renewed = float("-inf")
            raise Superseded(f"another process leads {', '.join(sorted(lost))}")
        return due

    def renewed(self, began: float) -> None:
        """The transaction that renewed the leases is committed; it began then, by the monotonic clock."""
        self._renewed = began

    def resign(self) -> None:
        """Another may take everything at once."""
        with self._database.writing() as session:
            for table in (Lease, Candidate):
                session.execute(delete(table).where(table.work == self._work, table.holder == self.name))
        self._held, self._renewed = frozenset(), float("-inf")

    def _due(self) -> bool:
        return time.monotonic() >= self._renewed + self._seconds / 3

    def _until(self, session: Session) -> datetime:
        return now_of(session) + timedelta(seconds=self._seconds)

    def _share(self, session: Session) -> frozenset[str]:
        """Renews, takes and gives up. Every process locks candidates first, then leases in their order."""
        now, until = now_of(session), self._until(session)
        able = sorted(self._subjects())
        session.merge(Candidate(work=self._work, holder=self.name, subjects=able, until=until))
        session.flush()
        candidates = session.scalars(select(Candidate).where(Candidate.work == self._work)).all()
        leases = session.scalars(select(Lease).where(Lease.work == self._work)).all()
        holders = {row.holder for row in candidates} | {row.holder for row in leases}
        ended = {holder for holder in holders if _has_ended(holder)}
        forgotten = now - 10 * timedelta(seconds=self._seconds)
        over = [row.holder for row in candidates if row.until < forgotten or row.holder in ended]
        session.execute(delete(Candidate).where(Candidate.work == self._work, Candidate.holder.in_(over)))
        live = {
            row.holder: row.subjects for row in candidates if row.until >= now and row.holder not in ended
        }
        wanted = _share_of(self.name, live)
        known = {row.subject for row in leases}
        ours = (Lease.work == self._work, Lease.holder == self.name)
        session.execute(delete(Lease).where(*ours, Lease.subject.not_in(wanted)))
        free = update(Lease).where(
            Lease.work == self._work,
            Lease.holder != self.name,
            or_(Lease.until < now, Lease.holder.in_(ended)),
        )
        held = set()
        for subject in sorted(wanted):
            if subject not in known:
                taken = self._begun(session, subject, until)
            else:
                mine = update(Lease).where(*ours, Lease.subject == subject)
                taken = any(
                    session.scalars(
                        change.values(holder=self.name, until=until).returning(Lease.subject)
                    ).all()
                    for change in (mine, free.where(Lease.subject == subject))
                )
            if taken:
                held.add(subject)
        return frozenset(held)

    def _begun(self, session: Session, subject: str, until: datetime) -> bool:
        """The first lease on a subject; False where another process was first."""
        try:
            with session.begin_nested():
                session.add(Lease(work=self._work, subject=subject, holder=self.name, until=until))
        except IntegrityError:
            return False
        return True


def _has_ended(holder: str) -> bool:
    """A process of this machine that is no more. Of another machine's only time tells. Should this be wrong,
    as where two containers give themselves one name, the lock on the lease still keeps both from harm.
    """
    machine, pid, _ = holder.split(":")
    if machine != MACHINE:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _share_of(name: str, candidates: Mapping[str, Collection[str]]) -> set[str]:
    """Subjects in their order go round among those who could lead them: each process finds the same."""
    share = set()
    for place, subject in enumerate(sorted({one for subjects in candidates.values() for one in subjects})):
        able = sorted(holder for holder, subjects in candidates.items() if subject in subjects)
        if able[place % len(able)] == name:
            share.add(subject)
    return share


class Fenced(Database):
    """The same database for one that leads: nothing is written once another leads."""

    def __init__(self, database: Database, leader: Leader) -> None:
        self.engine, self.surroundings = database.engine, database.surroundings
        self._leader = leader

    @contextmanager
    def writing(self) -> Iterator[Session]:
        began = time.monotonic()
        with super().writing() as session:
            renews = self._leader.require(session)
            yield session
        if renews:
            self._leader.renewed(began)


class Led:
    """A signer that knows only those members whose keys this process leads."""

    def __init__(self, signer: Signer, leader: Leader) -> None:
        self._signer, self._leader = signer, leader

    @property
    def kind(self) -> str:
        return self._signer.kind

    @property
    def term(self) -> int:
        return self._leader.term

    def members(self) -> frozenset[str]:
        return self._signer.members() & self._leader.held

    def address(self, member_id: str, party: int) -> str:
        return self._signer.address(member_id, party)

    def sign_order(self, member_id: str, party: int, digest: bytes) -> bytes:
        return self._signer.sign_order(member_id, party, digest)

    def sign_transaction(
        self, member_id: str, party: int, transaction: LegacyTransaction
    ) -> tuple[bytes, str]:
        return self._signer.sign_transaction(member_id, party, transaction)
