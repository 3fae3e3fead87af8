"""What may be asked of escrows with milestones."""

from app.milestones.services.authority import lift, stop
from app.milestones.services.drafting import Draft, Part, draft
from app.milestones.services.reading import get, own
from app.milestones.services.steps import collect, dispute, divide, fund, reclaim, refund, release

__all__ = [
    "Draft",
    "Part",
    "collect",
    "dispute",
    "divide",
    "draft",
    "fund",
    "get",
    "lift",
    "own",
    "reclaim",
    "refund",
    "release",
    "stop",
]
