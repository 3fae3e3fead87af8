"""`make verify-network NETWORK=FILE`: the journeys and the loss of a validator on any network, signed.

    python -m app.network.verify FILE [--out RESULT]          the file is described in given.py
    python -m app.network.verify --check RESULT [--signer 0x...]

A trial founds contracts, seats and members of its own beside whatever the network holds; it touches nothing
else there. RESULT is var/network/<network>/result.json where none is named; the exit status is 1 where the
trial found a shortfall, or where a checked result holds one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eth_account import Account
from rich.console import Console as Screen

from app.demo.timeline import WIDTH
from app.local.trouble import Trouble
from app.network import given as giving
from app.network import result as results
from app.network.trial import Companion, Trial

FOLDER = Path("var/network")


def verify(
    file: Path,
    out: Path,
    screen: Screen,
    companions: Sequence[Companion] = (),
    sequels: Sequence[Companion] = (),
) -> dict[str, Any]:
    """Plays the trial and writes the signed result; returns what was found. Raises Trouble."""
    given = giving.read(file)
    key = given.operator.open()
    given.payer.open()
    folder = FOLDER / given.network / "trial"
    shutil.rmtree(folder, ignore_errors=True)
    found = Trial(given, folder, screen, companions, sequels).run()
    results.write(out, results.signed(found, key))
    say(screen, found, out, str(Account.from_key(key).address))
    return found


def say(screen: Screen, found: dict[str, Any], out: Path, signer: str) -> None:
    loss = found.get("loss", {})
    screen.print(
        f"\n{found['network']}, chain {found['chain_id']}, {found['node']}: {found['blocks']} blocks in "
        f"{found['seconds']} s; {found['deployment']['contracts']} contracts deployed, killed after "
        f"{found['deployment']['went_on_after']} and gone on, verified.\n"
        f"The trade: {found['trade']['steps']} steps. Without one validator {loss.get('blocks_without', 0)} "
        f"blocks came. {found['rows_compared']} rows compared with the chain: {found['differences']} "
        f"differences; {found['rows_read_again']} with a reading from nothing: "
        f"{found['differences_read_again']}.\nSigned by {signer}: {out}",
        highlight=False,
    )


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m app.network.verify", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("file", type=Path, nargs="?", help="what describes the network")
    parser.add_argument("--out", type=Path, help="where the signed result goes")
    parser.add_argument("--check", type=Path, metavar="RESULT", help="verify a signed result instead")
    parser.add_argument("--signer", default="", help="with --check: whose signature it has to be")
    given = parser.parse_args(words)
    if (given.file is None) == (given.check is None):
        parser.error("either a file that describes a network, or --check and a result")
    return given


def main(words: Sequence[str] | None = None) -> int:
    asked = arguments(words)
    screen = Screen(width=WIDTH, highlight=False)
    if asked.check is not None:
        found = results.check(asked.check, asked.signer)
        screen.print(
            f"{asked.check} is as it was signed: {found['network']}, {len(found['shortfalls'])} shortfalls."
        )
    else:
        network = giving.read(asked.file).network
        out = asked.out or FOLDER / network / "result.json"
        found = verify(asked.file, out, screen)
        screen.print(f"Next: `python -m app.network.verify --check {out}` shows that nobody changed it.")
    return 1 if found["shortfalls"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        raise Trouble("Stopped on request.") from None
