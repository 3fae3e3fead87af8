"""The sentences of docs/spec/operating.md on the service and the tests that cite them; those below 30 are the
scripts', and are cited beside the contracts' tests.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIRST = 30


def test_every_sentence_is_cited_and_every_citation_has_its_sentence() -> None:
    spec = (HERE.parents[2] / "docs" / "spec" / "operating.md").read_text()
    sentences = [int(number) for number in re.findall(r"^OPERATING-(\d+) ", spec, re.M)]
    assert len(sentences) == len(set(sentences))
    cited = {
        int(number)
        for file in HERE.glob("*.py")
        for number in re.findall(r"OPERATING-(\d+)", file.read_text())
    }
    assert cited == {number for number in sentences if number >= FIRST}
