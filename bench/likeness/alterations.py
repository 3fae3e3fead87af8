"""What somebody does to a document to have it financed again: the same one respelled, or one that is near.

Each alteration takes the document that was financed and gives the one that is brought next, or None where it
does not apply. None of them looks at how likeness is scored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from app.money import Money, currency
from app.receivables.documents import (
    BillOfLading,
    Declaration,
    Document,
    Invoice,
    Organisation,
    PurchaseOrder,
)
from bench.likeness.honest import Town

Alteration = Callable[[Document, Town, Random], Document | None]

_LOOKS_LIKE = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}
_READS_LIKE = {"1": "7", "7": "1", "3": "8", "8": "3", "5": "6", "6": "5", "4": "9", "9": "4", "0": "8"}


# ------------------------------------------------------------------------------------------ the same document


def verbatim(document: Document, town: Town, dice: Random) -> Document | None:
    return document


def respelled(document: Document, town: Town, dice: Random) -> Document | None:
    """Case, width, punctuation, spaces, leading zeros of the number."""
    number = document.number
    spelled = dice.choice(
        (
            number.lower(),
            "".join(sign for sign in number if sign.isalnum()),
            " ".join(number),
            number.replace("/", "-").replace(" ", "."),
            "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in number),
            f"000{number}" if number[0].isdigit() else number.replace("-", " - "),
        )
    )
    return replace(document, number=spelled)


def known_otherwise(document: Document, town: Town, dice: Random) -> Document | None:
    """The seller by one of its two identifiers alone."""
    if not isinstance(document, Invoice) or not document.seller.lei:
        return None
    registration = document.seller.registration
    one = dice.choice(
        (Organisation(document.seller.lei), Organisation("", registration.replace(":", ": 00")))
    )
    return respelled(replace(document, seller=one), town, dice)


def without_carrier_s_code(document: Document, town: Town, dice: Random) -> Document | None:
    if not isinstance(document, BillOfLading):
        return None
    return replace(document, number=document.number.removeprefix(document.carrier))


EXACT: dict[str, Alteration] = {
    "verbatim": verbatim,
    "respelled": respelled,
    "known otherwise": known_otherwise,
    "carrier's code left out": without_carrier_s_code,
}


# ------------------------------------------------------------------------------------------------- its number


def _counter(number: str) -> str:
    """As a clerk would find it: the longest run of digits that is no year, without a year before it."""
    runs = "".join(sign if sign.isdigit() else " " for sign in number).split()
    own = [run for run in runs if not (len(run) == 4 and run[:2] == "20")] or runs
    counter = max(own, key=len)
    return counter[4:] if len(counter) >= 9 and counter[:2] == "20" else counter


def reformatted(document: Document, town: Town, dice: Random) -> Document | None:
    """The counter kept, everything around it new."""
    counter = int(_counter(document.number))
    if counter < 10 or isinstance(document, BillOfLading | Declaration):
        return None
    year = document.issued.year
    forms = (
        f"INV{counter:07}",
        f"{year}-{counter}",
        f"R-{counter}/{year}",
        f"{counter}/A",
        f"DOC {counter:05}",
    )
    number = dice.choice([form for form in forms if form != document.number])
    return replace(document, number=number)


def suffixed(document: Document, town: Town, dice: Random) -> Document | None:
    if isinstance(document, BillOfLading | Declaration) or int(_counter(document.number)) < 10:
        return None
    ending = dice.choice(("A", "-A", "/1", "-R", " REV1", "-COPY", "_2", " bis", "/K"))
    return replace(document, number=document.number + ending)


def misread_letter(document: Document, town: Town, dice: Random) -> Document | None:
    return _misread(document, _LOOKS_LIKE, dice)


def misread_digit(document: Document, town: Town, dice: Random) -> Document | None:
    return _misread(document, _READS_LIKE, dice)


def _misread(document: Document, alike: dict[str, str], dice: Random) -> Document | None:
    counter = _counter(document.number)
    begin = document.number.rindex(counter)
    inside = len(counter) - len(counter.lstrip("0"))
    places = [at for at in range(begin + inside, begin + len(counter)) if document.number[at] in alike]
    if not places or len(counter.lstrip("0")) < 2:
        return None
    at = dice.choice(places)
    changed = document.number[:at] + alike[document.number[at]] + document.number[at + 1 :]
    return replace(document, number=changed)


def exchanged(document: Document, town: Town, dice: Random) -> Document | None:
    """Two neighbouring digits of the counter."""
    counter = _counter(document.number)
    begin = document.number.rindex(counter)
    places = [at for at in range(len(counter) - 1) if counter[at] != counter[at + 1] and counter[at] != "0"]
    if not places:
        return None
    at = begin + dice.choice(places)
    number = document.number
    return replace(document, number=number[:at] + number[at + 1] + number[at] + number[at + 2 :])


def renumbered_in_another_style(document: Document, town: Town, dice: Random) -> Document | None:
    if not isinstance(document, Invoice):
        return None
    form = dice.choice(("T{}", "{}-X", "EXP/{}", "{}", "A{}B"))
    return replace(document, number=form.format(dice.randrange(10_000, 990_000)))


def renumbered_out_of_series(document: Document, town: Town, dice: Random) -> Document | None:
    """The seller's style, a counter far from those of the time."""
    if not isinstance(document, Invoice):
        return None
    counter = _counter(document.number)
    other = str(int(counter) + dice.choice((1, 1, -1)) * dice.randrange(60, 400))
    if other.startswith("-"):
        return None
    begin = document.number.rindex(counter)
    return replace(
        document,
        number=document.number[:begin] + other.zfill(len(counter)) + document.number[begin + len(counter) :],
    )


