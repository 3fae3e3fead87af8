"""A person's desk: opens one person's key, signs an order or sends one that another person signed.

Everything that takes two persons goes over two desks, so that no process ever opens both keys:

1. the first person's command (of consortium, members or instruments) writes the signed order to
   var/orders/<network>/ (with a local chain's state: orders/) and says where;
2. the second person reads what it does, and sends it:

    toolbox/brownie run desk send --network live order=FILE keystore=FILE passphrase=FILE

An order is worth nothing after a week. `party=NUMBER` opens that number's key in a member's keystore.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from brownie import accounts, network
from brownie.exceptions import VirtualMachineError, decode_typed_error
from web3.exceptions import ContractCustomError, ContractLogicError

from scripts import orders, parameters, reading, record
from scripts.deploy import Deployed, recorded
from scripts.keys import open_key
from scripts.saying import Refused, ask, command, say
from scripts.signing import Order

WEEK = 7 * 24 * 60 * 60


def deployed_here(file: str = "", state: str = "") -> Deployed:
    """What is recorded for the network that Brownie is connected to, by its parameters."""
    return recorded(parameters.here(network.show_active(), file, state))


def person(keystore: str, passphrase: str, party: str = "") -> Any:
    key = open_key(Path(keystore), Path(passphrase), int(party) if party else None)
    return accounts.add(key)


def party_of(deployed: Deployed, key: Any) -> int:
    """Whose operator this key is."""
    party = int(deployed.members.operatorOf(key)[0])
    if party == 0:
        raise Refused(f"{key.address} is no operator's key here.")
    return party


def sign(deployed: Deployed, maker: Any, target: Any, call: str) -> Path:
    """The first person's part; says where the order is and what comes next."""
    ordered = orders.order(party_of(deployed, maker), target, call, orders.within(WEEK))
    say(reading.explain(deployed, ordered.target, ordered.call))
    file = deployed.params.orders / f"{ordered.nonce >> 208:012x}.json"
    record.write(file, {"order": asdict(ordered), "signature": orders.sign(deployed.members, ordered, maker)})
    say(
        f"Signed in {file}. Next, a second person:"
        f" run desk send --network {network.show_active()} order={file} …"
    )
    return file


def send_order(deployed: Deployed, checker: Any, file: Path, yes: bool) -> Any:
    """The second person's part; None where it was carried out before."""
    ordered, signature = _read(file)
    if party_of(deployed, checker) != ordered.party:
        raise Refused(f"The order is of number {ordered.party}, this key is not.")
    if deployed.members.isNonceUsed(ordered.party, ordered.nonce):
        say("This order was carried out, or cancelled, before: nothing to do.")
        return None
    say(reading.explain(deployed, ordered.target, ordered.call))
    try:
        orders.rehearse(deployed.members, checker, ordered, [signature])
    except (VirtualMachineError, ContractCustomError, ContractLogicError) as error:
        raise Refused(f"The chain refuses it: {reason(error)}.") from None
    ask(deployed.params.network, f"Send this as number {ordered.party}'s second person?", yes)
    sent = orders.perform(deployed.members, checker, ordered, [signature])
    say(f"Done in block {sent.block_number}, transaction {sent.txid}.")
    return sent


def reason(error: Exception) -> str:
    """A contract's own error by name and values, from a test chain and a live one alike."""
    if isinstance(error, VirtualMachineError):
        return str(error.revert_msg)
    data = getattr(error, "data", None)
    if isinstance(data, str) and len(data) >= 10:
        return str(decode_typed_error(data))
    return str(error)


def _read(file: Path) -> tuple[Order, str]:
    try:
        given = json.loads(file.read_text())
        return Order(**given["order"]), given["signature"]
    except FileNotFoundError:
        raise Refused(f"{file} is missing: it is what the first person's command wrote.") from None
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(f"{file} is no signed order: {type(error).__name__}: {error}.") from None


@command
def send(
    order: str,
    keystore: str,
    passphrase: str,
    party: str = "",
    parameters: str = "",
    state: str = "",
    yes: str = "",
) -> None:
    deployed = deployed_here(parameters, state)
    send_order(deployed, person(keystore, passphrase, party), Path(order), bool(yes))
