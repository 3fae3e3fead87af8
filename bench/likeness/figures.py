"""Recall and false alarms on a labelled set, kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.receivables.likeness import Book, Verdict, assess
from bench.likeness.labelled import Labelled

LIMITS = {"duplicates_exact_recall": 1.0, "duplicates_near_recall": 0.95, "duplicates_false_alarms": 0.02}


@dataclass(frozen=True)
class Kind:
    """`found` of `brought`: of honest ones those that were not CLEAR, of others those that were found."""

    label: str
    kind: str
    brought: int
    found: int


def measured(labelled: Labelled) -> list[Kind]:
    """An exact duplicate is found where it is BLOCK, a near one where it is REVIEW or BLOCK; in both cases a
    financing that it repeats must be among those that are named.
    """
    book = Book(labelled.book)
    brought: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for one in labelled.brought:
        said = assess(one.document, one.share, book)
        brought[one.label, one.kind] += 1
        if one.label == "honest":
            found[one.label, one.kind] += said.verdict is not Verdict.CLEAR
        else:
            named = bool({match.reference for match in said.matches} & set(one.of))
            wanted = (
                said.verdict is Verdict.BLOCK if one.label == "exact" else said.verdict is not Verdict.CLEAR
            )
            found[one.label, one.kind] += named and wanted
    return [Kind(label, kind, count, found[label, kind]) for (label, kind), count in brought.items()]


def figures(kinds: list[Kind]) -> dict[str, float]:
    """Shares of 1, to four places."""
    share = {}
    for label, name in (
        ("exact", "duplicates_exact_recall"),
        ("near", "duplicates_near_recall"),
        ("honest", "duplicates_false_alarms"),
    ):
        of = [kind for kind in kinds if kind.label == label]
        share[name] = round(sum(kind.found for kind in of) / sum(kind.brought for kind in of), 4)
    return share


def table(kinds: list[Kind], told: Mapping[str, Any]) -> list[str]:
    lines = []
    for label, heading in (("exact", "found"), ("near", "found"), ("honest", "alarms")):
        lines.append(f"{label:34}{'brought':>9}{heading:>9}")
        lines += [f"  {kind.kind:32}{kind.brought:9}{kind.found:9}" for kind in kinds if kind.label == label]
    return [*lines, *(f"{name}: {value}" for name, value in told.items())]
