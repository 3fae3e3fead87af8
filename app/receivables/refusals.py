"""What FinanceRegister and ReceivableBook refuse, in the words of the domain."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.receivables.claims import BOOK_WORDS, Notice, ReceivableStatus
from app.receivables.domain import FINANCE_WORDS, FinancingStatus, bitmaps

_MOMENTS = frozenset({"until", "time", "from", "earliest", "latest"})
_DAYS = frozenset({"due", "today"})
_STATUSES = {"FinanceWrongStatus": FinancingStatus, "ReceivablesWrongStatus": ReceivableStatus}

REFUSALS: dict[str, RefusalTemplate] = {
    name: RefusalTemplate(
        words.code,
        words.found,
        words.allowed,
        words.next,
        words.kind,
        words={
            "status": [status.name.lower() for status in _STATUSES[name]],
            "allowed": bitmaps(_STATUSES[name]),
        }
        if name in _STATUSES
        else {"notice": [notice.name.lower() for notice in Notice]},
        days=_DAYS,
        moments=_MOMENTS,
    )
    for name, words in (FINANCE_WORDS | BOOK_WORDS).items()
}
