"""Figures of the loop between database and chain, each beside its yardstick, into bench/service.json.

python -m bench.service                           all of it, about half an hour on two idle cores
python -m bench.service --only ganache,reads      some parts; the others stay as they were taken
python -m bench.service --stores sqlite
python -m bench.service --quick                   a hundredth of it, to see that it runs; writes nothing
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.service import report
from bench.service.indexers import indexers
from bench.service.load import at
from bench.service.reads import reads
from bench.service.recording import record
from bench.service.stores import KINDS, Fresh, store
from bench.service.turns import batches, ground, singles
from tests.app.chain.nodes import Node, anvil, ganache

PARTS = ("ganache", "anvil", "indexer", "reads")


@dataclass(frozen=True)
class Size:
    rounds: int
    each: int
    anvil_each: int
    few_events: int
    many_events: int
    few_bills: int
    many_bills: int


FULL = Size(5, 150, 150, 100_000, 1_000_000, 10_000, 1_000_000)
QUICK = Size(1, 10, 10, 2_000, 10_000, 2_000, 20_000)


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.service", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--stores", default=",".join(KINDS), help=f"of {', '.join(KINDS)}")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    parts, stores = given.only.split(","), given.stores.split(",")
    if not set(parts) <= set(PARTS) or not set(stores) <= set(KINDS):
        parser.error(f"parts are {', '.join(PARTS)}; stores are {', '.join(KINDS)}")
    size = QUICK if given.quick else FULL
    found = {} if given.quick else report.read()
    surroundings = report.surroundings()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as scratch:
        folder = Path(scratch)
        recording = _recording(folder) if {"indexer", "reads"} & set(parts) else None
        for part in parts:
            for kind in stores:
                say(f"{part}, {kind}")
                place = folder / f"{part}-{kind}"
                place.mkdir()
                with store(kind, place) as fresh:
                    figures, details = _measured(part, place, fresh, size, recording)
                found = report.merged(found, part, kind, figures, details, surroundings)
                if not given.quick:
                    report.write(found)
    print("\n".join(report.table(found)))
    where = "Nothing was written" if given.quick else f"Written to {report.FILE}"
    print(
        f"{where}, after {time.monotonic() - began:.0f} s. docs/performance.md says what each figure means."
    )
    return 0


def _recording(folder: Path) -> Path:
    say("recording the life of a bill on Ganache")
    place = folder / "recording"
    place.mkdir()
    file = record(place).write(place)
    (place / "abi").symlink_to(place / "deployments" / "abi")
    return file


def _measured(
    part: str, folder: Path, fresh: Fresh, size: Size, recording: Path | None
) -> tuple[dict[str, float], dict[str, Any]]:
    if part == "ganache":
        with ganache() as node:
            return _on_ganache(node, folder, fresh, size)
    if part == "anvil":
        with _anvil_by_the_second() as node, ground(node, folder, size.anvil_each, fresh, say) as made:
            turns = singles(made, max(size.rounds - 2, 1), size.anvil_each)
            figures = turns.figures()
            return {"api_over_raw_anvil": figures["ratio"]["median"]}, figures
    assert recording is not None
    if part == "indexer":
        found = indexers(recording, fresh, size.few_events, size.many_events, say)
        return {
            "indexer_events_per_second": found["events_per_second"],
            "indexer_over_naive": found["over_naive"],
            "indexer_memory_growth": found["memory_growth"],
        }, found
    found = reads(recording.parent / "deployment.json", fresh, size.few_bills, size.many_bills, folder, say)
    return {"reads_1e6_over_1e4_p99": found["over"]}, found


def _on_ganache(
    node: Node, folder: Path, fresh: Fresh, size: Size
) -> tuple[dict[str, float], dict[str, Any]]:
    with ground(node, folder, size.each, fresh, say) as made:
        one_by_one = singles(made, size.rounds, size.each)
        together, over_singles = batches(made, size.rounds, size.each)
    p99 = at(0.99, one_by_one.accepted) / at(0.99, one_by_one.bare)
    details = {"singles": one_by_one.figures(), "batches": together.figures()}
    return {
        "api_over_raw_ganache": details["singles"]["ratio"]["median"],
        "batched_over_raw_batches": details["batches"]["ratio"]["median"],
        "batched_over_raw_singles": over_singles.figures()["ratio"]["median"],
        "accept_p99_over_bare": round(p99, 2),
    }, details


@contextmanager
def _anvil_by_the_second() -> Iterator[Node]:
    """Blocks as they come when the port is set up, then one a second."""
    with anvil() as node:
        yield node


if __name__ == "__main__":
    sys.exit(main())
