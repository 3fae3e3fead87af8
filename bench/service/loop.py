"""Through the interface and past it, in turns: the same transfers of bills to the same node."""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import func, select

from app.chain.client import Chain
from app.chain.states import ENDED, Status
from app.chain.store import Operation
from app.local.processes import Process
from bench.service.load import Answered, Asked, steadily
from bench.service.town import Eight, Town
from tests.app.bills.builders import LEI
from tests.app.chain.nodes import free_port
from tests.app.chain.world import World

WORKERS = (("sender", "--kind", "maker"), ("sender", "--kind", "checker"), ("indexer",))
# Requests under way at once, past the service as through it.
AT_ONCE = 8
# Seconds between two looks at whether all has ended: each takes from the cores what is measured.
LOOK = 0.1
# Seconds after which nobody waits any longer for what was asked for.
PATIENCE = 600.0


@contextmanager
def uvicorn(factory: str, environment: dict[str, str], folder: Path) -> Iterator[str]:
    """One process of an interface; its address."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--http", "h11", "--no-access-log"]
    name = factory.partition(":")[0]
    log = folder / f"{name}.log"
    process = Process(name, [*command, "--port", str(port)], log, environment, gives_way=True)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            process.require_running()
            try:
                httpx.get(f"{url}/openapi.json", timeout=5)
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield url
    finally:
        process.stop()


def name_of(kind: Sequence[str]) -> str:
    return "-".join(word for word in kind if not word.startswith("--"))


def worker(kind: Sequence[str], environment: dict[str, str], folder: Path) -> Process:
    name = name_of(kind)
    command = [sys.executable, "-m", "app.workers", *kind]
    return Process(name, command, folder / f"{name}.log", environment, gives_way=True)


@contextmanager
def workers(environment: dict[str, str], folder: Path) -> Iterator[None]:
    started = []
    try:
        for kind in WORKERS:
            started.append(worker(kind, environment, folder))
        yield
    finally:
        for process in started:
            process.stop()


def environment_of(world: World, **changed: object) -> dict[str, str]:
    """The service's settings as the world has them, and for a long load."""
    settings = {name: value for name, value in world.environment.items() if name.startswith("ENTREPOT_")}
    return {**settings, **{f"ENTREPOT_{name.upper()}": str(value) for name, value in changed.items()}}


def requests_of(town: Town, count: int) -> list[Asked]:
    """Each signer's bills in turn, so that all eight are at work all the time."""
    made = []
    for place in range(count):
        for signer in town.served.signers:
            body = json.dumps({"to": LEI[signer.other_member]}).encode()
            headers = (
                ("Authorization", f"Bearer {town.world.tokens[signer.member, 'maker']}"),
                ("Idempotency-Key", secrets.token_hex(16)),
            )
            made.append(Asked(f"/bills/{signer.bills[place]}/transfer-holder", headers, body))
    return made


def nothing() -> None:
    """Nobody looks on."""


def through(
    town: Town, url: str, count: int, rate: float, meanwhile: Callable[[], None] = nothing
) -> tuple[float, list[Answered]]:
    """Confirmed operations a second, and how each request was answered. `meanwhile` is called while the last
    of them are waited for.
    """
    requests = requests_of(town, count)
    before = _ended(town.world)
    began = time.perf_counter()
    answered = steadily(url, requests, rate, AT_ONCE)
    require_accepted(answered)
    while _ended(town.world) < before + len(requests):
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"operations did not end in {PATIENCE:.0f} s: {_waiting(town.world)}")
        meanwhile()
        time.sleep(LOOK)
    seconds = time.perf_counter() - began
    _require_final(town.world)
    town.served.swap(count)
    return len(requests) / seconds, answered


def require_accepted(answered: Sequence[Answered]) -> None:
    wrong = [one for one in answered if one.status != 202]
    if wrong:
        raise SystemExit(
            f"{len(wrong)} requests were not accepted: {wrong[0].status} {wrong[0].body[:300]!r}"
        )


def past(eight: Eight, signed: dict[str, list[bytes]], operations: int) -> float:
    """Confirmed operations a second of what is sent as it is: one connection for each signer, each
    transaction's receipt looked at in the end.
    """
    # Ganache may let one key wait long while others have theirs carried out.
    settings = eight.world.settings.model_copy(update={"rpc_timeout": 300})
    chains = [Chain(settings) for _ in signed]

    def send(chain: Chain, raws: Sequence[bytes]) -> list[str]:
        return [str(chain.ask("eth_sendRawTransaction", "0x" + raw.hex())) for raw in raws]

    began = time.perf_counter()
    with ThreadPoolExecutor(len(chains)) as pool:
        hashes = [hash for found in pool.map(send, chains, signed.values()) for hash in found]
    missing = hashes
    while missing:
        receipts = chains[0].receipts(missing)
        if any(receipt and receipt["status"] != "0x1" for receipt in receipts):
            raise SystemExit("a raw transaction was refused")
        missing = [hash for hash, receipt in zip(missing, receipts, strict=True) if receipt is None]
    seconds = time.perf_counter() - began
    for chain in chains:
        chain.close()
    eight.swap(operations // len(eight.signers))
    return operations / seconds


def _ended(world: World) -> int:
    with world.database.reading() as session:
        query = select(func.count()).select_from(Operation).where(Operation.status.in_(ENDED))
        return session.scalar(query) or 0


def _waiting(world: World) -> str:
    """How many operations stand where, and the transaction of the first that has one."""
    with world.database.reading() as session:
        open_ones = Operation.status.not_in(ENDED)
        query = select(Operation.status, func.count()).where(open_ones).group_by(Operation.status)
        counts = ", ".join(f"{count} {status}" for status, count in session.execute(query))
        first = session.scalars(
            select(Operation)
            .where(open_ones, Operation.transaction_number.is_not(None))
            .order_by(Operation.number)
            .limit(1)
        ).first()
        if first is None or first.transaction is None:
            return counts
        carrier = first.transaction
        return f"{counts}; the first has nonce {carrier.nonce} of {carrier.signer}, hash {carrier.hash}"


def _require_final(world: World) -> None:
    with world.database.reading() as session:
        failed = session.scalars(
            select(Operation).where(Operation.status.in_(ENDED - {Status.FINAL})).limit(1)
        ).first()
        if failed is not None:
            raise SystemExit(f"an operation ended as {failed.status}: {failed.refusal}")
