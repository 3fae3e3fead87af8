"""The local chain: Ganache, by Berlin's rules, which let a transaction cost nothing; its time is chosen."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path

import httpx

from app.local.processes import Process, wait_until
from app.local.trouble import Trouble

CHAIN_ID = 1337
PROGRAM = Path("node_modules/.bin/ganache")


class Ganache:
    def __init__(self, port: int, folder: Path, *, starts_at: datetime | None = None) -> None:
        """`folder` keeps its state and log. `starts_at` is the time of the first block."""
        require_free(port, "the chain")
        if not PROGRAM.exists():
            raise Trouble(f"{PROGRAM} is missing: run `make setup`.")
        self.url = f"http://127.0.0.1:{port}"
        command: list[str | Path] = [
            *(PROGRAM, "--server.host", "127.0.0.1", "--server.port", str(port)),
            *(
                "--chain.hardfork",
                "berlin",
                "--chain.chainId",
                str(CHAIN_ID),
                "--chain.networkId",
                str(CHAIN_ID),
            ),
            *("--chain.vmErrorsOnRPCResponse", "true", "--miner.blockGasLimit", "30000000"),
            *("--wallet.mnemonic", "brownie", "--wallet.totalAccounts", "3"),
            *("--database.dbPath", folder / "chain"),
        ]
        if starts_at is not None:
            command += ["--chain.time", starts_at.isoformat()]
        self._process = Process("Ganache", command, folder / "logs" / "chain.log")
        try:
            wait_until(self._answers, self._process, "Ganache")
        except BaseException:
            self._process.stop()
            raise

    def require_running(self) -> None:
        self._process.require_running()

    def stop(self) -> None:
        self._process.stop()

    def _answers(self) -> bool:
        try:
            answer = httpx.post(
                self.url, json={"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}
            )
            return int(answer.json()["result"], 16) == CHAIN_ID
        except (httpx.HTTPError, ValueError, KeyError):
            return False


def require_free(port: int, what: str) -> None:
    """Raises Trouble where somebody listens on the port already."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            raise Trouble(
                f"Port {port}, meant for {what}, is taken: end what listens there, or choose another with "
                f"{'CHAIN_PORT' if 'chain' in what else 'API_PORT'}=<number>."
            ) from None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
