"""Mutation testing of the contracts: a seeded sample of mutants, each of which the tests have to notice.

A mutant is compiled with the project's settings wherever its file goes into a contract that is deployed,
deployed by the project's own script, and killed where a contract test fails or does not end: the tests of its
own slice first, then those of the slices above it. What was found is kept in var/mutants/results.jsonl under
the mutant and the hash of its file, so that a run goes on where it was ended; a survivor is tried again when
the tests are others.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from queue import Queue
from tempfile import mkdtemp
from typing import Any

from tests.proof.compiling import Compiler, contracts_with, hash_of, hash_of_contracts
from tests.proof.coverage import REACHED
from tests.proof.mutants import ROOT, Mutant, every_mutant, sample
from tests.proof.tools import HUNTER

PLACE = ROOT / "var" / "mutants"
RESULTS = PLACE / "results.jsonl"
REASONS = Path(__file__).parent / "survivors.json"
TESTS = ROOT / "tests" / "contracts"
SEED = 20261129
NOT_A_MUTANT, KILLED, SURVIVED = "does not compile", "killed", "survived"
LIMIT = 900
"""Seconds after which tests that go on are taken for tests that noticed."""
SLEPT = "the chain did not take the transaction"
"""Where it had no processor for seconds; no contract can bring that about. It says nothing of a mutant."""
SLICES = (
    *("members", "documents", "bills", "cash", "clearing", "stops", "escrow", "exchange"),
    *("milestones", "credits", "collateral", "standbys", "receivables", "attacks"),
)
"""From below: what a contract does, the tests of those after it may notice. Those of `operating` compare code
with what the compiler made, and would notice anything; those of `machines` are games, and long."""


def run(wanted: int, workers: int) -> dict[str, int]:
    """`mutants` and `mutants_killed`, of the first `wanted` of the seed's order that compile."""
    PLACE.mkdir(parents=True, exist_ok=True)
    order = sample(every_mutant(), SEED)
    known = dict(_kept())
    hunters: Queue[Hunter] = Queue()
    for _ in range(workers):
        hunters.put(Hunter())
    taken: list[tuple[Mutant, str]] = []
    began = time.monotonic()
    place = 0

    def tell(mutant: Mutant) -> tuple[str, str]:
        hunter = hunters.get()
        try:
            return hunter.tried(mutant)
        finally:
            hunters.put(hunter)

    with ThreadPoolExecutor(workers) as pool:
        while len(taken) < wanted and place < len(order):
            batch = order[place : place + workers]
            place += len(batch)
            new = [one for one in batch if _key(one) not in known]
            for mutant, (said, by) in zip(new, pool.map(tell, new), strict=True):
                known[_key(mutant)] = said
                _keep(mutant, said, by)
                print(f"{time.monotonic() - began:6.0f} s  {said:9} {mutant}  {by}", flush=True)
            taken += [(one, known[_key(one)]) for one in batch if known[_key(one)] != NOT_A_MUTANT]
    while not hunters.empty():
        hunters.get().end()
    taken = taken[:wanted]
    survivors = [mutant for mutant, said in taken if said == SURVIVED]
    reasons = json.loads(REASONS.read_text()) if REASONS.exists() else {}
    for mutant in survivors:
        print(
            f"survived: {mutant}\n          {reasons.get(mutant.id, 'no reason is given in ' + REASONS.name)}"
        )
    return {"mutants": len(taken), "mutants_killed": len(taken) - len(survivors)}


IMPORTED_BY_NONE = ("attacks", "machines")
OPTIONS = ("--network", "anvil", "-q", "-p", "tests.proof.hunter")


