"""First blocks: of a Clique network as geth 1.13 reads it, and of a QBFT network as Besu does.

Both by the rules of Berlin, which know no base fee, so that a transaction costs nothing; contracts are built
for Paris, whose opcodes ours do not use beyond Berlin's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rlp import encode as rlp_encode  # type: ignore[import-untyped]

GAS_OF_A_BLOCK = 60_000_000
VANITY = bytes(32)
SEAL = bytes(65)
# Everything up to Berlin from the first block on.
FORKS = (
    *("homesteadBlock", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock"),
    *("constantinopleBlock", "petersburgBlock", "istanbulBlock", "muirGlacierBlock", "berlinBlock"),
)
# EIP-225 votes its signers in and out; a checkpoint that names them all comes with every epoch.
EPOCH = 30_000
# Besu tells a QBFT block from others by this.
ISTANBUL_DIGEST = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365"


def clique(chain_id: int, validators: Sequence[str], period: int) -> dict[str, Any]:
    """`period` in seconds. EIP-225 wants the addresses in order between vanity and seal."""
    signers = b"".join(sorted(_address(one) for one in validators))
    return {
        "config": _forks(chain_id) | {"clique": {"period": period, "epoch": EPOCH}},
        "difficulty": "0x1",
        "gasLimit": hex(GAS_OF_A_BLOCK),
        "extraData": "0x" + (VANITY + signers + SEAL).hex(),
        "alloc": {},
    }


def qbft(chain_id: int, validators: Sequence[str], period: int) -> dict[str, Any]:
    """`period` in seconds; a round that finds no block in four of them is given up. Besu's extra data:
    vanity, validators, no vote, round 0, no seals.
    """
    extra = rlp_encode([VANITY, sorted(_address(one) for one in validators), [], b"", []])
    return {
        "config": _forks(chain_id)
        | {
            "qbft": {
                "blockperiodseconds": period,
                "epochlength": EPOCH,
                "requesttimeoutseconds": 4 * period,
            },
        },
        "nonce": "0x0",
        "timestamp": "0x0",
        "difficulty": "0x1",
        "gasLimit": hex(GAS_OF_A_BLOCK),
        "mixHash": ISTANBUL_DIGEST,
        "coinbase": "0x" + bytes(20).hex(),
        "extraData": "0x" + bytes(extra).hex(),
        "alloc": {},
    }


def _forks(chain_id: int) -> dict[str, Any]:
    return {"chainId": chain_id} | dict.fromkeys(FORKS, 0)


def _address(text: str) -> bytes:
    raw = bytes.fromhex(text.removeprefix("0x"))
    if len(raw) != 20:
        raise ValueError(f"{text} is no address")
    return raw
