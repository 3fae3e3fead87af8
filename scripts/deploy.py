"""Brings the system to a chain: the one way, for tests, local chains and live ones.

    toolbox/brownie run deploy main --network live keystore=FILE passphrase=FILE [parameters=FILE yes=1]

main brings everything; tokens (admission=FILE) the cash that a request for admission asks for; version
(contract=LetterOfCredit) a new version beside what is there. On a local chain no keystore is needed.

What is recorded already is checked and left; a run that was stopped goes on where it stopped. Who deploys
pays and has no power afterwards: the seats of the consortium list the instruments, m of n.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brownie import accounts, network, project, web3
from eth_utils import keccak, to_checksum_address
from rlp import encode as rlp_encode

from scripts import admission as admissions
from scripts.keys import open_key
from scripts.parameters import BESIDE, INSTRUMENTS, Parameters, here
from scripts.proposals import decide
from scripts.record import Record
from scripts.saying import LOCAL, Refused, ask, command, say

OPEN, CLOSING, CLOSED = 1, 2, 3
# What takes new business in a new version, while the old one finishes its own.
VERSIONED = (
    "DvpEscrow",
    "LetterOfCredit",
    "PledgeBook",
    "ReceivableBook",
    "InterbankPayments",
    "CurrencyExchange",
    "MilestoneEscrow",
    "StandbyCredit",
)


@dataclass
class Deployed:
    """The contracts as Brownie knows them. Of several versions, the last deployed: new business goes to it.
    `tokens` by issuer's number and ISO 4217 numeric currency.
    """

    params: Parameters
    record: Record
    members: Any
    consortium: Any
    documents: Any
    bills: Any
    escrow: Any
    obligations: Any
    amendments: Any
    stops: Any
    transfers: Any
    ends: Any
    clauses: Any
    confirmations: Any
    advances: Any
    assignments: Any
    proceeds: Any
    credits: Any
    pledges: Any
    register: Any
    book: Any
    clearing: Any
    exchange: Any
    milestones: Any
    standbys: Any
    collateral: Any
    tokens: dict[tuple[int, int], Any] = field(default_factory=dict)

    def latest(self, contract: str) -> Any:
        """Of an instrument's versions the last that is recorded, by its contract's name."""
        return at(self.record.all_of(contract)[-1])


def deploy_all(admin: Any, params: Parameters, listed: bool = True) -> Deployed:
    """Everything but tokens, which need a bank. Lists the instruments if `params.voters` are enough to,
    unless `listed` is False and a later proposal does.
    """
    record = open_record(params)
    seats = [(seat.party, seat.organisation, seat.first, seat.second) for seat in params.seats]
    members = _put(record, admin, "MemberRegistry", seats, params.threshold, params.delay)
    consortium = _take_in(record, members)
    parts: dict[str, Any] = {}
    for contract in INSTRUMENTS:
        beside = (parts[other] for other in BESIDE.get(contract, {}).values())
        parts[contract] = _put(record, admin, contract, members, *beside)
    deployed = Deployed(params, record, members, consortium, *parts.values())
    for entry in record.all_of("DepositToken"):
        deployed.tokens[entry["issuer"], entry["currency"]] = at(entry)
    if listed:
        list_new(deployed)
    return deployed


def recorded(params: Parameters) -> Deployed:
    """What is deployed already. Deploys nothing; refuses where something is missing."""
    record = open_record(params)
    latest = {}
    for contract in ("MemberRegistry", "Consortium", *INSTRUMENTS):
        found = record.all_of(contract)
        if not found:
            raise Refused(f"{contract} is not recorded for {params.network}: run deploy first.")
        latest[contract] = at(found[-1])
    deployed = Deployed(params, record, *latest.values())
    for entry in record.all_of("DepositToken"):
        deployed.tokens[entry["issuer"], entry["currency"]] = at(entry)
    return deployed


def deploy_token(
    deployed: Deployed, admin: Any, issuer: int, currency: int, decimals: int, listed: bool = True
) -> Any:
    """Cash of one bank in one currency (ISO 4217 numeric). `listed` False leaves that to a later proposal."""
    terms = {"issuer": issuer, "currency": currency, "decimals": decimals}
    token = _put(
        deployed.record, admin, "DepositToken", deployed.members, issuer, currency, decimals, terms=terms
    )
    deployed.tokens[issuer, currency] = token
    if listed:
        list_new(deployed)
    return token


def deploy_version(deployed: Deployed, admin: Any, contract: str) -> Any:
    """Another of VERSIONED beside the ones that are there; it is not listed yet. Refuses what is none."""
    require_versioned(contract)
    beside = (deployed.latest(other) for other in BESIDE.get(contract, {}).values())
    return _deploy(deployed.record, admin, contract, (deployed.members, *beside), {})


def require_versioned(contract: str) -> None:
    if contract in VERSIONED:
        return
    asking = [name for name, beside in BESIDE.items() if contract in beside.values()]
    if asking:
        raise Refused(
            f"{contract} has no versions: each {' and '.join(asking)} asks the one that it was deployed"
            " with, for good, so a second would serve none that is there."
        )
    raise Refused(f"{contract} has no versions; {', '.join(VERSIONED)} have.")


def listing_of(deployed: Deployed) -> list[tuple[str, str]]:
    """The calls that list as open every recorded contract that the instrument registry does not know yet."""
    return [
        (
            deployed.members.address,
            deployed.members.setInstrument.encode_input(
                entry["address"], OPEN, deployed.params.instruments.get(entry["contract"], 0)
            ),
        )
        for entry in deployed.record.contracts
        if deployed.members.instrumentOf(entry["address"])[0] == 0
    ]


def list_new(deployed: Deployed) -> None:
    calls = listing_of(deployed)
    if not calls:
        return
    if len(deployed.params.voters) < deployed.params.threshold:
        say(f"{len(calls)} contracts are not listed yet: next, a seat proposes: run instruments open_new.")
        return
    decide(deployed.members, deployed.consortium, deployed.params.voters, calls)


def open_record(params: Parameters) -> Record:
    if params.chain_id is not None and params.chain_id != web3.chain_id:
        raise Refused(
            f"The parameters of {params.network} are for chain {params.chain_id}, this is {web3.chain_id}."
        )
    genesis = "0x" + bytes(web3.eth.get_block(0)["hash"]).hex()
    return Record(params.network, web3.chain_id, genesis, params.record)


def container(contract: str) -> Any:
    return project.get_loaded_projects()[0][contract]


def at(entry: dict[str, Any]) -> Any:
    """The contract of a record's entry; refuses one whose code is not what was deployed."""
    code = bytes(web3.eth.get_code(to_checksum_address(entry["address"])))
    if "0x" + keccak(code).hex() != entry["code_hash"]:
        raise Refused(
            f"At {entry['address']} there is not the {entry['contract']} that was deployed in block"
            f" {entry['block']}: the chain is another, or the record is wrong."
        )
    return container(entry["contract"]).at(entry["address"])


