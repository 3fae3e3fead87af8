"""Through the interface, past it, and at the bare route, in turns on one chain and one database."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.service.load import Answered, Asked, at, steadily
from bench.service.loop import AT_ONCE, environment_of, past, require_accepted, through, uvicorn, workers
from bench.service.report import Say, spread
from bench.service.stores import Fresh
from bench.service.town import TOGETHER, Town, town
from tests.app.chain.nodes import Node

BARE_BODY = b'{"text": "' + b"x" * 80 + b'"}'
# A lease outlives a turn in which the service stands still.
LEASE = 60


@dataclass
class Turns:
    """`raw` has one turn more than `api`: past the interface, through it, past it again. `ratios` are of a
    turn to the mean of its two neighbours, since the machine's speed drifts.
    """

    raw: list[float] = field(default_factory=list)
    api: list[float] = field(default_factory=list)
    accepted: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        around = (statistics.mean(two) for two in pairwise(self.raw))
        return [api / raw for api, raw in zip(self.api, around, strict=True)]

    def figures(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "api_per_second": spread(self.api),
            "raw_per_second": spread(self.raw),
            "ratio": spread(self.ratios),
        }
        for name, times in (("accepted", self.accepted), ("bare", self.bare)):
            if times:
                found[f"{name}_ms"] = {f"p{s}": round(1e3 * at(s / 100, times), 1) for s in (50, 90, 99)}
                found[f"{name}_ms"]["requests"] = len(times)
        return found


@dataclass(frozen=True)
class Ground:
    """Where turns are taken."""

    town: Town
    fresh: Fresh
    folder: Path
    say: Say

    @contextmanager
    def service(self, **settings: object) -> Iterator[str]:
        environment = environment_of(self.town.world, lease_seconds=LEASE, poll_interval=0.2, **settings)
        with workers(environment, self.folder), uvicorn("app.main:service", environment, self.folder) as url:
            yield url


@contextmanager
def ground(node: Node, folder: Path, bills: int, fresh: Fresh, say: Say) -> Iterator[Ground]:
    say(f"putting {16 * bills} bills on the chain")
    with town(node, folder, bills, fresh()) as made:
        yield Ground(made, fresh, folder, say)


def singles(ground: Ground, rounds: int, count: int) -> Turns:
    """One transaction for each operation; and how long accepting takes beside a bare route."""
    turns, made = Turns(), ground.town
    with ExitStack() as stack:
        url = stack.enter_context(ground.service())
        bare = {"ENTREPOT_BARE_DATABASE": ground.fresh()}
        bare_url = stack.enter_context(uvicorn("bench.service.bare:service", bare, ground.folder / "bare"))
        _warm(made, url, bare_url)
        turns.raw.append(past(made.raw, made.raw.singles(count), 8 * count))
        for place in range(rounds):
            # A little more than the node can carry out: it is never without work.
            rate = 1.1 * statistics.median(turns.raw)
            turns.api.append(through(made, url, count, rate)[0])
            accepted, bare = _side_by_side(made, url, bare_url, count, statistics.median(turns.api))
            turns.accepted += [one.seconds for one in accepted]
            turns.bare += [one.seconds for one in bare]
            turns.raw.append(past(made.raw, made.raw.singles(count), 8 * count))
            _tell(ground, turns, place, rounds)
    return turns


def batches(ground: Ground, rounds: int, count: int) -> tuple[Turns, Turns]:
    """Batches of fifty, over raw batches of fifty and over raw singles."""
    over_batches, over_singles, made = Turns(), Turns(), ground.town
    with ground.service(batch_operations=TOGETHER) as url:
        through(made, url, 5, 50.0)
        _back(made, url)
        _past(made, over_batches, over_singles, count)
        for place in range(rounds):
            rate, _ = through(made, url, count, 1e9)
            over_batches.api.append(rate)
            over_singles.api.append(rate)
            _past(made, over_batches, over_singles, count)
            _tell(ground, over_batches, place, rounds)
    return over_batches, over_singles


def _past(made: Town, over_batches: Turns, over_singles: Turns, count: int) -> None:
    over_singles.raw.append(past(made.raw, made.raw.singles(count), 8 * count))
    over_batches.raw.append(past(made.raw, made.raw.batches(count), 8 * count))


def _warm(made: Town, url: str, bare_url: str) -> None:
    """Connections, compiled statements, first nonces: before anything is measured."""
    through(made, url, 5, 50.0)
    _back(made, url)
    steadily(bare_url, [Asked("/rows", (), BARE_BODY)] * 40, 1e9, AT_ONCE)


def _back(made: Town, url: str) -> None:
    """Only some bills changed sides: hand those back, so that all lie as they did."""
    through(made, url, 5, 50.0)


def _side_by_side(
    made: Town, url: str, bare_url: str, count: int, rate: float
) -> tuple[list[Answered], list[Answered]]:
    """Writes at the rate at which the loop carries them out, and as many to the bare route at the same time:
    on the same cores, which senders, indexer and node keep busy.
    """
    rows = [Asked("/rows", (), BARE_BODY)] * (8 * count)
    with ThreadPoolExecutor(1) as beside:
        bare = beside.submit(steadily, bare_url, rows, rate, AT_ONCE)
        _, accepted = through(made, url, count, rate)
        require_accepted(bare.result())
        return accepted, bare.result()


def _tell(ground: Ground, turns: Turns, place: int, rounds: int) -> None:
    ground.say(
        f"turn {place + 1} of {rounds}: {turns.api[-1]:.1f} a second through the interface, "
        f"{turns.raw[-1]:.1f} past it, {turns.ratios[-1]:.2f}"
    )
