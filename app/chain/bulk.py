"""Many rows of one table at once, past the ORM: SQLite takes them as one statement with many parameters,
PostgreSQL by COPY. A row is a tuple in the order of `columns`.

Whatever the driver raises comes out as SQLAlchemy's exceptions, as from any other statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    Connection,
    Dialect,
    Select,
    String,
    Table,
    and_,
    bindparam,
    func,
    select,
    true,
)
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]

# Below this many rows a statement for each costs PostgreSQL less than a COPY through a table of its own.
WORTH_A_COPY = 50


def found(
    connection: Connection, table: Table, columns: Sequence[str], place: tuple[int, str], ids: Sequence[str]
) -> Select[Any]:
    """Asks for the rows of these ids in `place`, a chain and a contract, with `columns` in this order."""
    chain_id, contract = place
    here = and_(table.c.chain_id == chain_id, table.c.contract == contract)
    wanted = [table.c[name] for name in columns]
    if connection.dialect.name != "postgresql":
        return select(*wanted).where(here, table.c.id.in_(ids))
    # One id after the other, each by the key: of a table that fills for the first time PostgreSQL knows no
    # figures yet, and would read the whole of it for every question.
    asked = func.unnest(bindparam("ids", list(ids), ARRAY(String))).table_valued("id").render_derived()
    one = select(*wanted).where(here, table.c.id == asked.c.id).limit(1).lateral("one")
    return select(*one.c).select_from(asked).join(one, true())


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """In this order."""
    bound = _bound(connection, table, columns, rows)
    if not bound:
        return
    if connection.dialect.name == "postgresql" and len(bound) >= WORTH_A_COPY:
        _copy(connection, f'COPY "{table.name}" ({_named(columns)}) FROM STDIN', bound)
        return
    marks = ", ".join([_mark(connection)] * len(columns))
    sql = f'INSERT INTO "{table.name}" ({_named(columns)}) VALUES ({marks})'
    connection.exec_driver_sql(sql, bound)


def update_rows(
    connection: Connection, table: Table, keys: Sequence[str], changed: Sequence[str], rows: Iterable[Row]
) -> None:
    """A row holds its `keys` first, then what is `changed`."""
    columns = [*keys, *changed]
    bound = _bound(connection, table, columns, rows)
    if not bound:
        return
    if connection.dialect.name == "postgresql" and len(bound) >= WORTH_A_COPY:
        _update_by_copy(connection, table, keys, changed, bound)
        return
    mark = _mark(connection)
    sets = ", ".join(f'"{name}" = {mark}' for name in changed)
    sql = f'UPDATE "{table.name}" SET {sets} WHERE {_each(keys, mark)}'
    split = len(keys)
    connection.exec_driver_sql(sql, [(*row[split:], *row[:split]) for row in bound])


def delete_rows(connection: Connection, table: Table, keys: Sequence[str], rows: Iterable[Row]) -> None:
    bound = _bound(connection, table, keys, rows)
    if bound:
        sql = f'DELETE FROM "{table.name}" WHERE {_each(keys, _mark(connection))}'
        connection.exec_driver_sql(sql, bound)


def _update_by_copy(
    connection: Connection, table: Table, keys: Sequence[str], changed: Sequence[str], rows: Sequence[Row]
) -> None:
    """Through a table that this connection keeps, empty between transactions."""
    passing = f"changed_{table.name}"
    connection.exec_driver_sql(
        f'CREATE TEMPORARY TABLE IF NOT EXISTS "{passing}" ON COMMIT DELETE ROWS '
        f'AS SELECT * FROM "{table.name}" WITH NO DATA'
    )
    _copy(connection, f'COPY "{passing}" ({_named([*keys, *changed])}) FROM STDIN', rows)
    sets = ", ".join(f'"{name}" = passing."{name}"' for name in changed)
    same = " AND ".join(f'"{table.name}"."{name}" = passing."{name}"' for name in keys)
    connection.exec_driver_sql(f'UPDATE "{table.name}" SET {sets} FROM "{passing}" passing WHERE {same}')
    connection.exec_driver_sql(f'DELETE FROM "{passing}"')


def _copy(connection: Connection, sql: str, rows: Iterable[Row]) -> None:
    dialect = connection.dialect
    errors = dialect.loaded_dbapi.Error
    try:
        with closing(connection.connection.cursor()) as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(sql, None, error, errors, dialect=dialect) from error


def _bound(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """As the driver wants the values."""
    made = [_maker(table.columns[name], connection.dialect) for name in columns]
    makers = [(at, maker) for at, maker in enumerate(made) if maker is not None]
    if not makers:
        return list(rows)
    bound = []
    for row in rows:
        values = list(row)
        for at, maker in makers:
            values[at] = maker(values[at])
        bound.append(tuple(values))
    return bound


def _maker(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _each(keys: Sequence[str], mark: str) -> str:
    return " AND ".join(f'"{name}" = {mark}' for name in keys)
