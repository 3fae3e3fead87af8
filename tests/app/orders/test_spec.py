"""The sentences of docs/spec/service-orders.md and the tests that cite them."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_every_sentence_is_cited_and_every_citation_has_its_sentence() -> None:
    spec = (HERE.parents[2] / "docs" / "spec" / "service-orders.md").read_text()
    sentences = re.findall(r"\*\*(SORDERS-\d+)\*\*", spec)
    assert len(sentences) == len(set(sentences))
    cited = {name for file in HERE.glob("*.py") for name in re.findall(r"SORDERS-\d+", file.read_text())}
    assert cited == set(sentences)
