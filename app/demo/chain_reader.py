"""The chain by calls of our own: signatures written out here, nothing of the service's reading of it."""

from __future__ import annotations

from typing import Any

import httpx
from eth_abi.abi import decode, encode
from eth_utils.crypto import keccak


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
        kinds = [kind for kind in signature[signature.index("(") + 1 : -1].split(",") if kind]
        return self.call_with(contract, signature[: signature.index("(")], kinds, answer, *args)

    def call_with(self, contract: str, function: str, kinds: list[str], answer: str, *args: Any) -> Any:
        """The same with the types of the arguments one by one, of which some may be tuples."""
        signature = f"{function}({','.join(kinds)})"
        data = keccak(text=signature)[:4] + encode(
            kinds, [_packed(a, k) for a, k in zip(args, kinds, strict=True)]
        )
        found = self._ask("eth_call", {"to": contract, "data": "0x" + data.hex()}, self._block)
        (value,) = decode([answer], bytes.fromhex(found[2:]))
        return plain(value)

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
        asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        answer = self._http.post("", json=asked).json()
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]


def plain(value: Any) -> Any:
    """Bytes as 0x text, addresses in lower case, tuples as lists."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value.lower() if isinstance(value, str) else value


def _packed(value: Any, kind: str) -> Any:
    return bytes.fromhex(value[2:]) if kind == "bytes32" else value