def renumbered_as_next(document: Document, town: Town, dice: Random) -> Document | None:
    """The seller's style, the very next counter: nothing but its goods gives it away."""
    if not isinstance(document, Invoice):
        return None
    counter = _counter(document.number)
    begin = document.number.rindex(counter)
    after = str(int(counter) + 1).zfill(len(counter))
    return replace(document, number=document.number[:begin] + after + document.number[begin + len(counter) :])


# ---------------------------------------------------------------------------- its amount, day, parties, goods


def nudged(document: Document, town: Town, dice: Random) -> Document | None:
    """Another amount within one and a half percent, and another number."""
    if isinstance(document, BillOfLading | Declaration):
        return None
    minor = document.amount.minor
    moved = minor + (dice.choice((-1, 1)) * max(1, minor * dice.randrange(1, 15) // 1000))
    return _renamed(replace(document, amount=Money(moved, document.amount.currency)), town, dice)


def amount_digits_exchanged(document: Document, town: Town, dice: Random) -> Document | None:
    if isinstance(document, BillOfLading | Declaration):
        return None
    digits = list(str(document.amount.minor))
    places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and digits[at + 1] != "0"]
    if not places:
        return None
    at = dice.choice(places)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    changed = Money(int("".join(digits)), document.amount.currency)
    return _renamed(replace(document, amount=changed), town, dice)


def dated_anew(document: Document, town: Town, dice: Random) -> Document | None:
    if isinstance(document, BillOfLading | Declaration):
        return None
    moved = document.issued + timedelta(days=dice.choice((-1, 1)) * dice.randrange(2, 30))
    return _renamed(replace(document, issued=moved), town, dice)


def day_and_month_exchanged(document: Document, town: Town, dice: Random) -> Document | None:
    if not isinstance(document, Invoice) or document.issued.day > 12:
        return None
    if document.issued.day == document.issued.month:
        return None
    day = document.issued.replace(day=document.issued.month, month=document.issued.day)
    return _renamed(replace(document, issued=day), town, dice)


def to_a_sister(document: Document, town: Town, dice: Random) -> Document | None:
    """Another buyer, and another number."""
    if not isinstance(document, Invoice):
        return None
    return _renamed(replace(document, buyer=dice.choice(town.buyers)), town, dice)


def by_a_sister(document: Document, town: Town, dice: Random) -> Document | None:
    """Another seller, so another series of numbers; the goods and their containers are the same."""
    if not isinstance(document, Invoice) or not document.containers:
        return None
    other = dice.choice([seller for seller in town.sellers if seller != document.seller])
    return replace(document, seller=other, number=str(dice.randrange(1000, 99_999)))


def converted(document: Document, town: Town, dice: Random) -> Document | None:
    """In another currency, under a number with an ending."""
    if not isinstance(document, Invoice):
        return None
    other = "AED" if document.amount.currency.alpha != "AED" else "USD"
    minor = document.amount.minor * dice.randrange(300, 420) // 100
    return suffixed(replace(document, amount=Money(minor, currency(other))), town, dice)


def retyped(document: Document, town: Town, dice: Random) -> Document | None:
    """Goods in other words, the number misread."""
    if not isinstance(document, Invoice):
        return None
    return _misread(replace(document, goods=_other_words(document.goods, dice)), _LOOKS_LIKE, dice)


def all_at_once(document: Document, town: Town, dice: Random) -> Document | None:
    """Number, day, amount and goods, each a little."""
    if not isinstance(document, Invoice):
        return None
    minor = document.amount.minor
    changed = replace(
        document,
        issued=document.issued + timedelta(days=dice.choice((-3, -2, 1, 2, 4))),
        amount=Money(minor + dice.choice((-1, 1)) * max(1, minor // 200), document.amount.currency),
        goods=_other_words(document.goods, dice),
    )
    return _renamed(changed, town, dice)


def _renamed(document: Document, town: Town, dice: Random) -> Document | None:
    return dice.choice((reformatted, suffixed, misread_letter))(document, town, dice)


def _other_words(text: str, dice: Random) -> str:
    words = text.replace(",", "").split()
    chosen = dice.choice(("upper", "order", "short", "noise"))
    if chosen == "upper":
        return " ".join(words).upper()
    if chosen == "order":
        return " ".join([*words[2:], *words[:2]])
    if chosen == "short":
        return " ".join(words[:3])
    return " ".join(["Goods:", *words, "as per contract"])


# --------------------------------------------------------------------------------- bills, declarations, links


def reissued(document: Document, town: Town, dice: Random) -> Document | None:
    """Another number; containers, voyage and weight as before."""
    if not isinstance(document, BillOfLading):
        return None
    number = f"{document.carrier}{dice.randrange(10**8, 9 * 10**8)}"
    return replace(
        document, number=number, shipped=document.shipped + timedelta(days=dice.choice((0, 0, 1, 3)))
    )


def switched(document: Document, town: Town, dice: Random) -> Document | None:
    """Issued again at another place, with the middleman as shipper."""
    if not isinstance(document, BillOfLading):
        return None
    again = reissued(replace(document, goods=_other_words(document.goods, dice)), town, dice)
    assert isinstance(again, BillOfLading)
    return replace(again, shipper=dice.choice(town.buyers), shipped=again.shipped + timedelta(days=4))


def reissued_with_changes(document: Document, town: Town, dice: Random) -> Document | None:
    """The weight a little off and, where there are several, one container less."""
    if not isinstance(document, BillOfLading):
        return None
    less = document.containers[1:] if len(document.containers) > 2 else document.containers
    weight = document.weight + dice.randrange(-150, 150)
    return reissued(replace(document, containers=less, weight=weight), town, dice)


def invoice_of_a_bill(document: Document, town: Town, dice: Random) -> Document | None:
    """The goods of a pledged bill, once more by their invoice, which names the bill."""
    if not isinstance(document, BillOfLading):
        return None
    named = document.number if dice.random() < 0.6 else document.number.removeprefix(document.carrier)
    return Invoice(
        document.shipper,
        dice.choice(town.buyers),
        f"X-{dice.randrange(1000, 9999)}",
        document.shipped + timedelta(days=dice.randrange(-3, 6)),
        Money(dice.randrange(10**6, 10**8), currency("USD")),
        document.goods,
        "",
        named if dice.random() < 0.7 else "",
        document.containers,
    )


def misread_declaration(document: Document, town: Town, dice: Random) -> Document | None:
    if not isinstance(document, Declaration):
        return None
    return _misread(document, dice.choice((_LOOKS_LIKE, _READS_LIKE)), dice)


def invoice_of_an_order(document: Document, town: Town, dice: Random) -> Document | None:
    """The invoice that an order became, where the whole order was financed before."""
    if not isinstance(document, PurchaseOrder):
        return None
    return Invoice(
        document.seller,
        document.buyer,
        f"X-{dice.randrange(1000, 9999)}",
        document.issued + timedelta(days=dice.randrange(15, 80)),
        document.amount,
        document.goods,
        dice.choice((document.number, document.number.replace("PO-", ""), document.number.lower())),
    )


NEAR: dict[str, Alteration] = {
    "number reformatted": reformatted,
    "number with an ending": suffixed,
    "number misread, letter": misread_letter,
    "number misread, digit": misread_digit,
    "number's digits exchanged": exchanged,
    "renumbered, other style": renumbered_in_another_style,
    "renumbered, out of series": renumbered_out_of_series,
    "renumbered as the next": renumbered_as_next,
    "amount nudged": nudged,
    "amount's digits exchanged": amount_digits_exchanged,
    "dated anew": dated_anew,
    "day and month exchanged": day_and_month_exchanged,
    "to a sister": to_a_sister,
    "by a sister": by_a_sister,
    "converted": converted,
    "goods retyped": retyped,
    "all at once": all_at_once,
    "invoice of an order": invoice_of_an_order,
    "bill reissued": reissued,
    "bill switched": switched,
    "bill reissued with changes": reissued_with_changes,
    "invoice of a bill": invoice_of_a_bill,
    "declaration misread": misread_declaration,
}
