"""Whether a node gave all logs of a block that it has.

A header's bloom says what the block's logs may speak of: every address and topic sets three of its 2,048
bits. Where it has bits that the logs we got do not explain, and all of those of a contract that we follow, a
second question decides, since foreign contracts and chance set bits too: the block's receipts. They are all
there when they explain the bloom to the last bit, and then each log of ours in them was given or was not.

A log that sets no bit of its own, since another of its block speaks of the same, is missed only where it is
one of ours: a receipt of ours holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from eth_utils.crypto import keccak

from app.chain.client import Chain, Header, Log, NodeDown
from app.chain.receipts import Mined

REMEMBERED = 2_000


def require_all_logs(
    chain: Chain, addresses: Sequence[str], headers: Iterable[Header], logs: Sequence[Log]
) -> None:
    """`logs` are those that were got of these blocks and contracts. Raises NodeDown where some are missing,
    or where that cannot be known yet, NodeError.
    """
    got: dict[int, list[Log]] = {}
    for log in logs:
        got.setdefault(log.block, []).append(log)
    for header in headers:
        of_block = got.get(header.number, ())
        if may_lack(header, addresses, [log.told for log in of_block]):
            _require_all_of(chain, addresses, header, {log.place for log in of_block})


def require_logs_of_receipts(logs: Sequence[Log], mined: Sequence[Mined]) -> None:
    """Of blocks whose logs these are. Raises NodeDown where a receipt of ours holds another."""
    got = {(log.block, log.place) for log in logs} if mined else set()
    for one in mined:
        if any((one.block, place) not in got for place in one.logs):
            raise NodeDown(f"the node leaves logs of block {one.block} out that our receipt holds")


def may_lack(header: Header, addresses: Sequence[str], logs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the block may hold a log of one of these addresses that is not among these."""
    if not header.bloom or not header.bloom & ~bloom_of(logs):
        return False
    return any(not bits_of(address) & ~header.bloom for address in addresses)


def _require_all_of(chain: Chain, addresses: Sequence[str], header: Header, got: Collection[int]) -> None:
    hashes = chain.transactions_in(header)
    receipts = chain.receipts(hashes)
    said: list[dict[str, Any]] = []
    for receipt in receipts:
        if receipt is None or receipt["blockHash"] != header.hash:
            raise NodeDown(
                f"the node has not all receipts of block {header.number}, whose logs may be missing"
            )
        said += receipt["logs"]
    if header.bloom & ~bloom_of(said):
        raise NodeDown(f"the node leaves logs of block {header.number} out, in its receipts too")
    followed = set(addresses)
    ours = {int(log["logIndex"], 16) for log in said if log["address"].lower() in followed}
    if ours - set(got):
        raise NodeDown(f"the node leaves out {len(ours - set(got))} logs of block {header.number}")


def bloom_of(logs: Iterable[Mapping[str, Any]]) -> int:
    found = 0
    for log in logs:
        found |= bits_of(log["address"])
        for topic in log["topics"]:
            found |= bits_of(topic)
    return found


@lru_cache(maxsize=REMEMBERED)
def bits_of(spoken_of: str) -> int:
    """Of an address or a topic: Ethereum's Yellow Paper, 4.4.1, M3:2048."""
    digest = keccak(hexstr=spoken_of)
    found = 0
    for at in (0, 2, 4):
        found |= 1 << (int.from_bytes(digest[at : at + 2], "big") & 2047)
    return found
