"""The sentences of docs/invariants.md by Forge's fuzzer: long random games beside a second model.

Each sentence is asked after every call of games of its own. `fail_on_revert`: a game reverts where chain and
model are of two minds, so that each call is a check of its own.

Games are played in portions, each with a seed of its own. A portion that held is kept in
var/proof/invariants.jsonl under the hash of every source that it was compiled from, so that a run goes on
where it was ended, and begins anew where one of these has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.proof.mutants import ROOT
from tests.proof.tools import environment

GAMES = ROOT / "tests" / "proof" / "forge"
KEPT = ROOT / "var" / "proof" / "invariants.jsonl"
SENTENCE = re.compile(r"function (invariant_\w+)\(")
IMPORTED = re.compile(r'from "([^"]+)"')
DEPTH = 500
RUNS = 40
"""Games in a portion."""


def run(calls: int) -> dict[str, int]:
    """`invariants`: how many sentences held. `invariant_calls`: in how many calls, all together."""
    sentences = [(name, file) for file in sorted(GAMES.glob("*.t.sol")) for name in sentences_of(file)]
    portions = -(-calls // (len(sentences) * RUNS * DEPTH))
    print(f"{len(sentences)} sentences, {portions * RUNS} games of {DEPTH} calls each", flush=True)
    held = dict(_held())
    for seed in range(1, portions + 1):
        for name, file in sentences:
            portion = f"{hash_of(file)} {name} {seed}"
            if portion not in held:
                held[portion] = _played(name, seed)
                _keep(portion, held[portion])
    wanted = {f"{hash_of(file)} {name} {seed}" for name, file in sentences for seed in range(1, portions + 1)}
    return {"invariants": len(sentences), "invariant_calls": sum(held[portion] for portion in wanted)}


def sentences_of(file: Path) -> list[str]:
    return SENTENCE.findall(file.read_text())


def hash_of(file: Path) -> str:
    """Of all that Forge compiles for it, and of how it is told to."""
    digest = hashlib.sha256((ROOT / "foundry.toml").read_bytes())
    for source in sorted(_sources(file)):
        digest.update(f"{source.relative_to(ROOT)}\n".encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _sources(file: Path) -> set[Path]:
    found, open_ = set[Path](), [file]
    while open_:
        source = open_.pop()
        if source in found:
            continue
        found.add(source)
        for name in IMPORTED.findall(source.read_text()):
            base = source.parent if name.startswith(".") else ROOT / "node_modules"
            open_.append((base / name).resolve() if name.startswith(".") else base / name)
    return found


def _played(name: str, seed: int) -> int:
    """In how many calls it held. A call in which it does not ends all."""
    told = {"FOUNDRY_INVARIANT_RUNS": str(RUNS), "FOUNDRY_INVARIANT_DEPTH": str(DEPTH), "NO_COLOR": "1"}
    command = ["forge", "test", "--match-test", name, "--fuzz-seed", str(seed), "--threads", "1", "-vv"]
    done = subprocess.run(command, cwd=ROOT, env=environment() | told, capture_output=True, text=True)
    passed = re.findall(rf"\[PASS\] {name}\(\) \(runs: \d+, calls: (\d+), reverts: 0\)", done.stdout)
    if done.returncode or len(passed) != 1:
        print(done.stdout[-6000:], done.stderr[-2000:], sep=os.linesep)
        raise SystemExit(f"{name} does not hold; the calls that show it, of seed {seed}, stand above.")
    print(f"held: {name}, seed {seed}, {passed[0]} calls", flush=True)
    return int(passed[0])


def _held() -> Iterator[tuple[str, int]]:
    if KEPT.exists():
        for line in KEPT.read_text().splitlines():
            entry = json.loads(line)
            yield entry["portion"], entry["calls"]


def _keep(portion: str, calls: int) -> None:
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with KEPT.open("a") as file:
        file.write(json.dumps({"portion": portion, "calls": calls}) + "\n")
