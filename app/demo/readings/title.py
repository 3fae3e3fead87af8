"""Documents and bills: their state as the chain keeps it, and the chain of title as its logs tell it."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order, number_in

ISSUED = "Issued(bytes32,uint32,uint32,uint8)"
TITLE = "Transfer(address,address,uint256)"
STEPS = [
    ISSUED,
    TITLE,
    "Handed(bytes32,uint32)",
    "Nominated(bytes32,uint32)",
    "EndorsedInBlank(bytes32)",
    "TransferRefused(bytes32)",
    "Surrendered(bytes32)",
    "SurrenderRefused(bytes32)",
    "Locked(bytes32,uint8,uint16)",
    "Unlocked(bytes32)",
]


def documents(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts["DocumentRegistry"]:
        replaced = {
            log.topic(1, "bytes32"): log.topic(2, "bytes32")
            for log in chain.logs(registry, "Superseded(bytes32,bytes32,uint16)")
        }
        first = {log.topic(1, "bytes32") for log in chain.logs(registry, "Recorded(bytes32,uint32)")}
        for id in first | set(replaced.values()):
            answer = chain.call(registry, "documentOf(bytes32)", "(uint32,uint16,uint8,uint40)", id)
            rows[registry, id] = {
                **dict(zip(("issuer", "version", "status", "recorded"), answer, strict=True)),
                "predecessor": next((old for old, new in replaced.items() if new == id), None),
                "successor": replaced.get(id),
            }
    return rows


def bills(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    names = (
        "holder",
        "owner",
        "carrier",
        "nominee",
        "former_holder",
        "former_owner",
        "status",
        "form",
        "locks",
        "locker",
    )
    for registry in contracts["BillOfLading"]:
        for log in chain.logs(registry, ISSUED):
            id = log.topic(1, "bytes32")
            answer = chain.call(
                registry,
                "billOf(bytes32)",
                "(uint32,uint32,uint32,uint32,uint32,uint32,uint8,uint8,uint8,uint16)",
                id,
            )
            rows[registry, id] = {
                **dict(zip(names, answer, strict=True)),
                "shipper": log.values("uint32", "uint32", "uint8")[1],
                "issued": chain.block_time(log.block),
            }
    return rows


def title_events(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts["BillOfLading"]:
        hands: dict[str, Hands] = {}
        for name, log in logs_in_order(chain, registry, STEPS):
            bill = log.topic(3, "bytes32") if name == "Transfer" else log.topic(1, "bytes32")
            giver, taker, detail = hands.setdefault(bill, Hands()).step(name, log)
            rows[registry, log.place] = {
                **{"bill": bill, "name": name, "giver": giver, "taker": taker, "detail": detail},
                **{"block": log.block, "log_index": log.index, "transaction": log.transaction},
                "at": chain.block_time(log.block),
            }
    return rows


class Hands:
    """In whose hands one bill is, step by step: a log names the taker, the giver is who had it before."""

    def __init__(self) -> None:
        self.carrier = self.holder = self.owner = self.before = 0

    def step(self, name: str, log: Log) -> tuple[int, int, int]:
        """Giver, taker and the one further number that a log may hold; 0 where there is none."""
        step: tuple[int, int, int] = getattr(self, f"_{name}")(log)
        return step

    def _Issued(self, log: Log) -> tuple[int, int, int]:
        self.carrier, self.holder, form = log.values("uint32", "uint32", "uint8")
        return self.carrier, self.holder, form

    def _Transfer(self, log: Log) -> tuple[int, int, int]:
        giver, self.owner = number_in(log.topic(1, "address")), number_in(log.topic(2, "address"))
        return giver, self.owner, 0

    def _Handed(self, log: Log) -> tuple[int, int, int]:
        (taker,) = log.values("uint32")
        return self._pass(taker)

    def _Nominated(self, log: Log) -> tuple[int, int, int]:
        (nominee,) = log.values("uint32")
        return self.owner, nominee, 0

    def _EndorsedInBlank(self, log: Log) -> tuple[int, int, int]:
        return self.holder, 0, 0

    def _TransferRefused(self, log: Log) -> tuple[int, int, int]:
        return self.holder, self.before, 0

    def _Surrendered(self, log: Log) -> tuple[int, int, int]:
        return self._pass(self.carrier)

    def _SurrenderRefused(self, log: Log) -> tuple[int, int, int]:
        return self._pass(self.before)

    def _Locked(self, log: Log) -> tuple[int, int, int]:
        lock, _ = log.values("uint8", "uint16")
        return self.holder, 0, lock

    def _Unlocked(self, log: Log) -> tuple[int, int, int]:
        return 0, self.holder, 0

    def _pass(self, taker: int) -> tuple[int, int, int]:
        self.before, self.holder = self.holder, taker
        return self.before, taker, 0


READINGS: dict[str, Reading] = {
    "chain_documents": documents,
    "chain_bills": bills,
    "chain_title_events": title_events,
}
