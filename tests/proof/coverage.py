"""Branch coverage of the contracts by the contract tests: each way of each branch that was gone, of all there
are.

Brownie's own count sees transactions alone, and most refusals here are asked by eth_call; and it counts in
optimized code, where branches are merged. What is counted, and how it is seen: branches.py and tracing.py.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any

from tests.proof.branches import branches_of, functions_of, jumps_of
from tests.proof.compiling import Compiler, contracts_with, hash_of_contracts
from tests.proof.mutants import ROOT
from tests.proof.tools import TRACED, TRACED_INTO

Jumps = Mapping[tuple[str, str], Mapping[int, tuple[str, int, int]]]

PLACE = ROOT / "var" / "proof"
REACHED = PLACE / "reached.json"
EVERY_TEST = "*"
OUTPUTS = ("evm.bytecode.object", "evm.bytecode.sourceMap", "evm.deployedBytecode", "evm.methodIdentifiers")
UNMERGED = {
    "enabled": False,
    "details": {
        "peephole": True,
        "inliner": False,
        "jumpdestRemover": True,
        "orderLiterals": False,
        "deduplicate": False,
        "cse": False,
        "constantOptimizer": False,
        # Of the functions that the compiler writes itself: without it some have too many variables.
        "yul": True,
    },
}
NOT_PLAYED = ("operating", "machines")
"""Tests that want the code that is deployed elsewhere, and games, which go the ways of the others again."""
WAYS = ("0", "1")


def run() -> dict[str, float]:
    """`branch_coverage`: the part of all ways that the tests went. The others are printed."""
    PLACE.mkdir(parents=True, exist_ok=True)
    compiler = Compiler(optimizer=UNMERGED)
    made = compiler.made(contracts_with(), OUTPUTS)
    compiler.end()
    if wrong := [e["formattedMessage"] for e in made.get("errors", ()) if e["severity"] == "error"]:
        raise SystemExit("\n".join(wrong))
    trees = {
        path: said["ast"]
        for path, said in sorted(made["sources"].items())
        if path.startswith("contracts/") and not path.startswith("contracts/mocks/")
    }
    branches = sorted(branch for path, tree in trees.items() for branch in branches_of(tree, path))
    jumps = _jumps(made)
    found = _traced(made)
    _keep_reached(found, jumps, trees)
    known = {(branch.path, branch.start, branch.length): branch for branch in branches}
    gone = set()
    for way in found["ways"]:
        name, kind, pc, jumped = way.split(":")
        if branch := known.get(jumps[name, kind].get(int(pc), ("", 0, 0))):
            gone.add((branch, jumped))
    for branch in branches:
        if missing := [way for way in WAYS if (branch, way) not in gone]:
            said = (
                "neither way" if len(missing) == 2 else "goes on alone" if missing == ["1"] else "jumps alone"
            )
            print(f"{said:13} {branch.told((ROOT / branch.path).read_bytes())}")
    print(f"{len(gone)} of {2 * len(branches)} ways of {len(branches)} branches")
    return {"branch_coverage": round(len(gone) / (2 * len(branches)), 4)}


def _traced(made: Any) -> Any:
    """The ways that the tests went, as tracing.py writes them."""
    codes = {}
    for name, path in contracts_with().items():
        evm = made["contracts"][path][name]["evm"]
        deployed = evm["deployedBytecode"]
        immutables = [
            (one["start"], one["length"]) for each in deployed["immutableReferences"].values() for one in each
        ]
        selectors = {
            signature.partition("(")[0]: f"0x{selector}"
            for signature, selector in evm["methodIdentifiers"].items()
        }
        codes[name] = {
            "new": evm["bytecode"]["object"],
            "run": deployed["object"],
            "immutables": immutables,
            "selectors": selectors,
        }
    told, into = PLACE / "traced.json", PLACE / "ways.json"
    told.write_text(json.dumps(codes))
    into.unlink(missing_ok=True)
    folders = sorted(folder for folder in (ROOT / "tests" / "contracts").iterdir() if folder.is_dir())
    asked = [str(folder.relative_to(ROOT)) for folder in folders if folder.name not in NOT_PLAYED]
    asked = [name for name in asked if not name.endswith("__")]
    subprocess.run(
        ["toolbox/brownie", "test", *asked, "--network", "anvil", "-q", "-p", "tests.proof.tracing"],
        cwd=ROOT,
        env=dict(os.environ, PYTHONPATH=str(ROOT)) | {TRACED: str(told), TRACED_INTO: str(into)},
        stdin=subprocess.DEVNULL,
    )
    found = json.loads(into.read_text())
    for failed in found["failed"]:
        print(f"failed while it was traced: {failed}")
    print(", ".join(f"{what} {count}" for what, count in found["counted"].items()))
    return found


def _jumps(made: Any) -> Jumps:
    paths: Mapping[int, str] = {said["id"]: path for path, said in made["sources"].items()}
    return {
        (name, kind): jumps_of(
            made["contracts"][path][name]["evm"][part]["object"],
            made["contracts"][path][name]["evm"][part]["sourceMap"],
            paths,
        )
        for name, path in contracts_with().items()
        for kind, part in (("new", "bytecode"), ("run", "deployedBytecode"))
    }


def _keep_reached(found: Any, jumps: Jumps, trees: Mapping[str, Any]) -> None:
    """By function (file and first byte), the tests that entered it: what mutation.py asks. In every
    deployment are those that a constructor entered.
    """
    functions = {path: sorted(functions_of(tree)) for path, tree in trees.items()}
    entered: list[tuple[str, str] | None] = []
    for way in found["ways"]:
        name, kind, pc, _ = way.split(":")
        path, start, _ = jumps[name, kind].get(int(pc), ("", 0, 0))
        around = [first for first, last in functions.get(path, ()) if first <= start < last]
        entered.append((f"{path}:{around[-1]}", kind) if around else None)
    reached: dict[str, set[str]] = {}
    for test, gone in found["by test"].items():
        for number in gone:
            if (function := entered[number]) is not None:
                reached.setdefault(function[0], set()).add(test if function[1] == "run" else EVERY_TEST)
    told = {function: sorted(tests) for function, tests in reached.items()}
    REACHED.write_text(json.dumps({"of": hash_of_contracts(), "reached": told}))
