"""Mutants of the contracts: the real source with one small thing changed, found in the compiler's own tree.

Brownie keeps that tree with each build. A mutant that does not compile is none, and whoever runs them takes
the next.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.proof.branches import functions_of

ROOT = Path(__file__).resolve().parents[2]
OTHER_OPERATOR = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
    "+": "-", "-": "+", "*": "/", "/": "*", "&": "|", "|": "&", "<<": ">>", ">>": "<<",
    "+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=", "++": "--", "--": "++",
}  # fmt: skip
DELETED = {"EmitStatement", "RevertStatement", "ExpressionStatement"}


@dataclass(frozen=True)
class Mutant:
    """`put` in the place of the bytes `start` to `end` of the file, which are `found`. `function`: where the
    one begins that it stands in, or -1.
    """

    path: str
    line: int
    start: int
    end: int
    found: str
    put: str
    function: int

    @property
    def id(self) -> str:
        """File, line, and a few letters of what is changed: the same while the file is."""
        told = f"{self.path}{self.found}{self.put}{self.start}"
        return f"{self.path}:{self.line}:{hashlib.sha256(told.encode()).hexdigest()[:6]}"

    def applied(self, source: bytes) -> bytes:
        assert source[self.start : self.end].decode() == self.found, f"{self.path} is not what was built"
        return source[: self.start] + self.put.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.id}  {' '.join(self.found.split())[:60]!r} -> {' '.join(self.put.split())[:60]!r}"


def every_mutant(root: Path = ROOT) -> list[Mutant]:
    """All mutants of all contracts that are deployed, in the order of files and places."""
    found: dict[str, Mutant] = {}
    for build in sorted((root / "build" / "contracts").glob("*.json")):
        made = json.loads(build.read_text())
        path = made.get("sourcePath") or ""
        if not path.startswith("contracts/") or path.startswith("contracts/mocks/"):
            continue
        source = (root / path).read_bytes()
        for mutant in _of(made["ast"], path, source):
            found[mutant.id] = mutant
    return sorted(found.values(), key=lambda one: (one.path, one.start, one.put))


def sample(mutants: list[Mutant], seed: int) -> list[Mutant]:
    """The same order for the same seed: whoever wants some takes them from the front."""
    shuffled = list(mutants)
    random.Random(seed).shuffle(shuffled)
    return shuffled


def _of(tree: Any, path: str, source: bytes) -> Iterator[Mutant]:
    functions = sorted(functions_of(tree))
    for node in _nodes(tree):
        for start, end, put in _changes(node, source):
            line = source[:start].count(b"\n") + 1
            function = max((first for first, last in functions if first <= start < last), default=-1)
            yield Mutant(path, line, start, end, source[start:end].decode(), put, function)


def _nodes(tree: Any, constant: bool = False) -> Iterator[dict[str, Any]]:
    """What is carried out: neither constants nor the declarations of events and errors."""
    if isinstance(tree, list):
        for part in tree:
            yield from _nodes(part)
    elif isinstance(tree, dict):
        if tree.get("nodeType") == "VariableDeclaration" and tree.get("constant"):
            return
        if "nodeType" in tree:
            yield tree
        for part in tree.values():
            yield from _nodes(part)


def _changes(node: dict[str, Any], source: bytes) -> Iterator[tuple[int, int, str]]:
    kind = node["nodeType"]
    start, end = _span(node)
    text = source[start:end].decode()
    if kind in ("BinaryOperation", "Assignment"):
        left, right = (
            ("leftExpression", "rightExpression") if kind[0] == "B" else ("leftHandSide", "rightHandSide")
        )
        between = (_span(node[left])[1], _span(node[right])[0])
        written = source[between[0] : between[1]].decode()
        operator = node["operator"]
        if operator in OTHER_OPERATOR and written.count(operator) == 1:
            at = between[0] + len(written[: written.index(operator)].encode())
            yield at, at + len(operator), OTHER_OPERATOR[operator]
    elif kind == "UnaryOperation" and node["operator"] == "!":
        yield start, start + 1, ""
    elif kind == "UnaryOperation" and node["operator"] in OTHER_OPERATOR:
        yield start, end, text.replace(node["operator"], OTHER_OPERATOR[node["operator"]], 1)
    elif kind in ("IfStatement", "Conditional"):
        first, last = _span(node["condition"])
        yield first, last, f"!({source[first:last].decode()})"
    elif kind in DELETED:
        yield start, end + (source[end : end + 1] == b";"), "{}"
    elif kind == "Literal" and node.get("kind") == "bool":
        yield start, end, "false" if text == "true" else "true"
    elif kind == "Literal" and node.get("kind") == "number" and text.isdigit():
        yield start, end, str(int(text) + 1)
    elif kind == "MemberAccess" and _of_enum(node):
        yield from _other_members(node, start, end, text)


def _of_enum(node: dict[str, Any]) -> bool:
    said = node["expression"].get("typeDescriptions", {}).get("typeString", "")
    return bool(said.startswith("type(enum "))


def _other_members(node: dict[str, Any], start: int, end: int, text: str) -> Iterator[tuple[int, int, str]]:
    """A neighbour in the same enum, by its number: no list of names is needed here."""
    enum = text.rpartition(".")[0]
    yield start, end, f"{enum}(uint8({text}) == 0 ? 1 : uint8({text}) - 1)"


def _span(node: dict[str, Any]) -> tuple[int, int]:
    start, length, _ = map(int, node["src"].split(":"))
    return start, start + length
