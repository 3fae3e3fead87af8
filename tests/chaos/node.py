"""What a node answers about the network, over JSON-RPC: the truth, unless the seed has it fail or lie.

It stands where the service's HTTP client stands, so that everything above it is the service's own. `honest`
answers as a node does; `Node.post` decides which view of the chain is answered from and what is done to the
request on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import httpx
import orjson

from app.clock import Clock
from tests.chaos.faults import Faults, Killed
from tests.chaos.model import Log, Revert, carry_out
from tests.chaos.network import GAS_USED, BadBytes, Block, Network, Receipt, Tx, decoded

GENTLE = -32000
Say = Callable[[str], None]


class Refused(Exception):
    """An error of JSON-RPC."""

    def __init__(self, message: str, code: int = GENTLE, data: Any = None) -> None:
        self.body = {"code": code, "message": message} | ({"data": data} if data is not None else {})
        super().__init__(message)


class View:
    """The chain as far as a node knows it."""

    def __init__(self, blocks: Sequence[Block], pool: dict[str, Tx]) -> None:
        self.blocks, self.pool = blocks, pool

    @property
    def head(self) -> Block:
        return self.blocks[-1]

    def at(self, name: str) -> Block | None:
        if name in ("latest", "pending"):
            return self.head
        number = int(name, 16)
        return self.blocks[number] if number < len(self.blocks) else None

    def needed(self, name: str) -> Block:
        block = self.at(name)
        if block is None:
            raise Refused("header not found")
        return block

    def where(self, hash: str) -> tuple[Block, int] | None:
        """The last block that holds the transaction, and its place there."""
        for block in reversed(self.blocks):
            for place in reversed(range(len(block.receipts))):
                if block.receipts[place].tx.hash == hash:
                    return block, place
        return None


class Node:
    """`mines_at_once` is the way of test chains: a block for each transaction, the revert told as the answer,
    and bytes that were mined before carried out again.
    """

    def __init__(
        self, network: Network, faults: Faults, rng: Random, clock: Clock, say: Say, *, mines_at_once: bool
    ) -> None:
        self.network, self._faults, self._rng, self._clock, self._say = network, faults, rng, clock, say
        self._mines_at_once = mines_at_once
        self.widest = rng.choice((2, 5, 20, 0, 0))
        self._poisoned: set[str] = set()
        self._seen: set[str] = set()
        self._unmentioned: dict[str, int] = {}
        self._behind = 0
        self.between: Callable[[], None] = lambda: None
        """Runs somebody else while a request is on its way."""

    def time(self) -> int:
        return int(self._clock.now().timestamp())

    def quiet(self) -> None:
        """No more lies; `Faults.off` is told to all."""
        self.widest = self._behind = 0
        self._poisoned.clear()

    # ---------------------------------------------------------------- the way

    def post(self, body: Any) -> Any:
        """Raises httpx's errors where the request or its answer is lost."""
        faults, asked = self._faults, body if isinstance(body, list) else [body]
        methods = asked[0]["method"] + (f" x{len(asked)}" if len(asked) > 1 else "")
        if self._by(faults.killed_at_node):
            self._say(f"killed before {methods}")
            raise Killed
        if self._by(faults.lost_before):
            self._say(f"lost before {methods}")
            raise httpx.ConnectTimeout("lost")
        self.between()
        view = self._view()
        answers = [self._answer(item, view) for item in asked]
        if self._by(faults.killed_at_node):
            self._say(f"killed after {methods}")
            raise Killed
        if self._by(faults.lost_after):
            self._say(f"lost after {methods}")
            raise httpx.ReadTimeout("lost")
        if self._by(faults.garbled):
            self._say(f"garbled {methods}")
            return self._rng.choice(("<html>502</html>", answers[1:], {"jsonrpc": "2.0", "result": None}))
        self._rng.shuffle(answers)
        return answers if isinstance(body, list) else answers[0]

    def _by(self, probability: float) -> bool:
        return probability > 0 and self._rng.random() < probability

    def _view(self) -> View:
        network = self.network
        if self._by(self._faults.old_branch) and network.old:
            self._say("answers from a branch that was left")
            return View(self._rng.choice(network.old), {})
        if self._by(self._faults.behind):
            self._behind = self._rng.randint(2, 8)
        if self._behind:
            self._behind -= 1
            back = self._rng.randint(1, max(1, min(70, len(network.blocks) - 2)))
            self._say(f"answers from {back} blocks back")
            return View(network.blocks[: max(len(network.blocks) - back, 2)], network.pool)
        return View(network.blocks, network.pool)

    def _answer(self, asked: dict[str, Any], view: View) -> dict[str, Any]:
        head = {"jsonrpc": "2.0", "id": asked["id"]}
        try:
            if self._by(self._faults.own_error):
                raise Refused("internal error", -32603)
            if asked["method"] == "eth_sendRawTransaction":
                return head | {"result": self._taken(asked["params"][0])}
            found = honest(view, asked["method"], asked["params"], self.time(), self.widest)
            if asked["method"] == "eth_getTransactionReceipt" and self._keeps_back(asked["params"][0]):
                found = None
            if asked["method"] == "eth_getLogs" and found and self._by(self._faults.leaves_out):
                found = self._without_some(found)
            return head | {"result": found}
        except Refused as error:
            return head | {"error": error.body}

    def _keeps_back(self, hash: str) -> bool:
        """No receipt yet, for some requests to come."""
        if hash not in self._unmentioned:
            self._unmentioned[hash] = self._rng.randint(1, 4) if self._by(self._faults.no_receipt) else 0
        self._unmentioned[hash] -= 1
        return self._unmentioned[hash] >= 0 and self._faults.no_receipt > 0

    def _without_some(self, logs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """All of a block's logs are left out, or one of them."""
        one = self._rng.choice(logs)
        self._say(f"leaves out logs of block {int(one['blockNumber'], 16)}")
        if self._rng.random() < 0.5:
            return [log for log in logs if log is not one]
        return [log for log in logs if log["blockNumber"] != one["blockNumber"]]

    # ------------------------------------------------------------ being given

    def _taken(self, text: str) -> str:
        faults, rng = self._faults, self._rng
        raw = bytes.fromhex(text[2:])
        try:
            tx = decoded(raw)
        except BadBytes as error:
            raise Refused(f"invalid sender: {error}") from error
        if tx.hash not in self._seen:
            self._seen.add(tx.hash)
            if self._by(faults.poisoned) and tx.data:
                self._poisoned.add(tx.hash)
        if tx.hash in self._poisoned:
            raise Refused("intrinsic gas too low")
        if self._by(faults.said_later):
            raise Refused(rng.choice(("txpool is full", "service temporarily unavailable", "nonce too high")))
        if self._by(faults.said_used):
            self._say(f"said that the nonce {tx.nonce} is used")
            raise Refused("nonce too low")
        if self._by(faults.said_taken):
            self._say(f"said taken and forgot {tx.nonce}")
            return tx.hash
        if self._by(faults.said_unknown):
            if rng.random() < 0.5:
                self._say(f"took {tx.nonce} and said nonsense")
                self._put(tx)
            raise Refused("the flux capacitor is not aligned", -39999)
        self._put(tx)
        return "0x" + f"{rng.getrandbits(256):064x}" if self._by(faults.other_hash) else tx.hash

    def _put(self, tx: Tx) -> None:
        network = self.network
        lying = [one for one in network.lying() if (one.sender, one.nonce) == (tx.sender, tx.nonce)]
        if lying:
            network.drop(lying[0].hash)
        elif self._by(self._faults.left_lying) and tx.nonce == network.next_nonce(tx.sender):
            self._say(f"leaves {tx.nonce} lying")
            network.take(tx)
            network.left_lying.add(tx.hash)
            return
        if self._mines_at_once:
            self._put_and_mine(tx)
            return
        if tx.hash in network.pool:
            raise Refused("already known")
        if tx.nonce < network.next_nonce(tx.sender):
            raise Refused("nonce too low")
        same = [it for it in network.pool.values() if (it.sender, it.nonce) == (tx.sender, tx.nonce)]
        if same and tx.price <= same[0].price:
            raise Refused("replacement transaction underpriced")
        network.take(tx)

    def _put_and_mine(self, tx: Tx) -> None:
        network = self.network
        there = View(network.blocks, network.pool).where(tx.hash)
        if there is not None:
            self._say(f"carries out {tx.nonce} a second time")
            network.again(tx, self.time())
            return
        if tx.nonce < network.next_nonce(tx.sender):
            message = f"account has nonce of: {network.next_nonce(tx.sender)} tx has nonce of: {tx.nonce}"
            raise Refused(f"the tx doesn't have the correct nonce. {message}")
        network.take(tx)
        network.mine(self.time(), all=True)
        mined = View(network.blocks, {}).where(tx.hash)
        if mined is not None and not mined[0].receipts[mined[1]].succeeded:
            raise Refused("VM Exception while processing transaction: revert")


# ------------------------------------------------------------------- the truth


def honest(view: View, method: str, params: list[Any], time: int, widest: int) -> Any:
    """The answer of a node that knows `view`. Raises Refused."""
    if method == "eth_chainId":
        return hex(1337)
    if method == "eth_blockNumber":
        return hex(view.head.number)
    if method == "eth_getBlockByNumber":
        block = view.at(params[0])
        return None if block is None else block.header()
    if method == "eth_getTransactionReceipt":
        return _receipt(view, params[0])
    if method == "eth_getTransactionByHash":
        known = params[0] in view.pool or view.where(params[0]) is not None
        return {"hash": params[0]} if known else None
    if method == "eth_getTransactionCount":
        return hex(_count(view, params[0], params[1]))
    if method == "eth_getLogs":
        return _logs(view, params[0], widest)
    if method == "eth_call":
        return _call(view, params[0], params[1], time)
    raise Refused(f"the method {method} does not exist", -32601)


def _count(view: View, address: str, name: str) -> int:
    count = view.needed(name).state.nonces.get(address, 0)
    if name == "pending":
        waiting = {tx.nonce for tx in view.pool.values() if tx.sender == address}
        while count in waiting:
            count += 1
    return count


def _receipt(view: View, hash: str) -> dict[str, Any] | None:
    there = view.where(hash)
    if there is None:
        return None
    block, place = there
    receipt = block.receipts[place]
    return {
        "transactionHash": hash,
        "transactionIndex": hex(place),
        "blockNumber": hex(block.number),
        "blockHash": block.hash,
        "status": hex(receipt.succeeded),
        "gasUsed": hex(GAS_USED),
        "from": receipt.tx.sender,
        "logs": logs_of(block, receipt),
    }


def logs_of(block: Block, receipt: Receipt) -> list[dict[str, Any]]:
    return [_log(block, receipt, index, log) for index, log in receipt.logs]


def _logs(view: View, wanted: dict[str, Any], widest: int) -> list[dict[str, Any]]:
    first, last = int(wanted["fromBlock"], 16), int(wanted["toBlock"], 16)
    if widest and last - first + 1 > widest:
        raise Refused(f"query exceeds max block range {widest}", -32005)
    return logs_between(view.blocks, first, last, set(wanted["address"]))


def logs_between(blocks: Sequence[Block], first: int, last: int, addresses: set[str]) -> list[dict[str, Any]]:
    return [
        _log(block, receipt, index, log)
        for block in blocks[first : last + 1]
        for receipt in block.receipts
        for index, log in receipt.logs
        if log[0] in addresses
    ]


def _log(block: Block, receipt: Receipt, index: int, log: Log) -> dict[str, Any]:
    return {
        "address": log[0],
        "topics": list(log[1]),
        "data": log[2],
        "blockNumber": hex(block.number),
        "blockHash": block.hash,
        "transactionHash": receipt.tx.hash,
        "transactionIndex": hex(block.receipts.index(receipt)),
        "logIndex": hex(index),
        "removed": False,
    }


def _call(view: View, asked: dict[str, Any], name: str, time: int) -> str:
    block = view.needed(name)
    data = bytes.fromhex(asked["data"][2:])
    try:
        _, answer = carry_out(block.state.copy(), asked["from"], asked["to"], data, max(time, block.time))
    except Revert as error:
        raise Refused("execution reverted", 3, "0x" + error.data.hex()) from error
    return "0x" + answer.hex()


class Wire:
    """Stands for the `httpx.Client` of `chain.client`: what goes over it is JSON, both ways."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def post(self, url: str, *, content: bytes) -> Answer:
        answer = self._node.post(orjson.loads(content))
        return Answer(answer.encode() if isinstance(answer, str) else orjson.dumps(answer))

    def close(self) -> None:
        """Nothing is held open."""


@dataclass(frozen=True)
class Answer:
    content: bytes
