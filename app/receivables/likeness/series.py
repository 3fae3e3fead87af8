"""How each issuer numbers its papers, learned from those of its papers that were financed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from app.receivables.documents import Sale, number_of
from app.receivables.likeness.reasons import Reason
from app.receivables.likeness.sales import issuer
from app.receivables.likeness.traits import numbering

_SLACK = 10
"""Days by which the dates of a series may run against its numbers."""
_FEW = 3
"""Numbers that make a series."""


class Series:
    """By issuer its numbers, their counters and masks; by issuer and shape the counters with their days."""

    def __init__(self, sales: Iterable[Sale]) -> None:
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._counters: dict[str, set[str]] = defaultdict(set)
        self._masks: dict[tuple[str, str], int] = defaultdict(int)
        self._shapes: dict[tuple[str, str], list[tuple[int, date]]] = defaultdict(list)
        for sale in sales:
            self._enter(sale)
        for days in self._shapes.values():
            days.sort()

    def place(self, sale: Sale) -> Iterator[Reason]:
        """Whether the number stands where its date belongs among its issuer's others; nothing where too
        little is known of them.
        """
        one, mine = self._known(sale), numbering(sale.number, sale.issued.year)
        others = len(self._numbers.get(one, ()))
        days = self._shapes.get((one, mine.shape), []) if mine else []
        if mine and len(days) >= _FEW:
            yield from _among(sale, mine.counter, days)
        elif others > _FEW and (not mine or self._masks.get((one, mine.mask), 0) < _FEW):
            yield Reason("number-of-no-series", 10, sale.number, f"{others} others of the same issuer")

    def counters_tell(self, sale: Sale) -> bool:
        """Whether counters alone tell apart what the issuer wrote: not so where branches count for
        themselves, or where days stand in the place of a counter.
        """
        one = self._known(sale)
        return 10 * len(self._counters.get(one, ())) >= 9 * len(self._numbers.get(one, ()))

    def _known(self, sale: Sale) -> str:
        """The issuer's identifier under which most is known."""
        return max(sorted(issuer(sale).identifiers), key=lambda one: len(self._numbers.get(one, ())))

    def _enter(self, sale: Sale) -> None:
        mine = numbering(sale.number, sale.issued.year)
        for one in issuer(sale).identifiers:
            self._numbers[one].add(f"{sale.issued.year} {number_of(sale.number)}")
            if mine:
                self._counters[one].add(f"{sale.issued.year} {mine.counter}")
                self._masks[one, mine.mask] += 1
                self._shapes[one, mine.shape].append((mine.counter, sale.issued))


def _among(sale: Sale, counter: int, days: list[tuple[int, date]]) -> Iterator[Reason]:
    """Two on either side are asked: what counts before is not dated long after, nor the other way round."""
    at = bisect_left(days, (counter, date.min))
    before = [day for _, day in days[max(0, at - 2) : at]]
    after = [day for other, day in days[at : at + 3] if other != counter][:2]
    said = f"{sale.number} of {sale.issued}", ", ".join(str(day) for day in (*before, *after))
    late = before and (max(before) - sale.issued).days > _SLACK
    early = after and (sale.issued - min(after)).days > _SLACK
    if late or early:
        yield Reason("number-out-of-series", 20, *said)
    elif before and after:
        yield Reason("number-fits-series", -20, *said)
