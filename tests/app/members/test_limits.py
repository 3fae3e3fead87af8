"""A limit as the chain sets it, up to the largest amount that it knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from app.chain.deployments import Event
from app.chain.mirror import Block, Mirror
from app.chain.working_set import WorkingSet
from app.db import make_engine
from app.members.projection import HANDLERS
from app.members.store import LimitRow
from tests.app.databases import fresh

LARGEST = 2**64 - 1
REGISTRY, ASSET = "0x" + "aa" * 20, "0x" + "bb" * 20


def test_the_largest_limit_is_mirrored(database: str, tmp_path: Path) -> None:
    """SERVICE-99"""
    engine = make_engine(fresh(database, tmp_path))
    block = Block(1, "0x" + "01" * 32, 1_700_000_000)
    with Session(engine) as session:
        rows = WorkingSet(session, 1)
        mirror = Mirror(rows, block)
        for name, value in (("CeilingSet", "ceiling"), ("LimitSet", "limit")):
            event = Event(
                name=name,
                args={"party": 11, "asset": ASSET, value: LARGEST},
                contract="MemberRegistry",
                address=REGISTRY,
                chain_id=1,
                block_number=1,
                block_hash=block.hash,
                block_time=block.time,
                tx_hash="0x" + "02" * 32,
                log_index=0,
            )
            HANDLERS["MemberRegistry", name](mirror, event)
        rows.write()
        session.expire_all()
        row = session.get_one(LimitRow, (1, REGISTRY, f"11:{ASSET}"))
        assert (row.ceiling, row.own) == (LARGEST, LARGEST)
    engine.dispose()
