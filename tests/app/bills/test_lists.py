"""How the database finds an organisation's bills among many of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from app.bills.domain import Part
from app.bills.store import BillRow, bills_at, bills_of
from app.chain import bulk
from app.chain.working_set import made, shape_of
from app.members import service as members
from tests.app.chain.stories import CHAIN, session_on

MANY = 5_000


@pytest.fixture
def session(database: str, tmp_path: Path) -> Iterator[Session]:
    with session_on(database, tmp_path) as made:
        yield made


def filled(session: Session) -> None:
    """Bills of others, none of which has a nominee."""
    shape = shape_of(BillRow)
    nothing = dict.fromkeys(shape.columns, 0) | {"chain_id": CHAIN, "contract": "0x" + "aa" * 20}
    rows = []
    for number in range(MANY):
        own = {"id": f"0x{number:064x}", "holder": number + 1, "owner": number + 1, "carrier": number + 1}
        rows.append(shape.taken(made(BillRow, nothing | own | {"shipper": number + 1}).__dict__))
    bulk.insert_rows(session.connection(), cast(Table, BillRow.__table__), shape.columns, rows)
    session.execute(text("ANALYZE"))


@pytest.mark.parametrize("part", [None, *Part])
def test_a_list_of_bills_goes_by_the_indexes_of_who_stands_in_them(
    session: Session, part: Part | None
) -> None:
    """SBILLS-20: however many bills there are of others."""
    filled(session)
    keys = bills_of(CHAIN, members.own_numbers("reader"), part)
    query = bills_at(CHAIN, select(keys).order_by(keys.c.first_block.desc(), keys.c.id.desc()).limit(51))
    sql = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if session.get_bind().dialect.name == "sqlite" else "EXPLAIN"
    plan = "\n".join(str(tuple(row)) for row in session.execute(text(f"{explain} {sql}")))
    for one in Part if part is None else (part,):
        assert f"ix_chain_bills_{one.value}" in plan, plan
    assert "Seq Scan on chain_bills" not in plan
    assert "SCAN chain_bills" not in plan
