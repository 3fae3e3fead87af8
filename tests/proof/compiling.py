"""The project's compiler, loaded once and asked many times: loading it takes longer than most contracts."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.proof.mutants import ROOT

PROGRAM = Path(__file__).with_name("compiler.js")
BYTECODE = ("evm.bytecode.object",)
NO_CHANGE: Mapping[str, str] = {}


@cache
def contracts_with(path: str | None = None) -> dict[str, str]:
    """The contracts that can be deployed, doubles among them, into which a file goes: name to path."""
    builds = [json.loads(file.read_text()) for file in sorted((ROOT / "build" / "contracts").glob("*.json"))]
    return {
        made["contractName"]: made["sourcePath"]
        for made in builds
        if made["type"] == "contract"
        and made["bytecode"]
        and made["sourcePath"].startswith("contracts/")
        and (path is None or path in made["allSourcePaths"].values())
    }


@cache
def hash_of_contracts() -> str:
    return hash_of(sorted((ROOT / "contracts").rglob("*.sol")))


def hash_of(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


class Compiler:
    """With the settings of brownie-config.yaml, except those that are given."""

    def __init__(self, **settings: Any) -> None:
        self._other = settings
        self._process = subprocess.Popen(
            ["node", PROGRAM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def bytecodes(self, contracts: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str] | None:
        """Of `contracts`, name to path, with other text for the files in `changed`. None where that does not
        compile.
        """
        made = self.made(contracts, BYTECODE, changed)
        if any(error["severity"] == "error" for error in made.get("errors", ())):
            return None
        return {
            name: made["contracts"][path][name]["evm"]["bytecode"]["object"]
            for name, path in contracts.items()
        }

    def made(
        self, contracts: Mapping[str, str], outputs: Sequence[str], changed: Mapping[str, str] = NO_CHANGE
    ) -> Any:
        """What the compiler says of them, as it says it, with the tree of each file."""
        wanted: dict[str, dict[str, Sequence[str]]] = {"*": {"": ["ast"]}}
        for name, path in contracts.items():
            wanted.setdefault(path, {})[name] = outputs
        files = {*contracts.values(), *changed}
        return self._asked(
            {
                "language": "Solidity",
                "sources": {path: {"content": _text(path, changed)} for path in sorted(files)},
                "settings": self._settings | self._other | {"outputSelection": wanted},
            }
        )

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _asked(self, input_: Mapping[str, Any]) -> Any:
        said, answers = self._process.stdin, self._process.stdout
        assert said is not None
        assert answers is not None
        said.write(json.dumps(input_) + "\n")
        said.flush()
        return json.loads(answers.readline())

    @cached_property
    def _settings(self) -> dict[str, Any]:
        said = yaml.safe_load((ROOT / "brownie-config.yaml").read_text())["compiler"]
        solc = said["solc"]
        return {
            "evmVersion": said["evm_version"],
            "optimizer": solc["optimizer"],
            "remappings": solc["remappings"],
        }


def _text(path: str, changed: Mapping[str, str]) -> str:
    return changed.get(path) or (ROOT / path).read_text()
