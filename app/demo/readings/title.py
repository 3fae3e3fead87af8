"""Documents, bills and pledges: their state as the chain keeps it, and the chain of title as its logs tell
it.
"""

from __future__ import annotations

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order, number_in

ISSUED = "Issued(bytes32,uint32,uint32,uint8)"
TITLE = "Transfer(address,address,uint256)"
VOIDED, REISSUED = "Voided(bytes32,bytes32)", "Reissued(bytes32,bytes32)"
TO_PAPER, FROM_PAPER = "SwitchedToPaper(bytes32,bytes32)", "IssuedFromPaper(bytes32,bytes32,bytes32)"
PLEDGED = "Pledged(bytes32,uint32,uint32,uint40,bytes32)"
PLEDGE_STEPS = [
    PLEDGED,
    "PledgeReleased(bytes32)",
    "ReleasedOnTrust(bytes32,bytes32)",
    "EndorsementAgreed(bytes32,uint32)",
    "PledgeEndorsed(bytes32,uint32)",
    "PledgeEnforced(bytes32,bytes32)",
]
STEPS = [
    ISSUED,
    TITLE,
    "Handed(bytes32,uint32)",
    "Nominated(bytes32,uint32)",
    "EndorsedInBlank(bytes32)",
    "Endorsed(bytes32,uint32,uint8)",
    "TransferRefused(bytes32)",
    "Surrendered(bytes32)",
    "SurrenderRefused(bytes32)",
    "SurrenderedForAmendment(bytes32,uint8,uint32)",
    "AmendmentRefused(bytes32)",
    VOIDED,
    REISSUED,
    TO_PAPER,
    FROM_PAPER,
    "BillFrozen(bytes32,uint32,bytes32)",
    "BillUnfrozen(bytes32,bytes32)",
    "DeliveredUnderIndemnity(bytes32,bytes32)",
    "DeliveredOnIdentity(bytes32)",
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
        "former_form",
        "change",
        "indemnity",
    )
    for registry in contracts["BillOfLading"]:
        told = {name: _last_words(chain, registry, name) for name in (VOIDED, REISSUED, TO_PAPER, FROM_PAPER)}
        for log in chain.logs(registry, ISSUED):
            id = log.topic(1, "bytes32")
            answer = chain.call(
                registry,
                "billOf(bytes32)",
                "(uint32,uint32,uint32,uint32,uint32,uint32,uint8,uint8,uint8,uint16,uint8,uint8,bool)",
                id,
            )
            rows[registry, id] = {
                **dict(zip(names, answer, strict=True)),
                "shipper": log.values("uint32", "uint32", "uint8")[1],
                "issued": chain.block_time(log.block),
                "frozen_by": chain.call(registry, "frozenBy(bytes32)", "uint32", id),
                "voided_by": told[VOIDED].get(id, ""),
                "reissue": told[REISSUED].get(id, ""),
                "statement": told[TO_PAPER].get(id, told[FROM_PAPER].get(id, "")),
            }
    return rows


def _last_words(chain: ChainReader, registry: str, signature: str) -> dict[str, str]:
    """By bill, the last word of its log of this kind."""
    kinds = ["bytes32"] * signature.count(",")
    return {log.topic(1, "bytes32"): log.values(*kinds)[-1] for log in chain.logs(registry, signature)}


