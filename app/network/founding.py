"""A trial's contracts and members on a live network, by the operators' own scripts and nothing else.

Whoever votes does so at a desk: each command is one person's, opens one key, and the order goes from the
first to the second as a file. The deployment is killed once on its way and goes on where it stopped, since
that is what the record is for.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.demo.parties import made_up_lei
from app.local.processes import Process, last_line, run
from app.local.trouble import Trouble
from app.network.console import Http, Refused, Silent
from app.network.given import Given, Keys

EXAMPLE = Path("scripts/networks/live.example.json")
SEATS = ("harbour-board", "clearing-house", "chamber-of-commerce")
FIRST, SECOND = "maker", "checker"
# A block and its confirmations, and Brownie's own start.
LONGEST_STEP = 600.0
ORDER = re.compile(r"^Signed in (.+?)\. Next, a second person", re.M)
PROPOSAL = re.compile(r"it is proposal (0x[0-9a-f]{64})", re.M)


class LiveGround:
    """A network that runs already, given by a file: a Ground (app/local/ground.py)."""

    def __init__(self, given: Given, say: Callable[[str], None]) -> None:
        self.given, self._say = given, say
        self.chain_id, self.network = given.chain_id, given.network
        self.finality_depth = given.finality_depth
        self.contracts = 0
        self.resumed_at = 0

    def start(self, port: int, folder: Path, starts_at: datetime | None) -> str:
        """Nothing starts: every address has to answer for the same chain. Raises Trouble."""
        first_blocks = set()
        for url in self.given.rpc:
            node = Http(url)
            try:
                found = int(node.ask("eth_chainId"), 16)
                if found != self.chain_id:
                    raise Trouble(f"{url} is of chain {found}, not {self.chain_id}.")
                first_blocks.add(node.ask("eth_getBlockByNumber", "0x0", False)["hash"])
            except (Silent, Refused) as error:
                raise Trouble(f"The network cannot be used: {error}.") from None
            finally:
                node.close()
        if len(first_blocks) > 1:
            raise Trouble("The addresses are of different chains: their first blocks differ.")
        return self.given.rpc[0]

    def bring(self, folder: Path, admission: Path) -> None:
        desk = _Desk(self.given, folder)
        record = folder / "deployments" / f"{self.network}.json"
        payer = self.given.payer
        self._say("  contracts, killed on the way")
        self.resumed_at = desk.killed_at(2, record, "deploy", "main", payer)
        self._say(f"  contracts, going on after the first {self.resumed_at}")
        desk.run("deploy", "main", payer, "yes=1")
        desk.run("deploy", "tokens", payer, f"admission={admission.resolve()}", "yes=1")
        self._say("  the seats' votes, two persons each")
        for proposal in desk.together(SEATS[0], "members", "onboard", f"admission={admission.resolve()}"):
            desk.together(SEATS[1], "consortium", "approve", f"proposal={proposal}")
            desk.together(SEATS[1], "consortium", "execute", f"proposal={proposal}")
        self._say("  what stands on the chain, against the sources")
        desk.run("verify", "main")
        self.contracts = _recorded(record)

    def require_running(self) -> None:
        """Whoever runs the network sees to it; the trial stops a part of it on purpose."""

    def stop(self) -> None:
        """It was there before us."""


class _Desk:
    """Everybody's desk in turn: a process for each command."""

    def __init__(self, given: Given, folder: Path) -> None:
        self._founding = (folder / "founding").resolve()
        self._log = folder / "logs" / "deployment.log"
        self._environment = {
            "CHAIN_URL": given.rpc[0],
            "CHAIN_CONFIRMATIONS": str(given.finality_depth + 1),
        }
        self._parameters = self._founding / "parameters.json"
        self._write_parameters(given, folder)

    def run(self, script: str, function: str, keys: Keys | None = None, *words: str) -> str:
        """What it said. Raises Trouble."""
        before = self._log.stat().st_size if self._log.exists() else 0
        run(
            f"{script} {function}",
            self._command(script, function, keys, *words),
            self._log,
            self._environment,
        )
        return self._log.read_bytes()[before:].decode(errors="replace")

    def together(self, seat: str, script: str, function: str, *words: str) -> list[str]:
        """The first person signs, the second sends; the proposals that were made, if any."""
        said = self.run(script, function, self._keys(seat, FIRST), *words)
        for order in ORDER.findall(said):
            self.run("desk", "send", self._keys(seat, SECOND), f"order={order}", "yes=1")
        return PROPOSAL.findall(said)

    def killed_at(self, contracts: int, record: Path, script: str, function: str, keys: Keys) -> int:
        """Ends the command once so many contracts are recorded; how many are then. Raises Trouble."""
        process = Process(
            f"{script} {function}",
            self._command(script, function, keys, "yes=1"),
            self._log,
            self._environment,
        )
        try:
            until = time.monotonic() + LONGEST_STEP
            while _recorded(record) < contracts:
                process.require_running()
                if time.monotonic() > until:
                    raise Trouble(f"{script} {function} does not get on: {last_line(self._log)}")
                time.sleep(0.05)
            process.kill()
        finally:
            process.stop()
        return _recorded(record)

    def _command(self, script: str, function: str, keys: Keys | None, *words: str) -> list[str]:
        given = [f"parameters={self._parameters}", *words]
        if keys is not None:
            given += [f"keystore={keys.keystore.resolve()}", f"passphrase={keys.passphrase.resolve()}"]
        return ["toolbox/brownie", "run", script, function, *given, "--network", "live"]

    def _keys(self, seat: str, person: str) -> Keys:
        keys = self._founding / "keys"
        return Keys(keystore=keys / person / f"{seat}.json", passphrase=keys / f"{person}-passphrases" / seat)

    def _write_parameters(self, given: Given, folder: Path) -> None:
        """As an operator writes scripts/networks/<network>.json, with seats whose keys are made here."""
        for seat in SEATS:
            if not (self._founding / given.network / f"{seat}.json").exists():
                words = (
                    "--folder",
                    self._founding / "keys",
                    "--name",
                    seat,
                    "--organisation",
                    made_up_lei(seat),
                )
                run(f"{seat}'s keys", [sys.executable, "-m", "scripts.keys", *words], self._log)
                (self._founding / given.network).mkdir(parents=True, exist_ok=True)
                shutil.copy(
                    self._founding / "keys" / "seats" / f"{seat}.json", self._founding / given.network
                )
        record = (folder / "deployments" / f"{given.network}.json").resolve()
        wanted = json.loads(EXAMPLE.read_text()) | {
            "network": given.network,
            "chain_id": given.chain_id,
            "delay": 0,
            "seats": list(SEATS),
            "record": str(record),
        }
        self._parameters.write_text(json.dumps(wanted, indent=1) + "\n")


def _recorded(record: Path) -> int:
    """How many contracts; none where nothing is written yet."""
    return len(json.loads(record.read_text())["contracts"]) if record.exists() else 0
