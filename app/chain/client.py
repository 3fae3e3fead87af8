"""A node, over JSON-RPC. Knows transport, batches and reverts; nothing of contracts."""

from __future__ import annotations

import itertools
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import httpx
import orjson

from app.config import Settings


@lru_cache(maxsize=1)
def _authorities() -> ssl.SSLContext:
    """Whom a node's certificate may come of; read once, for it takes longer than a question."""
    return httpx.create_ssl_context()


class NodeDown(Exception):
    """No answer, or none that can be read: nothing is known about what was asked. Try again later."""


class NodeError(Exception):
    """The node answered with an error of its own."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        self.code, self.message, self.data = code, message, data
        super().__init__(f"{message} ({code})")


class Reverted(Exception):
    """The contract refused; `data` is the ABI-encoded error, empty where it gave none."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        super().__init__("0x" + data.hex())


@dataclass(frozen=True)
class Header:
    number: int
    hash: str
    parent_hash: str
    time: int
    bloom: int = 0
    """What the block's logs may speak of, as `chain.completeness` explains; 0 where the node does not say."""

    @classmethod
    def of(cls, block: dict[str, Any]) -> Header:
        return cls(
            int(block["number"], 16),
            block["hash"],
            block["parentHash"],
            int(block["timestamp"], 16),
            int(block.get("logsBloom") or "0x0", 16),
        )


class Log(NamedTuple):
    """`told` as the node gave it, and where it stands: `place` is its index in the block."""

    block: int
    place: int
    told: dict[str, Any]

    @classmethod
    def of(cls, told: dict[str, Any]) -> Log:
        return cls(int(told["blockNumber"], 16), int(told["logIndex"], 16), told)


@dataclass(frozen=True)
class CallAsked:
    """An `eth_call`: who, whom, what, with how much gas, on top of which block (hex number or `latest`)."""

    sender: str
    to: str
    data: bytes
    gas: int
    block: str = "latest"

    def as_request(self) -> tuple[str, list[Any]]:
        call = {"from": self.sender, "to": self.to, "data": "0x" + self.data.hex()}
        return "eth_call", [call | {"gas": hex(self.gas), "gasPrice": "0x0"}, self.block]


