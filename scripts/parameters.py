"""A network's parameters, from scripts/networks/<network>.json: who founds it and by what rules. Never a key.

{"network": "live", "chain_id": 4711, "threshold": 2, "delay": 259200,
 "seats": ["live/port.json", ...], "instruments": {"LetterOfCredit": ["BILLS", "CASH"], ...}}

`delay` in seconds. Each seat's file is made by its organisation (see keys.py) and holds what is public of it:
{"party": 17, "organisation": "0x…", "first": "0x…", "second": "0x…"}.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils import is_address, is_hexstr

from scripts.record import ROOT, usual_place
from scripts.saying import Refused

CAPABILITIES = {"BILLS": 1, "CASH": 2}
# What each instrument may take into keeping; a network's file can say less, tests and local chains take this.
INSTRUMENTS = {"DocumentRegistry": 0, "BillOfLading": 0, "DvpEscrow": 3, "LetterOfCredit": 3}


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


def read(network: str, file: Path | None = None) -> Parameters:
    file = file or ROOT / "scripts" / "networks" / f"{network}.json"
    try:
        given = json.loads(file.read_text())
        instruments = {
            name: sum(CAPABILITIES[one] for one in set(capabilities))
            for name, capabilities in given["instruments"].items()
        }
        return Parameters(
            network=given["network"],
            chain_id=int(given["chain_id"]),
            seats=tuple(_seat(file.parent / place) for place in given["seats"]),
            threshold=int(given["threshold"]),
            delay=int(given["delay"]),
            instruments=instruments,
            record=usual_place(given["network"]),
        )
    except FileNotFoundError as missing:
        raise Refused(
            f"{missing.filename} is missing; live.example.json in scripts/networks/ shows the form."
        ) from None
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(f"{file} cannot be used: {type(error).__name__}: {error}.") from None


def _seat(file: Path) -> Seat:
    given = json.loads(file.read_text())
    seat = Seat(int(given["party"]), given["organisation"], given["first"], given["second"])
    if not is_hexstr(seat.organisation) or len(seat.organisation) != 66:
        raise ValueError(f"{file}: organisation is not 32 bytes")
    if not is_address(seat.first) or not is_address(seat.second) or seat.first == seat.second:
        raise ValueError(f"{file}: first and second are not two addresses")
    return seat
