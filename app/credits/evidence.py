"""An evidence pack: its entries, its seal, and its story in plain words. Words and rules only."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.credits import verify
from app.credits.domain import canonical

FORMAT = "entrepot evidence 1"

README = """What this is

Everything that one member of the ledger, named in manifest.json, said, was told and did about one credit, and
everything that the chain tells of it to its parties. What is between others is not in it.

  narrative.txt       the story, in order
  timeline.json       the same for programs: when, who, what, and of which event, operation or message
  credit.json         the credit as the member sees it; amendments.json, presentations.json, obligations.json,
                      transfers.json, assignments.json, advances.json: those in which it has a part
  operations.json     what the member asked the chain for: what was meant, who asked, who approved, the signed
                      transactions with their hashes, and their receipts
  events.json         what the chain has told, with block hashes, as a node gives it and explained
  openings.json       texts and salts that open the commitments which stand in those events
  messages.json       what the member sent to and received from the others
  examinations.json   findings, calendars, who examined, who had to be told
  texts/              texts and documents, byte for byte

How to check it

  python verify.py PACK                  nothing was changed, and the texts are those that were committed to
  python verify.py PACK --rpc URL        ... and the chain has those transactions, events and blocks
  python verify.py PACK --seal HEX       ... and it is the pack with this seal

It needs Python 3.10 and nothing else. Commitments are Keccak-256 of salt and content: whoever changes a byte
of a text finds no salt that opens the same commitment. What stands in messages and in times of asking and
approving is the member's own record, and no chain bears it out.
"""


@dataclass(frozen=True)
class Step:
    """`rank` puts what has the same moment in order. `of` is where it comes from: an operation or a message;
    `event` the id of the chain's event.
    """

    at: datetime
    rank: int
    who: str
    what: str
    event: str | None = None
    of: str | None = None
    details: Sequence[str] = ()


@dataclass
class Pack:
    """Entries as they are put in; `facts` goes into the manifest."""

    facts: dict[str, Any]
    entries: dict[str, bytes] = field(default_factory=dict)

    def text(self, name: str, content: bytes) -> str:
        self.entries[name] = content
        return name

    def data(self, name: str, content: Any) -> None:
        spelled = json.dumps(content, indent=1, ensure_ascii=False, default=_spelled)
        self.entries[name] = spelled.encode()

    def tell(self, steps: Iterable[Step], heading: Sequence[str]) -> None:
        """The story, for people and for programs."""
        ordered = sorted(steps, key=lambda step: (step.at, step.rank))
        self.data(
            "timeline.json",
            [
                {
                    "step": number,
                    "at": _spelled(step.at),
                    "who": step.who,
                    "what": step.what,
                    "event": step.event,
                    "of": step.of,
                    "details": list(step.details),
                }
                for number, step in enumerate(ordered, start=1)
            ],
        )
        lines = [*heading, ""]
        for number, step in enumerate(ordered, start=1):
            where = f" [event {step.event}]" if step.event else f" [{step.of}]" if step.of else ""
            lines.append(f"{number:4}. {_spelled(step.at)}  {step.who} {step.what}{where}")
            lines += [f"        {detail}" for detail in step.details]
        self.text("narrative.txt", ("\n".join(lines) + "\n").encode())

    def closed(self, made_at: datetime) -> tuple[bytes, str]:
        """The zip and its seal."""
        self.text("README.txt", README.encode())
        self.text("verify.py", Path(verify.__file__).read_bytes())
        manifest: dict[str, Any] = {"format": FORMAT, "made_at": _spelled(made_at)} | self.facts
        manifest["entries"] = {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(self.entries.items())
        }
        manifest["seal"] = verify.sealed_as(manifest)
        file = io.BytesIO()
        moment = max(made_at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in [(verify.MANIFEST, canonical(manifest)), *sorted(self.entries.items())]:
                made.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
        return file.getvalue(), str(manifest["seal"])


def name_of(place: int, name: str) -> str:
    """Of a stranger's file in the pack: no path, and nothing that a system gives a meaning."""
    plain = "".join(one if one.isalnum() or one in "-_." else "_" for one in name).lstrip(".")
    return f"{place:02}-{plain[-80:] or 'document'}"


def listed(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Discrepancies, numbered."""
    return [f"{number}. {one['text']} ({one['article']})" for number, one in enumerate(found, start=1)]


def _spelled(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
