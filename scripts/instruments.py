"""Which contracts take business. Each command is a seat's first person's; `run desk send` is the second's.

    toolbox/brownie run instruments open_new --network live keystore=FILE passphrase=FILE

open_new lists what is deployed and not listed yet. succeed (contract=LetterOfCredit) lists the newest
version and lets those before it only finish what was begun in them, in one proposal. close (address=0x…) ends
a version in which nothing is open any more and that no other contract asks; `run unfinished` lists what is.
"""

from __future__ import annotations

from scripts import desk
from scripts.consortium import propose_calls
from scripts.deploy import CLOSED, CLOSING, OPEN, Deployed, at, listing_of, require_versioned
from scripts.parameters import BESIDE
from scripts.proposals import Calls
from scripts.saying import Refused, command, say
from scripts.unfinished import unfinished


def to_succeed(deployed: Deployed, contract: str) -> Calls:
    """The newest open, those before it closing; what is so already is left out."""
    require_versioned(contract)
    versions = deployed.record.all_of(contract)
    if len(versions) < 2:
        raise Refused(f"There is one {contract} only: run deploy version contract={contract} first.")
    calls: list[tuple[str, str]] = []
    for version in versions:
        status = deployed.members.instrumentOf(version["address"])[0]
        wanted = OPEN if version is versions[-1] else CLOSING
        if status != wanted and status != CLOSED:
            calls.append(_setting(deployed, version["address"], wanted, contract))
    return calls


def to_close(deployed: Deployed, address: str) -> Calls:
    status = deployed.members.instrumentOf(address)[0]
    if status == CLOSED:
        return []
    contract = next(
        (e["contract"] for e in deployed.record.contracts if e["address"].lower() == address.lower()), None
    )
    if contract is None or status == 0:
        raise Refused(f"{address} is no recorded and listed instrument.")
    left = unfinished(deployed, address)
    if left:
        raise Refused(
            f"{len(left)} begun in {contract} at {address} and not finished, {left[0]} first: it ends there."
        )
    asking = _asking(deployed, contract, address)
    if asking:
        raise Refused(
            f"{' and '.join(asking)} asks {contract} at {address} and is not closed: close that first."
        )
    return [_setting(deployed, address, CLOSED, contract)]


def _asking(deployed: Deployed, contract: str, address: str) -> list[str]:
    """What was deployed with it, and is still at work or will be."""
    found = []
    for entry in deployed.record.contracts:
        for told, other in BESIDE.get(entry["contract"], {}).items():
            if other != contract or deployed.members.instrumentOf(entry["address"])[0] == CLOSED:
                continue
            if getattr(at(entry), told)().lower() == address.lower():
                found.append(f"{entry['contract']} at {entry['address']}")
    return found


def _setting(deployed: Deployed, address: str, status: int, contract: str) -> tuple[str, str]:
    capabilities = deployed.params.instruments.get(contract, 0)
    return (
        deployed.members.address,
        deployed.members.setInstrument.encode_input(address, status, capabilities),
    )


@command
def open_new(keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    deployed = desk.deployed_here(parameters, state)
    _propose(deployed, keystore, passphrase, listing_of(deployed))


@command
def succeed(contract: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    deployed = desk.deployed_here(parameters, state)
    _propose(deployed, keystore, passphrase, to_succeed(deployed, contract))


@command
def close(address: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    deployed = desk.deployed_here(parameters, state)
    _propose(deployed, keystore, passphrase, to_close(deployed, address))


def _propose(deployed: Deployed, keystore: str, passphrase: str, calls: Calls) -> None:
    if not calls:
        say("It is so already: nothing to do.")
        return
    propose_calls(deployed, desk.person(keystore, passphrase), calls)
