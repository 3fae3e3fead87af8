"""The sentences of docs/invariants.md, for what fails to quote."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = (Path(__file__).parents[3] / "docs" / "invariants.md").read_text()
SENTENCES = {
    number: " ".join(sentence.split())
    for number, sentence in re.findall(r"^- (INV-\d+) (.+?)(?=\n- |\n\n)", TEXT, re.M | re.S)
}


class InvariantBroken(AssertionError):
    """The sentence, and what was found in its place."""


def holds(number: str, true: bool, found: str) -> None:
    """Nothing, where it is true."""
    if not true:
        raise InvariantBroken(f"{number} {SENTENCES[number]} Found: {found}")
