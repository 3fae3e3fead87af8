"""The operator has the fingerprints' key dealt, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.chain.client import Chain
from app.operating import fingerprints
from app.operating.desk import Desk, Refused
from app.receivables.store import EvaluatorShare, FingerprintKey
from tests.app.chain.world import World


def test_a_key_is_dealt_among_members_of_the_deployment(world: World) -> None:
    """SRECEIVABLES-25"""
    desk = Desk(world.settings, world.database, Chain(world.settings), lambda line: None)
    with pytest.raises(Refused, match="nobody"):
        fingerprints.deal_lines(desk, ["north", "nobody"], 2)
    said = fingerprints.deal_lines(desk, ["north", "south"], 2)
    assert said == "2 evaluators dealt a key, 2 of whom answer; 2 members may ask."
    with world.database.reading() as session:
        shares = list(session.scalars(select(EvaluatorShare)))
        assert len({share.scalar for share in shares}) == 2
        assert {len(share.scalar) for share in shares} == {32}
        assert len(set(session.scalars(select(FingerprintKey.member_id)))) == 2
