"""The tables of docs/spec, who may do what, read as rules: docs/spec/tables.md says how they are written.

A rule is one permission. What no rule gives is refused; who_may.py asks the chain for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEC, SOURCES = ROOT / "docs" / "spec", ROOT / "contracts"
ONE, TWO, LIMIT = "one", "two", "limit"
PERSONS = (ONE, TWO, LIMIT)
NOBODY, NONE, ANY = ("no", "nobody"), "none", "any"
LIST = ["Function", "Who", "Right", "Persons"]
"""The header of a table that lists permissions, after what its rows are of; any other has functions there."""


@cache
def enum(name: str) -> tuple[str, ...]:
    """The members of an enum of the contracts, in their order; with its source where two are called alike."""
    source, _, own = name.rpartition(".")
    texts = [text for where, text in _sources() if where.endswith(source)]
    found = [body for text in texts for body in re.findall(rf"\benum {own} \{{([^}}]*)\}}", text)]
    assert len(found) == 1, f"{len(found)} enums are called {name}"
    return tuple(re.findall(r"\w+", found[0]))


def words(member: str) -> str:
    """A member of an enum as the tables write it."""
    return member.lower().replace("_", " ")


@cache
def _sources() -> tuple[tuple[str, str], ...]:
    return tuple((path.stem, path.read_text()) for path in sorted(SOURCES.rglob("*.sol")))


Condition = tuple[str, ...]
"""Facts one of which is to be true; `not` before one of them turns it round."""


def holds(conditions: tuple[Condition, ...], facts: frozenset[str]) -> bool:
    return all(any(_is(fact, facts) for fact in condition) for condition in conditions)


def _is(fact: str, facts: frozenset[str]) -> bool:
    return fact[4:] not in facts if fact.startswith("not ") else fact in facts


@dataclass(frozen=True)
class Rule:
    """`roles` may call `function`, in the state of the `row` and as far as the `clause` says."""

    function: str
    row: tuple[Condition, ...]
    clause: tuple[Condition, ...]
    roles: tuple[str, ...]
    persons: str
    right: str

    def __str__(self) -> str:
        told = ", ".join(" or ".join(condition) for condition in self.row + self.clause)
        return f"{self.function} by {' or '.join(self.roles)} ({told})"

    def gives(self, function: str, facts: frozenset[str]) -> bool:
        return function == self.function and holds(self.row + self.clause, facts)


@dataclass(frozen=True)
class Table:
    """`rows` are the states that it distinguishes; `whole` where exactly one of them is true at any time."""

    key: str
    rows: tuple[tuple[Condition, ...], ...]
    functions: frozenset[str]
    rules: tuple[Rule, ...]
    whole: bool


def table(page: Path, key: str) -> Table:
    """The one of a page whose rows are of `key`."""
    found = [read for read in tables(page) if read[0][0] == key]
    assert len(found) == 1, f"{len(found)} tables of {page.name} begin with {key!r}"
    (header, *rows) = found[0]
    return _list(header, rows) if header[1:] == LIST else _matrix(header, rows)


def tables(page: Path) -> Iterator[list[list[str]]]:
    """Every table of a page as its cells, without the line below the header."""
    for lines in re.findall(r"(?:^\|.*\n)+", page.read_text(), re.M):
        read = [
            [cell.strip().replace("`", "") for cell in line[1:-1].split("|")]
            for line in lines.split("\n")[:-1]
        ]
        assert len({len(row) for row in read}) == 1, (
            f"{page.name}: a row of {read[0]} has too many cells or too few"
        )
        yield [read[0], *read[2:]]


def _matrix(header: list[str], rows: list[list[str]]) -> Table:
    """Rows of states, below one of rights and one of persons; columns of functions."""
    (rights, *_), (persons, *states) = rows[:1], rows[1:]
    assert (rights[0], persons[0]) == ("right", "persons"), f"{header[0]}: right and persons come first"
    told, rules = [], []
    for label, *cells in states:
        row = _conditions(label)
        told.append(row)
        for functions, right, so_many, cell in zip(header[1:], rights[1:], persons[1:], cells, strict=True):
            for function in functions.split(", "):
                rules += _rules(function, row, cell, right, so_many)
    functions = frozenset(name for column in header[1:] for name in column.split(", "))
    return Table(header[0], tuple(told), functions, tuple(rules), whole=True)


def _list(header: list[str], rows: list[list[str]]) -> Table:
    """A permission in each row; functions that are parted by semicolons are alike."""
    told, rules, names = [], [], set()
    for label, functions, who, right, so_many in rows:
        row = _conditions(label)
        told.append(row)
        for function in functions.split("; "):
            name, *further = function.split(", ")
            rules += _rules(name, row + _conditions(", ".join(further)), who, right, so_many)
            names.add(name)
    return Table(header[0], tuple(told), frozenset(names - {NONE}), tuple(rules), whole=False)


def _rules(function: str, row: tuple[Condition, ...], cell: str, right: str, persons: str) -> Iterator[Rule]:
    if cell in NOBODY:
        return
    rights = [words(name) for name in enum("Right")]
    for clause in cell.split("; "):
        who, *further = clause.split(", ")
        so_many = next((word for word in further if word in PERSONS), persons)
        held = next((word for word in further if word in rights), right)
        assert so_many in (*PERSONS, NONE, ANY), f"{function}, {cell}: {so_many!r} are no persons"
        assert held in (*rights, ANY, NONE), f"{function}, {cell}: {held!r} is no right"
        conditions = [word for word in further if word not in PERSONS and word not in rights]
        yield Rule(function, row, _conditions(", ".join(conditions)), tuple(who.split(" or ")), so_many, held)


def _conditions(text: str) -> tuple[Condition, ...]:
    return tuple(tuple(words(fact) for fact in part.split(" or ")) for part in text.split(", ") if part)
