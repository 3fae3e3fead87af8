"""A batch's rows in memory and in the database, few and many: read, changed and written as one difference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.bills.store import BillRow
from app.cash.store import BalanceRow
from app.chain import bulk
from app.chain.deployments import Event
from app.chain.mirror import Block, Mirror, Mirrored, MirrorFault, foretelling, image_of
from app.chain.reorg import undo
from app.chain.scout import load_what_is_asked
from app.chain.store import JournalEntry
from app.chain.working_set import Key, WorkingSet, shape_of
from tests.app.chain.stories import CHAIN, session_on

TOKEN = "0x" + "aa" * 20
FEW, MANY = 3, 400


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def mirror(working_set: WorkingSet, number: int = 1) -> Mirror:
    return Mirror(working_set, Block(number, f"0x{number:064x}", 1_700_000_000 + number))


def name(number: int) -> str:
    return f"0x{number:040x}"


def filled(session: Session, count: int, amount: int = 2**64 - 1) -> None:
    rows = WorkingSet(session, CHAIN)
    for number in range(count):
        mirror(rows).insert(BalanceRow, TOKEN, name(number), party=number or None, amount=amount)
    rows.write()


def amounts(session: Session) -> dict[str, int]:
    return {row.id: row.amount for row in session.scalars(select(BalanceRow))}


@pytest.mark.parametrize("count", [FEW, MANY])
def test_rows_are_written_as_they_were_left(session: Session, count: int) -> None:
    """SERVICE-120: inserted, changed and deleted, whatever happened to them in between."""
    filled(session, count)
    assert amounts(session) == {name(number): 2**64 - 1 for number in range(count)}
    rows = WorkingSet(session, CHAIN)
    two, three = mirror(rows, 2), mirror(rows, 3)
    for number in range(count):
        two.update(BalanceRow, TOKEN, name(number), amount=number)
    for number in range(count):
        three.update(BalanceRow, TOKEN, name(number), amount=number + 1, party=7)
    three.delete(BalanceRow, TOKEN, name(0))
    three.delete(BalanceRow, TOKEN, name(1))
    three.insert(BalanceRow, TOKEN, name(1), party=None, amount=5)
    three.insert(BalanceRow, TOKEN, name(count), party=None, amount=6)
    three.delete(BalanceRow, TOKEN, name(count))
    rows.write()
    expected = {name(number): number + 1 for number in range(2, count)} | {name(1): 5}
    assert amounts(session) == expected
    told = {
        row.id: (row.party, row.first_block, row.last_block) for row in session.scalars(select(BalanceRow))
    }
    assert told == {name(number): (7, 1, 3) for number in range(2, count)} | {name(1): (None, 3, 3)}


def test_rows_are_found_by_their_key_in_a_table_that_fills_for_the_first_time(session: Session) -> None:
    """SERVICE-120: whatever the database knows of the table, a question costs what it asks for, not what is
    there.
    """
    table, names = shape_of(BillRow).table, shape_of(BillRow).columns
    values = {
        column.name: "" if column.type.python_type is str else column.type.python_type(0)
        for column in table.columns
        if not hasattr(Mirrored, column.name)
    }
    rows = WorkingSet(session, CHAIN)
    for number in range(5_000):
        mirror(rows).insert(BillRow, TOKEN, name(number), **values)
    rows.write()
    connection = session.connection()
    query = bulk.found(connection, table, names, (CHAIN, TOKEN), [name(number) for number in range(MANY)])
    assert len(connection.execute(query).all()) == MANY
    explain = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"

    def explained(_: Any, __: Any, statement: str, given: Any, *___: Any) -> tuple[str, Any]:
        return f"{explain} {statement}", given

    event.listen(connection.engine, "before_cursor_execute", explained, retval=True)
    plan = "\n".join(str(tuple(row)) for row in connection.execute(query).cursor.fetchall())
    event.remove(connection.engine, "before_cursor_execute", explained)
    used = re.findall(r"(?:Index Scan using|Bitmap Index Scan on|USING INDEX) (\w+)", plan)
    assert used[0] in {"pk_chain_bills", "sqlite_autoindex_chain_bills_1", "ix_chain_bills_id"}


@pytest.mark.parametrize("count", [FEW, MANY])
def test_each_block_of_a_batch_is_undone_to_what_it_found(session: Session, count: int) -> None:
    """SERVICE-120"""
    filled(session, count)
    found = [[image_of(row) for row in session.scalars(select(BalanceRow).order_by(BalanceRow.id))]]
    for last in (2, 3):
        rows = WorkingSet(session, CHAIN)
        for number in range(count):
            mirror(rows, 2).put(BalanceRow, TOKEN, name(number), amount=number)
        if last == 3:
            later = mirror(rows, 3)
            later.delete(BalanceRow, TOKEN, name(0))
            later.update(BalanceRow, TOKEN, name(1), amount=77)
            later.update(BalanceRow, TOKEN, name(1), amount=78)
        rows.write()
        if last == 2:
            found.append(
                [image_of(row) for row in session.scalars(select(BalanceRow).order_by(BalanceRow.id))]
            )
            undo(session, CHAIN, 1)
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == count + count + 2
    for number in (2, 1):
        undo(session, CHAIN, number)
        now = [image_of(row) for row in session.scalars(select(BalanceRow).order_by(BalanceRow.id))]
        assert now == found[number - 1]


def test_an_id_that_is_taken_is_never_written_over(session: Session) -> None:
    """SERVICE-120: a careful set says so at once; the database's key says so to the other."""
    filled(session, FEW)
    with pytest.raises(MirrorFault):
        mirror(WorkingSet(session, CHAIN, careful=True)).insert(BalanceRow, TOKEN, name(1), party=1, amount=1)
    rows = WorkingSet(session, CHAIN)
    for number in range(MANY):
        mirror(rows).insert(BalanceRow, TOKEN, name(number), party=1, amount=1)
    with pytest.raises(IntegrityError), session.begin_nested():
        rows.write()
    assert amounts(session) == {name(number): 2**64 - 1 for number in range(FEW)}


