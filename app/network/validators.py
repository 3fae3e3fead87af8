"""Three validators on this machine: geth sealing by Clique, with keys made on the spot.

Each listens on 127.0.0.1 only. Over HTTP it offers `eth`, `net` and `web3`, for the service that stands
before it; what an owner may do besides (peers, heads, the pool) goes by a socket that only this user opens.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from eth_account import Account
from eth_keys.datatypes import PrivateKey

from app.local.ganache import free_port
from app.local.trouble import Trouble
from app.network.genesis import GAS_OF_A_BLOCK, clique
from app.network.validator import Validator, wait_for_blocks

CHAIN_ID = 4711
PERIOD = 1
NUMBERS = (1, 2, 3)
# Of connections that geth dials anew only after it has forgotten the last try.
REDIAL = 35.0
LONGEST_PARTING = 20.0
SCRYPT_ROUNDS = 4096


class Validators:
    """All three, from an empty folder to blocks that follow each other."""

    def __init__(self, folder: Path, program: Path) -> None:
        self.folder, self._program = folder, program
        # A socket's path has 107 bytes at most, wherever the project lies.
        self._sockets = Path(tempfile.mkdtemp(prefix="entrepot-"))
        self.all: list[Validator] = []

    def start(self) -> None:
        """Raises Trouble, with all of them stopped again."""
        try:
            self._make()
            for one in self.all:
                one.start()
            wait_for_blocks(self.all[0], 3, 90)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for one in self.all:
            one.stop()
        shutil.rmtree(self._sockets, ignore_errors=True)

    def require_running(self) -> None:
        for one in self.all:
            if not one.answers():
                raise Trouble(f"{one.name} does not answer; its log is {one.log}.")

    def part(self, one: Validator) -> None:
        """Cuts one off from the others; none dials until `join`. Raises Trouble."""
        others = [other for other in self.all if other is not one]
        until = time.monotonic() + LONGEST_PARTING
        while time.monotonic() < until:
            for other in others:
                one.console.ask("admin_removePeer", other.enode)
                other.console.ask("admin_removePeer", one.enode)
            # A connection that was being made while the first was ended shows up a moment later.
            time.sleep(0.1)
            if int(one.console.ask("net_peerCount"), 16) == 0:
                return
        raise Trouble(f"{one.name} cannot be cut off from the others.")

    def join(self) -> None:
        """Everybody knows everybody again."""
        for one in self.all:
            for other in self.all:
                if other is not one:
                    one.console.ask("admin_addPeer", other.enode)

    def _make(self) -> None:
        keys = [(secrets.token_bytes(32), secrets.token_bytes(32)) for _ in NUMBERS]
        ports = [(free_port(), free_port(), free_port()) for _ in NUMBERS]
        enodes = [
            f"enode://{PrivateKey(node).public_key.to_bytes().hex()}@127.0.0.1:{port}"
            for (node, _), (port, _, _) in zip(keys, ports, strict=True)
        ]
        addresses = [PrivateKey(sealing).public_key.to_address() for _, sealing in keys]
        genesis = self.folder / "genesis.json"
        _write(genesis, json.dumps(clique(CHAIN_ID, addresses, PERIOD), indent=1), 0o644)
        for place, number in enumerate(NUMBERS):
            others = [enode for enode in enodes if enode is not enodes[place]]
            self._make_one(number, *keys[place], addresses[place], ports[place], enodes[place], others)
            self.all.append(Validator(self.folder / f"validator-{number}"))

    def _make_one(
        self,
        number: int,
        node_key: bytes,
        sealing_key: bytes,
        address: str,
        ports: tuple[int, int, int],
        enode: str,
        others: list[str],
    ) -> None:
        folder = self.folder / f"validator-{number}"
        data, secret = folder / "data", secrets.token_urlsafe(32)
        listening, http, engine = ports
        encrypted = Account.encrypt(sealing_key, secret, kdf="scrypt", iterations=SCRYPT_ROUNDS)
        _write(folder / "passphrase", secret)
        _write(folder / "nodekey", node_key.hex())
        _write(data / "keystore" / "sealing.json", json.dumps(encrypted))
        known = json.dumps(others)
        config = f'[Node.P2P]\nListenAddr = "127.0.0.1:{listening}"\n'
        _write(folder / "config.toml", config + f"StaticNodes = {known}\nTrustedNodes = {known}\n", 0o644)
        begun = subprocess.run(
            [self._program, "--datadir", data, "init", self.folder / "genesis.json"],
            capture_output=True,
            text=True,
        )
        if begun.returncode:
            raise Trouble(f"geth does not take its first block: {begun.stderr.strip().splitlines()[-1]}")
        socket = self._sockets / f"{number}"
        command = [
            *(self._program, "--config", folder / "config.toml", "--datadir", data),
            *("--networkid", CHAIN_ID, "--nodekey", folder / "nodekey", "--nodiscover", "--nat", "none"),
            *("--netrestrict", "127.0.0.0/8", "--syncmode", "full", "--gcmode", "archive"),
            *("--http", "--http.addr", "127.0.0.1", "--http.port", http, "--http.api", "eth,net,web3"),
            *("--authrpc.addr", "127.0.0.1", "--authrpc.port", engine, "--ipcpath", socket),
            # The key that seals lies with the node; whoever reaches the node's HTTP could send with it, which
            # is one more reason why only the service does. It has no right in any contract.
            *("--unlock", address, "--password", folder / "passphrase", "--allow-insecure-unlock"),
            *("--mine", "--miner.etherbase", address, "--miner.gaslimit", GAS_OF_A_BLOCK),
            *("--miner.gasprice", "0", "--txpool.pricelimit", "0", "--gpo.ignoreprice", "0"),
        ]
        about = {
            "name": f"validator {number}",
            "address": address,
            "url": f"http://127.0.0.1:{http}",
            "enode": enode,
            "socket": str(socket),
            "command": [str(word) for word in command],
        }
        _write(folder / "validator.json", json.dumps(about, indent=1), 0o644)


def _write(path: Path, text: str, mode: int = 0o600) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
