"""A request for admission, as `python -m app.members.enrol` writes it, as calls that the consortium decides.

{"parties": [{"number", "roles", "organisation", "operators": [{"address", "person", "make", "check"}]}],
 "tokens": [{"issuer", "currency", "decimals"}]}: roles, make and check are bitmaps, currency is ISO 4217's
number, issuer one of the numbers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brownie import web3

from scripts.saying import Refused

# A block of 30 million gas holds twice as many.
AT_ONCE = 40


@dataclass(frozen=True)
class Request:
    """Parties as the tuples that `MemberRegistry.admit` takes; tokens as (issuer, currency, decimals)."""

    parties: tuple[tuple[int, int, str, tuple[tuple[str, int, int, int], ...]], ...]
    tokens: tuple[tuple[int, int, int], ...]


def read(file: Path) -> Request:
    try:
        given = json.loads(file.read_text())
        return Request(
            tuple(_party(entry) for entry in given["parties"]),
            tuple(
                (int(entry["issuer"]), int(entry["currency"]), int(entry["decimals"]))
                for entry in given.get("tokens", ())
            ),
        )
    except FileNotFoundError:
        raise Refused(f"{file} is missing: `python -m app.members.enrol` writes it.") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(f"{file} is no request for admission: {type(error).__name__}: {error}.") from None


def calls_for(members: Any, request: Request) -> list[list[tuple[str, str]]]:
    """One list of calls for each proposal; who is admitted already is left out. Refuses a number that is
    admitted as somebody else's.
    """
    admitted = _admitted(members)
    new = [party for party in request.parties if not _is_admitted(admitted, party)]
    return [
        [(members.address, members.admit.encode_input(new[start : start + AT_ONCE]))]
        for start in range(0, len(new), AT_ONCE)
    ]


def _party(entry: dict[str, Any]) -> tuple[int, int, str, tuple[tuple[str, int, int, int], ...]]:
    return (
        int(entry["number"]),
        int(entry["roles"]),
        entry["organisation"],
        tuple(
            (operator["address"], int(operator["person"]), int(operator["make"]), int(operator["check"]))
            for operator in entry["operators"]
        ),
    )


def _admitted(members: Any) -> dict[int, tuple[int, str]]:
    """Roles and commitment of every number, asked of the chain at once."""
    topic = web3.keccak(text="PartyAdmitted(uint32,uint16,bytes32)")
    logs = web3.eth.get_logs(
        {"fromBlock": 0, "toBlock": "latest", "address": members.address, "topics": ["0x" + topic.hex()]}
    )
    return {
        int.from_bytes(log["topics"][1], "big"): (
            int.from_bytes(bytes(log["data"])[:32], "big"),
            "0x" + bytes(log["data"])[32:64].hex(),
        )
        for log in logs
    }


def _is_admitted(admitted: dict[int, tuple[int, str]], party: tuple[Any, ...]) -> bool:
    number, roles, organisation, _ = party
    if number not in admitted:
        return False
    if admitted[number] != (roles, organisation.lower()):
        raise Refused(f"Number {number} is admitted already, with other roles or as another organisation.")
    return True
