"""The sentences of docs/spec/service-bills.md and the tests that cite them."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_every_sentence_is_cited_and_every_citation_has_its_sentence() -> None:
    spec = (HERE.parents[2] / "docs" / "spec" / "service-bills.md").read_text()
    sentences = re.findall(r"\*\*(SBILLS-\d+)\*\*", spec)
    assert len(sentences) == len(set(sentences))
    cited = {name for file in HERE.glob("*.py") for name in re.findall(r"SBILLS-\d+", file.read_text())}
    assert cited == set(sentences)
