"""Escrows with milestones: where they stand from the instrument's state, their history from its logs."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings import stops
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order, place_of

TERMS = "(uint32,uint32,uint32,uint32,uint16,address,uint64[8],uint40,uint32,bytes32)"
NAMES = ("seller", "buyer", "arbiter", "agent", "fee", "cash", "amounts", "deadline", "arbitration", "salt")
STATE = "(uint8,uint64,uint64,uint40,uint40,uint40,uint64[8])"
FUNDED = f"Funded(bytes32,{TERMS},bytes32)"
# What each event says besides its topics: types of the values, and the columns that they fill.
TOLD: dict[str, tuple[list[str], tuple[str, ...]]] = {
    FUNDED: ([TERMS, "bytes32"], ("terms", "payment")),
    "Released(bytes32,uint8,uint64,uint64,bytes32)": (
        ["uint64", "uint64", "bytes32"],
        ("amount", "fee", "payment"),
    ),
    "Disputed(bytes32,uint32,uint40,bytes32)": (["uint40", "bytes32"], ("until", "commitment")),
    "Divided(bytes32,uint64,uint64,bytes32,bytes32,bytes32)": (
        ["uint64", "uint64", "bytes32", "bytes32", "bytes32"],
        ("amount", "fee", "commitment", "payment", "refund"),
    ),
    "Reclaimed(bytes32,bytes32)": (["bytes32"], ("payment",)),
    "Refunded(bytes32,bytes32)": (["bytes32"], ("payment",)),
    "FeeCollected(bytes32,uint64,bytes32)": (["uint64", "bytes32"], ("amount", "payment")),
}
COLUMNS = {signature.partition("(")[0]: told for signature, told in TOLD.items()}


def milestone_escrows(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts.get("MilestoneEscrow", []):
        for log in chain.logs(registry, FUNDED):
            id = log.topic(1, "bytes32")
            terms = dict(zip(NAMES, log.values(TERMS, "bytes32")[0], strict=True))
            status, paid, collected, until, _, lost, released = chain.call(
                registry, "stateOf(bytes32)", STATE, id
            )
            rows[registry, id] = {
                "terms": terms | {"amounts": [str(amount) for amount in terms["amounts"]]},
                "status": status,
                "paid": paid,
                "collected": collected,
                "until": until,
                "lost": lost,
                "released": [str(amount) for amount in released],
            }
    return rows


def milestone_steps(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts.get("MilestoneEscrow", []):
        escrows = milestone_escrows(chain, {"MilestoneEscrow": [registry]})
        given: dict[str, int] = {}
        for name, log in logs_in_order(chain, registry, list(TOLD)):
            id = log.topic(1, "bytes32")
            kinds, columns = COLUMNS[name]
            told = dict(zip(columns, log.values(*kinds), strict=True))
            if name in ("Reclaimed", "Refunded"):
                total = sum(int(amount) for amount in escrows[registry, id]["terms"]["amounts"])
                told["amount"] = total - given.get(id, 0)
            if name in ("Released", "Divided"):
                given[id] = given.get(id, 0) + told["amount"]
            rows[registry, log.place] = {
                "escrow": id,
                "event": name,
                "milestone": log.topic(2, "uint8") if name == "Released" else None,
                "party": log.topic(2, "uint32") if name == "Disputed" else None,
                "payments": [told[one] for one in ("payment", "refund") if one in told],
                **{column: told.get(column) for column in ("amount", "fee", "commitment")},
                **place_of(chain, log),
            }
    for one in stops.told(chain, contracts, contracts.get("MilestoneEscrow", [])):
        rows[one.book, one.log.place] = {
            **{"escrow": one.id, "event": one.name, "milestone": None, "payments": []},
            **{"party": one.said["authority"], "commitment": one.said["reason"]},
            **{"amount": None, "fee": None},
            **place_of(chain, one.log),
        }
    return rows


READINGS: dict[str, Reading] = {
    "chain_milestone_escrows": milestone_escrows,
    "chain_milestone_steps": milestone_steps,
}
