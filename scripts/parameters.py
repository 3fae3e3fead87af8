"""A network's parameters, from scripts/networks/<network>.json: who founds it and by what rules. Never a key.

{"network": "live", "chain_id": 4711, "threshold": 2, "delay": 259200,
 "seats": ["harbour-board", ...], "instruments": {"LetterOfCredit": ["BILLS", "CASH"], ...}}

`delay` in seconds. With "record": "FILE", deployments are written down there and not in deployments/. Each
seat's file, scripts/networks/<network>/<seat>.json, is made by its organisation (see keys.py) and holds what
is public of it:
{"party": 17, "organisation": "0x…", "first": "0x…", "second": "0x…"}.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils import is_address, is_hexstr

from scripts.record import ROOT, usual_place
from scripts.saying import LOCAL, Refused

CAPABILITIES = {"BILLS": 1, "CASH": 2}
# What each instrument may take into keeping; a network's file can say less, tests and local chains take this.
INSTRUMENTS = {
    "DocumentRegistry": 0,
    "BillOfLading": 0,
    "DvpEscrow": 3,
    "ObligationBook": 2,
    "AmendmentBook": 0,
    "StopBook": 0,
    "TransferBook": 0,
    "EndBook": 0,
    "ClauseBook": 0,
    "ConfirmationBook": 0,
    "AdvanceBook": 2,
    "AssignmentBook": 0,
    "ProceedsBook": 2,
    "LetterOfCredit": 3,
    "PledgeBook": 1,
    "FinanceRegister": 0,
    "ReceivableBook": 2,
    "InterbankPayments": 2,
    "CurrencyExchange": 2,
    "MilestoneEscrow": 2,
    "StandbyCredit": 2,
    "CollateralBook": 0,
}
# What else than members an instrument is deployed with: by the name under which it tells it.
BESIDE = {
    "DvpEscrow": {"bills": "BillOfLading"},
    "EndBook": {"amendments": "AmendmentBook", "transfers": "TransferBook"},
    "ClauseBook": {"transfers": "TransferBook"},
    "ProceedsBook": {
        "obligations": "ObligationBook",
        "advances": "AdvanceBook",
        "assignments": "AssignmentBook",
    },
    "AdvanceBook": {"clauses": "ClauseBook"},
    "LetterOfCredit": {
        "bills": "BillOfLading",
        "obligations": "ObligationBook",
        "amendments": "AmendmentBook",
        "stops": "StopBook",
        "ends": "EndBook",
        "clauses": "ClauseBook",
        "confirmations": "ConfirmationBook",
        "proceeds": "ProceedsBook",
    },
    "PledgeBook": {"bills": "BillOfLading"},
    "ReceivableBook": {"finance": "FinanceRegister"},
    "MilestoneEscrow": {"stops": "StopBook"},
    "StandbyCredit": {"stops": "StopBook"},
}


@dataclass(frozen=True)
class Seat:
    """`organisation` is the salted commitment to who sits there; `first` and `second` its persons' keys."""

    party: int
    organisation: str
    first: str
    second: str


@dataclass(frozen=True)
class Voter:
    """A seat with both keys at hand. Only where one process may play everybody: tests and local chains."""

    party: int
    maker: Any
    checker: Any


@dataclass(frozen=True)
class Parameters:
    """`record` None keeps what is deployed in memory. Where `voters` are enough, deploying lists the
    instruments at once; else the seats do it, each by its own two persons.
    """

    network: str
    chain_id: int | None
    seats: tuple[Seat, ...]
    threshold: int
    delay: int
    instruments: dict[str, int]
    record: Path | None
    voters: tuple[Voter, ...] = ()

    @property
    def orders(self) -> Path:
        """Where signed orders lie: of a local chain, with the rest of its state."""
        if self.network in LOCAL and self.record is not None:
            return self.record.parent.parent / "orders"
        return ROOT / "var" / "orders" / self.network


def read(
    network: str, *, file: Path | None = None, seats: Path | None = None, record: Path | None = None
) -> Parameters:
    """`seats` is the folder of the seats' files, `record` where deployments are written down."""
    file = file or _usual_file(network)
    given = _given(file)
    try:
        folder = seats or file.parent / given["network"]
        return Parameters(
            network=given["network"],
            chain_id=int(given["chain_id"]),
            seats=tuple(_seat(folder / f"{name}.json") for name in given["seats"]),
            threshold=int(given["threshold"]),
            delay=int(given["delay"]),
            instruments={
                name: sum(CAPABILITIES[one] for one in set(capabilities))
                for name, capabilities in given["instruments"].items()
            },
            record=record or _record(given, file),
        )
    except FileNotFoundError as missing:
        raise Refused(
            f"{missing.filename} is missing: the organisation makes it with `python -m scripts.keys`."
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(f"{file} cannot be used: {type(error).__name__}: {error}.") from None


def here(network: str, file: str = "", state: str = "") -> Parameters:
    """Of the network that Brownie is connected to. A local chain's founders and record lie in its `state`, a
    folder: the one given, or ENTREPOT_STATE, or var.
    """
    if network not in LOCAL:
        return read(network, file=Path(file) if file else None)
    folder = Path(state or os.environ.get("ENTREPOT_STATE") or ROOT / "var")
    return read(
        network,
        file=Path(file) if file else None,
        seats=folder / "founders" / "seats",
        record=folder / "deployments" / f"{network}.json",
    )


def seat_names(network: str) -> list[str]:
    return [str(name) for name in _given(_usual_file(network))["seats"]]


def _usual_file(network: str) -> Path:
    return ROOT / "scripts" / "networks" / f"{network}.json"


def _record(given: dict[str, Any], file: Path) -> Path:
    return file.parent / given["record"] if "record" in given else usual_place(given["network"])


def _given(file: Path) -> dict[str, Any]:
    try:
        given: dict[str, Any] = json.loads(file.read_text())
    except FileNotFoundError:
        raise Refused(f"{file} is missing; live.example.json in scripts/networks/ shows its form.") from None
    except ValueError as error:
        raise Refused(f"{file} is not JSON: {error}.") from None
    return given


def _seat(file: Path) -> Seat:
    given = json.loads(file.read_text())
    seat = Seat(int(given["party"]), given["organisation"], given["first"], given["second"])
    if not is_hexstr(seat.organisation) or len(seat.organisation) != 66:
        raise ValueError(f"{file}: organisation is not 32 bytes")
    if not is_address(seat.first) or not is_address(seat.second) or seat.first == seat.second:
        raise ValueError(f"{file}: first and second are not two addresses")
    return seat
