"""What FinanceRegister refuses, in the words of the domain."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.receivables.domain import FINANCE_WORDS, FinancingStatus, bitmaps

_MOMENTS = frozenset({"until", "time", "from", "earliest", "latest"})
_STATUSES = {
    "FinanceWrongStatus": {
        "status": [status.name.lower() for status in FinancingStatus],
        "allowed": bitmaps(FinancingStatus),
    }
}

REFUSALS: dict[str, RefusalTemplate] = {
    name: RefusalTemplate(
        words.code,
        words.found,
        words.allowed,
        words.next,
        words.kind,
        words=_STATUSES.get(name, {}),
        moments=_MOMENTS,
    )
    for name, words in FINANCE_WORDS.items()
}
