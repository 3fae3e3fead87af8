"""One document against the book: everything that speaks for and against, and the class that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.receivables.discount import BASIS_POINTS
from app.receivables.documents import BillOfLading, Declaration, Document, Sale
from app.receivables.likeness.bills import compare_bills, compare_declarations
from app.receivables.likeness.book import Book
from app.receivables.likeness.links import compare_links
from app.receivables.likeness.reasons import (
    MOST,
    REVIEW_FROM,
    Assessment,
    Financing,
    Match,
    Reason,
    Verdict,
)
from app.receivables.likeness.rhythm import rhythm
from app.receivables.likeness.sales import compare_sales
from app.receivables.likeness.splits import splits


def assess(document: Document, share: int, book: Book) -> Assessment:
    """How like `document` is to what the book holds; `share` is what is to be financed of it, basis points.

    A document that is financed already in part is CLEAR as long as all shares stay within the whole: what it
    is like was to be seen when its first part was financed.
    """
    known = book.same(document)
    taken = sum(financing.share for financing in known)
    if known and taken + share <= BASIS_POINTS:
        return Assessment(Verdict.CLEAR, 0, ())
    matches: dict[str, Match] = {}
    if known:
        said = Reason(
            "same-document", MOST, f"{share} basis points asked for", f"{taken} basis points financed already"
        )
        matches = {one.reference: Match.of(one.reference, [said]) for one in known}
    for match in _near(document, share, book, known):
        kept = matches.get(match.reference)
        if match.score >= REVIEW_FROM and (kept is None or match.score > kept.score):
            matches[match.reference] = match
    itself = {one.reference for one in known}
    ordered = sorted(
        matches.values(), key=lambda match: (match.reference not in itself, -match.score, match.reference)
    )
    verdict = Verdict.BLOCK if known else Verdict.REVIEW if ordered else Verdict.CLEAR
    return Assessment(verdict, ordered[0].score if ordered else 0, tuple(ordered))


def _near(document: Document, share: int, book: Book, known: Sequence[Financing]) -> Iterator[Match]:
    """Every financing that has something in common with the document, except those of the document itself."""
    met = [one for one in book.candidates(document) if one not in known]
    for financing in met:
        if type(financing.document) is not type(document) or not isinstance(document, Sale):
            yield Match.of(financing.reference, _two(document, share, financing))
    if isinstance(document, Sale):
        beside = [one for one in book.of_pair(document) if one not in known]
        yield from _near_sales(document, met, beside, book)


def _near_sales(
    ours: Sale, met: Sequence[Financing], beside: Sequence[Financing], book: Book
) -> Iterator[Match]:
    """Sales of one kind. Where a number stands in its series says something only if it is another number."""
    placed, tell = list(book.series.place(ours)), book.series.counters_tell(ours)
    for financing in met:
        theirs = financing.document
        if isinstance(theirs, Sale) and type(theirs) is type(ours):
            found = compare_sales(ours, theirs, counters_tell=tell)
            if not {"number-same", "number-read-alike"} & {reason.name for reason in found}:
                found += placed
            yield Match.of(financing.reference, [*found, *rhythm(ours, financing, beside)])
    for financing, reasons in splits(ours, beside, placed):
        yield Match.of(financing.reference, reasons)


def _two(ours: Document, share: int, financing: Financing) -> list[Reason]:
    """Anything but two sales of one kind. Papers of one sale may share its financing, within the whole."""
    theirs = financing.document
    if isinstance(ours, BillOfLading) and isinstance(theirs, BillOfLading):
        return compare_bills(ours, theirs)
    if isinstance(ours, Declaration) and isinstance(theirs, Declaration):
        return compare_declarations(ours, theirs)
    return compare_links(ours, theirs) if share + financing.share > BASIS_POINTS else []
