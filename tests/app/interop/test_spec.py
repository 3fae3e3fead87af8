"""The numbered sentences and the tests that cite them; the sentence on tags and the table of fields."""

from __future__ import annotations

import re
from pathlib import Path

from app.interop.swift.mt700_fields import ROWS

ROOT = Path(__file__).parents[3]
SPEC = (ROOT / "docs/spec/interop.md").read_text(encoding="utf-8")


def test_every_sentence_is_cited_and_every_citation_is_a_sentence():
    sentences = re.findall(r"^- (INTEROP-\d+) ", SPEC, re.MULTILINE)
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/app").rglob("test_*.py")]
    cited = {name for text in tests for name in re.findall(r"INTEROP-\d+", text)}
    assert sentences == [f"INTEROP-{number}" for number in range(1, len(sentences) + 1)]
    assert cited == set(sentences)


def test_the_tags_that_are_not_kept_are_named():
    said = re.search(r"^Dropped after it was checked: (.*?)\. Not built", SPEC, re.M | re.S)
    assert said is not None
    assert re.findall(r"\b\d\d[A-Z]?\b", said[1]) == [row.tag for row in ROWS if row.fate != "kept"]
