"""The figures of bench/proof.json are those of the shipped set, and the set is what its seed gives."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from bench.likeness.__main__ import PROOF
from bench.likeness.alterations import EXACT, NEAR
from bench.likeness.figures import LIMITS, figures, measured
from bench.likeness.labelled import FILE, Labelled, drawn, read, written
from bench.likeness.world import FIRST, HELD_OUT, SECOND


@pytest.fixture(scope="module")
def shipped() -> Labelled:
    return read(FILE.read_text())


def test_the_figures_are_those_of_the_shipped_set_and_within_their_limits(shipped: Labelled) -> None:
    """SRECEIVABLES-23"""
    found = figures(measured(shipped))
    stated = json.loads(PROOF.read_text())
    assert {name: stated[name] for name in LIMITS} == found
    assert found["duplicates_exact_recall"] == LIMITS["duplicates_exact_recall"]
    assert found["duplicates_near_recall"] >= LIMITS["duplicates_near_recall"]
    assert found["duplicates_false_alarms"] <= LIMITS["duplicates_false_alarms"]


def test_the_shipped_set_is_what_its_seed_gives(shipped: Labelled) -> None:
    """SRECEIVABLES-23"""
    again = drawn(HELD_OUT)
    assert written(again) == FILE.read_text()
    assert again == shipped
    assert len(FILE.read_bytes()) < 400_000


def test_every_kind_is_in_the_set_in_numbers(shipped: Labelled) -> None:
    kinds = Counter((one.label, one.kind) for one in shipped.brought)
    splits = {"split, the last part", "split, the whole"}
    assert {kind for label, kind in kinds if label == "exact"} == set(EXACT)
    assert {kind for label, kind in kinds if label == "near"} == set(NEAR) | splits
    assert min(count for (label, _), count in kinds.items() if label != "honest") >= 20
    assert sum(count for (label, _), count in kinds.items() if label == "honest") >= 600


def test_labels_are_true(shipped: Labelled) -> None:
    """What repeats names what it repeats; what is honest is not in the book, or there in part only."""
    held = {one.reference: one for one in shipped.book}
    assert len(held) == len(shipped.book)
    financed = {(one.document, one.share) for one in shipped.book}
    for one in shipped.brought:
        assert bool(one.of) is (one.label != "honest")
        assert set(one.of) <= set(held)
        if one.label == "honest":
            assert (one.document, 10_000) not in financed
        if one.label == "near":
            assert one.document not in {held[reference].document for reference in one.of}


def test_the_points_were_set_in_other_worlds() -> None:
    """No goods, services, carriers or owners of containers of the held-out world are in the other two."""
    for world in (FIRST, SECOND):
        for words in ("goods", "services", "carriers", "owners"):
            assert not set(getattr(world, words)) & set(getattr(HELD_OUT, words))


def test_the_figures_notice_what_is_missed_and_what_is_wrongly_pointed_out(shipped: Labelled) -> None:
    """Against an empty book nothing is found; duplicates that are called honest are alarms, every one."""
    assert set(figures(measured(Labelled((), shipped.brought))).values()) == {0.0}
    exact = [one for one in shipped.brought if one.label == "exact"]
    called_honest = [replace(one, label="honest", of=()) for one in exact]
    turned = figures(measured(Labelled(shipped.book, (*shipped.brought[-1:], *exact, *called_honest))))
    assert turned["duplicates_false_alarms"] == 1.0


def test_a_duplicate_counts_as_found_only_where_what_it_repeats_is_named(shipped: Labelled) -> None:
    stranger = shipped.book[0].reference
    elsewhere = [
        replace(one, of=(stranger,))
        for one in shipped.brought
        if one.label == "exact" and stranger not in one.of
    ]
    honest = next(one for one in shipped.brought if one.label == "honest")
    near = next(one for one in shipped.brought if one.label == "near")
    kinds = measured(Labelled(shipped.book, (honest, near, *elsewhere)))
    assert figures(kinds)["duplicates_exact_recall"] < 0.1
