"""Members come, stop, go on, get new keys. Each command is a first person's; `run desk send` the second's.

    toolbox/brownie run members onboard --network live admission=FILE keystore=FILE passphrase=FILE

By a seat, as a proposal: onboard (the file of `python -m app.members.enrol`; its tokens are deployed before,
by `run deploy tokens`), suspend and reinstate (parties=17,18), recover (party=17 keys=FILE, a list of
{"address", "person", "make", "check"}), ceiling (party, asset, amount in minor units). By a member for
itself: rotate (key=0x… replacement=0x… party=NUMBER, with its own keystore).
"""

from __future__ import annotations

import json
from pathlib import Path

from scripts import admission as admissions
from scripts import desk
from scripts.consortium import propose_calls
from scripts.deploy import Deployed, listing_of
from scripts.proposals import Calls
from scripts.saying import Refused, command, say


def to_onboard(deployed: Deployed, request: admissions.Request) -> list[Calls]:
    """One list of calls for each proposal: tokens are listed with the first."""
    absent = [
        f"{issuer}/{currency}"
        for issuer, currency, _ in request.tokens
        if (issuer, currency) not in deployed.tokens
    ]
    if absent:
        raise Refused(f"Tokens are not deployed yet ({', '.join(absent)}): run deploy tokens first.")
    batches = admissions.calls_for(deployed.members, request)
    listing = listing_of(deployed)
    if listing:
        batches = [listing + (batches[0] if batches else []), *batches[1:]]
    return list(batches)


def to_move(deployed: Deployed, function: str, parties: list[int], wanted: int) -> Calls:
    """Suspend or reinstate those that are not so already."""
    moved = []
    for party in parties:
        status = deployed.members.partyOf(party)[0]
        if status == 0:
            raise Refused(f"Number {party} was never admitted.")
        if status != wanted:
            moved.append(party)
    if not moved:
        return []
    return [(deployed.members.address, getattr(deployed.members, function).encode_input(moved))]


def to_recover(deployed: Deployed, party: int, keys: Path) -> Calls:
    try:
        given = [
            (key["address"], int(key["person"]), int(key["make"]), int(key["check"]))
            for key in json.loads(keys.read_text())
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(f"{keys} is no list of keys: {type(error).__name__}: {error}.") from None
    if {key[0].lower() for key in given} == {key.lower() for key in deployed.members.keysOf(party)}:
        return []
    return [(deployed.members.address, deployed.members.recover.encode_input(party, given))]


def to_set_ceiling(deployed: Deployed, party: int, asset: str, amount: int) -> Calls:
    if deployed.members.limitOf(party, asset)[0] == amount:
        return []
    return [(deployed.members.address, deployed.members.setCeiling.encode_input(party, asset, amount))]


def to_rotate(deployed: Deployed, party: int, key: str, replacement: str) -> str | None:
    """The call of the member itself; None where it is done."""
    if deployed.members.operatorOf(replacement)[0] == party:
        return None
    if deployed.members.operatorOf(key)[0] != party:
        raise Refused(f"{key} is no key of number {party}.")
    return str(deployed.members.rotateKey.encode_input(key, replacement))


@command
def onboard(admission: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    deployed = desk.deployed_here(parameters, state)
    maker = desk.person(keystore, passphrase)
    batches = to_onboard(deployed, admissions.read(Path(admission)))
    for calls in batches:
        propose_calls(deployed, maker, calls)
    if not batches:
        say("All of them are admitted already: nothing to do.")


@command
def suspend(parties: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    _move("suspend", 2, parties, keystore, passphrase, parameters, state)


@command
def reinstate(parties: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    _move("reinstate", 1, parties, keystore, passphrase, parameters, state)


@command
def recover(
    party: str, keys: str, keystore: str, passphrase: str, parameters: str = "", state: str = ""
) -> None:
    deployed = desk.deployed_here(parameters, state)
    _propose(deployed, keystore, passphrase, to_recover(deployed, int(party), Path(keys)))


@command
def ceiling(
    party: str, asset: str, amount: str, keystore: str, passphrase: str, parameters: str = "", state: str = ""
) -> None:
    deployed = desk.deployed_here(parameters, state)
    _propose(deployed, keystore, passphrase, to_set_ceiling(deployed, int(party), asset, int(amount)))


@command
def rotate(
    party: str,
    key: str,
    replacement: str,
    keystore: str,
    passphrase: str,
    parameters: str = "",
    state: str = "",
) -> None:
    deployed = desk.deployed_here(parameters, state)
    call = to_rotate(deployed, int(party), key, replacement)
    if call is None:
        say(f"{replacement} is a key of number {party} already: nothing to do.")
        return
    desk.sign(deployed, desk.person(keystore, passphrase, party), deployed.members, call)


def _move(
    function: str, wanted: int, parties: str, keystore: str, passphrase: str, parameters: str, state: str
) -> None:
    deployed = desk.deployed_here(parameters, state)
    numbers = [int(number) for number in parties.split(",")]
    _propose(deployed, keystore, passphrase, to_move(deployed, function, numbers, wanted))


def _propose(deployed: Deployed, keystore: str, passphrase: str, calls: Calls) -> None:
    if not calls:
        say("It is so already: nothing to do.")
        return
    propose_calls(deployed, desk.person(keystore, passphrase), calls)
