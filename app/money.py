"""Amounts of money: whole minor units beside a currency of ISO 4217. No floating point anywhere.

The number of decimals is a property of the currency (yen none, dollar two, Kuwaiti dinar three), so an amount
cannot be read or printed without saying which currency it is in. Amounts stand on chain as uint64.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LARGEST = 2**64 - 1
"""Minor units: what fits the uint64 of the contracts."""


class NotMoney(ValueError):
    """Text that is not an amount, or an amount that its currency cannot express."""

    def __init__(self, found: str, expected: str) -> None:
        self.found = found
        self.expected = expected
        super().__init__(f"{found}; expected {expected}")


@dataclass(frozen=True)
class Currency:
    """One row of ISO 4217. `numeric` stands on chain; `until` is the last day of one that was withdrawn."""

    alpha: str
    numeric: int
    decimals: int
    until: date | None = None

    def in_use(self, day: date) -> bool:
        return self.until is None or day <= self.until

    def __str__(self) -> str:
        return self.alpha


# alpha, numeric, decimals: the active list, funds codes that have a minor unit included.
_ACTIVE = """
AED 784 2  AFN 971 2  ALL 008 2  AMD 051 2  AOA 973 2  ARS 032 2  AUD 036 2  AWG 533 2  AZN 944 2  BAM 977 2
BBD 052 2  BDT 050 2  BHD 048 3  BIF 108 0  BMD 060 2  BND 096 2  BOB 068 2  BOV 984 2  BRL 986 2  BSD 044 2
BTN 064 2  BWP 072 2  BYN 933 2  BZD 084 2  CAD 124 2  CDF 976 2  CHE 947 2  CHF 756 2  CHW 948 2  CLF 990 4
CLP 152 0  CNY 156 2  COP 170 2  COU 970 2  CRC 188 2  CUP 192 2  CVE 132 2  CZK 203 2  DJF 262 0  DKK 208 2
DOP 214 2  DZD 012 2  EGP 818 2  ERN 232 2  ETB 230 2  EUR 978 2  FJD 242 2  FKP 238 2  GBP 826 2  GEL 981 2
GHS 936 2  GIP 292 2  GMD 270 2  GNF 324 0  GTQ 320 2  GYD 328 2  HKD 344 2  HNL 340 2  HTG 332 2  HUF 348 2
IDR 360 2  ILS 376 2  INR 356 2  IQD 368 3  IRR 364 2  ISK 352 0  JMD 388 2  JOD 400 3  JPY 392 0  KES 404 2
KGS 417 2  KHR 116 2  KMF 174 0  KPW 408 2  KRW 410 0  KWD 414 3  KYD 136 2  KZT 398 2  LAK 418 2  LBP 422 2
LKR 144 2  LRD 430 2  LSL 426 2  LYD 434 3  MAD 504 2  MDL 498 2  MGA 969 2  MKD 807 2  MMK 104 2  MNT 496 2
MOP 446 2  MRU 929 2  MUR 480 2  MVR 462 2  MWK 454 2  MXN 484 2  MXV 979 2  MYR 458 2  MZN 943 2  NAD 516 2
NGN 566 2  NIO 558 2  NOK 578 2  NPR 524 2  NZD 554 2  OMR 512 3  PAB 590 2  PEN 604 2  PGK 598 2  PHP 608 2
PKR 586 2  PLN 985 2  PYG 600 0  QAR 634 2  RON 946 2  RSD 941 2  RUB 643 2  RWF 646 0  SAR 682 2  SBD 090 2
SCR 690 2  SDG 938 2  SEK 752 2  SGD 702 2  SHP 654 2  SLE 925 2  SOS 706 2  SRD 968 2  SSP 728 2  STN 930 2
SVC 222 2  SYP 760 2  SZL 748 2  THB 764 2  TJS 972 2  TMT 934 2  TND 788 3  TOP 776 2  TRY 949 2  TTD 780 2
TWD 901 2  TZS 834 2  UAH 980 2  UGX 800 0  USD 840 2  USN 997 2  UYI 940 0  UYU 858 2  UYW 927 4  UZS 860 2
VED 926 2  VES 928 2  VND 704 0  VUV 548 0  WST 882 2  XAD 396 2  XAF 950 0  XCD 951 2  XCG 532 2  XOF 952 0
XPF 953 0  YER 886 2  ZAR 710 2  ZMW 967 2  ZWG 924 2
"""

# alpha, numeric, decimals, last day: recent enough for a credit of their time to turn up.
_WITHDRAWN = """
ANG 532 2 2025-03-31  BGN 975 2 2025-12-31  BYR 974 0 2016-12-31  CUC 931 2 2021-06-30  HRK 191 2 2022-12-31
MRO 478 2 2017-12-31  SLL 694 2 2024-03-31  STD 678 2 2017-12-31  VEF 937 2 2018-08-20  ZWL 932 2 2024-08-31
"""

# In the standard, but without a minor unit: metals, units of account, testing, "no currency".
_NOT_PAYABLE = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX"

CURRENCIES: dict[str, Currency] = {
    alpha: Currency(alpha, int(numeric), int(decimals))
    for alpha, numeric, decimals in re.findall(r"([A-Z]{3}) (\d{3}) (\d)", _ACTIVE)
} | {
    alpha: Currency(alpha, int(numeric), int(decimals), date.fromisoformat(until))
    for alpha, numeric, decimals, until in re.findall(r"([A-Z]{3}) (\d{3}) (\d) ([\d-]{10})", _WITHDRAWN)
}

_BY_NUMBER = {known.numeric: known for known in CURRENCIES.values() if known.until is None}


def currency(alpha: str) -> Currency:
    """The currency of this code, withdrawn ones included: ask `in_use` where the day matters."""
    known = CURRENCIES.get(alpha)
    if known is None:
        if alpha in _NOT_PAYABLE.split():
            raise NotMoney(f"{alpha} has no minor unit and cannot be paid in", "a currency such as USD")
        raise NotMoney(f"{alpha} is no currency code of ISO 4217", "a code such as USD, EUR or JPY")
    return known


def currency_of_number(numeric: int) -> Currency:
    """The active currency of this ISO 4217 number, which is how the chain names it."""
    known = _BY_NUMBER.get(numeric)
    if known is None:
        raise NotMoney(f"{numeric:03} is no currency number of ISO 4217", "a number such as 840 or 978")
    return known


@dataclass(frozen=True)
class Money:
    """`minor` counts the currency's smallest unit: cents for USD, fils for KWD, yen for JPY."""

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        if not 0 <= self.minor <= LARGEST:
            raise NotMoney(f"{self.minor} minor units", f"0 to {LARGEST}")

    @classmethod
    def from_decimal(cls, text: str, unit: Currency) -> Money:
        """Reads `157850.125`, as the interface writes it; fewer decimals than the currency has are fine."""
        matched = re.fullmatch(r"(0|[1-9][0-9]{0,19})(?:\.([0-9]+))?", text)
        if matched is None:
            raise NotMoney(f"{shortened(text)} is no amount", "digits with a decimal point, such as 1250.00")
        return cls(_minor_units(matched[1], matched[2] or "", text, unit), unit)

    @classmethod
    def from_swift(cls, text: str, unit: Currency) -> Money:
        """Reads SWIFT's 15d: always a comma, 15 signs at most with it, decimals that the currency has."""
        if "," not in text:
            raise NotMoney(
                f"{shortened(text)} has no decimal comma", "a comma always, such as 1250, or 1250,5"
            )
        matched = re.fullmatch(r"([0-9]+),([0-9]*)", text)
        if matched is None:
            raise NotMoney(f"{shortened(text)} is no amount", "digits, one comma, decimals; such as 1250,50")
        if len(text) > 15:
            raise NotMoney(f"{shortened(text)} has {len(text)} characters", "at most 15 with the comma")
        return cls(_minor_units(matched[1], matched[2], text, unit), unit)

    def decimal(self) -> str:
        """`157850.125`: always as many decimals as the currency has."""
        return self._joined(".")

    def swift(self) -> str:
        """`157850,125`; no decimals where they are zero: `48250000,`."""
        whole = 10**self.currency.decimals
        return f"{self.minor // whole}," if self.minor % whole == 0 else self._joined(",")

    def with_percent(self, percent: int) -> Money:
        """So many percent more, or less; a fraction of a minor unit is dropped: never above the terms."""
        return Money(self.minor * (100 + percent) // 100, self.currency)

    def _joined(self, sign: str) -> str:
        places = self.currency.decimals
        digits = str(self.minor).rjust(places + 1, "0")
        return digits if places == 0 else f"{digits[:-places]}{sign}{digits[-places:]}"

    def __str__(self) -> str:
        return f"{self.currency.alpha} {self.decimal()}"


def shortened(text: str) -> str:
    """What an error repeats of what it found: enough to find it again, on one line, printable."""
    visible = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text[:40])
    return visible if len(text) <= 40 else f"{visible}… ({len(text)} characters)"


def _minor_units(whole: str, decimals: str, text: str, unit: Currency) -> int:
    if len(decimals) > unit.decimals:
        plural = "" if len(decimals) == 1 else "s"
        allowed = {0: "no decimals", 1: "1 decimal"}.get(unit.decimals, f"at most {unit.decimals} decimals")
        raise NotMoney(f"{shortened(text)} has {len(decimals)} decimal{plural}", f"{allowed} in {unit.alpha}")
    return int(whole + decimals.ljust(unit.decimals, "0"))
