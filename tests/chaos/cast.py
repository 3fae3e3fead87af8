"""Who takes part in a simulated seed: two members, two numbers each, and keys that are the same in every run,
so that a seed repeats itself to the byte.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eth_keys.datatypes import PrivateKey
from eth_utils.crypto import keccak
from rlp import encode as rlp_encode  # type: ignore[import-untyped]

from app.chain.signers import LegacyTransaction
from app.chain.signers.local import LocalSigner

CHAIN_ID = 1337
MAKER, CHECKER = "maker", "checker"
PERSONS = {MAKER: 1, CHECKER: 2}
ALL_RIGHTS = 2**9 - 1


@dataclass(frozen=True)
class Cast:
    member_id: str
    party: int
    lei: str


PARTIES = (
    Cast("north", 1001, "529900T8BM49AURSDO55"),
    Cast("north", 1002, "529900T8BM49AURSDO55"),
    Cast("south", 2001, "213800WSGIIZCXF1P572"),
    Cast("south", 2002, "213800WSGIIZCXF1P572"),
)
MEMBERS = tuple(sorted({cast.member_id for cast in PARTIES}))


def parties_of(member_id: str) -> list[int]:
    return [cast.party for cast in PARTIES if cast.member_id == member_id]


def member_of(party: int) -> str:
    return next(cast.member_id for cast in PARTIES if cast.party == party)


class CastSigner(LocalSigner):
    """A LocalSigner whose masters are made from names instead of being decrypted, and whose transactions are
    put together by hand: the same bytes as `LocalSigner` signs (a test compares them) in a tenth of the time.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(Path("nowhere"), kind)
        self._masters = {id: hashlib.sha256(f"{kind} of {id}".encode()).digest() for id in MEMBERS}

    def members(self) -> frozenset[str]:
        return frozenset(MEMBERS)

    def sign_transaction(
        self, member_id: str, party: int, transaction: LegacyTransaction
    ) -> tuple[bytes, str]:
        return signed_bytes(self._key(member_id, party), transaction)


@lru_cache(maxsize=20_000)
def signed_bytes(key: PrivateKey, transaction: LegacyTransaction) -> tuple[bytes, str]:
    body = [
        transaction.nonce,
        transaction.price,
        transaction.gas,
        bytes.fromhex(transaction.to[2:]),
        0,
        transaction.data,
    ]
    digest = keccak(rlp_encode([*body, transaction.chain_id, 0, 0]))
    signed = key.sign_msg_hash(digest)
    raw: bytes = rlp_encode([*body, transaction.chain_id * 2 + 35 + signed.v, signed.r, signed.s])
    return raw, "0x" + keccak(raw).hex()


SIGNERS = {kind: CastSigner(kind) for kind in (MAKER, CHECKER)}


def key_of(kind: str, party: int) -> str:
    """The address under which a member's worker of that kind acts for a number."""
    return SIGNERS[kind].address(member_of(party), party)
