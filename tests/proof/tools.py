"""Where the provers are: forge among the npm packages, Slither and Halmos in an environment of their own."""

from __future__ import annotations

import os

from tests.proof.mutants import ROOT

PROVERS = ROOT / ".tools" / "provers"
HUNTER = "HUNTER"
"""The variable that tells a hunter of mutants where it is asked."""
TRACED, TRACED_INTO = "TRACED", "TRACED_INTO"
"""Those that tell what is traced, and where the ways go."""


def program(name: str) -> str:
    """The path of a prover. Ends with a sentence where it is not installed."""
    found = PROVERS / "bin" / name
    if not found.exists():
        raise SystemExit(f"{name} is not installed here: make test-deep does that.")
    return str(found)


def environment() -> dict[str, str]:
    """For what calls forge by its name."""
    return dict(os.environ, PATH=f"{ROOT / 'node_modules' / '.bin'}:{os.environ['PATH']}")
