"""The sentences of docs/invariants.md by Forge's fuzzer: long random games beside a second model.

Each sentence is asked after every call of games of its own. `fail_on_revert`: a game reverts where chain and
model are of two minds, so that each call is a check of its own.
"""

from __future__ import annotations

import os
import re
import subprocess

from tests.proof.mutants import ROOT
from tests.proof.tools import environment

PASSED = re.compile(r"\[PASS\] (invariant_\w+)\(\) \(runs: (\d+), calls: (\d+), reverts: 0\)")
SENTENCES = 5
DEPTH = 500


def run(calls: int) -> dict[str, int]:
    """`invariants`: how many held. `invariant_calls`: in how many calls, all together."""
    runs = -(-calls // (SENTENCES * DEPTH))
    told = {"FOUNDRY_INVARIANT_RUNS": str(runs), "FOUNDRY_INVARIANT_DEPTH": str(DEPTH)}
    command = ["forge", "test", "--match-contract", "Invariants", "-vv"]
    print(f"{SENTENCES} sentences, {runs} games of {DEPTH} calls each", flush=True)
    done = subprocess.run(
        command, cwd=ROOT, env=environment() | told | {"NO_COLOR": "1"}, capture_output=True, text=True
    )
    held = PASSED.findall(done.stdout)
    if done.returncode or len(held) != SENTENCES:
        print(done.stdout[-6000:], done.stderr[-2000:], sep=os.linesep)
        raise SystemExit("A sentence does not hold; the calls that show it stand above.")
    return {"invariants": len(held), "invariant_calls": sum(int(calls) for _, _, calls in held)}
