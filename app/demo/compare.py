"""Is the read model what the chain says? Every row of every mirrored table, against calls of our own.

A mirrored table is one whose name begins with `chain_`. Each has a reading of the chain in `readings`, which
yields what the rows should be; a table without one is a difference itself, so that none escapes. Nothing here
is shared with the projections.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, create_engine, select

from app.demo.chain_reader import ChainReader
from app.demo.figures import Figure, figures_of
from app.demo.readings import READINGS, Contracts, Rows

PREFIX = "chain_"
# What the read model adds of its own: where a row came from.
BOOKKEEPING = {"chain_id", "contract", "id", "first_block", "last_block"}


@dataclass(frozen=True)
class Comparison:
    rows: int
    differences: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


def compare(database_url: str, rpc_url: str, deployment_file: Path) -> Comparison:
    reader = ChainReader(rpc_url)
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return compare_rows(connection, reader, deployment_file)
    finally:
        engine.dispose()
        reader.close()


def compare_rows(connection: Connection, reader: ChainReader, deployment_file: Path) -> Comparison:
    """What this connection sees with what this reader does; both should stand at one block."""
    contracts: Contracts = {}
    for entry in json.loads(deployment_file.read_text())["contracts"]:
        contracts.setdefault(entry["contract"], []).append(entry["address"].lower())
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name.startswith(PREFIX))
    found = {name: _rows(connection, table) for name, table in metadata.tables.items()}
    differences: list[str] = []
    figures: list[Figure] = []
    for name, rows in sorted(found.items()):
        if name not in READINGS:
            differences.append(f"{name}: a table that nobody compares with the chain")
            continue
        chain = READINGS[name](reader, contracts)
        differences += _differences(name, rows, chain)
        figures += figures_of(name, rows, chain)
    return Comparison(sum(len(rows) for rows in found.values()), tuple(differences), tuple(figures))


def _rows(connection: Any, table: Table) -> Rows:
    return {
        (row["contract"], row["id"]): {key: row[key] for key in row if key not in BOOKKEEPING}
        for row in connection.execute(select(table)).mappings()
    }


def _differences(table: str, rows: Rows, chain: Rows) -> list[str]:
    """A row too many, a row too few, and every field that the chain knows otherwise."""
    found = [f"{table} {id}: a row that the chain knows nothing of" for _, id in rows.keys() - chain.keys()]
    found += [f"{table} {id}: on the chain, and no row" for _, id in chain.keys() - rows.keys()]
    for key in rows.keys() & chain.keys():
        for field, value in chain[key].items():
            if field not in rows[key]:
                found.append(f"{table} {key[1]}: no column {field}")
            elif _comparable(rows[key][field]) != _comparable(value):
                found.append(f"{table} {key[1]}: {field} is {rows[key][field]}, the chain says {value}")
        unread = rows[key].keys() - chain[key].keys()
        found += [f"{table} {key[1]}: {field} is not compared" for field in unread]
    return found


def _comparable(value: Any) -> Any:
    """Numbers of 64 bits may be kept as text, booleans as numbers; SQLite forgets that a moment is UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, bool):
        return int(value)
    return int(value) if isinstance(value, str) and value.isdigit() else value
