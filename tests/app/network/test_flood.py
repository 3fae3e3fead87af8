"""What a flood costs somebody else, in blocks."""

from __future__ import annotations

import pytest

from app.network.flood import later_by


@pytest.mark.parametrize(
    ("usual", "flooded", "blocks"),
    [
        ([2, 3, 3, 3, 3, 3], [2, 3, 3, 3], 0),
        ([2, 2, 3, 3, 3, 2], [3, 3, 3, 2, 5, 5, 5, 2], 2),
        ([2, 3], [15], 12),
        ([3, 6], [2, 3], 0),
    ],
)
def test_the_latest_is_compared_with_the_latest(usual: list[int], flooded: list[int], blocks: int) -> None:
    """NETWORK-14: one late transaction is not hidden among others that came in time."""
    assert later_by(usual, flooded) == blocks
