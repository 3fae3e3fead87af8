"""Events are taken out of their bytes as the general decoder takes them, and refused where it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from eth_abi.abi import decode as abi_decode
from eth_abi.abi import encode as abi_encode
from eth_abi.exceptions import DecodingError

from app.chain.event_codec import EventCodec, Unreadable, from_abi, type_of

ROOT = Path(__file__).resolve().parents[3]
EVENTS = [
    (file.stem, entry)
    for file in sorted((ROOT / "deployments" / "abi").glob("*.json"))
    for entry in json.loads(file.read_text())
    if entry["type"] == "event"
]
MADE_UP = {
    "type": "event",
    "name": "MadeUp",
    "inputs": [
        {"name": "text", "type": "string", "indexed": False},
        {"name": "short", "type": "bytes4", "indexed": True},
        {"name": "who", "type": "address", "indexed": False},
        {"name": "yes", "type": "bool", "indexed": True},
    ],
}


def generally(entry: dict[str, Any], topics: list[str], data: str) -> dict[str, Any] | None:
    """By eth_abi alone; None where it refuses."""
    indexed = [given for given in entry["inputs"] if given["indexed"]]
    plain = [given for given in entry["inputs"] if not given["indexed"]]
    found = {}
    try:
        values = abi_decode([type_of(given) for given in plain], bytes.fromhex(data[2:]))
        found = {g["name"]: from_abi(v, g) for v, g in zip(values, plain, strict=True)}
        for given, topic in zip(indexed, topics, strict=True):
            found[given["name"]] = from_abi(abi_decode([type_of(given)], bytes.fromhex(topic[2:]))[0], given)
    except (DecodingError, ValueError, OverflowError):
        return None
    return {given["name"]: found[given["name"]] for given in entry["inputs"]}


def quickly(entry: dict[str, Any], topics: list[str], data: str) -> dict[str, Any] | None:
    try:
        return EventCodec(entry).arguments(topics, data)
    except Unreadable:
        return None


def a_value(given: dict[str, Any], rng: Random) -> Any:
    kind: str = given["type"]
    if kind.endswith("]"):
        before, _, length = kind[:-1].rpartition("[")
        inner = {**given, "type": before}
        return [a_value(inner, rng) for _ in range(int(length) if length else rng.randrange(3))]
    if kind == "tuple":
        return tuple(a_value(part, rng) for part in given["components"])
    if kind == "address":
        return "0x" + rng.randbytes(20).hex()
    if kind == "bool":
        return rng.random() < 0.5
    if kind == "string":
        return "Ä" * rng.randrange(40)
    if kind.startswith("bytes"):
        return rng.randbytes(int(kind[5:]) if kind[5:] else rng.randrange(70))
    return rng.choice([0, 1, 2 ** int(kind[4:]) - 1, rng.randrange(2 ** int(kind[4:]))])


def a_log(entry: dict[str, Any], rng: Random) -> tuple[list[str], str]:
    values = [(given, a_value(given, rng)) for given in entry["inputs"]]
    topics = ["0x" + abi_encode([type_of(g)], [v]).hex() for g, v in values if g["indexed"]]
    plain = [(type_of(g), v) for g, v in values if not g["indexed"]]
    return topics, "0x" + abi_encode([kind for kind, _ in plain], [value for _, value in plain]).hex()


def damaged(topics: list[str], data: str, rng: Random) -> tuple[list[str], str]:
    """A digit changed, or the end left out."""
    place = rng.randrange(len(topics) + 1)
    text = bytearray.fromhex(topics[place][2:] if place < len(topics) else data[2:])
    if place == len(topics) and text and rng.random() < 0.3:
        text = text[: rng.randrange(len(text))]
    elif text:
        text[rng.randrange(len(text))] = rng.choice([0, 1, 255])
    if place < len(topics):
        return [*topics[:place], "0x" + text.hex(), *topics[place + 1 :]], data
    return topics, "0x" + text.hex()


@pytest.mark.parametrize(
    ("contract", "entry"), [*EVENTS, ("none", MADE_UP)], ids=lambda x: x if isinstance(x, str) else x["name"]
)
def test_each_event_is_understood_and_refused_as_by_the_general_decoder(
    contract: str, entry: dict[str, Any]
) -> None:
    """SERVICE-16"""
    rng = Random(f"{contract} {entry['name']}")
    refused = 0
    for _ in range(60):
        topics, data = a_log(entry, rng)
        expected = generally(entry, topics, data)
        assert expected is not None
        assert quickly(entry, topics, data) == expected
        assert list(quickly(entry, topics, data) or {}) == list(expected)
        topics, data = damaged(topics, data, rng)
        expected = generally(entry, topics, data)
        refused += expected is None
        assert quickly(entry, topics, data) == expected
    narrow = any(given["type"] not in ("uint256", "bytes32", "bytes") for given in entry["inputs"])
    assert refused > 0 or not narrow


def test_topics_that_are_too_few_too_many_or_too_short_are_refused() -> None:
    """SERVICE-16"""
    topics, data = a_log(MADE_UP, Random(1))
    assert quickly(MADE_UP, topics, data) is not None
    for wrong in (
        topics[:1],
        [*topics, topics[0]],
        [topics[0], topics[1][:-2]],
        [topics[0], "0x " + "0" * 63],
    ):
        assert quickly(MADE_UP, wrong, data) is None


def test_what_only_its_hash_is_told_of_is_refused() -> None:
    """SERVICE-16"""
    entry = {"name": "Long", "inputs": [{"name": "text", "type": "string", "indexed": True}]}
    assert quickly(entry, ["0x" + "00" * 32], "0x") is None
