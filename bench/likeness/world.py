"""Who trades what, and how each numbers its papers: worlds without goods or organisations in common, and with
other styles of numbers.

The points of `app.receivables.likeness` were set by looking at the first two; the figures are taken in the
last one, which was drawn when the points stood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from app.receivables.documents import Organisation

Style = Callable[[int, date, str], str]
"""A number from counter, date and branch."""


@dataclass(frozen=True)
class World:
    """`goods` hold {n} for a quantity. `restarts`: styles whose counter begins anew each year or month."""

    name: str
    seed: int
    goods: tuple[str, ...]
    services: tuple[str, ...]
    styles: tuple[tuple[Style, str], ...]
    carriers: tuple[str, ...]
    owners: tuple[str, ...]
    countries: tuple[str, ...]
    currencies: tuple[str, ...]


FIRST = World(
    "first",
    20260301,
    (
        "Cold rolled steel coils grade DC01, {n} t",
        "Hot dip galvanized sheet 0.8 mm, {n} t",
        "Cotton yarn Ne 30/1 combed, {n} bales",
        "Ceramic floor tiles 60x60 cm, {n} m2",
        "Robusta green coffee screen 16, {n} bags",
        "Polypropylene granulate PP H030, {n} t",
        "Bicycle frames aluminium 6061, {n} pieces",
        "Frozen shrimp HLSO 21/25, {n} cartons",
        "Kraft liner board 140 gsm, {n} reels",
        "Car tyres 205/55 R16, {n} pieces",
    ),
    ("Maintenance of packing lines", "Warehouse rent hall 4", "Data line and hosting"),
    (
        (lambda n, day, branch: f"INV-{day.year}-{n:05}", "yearly"),
        (lambda n, day, branch: f"{n}", "never"),
        (lambda n, day, branch: f"{day.year}/{n:04}", "yearly"),
        (lambda n, day, branch: f"RE{n:06}", "never"),
        (lambda n, day, branch: f"{branch}-{n:05}", "never"),
        (lambda n, day, branch: f"SI/{day.year % 100}/{n}", "yearly"),
    ),
    ("MAEU", "HLCU", "COSU"),
    ("MSKU", "HLXU", "CBHU"),
    ("EE", "DE", "VN", "CN", "PL"),
    ("USD", "EUR", "CNY"),
)

SECOND = World(
    "second",
    20261115,
    (
        "Sunflower oil refined deodorised, {n} flexitanks",
        "Birch plywood BB/BB 12 mm, {n} crates",
        "Lithium iron phosphate cells 105 Ah, {n} pcs",
        "Ladies knitted pullovers 70% viscose, {n} dozen",
        "Urea granular 46% N in big bags, {n} MT",
        "Solar modules 550 W mono, {n} pallets",
        "Copper cathodes grade A, {n} lots",
        "Whole milk powder 26% fat, {n} bags of 25 kg",
        "Office chairs mesh back, {n} sets",
        "Marble slabs Botticino polished 2 cm, {n} bundles",
        "Hydraulic pumps A10VSO, {n} units",
        "Basmati rice 1121 sella, {n} MT",
    ),
    ("Leasing of fork lifts", "Cleaning of production halls", "Security services plant south"),
    (
        (lambda n, day, branch: f"F{day.year}{n:06}", "yearly"),
        (lambda n, day, branch: f"{n:08}", "never"),
        (lambda n, day, branch: f"{n}/{day.year}", "yearly"),
        (lambda n, day, branch: f"FV {n}/{day.month:02}/{day.year}", "monthly"),
        (lambda n, day, branch: f"{branch}{n:06}", "never"),
        (lambda n, day, branch: f"CI-{n}-{day.year % 100}", "yearly"),
        (lambda n, day, branch: f"No. {n}", "never"),
    ),
    ("MSCU", "ONEY", "EGLV"),
    ("TGHU", "TCLU", "EITU"),
    ("FI", "TR", "IN", "TH", "ES"),
    ("EUR", "USD", "GBP", "JPY"),
)


HELD_OUT = World(
    "held out",
    20270704,
    (
        "Cocoa beans Ghana main crop, {n} bags",
        "Aluminium extrusion billets 6063, {n} t",
        "Wooden pallets EPAL new, {n} units",
        "Cut roses 60 cm assorted, {n} boxes",
        "Crude glycerine 80%, {n} isotanks",
        "Denim fabric 11 oz indigo, {n} rolls",
        "LED panels 36 W 4000 K, {n} pcs",
        "Frozen french fries 10 mm, {n} cartons",
        "Chilled salmon HOG 5-6 kg, {n} boxes",
        "Diesel generators 100 kVA canopy, {n} sets",
        "Zinc ingots SHG 99.995, {n} bundles",
    ),
    ("Accounting and payroll", "Call centre operations", "Rent of office floors 3 and 4"),
    (
        (lambda n, day, branch: f"{day.year % 100}{day.month:02}{n:03}", "monthly"),
        (lambda n, day, branch: f"{n}-{branch}", "never"),
        (lambda n, day, branch: f"Rg.{day.day:02}{day.month:02}{day.year % 100}-{n % 90 + 1}", "never"),
        (lambda n, day, branch: f"{day.year}A{n:04}", "yearly"),
        (lambda n, day, branch: f"{n:05}/{day.year % 100}-{day.year % 100 + 1}", "yearly"),
        (lambda n, day, branch: f"K{n}", "never"),
        (lambda n, day, branch: f"{branch}/{day.year}/{day.month:02}/{n:03}", "monthly"),
        (lambda n, day, branch: f"EXP-{4_000_000 + n}", "never"),
    ),
    ("CMDU", "ZIMU", "YMLU"),
    ("FSCU", "ZCSU", "YMMU"),
    ("GH", "NL", "KE", "BR", "US", "NO"),
    ("USD", "EUR", "NOK", "KWD"),
)


def organisations(world: World, dice: Random, count: int) -> list[Organisation]:
    """Half of them with an LEI beside their registration number."""
    return [
        Organisation(
            an_lei(dice) if at % 2 else "",
            f"{dice.choice(world.countries)}:{dice.randrange(10**7, 10**8)}",
        )
        for at in range(count)
    ]


def an_lei(dice: Random) -> str:
    first = "".join(dice.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(18))
    digits = "".join(str(int(sign, 36)) for sign in first + "00")
    return f"{first}{98 - int(digits) % 97:02}"
