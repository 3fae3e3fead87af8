"""Reads through the interface of a service that holds ten thousand bills, and of one that holds a million.

The rows are put where the projections would have put them. The reader has the same bills in both: what grows
is everybody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, cast

from sqlalchemy import Engine, Table, text
from sqlalchemy.orm import Session
from sqlalchemy.schema import AddConstraint, DropConstraint

from app.auth import service as auth
from app.bills import services as bills_services
from app.bills.store import BillRow, TitleEventRow
from app.chain import bulk
from app.chain.deployments import Deployment
from app.chain.store import Checkpoint
from app.clock import SystemClock
from app.db import Database
from app.members import service as members
from app.members.store import Alias
from app.paging import PageAsked
from bench.service.load import Asked, at, steadily
from bench.service.loop import uvicorn
from bench.service.report import Say
from bench.service.stores import Fresh

READERS_BILLS, READERS_NUMBERS, OTHER_NUMBERS = 1_000, 20, 200_000
AT_ONCE, TURNS, REQUESTS = 2, 6, 250
WRITTEN_AT_ONCE = 20_000
SPAN = 2_000
BILLS, EVENTS = cast(Table, BillRow.__table__), cast(Table, TitleEventRow.__table__)


@dataclass(frozen=True)
class Filled:
    """A database with bills, and how its reader asks."""

    url: str
    token: str
    bills: Sequence[str]
    cursors: Sequence[str]


def reads(deployment: Path, fresh: Fresh, few: int, many: int, folder: Path, say: Say) -> dict[str, Any]:
    filled = []
    for count in (few, many):
        say(f"filling in {count:,} bills")
        filled.append(_filled(fresh(), deployment, count))
    times: tuple[list[float], list[float]] = ([], [])
    settings = [
        {
            "ENTREPOT_DATABASE_URL": one.url,
            "ENTREPOT_CHAIN_ID": "1337",
            "ENTREPOT_DEPLOYMENT_FILE": str(deployment),
        }
        for one in filled
    ]
    with (
        uvicorn("app.main:service", settings[0], folder / "few") as small,
        uvicorn("app.main:service", settings[1], folder / "many") as large,
    ):
        for turn in range(TURNS + 1):
            for one, url, found in zip(filled, (small, large), times, strict=True):
                answered = steadily(url, _requests(one, Random(turn)), 1e9, AT_ONCE)
                wrong = [answer for answer in answered if answer.status != 200]
                if wrong:
                    raise SystemExit(f"a read was answered with {wrong[0].status}: {wrong[0].body[:200]!r}")
                # The first turn warms caches up, of both.
                found += [answer.seconds for answer in answered] if turn else []
    p99 = [at(0.99, found) for found in times]
    p50 = [at(0.5, found) for found in times]
    return {
        "over": round(p99[1] / p99[0], 3),
        "p99_ms": {f"{few}": round(1e3 * p99[0], 2), f"{many}": round(1e3 * p99[1], 2)},
        "p50_ms": {f"{few}": round(1e3 * p50[0], 2), f"{many}": round(1e3 * p50[1], 2)},
        "reads_each": len(times[0]),
    }


def _requests(filled: Filled, rng: Random) -> list[Asked]:
    """Lists from their beginning and from somewhere inside, one bill, and its chain of title."""
    headers = (("Authorization", f"Bearer {filled.token}"),)
    made = []
    for _ in range(REQUESTS // 5):
        one = rng.choice(filled.bills)
        inside = rng.choice(filled.cursors)
        for path in (
            "/bills",
            "/bills?part=holder",
            f"/bills?cursor={inside}",
            f"/bills/{one}",
            f"/bills/{one}/chain-of-title",
        ):
            made.append(Asked(path, headers))
    return made


def _filled(url: str, deployment: Path, count: int) -> Filled:
    known = Deployment.read(deployment)
    database = Database(url, {"clock": SystemClock(0), "deployment": known})
    rng = Random(count)
    contract = known.contract("BillOfLading").address
    with database.writing() as session:
        token, own = _reader(session, rng)
        at_block = {
            "number": SPAN,
            "hash": "0x",
            "final": SPAN,
            "head": SPAN,
            "state": "following",
            "detail": "",
        }
        session.add(Checkpoint(chain_id=known.chain_id, **at_block))
    bills: list[str] = []
    with _indexed_at_the_end(database.engine):
        for rows, events, found in _rows(rng, known.chain_id, contract, count, own):
            bills += found
            with database.writing() as session:
                connection = session.connection()
                bulk.insert_rows(connection, BILLS, BILL_COLUMNS, rows)
                bulk.insert_rows(connection, EVENTS, EVENT_COLUMNS, events)
    _settle(database.engine)
    cursors = _cursors(database, token)
    database.close()
    return Filled(url, token, bills, cursors)


def _cursors(database: Database, token: str) -> list[str]:
    """Those that the reader comes by who pages through its bills."""
    found: list[str] = []
    with database.reading() as session:
        caller = auth.caller_with(session, token)
        assert caller is not None
        while True:
            last = found[-1] if found else None
            _, following = bills_services.bills(session, caller, PageAsked(50, last), None)
            if following is None:
                return found
            found.append(following)


@contextmanager
def _indexed_at_the_end(engine: Engine) -> Iterator[None]:
    """Rows in random order touch a page of every index each; made at the end, an index is sorted once. The
    keys of tables go and come back as well, where the database can do that.
    """
    indexes = [index for table in (BILLS, EVENTS) for index in table.indexes]
    keys = [table.primary_key for table in (BILLS, EVENTS)] if engine.dialect.name != "sqlite" else []
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
        for key in keys:
            connection.execute(DropConstraint(key))
    yield
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        for key in keys:
            connection.execute(AddConstraint(key))
        for index in indexes:
            index.create(connection)


def _settle(engine: Engine) -> None:
    """What either database does by itself in the hours after so many rows have come."""
    settling = ("VACUUM (ANALYZE)", "CHECKPOINT") if engine.dialect.name == "postgresql" else ("ANALYZE",)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in settling:
            connection.execute(text(statement))


def _reader(session: Session, rng: Random) -> tuple[str, list[int]]:
    members.create_member(
        session, id="reader", name="Reader", lei="529900T8BM49AURSDO55", bic=None, country="DE"
    )
    numbers = [2**31 + number for number in range(READERS_NUMBERS)]
    for number in numbers:
        session.add(
            Alias(
                party=number,
                member_id="reader",
                deal=f"{number}",
                salt=rng.randbytes(32),
                maker_key="",
                checker_key="",
            )
        )
    user = auth.create_user(
        session, member_id="reader", name="maker", person=1, role="maker", scopes=["bills:read"]
    )
    return auth.create_token(session, user), numbers


PARTS = ("carrier", "shipper", "holder", "owner", "nominee")
BILL_COLUMNS = (
    *("chain_id", "contract", "id", "first_block", "last_block"),
    *PARTS,
    *("former_holder", "former_owner", "status", "form", "locks", "locker", "issued"),
)
EVENT_COLUMNS = (
    *("chain_id", "contract", "id", "first_block", "last_block"),
    *("bill", "name", "giver", "taker", "detail", "block", "log_index", "at", "transaction"),
)


def _rows(
    rng: Random, chain_id: int, contract: str, count: int, own: Sequence[int]
) -> Iterator[tuple[list[Any], list[Any], list[str]]]:
    """Bills in the order of their blocks, the reader's spread evenly among them."""
    every = count // READERS_BILLS
    bills: list[Any] = []
    events: list[Any] = []
    found: list[str] = []
    for place in range(count):
        id, block = f"0x{rng.getrandbits(256):064x}", place * SPAN // count
        parties = [rng.randrange(1, OTHER_NUMBERS) for _ in PARTS[:4]] + [0]
        steps = 2
        if place % every == 0:
            parties[rng.randrange(4)] = rng.choice(own)
            parties[2] = parties[2] if rng.random() < 0.5 else rng.choice(own)
            found.append(id)
            steps = 8
        bills.append(
            (chain_id, contract, id, block, block, *parties, 0, 0, 1, 1, 0, 0, 1_750_000_000 + block)
        )
        for step in range(steps):
            index = place * 8 + step
            said = (id, "Handed", parties[0], parties[2], 0, block, index, 1_750_000_000 + block, id)
            events.append((chain_id, contract, f"{block}-{index}", block, block, *said))
        if len(bills) == WRITTEN_AT_ONCE:
            yield bills, events, found
            bills, events, found = [], [], []
    yield bills, events, found
