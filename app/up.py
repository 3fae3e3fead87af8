"""`make up`: chain, contracts and service on this machine, kept in var/local, until Ctrl-C.

CHAIN_PORT and API_PORT choose other ports than 8545 and 8000.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from rich.console import Console

from app.ending import Ended
from app.local.stack import Place, Stack
from app.local.trouble import Trouble

FOLDER = Path("var/local")
MEMBERS = Path("examples/members.json")


def main() -> int:
    console = Console(width=118, highlight=False)
    ended = Ended.by_signal()
    members = json.loads(MEMBERS.read_text())
    place = Place(FOLDER, _port("CHAIN_PORT", 8545), _port("API_PORT", 8000))
    stack = Stack(place, members, console.print)
    stack.start()
    try:
        console.print(f"\nThe interface and its documentation: {place.api_url}/docs")
        console.print("Credentials, one file for each organisation (a maker's token and a checker's):")
        for entry in members:
            console.print(f"  {entry['name']:<28} {place.credentials(entry['id'])}")
        console.print(
            f"Logs: {FOLDER}/logs. Ctrl-C stops everything; the state stays, `rm -r {FOLDER}` removes it."
        )
        while not ended.wait(1):
            stack.require_running()
    finally:
        console.print("stopping")
        stack.stop()
    return 0


def _port(name: str, otherwise: int) -> int:
    given = os.environ.get(name, "")
    if not given:
        return otherwise
    if not given.isdigit() or not 1 <= int(given) <= 65535:
        raise Trouble(f"{name} is {given!r}; it wants a port number from 1 to 65535.")
    return int(given)


if __name__ == "__main__":
    sys.exit(main())
