"""Whether a chain holds what sources and parameters say. Names each difference and ends with status 1.

    toolbox/brownie run verify --network live

Bytecode: the runtime bytecode on the chain against one compiled here and now from the sources, byte for byte
but for immutables, whose places the compiler tells (immutableReferences). What stands there is checked as
wiring, read through the contracts' own functions. Of a version that a newer one has succeeded the sources are
no longer here: it is compared with the hash that was recorded when it was deployed.

Wiring: seats, threshold and delay against the parameters; members, bills, obligations, issuer, currency and
decimals of each contract against the record; the instrument registry against both: everything recorded is
listed with its capabilities, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brownie import project, web3
from brownie.project import compiler
from eth_utils import keccak, to_checksum_address

from scripts import desk
from scripts.deploy import CLOSED, OPEN, Deployed, container
from scripts.parameters import BESIDE
from scripts.record import ROOT
from scripts.saying import Refused, command, say
from scripts.show import STATUSES


@command
def main(parameters: str = "", state: str = "") -> None:
    deployed = desk.deployed_here(parameters, state)
    found = [*bytecode(deployed, clean_build()), *wiring(deployed)]
    if found:
        raise Refused("\n".join([f"{len(found)} differences:", *found]))
    say(f"{len(deployed.record.contracts)} contracts: bytecode and wiring are as they should be.")


def clean_build() -> dict[str, dict[str, Any]]:
    """`deployedBytecode` of every contract of ours, compiled anew with the project's settings."""
    sources = {
        str(file.relative_to(ROOT)): file.read_text()
        for file in sorted((ROOT / "contracts").rglob("*.sol"))
        if "mocks" not in file.relative_to(ROOT).parts
    }
    settings = project.get_loaded_projects()[0]._compiler_config
    solc = settings["solc"]
    compiler.set_solc_version(solc["version"])
    asked = compiler.generate_input_json(
        sources,
        evm_version=settings["evm_version"],
        optimizer=solc["optimizer"],
        remappings=solc["remappings"],
    )
    wanted = ["evm.deployedBytecode.object", "evm.deployedBytecode.immutableReferences"]
    asked["settings"]["outputSelection"] = {"*": {"*": wanted}}
    made = compiler.compile_from_input_json(asked, allow_paths=str(ROOT))
    return {
        name: contract["evm"]["deployedBytecode"]
        for file in made["contracts"].values()
        for name, contract in file.items()
    }


def bytecode(deployed: Deployed, build: dict[str, dict[str, Any]]) -> Iterator[str]:
    for entry in deployed.record.contracts:
        name, address = entry["contract"], entry["address"]
        code = bytes(web3.eth.get_code(to_checksum_address(address)))
        if "0x" + keccak(code).hex() != entry["code_hash"]:
            yield f"{name} at {address}: the bytecode is not the one that was recorded."
        succeeded = name != "DepositToken" and entry is not deployed.record.all_of(name)[-1]
        if not succeeded and _masked(code, build[name]) != _masked(
            bytes.fromhex(build[name]["object"]), build[name]
        ):
            yield f"{name} at {address}: the bytecode is not what the sources compile to."


def _masked(code: bytes, built: dict[str, Any]) -> bytes:
    masked = bytearray(code)
    for places in built.get("immutableReferences", {}).values():
        for place in places:
            masked[place["start"] : place["start"] + place["length"]] = bytes(place["length"])
    return bytes(masked)


def wiring(deployed: Deployed) -> Iterator[str]:
    yield from _consortium(deployed)
    for entry in deployed.record.contracts:
        yield from _contract(deployed, entry)
    yield from _instruments(deployed)


def _consortium(deployed: Deployed) -> Iterator[str]:
    members, consortium, params = deployed.members, deployed.consortium, deployed.params
    yield from _differs("MemberRegistry's consortium", members.consortium(), consortium.address)
    yield from _differs("seats", sorted(consortium.seats()), sorted(seat.party for seat in params.seats))
    yield from _differs("threshold", consortium.threshold(), params.threshold)
    yield from _differs("delay", consortium.delay(), params.delay)
    _, name, number, chain, verifying, *_ = members.eip712Domain()
    yield from _differs("domain of orders", (name, number, chain, verifying), (
        "Entrepot", "1", web3.chain_id, members.address,
    ))  # fmt: skip
    for seat in params.seats:
        organisation = "0x" + bytes(members.partyOf(seat.party)[2]).hex()
        yield from _differs(f"organisation of seat {seat.party}", organisation, seat.organisation.lower())


def _contract(deployed: Deployed, entry: dict[str, Any]) -> Iterator[str]:
    name, address = entry["contract"], entry["address"]
    contract = container(name).at(address)
    expected: dict[str, Any] = {"members": deployed.members.address}
    expected |= {told: deployed.latest(other).address for told, other in BESIDE.get(name, {}).items()}
    if name == "DepositToken":
        expected |= {"issuer": entry["issuer"], "currency": entry["currency"], "decimals": entry["decimals"]}
    for function, value in expected.items():
        yield from _differs(f"{function} of {name} at {address}", getattr(contract, function)(), value)


def _instruments(deployed: Deployed) -> Iterator[str]:
    recorded = {entry["address"].lower(): entry for entry in deployed.record.contracts}
    for address in _ever_listed(deployed):
        status = deployed.members.instrumentOf(address)[0]
        if address.lower() not in recorded and status != CLOSED:
            yield f"{address} is listed as {STATUSES[status]}, and is not recorded."
    for entry in recorded.values():
        name, address = entry["contract"], entry["address"]
        status, capabilities, _ = deployed.members.instrumentOf(address)
        newest = name == "DepositToken" or entry["address"] == deployed.record.all_of(name)[-1]["address"]
        if newest:
            yield from _differs(f"status of {name} at {address}", STATUSES[status], STATUSES[OPEN])
        elif status == OPEN:
            yield f"{name} at {address} is still open beside its newer version."
        yield from _differs(
            f"capabilities of {name} at {address}", capabilities, deployed.params.instruments.get(name, 0)
        )


def _ever_listed(deployed: Deployed) -> list[str]:
    topic = web3.keccak(text="InstrumentSet(address,uint16,uint8,uint8)")
    logs = web3.eth.get_logs(
        {
            "fromBlock": 0,
            "toBlock": "latest",
            "address": deployed.members.address,
            "topics": ["0x" + topic.hex()],
        }
    )
    return sorted({to_checksum_address(bytes(log["topics"][1])[12:]) for log in logs})


def _differs(what: str, found: Any, expected: Any) -> Iterator[str]:
    if found != expected:
        yield f"The {what} is {found}, and should be {expected}."
