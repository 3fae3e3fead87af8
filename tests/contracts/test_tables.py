"""The reading of docs/spec's tables: what a page, a contract or a test leaves out does not pass unnoticed."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from scripts.parameters import INSTRUMENTS
from tests.contracts.escrow.test_who_may import SUBJECT
from tests.contracts.tables import SPEC, table, tables
from tests.contracts.who_may import Subject

HERE = Path(__file__).parent
OTHERS = {("documents", "Status"), ("members", "Evidence of an order")}
"""Tables that say something else, by page and first word."""


def subjects() -> list[Subject]:
    names = [
        f"tests.contracts.{path.parent.name}.{path.stem}" for path in sorted(HERE.glob("*/test_who_may.py"))
    ]
    return [
        each for name in names for each in vars(import_module(name)).values() if isinstance(each, Subject)
    ]


def test_every_table_is_read_by_one_of_them():
    found = {(page.stem, read[0][0]) for page in SPEC.glob("*.md") for read in tables(page)}
    read = {(each.page, key) for each in subjects() for key in each.keys}
    assert found - OTHERS == read


# What breaks the page of escrow, what it becomes, and what is said of it.
PAGE = (SPEC / "escrow.md").read_text()
BROKEN = {
    "a function has no column": ("deliver |", "hand |", "functions of the contract, not columns: deliver"),
    "a status has no row": ("or released |", "|", "EscrowStatus.RELEASED is in no row or cell"),
    "a status has two rows": (
        "or released |",
        "or released or funded |",
        "'funded, up to the deadline' is 2 rows of 'status'",
    ),
    "a condition is not known": (
        "after the deadline",
        "after tea",
        "conditions of the table, not situations and calls: after tea",
    ),
    "a condition is never without": (
        "| seller |",
        "| seller, funded |",
        "never tried without funded: release by seller (funded, funded)",
    ),
    "a party is not known": ("| seller |", "| clerk |", "parties in cells, not roles: clerk"),
    "a party has no cell": ("buyer,", "seller,", "roles, not parties in cells: buyer"),
}


@pytest.mark.parametrize(("old", "new", "told"), BROKEN.values(), ids=BROKEN)
def test_what_the_page_does_not_say_is_told(tmp_path, old, new, told):
    assert old in PAGE
    (tmp_path / "escrow.md").write_text(PAGE.replace(old, new))
    assert told in replace(SUBJECT, pages=tmp_path).forgotten()


def test_a_new_function_status_or_party_is_told():
    """Another contract, with more of each, stands for this one when it has changed."""
    told = replace(SUBJECT, contract="MilestoneEscrow", statuses={"MilestoneStatus": {}}).forgotten()
    assert "functions of the contract, not columns: refund" in told
    assert "MilestoneStatus.DISPUTED is in no row or cell" in told
    assert "fields of 32 bits in structs, not parties: arbiter" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| title |", "| tittle |"),
        ("| limit |", "| three |"),
        ("| right |", "| rights |"),
        ("| no | no |", "| no |"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, old, new):
    broken = tmp_path / "escrow.md"
    broken.write_text(PAGE.replace(old, new, 1))
    with pytest.raises(AssertionError):
        table(broken, "status")


def test_every_instrument_has_a_table():
    assert {*INSTRUMENTS, "DepositToken"} == {each.contract for each in subjects()}
