"""Fifteen months of honest trade: every paper that a desk sees, with the pattern that it belongs to.

Patterns are those that look like double financing and are none: equal amounts month by month, equal loads
on one day, amounts that are multiples of one price and so add up by chance, instalments, numbers that begin
anew, the same goods on the next voyage, several shippers in one container.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.identifiers import container_check_digit
from app.money import Money, currency
from app.receivables.documents import (
    BillOfLading,
    Declaration,
    Document,
    Invoice,
    PurchaseOrder,
)
from bench.likeness.world import World, organisations

FIRST, DAYS = date(2025, 1, 2), 450


@dataclass(frozen=True)
class Paper:
    pattern: str
    document: Document


@dataclass(frozen=True)
class Trade:
    """Seller and buyer, what passes between them, and the branch that writes the invoices."""

    seller: int
    buyer: int
    goods: str
    currency: str
    price: int
    branch: str


class Town:
    """Everything honest that happens in one world, drawn from one seed."""

    def __init__(self, world: World, seed: int, sellers: int, buyers: int) -> None:
        self.world = world
        self.dice = Random(seed)
        self.sellers = organisations(world, self.dice, sellers)
        self.buyers = organisations(world, self.dice, buyers)
        self.styles = [world.styles[at % len(world.styles)] for at in range(sellers)]
        self._orders = [self.dice.randrange(100, 9000) for _ in range(buyers)]
        self.papers = [*self._sales(), *self._bills(), *self._declarations()]

    def container(self) -> str:
        ten = f"{self.dice.choice(self.world.owners)}{self.dice.randrange(10**6):06}"
        return f"{ten}{container_check_digit(ten)}"

    def order_number(self, buyer: int) -> str:
        self._orders[buyer] += self.dice.randrange(1, 4)
        return f"PO-{self._orders[buyer]}"

    # ------------------------------------------------------------------------------------------------- sales

    def _sales(self) -> list[Paper]:
        drafts = [draft for trade in self._trades() for draft in self._of_trade(*trade)]
        drafts.sort(key=lambda draft: draft[2].document.issued)  # type: ignore[union-attr]
        counters: dict[tuple[int, str, str], int] = defaultdict(lambda: self.dice.randrange(1, 40))
        numbered = []
        for seller, branch, paper in drafts:
            sale = paper.document
            assert isinstance(sale, Invoice)
            style, restarts = self.styles[seller]
            term = {"yearly": str(sale.issued.year), "monthly": str(sale.issued)[:7], "never": ""}[restarts]
            own = style(1, sale.issued, "A") != style(1, sale.issued, "B")
            key = seller, branch if own else "", term
            counters[key] += self.dice.choice((1, 1, 1, 2, 3))
            number = style(counters[key], sale.issued, branch)
            numbered.append(Paper(paper.pattern, replace(sale, number=number)))
        return [*numbered, *self._purchase_orders()]

    def _trades(self) -> Iterator[tuple[str, Trade]]:
        patterns = ("ordinary", "monthly", "loads", "same-day", "multiples", "instalments", "ordinary")
        for seller in range(len(self.sellers)):
            buyers = self.dice.sample(range(len(self.buyers)), 4)
            for place, buyer in enumerate(buyers):
                pattern = patterns[(seller * 3 + place) % len(patterns)]
                listed = self.world.services if pattern == "monthly" else self.world.goods
                yield (
                    pattern,
                    Trade(
                        seller,
                        buyer,
                        self.dice.choice(listed),
                        self.dice.choice(self.world.currencies),
                        self.dice.randrange(80_000, 4_000_000),
                        self.dice.choice("AB"),
                    ),
                )

    def _of_trade(self, pattern: str, trade: Trade) -> Iterator[tuple[int, str, Paper]]:
        for invoice in getattr(self, f"_{pattern.replace('-', '_')}")(trade):
            yield trade.seller, trade.branch, Paper(pattern, invoice)

    def _invoice(self, trade: Trade, day: int, minor: int, quantity: int, order: str, boxes: int) -> Invoice:
        return Invoice(
            self.sellers[trade.seller],
            self.buyers[trade.buyer],
            "",
            FIRST + timedelta(days=day),
            Money(minor, currency(trade.currency)),
            trade.goods.format(n=quantity),
            order,
            "",
            tuple(sorted(self.container() for _ in range(boxes))),
        )

    def _ordinary(self, trade: Trade) -> Iterator[Invoice]:
        day = self.dice.randrange(20)
        while day < DAYS:
            quantity = self.dice.randrange(5, 400)
            minor = trade.price * quantity // 10 + self.dice.randrange(9999)
            order = self.order_number(trade.buyer) if self.dice.random() < 0.75 else ""
            yield self._invoice(trade, day, minor, quantity, order, self.dice.choice((0, 1, 1, 2, 3)))
            day += self.dice.randrange(6, 60)

    def _monthly(self, trade: Trade) -> Iterator[Invoice]:
        """The same amount for the same service on the same day of each month."""
        for month in range(15):
            day = date(FIRST.year + month // 12, 1 + month % 12, 3) - FIRST
            yield self._invoice(trade, max(day.days, 0), trade.price, 1, "", 0)

    def _loads(self, trade: Trade) -> Iterator[Invoice]:
        """A full load each week under one order, always the same amount."""
        order, stated = self.order_number(trade.buyer), self.dice.random() < 0.7
        first = self.dice.randrange(200)
        for week in range(20):
            yield self._invoice(trade, first + 7 * week, trade.price * 24, 24, order, int(stated))

    def _same_day(self, trade: Trade) -> Iterator[Invoice]:
        """Several equal loads on one day, an invoice for each."""
        day = self.dice.randrange(60)
        stated = self.dice.random() < 0.8
        while day < DAYS:
            order = self.order_number(trade.buyer)
            for _ in range(self.dice.choice((2, 3, 4))):
                yield self._invoice(trade, day, trade.price * 20, 20, order, int(stated))
            day += self.dice.randrange(30, 120)

    def _multiples(self, trade: Trade) -> Iterator[Invoice]:
        """So many units at one price, under one order, so that amounts add up to others by chance."""
        order, stated = self.order_number(trade.buyer), self.dice.random() < 0.6
        day = self.dice.randrange(40)
        while day < DAYS:
            units = self.dice.randrange(1, 7)
            yield self._invoice(trade, day, trade.price * units, units, order, units if stated else 0)
            day += self.dice.randrange(5, 30)

    def _instalments(self, trade: Trade) -> Iterator[Invoice]:
        """A down payment, a second one on shipment, the rest; all of one order."""
        day = self.dice.randrange(60)
        while day < DAYS - 60:
            order, whole = self.order_number(trade.buyer), trade.price * self.dice.randrange(20, 90)
            for percent, later, boxes in ((30, 0, 0), (40, 25, 2), (30, 55, 0)):
                made = self._invoice(trade, day + later, whole * percent // 100, 0, order, boxes)
                yield replace(made, goods=f"{percent} % of {made.goods}")
            day += self.dice.randrange(60, 130)

    def _purchase_orders(self) -> Iterator[Paper]:
        """Orders that are still open, so without an invoice; some buyers order the same again each month."""
        orders = [order for _, trade in self._trades() for order in self._orders_of(trade)]
        counters = [self.dice.randrange(20_000, 90_000) for _ in self.buyers]
        for buyer, order in sorted(orders, key=lambda drawn: drawn[1].issued):
            counters[buyer] += self.dice.randrange(1, 4)
            yield Paper("orders", replace(order, number=f"PO-{counters[buyer]}"))

    def _orders_of(self, trade: Trade) -> Iterator[tuple[int, PurchaseOrder]]:
        again = self.dice.random() < 0.5
        day = self.dice.randrange(100)
        while day < DAYS:
            quantity = 40 if again else self.dice.randrange(10, 400)
            made = self._invoice(trade, day, trade.price * quantity, quantity, "", 0)
            yield (
                trade.buyer,
                PurchaseOrder(made.seller, made.buyer, "", made.issued, made.amount, made.goods),
            )
            day += 30 if again else self.dice.randrange(40, 200)

    # ------------------------------------------------------------------------------------------------- bills

    def _bills(self) -> Iterator[Paper]:
        vessels = ["9074729", "9811000", "9321483", "9454436"]
        numbers = {carrier: self.dice.randrange(10**8, 9 * 10**8) for carrier in self.world.carriers}
        for seller in range(0, len(self.sellers), 2):
            goods = self.dice.choice(self.world.goods)
            pool = [self.container() for _ in range(6)]
            carrier, vessel = self.dice.choice(self.world.carriers), self.dice.choice(vessels)
            standard = self.dice.random() < 0.3
            for voyage in range(0, DAYS, 35):
                fresh = [self.container() for _ in range(self.dice.choice((1, 2, 3)))]
                boxes = tuple(sorted(self.dice.sample(pool, 2) if self.dice.random() < 0.4 else fresh))
                weight = len(boxes) * (24_000 if standard else self.dice.randrange(21_000, 26_500))
                numbers[carrier] += self.dice.randrange(1, 900)
                bill = BillOfLading(
                    carrier,
                    f"{carrier}{numbers[carrier]}",
                    FIRST + timedelta(days=voyage + seller % 30),
                    self.sellers[seller],
                    vessel,
                    f"{voyage // 7 + 100}W",
                    boxes,
                    weight,
                    goods.format(n=weight // 100),
                )
                yield Paper("next-voyage", bill)
                yield from self._beside(bill, numbers, seller)

    def _beside(self, bill: BillOfLading, numbers: dict[str, int], seller: int) -> Iterator[Paper]:
        """Other bills for the same container on the same voyage."""
        chance = self.dice.random()
        if chance > 0.8:
            return
        numbers[bill.carrier] += 1
        number = f"{bill.carrier}{numbers[bill.carrier]}"
        weight = self.dice.randrange(900, 9_000)
        one = replace(bill, number=number, weight=weight, containers=bill.containers[:1])
        if chance < 0.4:
            other = self.sellers[(seller + self.dice.randrange(1, 9)) % len(self.sellers)]
            text = self.dice.choice([text for text in self.world.goods if text[:8] != bill.goods[:8]])
            yield Paper("groupage", replace(one, shipper=other, goods=text.format(n=weight // 100)))
        else:
            yield Paper("part-lots", one)

    # ------------------------------------------------------------------------------------------ declarations

    def _declarations(self) -> Iterator[Paper]:
        for seller in range(0, len(self.sellers), 3):
            land = self.sellers[seller].registration[:2]
            counter = self.dice.randrange(10**6, 10**7)
            for day in range(self.dice.randrange(40), DAYS, 45):
                counter += self.dice.randrange(1, 400)
                issued = FIRST + timedelta(days=day)
                yield Paper(
                    "declarations",
                    Declaration(
                        land,
                        f"{issued.year % 100}{land}{seller:03}E{counter:08}",
                        self.sellers[seller],
                        issued,
                        self.dice.choice(self.world.goods).format(n=10),
                        (self.container(),),
                    ),
                )
