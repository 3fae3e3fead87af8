"""What holds for every value, by Halmos: arithmetic and packing, with the arguments as unknowns."""

from __future__ import annotations

import re
import subprocess

from tests.proof.mutants import ROOT
from tests.proof.tools import environment, program

COUNTED = re.compile(r"Symbolic test result: (\d+) passed; (\d+) failed")


def run() -> dict[str, int]:
    """`symbolic_proved`: how many sentences hold for all values. One that does not ends it."""
    subprocess.run(["forge", "build"], cwd=ROOT, env=environment(), check=True, capture_output=True)
    command = [program("halmos"), "--forge-build-out", "out", "--contract", "Symbolic", "--no-status"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    counted = COUNTED.search(done.stdout)
    if done.returncode or not counted or int(counted[2]):
        raise SystemExit(f"Not proved:\n{done.stdout[-4000:]}\n{done.stderr[-2000:]}")
    return {"symbolic_proved": int(counted[1])}
