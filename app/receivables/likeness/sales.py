"""Two invoices, or two orders, side by side: what speaks for their being one sale, and what against."""

from __future__ import annotations

from collections.abc import Iterator

from app.receivables.documents import Invoice, Organisation, Sale, number_of
from app.receivables.likeness.reasons import Reason
from app.receivables.likeness.traits import alike, numbering, read_alike, slipped, swapped


def compare_sales(ours: Sale, theirs: Sale, *, counters_tell: bool) -> list[Reason]:
    """Both of one kind; `counters_tell`: counters alone tell the issuer's documents apart."""
    found = [
        *parties(ours, theirs),
        *_numbers(ours, theirs, counters_tell),
        *_amounts(ours, theirs),
        *days(ours, theirs),
    ]
    found += [*goods(ours.goods, theirs.goods), *papers(ours, theirs)]
    if isinstance(ours, Invoice) and isinstance(theirs, Invoice):
        found += containers(ours.containers, theirs.containers)
    return found


def same(one: Organisation, other: Organisation) -> bool:
    return bool(one.identifiers & other.identifiers)


def issuer(sale: Sale) -> Organisation:
    """Whose number it is."""
    return sale.seller if isinstance(sale, Invoice) else sale.buyer


def goods(ours: str, theirs: str) -> Iterator[Reason]:
    """Texts of goods, by the trigrams that they share."""
    if not ours or not theirs:
        return
    percent = alike(ours, theirs)
    if percent >= 75:
        yield Reason("goods-alike", 10, ours, theirs)
    elif percent >= 45:
        yield Reason("goods-similar", 5, ours, theirs)
    elif percent < 20:
        yield Reason("goods-differ", -15, ours, theirs)


def days_apart(name: str, apart: int, ours: object, theirs: object) -> Iterator[Reason]:
    """`apart` in days, whichever came first."""
    points = 12 if apart == 0 else 6 if apart <= 10 else 0 if apart <= 45 else -15 if apart <= 180 else -60
    if points:
        word = "same" if apart == 0 else "near" if points > 0 else "far"
        yield Reason(f"{name}-{word}", points, str(ours), str(theirs))


def containers(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[Reason]:
    if not ours or not theirs:
        return
    said = ", ".join(ours), ", ".join(theirs)
    common = set(ours) & set(theirs)
    if not common:
        yield Reason("containers-differ", -50, *said)
    else:
        yield Reason("containers-same" if set(ours) == set(theirs) else "containers-common", 35, *said)


def parties(ours: Sale, theirs: Sale) -> Iterator[Reason]:
    for role, one, other in (("seller", ours.seller, theirs.seller), ("buyer", ours.buyer, theirs.buyer)):
        said = " ".join(sorted(one.identifiers)), " ".join(sorted(other.identifiers))
        yield Reason(f"{role}-same", 10, *said) if same(one, other) else Reason(f"{role}-differs", -5, *said)


def _numbers(ours: Sale, theirs: Sale, counters_tell: bool) -> Iterator[Reason]:
    one, other = number_of(ours.number), number_of(theirs.number)
    said = ours.number, theirs.number
    mine, yours = numbering(ours.number, ours.issued.year), numbering(theirs.number, theirs.issued.year)
    if not same(issuer(ours), issuer(theirs)):
        if one == other and len(one) >= 5:
            yield Reason("number-same", 30, *said)
    elif one == other:
        yield Reason("number-same", 60, *said)
    elif read_alike(ours.number) == read_alike(theirs.number):
        yield Reason("number-read-alike", 45, *said)
    elif mine and yours and mine.counter == yours.counter >= 10 and mine.shape != yours.shape:
        yield Reason("number-same-core", 40 if counters_tell else 15, *said)
    elif slipped(one, other):
        yield Reason("number-slip", 15, *said)
    elif mine and yours and mine.shape == yours.shape and abs(mine.counter - yours.counter) <= 3:
        yield Reason("number-next", -10, *said)


def _amounts(ours: Sale, theirs: Sale) -> Iterator[Reason]:
    said = str(ours.amount), str(theirs.amount)
    one, other = ours.amount.minor, theirs.amount.minor
    if ours.amount.currency != theirs.amount.currency:
        yield Reason("currency-differs", 0, *said)
    elif one == other:
        yield Reason("amount-same", 20, *said)
    elif sorted(str(one)) == sorted(str(other)):
        yield Reason("amount-digits-exchanged", 15, *said)
    elif abs(one - other) * 50 <= max(one, other):
        yield Reason("amount-near", 12, *said)
    else:
        yield Reason("amount-differs", -20, *said)


def days(ours: Sale, theirs: Sale) -> Iterator[Reason]:
    if ours.issued != theirs.issued and swapped(ours.issued) == theirs.issued:
        yield Reason("day-and-month-exchanged", 10, str(ours.issued), str(theirs.issued))
    else:
        yield from days_apart("date", abs((ours.issued - theirs.issued).days), ours.issued, theirs.issued)


def papers(ours: Sale, theirs: Sale) -> Iterator[Reason]:
    """The order and the bill that invoices name."""
    if not isinstance(ours, Invoice) or not isinstance(theirs, Invoice):
        return
    for name, one, other in (("order", ours.order, theirs.order), ("bill", ours.bill, theirs.bill)):
        if one and other:
            equal = read_alike(one) == read_alike(other)
            yield (
                Reason(f"{name}-same", 8, one, other) if equal else Reason(f"{name}-differs", -15, one, other)
            )
