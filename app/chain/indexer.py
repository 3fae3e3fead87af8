"""Reads the chain: every log once, in order, projection and checkpoint in one transaction.

Blocks are held together by their parents' hashes. A block that is not the one that was read before is a
reorg: it is undone to the last common block and read again, inside the finality window; below it nothing is
ever undone, and a chain that contradicts what is final stops the indexer in the state `broken`. A node whose
last block is lower than ours is `node_behind`: it is waited for, whatever it holds, because a node that is
still catching up must not cost us what we know. A node that leaves out logs of a block is found out by the
block's bloom: of every block near the head, further back of those of which it gave any log.

Steps of a pass, for tests that end the process there: `read`, `projected` (not committed), `committed`.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from app.chain import bulk, projecting, reorg
from app.chain.client import Chain, Header, Log, NodeDown, NodeError
from app.chain.completeness import require_all_logs, require_logs_of_receipts
from app.chain.deployments import Deployment
from app.chain.leader import Superseded
from app.chain.mirror import Block
from app.chain.projecting import Handlers, Projector, Told
from app.chain.receipts import Mined, Receipts
from app.chain.refusals import Refusals
from app.chain.states import BROKEN, FOLLOWING, NODE_BEHIND
from app.chain.store import (
    BlockRow,
    Checkpoint,
    Followed,
    LogRow,
)
from app.config import Settings
from app.db import Database

log = logging.getLogger(__name__)

LOG_COLUMNS = ("chain_id", "block_number", "log_index", "block_hash", "block_time", "log")
# Seconds.
LOOK_ALL_THE_SAME = 1.0
# Blocks below the head from which on the header of each is read.
CLOSE = 1_000


@dataclass(frozen=True)
class Progress:
    """`moved` is whether another pass is worth while at once."""

    state: str
    number: int
    moved: bool


@dataclass
class Batch:
    """What one pass read: blocks first..last, `undo_to` the block to go back to before them, `after` the
    hash of the block that we had read to when it began.
    """

    after: str
    first: int
    last: int
    final: int
    head: int
    logs: list[Log] = field(default_factory=list)
    headers: dict[int, Header] = field(default_factory=dict)
    undo_to: int | None = None
    mined: list[Mined] = field(default_factory=list)


class Unsteady(Exception):
    """The chain changed while it was read; the next pass sees it whole."""


def _no_steps(name: str) -> None:
    """Nobody watches."""


def _nothing(session: Session) -> None:
    """Nobody waits for operations to end."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """A pass makes many objects at once, none in a circle: looking for those costs a sixth of its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Indexer:
    def __init__(
        self,
        database: Database,
        chain: Chain,
        deployment: Deployment,
        handlers: Handlers,
        ignored: Mapping[tuple[str, str], str],
        refusals: Refusals,
        settings: Settings,
        steps: Callable[[str], None] = _no_steps,
        ended: Callable[[Session], None] = _nothing,
    ) -> None:
        self._database, self._chain, self._deployment = database, chain, deployment
        self._receipts = Receipts(database, chain, deployment, refusals, settings)
        self._projector = Projector(deployment, handlers, ignored)
        self._settings, self._steps = settings, steps
        self._ended = ended
        self._span = settings.index_batch
        self._id = deployment.chain_id
        self._caught_up = self._near = False
        self._wrote_at = float("-inf")

    def one_pass(self) -> Progress:
        """Raises NodeDown; everything done so far stands."""
        with _uncollected():
            return self._one_pass()

    def _one_pass(self) -> Progress:
        checkpoint = self._checkpoint()
        head = self._chain.head()
        if head.number < checkpoint.number:
            return self._say(
                NODE_BEHIND, head, f"the node is at block {head.number}, we are at {checkpoint.number}"
            )
        try:
            undo_to = self._fork(checkpoint, head)
        except LookupError:
            return self._say(BROKEN, head, f"the node contradicts block {checkpoint.final}, which is final")
        try:
            if undo_to is None:
                self._catch_up(checkpoint)
            batch = self._read(checkpoint, head, undo_to)
        except Unsteady as reason:
            log.info("chain moved while it was read", extra={"why": str(reason)})
            return Progress(FOLLOWING, checkpoint.number, moved=True)
        self._steps("read")
        if self._nothing_new(batch, checkpoint):
            return Progress(FOLLOWING, batch.last, moved=False)
        try:
            self._write(batch)
        except Unsteady as reason:
            log.info("read for nothing", extra={"why": str(reason)})
            return Progress(FOLLOWING, checkpoint.number, moved=True)
        self._steps("committed")
        return Progress(FOLLOWING, batch.last, moved=batch.last < head.number)

    def _nothing_new(self, batch: Batch, checkpoint: Checkpoint) -> bool:
        """Whether there is nothing to write: then requests need not wait for a lock. Once in a while it is
        written all the same, for what waits for the end of something that ended otherwise than in a block.
        """
        same = (batch.last, batch.head, batch.final, FOLLOWING, "") == (
            checkpoint.number,
            checkpoint.head,
            checkpoint.final,
            checkpoint.state,
            checkpoint.detail,
        )
        if not same or batch.undo_to is not None or batch.mined:
            return False
        return time.monotonic() < self._wrote_at + LOOK_ALL_THE_SAME

    # ------------------------------------------------------------ looking

    def _checkpoint(self) -> Checkpoint:
        with self._database.reading() as session:
            known = session.get(Checkpoint, self._id)
            if known is not None:
                return known
        before = max(self._deployment.first_block - 1, 0)
        (header,) = self._chain.headers([before])
        with self._database.writing() as session:
            first = Checkpoint(
                chain_id=self._id,
                number=before,
                hash=header.hash,
                final=before,
                head=before,
                state=FOLLOWING,
                detail="",
            )
            session.add(first)
        return first

    def _fork(self, checkpoint: Checkpoint, head: Header) -> int | None:
        """The last block that we share with the node, None where it is the checkpoint. LookupError: it would
        be below what is final.
        """
        here = head if head.number == checkpoint.number else self._chain.headers([checkpoint.number])[0]
        if here.hash == checkpoint.hash:
            return None
        with self._database.reading() as session:
            ours = self._hashes(session, checkpoint.final, checkpoint.number - 1)
        numbers = sorted(ours, reverse=True)
        theirs = self._chain.headers(numbers)
        for number, header in zip(numbers, theirs, strict=True):
            if ours[number] == header.hash:
                return number
        raise LookupError

    def _read(self, checkpoint: Checkpoint, head: Header, undo_to: int | None) -> Batch:
        start = checkpoint.number if undo_to is None else undo_to
        last, seen, logs = self._logs(start, head.number, self._deployment.addresses)
        window = max(head.number - self._settings.finality_depth, checkpoint.final)
        final = min(window, last)
        batch = Batch(checkpoint.hash, start + 1, last, final, head.number, logs, undo_to=undo_to)
        if last > start:
            wanted = {entry.block for entry in logs} | {start + 1, last}
            # Once near the head, each block is looked at, however far the node may run ahead of us later.
            self._near = self._near or head.number - start <= CLOSE
            wanted |= set(range(start + 1 if self._near else max(start + 1, window), last + 1))
            headers = self._chain.headers(sorted(wanted | {head.number}))
            self._require_head(headers[-1], head)
            batch.headers = {header.number: header for header in headers if header.number in wanted}
            if seen is not None and batch.headers[last].hash != seen.hash:
                raise Unsteady("logs of another branch")
        self._require_one_chain(batch, checkpoint, start)
        require_all_logs(self._chain, self._deployment.addresses, batch.headers.values(), logs)
        batch.mined = self._mined(batch, checkpoint)
        require_logs_of_receipts(logs, [one for one in batch.mined if one.block > start])
        return batch

    def _catch_up(self, checkpoint: Checkpoint) -> None:
        """What a contract said before we knew of it: its logs are put in their places among the others, and
        the mirror is built again from all of them, so that every projection has seen its events in the order
        of the chain.
        """
        if self._caught_up:
            return
        with self._database.reading() as session:
            known = set(session.scalars(select(Followed.address).where(Followed.chain_id == self._id)))
        new = [contract for contract in self._deployment.contracts if contract.address not in known]
        late = [contract for contract in new if contract.block <= checkpoint.number]
        missed: list[Log] = []
        if late:
            start = min(contract.block for contract in late) - 1
            while start < checkpoint.number:
                addresses = [contract.address for contract in late]
                start, seen, logs = self._logs(start, checkpoint.number, addresses)
                if start == checkpoint.number and seen is not None and seen.hash != checkpoint.hash:
                    raise Unsteady("logs of another branch")
                missed += logs
        headers = {h.number: h for h in self._chain.headers(sorted({entry.block for entry in missed}))}
        with self._database.writing() as session:
            self._unmoved(session, checkpoint.hash)
            ours = self._hashes(session, checkpoint.final, checkpoint.number)
            for entry in missed:
                header = headers[entry.block]
                if not entry.told["blockHash"] == header.hash == ours.get(header.number, header.hash):
                    raise Unsteady("a log of another branch")
            self._store_logs(session, headers, missed)
            session.add_all([Followed(chain_id=self._id, address=contract.address) for contract in new])
            session.flush()
            if missed:
                log.info("reading again", extra={"contracts": [contract.name for contract in late]})
                known_to = self._projector
                reorg.rebuild(session, self._deployment, known_to.handlers, known_to.ignored)
        self._caught_up = True

    def _logs(self, start: int, stop: int, addresses: Sequence[str]) -> tuple[int, Header | None, list[Log]]:
        """As many blocks as the node will answer for, with about as many logs as a pass takes: half as many
        where it will not, more again when it does. The last block's number, the block as the node had it, and
        the logs.
        """
        while True:
            last = min(stop, start + self._span)
            if last == start:
                return last, None, []
            try:
                seen, logs = self._chain.logs(start + 1, last, addresses)
            except NodeError as error:
                if last - start <= 1:
                    raise NodeDown(f"no logs of block {last}: {error.message}") from error
                self._span = max((last - start) // 2, 1)
                continue
            wanted = self._settings.index_logs
            span = (last - start) * wanted // len(logs) if logs else 2 * self._span
            self._span = max(1, min(span, 2 * self._span, self._settings.index_batch))
            if len(logs) <= 2 * wanted:
                return last, seen, logs
            # No further than a block that holds a log, whose hash says of which branch the logs are.
            last = logs[wanted - 1].block
            return last, None, [entry for entry in logs if entry.block <= last]

    def _require_head(self, now: Header, head: Header) -> None:
        """What is final is counted from the head, so what is read must lie below it: a node that answers for
        others may give blocks of a branch that was left long ago. Raises Unsteady.
        """
        if now.hash != head.hash:
            raise Unsteady("blocks that do not lie below the head")

    def _require_one_chain(self, batch: Batch, checkpoint: Checkpoint, start: int) -> None:
        """Raises Unsteady where headers and logs were read of different branches."""
        for entry in batch.logs:
            if batch.headers[entry.block].hash != entry.told["blockHash"]:
                raise Unsteady("a log of another branch")
        for number, header in batch.headers.items():
            before = batch.headers.get(number - 1)
            if before is not None and header.parent_hash != before.hash:
                raise Unsteady("a block of another branch")
        first = batch.headers.get(start + 1)
        if first is not None and first.parent_hash != self._kept(batch, checkpoint):
            raise Unsteady("a block that does not follow ours")

    def _kept(self, batch: Batch, checkpoint: Checkpoint) -> str | None:
        """The hash of the last block that stays: the chain may have moved again since it was found."""
        if batch.undo_to is None:
            return checkpoint.hash
        with self._database.reading() as session:
            return self._hashes(session, batch.undo_to, batch.undo_to).get(batch.undo_to)

    # ------------------------------------------------------------- ours

    def _mined(self, batch: Batch, checkpoint: Checkpoint) -> list[Mined]:
        """Receipts of what we sent, in blocks that are the ones that we have read."""
        with self._database.reading() as session:
            stored = self._hashes(session, checkpoint.final, checkpoint.number)
        hashes = stored | {number: header.hash for number, header in batch.headers.items()}
        hashes[checkpoint.number] = checkpoint.hash
        if batch.undo_to is not None:
            hashes = {n: h for n, h in hashes.items() if n <= batch.undo_to or n in batch.headers}
        return self._receipts.mined(batch.last, hashes)

    def _hashes(self, session: Session, first: int, last: int) -> dict[int, str]:
        rows = session.scalars(
            select(BlockRow).where(BlockRow.chain_id == self._id, BlockRow.number.between(first, last))
        )
        return {row.number: row.hash for row in rows}

    # ------------------------------------------------------------ writing

    def _write(self, batch: Batch) -> None:
        try:
            self._commit(batch, careful=False)
        except (Unsteady, Superseded, *projecting.DATABASE_GONE):
            raise
        except Exception:  # whatever a projection raises, its log goes to quarantine and the others go on
            log.exception("a projection failed; its log will be put aside")
            self._commit(batch, careful=True)

    def _commit(self, batch: Batch, careful: bool) -> None:
        self._wrote_at = time.monotonic()
        with self._database.writing() as session:
            final = max(self._unmoved(session, batch.after).final, batch.final)
            if batch.undo_to is not None:
                log.warning("reorg", extra={"common_block": batch.undo_to})
                reorg.undo(session, self._id, batch.undo_to)
            self._store_logs(session, batch.headers, batch.logs)
            self._projector.take(session, self._told(batch), careful=careful)
            for header in batch.headers.values():
                if header.number >= batch.final:
                    session.add(
                        BlockRow(
                            chain_id=self._id,
                            number=header.number,
                            hash=header.hash,
                            parent_hash=header.parent_hash,
                            time=header.time,
                        )
                    )
            self._receipts.take(session, batch.mined)
            session.flush()
            self._receipts.settle(session, batch.final)
            session.flush()
            self._ended(session)
            reorg.forget(session, self._id, final)
            self._move_checkpoint(session, batch, final)
            self._steps("projected")

    def _move_checkpoint(self, session: Session, batch: Batch, final: int) -> None:
        """Past the ORM, which would read the row again first."""
        moved: dict[str, Any] = {"final": final, "head": batch.head, "state": FOLLOWING, "detail": ""}
        if batch.last in batch.headers:
            moved |= {"number": batch.last, "hash": batch.headers[batch.last].hash}
        changed = update(Checkpoint).where(Checkpoint.chain_id == self._id).values(moved)
        session.execute(changed, execution_options={"synchronize_session": False})

    def _unmoved(self, session: Session, hash: str) -> Checkpoint:
        """The checkpoint, locked before anything is written: of two that read one alone goes on, and whoever
        replaces the rows does it between two batches. Raises Unsteady where it is no more where we began.
        """
        checkpoint = session.get_one(Checkpoint, self._id, with_for_update=True)
        if checkpoint.hash != hash:
            raise Unsteady("somebody else has read on")
        return checkpoint

    def _told(self, batch: Batch) -> list[Told]:
        told = []
        for number, entries in groupby(batch.logs, key=itemgetter(0)):
            header = batch.headers[number]
            block = Block(header.number, header.hash, header.time)
            told.append(Told(block, list(entries), journalled=number > batch.final))
        return told

    def _store_logs(self, session: Session, headers: Mapping[int, Header], logs: Sequence[Log]) -> None:
        rows = []
        for number, index, told in logs:
            header = headers[number]
            rows.append((self._id, number, index, header.hash, header.time, told))
        session.flush()
        bulk.insert_rows(session.connection(), cast(Table, LogRow.__table__), LOG_COLUMNS, rows)

    def _say(self, state: str, head: Header, detail: str) -> Progress:
        with self._database.writing() as session:
            checkpoint = session.get_one(Checkpoint, self._id, with_for_update=True)
            changed = checkpoint.state != state
            checkpoint.state, checkpoint.detail, checkpoint.head = state, detail, head.number
            number = checkpoint.number
        if changed:
            log.error(state, extra={"why": detail})
        return Progress(state, number, moved=False)
