"""The labelled set: a book of financings, and documents that are brought against it, each with what it is.

It is drawn from a seed and written one JSON array to a line, organisations and texts of goods first, so that
it can be read, and measured on, without the generator.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from app.money import Money, currency
from app.receivables.documents import (
    BillOfLading,
    Declaration,
    Document,
    Invoice,
    Organisation,
    PurchaseOrder,
)
from app.receivables.likeness import Financing
from bench.likeness.alterations import EXACT, NEAR, invoice_of_an_order, respelled
from bench.likeness.honest import Paper, Town
from bench.likeness.splitting import parts_of
from bench.likeness.world import World

FILE = Path(__file__).resolve().parent / "held_out.jsonl"
WHOLE = 10_000
EXACT_EACH, NEAR_EACH, HONEST_EACH = 30, 20, 60
SELLERS, BUYERS = 21, 30


@dataclass(frozen=True)
class Brought:
    """A document with its label. `kind` names pattern or alteration; `of` the financings that it repeats, any
    of which counts as found; `share` basis points that are asked for.
    """

    label: str
    kind: str
    share: int
    document: Document
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Labelled:
    book: tuple[Financing, ...]
    brought: tuple[Brought, ...]


def drawn(world: World, seed: int | None = None) -> Labelled:
    """The set of one world; the same seed gives the same set."""
    seed = world.seed if seed is None else seed
    town, dice = Town(world, seed, SELLERS, BUYERS), Random(seed + 1)
    papers = list(town.papers)
    dice.shuffle(papers)
    cut = len(papers) * 55 // 100
    kept, free = papers[:cut], papers[cut:]
    book = {f"F{at}": Financing(f"F{at}", paper.document, WHOLE) for at, paper in enumerate(kept)}
    brought = [*_honest(free, dice), *_in_part(book, town, dice), *_of_orders_in_part(book, town, dice)]
    brought += _splits(book, dice)
    whole = [financing for financing in book.values() if financing.share == WHOLE]
    for label, kinds, each in (("exact", EXACT, EXACT_EACH), ("near", NEAR, NEAR_EACH)):
        for kind, alter in kinds.items():
            made = 0
            for financing in dice.sample(whole, len(whole)):
                altered = alter(financing.document, town, dice)
                if altered is not None and made < each:
                    made += 1
                    brought.append(Brought(label, kind, WHOLE, altered, (financing.reference,)))
    return Labelled(tuple(book.values()), tuple(brought))


def _honest(free: list[Paper], dice: Random) -> Iterator[Brought]:
    made: dict[str, int] = {}
    for paper in free:
        made[paper.pattern] = made.get(paper.pattern, 0) + 1
        if made[paper.pattern] <= HONEST_EACH:
            yield Brought("honest", paper.pattern, WHOLE, paper.document)


def _in_part(book: dict[str, Financing], town: Town, dice: Random) -> Iterator[Brought]:
    """The other part of a document that was financed in part, within the whole."""
    for reference in dice.sample(sorted(book), HONEST_EACH):
        share = dice.randrange(1, 9) * 1000
        document = book[reference].document
        book[reference] = Financing(reference, document, share)
        spelled = respelled(document, town, dice)
        assert spelled is not None
        yield Brought("honest", "the other part", dice.randrange(500, WHOLE - share + 1), spelled)


def _of_orders_in_part(book: dict[str, Financing], town: Town, dice: Random) -> Iterator[Brought]:
    """The invoice of an order of which only a part was financed, for no more than the rest."""
    orders = [one for one in book.values() if isinstance(one.document, PurchaseOrder) and one.share == WHOLE]
    for financing in dice.sample(orders, NEAR_EACH):
        share = dice.randrange(1, 6) * 1000
        book[financing.reference] = Financing(financing.reference, financing.document, share)
        invoice = invoice_of_an_order(financing.document, town, dice)
        assert invoice is not None
        yield Brought("honest", "of an order in part", WHOLE - share, invoice)


def _splits(book: dict[str, Financing], dice: Random) -> Iterator[Brought]:
    sales = [
        financing
        for financing in book.values()
        if isinstance(financing.document, Invoice) and financing.share == WHOLE
    ]
    for at, financing in enumerate(dice.sample(sales, 2 * NEAR_EACH)):
        whole = financing.document
        assert isinstance(whole, Invoice)
        parts = parts_of(whole, dice)
        last = at < NEAR_EACH
        entered = {
            f"{financing.reference}p{place}": part for place, part in enumerate(parts[:-1] if last else parts)
        }
        for reference, part in entered.items():
            book[reference] = Financing(reference, part, WHOLE)
        if last:
            yield Brought("near", "split, the last part", WHOLE, parts[-1], (financing.reference,))
        else:
            del book[financing.reference]
            yield Brought("near", "split, the whole", WHOLE, whole, tuple(entered))


# -------------------------------------------------------------------------------------------------- as a file


class _Table:
    """Values by their place in the order in which they came up."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def place(self, value: Any) -> int:
        return self.places.setdefault(value, len(self.places))


