"""Mutation testing of the contracts: a seeded sample of mutants, each of which the tests have to notice.

What was found is kept in var/mutants/results.jsonl under the mutant and the hash of its file, so that a run
that was ended goes on where it stood. A mutant is killed where a test fails or does not end; first by its own
slice's tests, then by those of the slices above it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Queue
from typing import Any

from tests.proof.mutants import ROOT, Mutant, every_mutant, sample

PLACE = ROOT / "var" / "mutants"
RESULTS = PLACE / "results.jsonl"
REASONS = Path(__file__).parent / "survivors.json"
SEED = 20261129
NOT_A_MUTANT, KILLED, SURVIVED = "does not compile", "killed", "survived"
LISTING = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
NEEDED = ("contracts/", "scripts/", "tests/contracts/", "toolbox/", "deployments/", "docs/")
NEEDED += ("brownie-config.yaml", "pyproject.toml")
LIMIT = 900
"""Seconds after which tests that go on are taken for tests that noticed."""
ABOVE = {
    "members": ("cash", "bills", "documents", "credits"),
    "bills": ("escrow", "credits"),
    "cash": ("escrow", "credits"),
}


def run(wanted: int, workers: int) -> dict[str, int]:
    """`mutants` and `mutants_killed`, of the first `wanted` of the seed's order that compile."""
    order = sample(every_mutant(), SEED)
    known = dict(_kept())
    trees: Queue[Tree] = Queue()
    for number in range(workers):
        trees.put(Tree(PLACE / f"tree-{number}"))
    taken: list[tuple[Mutant, str]] = []
    began = time.monotonic()
    place = 0

    def tell(mutant: Mutant) -> str:
        tree = trees.get()
        try:
            return tree.tried(mutant)
        finally:
            trees.put(tree)

    with ThreadPoolExecutor(workers) as pool:
        while len(taken) < wanted and place < len(order):
            batch = order[place : place + 2 * workers]
            place += len(batch)
            new = [one for one in batch if _key(one) not in known]
            for mutant, said in zip(new, pool.map(tell, new), strict=True):
                known[_key(mutant)] = said
                _keep(mutant, said)
                print(f"{time.monotonic() - began:6.0f} s  {said:9} {mutant}", flush=True)
            taken += [(one, known[_key(one)]) for one in batch if known[_key(one)] != NOT_A_MUTANT]
    taken = taken[:wanted]
    survivors = [mutant for mutant, said in taken if said == SURVIVED]
    reasons = json.loads(REASONS.read_text()) if REASONS.exists() else {}
    for mutant in survivors:
        print(
            f"survived: {mutant}\n          {reasons.get(mutant.id, 'no reason is given in ' + REASONS.name)}"
        )
    return {"mutants": len(taken), "mutants_killed": len(taken) - len(survivors)}


class Tree:
    """A copy of what the contract tests need, in which one file at a time is another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        listed = subprocess.run(LISTING, cwd=ROOT, capture_output=True, text=True, check=True)
        for name in listed.stdout.splitlines():
            if name.startswith(NEEDED):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
        for name in ("app", ".venv"):
            (folder / name).symlink_to(ROOT / name)
        # The compiler reads no file outside of its project, so packages are there and not linked to.
        shutil.copytree(ROOT / "node_modules", folder / "node_modules", symlinks=True, copy_function=os.link)
        shutil.copytree(ROOT / "build", folder / "build")

    def tried(self, mutant: Mutant) -> str:
        source = (ROOT / mutant.path).read_bytes()
        file = self.folder / mutant.path
        file.write_bytes(mutant.applied(source))
        try:
            return self._said(mutant)
        finally:
            file.write_bytes(source)
            shutil.rmtree(self.folder / "build")
            shutil.copytree(ROOT / "build", self.folder / "build")

    def _said(self, mutant: Mutant) -> str:
        if not self._compiles():
            return NOT_A_MUTANT
        slice_ = mutant.path.split("/")[1]
        for tests in (slice_, *ABOVE.get(slice_, ())):
            if (
                self._ended(
                    ["toolbox/brownie", "test", f"tests/contracts/{tests}", "--network", "anvil", "-x", "-q"]
                )
                != 0
            ):
                return KILLED
        return SURVIVED

    def _compiles(self) -> bool:
        done = subprocess.run(["toolbox/brownie", "compile"], cwd=self.folder, capture_output=True, text=True)
        # Brownie ends with 0 although a contract does not compile.
        return done.returncode == 0 and "Project has been compiled" in done.stdout

    def _ended(self, command: list[str]) -> int | None:
        """Exit status; None where it had to be ended."""
        process = subprocess.Popen(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            return process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _key(mutant: Mutant) -> str:
    return f"{mutant.id} {hashlib.sha256((ROOT / mutant.path).read_bytes()).hexdigest()[:12]}"


def _kept() -> Iterator[tuple[str, str]]:
    if RESULTS.exists():
        for line in RESULTS.read_text().splitlines():
            entry: dict[str, Any] = json.loads(line)
            yield entry["mutant"], entry["said"]


def _keep(mutant: Mutant, said: str) -> None:
    with RESULTS.open("a") as file:
        file.write(json.dumps({"mutant": _key(mutant), "said": said, "change": str(mutant)}) + "\n")
