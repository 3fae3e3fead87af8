"""When the parts of a drawing fall due, as fields 42C, 42M and 42P say it in words.

Read are days after sight, shipment or invoice; anything else (months, a fixed date, days after something
else) is named as not built. Whatever is read keeps its words in the terms.
"""

from __future__ import annotations

import re

from app.credits.terms import From, Tenor

_SINCE = {
    From.SIGHT: r"SIGHT",
    From.SHIPMENT: r"(?:DATE OF )?(?:SHIPMENT|B/L|BILL OF LADING|TRANSPORT DOCUMENT|ON BOARD)(?: DATE)?",
    From.INVOICE: r"(?:DATE OF )?(?:THE )?INVOICE(?: DATE)?",
}
_DAYS = re.compile(r"\b(\d{1,3}) ?DAYS?'? ?(?:AFTER|FROM)? ?(?:THE )?(?P<since>.*)")
_SHARE = re.compile(r"(?:^|[\s,;:+-])(\d{1,3})(?:[.,]0+)? ?(?:PCT|PERCENT|PER CENT|%)")
_AT_SIGHT = re.compile(r"\bAT SIGHT\b")
_OTHER = re.compile(r"\b(?:DAYS?|MONTHS?|YEARS?|DATE)\b")
MOST_DAYS = 999


class NotATenor(ValueError):
    """Words that are no tenor, or none that is built."""


def one(lines: tuple[str, ...]) -> tuple[Tenor, ...]:
    """Of the whole drawing: nothing where it is at sight. Raises NotATenor."""
    words = _words(lines)
    tenor = _read(words, 100)
    return () if tenor.at_sight else (tenor,)


def mixed(lines: tuple[str, ...]) -> tuple[Tenor, ...]:
    """Parts in percent, which are a whole and not all at sight. Raises NotATenor."""
    words = _words(lines)
    places = [found.start() for found in _SHARE.finditer(words)]
    if not places:
        raise NotATenor("no parts in percent")
    ends = [*places[1:], len(words)]
    parts = [words[start:end] for start, end in zip(places, ends, strict=True)]
    tenors = tuple(_read(part, int(_SHARE.match(part)[1])) for part in parts)  # type: ignore[index]
    total = sum(tenor.percent for tenor in tenors)
    if total != 100:
        raise NotATenor(f"parts of {total} percent together")
    if all(tenor.at_sight for tenor in tenors) or len(tenors) == 1:
        raise NotATenor("nothing mixed")
    return tenors


def _read(words: str, percent: int) -> Tenor:
    found = _DAYS.search(words)
    if found:
        for since, pattern in _SINCE.items():
            if re.match(pattern + r"\b", found["since"]):
                return Tenor(percent, since, int(found[1]))
    elif _AT_SIGHT.search(words) or not _OTHER.search(words):
        return Tenor(percent, From.SIGHT, 0)
    raise NotATenor(words)


def _words(lines: tuple[str, ...]) -> str:
    return re.sub(r"\s+", " ", " ".join(lines)).upper().strip()
