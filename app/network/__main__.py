"""`make network`: three validators on this machine, and the trial that an operator makes of any network, with
forks and a flood besides. Everything is stopped at the end; var/network/report.json says what was found.
"""

from __future__ import annotations

import json
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from eth_account import Account
from rich.console import Console as Screen

from app.demo.timeline import WIDTH
from app.local.trouble import Trouble
from app.network import result as results
from app.network.flood import Flood
from app.network.joining import Joining
from app.network.trouble import Forks, undone
from app.network.validators import CHAIN_ID, NUMBERS, SCRYPT_ROUNDS, Validators
from app.network.verify import FOLDER, verify

NETWORK = "three-validators"
REPORT, RESULT = FOLDER / "report.json", FOLDER / "result.json"
# Two whole rounds: with every block of them each of the three has twice had the turn to build on something
# else and did not. A validator that is alone gets one block far (half of three, rounded down), and every fork
# that was seen, but for heads set back on purpose, was one or two blocks deep.
FINALITY_DEPTH = 2 * len(NUMBERS)
# As deep as the depth lets a fork be: those who are alone may seal one block more.
SET_BACK = FINALITY_DEPTH - 2


def main() -> int:
    started = time.monotonic()
    screen = Screen(width=WIDTH, highlight=False)
    signal.signal(signal.SIGTERM, _end)
    program = build()
    folder = (FOLDER / NETWORK).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    screen.print("starting three validators")
    validators = Validators(folder, program)
    validators.start()
    try:
        file = describe(folder, validators)
        companions, sequels = (Forks(validators, SET_BACK),), (Joining(validators), Flood(validators))
        verify(file, RESULT, screen, companions, sequels)
        found = results.check(RESULT)
        validators.require_running()
    finally:
        screen.print("stopping")
        validators.stop()
    report = found | forks(validators, folder) | {"seconds_in_all": round(time.monotonic() - started)}
    results.write(REPORT, report)
    return say(screen, report)


def build() -> Path:
    """geth, made from source the first time; where it cannot be, the tool has said why in one sentence."""
    made = subprocess.run([sys.executable, "toolbox/build_geth.py"], stdout=subprocess.PIPE, text=True)
    if made.returncode:
        raise SystemExit(made.returncode)
    return Path(made.stdout.strip())


def describe(folder: Path, validators: Validators) -> Path:
    """The file that an operator would write of this network."""
    lost = str(folder / f"validator-{NUMBERS[1]}")
    stop, start = (
        shlex.join([sys.executable, "-m", "app.network.validator", word, lost]) for word in ("kill", "start")
    )
    described = {
        "network": NETWORK,
        "chain_id": CHAIN_ID,
        "finality_depth": FINALITY_DEPTH,
        "rpc": [one.url for one in validators.all],
        "payer": _keys(folder, "payer"),
        "operator": _keys(folder, "operator"),
        "loss": {"rpc": 1, "stop": stop, "start": start},
    }
    file = folder / "network.json"
    file.write_text(json.dumps(described, indent=1) + "\n")
    return file


def forks(validators: Validators, folder: Path) -> dict[str, Any]:
    """What the nodes and the service said of them."""
    seen = [drop for one in validators.all for drop in one.reorgs()]
    return {
        "forks_seen": len(seen),
        "deepest_fork_seen": max(seen, default=0),
        "reorgs_undone_by_the_service": undone(folder / "trial" / "run" / "logs" / "indexer.log"),
    }


def say(screen: Screen, report: dict[str, Any]) -> int:
    shortfalls = list(report["shortfalls"])
    if not report["forks_seen"]:
        shortfalls.append("no fork came about")
    if report["reorgs_undone_by_the_service"] < 2:
        shortfalls.append("the service undid fewer than two reorgs")
    screen.print(
        f"{report['forks_seen']} forks as the nodes saw them, {report['deepest_fork_seen']} blocks at most, "
        f"and {report.get('set_back', 0)} blocks set back; the service undid blocks "
        f"{report['reorgs_undone_by_the_service']} times.\n"
        f"{report['seconds_in_all']} s in all. Report: {REPORT}"
    )
    for one in shortfalls:
        screen.print(f"[red]short:[/red] {one}")
    screen.print("Next: docs/network.md says how an operator runs the same on Besu.")
    return 1 if shortfalls else 0


def _keys(folder: Path, name: str) -> dict[str, str]:
    key, secret = secrets.token_bytes(32), secrets.token_urlsafe(32)
    encrypted = Account.encrypt(key, secret, kdf="scrypt", iterations=SCRYPT_ROUNDS)
    keystore, passphrase = folder / "keys" / f"{name}.json", folder / "keys" / f"{name}-passphrase"
    keystore.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path, text in ((keystore, json.dumps(encrypted)), (passphrase, secret)):
        path.touch(mode=0o600)
        path.write_text(text)
    return {"keystore": f"keys/{name}.json", "passphrase": f"keys/{name}-passphrase"}


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit("Stopped on request.")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        raise Trouble("Stopped on request.") from None