def pledges(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    names = ("pledgor", "pledgee", "endorsee", "due", "status")
    for book in contracts.get("PledgeBook", []):
        for log in chain.logs(book, PLEDGED):
            id = log.topic(1, "bytes32")
            answer = chain.call(book, "pledgeOf(bytes32)", "(uint32,uint32,uint32,uint40,uint8)", id)
            rows[book, id] = {
                **dict(zip(names, answer, strict=True)),
                "agreement": log.values("uint32", "uint32", "uint40", "bytes32")[3],
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
    for book in contracts.get("PledgeBook", []):
        sides: dict[str, tuple[int, int]] = {}
        for name, log in logs_in_order(chain, book, PLEDGE_STEPS):
            bill = log.topic(1, "bytes32")
            if name == "Pledged":
                pledgor, pledgee, *_ = log.values("uint32", "uint32", "uint40", "bytes32")
                sides[bill] = (pledgor, pledgee)
            giver, taker = _sides(name, log, *sides[bill])
            rows[book, log.place] = {
                **{"bill": bill, "name": name, "giver": giver, "taker": taker, "detail": 0},
                **{"block": log.block, "log_index": log.index, "transaction": log.transaction},
                "at": chain.block_time(log.block),
            }
    return rows


def _sides(name: str, log: Log, pledgor: int, pledgee: int) -> tuple[int, int]:
    """Giver and taker of one step of a pledge."""
    if name in ("Pledged", "PledgeEnforced"):
        return pledgor, pledgee
    if name in ("PledgeReleased", "ReleasedOnTrust"):
        return pledgee, pledgor
    return (pledgee if name == "EndorsementAgreed" else pledgor), log.values("uint32")[0]


class Hands:
    """In whose hands one bill is, step by step: a log names the taker, the giver is who had it before."""

    def __init__(self) -> None:
        self.carrier = self.holder = self.owner = self.before = 0
        self.end = self.authority = 0

    def step(self, name: str, log: Log) -> tuple[int, int, int]:
        """Giver, taker and the one further number that a log may hold; 0 where there is none."""
        step: tuple[int, int, int] = getattr(self, f"_{name}")(log)
        return step

    def _Issued(self, log: Log) -> tuple[int, int, int]:
        self.carrier, self.holder, form = log.values("uint32", "uint32", "uint8")
        return self.carrier, self.holder, form

    def _Transfer(self, log: Log) -> tuple[int, int, int]:
        giver, self.owner = number_in(log.topic(1, "address")), number_in(log.topic(2, "address"))
        return giver, self.owner, 0 if self.owner else self.end

    def _Handed(self, log: Log) -> tuple[int, int, int]:
        (taker,) = log.values("uint32")
        return self._pass(taker)

    def _Nominated(self, log: Log) -> tuple[int, int, int]:
        (nominee,) = log.values("uint32")
        return self.owner, nominee, 0

    def _EndorsedInBlank(self, log: Log) -> tuple[int, int, int]:
        return self.holder, 0, 0

    def _Endorsed(self, log: Log) -> tuple[int, int, int]:
        to, endorsement = log.values("uint32", "uint8")
        return self.holder, to, endorsement

    def _TransferRefused(self, log: Log) -> tuple[int, int, int]:
        return self.holder, self.before, 0

    def _Surrendered(self, log: Log) -> tuple[int, int, int]:
        return self._pass(self.carrier)

    def _SurrenderRefused(self, log: Log) -> tuple[int, int, int]:
        return self._pass(self.before)

    def _SurrenderedForAmendment(self, log: Log) -> tuple[int, int, int]:
        change, _ = log.values("uint8", "uint32")
        giver, taker, _ = self._pass(self.carrier)
        return giver, taker, change

    def _AmendmentRefused(self, log: Log) -> tuple[int, int, int]:
        return self._pass(self.before)

    def _Voided(self, log: Log) -> tuple[int, int, int]:
        self.end = 1
        return self.carrier, 0, 0

    def _SwitchedToPaper(self, log: Log) -> tuple[int, int, int]:
        self.end = 2
        return self.carrier, self.before, 0

    def _Reissued(self, log: Log) -> tuple[int, int, int]:
        return self.carrier, self.holder, 0

    _IssuedFromPaper = _Reissued

    def _BillFrozen(self, log: Log) -> tuple[int, int, int]:
        self.authority, _ = log.values("uint32", "bytes32")
        return self.authority, 0, 0

    def _BillUnfrozen(self, log: Log) -> tuple[int, int, int]:
        return self.authority, 0, 0

    def _DeliveredUnderIndemnity(self, log: Log) -> tuple[int, int, int]:
        return self.carrier, 0, 0

    def _DeliveredOnIdentity(self, log: Log) -> tuple[int, int, int]:
        return self.carrier, self.owner, 0

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
    "chain_pledges": pledges,
    "chain_title_events": title_events,
}
