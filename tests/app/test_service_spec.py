"""The sentences of docs/spec/service.md and the tests that cite them."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_every_sentence_is_cited_and_every_citation_has_its_sentence() -> None:
    spec = (HERE.parents[1] / "docs" / "spec" / "service.md").read_text()
    sentences = re.findall(r"\*\*(SERVICE-\d+)\*\*", spec)
    assert len(sentences) == len(set(sentences))
    cited = {name for file in HERE.rglob("*.py") for name in re.findall(r"SERVICE-\d+", file.read_text())}
    assert cited == set(sentences)
