"""How strong the proofs of the contracts are, into bench/proof.json: what `make test-deep` runs.

python -m tests.proof                              all parts, an hour or two on two cores
python -m tests.proof --only static,symbolic       some of them; the other figures stay
python -m tests.proof --only mutants --mutants 40  a smaller sample, to see how it goes
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping

from tests.proof import coverage, invariants, mutation, static, symbolic
from tests.proof.mutants import ROOT

FIGURES = ROOT / "bench" / "proof.json"
PARTS = ("static", "symbolic", "coverage", "invariants", "mutants")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--calls", type=int, default=1_000_000, help="of all invariants' games together")
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--workers", type=int, default=1, help="of mutants, each with a chain of its own")
    given = parser.parse_args()
    wanted = given.only.split(",")
    if unknown := sorted(set(wanted) - set(PARTS)):
        parser.error(f"--only knows {', '.join(PARTS)}; not {', '.join(unknown)}")
    parts: Mapping[str, Callable[[], Mapping[str, float]]] = {
        "static": static.run,
        "symbolic": symbolic.run,
        "coverage": coverage.run,
        "invariants": lambda: invariants.run(given.calls),
        "mutants": lambda: mutation.run(given.mutants, given.workers),
    }
    for name in PARTS:
        if name in wanted:
            began = time.monotonic()
            print(f"{name}: begun", flush=True)
            found = parts[name]()
            _keep(found)
            told = ", ".join(f"{figure} {value}" for figure, value in found.items())
            print(f"{name}: {told}; {time.monotonic() - began:.0f} s", flush=True)
    print(f"Written to bench/{FIGURES.name}.")
    return 0


def _keep(found: Mapping[str, float]) -> None:
    """Beside the figures of others."""
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    FIGURES.write_text(json.dumps(kept | dict(found), indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
