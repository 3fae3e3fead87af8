"""The read model that lived, and the one that was read again."""

from __future__ import annotations

from app.network.again import Rows, differences

KEY = ("chain_bills", "0xc0", "0xb1")
LIVED: Rows = {KEY: {"holder": 17, "last_block": 9}, ("chain_parties", "0xc0", "17"): {"roles": 2}}


def test_equal_rows_differ_in_nothing() -> None:
    """NETWORK-8"""
    found = differences(LIVED, {key: dict(row) for key, row in LIVED.items()})
    assert (found.rows, found.differences) == (2, ())


def test_each_difference_is_named() -> None:
    """NETWORK-8: a column, a row too many, a row too few."""
    anew: Rows = {KEY: {"holder": 17, "last_block": 8}, ("chain_parties", "0xc0", "18"): {"roles": 2}}
    assert differences(LIVED, anew).differences == (
        "chain_bills 0xb1: last_block is 9, read again 8",
        "chain_parties 17: not there when the chain is read again",
        "chain_parties 18: there only when the chain is read again",
    )
