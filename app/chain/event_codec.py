"""One event's arguments out of a log, quickly: what stands in a word of its own is cut out of the bytes, and
only what does not goes through the general decoder. Both understand and refuse the same logs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

WORD = 32
# In hexadecimal digits, as `Taken` gets a word.
DIGITS = 2 * WORD
TOPIC = 2 + DIGITS
NOTHING = "0" * DIGITS

Taken = Callable[[str], Any]


class Unreadable(ValueError):
    """The bytes are not of this event."""


def _number(bits: int) -> Taken:
    def taken(word: str) -> int:
        value = int(word, 16)
        if value >> bits:
            raise Unreadable(f"{value} is no number of {bits} bits")
        return value

    return taken


def _address(word: str) -> str:
    if word[:24] != NOTHING[:24]:
        raise Unreadable(f"{word} is no address")
    return "0x" + word[24:]


def _truth(word: str) -> bool:
    value = int(word, 16)
    if value > 1:
        raise Unreadable(f"{value} is neither true nor false")
    return value == 1


def _only_its_hash(word: str) -> Any:
    raise Unreadable("a topic holds only the hash of what is longer than a word")


def _fixed_bytes(length: int) -> Taken:
    if length == WORD:
        return "0x".__add__
    digits = 2 * length

    def taken(word: str) -> str:
        if word[digits:] != NOTHING[digits:]:
            raise Unreadable(f"{word} is longer than {length} bytes")
        return "0x" + word[:digits]

    return taken


def taken_from_a_word(kind: str) -> Taken | None:
    """None where a value of this type needs more than a word, or another rule."""
    if kind == "address":
        return _address
    if kind == "bool":
        return _truth
    if found := re.fullmatch(r"uint(\d+)", kind):
        return _number(int(found[1]))
    if found := re.fullmatch(r"bytes(\d+)", kind):
        return _fixed_bytes(int(found[1]))
    return None


def type_of(given: Mapping[str, Any]) -> str:
    """An ABI entry's type with the parts of its structs, as signatures have it."""
    kind: str = given["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(type_of(part) for part in given['components'])}){kind.removeprefix('tuple')}"


def from_abi(value: Any, given: Mapping[str, Any]) -> Any:
    """A decoded value as the service has it: structs by name, addresses and bytes as text in lower case."""
    kind: str = given["type"]
    if kind.endswith("]"):
        inner = {**given, "type": kind[: kind.rindex("[")]}
        return [from_abi(part, inner) for part in value]
    if kind == "tuple":
        return {c["name"]: from_abi(part, c) for part, c in zip(value, given["components"], strict=True)}
    if kind == "address":
        return str(value).lower()
    if kind.startswith("bytes"):
        return "0x" + bytes(value).hex()
    return value


class EventCodec:
    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.name: str = entry["name"]
        inputs: Sequence[Mapping[str, Any]] = entry["inputs"]
        indexed = [given for given in inputs if given["indexed"]]
        self._plain = [given for given in inputs if not given["indexed"]]
        self._names = [given["name"] for given in inputs]
        self._topics = len(indexed)
        self._words = len(inputs)
        # Topics first, then the data: where each argument's word begins.
        order = [id(given) for given in (*indexed, *self._plain)]
        self._cuts: list[tuple[str, int, int, Taken]] = []
        self._by_word = True
        for given in inputs:
            taken = taken_from_a_word(given["type"])
            start = order.index(id(given)) * DIGITS
            if taken is not None:
                self._cuts.append((given["name"], start, start + DIGITS, taken))
            elif given["indexed"]:
                self._cuts.append((given["name"], start, start + DIGITS, _only_its_hash))
            else:
                self._by_word = False

    def arguments(self, topics: Sequence[str], data: str) -> dict[str, Any]:
        """In the order of their declaration; `topics` without the first. Raises Unreadable."""
        if len(topics) != self._topics:
            raise Unreadable(f"{len(topics)} topics for {self._topics} indexed arguments")
        for topic in topics:
            if len(topic) != TOPIC:
                raise Unreadable(f"{topic} is no topic")
        text = ("".join([topic[2:] for topic in topics]) + data[2:]).lower()
        try:
            told = bytes.fromhex(text)
        except ValueError as error:
            raise Unreadable(str(error)) from error
        if 2 * len(told) != len(text):
            raise Unreadable("blanks between the digits")
        if not self._by_word:
            return self._generally(told, text)
        if len(told) < self._words * WORD:
            raise Unreadable(f"{len(told)} bytes for {self._words} arguments of a word each")
        return {name: taken(text[start:end]) for name, start, end, taken in self._cuts}

    def _generally(self, told: bytes, text: str) -> dict[str, Any]:
        try:
            values = abi_decode([type_of(given) for given in self._plain], told[self._topics * WORD :])
        except (DecodingError, ValueError, OverflowError) as error:
            raise Unreadable(str(error)) from error
        found = {g["name"]: from_abi(v, g) for v, g in zip(values, self._plain, strict=True)}
        head = self._topics * DIGITS
        found |= {name: taken(text[a:b]) for name, a, b, taken in self._cuts if b <= head}
        return {name: found[name] for name in self._names}
