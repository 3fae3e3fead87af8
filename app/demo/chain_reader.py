"""The chain by calls of our own: signatures written out here, nothing of the service's reading of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
from eth_abi.abi import decode, encode
from eth_utils.crypto import keccak

AT_ONCE = 100


class Log:
    """`topics` and `data` undecoded; `address` in lower case."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.address: str = raw["address"].lower()
        self.topics: list[str] = raw["topics"]
        self.data = bytes.fromhex(raw["data"][2:])
        self.block = int(raw["blockNumber"], 16)
        self.index = int(raw["logIndex"], 16)
        self.transaction: str = raw["transactionHash"]
        self.block_hash: str = raw["blockHash"]

    @property
    def place(self) -> str:
        return f"{self.block}-{self.index}"

    def topic(self, number: int, kind: str) -> Any:
        return plain(decode([kind], bytes.fromhex(self.topics[number][2:]))[0])

    def values(self, *kinds: str) -> list[Any]:
        return [plain(value) for value in decode(list(kinds), self.data)]


class ChainReader:
    def __init__(self, url: str, block: int | None = None) -> None:
        """State and logs as they were after `block`; None: as they are."""
        self._http = httpx.Client(base_url=url, timeout=30)
        self._block = "latest" if block is None else hex(block)

    def call(self, contract: str, signature: str, answer: str, *args: Any) -> Any:
        """`signature` like `billOf(bytes32)`, `answer` like `(uint32,uint8)`; one value is returned bare."""
        return self.call_with(contract, _name(signature), _kinds(signature), answer, *args)

    def call_with(self, contract: str, function: str, kinds: list[str], answer: str, *args: Any) -> Any:
        """The same with the types of the arguments one by one, of which some may be tuples."""
        found = self._ask("eth_call", *self._question(contract, function, kinds, args))
        return _value(answer, found)

    def call_each(self, contract: str, signature: str, answer: str, args: Sequence[Any]) -> list[Any]:
        """One call for each of `args`, so many in a request: for tables with thousands of rows."""
        found: list[Any] = []
        for first in range(0, len(args), AT_ONCE):
            asked = [
                ("eth_call", self._question(contract, _name(signature), _kinds(signature), (one,)))
                for one in args[first : first + AT_ONCE]
            ]
            found += [_value(answer, each) for each in self._ask_all(asked)]
        return found

    def _question(
        self, contract: str, function: str, kinds: list[str], args: Sequence[Any]
    ) -> tuple[dict[str, str], str]:
        signature = f"{function}({','.join(kinds)})"
        data = keccak(text=signature)[:4] + encode(
            kinds, [_packed(a, k) for a, k in zip(args, kinds, strict=True)]
        )
        return {"to": contract, "data": "0x" + data.hex()}, self._block

    def logs(self, contract: str, signature: str) -> list[Log]:
        wanted = {"fromBlock": "0x0", "toBlock": self._block, "address": contract}
        found = self._ask("eth_getLogs", wanted | {"topics": ["0x" + keccak(text=signature).hex()]})
        return [Log(raw) for raw in found]

    def block_time(self, number: int) -> int:
        return int(self._ask("eth_getBlockByNumber", hex(number), False)["timestamp"], 16)

    def transactions(self) -> list[dict[str, Any]]:
        """Every transaction from the first block on, as the node gives it."""
        head = int(self._ask("eth_blockNumber"), 16)
        blocks = [self._ask("eth_getBlockByNumber", hex(number), True) for number in range(head + 1)]
        return [transaction for block in blocks for transaction in block["transactions"]]

    def close(self) -> None:
        self._http.close()

    def _ask(self, method: str, *params: Any) -> Any:
        return self._ask_all([(method, params)])[0]

    def _ask_all(self, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        requests = [
            {"jsonrpc": "2.0", "id": place, "method": method, "params": list(params)}
            for place, (method, params) in enumerate(asked)
        ]
        answered = self._http.post("", json=requests).json()
        if not isinstance(answered, list):
            raise RuntimeError(f"{asked[0][0]}: {answered}")
        answers = {one["id"]: one for one in answered}
        for place, (method, _) in enumerate(asked):
            if "error" in answers[place]:
                raise RuntimeError(f"{method}: {answers[place]['error']}")
        return [answers[place]["result"] for place in range(len(asked))]


def _name(signature: str) -> str:
    return signature[: signature.index("(")]


def _kinds(signature: str) -> list[str]:
    return [kind for kind in signature[signature.index("(") + 1 : -1].split(",") if kind]


def _value(answer: str, found: str) -> Any:
    (value,) = decode([answer], bytes.fromhex(found[2:]))
    return plain(value)


def plain(value: Any) -> Any:
    """Bytes as 0x text, addresses in lower case, tuples as lists."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value.lower() if isinstance(value, str) else value


def _packed(value: Any, kind: str) -> Any:
    return bytes.fromhex(value[2:]) if kind == "bytes32" else value
