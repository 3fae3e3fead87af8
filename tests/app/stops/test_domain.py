"""What an order forbids, and the words of each refusal."""

from __future__ import annotations

import pytest

from app.stops.domain import (
    WHOEVER,
    Ground,
    Order,
    forbidden,
    forbids,
    not_an_authority,
    not_ordered,
    ordered_already,
)
from app.stops.refusals import REFUSALS
from tests.app.chain.world import compiled

ID = "0x" + "11" * 32


def an_order(payer: int) -> Order:
    return Order(payer, 7, Ground.INJUNCTION, "0x" + "22" * 32)


def test_an_order_forbids_whom_it_names_or_everybody() -> None:
    """SSTOPS-2"""
    assert not forbids([], 1)
    assert forbids([an_order(2), an_order(1)], 1)
    assert not forbids([an_order(2)], 1)
    assert forbids([an_order(WHOEVER)], 1)


@pytest.mark.parametrize(
    ("name", "here", "values"),
    [
        ("StopsForbidden", forbidden(ID), {"id": ID, "payer": 1}),
        ("StopsOrderedAlready", ordered_already(ID, 1, 7), {"id": ID, "payer": 1, "authority": 7}),
        ("StopsNotOrdered", not_ordered(ID, 1, 7), {"id": ID, "payer": 1, "authority": 7}),
    ],
)
def test_the_service_refuses_in_the_words_of_the_chain(name: str, here: object, values: object) -> None:
    """SSTOPS-3: the same code and clauses, whoever notices first."""
    there = REFUSALS[name].refusal(values)
    assert (here.refusal.code, here.refusal.found) == (there.code, there.found)
    assert (here.refusal.allowed, here.refusal.next) == (there.allowed, there.next)
    assert isinstance(here, REFUSALS[name].kind)


def test_who_has_no_such_role_is_told_what_it_takes() -> None:
    """SSTOPS-1"""
    assert not_an_authority().refusal.code == "not-an-authority"
    assert "REGULATOR" in not_an_authority().refusal.allowed


def test_every_refusal_of_the_book_has_words_that_fit_its_values() -> None:
    """SSTOPS-3"""
    abi = [*compiled()["StopBook"]["abi"], *compiled()["MilestoneEscrow"]["abi"]]
    errors = {e["name"]: e for e in abi if e["type"] == "error" and e["name"].startswith("Stops")}
    assert set(errors) == set(REFUSALS)
    for name, entry in errors.items():
        values = {given["name"]: ID if given["type"] == "bytes32" else 1 for given in entry["inputs"]}
        said = REFUSALS[name].refusal(values)
        assert all(text and "{" not in text for text in (said.found, said.allowed, said.next))