def written(labelled: Labelled) -> str:
    people, texts = _Table(), _Table()
    rows = [
        ["book", one.reference, one.share, *_row(one.document, people, texts)] for one in labelled.book
    ] + [
        [one.label, one.kind, one.share, list(one.of), *_row(one.document, people, texts)]
        for one in labelled.brought
    ]
    tables = [[[one.lei, one.registration] for one in people.places], list(texts.places)]
    lines = (json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in [*tables, *rows])
    return "".join(f"{line}\n" for line in lines)


def read(text: str) -> Labelled:
    lines = [json.loads(line) for line in text.splitlines()]
    people = [Organisation(*one) for one in lines[0]]
    book, brought = [], []
    for row in lines[2:]:
        if row[0] == "book":
            book.append(Financing(row[1], _document(row[3:], people, lines[1]), row[2]))
        else:
            label, kind, share, of, *rest = row
            brought.append(Brought(label, kind, share, _document(rest, people, lines[1]), tuple(of)))
    return Labelled(tuple(book), tuple(brought))


def _row(document: Document, people: _Table, texts: _Table) -> Iterable[Any]:
    match document:
        case Invoice():
            return [*_sale("I", document, people, texts), document.order, document.bill, *document.containers]
        case PurchaseOrder():
            return _sale("O", document, people, texts)
        case BillOfLading(carrier=carrier, number=number, shipped=day):
            shipper, text = people.place(document.shipper), texts.place(document.goods)
            voyage = document.vessel, document.voyage
            boxes = document.containers
            return ["B", carrier, number, str(day), shipper, *voyage, document.weight, text, *boxes]
        case Declaration(country=land, number=number, accepted=day):
            declarant, text = people.place(document.declarant), texts.place(document.goods)
            return ["D", land, number, declarant, str(day), text, *document.containers]


def _sale(letter: str, sale: Invoice | PurchaseOrder, people: _Table, texts: _Table) -> list[Any]:
    parties = people.place(sale.seller), people.place(sale.buyer)
    amount = sale.amount.currency.alpha, sale.amount.minor
    return [letter, *parties, sale.number, str(sale.issued), *amount, texts.place(sale.goods)]


def _document(row: list[Any], people: list[Organisation], texts: list[str]) -> Document:
    letter, *rest = row
    if letter == "B":
        carrier, number, day, shipper, vessel, voyage, weight, text, *boxes = rest
        shipped = date.fromisoformat(day)
        return BillOfLading(
            carrier, number, shipped, people[shipper], vessel, voyage, tuple(boxes), weight, texts[text]
        )
    if letter == "D":
        land, number, declarant, day, text, *boxes = rest
        accepted = date.fromisoformat(day)
        return Declaration(land, number, people[declarant], accepted, texts[text], tuple(boxes))
    seller, buyer, number, day, alpha, minor, text, *papers = rest
    sale = (
        people[seller],
        people[buyer],
        number,
        date.fromisoformat(day),
        Money(minor, currency(alpha)),
        texts[text],
    )
    if letter == "O":
        return PurchaseOrder(*sale)
    order, bill, *boxes = papers
    return Invoice(*sale, order, bill, tuple(boxes))
