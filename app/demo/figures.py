"""What stands on the chain, in sums: of each instrument and token one figure of a kind, from rows, whoever
read them. A figure that the read model and the chain tell differently is an alarm with two numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.demo.readings import Rows

Row = Mapping[str, Any]
# As the contracts number them: issued and advised; owed; registered and approved.
RUNNING, OWED, UNPAID = (1, 2), 1, (1, 2)


@dataclass(frozen=True)
class Figure:
    """Minor units of `token`, as the service has them and as the chain says."""

    name: str
    contract: str
    token: str
    service: int
    chain: int

    @property
    def differs(self) -> bool:
        return self.service != self.chain

    def sentence(self) -> str:
        return (
            f"{self.name} of {self.contract} in {self.token}: {self.service} here, {self.chain} on the "
            f"chain, {self.service - self.chain:+d}"
        )


@dataclass(frozen=True)
class Kind:
    """`minor` is what a row adds, `token` in which token: of its own contract where it names none."""

    name: str
    table: str
    minor: Callable[[Row], int]
    in_own_token: bool = False


def _outstanding(row: Row) -> int:
    """What is set aside stands under the credits that it is set aside for, or was paid under them."""
    if row["status"] not in RUNNING:
        return 0
    return int(row["drawable"]) - int(row["honoured"]) - int(row["set_aside"])


KINDS = (
    Kind("credits outstanding", "chain_credits", _outstanding),
    Kind(
        "drawings under examination",
        "chain_credits",
        lambda row: int(row["reserved"]) - int(row["set_aside"]),
    ),
    Kind("set aside for transferred credits", "chain_credits", lambda row: int(row["set_aside"])),
    Kind(
        "obligations owed",
        "chain_obligations",
        lambda row: int(row["amount"]) if row["status"] == OWED else 0,
    ),
    Kind(
        "receivables unpaid",
        "chain_receivables",
        lambda row: int(row["amount"]) if row["status"] in UNPAID else 0,
    ),
    Kind("deposits held", "chain_cash_balances", lambda row: int(row["amount"]), in_own_token=True),
    Kind("deposits issued", "chain_cash_supplies", lambda row: int(row["amount"]), in_own_token=True),
)


def figures_of(table: str, service: Rows, chain: Rows) -> Iterator[Figure]:
    """Each that is not nothing on both sides."""
    for kind in KINDS:
        if kind.table != table:
            continue
        ours, theirs = _sums(kind, service), _sums(kind, chain)
        for contract, token in sorted(ours.keys() | theirs.keys()):
            here, there = ours.get((contract, token), 0), theirs.get((contract, token), 0)
            if here or there:
                yield Figure(kind.name, contract, token, here, there)


def _sums(kind: Kind, rows: Rows) -> Mapping[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for (contract, _), row in rows.items():
        found[contract, contract if kind.in_own_token else str(row["cash"])] += kind.minor(row)
    return found
