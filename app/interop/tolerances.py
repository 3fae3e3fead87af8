"""What UCP 600 art. 30 says of the amount drawn and the quantity shipped, as far as words and numbers of the
credit and of its bills can be laid side by side. It names what it compared and decides nothing: each finding
is for a person to look at.

A quantity is a number with a unit in the credit's goods (field 45A), the first of each item; `OF 45 KG`,
`PER KG` and `EACH 45 KG` say what one unit is. Packing units are compared with the outer packages of the
bills, weights with their gross weight. A unit that is not known here is not compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.credits.terms import CreditTerms, items
from app.interop.dcsa.transport_document import TransportDocument
from app.interop.pairing import Finding
from app.money import Money

ABOUT = 10
"""Percent more or less by the words "about" and "approximately" (30 a)."""
FIVE = 5
"""Percent more or less of a quantity (30 b), and less of an amount (30 c)."""
KILOGRAMS = {
    **dict.fromkeys(("KG", "KGS", "KILO", "KILOS", "KILOGRAM", "KILOGRAMS"), Decimal(1)),
    **dict.fromkeys(("MT", "MTS", "TONNE", "TONNES", "METRIC TON", "METRIC TONS"), Decimal(1000)),
    **dict.fromkeys(("LB", "LBS", "POUND", "POUNDS"), Decimal("0.45359237")),
}
"""In one unit. A TON without a word may be any of three, and is left to a person."""
OF_BILLS = {"KGM": Decimal(1), "LBR": KILOGRAMS["LB"]}
PACKING = {
    *(
        "BAG",
        "BALE",
        "BARREL",
        "BOX",
        "BUNDLE",
        "CARTON",
        "CASE",
        "CHEST",
        "COIL",
        "CRATE",
        "DRUM",
        "PACKAGE",
    ),
    *("PALLET", "REEL", "ROLL", "SACK"),
}
ITEMS = {"DOZEN", "PAIR", "PCS", "PC", "PIECE", "SET", "UNIT"}

_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_QUANTITY = re.compile(rf"(?<![\w.,])({_NUMBER})\s*(METRIC TONS?|[A-Z]+)\b")
_WORD = re.compile(r"\b(ABOUT|APPROXIMATELY)\b")
_OWN = re.compile(
    r"(?:\+\s*/?\s*-|PLUS\s*/?\s*(?:OR\s*)?MINUS|MORE\s*/?\s*(?:OR\s*)?LESS)|\d\s*(?:PCT|PERCENT|%)\s*(?:MORE|LESS)"
)


@dataclass(frozen=True)
class Agreed:
    """The terms that are examined against, as operative: amended ones may differ from the first text."""

    amount: Money
    plus: int
    minus: int
    partial: bool


@dataclass(frozen=True)
class Quantity:
    """As an item of the credit states it. `percent` by its own words, None where it has none of art. 30 a."""

    number: Decimal
    unit: str
    words: str
    percent: int | None


def of_amount(terms: CreditTerms, agreed: Agreed, drawing: Money) -> Iterator[Finding]:
    """A drawing that is less than the amount, where only one is allowed (arts. 30 c, 31 a)."""
    amount = agreed.amount
    if agreed.partial or drawing.minor >= amount.minor:
        return
    found = f"drawing of {drawing}"
    if agreed.plus or agreed.minus:
        least = -(-amount.minor * (100 - agreed.minus) // 100)
        if drawing.minor < least:
            asked = f"{amount} less {agreed.minus} percent (39A), and forbids partial drawings"
            yield Finding(False, found, asked, "UCP 600 art. 31 a")
        return
    said = _words(terms)
    if said:
        yield Finding(False, f"{found}, to which art. 30 c does not apply", said, "UCP 600 art. 30 a, c")
    elif drawing.minor * 100 >= amount.minor * (100 - FIVE):
        whole = (
            "of which 5 percent less may be drawn if the quantity is shipped in full and no price is reduced"
        )
        yield Finding(False, found, f"{amount}, {whole}", "UCP 600 art. 30 c")
    else:
        yield Finding(False, f"{found}, more than 5 percent less", f"{amount}", "UCP 600 art. 30 c")


def of_quantities(
    terms: CreditTerms, agreed: Agreed, drawn: Money, bills: Sequence[TransportDocument]
) -> Iterator[Finding]:
    """What bills of one presentation ship, beside the quantities of the credit. `drawn` is all that is drawn
    under the credit, this presentation included.
    """
    asked: dict[str, list[Quantity]] = defaultdict(list)
    for one in quantities(terms):
        asked[one.unit].append(one)
    for unit, several in asked.items():
        shipped = _shipped(unit, bills)
        if shipped is None:
            continue
        yield from _compared(terms, agreed, drawn, several, shipped)


def quantities(terms: CreditTerms) -> Iterator[Quantity]:
    """One of each item of goods, where it states one in a unit that is known here."""
    for item in items(terms.goods):
        text = item.upper()
        for match in _QUANTITY.finditer(text):
            unit, before = _unit(match[2]), text[: match.start()].rstrip()
            near = re.search(r"\b(ABOUT|APPROXIMATELY)$", before)
            rest = before[: near.start()].rstrip() if near else before
            if unit is None or re.search(r"\b(?:OF|PER|EACH|X|A)$", rest):
                continue
            words = f"{near[1]} {match[0]}" if near else match[0]
            yield Quantity(_number(match[1]), unit, words, ABOUT if near else None)
            break


def _compared(
    terms: CreditTerms, agreed: Agreed, drawn: Money, several: Sequence[Quantity], shipped: Decimal
) -> Iterator[Finding]:
    unit, whole = several[0].unit, sum((one.number for one in several), Decimal(0))
    asked = " and ".join(one.words for one in several)
    if shipped == whole or (agreed.partial and shipped < whole):
        return
    found = f"{_plain(shipped)} {unit}" + ("" if unit in PACKING else " gross") + " on the bills"
    percents = {one.percent for one in several}
    if percents == {ABOUT}:
        within = abs(shipped - whole) * 100 <= whole * ABOUT
        word = "within" if within else "beyond"
        yield Finding(False, f"{found}, {word} 10 percent", asked, "UCP 600 art. 30 a")
    elif percents != {None} or _OWN.search(" ".join(terms.goods).upper()):
        yield Finding(False, found, f"{asked}, with a tolerance of its own", "UCP 600 art. 30 a, b")
    elif unit in PACKING:
        yield Finding(False, found, f"{asked}, packing units that have no tolerance", "UCP 600 art. 30 b")
    elif drawn.minor > agreed.amount.minor:
        over = f"{asked}, and {agreed.amount}, less than the {drawn} drawn: no tolerance of quantity"
        yield Finding(False, found, over, "UCP 600 art. 30 b")
    else:
        within = abs(shipped - whole) * 100 <= whole * FIVE
        word = "within" if within else "beyond"
        yield Finding(False, f"{found}, {word} 5 percent", asked, "UCP 600 art. 30 b")


def _shipped(unit: str, bills: Iterable[TransportDocument]) -> Decimal | None:
    """None where the bills do not say."""
    cargo = [item for bill in bills for item in bill.cargo]
    if unit in PACKING:
        same = [item.packages for item in cargo if _one(item.packaging.upper()) == unit]
        return Decimal(sum(same)) if same else None
    if unit not in KILOGRAMS or not cargo:
        return None
    kilograms = sum((i.gross_weight.value * OF_BILLS[i.gross_weight.unit] for i in cargo), Decimal(0))
    return kilograms / KILOGRAMS[unit]


def _words(terms: CreditTerms) -> str | None:
    """The line that says about, approximately, or a tolerance of its own, of a quantity or a price."""
    lines = (*terms.goods, *terms.additional_amounts)
    return next((line for line in lines if _WORD.search(line.upper()) or _OWN.search(line.upper())), None)


def _unit(word: str) -> str | None:
    if word in KILOGRAMS:
        return word
    one = _one(word)
    return one if one in PACKING or one in ITEMS else None


def _one(word: str) -> str:
    """BOXES and CHESTS as one of them."""
    return word.removesuffix("ES") if word.endswith("XES") else word.removesuffix("S")


def _number(text: str) -> Decimal:
    """Groups of three are thousands, what follows them or stands alone after a point or comma a fraction."""
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,' ]\d{3})+)(?:[.,](\d{1,2}))?", text)
    if grouped:
        return Decimal(re.sub(r"\D", "", grouped[1]) + "." + (grouped[2] or "0"))
    return Decimal(text.replace(",", "."))


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.001')).normalize():f}"
