"""Writers on SQLite queue beside it, and nobody who dies or hangs holds up the others for ever."""

from __future__ import annotations

import fcntl
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from app import sqlite
from app.chain.store import OrderCounter
from app.db import Database, is_away
from tests.app.databases import SQLITE, fresh

# Takes the turn and the lock as the service does, and keeps them until it is killed.
HANGS = """
import sys, time
from app.db import Database
with Database(sys.argv[1]).writing() as session:
    session.connection()
    print("writing", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return fresh(SQLITE, tmp_path)


@pytest.fixture
def kept(url: str) -> Iterator[Database]:
    made = Database(url)
    yield made
    made.close()


def count(kept: Database, party: int) -> None:
    with kept.writing() as session:
        session.add(OrderCounter(chain_id=1, party=party, next_nonce=0))


def counted(kept: Database) -> int:
    with kept.reading() as session:
        return session.query(OrderCounter).count()


def turn_of(url: str) -> Path:
    return Path(f"{make_url(url).database}-turn")


@contextmanager
def hanging(url: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", HANGS, url], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_who_writes_waits_for_its_turn_and_who_reads_does_not(url: str, kept: Database) -> None:
    """SERVICE-123"""
    count(kept, 1)
    writer = threading.Thread(target=count, args=(kept, 2))
    with turn_of(url).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        assert counted(kept) == 1
        with sqlite3.connect(make_url(url).database or "", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")  # SQLite's own lock was free
            other.execute("ROLLBACK")
        other.close()
    writer.join()
    assert counted(kept) == 2


@pytest.mark.parametrize("ends_well", [True, False])
def test_a_turn_ends_with_its_transaction(url: str, kept: Database, ends_well: bool) -> None:
    """SERVICE-123"""
    count(kept, 1)
    if ends_well:
        count(kept, 2)
    else:
        with pytest.raises(IntegrityError):
            count(kept, 1)
    with turn_of(url).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_killed_process_gives_its_turn_away(url: str, kept: Database) -> None:
    """SERVICE-123"""
    with hanging(url) as process:
        writer = threading.Thread(target=count, args=(kept, 1))
        writer.start()
        process.kill()
        writer.join()
    assert counted(kept) == 1


def test_behind_a_process_that_hangs_a_writer_is_told_that_the_database_is_away(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SERVICE-123"""
    monkeypatch.setattr(sqlite, "LONGEST_TURN", 0.1)
    monkeypatch.setattr(sqlite, "PRAGMAS", ("busy_timeout=100", *sqlite.PRAGMAS[1:]))
    kept = Database(url)
    with hanging(url):
        for _ in range(2):
            with pytest.raises(OperationalError, match="locked") as refused:
                count(kept, 1)
            assert is_away(refused.value)
    count(kept, 1)
    assert counted(kept) == 1
    kept.close()
