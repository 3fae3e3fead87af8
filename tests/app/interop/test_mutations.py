"""Good documents, spoilt at random from a fixed seed: each is taken or refused in words, nothing else."""

from __future__ import annotations

import json
from random import Random

import pytest

from app.interop.dcsa import transport_document
from app.interop.faults import DocumentRefused
from app.interop.swift import framing, mt700
from tests.app.interop.builders import BILL, CREDIT

PIECES = (
    b"",
    b"\x00",
    b"\xff",
    b"\xc3\xa9",
    b":",
    b"/",
    b"-}",
    b"{",
    b"}",
    b"\r",
    b"\n",
    b"\r\n",
    b"0",
    b"9" * 40,
)
TEXTS = ("", " ", "\x00", "\n", "X" * 300, "2026-13-01")
VALUES = (None, True, -1, 0, 2.5, 10**40, float("inf"), [], {}, [None], {"a": 1}, *TEXTS)


def spoilt_bytes(document: bytes, random: Random) -> bytes:
    """A piece cut out, doubled, moved or replaced, one to three times."""
    for _ in range(random.randint(1, 3)):
        start = random.randrange(len(document) + 1)
        end = min(len(document), start + random.choice((0, 1, 2, 8, 60)))
        taken = document[start:end]
        piece = random.choice((*PIECES, taken * 2, random.randbytes(3)))
        document = document[:start] + piece + document[end:]
        if random.random() < 0.1:
            at = random.randrange(len(document) + 1)
            document = document[:at] + taken + document[at:]
    return document


def spoilt_value(document: object, random: Random) -> None:
    """One value, anywhere, replaced by one of another kind or taken away."""
    while True:
        keys = list(document) if isinstance(document, dict) else list(range(len(document)))
        key = random.choice(keys)
        below = document[key]
        if isinstance(below, dict | list) and below and random.random() < 0.8:
            document = below
        elif random.random() < 0.2:
            del document[key]
            return
        else:
            document[key] = random.choice(VALUES)
            return


def outcome(parse, raw: bytes) -> str:
    """taken or refused; whatever else is raised fails the test with the document that did it."""
    try:
        parse(raw)
    except DocumentRefused as refused:
        return "refused" if in_words(refused) else f"badly refused: {raw!r}"
    except Exception as error:
        raise AssertionError(raw) from error
    return "taken"


def in_words(refused: DocumentRefused) -> bool:
    """Every part of every fault is there, on one line each, and can be printed."""
    whole = all(fault.where and fault.found and fault.expected and fault.rule for fault in refused.faults)
    lines = str(refused).encode().decode().splitlines()
    return bool(refused.faults) and whole and len(lines) == 1 + len(refused.faults)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_spoilt_message(seed):
    """INTEROP-3, INTEROP-5"""
    random = Random(seed)
    seen = set()
    for _ in range(600):
        raw = spoilt_bytes(CREDIT, random)
        seen.add(outcome(mt700.parse, raw))
        if outcome(mt700.parse, raw) == "taken":
            read = mt700.parse(raw)
            assert framing.write(read.message) == raw
            mt700.parse(mt700.write(read.terms))
    assert seen == {"taken", "refused"}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_transport_document_with_spoilt_bytes(seed):
    """INTEROP-3"""
    random = Random(seed)
    assert {outcome(transport_document.parse, spoilt_bytes(BILL, random)) for _ in range(150)} == {
        "taken",
        "refused",
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_a_transport_document_with_spoilt_values(seed):
    """INTEROP-3"""
    random = Random(seed)
    seen = set()
    for _ in range(200):
        document = json.loads(BILL)
        for _ in range(random.randint(1, 3)):
            spoilt_value(document, random)
        seen.add(outcome(transport_document.parse, json.dumps(document).encode()))
    assert seen == {"taken", "refused"}
