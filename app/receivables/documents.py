"""The documents that goods and debts are financed on, as one financier reads them: what is compared, no more.

Dates are days, amounts minor units of a currency, weights kilograms. What a paper does not say is empty.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.errors import Conflict
from app.identifiers import country, lei
from app.money import Money


@dataclass(frozen=True)
class Organisation:
    """A legal person by its LEI, its registration number with the country before it (`EE:12345678`), or both.
    A name is not enough: it is spelled in too many ways to be found again.
    """

    lei: str = ""
    registration: str = ""

    def __post_init__(self) -> None:
        if not self.identifiers:
            raise Conflict(
                "organisation-without-identifier",
                "an organisation without LEI and without registration number",
                allowed="one of them, or both",
                next="look it up in the register of its country",
            )

    @cached_property
    def identifiers(self) -> frozenset[str]:
        """Each in its one spelling. NotIdentifier where an LEI or a country is none."""
        found = set()
        if self.lei:
            found.add(f"lei:{lei(normalised(self.lei))}")
        if self.registration:
            land, _, number = self.registration.partition(":")
            found.add(f"{country(normalised(land))}:{required_number(number)}")
        return frozenset(found)


@dataclass(frozen=True)
class Sale:
    """What an invoice and an order have in common."""

    seller: Organisation
    buyer: Organisation
    number: str
    issued: date
    amount: Money
    goods: str = ""


@dataclass(frozen=True)
class Invoice(Sale):
    """`order` and `bill` are the numbers of the order and of the bill of lading that it names."""

    order: str = ""
    bill: str = ""
    containers: tuple[str, ...] = ()


@dataclass(frozen=True)
class PurchaseOrder(Sale):
    """Numbered and issued by the buyer."""


@dataclass(frozen=True)
class BillOfLading:
    """`carrier` is a SCAC, `vessel` an IMO number, `weight` gross kilograms."""

    carrier: str
    number: str
    shipped: date
    shipper: Organisation
    vessel: str = ""
    voyage: str = ""
    containers: tuple[str, ...] = ()
    weight: int = 0
    goods: str = ""


@dataclass(frozen=True)
class Declaration:
    """A customs declaration, numbered by the customs of `country`."""

    country: str
    number: str
    declarant: Organisation
    accepted: date
    goods: str = ""
    containers: tuple[str, ...] = ()


Document = Invoice | PurchaseOrder | BillOfLading | Declaration


def normalised(text: str) -> str:
    """Capital letters and digits only: width, case, accents, spaces and punctuation are gone."""
    capital = unicodedata.normalize("NFKD", text).upper()
    return "".join(_digit(sign) for sign in unicodedata.normalize("NFKD", capital) if sign.isalnum())


def number_of(text: str) -> str:
    """A document's number as it is compared: normalised, each run of digits without leading zeros."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", normalised(text))


def number_in_parts(text: str, year: int) -> tuple[str, ...]:
    """A number's runs of letters and of digits, these without leading zeros, so that PAZ-2026-00731 and
    PAZ 2026/731 are one; `year`, where it is written together with what follows, is a run of its own.
    """
    spelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).upper())
    signs = (_digit(sign) if sign.isalnum() else " " for sign in spelled if not unicodedata.combining(sign))
    parts: list[str] = []
    for run in re.findall(r"[0-9]+|[^0-9 ]+", "".join(signs)):
        after = run.removeprefix(str(year))
        parts += [run] if after in ("", run) else [str(year), after]
    return tuple(part.lstrip("0") or part[:1] for part in parts)


def required_number(text: str) -> str:
    found = number_of(text)
    if not found:
        raise Conflict(
            "number-without-signs",
            "a number without a letter or a digit",
            allowed="the number that stands on the document",
        )
    return found


def _digit(sign: str) -> str:
    """Digits of every script are one digit."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
