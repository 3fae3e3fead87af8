"""Where the loop stands, in a screenful."""

from __future__ import annotations

import time
from collections.abc import Sequence

from app.chain.client import NodeDown, NodeError
from app.operating.desk import Desk, counted
from app.operating.desks import desk_alarms
from app.operating.heartbeats import missing_workers
from app.operating.loop import Loop, loop_now
from app.operating.nightly import reconciliation_alarms

WELL, FOUND = 0, 1


def status_lines(desk: Desk) -> tuple[Sequence[str], int]:
    """The lines, and 1 where one of them is a fault."""
    with desk.database.reading() as session:
        loop = loop_now(session, desk.settings.chain_id)
        faults = list(missing_workers(session, desk.settings.worker_missing_after_seconds))
        faults += reconciliation_alarms(session, desk.settings)
        faults += desk_alarms(session).in_words()
    lines = [*_chain_lines(desk, loop, faults), *_waiting_lines(loop)]
    if loop.quarantined:
        faults.append(f"{counted(loop.quarantined, 'log is', 'logs are')} put aside: `quarantine list`")
    lines += [f"FAULT  {fault}" for fault in faults]
    lines.append(
        f"{counted(len(faults), 'fault')}; docs/runbook.md says what to do." if faults else "All is well."
    )
    return lines, FOUND if faults else WELL


def _chain_lines(desk: Desk, loop: Loop, faults: list[str]) -> list[str]:
    """Appends to `faults`."""
    try:
        head = desk.chain.head()
    except (NodeDown, NodeError) as error:
        faults.append(f"the node at {desk.settings.rpc_url} does not answer: {error}")
        head = None
    if loop.checkpoint is None:
        faults.append("the chain has not been read yet: is the indexer running?")
        return []
    if loop.checkpoint.state != "following":
        faults.append(f"the indexer is {loop.checkpoint.state}: {loop.checkpoint.detail}")
    read = f"read to block {loop.checkpoint.number}, final to {loop.checkpoint.final}"
    if head is None:
        return [f"chain      {read}; the node's last block is not known"]
    behind = max(head.number - loop.checkpoint.number, 0)
    age = max(int(time.time()) + desk.settings.clock_offset_seconds - head.time, 0)
    lag = f"{counted(behind, 'block')} behind" if behind else "not behind"
    if behind > desk.settings.most_blocks_behind:
        faults.append(f"the chain was read to block {loop.checkpoint.number} of {head.number}")
    return [f"chain      node at block {head.number}, made {age} s ago; {read}: {lag}"]


def _waiting_lines(loop: Loop) -> list[str]:
    oldest = f", the oldest for {loop.oldest_queued:.0f} s" if loop.oldest_queued is not None else ""
    by_status = ", ".join(f"{count} {status}" for status, count in sorted(loop.operations.items()))
    lines = [f"operations {by_status or 'none'}; {loop.waiting} wait for the chain{oldest}"]
    lines += [
        f"signer     {one.address} ({one.kind}, party {one.party}): {counted(one.open, 'transaction')} open, "
        f"nonces {one.first} to {one.last}"
        for one in loop.signers
    ]
    lines += [f"queued     {counted(count, 'operation')} of party {party}" for party, count in loop.queued]
    return lines
