"""What of a number, an amount, a day or a text stays when somebody retypes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from app.receivables.documents import normalised, number_of

_MISREAD = str.maketrans("OQDILZSBGT", "0001125867")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH = re.compile(r"0[1-9]|1[0-2]")


class Numbering(NamedTuple):
    """`shape` is the number with its counter taken out: numbers of one shape are of one series. `mask` is the
    number with all digits taken out: a series that begins anew each month has a shape a month and one mask.
    """

    shape: str
    counter: int
    mask: str


def numbering(number: str, year: int = 0) -> Numbering | None:
    """None where there is no digit. Years, months beside them and short parts or copies behind do not count;
    `year` is that of the document, which some write with two digits.

    INV-2026-00417 -> INV2026#, 417; 417/03/2026 -> #32026, 417; 417/26 in 2026 -> #26, 417; 417-2 -> #2, 417
    """
    plain = re.sub(r"(?<![0-9])0+(?=[0-9]{3})", "", unicodedata.normalize("NFKC", number).upper())
    runs = [found.span() for found in re.finditer(r"[0-9]+", plain)]
    if not runs:
        return None
    first, last = _counter(plain, runs, year)
    shape = f"{number_of(plain[:first])}#{number_of(plain[last:])}"
    return Numbering(shape, int(plain[first:last]), re.sub("[0-9]+", "#", plain))


def _counter(plain: str, runs: list[tuple[int, int]], year: int) -> tuple[int, int]:
    """Where the counter stands."""
    words = [plain[first:last] for first, last in runs]
    years = [at for at, word in enumerate(words) if _YEAR.fullmatch(word)]
    if not years and year:
        years = [at for at, word in enumerate(words) if word == f"{year % 100:02}"][:1]
    months = [at for at in (step + beside for step in years for beside in (-1, 1)) if 0 <= at < len(words)]
    dated = {*years, *(at for at in months if _MONTH.fullmatch(words[at]))}
    left = [at for at in range(len(words)) if at not in dated] or list(range(len(words)))
    while len(left) > 1 and len(words[left[-1]]) < 3 and len(words[left[-2]]) > len(words[left[-1]]):
        left.pop()
    first, last = runs[left[-1]]
    return (first + 4 if last - first >= 7 and _YEAR.match(plain, first) else first), last


def core(number: str, year: int = 0) -> str:
    """The counter alone: what is left of a number when everything around it is written differently.

    INV-2026-00417, 2026/417, RE417-A, 417/2 -> 417; empty where there is no digit.
    """
    found = numbering(number, year)
    return str(found.counter) if found else ""


def read_alike(number: str) -> str:
    """The number with signs that are misread for each other made one."""
    return number_of(normalised(number).translate(_MISREAD))


def slipped(one: str, other: str) -> bool:
    """Whether two neighbouring signs changed places, or one sign was left out."""
    if len(one) == len(other):
        apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(one) == sorted(other)
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(1, len(long))
    )


def size(minor: int) -> int:
    """Amounts that differ by less than a sixty-fourth are of one size or of two neighbouring ones."""
    shift = max(minor.bit_length() - 6, 0)
    return (shift << 6) + (minor >> shift)


def sizes_beside(minor: int) -> tuple[int, ...]:
    """The sizes of amounts that are about as large."""
    apart = max(minor // 64, 1)
    return tuple({size(max(minor - apart, 0)), size(minor), size(minor + apart)})


def swapped(day: date) -> date | None:
    """With day and month exchanged, where that is another date."""
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def trigrams(text: str) -> frozenset[str]:
    """Of three signs each, of the text's words in capital letters."""
    plain = " ".join(_runs(text))
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def alike(one: str, other: str) -> int:
    """Percent of trigrams that two texts share, of those that either has; 0 where one is empty."""
    ours, theirs = trigrams(one), trigrams(other)
    if not ours or not theirs:
        return 0
    common = len(ours & theirs)
    return 100 * common // (len(ours) + len(theirs) - common)


def _runs(text: str) -> Iterator[str]:
    """Runs of letters and runs of digits, in capital letters, without accents."""
    plain = unicodedata.normalize("NFKD", text).upper()
    return iter(re.findall(r"[0-9]+|[^\W\d_]+", "".join(s for s in plain if not unicodedata.combining(s))))
