"""What each mirrored table should hold, read from the chain's state and logs.

Where the chain keeps a thing as state, the state is asked and the logs only say which ids there are.
"""

from app.demo.readings import (
    cash,
    clearing,
    collateral,
    deals,
    exchange,
    milestones,
    people,
    receivables,
    standbys,
    stops,
    title,
)
from app.demo.readings.base import Contracts, Reading, Rows

__all__ = ["READINGS", "Contracts", "Reading", "Rows"]

READINGS: dict[str, Reading] = {
    **people.READINGS,
    **title.READINGS,
    **cash.READINGS,
    **clearing.READINGS,
    **deals.READINGS,
    **exchange.READINGS,
    **milestones.READINGS,
    **receivables.READINGS,
    **standbys.READINGS,
    **stops.READINGS,
    **collateral.READINGS,
}
