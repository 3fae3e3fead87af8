"""What an owner asks of a node: over HTTP as the service does, or at its socket, which nobody else opens."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any, Protocol

import httpx

# A node that was stopped for a moment answers nothing in the meantime.
PATIENCE = 10.0


class Silent(Exception):
    """No answer."""


class Refused(Exception):
    """The node's error."""


class Console(Protocol):
    def ask(self, method: str, *params: Any) -> Any:
        """Raises Silent, Refused."""


class Http:
    """A node's address. `ask` over one connection that is kept."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url, timeout=PATIENCE)

    def ask(self, method: str, *params: Any) -> Any:
        try:
            answer = self._http.post("", json=_question(method, params)).json()
        except (httpx.HTTPError, ValueError) as error:
            raise Silent(f"{self.url} does not answer: {type(error).__name__}") from None
        return _result(method, answer)

    def send_all(self, raws: list[bytes]) -> int:
        """How many of the signed transactions the node took, in one request."""
        asked = [
            _question("eth_sendRawTransaction", ("0x" + raw.hex(),)) | {"id": number}
            for number, raw in enumerate(raws)
        ]
        try:
            answers = self._http.post("", json=asked).json()
        except (httpx.HTTPError, ValueError) as error:
            raise Silent(f"{self.url} does not answer: {type(error).__name__}") from None
        return sum("result" in answer for answer in answers)

    def close(self) -> None:
        self._http.close()


class Socket:
    """The socket of a geth of ours: one question for each connection, answered with a line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ask(self, method: str, *params: Any) -> Any:
        line = b""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(PATIENCE)
                connection.connect(str(self._path))
                connection.sendall(json.dumps(_question(method, params)).encode() + b"\n")
                while not line.endswith(b"\n"):
                    part = connection.recv(1 << 16)
                    if not part:
                        raise Silent(f"{self._path} hung up")
                    line += part
        except OSError as error:
            raise Silent(f"{self._path} does not answer: {error}") from None
        return _result(method, json.loads(line))


def head_of(console: Console) -> int:
    return int(console.ask("eth_blockNumber"), 16)


def _question(method: str, params: tuple[Any, ...]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}


def _result(method: str, answer: dict[str, Any]) -> Any:
    if "error" in answer:
        raise Refused(f"{method}: {answer['error'].get('message')}")
    return answer.get("result")
