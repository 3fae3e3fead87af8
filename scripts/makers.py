"""The first persons of the local founders, in a process of their own: it alone opens the makers' keystores.

The other process, which plays the second persons, sends an order as a line of JSON and gets a signature back.
For local chains; elsewhere the two are people at two desks.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from scripts.keys import open_key, place_of
from scripts.record import ROOT
from scripts.saying import Refused
from scripts.signing import Order, signature


@dataclass(frozen=True)
class DistantMaker:
    """One maker, as the second person's process sees it."""

    name: str
    makers: Makers

    def sign(self, ordered: Order, chain_id: int, members: str) -> str:
        return self.makers.ask(
            {"name": self.name, "order": asdict(ordered), "chain_id": chain_id, "members": members}
        )


class Makers:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Makers:
        self._child: subprocess.Popen[str] = subprocess.Popen(
            [sys.executable, "-m", __name__, str(self._folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _pipe(self._child.stdin).close()
        self._child.wait()

    def ask(self, question: dict[str, Any]) -> str:
        print(json.dumps(question), file=_pipe(self._child.stdin), flush=True)
        answer = _pipe(self._child.stdout).readline().strip()
        if not answer:
            raise Refused(f"The makers' keys in {self._folder} cannot be used.")
        return answer


def _pipe(end: IO[str] | None) -> IO[str]:
    assert end is not None
    return end


def main(folder: Path) -> None:
    keys: dict[str, bytes] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        name = asked["name"]
        if name not in keys:
            keys[name] = open_key(*place_of(folder, "maker", name))
        print(signature(keys[name], Order(**asked["order"]), asked["chain_id"], asked["members"]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