def test_a_row_that_is_not_there_is_not_changed(session: Session) -> None:
    """SERVICE-120"""
    rows = WorkingSet(session, CHAIN)
    with pytest.raises(MirrorFault):
        mirror(rows).update(BalanceRow, TOKEN, name(1), amount=1)
    with pytest.raises(MirrorFault):
        mirror(rows).delete(BalanceRow, TOKEN, name(1))
    with pytest.raises(MirrorFault):
        mirror(rows).insert(BalanceRow, TOKEN, name(1), amount=1, colour="red")


def test_what_a_batch_asks_for_is_read_at_once(session: Session) -> None:
    """SERVICE-120: one question for each table, though a projection stumbles over what it is shown."""
    filled(session, MANY)
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))

    def moved(rows: Mirror, said: Event) -> None:
        first = rows.get(BalanceRow, TOKEN, name(said.block_number))
        assert first is not None
        second = rows.get(BalanceRow, TOKEN, name(said.log_index))
        assert second is not None
        if second.amount == 0:
            raise ValueError("a stand-in")

    events = [
        (moved, Event("Moved", {}, "Token", TOKEN, CHAIN, number, "0x", 0, "0x", number + 1))
        for number in range(MANY - 1)
    ]
    rows = WorkingSet(session, CHAIN)
    load_what_is_asked(rows, events)
    for handler, said in events:
        handler(mirror(rows), said)
    rows.write()
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 1
    assert len(amounts(session)) == MANY


def test_a_projection_that_foretells_what_it_asks_is_not_tried(session: Session) -> None:
    """SERVICE-120: what it foretold is read with the rest, and what it did not when it is asked for."""
    filled(session, FEW)
    found = []

    def its_row(said: Event) -> list[Key]:
        return [(BalanceRow, TOKEN, name(said.log_index))]

    @foretelling(its_row)
    def read(rows: Mirror, said: Event) -> None:
        for number in range(FEW):
            row = rows.get(BalanceRow, TOKEN, name(number))
            assert row is not None
            found.append(row.id)

    rows = WorkingSet(session, CHAIN)
    said = Event("Moved", {}, "Token", TOKEN, CHAIN, 1, "0x", 0, "0x", 1)
    load_what_is_asked(rows, [(read, said)])
    assert found == []
    assert [rows.knows((BalanceRow, TOKEN, name(number))) for number in range(FEW)] == [False, True, False]
    read(mirror(rows), said)
    assert found == [name(number) for number in range(FEW)]


def test_a_row_of_the_block_in_hand_is_looked_for_where_it_must_be(session: Session) -> None:
    """SERVICE-120: among the block's rows, or in the database where each log is taken alone."""
    filled(session, FEW)
    rows = WorkingSet(session, CHAIN)
    here = mirror(rows)
    assert here.get_of_block(BalanceRow, TOKEN, name(1)) is None
    here.insert(BalanceRow, TOKEN, name(FEW), party=1, amount=1)
    assert here.get_of_block(BalanceRow, TOKEN, name(FEW)) is not None
    alone = mirror(WorkingSet(session, CHAIN, careful=True))
    assert alone.get_of_block(BalanceRow, TOKEN, name(1)) is not None
