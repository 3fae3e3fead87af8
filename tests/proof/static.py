"""Static analysis of the contracts by Slither: what of high and medium weight nobody argued in the code.

A finding that is no fault carries `slither-disable` in the source with the reason before it.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.proof.mutants import ROOT
from tests.proof.tools import environment, program

WEIGHTS = ("High", "Medium")
OURS = "node_modules|tests/proof|contracts/mocks"


def run() -> dict[str, int]:
    """`static_high_medium`: how many findings are left. Each is printed."""
    report = ROOT / "var" / "proof" / "slither.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [
        program("slither"),
        ".",
        "--compile-force-framework",
        "foundry",
        "--foundry-out-directory",
        "out",
    ]
    asked = ["--filter-paths", OURS, "--exclude-dependencies", "--json", str(report)]
    done = subprocess.run([*command, *asked], cwd=ROOT, env=environment(), capture_output=True, text=True)
    if not report.exists():
        raise SystemExit(f"Slither ended without a report:\n{done.stderr[-2000:]}")
    found = _of_weight(report)
    for text in found:
        print(text)
    return {"static_high_medium": len(found)}


def _of_weight(report: Path) -> Sequence[str]:
    said = json.loads(report.read_text())
    if not said["success"]:
        raise SystemExit(f"Slither failed: {said['error']}")
    detectors = said["results"].get("detectors", [])
    return [f"{one['impact']}: {one['description'].strip()}" for one in detectors if one["impact"] in WEIGHTS]
