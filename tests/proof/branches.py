"""The branches of the contracts: where the source chooses between two ways, and which jump of the code is it.

Found in the compiler's own tree: the condition of an `if`, of a loop, of `?:` and of `require`, and each `&&`
and `||`, whose right side may be left out. Each has two ways. The compiler gives the jump of a choice the
place of the whole of it in the source; without optimizer no two of them share one. What the compiler checks
of itself (overflow, bounds, the form of calldata) is no branch of the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

JUMPI, PUSH1, PUSH32 = 0x57, 0x60, 0x7F
LOOPS = ("ForStatement", "WhileStatement", "DoWhileStatement")


@dataclass(frozen=True, order=True)
class Branch:
    """The bytes `start` to `start + length` of a file."""

    path: str
    start: int
    length: int
    kind: str

    def told(self, source: bytes) -> str:
        """Line and text, for who looks for a test that is missing."""
        line = source[: self.start].count(b"\n") + 1
        text = " ".join(source[self.start : self.start + self.length].decode().split())
        return f"{self.path}:{line} {self.kind} {text[:90]}"


def branches_of(tree: Any, path: str) -> Iterator[Branch]:
    if isinstance(tree, list):
        for part in tree:
            yield from branches_of(part, path)
    elif isinstance(tree, dict):
        if kind := _kind(tree):
            start, length, _ = map(int, tree["src"].split(":"))
            yield Branch(path, start, length, kind)
        for part in tree.values():
            yield from branches_of(part, path)


def _kind(node: dict[str, Any]) -> str | None:
    type_ = node.get("nodeType")
    if type_ == "IfStatement":
        return "if"
    if type_ == "Conditional":
        return "?:"
    if type_ in LOOPS and node.get("condition"):
        return "loop"
    if type_ == "BinaryOperation" and node["operator"] in ("&&", "||"):
        return str(node["operator"])
    if type_ == "FunctionCall" and node["expression"].get("name") in ("require", "assert"):
        return str(node["expression"]["name"])
    return None


def functions_of(tree: Any) -> Iterator[tuple[int, int]]:
    """First and last byte of each function and modifier."""
    if isinstance(tree, list):
        for part in tree:
            yield from functions_of(part)
    elif isinstance(tree, dict):
        if tree.get("nodeType") in ("FunctionDefinition", "ModifierDefinition"):
            start, length, _ = map(int, tree["src"].split(":"))
            yield start, start + length
        for part in tree.values():
            yield from functions_of(part)


def jumps_of(code: str, source_map: str, paths: Mapping[int, str]) -> dict[int, tuple[str, int, int]]:
    """The places in the source (file, start, length) of the conditional jumps, by where they stand in the
    code. `paths`: the files by their number in the map.
    """
    return {
        pc: (paths[file], start, length)
        for (pc, operation), (start, length, file) in zip(
            _operations(code), _places(source_map), strict=False
        )
        if operation == JUMPI and file in paths
    }


def _operations(code: str) -> Iterator[tuple[int, int]]:
    bytes_, pc = bytes.fromhex(code), 0
    while pc < len(bytes_):
        operation = bytes_[pc]
        yield pc, operation
        pc += 1 + (operation - PUSH1 + 1 if PUSH1 <= operation <= PUSH32 else 0)


def _places(source_map: str) -> Iterator[tuple[int, int, int]]:
    """Start, length and file of each operation; a field that is left out is what it was before."""
    last = ["0", "0", "-1"]
    for entry in source_map.split(";"):
        for place, value in enumerate(entry.split(":")[:3]):
            if value:
                last[place] = value
        yield int(last[0]), int(last[1]), int(last[2])
