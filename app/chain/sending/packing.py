"""What waits for one key goes into one transaction, in order, where the settings say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.chain.gas import PER_ITEM
from app.chain.sending.means import Means
from app.chain.sending.preflight import Pack, Prepared
from app.chain.store import Operation

# Of a block's gas, what one batch may ask for: the other half is for others.
SHARE = 2
# Transactions of a key: one that is carried out, and one that is ready when it has been.
ENOUGH = 2


def ready(
    means: Means, queued: Sequence[Operation], under_way: Mapping[tuple[str, int], int]
) -> list[Operation]:
    """What would fill no pack waits while its key, told by member and number, has enough under way: what
    comes meanwhile goes with it, as with the bytes of a connection (RFC 896).
    """
    most = means.settings.batch_operations
    if most == 1:
        return list(queued)
    keys = Counter(_key(operation) for operation in queued)
    room = {
        key: count if under_way[key] + count // most < ENOUGH else count - count % most
        for key, count in keys.items()
    }
    going = []
    for operation in queued:
        key = _key(operation)
        if room[key]:
            room[key] -= 1
            going.append(operation)
    return going


def _key(operation: Operation) -> tuple[str, int]:
    return operation.member_id, operation.party


def packed(means: Means, items: Sequence[Prepared]) -> list[Pack]:
    """The packs of a key stand in the order of its operations. Raises NodeDown, NodeError."""
    most = means.settings.batch_operations
    if most == 1 or len(items) < 2:
        return [(item,) for item in items]
    most_gas = means.chain.block_gas() // SHARE
    packs: list[list[Prepared]] = []
    open_packs: dict[str, list[Prepared]] = {}
    for item in items:
        pack = open_packs.get(item.sender)
        if pack is None or len(pack) == most or _gas([*pack, item]) > most_gas:
            pack = open_packs[item.sender] = []
            packs.append(pack)
        pack.append(item)
    return [tuple(pack) for pack in packs]


def _gas(pack: Sequence[Prepared]) -> int:
    """At least what the batch's limit will be: each alone has a base price of its own."""
    return sum(item.gas + PER_ITEM for item in pack)
