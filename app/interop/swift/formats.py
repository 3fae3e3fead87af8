r"""The notation in which SWIFT writes the format of a field, interpreted instead of coded field by field.

`6!n` six digits exactly, `16x` up to sixteen of set X, `4*35x` up to four lines of thirty-five, `[...]` may
be absent, `$` a new line, other signs are themselves. Sets: n digits, a capitals, c capitals or digits,
x and z text; d is an amount, which is only cut out here: how it is written depends on its currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from app.identifiers import NotIdentifier, bic
from app.interop.faults import shown

BIC = "4!a2!a2!c[3!c]"

X = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ "
Z = X + '=!"%&*<>;{@#_'

_SETS = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]", "d": "[^\n]"}
_SETS |= {name: f"[{re.escape(signs)}]" for name, signs in (("x", X), ("z", Z))}
_WORDS = {
    "n": ("digit", "digits"),
    "a": ("capital letter", "capital letters"),
    "c": ("capital letter or digit", "capital letters or digits"),
    "d": ("character of an amount", "characters of an amount"),
    "x": ("character", "characters"),
    "z": ("character", "characters"),
}
_PART = re.compile(
    r"(?P<lines>\d+)\*(?P<wide>\d+)(?P<many>[xz])|(?P<most>\d+)(?P<fixed>!?)(?P<set>[nacdxz])|(?P<sign>.)"
)


@dataclass(frozen=True)
class Reason:
    """Why a text does not have the format of its field. `line` counts from 0 within the field."""

    found: str
    expected: str
    rule: str
    line: int = 0


class NotInFormat(ValueError):
    """Text that does not have the format of its field, with every reason that can be told."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(f"{reason.found}, expected {reason.expected}" for reason in self.reasons))


@dataclass(frozen=True)
class Format:
    notation: str
    pattern: re.Pattern[str]
    words: str
    text_set: str
    """x or z where the field has text, else x: what may stand in it at all."""
    most_lines: int
    widest: int
    """Of a line that holds nothing but text; 0 where the field has no such line."""

    def cut(self, lines: tuple[str, ...]) -> tuple[str | None, ...]:
        """The field's components, None for one that is absent. Raises NotInFormat."""
        text = "\n".join(lines)
        if not text.strip():
            raise NotInFormat([Reason("nothing in the field", self.words, "format")])
        matched = self.pattern.fullmatch(text)
        if matched is None:
            reasons = [*self._characters(lines), *self._shape(lines)] or [self._whole(f"found {shown(text)}")]
            raise NotInFormat(sorted(reasons, key=lambda reason: reason.line))
        if any(part is not None and not part.strip() for part in matched.groups()):
            raise NotInFormat([self._whole(f"found a blank part in {shown(text)}")])
        # An amount is cut out whatever its signs are, so a sign that SWIFT lacks may still stand in it.
        odd = list(self._characters(lines))
        if odd:
            raise NotInFormat(odd)
        return matched.groups()

    def _whole(self, found: str) -> Reason:
        return Reason(found, f"{self.words} ({self.notation})", "format")

    def _characters(self, lines: tuple[str, ...]) -> Iterator[Reason]:
        """The first of each line that SWIFT does not have."""
        allowed = Z if self.text_set == "z" else X
        offer = f"A-Z a-z 0-9 space {allowed[62:].strip()}"
        for number, line in enumerate(lines):
            column = next((n for n, sign in enumerate(line) if sign not in allowed), None)
            if column is not None:
                name = f"{shown(line[column])} (U+{ord(line[column]):04X}) at character {column + 1}"
                expected = f"only signs of SWIFT's set {self.text_set.upper()}: {offer}"
                yield Reason(f"found {name} of {shown(line)}", expected, "SWIFT characters", number)

    def _shape(self, lines: tuple[str, ...]) -> Iterator[Reason]:
        if BIC in self.notation:
            at = next((n for n, line in enumerate(lines) if not line.startswith("/")), None)
            if at is not None:
                try:
                    bic(lines[at])
                except NotIdentifier as fault:
                    yield Reason(fault.found, fault.expected, "T27 bank code", at)
        if len(lines) > self.most_lines:
            expected = f"at most {self.most_lines}: {self.words}"
            yield Reason(f"found {len(lines)} lines", expected, "format", self.most_lines)
        for number, line in enumerate(lines):
            if not line.strip():
                yield Reason("found an empty line", "no empty lines within a field", "format", number)
            if self.widest and len(line) > self.widest and not (number == 0 and line.startswith("/")):
                found = f"found {len(line)} characters in {shown(line)}"
                yield Reason(found, f"at most {self.widest} in a line", "format", number)


@cache
def read(notation: str) -> Format:
    """The format that this notation means."""
    pattern, words = _translate(notation)
    parts = [part.groupdict() for part in _PART.finditer(notation)]
    texts = {part["many"] or part["set"] for part in parts}

    last = re.search(r"(\d+)[xz]$", notation)
    return Format(
        notation,
        re.compile(pattern, re.ASCII),
        words,
        "z" if "z" in texts else "x",
        notation.count("$") + 1 + sum(int(part["lines"]) - 1 for part in parts if part["lines"]),
        int(last[1]) if last and re.fullmatch(r"(?:\[/\d+x\$\])?(?:\d+\*)?\d+[xz]", notation) else 0,
    )


def _translate(notation: str) -> tuple[str, str]:
    """A regular expression with one group for each component, and the notation in words."""
    pattern = ""
    words: list[str] = []
    at = 0
    while at < len(notation):
        if notation.startswith(BIC, at):
            pattern += "([A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)"
            words.append("a BIC of 8 or 11 characters")
            at += len(BIC)
        elif notation[at] == "[":
            end = notation.index("]", at)
            inside, inner_words = _translate(notation[at + 1 : end])
            pattern += f"(?:{inside})?"
            words.append(f"perhaps {inner_words}")
            at = end + 1
        else:
            part = _PART.match(notation, at)
            assert part is not None
            piece, said = _component(part)
            pattern += piece
            words.append(said)
            at = part.end()
    return pattern, _sentence(words)


def _component(part: re.Match[str]) -> tuple[str, str]:
    if part["lines"]:
        line = f"{_SETS[part['many']]}{{1,{part['wide']}}}"
        said = f"up to {part['lines']} lines of up to {part['wide']} characters"
        return f"({line}(?:\n{line}){{0,{int(part['lines']) - 1}}})", said
    if part["set"]:
        most, kind = int(part["most"]), part["set"]
        one, many = _WORDS[kind]
        noun = one if most == 1 else many
        if part["fixed"]:
            return f"({_SETS[kind]}{{{most}}})", f"{most} {noun}"
        # Reluctant, so that text before an optional "/..." ends at the first slash.
        return f"({_SETS[kind]}{{1,{most}}}?)", f"up to {most} {noun}"
    if part["sign"] == "$":
        return "\n", "new line"
    return re.escape(part["sign"]), f"'{part['sign']}'"


def _sentence(words: list[str]) -> str:
    return ", ".join(words).replace(", new line, ", ", then on a new line ").replace("', ", "' and ")
