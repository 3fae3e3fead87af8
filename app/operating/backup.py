"""A consistent copy of the database while everything runs: each table as lines of JSON, read in one state of
the database, and a manifest with figures and hashes, written last.

The form is our own and the same for SQLite and PostgreSQL, so that a copy of one goes into the other. Keys
are not in it: they never change while they are in use and are kept apart, because whoever held both could act
for the members.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session, lazyload

from app.chain.mirror import image_of
from app.chain.store import BlockRow, Candidate, Checkpoint, Lease
from app.db import Base, now_of
from app.operating.desk import Desk, Refused, counted, snapshot
from app.operating.store import Heartbeat
from app.paging import CursorKey

FORMAT = 1
MANIFEST = "manifest.json"
AT_ONCE = 500
# What processes said of themselves that are gone by the time somebody restores; and what cursors are sealed
# with, which every database has of its own.
LEFT_OUT = frozenset(model.__tablename__ for model in (Heartbeat, Lease, Candidate, CursorKey))
NO_KEYS = (
    "The members' keystores and passphrases are not in this backup: whoever held both could act for the "
    "members. Keep ENTREPOT_KEYS_DIR apart, each kind of key and its passphrases in a place of its own."
)


def backup_lines(desk: Desk, folder: Path) -> Sequence[str]:
    """Raises Refused where the folder holds something already."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: a backup is written into a folder of its own.")
    tables = folder / "tables"
    tables.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with snapshot(desk.database) as session:
        manifest = _manifest(session, desk.settings.chain_id)
        for model in models():
            name: str = model.__tablename__
            manifest["tables"][name] = _write_table(session, model, tables / f"{name}.jsonl")
            desk.say(f"{name}: {counted(manifest['tables'][name]['rows'], 'row')}")
    _write(folder / MANIFEST, [json.dumps(manifest, indent=1)])
    rows = sum(entry["rows"] for entry in manifest["tables"].values())
    place = manifest["checkpoint"]
    return [
        f"{counted(rows, 'row')} of {len(manifest['tables'])} tables, as of "
        + (f"block {place['number']}" if place else "before the first block")
        + f", written to {folder}.",
        NO_KEYS,
        f"To put it back into an empty database: python -m app.operating restore {folder}",
    ]


def models() -> list[type[Any]]:
    """Of every table that is backed up, those first that others refer to."""
    by_table = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    return [by_table[table.name] for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


def schema_of(session: Session) -> list[str]:
    """The changes that the database has been through."""
    return sorted(session.scalars(text("SELECT version_num FROM alembic_version")))


def _manifest(session: Session, chain_id: int) -> dict[str, Any]:
    checkpoint = session.get(Checkpoint, chain_id)
    final = session.get(BlockRow, (chain_id, checkpoint.final)) if checkpoint else None
    return {
        "format": FORMAT,
        "made_at": now_of(session).isoformat(),
        "schema": schema_of(session),
        "chain_id": chain_id,
        "checkpoint": checkpoint
        and {
            "number": checkpoint.number,
            "hash": checkpoint.hash,
            "final": checkpoint.final,
            "final_hash": final.hash if final else None,
        },
        "keys": NO_KEYS,
        "tables": {},
    }


def _write_table(session: Session, model: type[Any], file: Path) -> dict[str, Any]:
    rows, digest = 0, hashlib.sha256()

    def lines() -> Iterator[str]:
        nonlocal rows
        query = select(model).order_by(*inspect(model).primary_key).options(lazyload("*"))
        for part in session.scalars(query).yield_per(AT_ONCE).partitions():
            for row in part:
                line = json.dumps(image_of(row), ensure_ascii=False)
                digest.update(line.encode() + b"\n")
                rows += 1
                yield line

    _write(file, lines())
    return {"rows": rows, "sha256": digest.hexdigest()}


def _write(file: Path, lines: Sequence[str] | Iterator[str]) -> None:
    """On the disk before it has its name; for its owner's eyes."""
    part = file.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        for line in lines:
            out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())
    part.rename(file)
