"""The sentences of docs/spec/service-collateral.md and the tests that cite them."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_every_sentence_is_cited_and_every_citation_has_its_sentence() -> None:
    spec = (HERE.parents[2] / "docs" / "spec" / "service-collateral.md").read_text()
    sentences = re.findall(r"^- (SCOLLATERAL-\d+) ", spec, re.M)
    assert sentences == [f"SCOLLATERAL-{number}" for number in range(1, len(sentences) + 1)]
    cited = {
        name for file in HERE.glob("test_*.py") for name in re.findall(r"SCOLLATERAL-\d+", file.read_text())
    }
    assert cited == set(sentences)
