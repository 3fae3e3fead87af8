"""From a revert to the refusal that the domain would have given.

Each custom error of each contract has a row in its slice's `refusals.py`:
`REFUSALS: dict[str, RefusalTemplate] = {"BillsWrongHolder": RefusalTemplate(...), ...}`; `main` and `workers`
hand all of them to `Refusals`. An error without a row fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from app.chain.deployments import Deployment, Undecodable
from app.days import day_of
from app.errors import Conflict, DomainError, Refusal

ERROR_STRING = bytes.fromhex("08c379a0")
PANIC = bytes.fromhex("4e487b71")

PANICS = {
    0x01: "a condition that must always hold did not",
    0x11: "a number would have become too large or less than nothing",
    0x12: "a division by nothing",
    0x21: "a value outside of its list",
    0x32: "a place outside of a list",
}


@dataclass(frozen=True)
class RefusalTemplate:
    """Clauses with the error's values in braces, `"bill {bill} is held by {holder}"`.

    `words` gives the names of an enum's numbers, `{"status": ("unknown", "active", "suspended")}`; `days` and
    `moments` name the values that are days since 1970 or seconds since 1970. `kind` is the error that the
    domain would have raised.
    """

    code: str
    found: str
    allowed: str = ""
    next: str = ""
    kind: type[DomainError] = Conflict
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    days: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()

    def refusal(self, values: Mapping[str, Any]) -> Refusal:
        said = {name: self._said(name, value) for name, value in values.items()}
        return Refusal(
            self.code,
            self.found.format(**said),
            self.allowed.format(**said),
            self.next.format(**said),
            {
                name: value if isinstance(value, int | str | bool) else str(value)
                for name, value in said.items()
            },
        )

    def _said(self, name: str, value: Any) -> Any:
        if name in self.words and isinstance(value, int):
            names = self.words[name]
            return names[value] if value < len(names) else value
        if name in self.days and isinstance(value, int):
            return day_of(value).isoformat()
        if name in self.moments and isinstance(value, int) and value < 1 << 37:
            return datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds")
        return value


class Refusals:
    """All slices' rows, looked up by the error's name."""

    def __init__(self, deployment: Deployment, *tables: Mapping[str, RefusalTemplate]) -> None:
        self._deployment = deployment
        self._templates = {name: template for table in tables for name, template in table.items()}

    def of_revert(self, data: bytes) -> Refusal:
        """Never raises, and never answers with hex alone: what cannot be explained says whom to ask."""
        if data[:4] == ERROR_STRING:
            return Refusal("chain-refused", f"the chain refused: {_text(data[4:])}")
        if data[:4] == PANIC:
            number = int.from_bytes(data[4:36], "big")
            why = PANICS.get(number, f"fault number {number}")
            return Refusal(
                "chain-fault",
                f"the contract stopped at a fault of its own: {why}",
                next="report this; nothing was changed",
            )
        try:
            error, values = self._deployment.decode_error(data)
        except Undecodable:
            return Refusal(
                "chain-refused-silently",
                "the chain refused without a reason that this version knows",
                next="ask the operator of this service whether its contracts' descriptions are current",
                values={"data": "0x" + data.hex()},
            )
        template = self._templates.get(error.name)
        if template is None:
            return Refusal(
                "chain-refused",
                f"the chain refused: {error.name}",
                values={k: str(v) for k, v in values.items()},
            )
        return template.refusal(values)

    def missing(self) -> list[str]:
        """Custom errors of the ABIs that have no words."""
        return sorted(
            f"{name}.{entry['name']}"
            for name, abi in self._deployment.abis.items()
            for entry in abi
            if entry["type"] == "error" and entry["name"] not in self._templates
        )


def _text(data: bytes) -> str:
    try:
        return str(abi_decode(["string"], data)[0]) or "no reason given"
    except (DecodingError, ValueError):
        return "no readable reason"