class Chain:
    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=settings.rpc_url,
            timeout=settings.rpc_timeout,
            transport=transport,
            headers={"Content-Type": "application/json"},
            verify=_authorities(),
        )
        self._ids = itertools.count(1)

    def close(self) -> None:
        self._http.close()

    def ask(self, method: str, *params: Any) -> Any:
        """Raises NodeDown, NodeError."""
        (answer,) = self.ask_all([(method, list(params))])
        if isinstance(answer, NodeError):
            raise answer
        return answer

    def ask_all(self, requests: Sequence[tuple[str, list[Any]]]) -> list[Any]:
        """One batch; each place holds its result or its NodeError. Raises NodeDown."""
        if not requests:
            return []
        ids = [next(self._ids) for _ in requests]
        sent = [
            {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
            for id, (method, params) in zip(ids, requests, strict=True)
        ]
        try:
            response = self._http.post("", content=orjson.dumps(sent if len(sent) > 1 else sent[0]))
            answers = orjson.loads(response.content)
        except (httpx.HTTPError, ValueError) as error:
            raise NodeDown(f"no answer from the node: {type(error).__name__}") from error
        if isinstance(answers, dict):
            answers = [answers]
        if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers):
            raise NodeDown("the node answered something that is not JSON-RPC")
        by_id = {answer.get("id"): answer for answer in answers}
        if not set(ids) <= by_id.keys():
            raise NodeDown("the node left a request of a batch unanswered")
        return [_result(by_id[id]) for id in ids]

    def call_all(self, calls: Sequence[CallAsked]) -> list[bytes | Reverted | NodeError]:
        """What each call would answer; NodeError where the node failed for reasons of its own."""
        return [_called(answer) for answer in self.ask_all([call.as_request() for call in calls])]

    def chain_id(self) -> int:
        return int(self.ask("eth_chainId"), 16)

    def head(self) -> Header:
        return Header.of(_present(self.ask("eth_getBlockByNumber", "latest", False)))

    def block_gas(self) -> int:
        """How much gas the last block could hold."""
        return int(_present(self.ask("eth_getBlockByNumber", "latest", False))["gasLimit"], 16)

    def headers(self, numbers: Sequence[int]) -> list[Header]:
        """Raises NodeDown where the node does not have one of them."""
        asked: list[tuple[str, list[Any]]] = [
            ("eth_getBlockByNumber", [hex(number), False]) for number in numbers
        ]
        return [Header.of(_present(answer)) for answer in self.ask_all(asked)]

    def transactions_in(self, block: Header) -> list[str]:
        """The hashes of its transactions. Raises NodeDown where the node has another block there by now."""
        found = _present(self.ask("eth_getBlockByNumber", hex(block.number), False))
        if found["hash"] != block.hash:
            raise NodeDown(f"block {block.number} is another by now")
        hashes: list[str] = found["transactions"]
        return hashes

    def logs(self, first: int, last: int, addresses: Sequence[str]) -> tuple[Header, list[Log]]:
        """Block `last`, and the logs in the order of the chain. Both are asked for together, the block first:
        a node that has not come so far leaves logs out without a word, and behind one address there may be
        several nodes. Raises NodeDown where it does not have the block, NodeError where the range is too wide
        for it.
        """
        wanted = {"fromBlock": hex(first), "toBlock": hex(last), "address": list(addresses)}
        block, found = self.ask_all([("eth_getBlockByNumber", [hex(last), False]), ("eth_getLogs", [wanted])])
        logs = sorted(map(Log.of, _no_error(found)), key=itemgetter(0, 1))
        return Header.of(_present(block)), logs

    def receipts(self, hashes: Sequence[str]) -> list[dict[str, Any] | None]:
        answers = self.ask_all([("eth_getTransactionReceipt", [hash]) for hash in hashes])
        return [_no_error(answer) for answer in answers]

    def has_transactions(self, hashes: Sequence[str]) -> list[bool]:
        """Whether the node has each, in a block or waiting for one."""
        answers = self.ask_all([("eth_getTransactionByHash", [hash]) for hash in hashes])
        return [_no_error(answer) is not None for answer in answers]

    def transaction_counts(self, addresses: Sequence[str], block: str = "pending") -> list[int]:
        answers = self.ask_all([("eth_getTransactionCount", [address, block]) for address in addresses])
        return [int(_no_error(answer), 16) for answer in answers]

    def spent(self, address: str, block: int, hashes: Sequence[str]) -> tuple[int, bool]:
        """How many nonces of `address` are spent in `block`, and whether one of these transactions is known,
        in a block or waiting for one. Asked together, the count first: behind one address there may be
        several nodes, and a node that has the block knows what is in it.
        """
        asked: list[tuple[str, list[Any]]] = [("eth_getTransactionCount", [address, hex(block)])]
        asked += [("eth_getTransactionReceipt", [hash]) for hash in hashes]
        asked += [("eth_getTransactionByHash", [hash]) for hash in hashes]
        count, *found = [_no_error(answer) for answer in self.ask_all(asked)]
        return int(count, 16), any(answer is not None for answer in found)

    def send_all(self, raws: Sequence[bytes]) -> list[str | NodeError]:
        """The node's word on each: a hash, or its error."""
        return self.ask_all([("eth_sendRawTransaction", ["0x" + raw.hex()]) for raw in raws])


def _result(answer: dict[str, Any]) -> Any:
    error = answer.get("error")
    if error is None:
        return answer.get("result")
    if not isinstance(error, dict):
        return NodeError(0, str(error))
    return NodeError(int(error.get("code") or 0), str(error.get("message") or ""), error.get("data"))


def _no_error(answer: Any) -> Any:
    if isinstance(answer, NodeError):
        raise answer
    return answer


def _present(block: Any) -> dict[str, Any]:
    if isinstance(block, NodeError):
        raise block
    if not isinstance(block, dict):
        raise NodeDown("the node does not have a block that it should have")
    return block


def _called(answer: Any) -> bytes | Reverted | NodeError:
    if not isinstance(answer, NodeError):
        return bytes.fromhex(str(answer).removeprefix("0x"))
    data = revert_data(answer)
    return answer if data is None else Reverted(data)


def revert_data(error: NodeError) -> bytes | None:
    """The contract's error inside a node's error, wherever this kind of node puts it; None where it is no
    revert.
    """
    data = error.data
    while isinstance(data, dict):
        data = data.get("data", data.get("result"))
    if isinstance(data, str):
        text = data.removeprefix("Reverted ").removeprefix("0x")
        try:
            return bytes.fromhex(text)
        except ValueError:
            pass
    return b"" if "revert" in error.message.lower() or "out of gas" in error.message.lower() else None
