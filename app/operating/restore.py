"""A backup into an empty database, and then what the chain knows and the backup does not.

Three things can have happened since: an operation of the backup went to the chain (it is recognised by its
call and, where two persons signed, by its order's nonce, and gets its transaction back); something was asked
of which the backup knows nothing (its transaction is kept, without an operation, and named); or nothing, and
the operation goes out when the workers start. Nonces of keys and of orders go on behind all that the chain
has seen, so that nothing is done a second time.

Everything is one transaction: a restore that ends on the way leaves the database empty.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.orm import Session

from app.chain.mirror import values_of
from app.chain.states import Status
from app.chain.store import Operation
from app.db import Database
from app.migrations import configuration, migrate
from app.operating.backup import FORMAT, MANIFEST, models, schema_of
from app.operating.desk import Desk, Refused, counted
from app.operating.recovery import Recovered, recover

AT_ONCE = 500


def restore_lines(desk: Desk, folder: Path, wait: int) -> Sequence[str]:
    """`wait` is how many seconds the node may take to put what it holds into blocks. Raises Refused."""
    manifest = _checked(folder)
    _require_the_same_chain(desk, manifest)
    _require_empty(desk.database)
    migrate(desk.settings.database_url)
    with desk.database.writing() as session:
        _require_nothing(session)
        if manifest["schema"] != schema_of(session):
            raise Refused(
                f"The backup has the schema {', '.join(manifest['schema'])}, this version "
                f"{', '.join(_heads(desk))}: restore with the version that made it, then update."
            )
        rows = 0
        for model in models():
            rows += _load(session, model, folder / "tables" / f"{model.__tablename__}.jsonl")
            desk.say(f"{model.__tablename__}: put back")
        found = recover(desk, session, manifest["checkpoint"], wait)
        waiting = session.scalar(
            select(func.count()).select_from(Operation).where(Operation.status == Status.QUEUED)
        )
    return [
        f"{counted(rows, 'row')} of the backup of {manifest['made_at']} put back.",
        *_report(found),
        f"{counted(waiting or 0, 'queued operation')} of the backup never reached the chain and will be sent "
        "when the workers start: cancel before what is no longer wanted.",
        "Next: start the indexer, then the senders, then run `reconcile`; docs/runbook.md, restore.",
    ]


def _report(found: Recovered) -> Iterator[str]:
    yield (
        f"{counted(found.blocks, 'block')} since the backup looked through: {len(found.known)} of its "
        f"operations had gone to the chain and have their transactions again, {len(found.unknown)} "
        f"{'was' if len(found.unknown) == 1 else 'were'} asked after it."
    )
    for one in found.known:
        yield f"RECOGNISED   {one}"
    for one in found.unknown:
        yield f"AFTERWARDS   {one}"
    if found.unknown:
        yield (
            "What was asked after the backup is on the chain and in the read model once it is read again; "
            "who asked, their documents and messages are lost. Tell the members before they ask again."
        )


def _checked(folder: Path) -> dict[str, Any]:
    """The manifest of a backup that is whole. Raises Refused."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        raise Refused(f"{folder} holds no backup: {MANIFEST} is missing or unreadable.") from None
    if manifest.get("format") != FORMAT:
        raise Refused(f"The backup in {folder} has a format that this version does not know.")
    for name, entry in manifest["tables"].items():
        digest = hashlib.sha256()
        try:
            with (folder / "tables" / f"{name}.jsonl").open("rb") as file:
                while part := file.read(1 << 20):
                    digest.update(part)
        except OSError:
            raise Refused(f"The backup in {folder} is not whole: the table {name} is missing.") from None
        if digest.hexdigest() != entry["sha256"]:
            raise Refused(f"The backup in {folder} is damaged: the table {name} is not what was written.")
    return manifest


def _require_the_same_chain(desk: Desk, manifest: dict[str, Any]) -> None:
    if manifest["chain_id"] != desk.settings.chain_id:
        raise Refused(
            f"The backup is of chain {manifest['chain_id']}, the service of chain {desk.settings.chain_id}."
        )
    desk.require_chain()
    place = manifest["checkpoint"]
    if place is None:
        return
    head = desk.chain.head().number
    if head < place["number"]:
        raise Refused(
            f"The node is at block {head}, the backup at {place['number']}: wait for the node to catch up."
        )
    final, hash = place["final"], place["final_hash"]
    if hash is not None and desk.chain.headers([final])[0].hash != hash:
        raise Refused(f"The node has another block {final} than the backup, where it was final: wrong chain.")


def _require_empty(database: Database) -> None:
    tables = inspect(database.engine).get_table_names()
    if not tables:
        return
    with database.reading() as session:
        _require_nothing(session, set(tables))


def _require_nothing(session: Session, tables: set[str] | None = None) -> None:
    for model in models():
        name: str = model.__tablename__
        if (tables is None or name in tables) and session.execute(
            text(f'SELECT 1 FROM "{name}" LIMIT 1')
        ).first():
            raise Refused(f"The database is not empty (table {name}): restore into an empty one.")


def _heads(desk: Desk) -> list[str]:
    return sorted(ScriptDirectory.from_config(configuration(desk.settings.database_url)).get_heads())


def _load(session: Session, model: type[Any], file: Path) -> int:
    rows = 0
    part: list[dict[str, Any]] = []
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            part.append(values_of(json.loads(line)))
            rows += 1
            if len(part) == AT_ONCE:
                session.execute(insert(model), part)
                part = []
    if part:
        session.execute(insert(model), part)
    _count_on(session, model)
    return rows


def _count_on(session: Session, model: type[Any]) -> None:
    """PostgreSQL counts its own numbers and does not see those that were given."""
    table = model.__table__
    counted_up = table.autoincrement_column
    if counted_up is None or session.get_bind().dialect.name != "postgresql":
        return
    last = session.scalar(select(func.max(counted_up)))
    if last is not None:
        sequence = func.pg_get_serial_sequence(table.name, counted_up.name)
        session.execute(select(func.setval(sequence, last)))