def _put(
    record: Record, admin: Any, contract: str, *arguments: Any, terms: dict[str, int] | None = None
) -> Any:
    terms = terms or {}
    found = record.all_of(contract, **terms)
    return at(found[-1]) if found else _deploy(record, admin, contract, arguments, terms)


def _deploy(
    record: Record, admin: Any, contract: str, arguments: tuple[Any, ...], terms: dict[str, int]
) -> Any:
    begun = record.begun(contract, **terms)
    if begun is not None and web3.eth.get_code(begun):
        put, transaction, block = container(contract).at(begun), None, _first_block_with(begun)
    else:
        record.begin(contract, _next_address(admin), **terms)
        put = container(contract).deploy(*arguments, {"from": admin}, silent=True)
        transaction, block = put.tx.txid, put.tx.block_number
    _write_down(record, contract, put.address, block, transaction, terms)
    return put


def _take_in(record: Record, members: Any) -> Any:
    """The consortium, which members deployed with itself."""
    found = record.all_of("Consortium")
    if found:
        return at(found[-1])
    first = record.all_of("MemberRegistry")[-1]
    _write_down(record, "Consortium", members.consortium(), first["block"], first["transaction"], {})
    return container("Consortium").at(members.consortium())


def _write_down(
    record: Record, contract: str, address: str, block: int, transaction: str | None, terms: dict[str, int]
) -> None:
    code = bytes(web3.eth.get_code(to_checksum_address(address)))
    say(f"{contract} is at {address} since block {block}.")
    record.add(
        {
            "contract": contract,
            "address": address,
            "block": block,
            "transaction": transaction,
            "code_hash": "0x" + keccak(code).hex(),
            **terms,
        }
    )


def _next_address(admin: Any) -> str:
    sender = bytes.fromhex(admin.address[2:])
    return to_checksum_address(keccak(rlp_encode([sender, admin.nonce]))[12:])


def _first_block_with(address: str) -> int:
    """For a deployment whose receipt was never seen: the block, by halving."""
    low, high = 0, web3.eth.block_number
    while low < high:
        middle = (low + high) // 2
        if web3.eth.get_code(address, block_identifier=middle):
            high = middle
        else:
            low = middle + 1
    return low


@command
def main(
    keystore: str = "", passphrase: str = "", parameters: str = "", state: str = "", yes: str = ""
) -> None:
    params = here(network.show_active(), parameters, state)
    admin = _payer(keystore, passphrase)
    say(
        f"{params.network}, chain {web3.chain_id}: {params.threshold} of {len(params.seats)} seats decide,"
        f" {params.delay} seconds of delay; {admin.address} deploys what {params.record} does not name yet."
    )
    ask(params.network, "Deploy?", bool(yes))
    deploy_all(admin, params)
    say("Once everything is listed: run verify.")


@command
def tokens(
    admission: str,
    keystore: str = "",
    passphrase: str = "",
    parameters: str = "",
    state: str = "",
    yes: str = "",
) -> None:
    deployed = recorded(here(network.show_active(), parameters, state))
    asked = admissions.read(Path(admission)).tokens
    missing = [token for token in asked if token[:2] not in deployed.tokens]
    say(f"{len(missing)} of {len(asked)} tokens are to be deployed.")
    if missing:
        ask(deployed.params.network, "Deploy them?", bool(yes))
    for token in missing:
        deploy_token(deployed, _payer(keystore, passphrase), *token, listed=False)
    say("Next: a seat proposes the admission: run members onboard.")


@command
def version(
    contract: str,
    keystore: str = "",
    passphrase: str = "",
    parameters: str = "",
    state: str = "",
    yes: str = "",
) -> None:
    deployed = recorded(here(network.show_active(), parameters, state))
    require_versioned(contract)
    newest = deployed.record.all_of(contract)[-1]
    if deployed.members.instrumentOf(newest["address"])[0] == 0:
        say(f"A new {contract} at {newest['address']} waits to be listed already.")
    else:
        say(f"Another {contract} beside the one at {newest['address']}, which goes on.")
        ask(deployed.params.network, "Deploy it?", bool(yes))
        deploy_version(deployed, _payer(keystore, passphrase), contract)
    say(f"Next: a seat proposes: run instruments succeed contract={contract}.")


def _payer(keystore: str, passphrase: str) -> Any:
    if keystore:
        return accounts.add(open_key(Path(keystore), Path(passphrase)))
    if network.show_active() in LOCAL:
        return accounts[0]
    raise Refused("Who deploys has a key: keystore=FILE passphrase=FILE.")
