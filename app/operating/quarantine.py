"""Logs that were put aside: seen, and tried again in their places after whatever kept them out was mended."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain import reorg
from app.chain.deployments import Deployment, Undecodable
from app.chain.store import Checkpoint, Quarantined
from app.operating.desk import Desk, Refused, counted
from app.workers import handlers, ignored


def list_lines(desk: Desk) -> Sequence[str]:
    with desk.database.reading() as session:
        rows = _all(session, desk.settings.chain_id)
    if not rows:
        return ["Nothing is put aside."]
    said = [f"{_place(row)}  {_whose(desk.deployment, row)}: {row.reason}" for row in rows]
    return [
        *said,
        f"{counted(len(rows), 'log')} put aside. Look at one with `quarantine show BLOCK-INDEX`; after the "
        "contracts' descriptions or the program were mended, `quarantine retry`.",
    ]


def show_lines(desk: Desk, place: str) -> Sequence[str]:
    """`place` is BLOCK-INDEX. Raises Refused where there is none."""
    with desk.database.reading() as session:
        row = session.get(Quarantined, (desk.settings.chain_id, *_parsed(place)))
    if row is None:
        raise Refused(f"No log {place} is put aside; `quarantine list` shows those that are.")
    return [
        f"{_place(row)}  {_whose(desk.deployment, row)}",
        f"why: {row.reason}",
        json.dumps(row.log, indent=1),
    ]


def retry_lines(desk: Desk) -> Sequence[str]:
    """All of them, each in its place: what came after it may depend on it, so the rows are made anew from the
    stored logs, in one transaction, under the indexer's own lock.
    """
    with desk.database.writing() as session:
        if session.get(Checkpoint, desk.settings.chain_id, with_for_update=True) is None:
            raise Refused("Nothing has been read from the chain yet.")
        before = {_place(row) for row in _all(session, desk.settings.chain_id)}
        if not before:
            return ["Nothing is put aside."]
        reorg.rebuild(session, desk.deployment, handlers(), ignored())
        session.flush()
        after = {_place(row): row.reason for row in _all(session, desk.settings.chain_id)}
    lines = [f"{place}: taken" for place in sorted(before - after.keys(), key=_parsed)]
    lines += [f"{place}: put aside again: {reason}" for place, reason in after.items()]
    taken = len(before - after.keys())
    return [*lines, f"{taken} of {counted(len(before), 'log')} taken; {len(after)} put aside now."]


def _all(session: Session, chain_id: int) -> Sequence[Quarantined]:
    order = (Quarantined.block_number, Quarantined.log_index)
    return session.scalars(select(Quarantined).where(Quarantined.chain_id == chain_id).order_by(*order)).all()


def _place(row: Quarantined) -> str:
    return f"{row.block_number}-{row.log_index}"


def _parsed(place: str) -> tuple[int, int]:
    block, _, index = place.partition("-")
    if not (block.isdigit() and index.isdigit()):
        raise Refused(f"{place} is no place of a log; it is written BLOCK-INDEX, as `quarantine list` does.")
    return int(block), int(index)


def _whose(deployment: Deployment, row: Quarantined) -> str:
    """Contract and event as far as they are known."""
    try:
        event = deployment.decode_log(row.log, 0)
    except (Undecodable, KeyError):
        address = str(row.log.get("address", "?")).lower()
        known = {contract.address: contract.name for contract in deployment.contracts}
        return f"{known.get(address, 'unknown contract')} at {address}"
    return f"{event.contract}.{event.name}"
