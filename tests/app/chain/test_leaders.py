"""Who leads what among several processes, and what becomes of one that was stopped and wakes up too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app import workers
from app.chain.leader import Fenced, Leader, Superseded
from app.chain.store import Lease, OrderCounter
from app.db import Database
from tests.app.chain.builders import record_document
from tests.app.chain.test_reading_trouble import read_to
from tests.app.chain.world import World
from tests.app.databases import fresh


class Time:
    """A clock that stands, for everybody alike."""

    def __init__(self) -> None:
        self.is_now = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.is_now

    def monotonic(self) -> float:
        return self.is_now.timestamp()

    def passes(self, seconds: float) -> None:
        self.is_now += timedelta(seconds=seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr("app.chain.leader.time.monotonic", made.monotonic)
    return made


@pytest.fixture
def common(database: str, tmp_path: Path, time: Time) -> Iterator[Database]:
    made = Database(fresh(database, tmp_path), {"clock": time})
    yield made
    made.close()


def leader(common: Database, *subjects: str) -> Leader:
    return Leader(common, "maker", lambda: subjects, 6)


def test_one_alone_leads_everything_and_goes_on_doing_so(common: Database, time: Time) -> None:
    """SERVICE-90"""
    one = leader(common, "north", "south")
    for _ in range(10):
        assert one.renew() == one.held == {"north", "south"}
        time.passes(2)


def test_two_share_and_never_lead_the_same(common: Database, time: Time) -> None:
    """SERVICE-90"""
    one, other = leader(common, "north", "south"), leader(common, "north", "south")
    one.renew()
    for _ in range(6):
        time.passes(2)
        one.renew()
        other.renew()
        assert not one.held & other.held
    assert len(one.held) == len(other.held) == 1


def test_what_only_one_can_lead_is_led_by_it(common: Database, time: Time) -> None:
    """SERVICE-90: a process without a member's key does not keep others from it."""
    one, other = leader(common, "east", "north", "south"), leader(common, "south")
    for _ in range(6):
        time.passes(2)
        one.renew()
        other.renew()
    assert {"east", "north"} <= one.held
    assert one.held | other.held == {"east", "north", "south"}
    assert not one.held & other.held


def test_who_gives_no_sign_is_followed_when_its_time_is_up_and_not_before(
    common: Database, time: Time
) -> None:
    """SERVICE-91"""
    dead, heir = leader(common, "north"), leader(common, "north")
    dead.renew()
    time.passes(5)
    assert heir.renew() == set()
    time.passes(2)
    assert dead.held == set()
    assert heir.renew() == {"north"}


def test_who_leads_without_a_break_knows_that_nobody_did_meanwhile(common: Database, time: Time) -> None:
    """SERVICE-125"""
    one = leader(common, "north")
    one.renew()
    begun = one.term
    for _ in range(3):
        time.passes(2)
        one.renew()
    assert one.term == begun
    time.passes(7)
    one.renew()
    assert one.held == {"north"}
    assert one.term != begun


def test_who_leads_again_knows_that_another_did_meanwhile(common: Database, time: Time) -> None:
    """SERVICE-125"""
    one, other = leader(common, "north"), leader(common, "north")
    one.renew()
    begun = one.term
    time.passes(7)
    other.renew()
    with pytest.raises(Superseded), Fenced(common, one).writing():
        pass
    other.resign()
    one.renew()
    assert one.held == {"north"}
    assert one.term != begun


def test_who_resigns_is_followed_at_once(common: Database, time: Time) -> None:
    """SERVICE-91"""
    one, heir = leader(common, "north"), leader(common, "north")
    one.renew()
    one.resign()
    assert heir.renew() == {"north"}


def test_who_wakes_up_too_late_writes_nothing(common: Database, time: Time) -> None:
    """SERVICE-92"""
    sleeper, heir = leader(common, "north"), leader(common, "north")
    sleeper.renew()
    time.passes(7)
    assert heir.renew() == {"north"}
    with pytest.raises(Superseded), Fenced(common, sleeper).writing() as session:
        session.add(OrderCounter(chain_id=1, party=1, next_nonce=1))
    with Fenced(common, heir).writing() as session:
        session.add(OrderCounter(chain_id=1, party=2, next_nonce=1))
    with common.reading() as session:
        assert session.scalars(select(OrderCounter.party)).all() == [2]
        assert session.scalars(select(Lease.holder)).all() == [heir.name]
    assert sleeper.renew() == set()


def test_who_writes_late_and_has_no_heir_goes_on(common: Database, time: Time) -> None:
    """SERVICE-92: each transaction renews the leases, so that a long pass is not taken for a dead process."""
    slow, heir = leader(common, "north"), leader(common, "north")
    slow.renew()
    time.passes(7)
    with Fenced(common, slow).writing() as session:
        session.add(OrderCounter(chain_id=1, party=1, next_nonce=1))
    assert slow.held == {"north"}
    assert heir.renew() == set()


def test_a_reader_that_wakes_up_too_late_writes_nothing(world: World) -> None:
    """SERVICE-92: the indexer as it is started, past its lease in the middle of a pass."""
    record_document(world)
    world.sender("maker").one_pass()
    reader, one_pass, _ = workers._work(world.settings, world.database, world.chain, None)
    assert reader.renew() == {"chain"}
    heir = update(Lease).where(Lease.work == "indexer").values(holder="elsewhere:1:heir")
    with world.database.writing() as session:
        session.execute(heir)
    before = read_to(world)
    with pytest.raises(Superseded):
        one_pass()
    assert read_to(world) == before
