"""A chain that is really kept: blocks with hashes and parents, accounts' nonces, transactions that wait,
forks. What a node tells of it is the business of `node.py`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

from eth_keys.datatypes import Signature
from eth_utils.crypto import keccak
from rlp import decode as rlp_decode  # type: ignore[import-untyped]
from rlp import encode as rlp_encode

from tests.chaos.cast import CHAIN_ID
from tests.chaos.model import Log, Revert, State, carry_out, genesis

START = 1_800_000_000
GAS_USED = 50_000
GAS_LIMIT = 30_000_000


class BadBytes(Exception):
    """Not a signed transaction of this chain."""


@dataclass(frozen=True)
class Tx:
    hash: str
    sender: str
    nonce: int
    to: str
    data: bytes
    gas: int
    price: int = 0


@dataclass(frozen=True)
class Receipt:
    tx: Tx
    succeeded: bool
    logs: tuple[tuple[int, Log], ...]
    """Each with its place in the block."""


@dataclass
class Block:
    number: int
    parent: str
    time: int
    hash: str
    state: State = field(repr=False)
    receipts: list[Receipt] = field(default_factory=list, repr=False)

    def header(self) -> dict[str, Any]:
        return {
            "number": hex(self.number),
            "hash": self.hash,
            "parentHash": self.parent,
            "timestamp": hex(self.time),
            "gasLimit": hex(GAS_LIMIT),
            "logsBloom": f"0x{self.bloom():0512x}",
            "transactions": [receipt.tx.hash for receipt in self.receipts],
        }

    def bloom(self) -> int:
        """By the rule of the chain, as the header has it: three bits of each address and topic."""
        found = 0
        for receipt in self.receipts:
            for _, (address, topics, _) in receipt.logs:
                for told in (address, *topics):
                    digest = keccak(hexstr=told)
                    for at in (0, 2, 4):
                        found |= 1 << int.from_bytes(digest[at : at + 2], "big") % 2048
        return found


@lru_cache(maxsize=20_000)
def decoded(raw: bytes) -> Tx:
    """The transaction inside signed bytes, its sender recovered. Raises BadBytes."""
    try:
        nonce, price, gas, to, value, data, v, r, s = rlp_decode(raw)
        digest = keccak(rlp_encode([nonce, price, gas, to, value, data, CHAIN_ID, 0, 0]))
        parity = int.from_bytes(v, "big") - CHAIN_ID * 2 - 35
        found = Signature(vrs=(parity, int.from_bytes(r, "big"), int.from_bytes(s, "big")))
        sender = found.recover_public_key_from_msg_hash(digest).to_address()
    except Exception as error:  # whatever is wrong with bytes that nobody should have sent
        raise BadBytes(f"{type(error).__name__}: {error}") from error
    number = int.from_bytes(nonce, "big")
    hash, limit, asked = "0x" + keccak(raw).hex(), int.from_bytes(gas, "big"), int.from_bytes(price, "big")
    return Tx(hash, sender, number, "0x" + to.hex(), data, limit, asked)


class Network:
    def __init__(self, rng: Random, depth: int) -> None:
        """`depth` is how many blocks lie on top of one that is final: no fork goes below."""
        self._rng, self._depth = rng, depth
        state, said = genesis()
        first = Block(0, "0x" + "00" * 32, START, "0x" + "a0" * 32, State())
        second = Block(1, first.hash, START + 1, "0x" + "a1" * 32, state)
        nobody = Tx("0x" + "ee" * 32, "0x" + "00" * 20, 0, "0x" + "00" * 20, b"", 0)
        second.receipts.append(Receipt(nobody, True, tuple(enumerate(said))))
        self.blocks = [first, second]
        self.pool: dict[str, Tx] = {}
        self.left_lying: set[str] = set()
        """Hashes in the pool that are put into no block; what is given under their nonces is."""
        self.highest = 1
        self.old: list[list[Block]] = []
        """Branches that were left, for nodes that have not heard of it."""

    @property
    def head(self) -> Block:
        return self.blocks[-1]

    @property
    def final(self) -> int:
        return max(self.highest - self._depth, 1)

    def take(self, tx: Tx) -> None:
        """Into the pool, where it replaces what waits for the same nonce of the same sender."""
        if tx.nonce >= self.head.state.nonces.get(tx.sender, 0):
            self.pool = {
                hash: other
                for hash, other in self.pool.items()
                if (other.sender, other.nonce) != (tx.sender, tx.nonce)
            }
            self.pool[tx.hash] = tx

    def drop(self, hash: str) -> None:
        self.pool.pop(hash, None)
        self.left_lying.discard(hash)

    def lying(self) -> list[Tx]:
        return [tx for hash, tx in self.pool.items() if hash in self.left_lying]

    def mine(self, time: int, *, all: bool = False) -> Block:
        """One block of what waits, in the order of each sender's nonces; all of it, or as the dice have
        it.
        """
        before = self.head
        time = max(time, before.time + 1)
        block = Block(before.number + 1, before.hash, time, "", before.state)
        while ready := self._ready(block.state):
            tx = self._rng.choice(ready)
            if not all and self._rng.random() < 0.15:
                break
            self._execute(block, tx)
        block.hash = self._hash(before.hash, block.number)
        self.blocks.append(block)
        self.highest = max(self.highest, block.number)
        return block

    def again(self, tx: Tx, time: int) -> None:
        """What some nodes do with bytes that they have mined before: carry them out a second time."""
        self.pool[tx.hash] = Tx(tx.hash, tx.sender, self.next_nonce(tx.sender), tx.to, tx.data, tx.gas)
        self.mine(time, all=True)

    def next_nonce(self, sender: str) -> int:
        return self.head.state.nonces.get(sender, 0)

    def reorganise(self, back: int, time: int) -> int:
        """Leave the last `back` blocks for others; how many that really were. Some of what was in them waits
        again, some is forgotten.
        """
        back = min(back, self.head.number - self.final)
        if back < 1:
            return 0
        self.old = [*self.old[-2:], list(self.blocks)]
        left, self.blocks = self.blocks[-back:], self.blocks[:-back]
        for tx in [receipt.tx for block in left for receipt in block.receipts]:
            if self._rng.random() < 0.75:
                self.take(tx)
        for _ in range(max(back + self._rng.choice((-1, 0, 1, 1, 2)), 1)):
            if self._rng.random() < 0.5:
                self.mine(time)
            else:
                self._empty(time)
        return back

    def _empty(self, time: int) -> None:
        before = self.head
        number = before.number + 1
        block = Block(
            number, before.hash, max(time, before.time + 1), self._hash(before.hash, number), before.state
        )
        self.blocks.append(block)
        self.highest = max(self.highest, number)

    def grow(self, blocks: int, time: int) -> None:
        for _ in range(blocks):
            self._empty(time)

    def _ready(self, state: State) -> list[Tx]:
        for hash in [h for h, tx in self.pool.items() if tx.nonce < state.nonces.get(tx.sender, 0)]:
            del self.pool[hash]
        waiting = [tx for hash, tx in self.pool.items() if hash not in self.left_lying]
        return [tx for tx in waiting if tx.nonce == state.nonces.get(tx.sender, 0)]

    def _execute(self, block: Block, tx: Tx) -> None:
        del self.pool[tx.hash]
        spent = block.state.copy()
        spent.nonces[tx.sender] = tx.nonce + 1
        after = spent.copy()
        try:
            logs, _ = carry_out(after, tx.sender, tx.to, tx.data, block.time)
        except Revert:
            block.state = spent
            block.receipts.append(Receipt(tx, False, ()))
            return
        block.state = after
        place = sum(len(receipt.logs) for receipt in block.receipts)
        block.receipts.append(Receipt(tx, True, tuple(enumerate(logs, start=place))))

    def _hash(self, parent: str, number: int) -> str:
        salt = self._rng.getrandbits(64)
        return "0x" + hashlib.sha256(f"{parent}{number}{salt}".encode()).hexdigest()
