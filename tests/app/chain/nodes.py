"""Test chains as child processes: started on a free port, ended with whoever started them."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[3]
CHAIN_ID = 1337
HTTP = httpx.Client(timeout=30)
PATIENCE = 2.0
"""Seconds for a block, after which what is left is of another kind."""


@dataclass(frozen=True)
class Node:
    """`answers_first` is whether it says that it has a transaction before that is in a block."""

    url: str
    answers_first: bool = False
    chain_id: int = CHAIN_ID

    def ask(self, method: str, *params: Any) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        answer = HTTP.post(self.url, json=body).json()
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def rest(self) -> None:
        """Until what was given to it is in a block, unless it was told to wait with that."""
        if not self.answers_first or not self.ask("anvil_getAutomine"):
            return
        until = time.monotonic() + PATIENCE
        while int(self.ask("txpool_status")["pending"], 16) and time.monotonic() < until:
            time.sleep(0.002)


@contextmanager
def ganache() -> Iterator[Node]:
    command = ["ganache", "--logging.quiet", "--chain.hardfork", "berlin", "--chain.chainId", str(CHAIN_ID)]
    command += ["--chain.networkId", str(CHAIN_ID), "--wallet.mnemonic", "brownie"]
    with _running([*command, "--miner.blockGasLimit", "30000000", "--server.port"]) as node:
        yield node


@contextmanager
def anvil() -> Iterator[Node]:
    command = ["anvil", "--silent", "--hardfork", "paris", "--chain-id", str(CHAIN_ID), "--gas-price", "0"]
    with _running([*command, "--block-base-fee-per-gas", "0", "--gas-limit", "30000000", "--port"]) as node:
        yield replace(node, answers_first=True)


@contextmanager
def _running(command: list[str]) -> Iterator[Node]:
    """At home in a folder of its own: Anvil lays states that it may need again under ~/.foundry."""
    port = free_port()
    program = str(ROOT / "node_modules" / ".bin" / command[0])
    with tempfile.TemporaryDirectory(prefix="entrepot-chain-") as home:
        process = subprocess.Popen(
            [program, *command[1:], str(port)],
            env={**os.environ, "HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        node = Node(f"http://127.0.0.1:{port}")
        try:
            _answers(node, process)
            yield node
        finally:
            process.terminate()
            process.wait(timeout=20)


def _answers(node: Node, process: subprocess.Popen[bytes]) -> None:
    """Asks until the node answers; fails at once where its process has ended."""
    for _ in range(600):
        assert process.poll() is None, "the test chain ended before it answered"
        try:
            node.ask("eth_chainId")
            return
        except httpx.HTTPError:
            try:
                process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError("the test chain does not answer")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
