"""Many seeds in several processes: played, added up, reported."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.util import Finalize

from tests.chaos.guards import GUARDS
from tests.chaos.stage import Outcome, Stage, stage

AT_ONCE = 10
MOST_SEEDS_FOR_A_GUARD = 200
PROGRESS_EVERY = 5.0
Say = Callable[[str], None]


@dataclass
class Totals:
    """`failed` are the outcomes of seeds that are not sound."""

    seeds: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.seeds += 1
        deepest = max(self.tally["deepest"], outcome.tally["deepest"])
        self.tally.update(outcome.tally)
        self.tally["deepest"] = deepest
        for kind in ("lost", "doubled", "gaps", "wrong"):
            self.tally[kind] += len(getattr(outcome.verdict, kind))
        if not outcome.sound:
            self.failed.append(outcome)


@dataclass(frozen=True)
class Caught:
    """`seed` is the first that is sound with the guard and not without it; None where none was found."""

    name: str
    seed: int | None
    how: str


_STAGES: list[Stage] = []
_OPEN = ExitStack()


def _set_up() -> None:
    _STAGES.append(_OPEN.enter_context(stage()))
    # A process of a pool ends without what `atexit` would do.
    Finalize(None, _OPEN.close, exitpriority=1)


def _played(seeds: Sequence[int]) -> list[Outcome]:
    return [_STAGES[0].play(seed) for seed in seeds]


def _caught(name: str, first: int) -> Caught:
    """The seed that caught it last time is tried first."""
    known = GUARDS[name].caught_by
    return catch(_STAGES[0], name, [known, *range(first, first + MOST_SEEDS_FOR_A_GUARD)])


def catch(on: Stage, name: str, seeds: Sequence[int]) -> Caught:
    """A seed catches a guard where it is sound with the guard. What does not fit since the
    guard is out was taken out badly, and catches nothing.
    """
    for seed in seeds:
        with GUARDS[name].taken_out() as factories:
            outcome = on.play(seed, factories)
        if not outcome.sound and not outcome.misfit and on.play(seed, GUARDS[name].in_place()).sound:
            return Caught(name, seed, outcome.verdict.all()[0])
    return Caught(name, None, f"none of {len(seeds)} seeds")


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_set_up) as pool:
        yield pool


def play_seeds(pool: Executor, first: int, count: int, say: Say) -> Totals:
    totals, began, told = Totals(), time.monotonic(), time.monotonic()
    parts = [range(at, min(at + AT_ONCE, first + count)) for at in range(first, first + count, AT_ONCE)]
    for done in as_completed([pool.submit(_played, part) for part in parts]):
        for outcome in done.result():
            totals.add(outcome)
            if not outcome.sound:
                say(f"seed {outcome.seed} FAILED: {outcome.verdict.all()[0]}")
        if time.monotonic() - told > PROGRESS_EVERY:
            told = time.monotonic()
            say(
                f"{totals.seeds} of {count} seeds, {totals.tally['kills']} kills, "
                f"{len(totals.failed)} failed, {totals.seeds / (told - began):.1f} a second"
            )
    return totals


def catch_guards(pool: Executor, first: int, say: Say) -> list[Caught]:
    found = []
    for done in as_completed([pool.submit(_caught, name, first) for name in GUARDS]):
        caught = done.result()
        found.append(caught)
        say(
            f"without a guard ({GUARDS[caught.name].without}): "
            + (f"seed {caught.seed} catches it" if caught.seed else "NOT CAUGHT")
        )
    return sorted(found, key=lambda caught: list(GUARDS).index(caught.name))