class Hunter:
    """A process that runs the contract tests, with a compiler of its own, once something is to be tried. See
    hunter.py for what it does.
    """

    _process: subprocess.Popen[bytes] | None = None

    def _begin(self) -> None:
        self._compiler = Compiler()
        address = f"{mkdtemp()}/hunter"
        with Listener(address) as listener:
            self._process = subprocess.Popen(
                ["toolbox/brownie", "test", *(f"tests/contracts/{name}" for name in SLICES), *OPTIONS],
                cwd=ROOT, env=dict(os.environ, PYTHONPATH=str(ROOT)) | {HUNTER: address},
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._line: Connection = listener.accept()
        self._tests: list[str] = self._line.recv()
        self._took = self._without_any_change()

    def tried(self, mutant: Mutant) -> tuple[str, str]:
        """What became of it, and which test noticed."""
        if self._process is None:
            self._begin()
        changed = {mutant.path: mutant.applied((ROOT / mutant.path).read_bytes()).decode()}
        codes = self._compiler.bytecodes(contracts_with(mutant.path), changed)
        if codes is None:
            return NOT_A_MUTANT, ""
        first, others = self._in_order(mutant)
        for tests in (first, others):
            said = self._ask(codes, tests, LIMIT)
            while any(SLEPT in text for text in said["failed"].values()):
                said = self._ask(codes, tests, LIMIT)
            if not said["ended"]:
                return KILLED, f"its tests went on for {LIMIT} s"
            if said["failed"]:
                return KILLED, next(iter(said["failed"]))
        return SURVIVED, ""

    def end(self) -> None:
        if self._process is None:
            return
        self._line.send(None)
        self._process.wait()
        self._compiler.end()

    def _without_any_change(self) -> dict[str, float]:
        """Seconds that each test takes. All of them must pass here, or their failing on a mutant says
        nothing. What passed is kept by folder.
        """
        took: dict[str, float] = {}
        for slice_ in SLICES:
            file = PLACE / f"unchanged-{slice_}-{_hash_of_tests(slice_)}-{hash_of_contracts()}.json"
            if not file.exists():
                tests = [test for test in self._tests if test.split("/")[2] == slice_]
                said = self._ask({}, tests, LIMIT, all_=True)
                if said["failed"] or not said["ended"]:
                    raise SystemExit(f"These fail without any mutant: {json.dumps(said['failed'], indent=2)}")
                file.write_text(json.dumps(said["took"]))
            took |= json.loads(file.read_text())
        return took

    def _in_order(self, mutant: Mutant) -> tuple[list[str], list[str]]:
        """Those that go on inside its function, as coverage.py saw; all others of its slice and above. Of
        each, its own slice's and the short ones first.
        """
        slice_ = mutant.path.split("/")[1]
        place = {name: number for number, name in enumerate(SLICES[SLICES.index(slice_) :])}
        among = sorted(
            (test for test in self._tests if test.split("/")[2] in place),
            key=lambda test: (place[test.split("/")[2]], self._took.get(test, 0)),
        )
        inside = _reached().get(f"{mutant.path}:{mutant.function}", set())
        return [test for test in among if test in inside], [test for test in among if test not in inside]

    def _ask(
        self, codes: Mapping[str, str], tests: Sequence[str], limit: float, all_: bool = False
    ) -> dict[str, Any]:
        self._line.send({"codes": codes, "tests": tests, "limit": limit, "all": all_})
        said: dict[str, Any] = self._line.recv()
        return said


@cache
def _reached() -> Mapping[str, set[str]]:
    """Of these very contracts, or nothing."""
    if not REACHED.exists() or (told := json.loads(REACHED.read_text()))["of"] != hash_of_contracts():
        return {}
    return {function: set(tests) for function, tests in told["reached"].items()}


@cache
def _hash_of_tests(slice_: str = "*") -> str:
    """Of one folder's with all that they may import, or of all."""
    files = [file for file in TESTS.rglob("*.py") if file.match(f"{slice_}/*.py") or _is_shared(file)]
    return hash_of(sorted(files))


def _is_shared(file: Path) -> bool:
    return not file.name.startswith("test_") and file.parent.name not in IMPORTED_BY_NONE


def _key(mutant: Mutant) -> str:
    return f"{mutant.id} {hash_of([ROOT / mutant.path])}"


def _kept() -> Iterator[tuple[str, str]]:
    if RESULTS.exists():
        for line in RESULTS.read_text().splitlines():
            entry: dict[str, Any] = json.loads(line)
            if entry["said"] != SURVIVED or entry["tests"] == _hash_of_tests():
                yield entry["mutant"], entry["said"]


def _keep(mutant: Mutant, said: str, by: str) -> None:
    told = {"mutant": _key(mutant), "said": said, "by": by, "tests": _hash_of_tests(), "change": str(mutant)}
    with RESULTS.open("a") as file:
        file.write(json.dumps(told) + "\n")
