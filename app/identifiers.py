"""Identifiers that trade already uses, and how to tell that one is written wrongly.

Every check takes text, raises NotIdentifier naming what was found and what would be right, and returns the
text, so that it can stand where the value is read. What is checked is form and check digit, never existence.
"""

from __future__ import annotations

import re

# ISO 3166-1 alpha-2, officially assigned.
_ASSIGNED = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_ASSIGNED.split())

# Not in ISO 3166-1, yet in the identifiers' own lists: Kosovo in both, installations at sea in UN/LOCODE.
_BIC_COUNTRIES = COUNTRIES | {"XK"}
_LOCODE_COUNTRIES = COUNTRIES | {"XK", "XZ"}


class NotIdentifier(ValueError):
    """Text that cannot be the identifier that it is given as."""

    def __init__(self, found: str, expected: str) -> None:
        self.found = found
        self.expected = expected
        super().__init__(f"{found}; expected {expected}")


def country(text: str) -> str:
    """ISO 3166-1 alpha-2."""
    if text not in COUNTRIES:
        raise NotIdentifier(f"{_shown(text)} is no country of ISO 3166", "two capital letters such as DE")
    return text


def lei(text: str) -> str:
    """ISO 17442: 18 letters and digits, then two check digits that make the whole number 1 modulo 97."""
    if not re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", text):
        raise NotIdentifier(f"{_shown(text)} is no LEI", "18 capital letters or digits and 2 digits")
    right = f"{98 - int(_as_digits(text[:18]) + '00') % 97:02}"
    if text[18:] != right:
        raise NotIdentifier(f"LEI {text} ends in {text[18:]}", f"check digits {right}: {text[:18]}{right}")
    return text


def bic(text: str) -> str:
    """ISO 9362: 4 letters of the institution, 2 of its country, 2 of the place, perhaps 3 of a branch."""
    if len(text) not in (8, 11):
        raise NotIdentifier(
            f"BIC {_shown(text)} has {len(text)} characters", "8 characters, or 11 with the branch"
        )
    if not re.fullmatch(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", text):
        raise NotIdentifier(
            f"{_shown(text)} is no BIC", "4 letters, 2 letters of the country, 2 letters or digits, branch"
        )
    if text[4:6] not in _BIC_COUNTRIES:
        raise NotIdentifier(
            f"BIC {text} names the country {text[4:6]}", "a country of ISO 3166 in places 5 and 6"
        )
    return text


def bic11(text: str) -> str:
    """In full: without a branch code it is the head office, XXX. Branches abroad are banks apart (UCP 3)."""
    return bic(text).ljust(11, "X")


def imo_number(text: str) -> str:
    """Seven digits of a ship; the last is the units of the first six weighted 7 to 2."""
    if not re.fullmatch(r"[0-9]{7}", text):
        raise NotIdentifier(f"{_shown(text)} is no IMO number", "7 digits")
    right = sum(int(digit) * weight for digit, weight in zip(text[:6], range(7, 1, -1), strict=True)) % 10
    if int(text[6]) != right:
        raise NotIdentifier(f"IMO number {text} ends in {text[6]}", f"check digit {right}: {text[:6]}{right}")
    return text


def container(text: str) -> str:
    """ISO 6346: owner, category U, J or Z, six digits, check digit."""
    if not re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{7}", text):
        raise NotIdentifier(
            f"{_shown(text)} is no container number", "3 capital letters, U, J or Z, 6 digits, 1 check digit"
        )
    right = container_check_digit(text[:10])
    if int(text[10]) != right:
        raise NotIdentifier(
            f"container {text} ends in {text[10]}", f"check digit {right}: {text[:10]}{right}"
        )
    return text


def container_check_digit(first_ten: str) -> int:
    """ISO 6346: letters count 10 to 38 without 11, 22, 33; place i from 0 weighs 2**i, left to right."""
    letters = zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True)
    values = {str(digit): digit for digit in range(10)} | dict(letters)
    return sum((values[sign] << place) for place, sign in enumerate(first_ten)) % 11 % 10


def un_locode(text: str) -> str:
    """UN/LOCODE: country, then three letters or digits 2 to 9. Whether the place is listed is not checked."""
    if not re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", text):
        raise NotIdentifier(
            f"{_shown(text)} is no UN/LOCODE",
            "2 letters of the country and 3 letters or digits 2 to 9, such as DEHAM",
        )
    if text[:2] not in _LOCODE_COUNTRIES:
        raise NotIdentifier(
            f"UN/LOCODE {text} begins with {text[:2]}", "a country of ISO 3166 in the first 2 places"
        )
    return text


def hs_code(text: str) -> str:
    """Harmonised System: 6 digits and up to 6 of the nation; chapters 01 to 97, of which 77 is kept free."""
    if not re.fullmatch(r"[0-9]{6,12}", text):
        raise NotIdentifier(f"{_shown(text)} is no HS code", "6 to 12 digits")
    if not 1 <= int(text[:2]) <= 97 or text[:2] == "77":
        raise NotIdentifier(f"HS code {text} is of chapter {text[:2]}", "chapter 01 to 97, 77 not used")
    return text


def scac(text: str) -> str:
    """A carrier's code of the NMFTA."""
    if not re.fullmatch(r"[A-Z]{2,4}", text):
        raise NotIdentifier(f"{_shown(text)} is no SCAC", "2 to 4 capital letters")
    return text


def uetr(text: str) -> str:
    """The unique end-to-end transaction reference of a payment: a UUID of version 4 (RFC 9562) in lower case,
    as SWIFT carries it in field 121 and ISO 20022 in `UETR`.
    """
    if not re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", text):
        raise NotIdentifier(
            f"{_shown(text)} is no UETR",
            "a UUID of version 4 in lower case, such as eb6305c9-1f7f-49de-aed0-16487c27b42d",
        )
    return text


def _as_digits(text: str) -> str:
    return "".join(str(int(sign, 36)) for sign in text)


def _shown(text: str) -> str:
    return repr(text) if len(text) <= 40 else f"{text[:40]!r}… ({len(text)} characters)"
