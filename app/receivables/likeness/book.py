"""An organisation's own financings, found again by what a likeness would have in common.

Nothing is compared with the whole book: a document meets those financings that share a key with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from app.receivables.documents import Document, Sale
from app.receivables.fingerprints import combinations
from app.receivables.likeness.keys import keys_of, pair_keys
from app.receivables.likeness.reasons import Financing
from app.receivables.likeness.series import Series


class Book:
    """`series`: what is known of how issuers number their sales. References are different from each other."""

    def __init__(self, financings: Iterable[Financing]) -> None:
        self._found: dict[Hashable, list[Financing]] = defaultdict(list)
        sales = []
        for financing in financings:
            document = financing.document
            for key in (*combinations(document), *keys_of(document, asking=False)):
                self._found[key].append(financing)
            if isinstance(document, Sale):
                sales.append(document)
                for key in pair_keys(document, asking=False):
                    self._found[key].append(financing)
        self.series = Series(sales)

    def same(self, document: Document) -> list[Financing]:
        """Financings of the document itself: they share a combination with it."""
        return self._under(combinations(document))

    def candidates(self, document: Document) -> list[Financing]:
        """Financings of documents that may be like it."""
        return self._under(keys_of(document, asking=True))

    def of_pair(self, sale: Sale) -> list[Financing]:
        """Financings of the same seller's sales to the same buyer in the periods about its date."""
        return self._under(pair_keys(sale, asking=True))

    def _under(self, keys: Iterable[Hashable]) -> list[Financing]:
        """Each once, by reference."""
        found = {one.reference: one for key in keys for one in self._found.get(key, ())}
        return [found[reference] for reference in sorted(found)]
