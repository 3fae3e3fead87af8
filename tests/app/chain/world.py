"""A small deployment on a real chain, two members in it, and everything that the loop is made of."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from eth_abi.abi import encode as abi_encode
from eth_keys.datatypes import PrivateKey

from app.auth import service as auth
from app.auth.domain import Caller
from app.chain.client import Chain
from app.chain.deployments import Deployment
from app.chain.indexer import Indexer
from app.chain.orders import Order
from app.chain.sender import Sender
from app.chain.signers import CHECKER, MAKER, Signer
from app.chain.signers.local import LocalSigner
from app.chain.store import Operation
from app.config import Settings
from app.db import Database
from app.members.enrol import enrol, load
from app.surroundings import database_of
from app.workers import make_indexer, make_sender
from scripts.parameters import BESIDE, INSTRUMENTS
from tests.app.chain.nodes import ROOT, Node
from tests.app.databases import KINDS, SQLITE, drop, fresh

MEMBERS: list[dict[str, Any]] = [
    {
        "id": "north",
        "name": "Nordhafen Bank AG",
        "lei": "529900T8BM49AURSDO55",
        "bic": "NHABDEHH",
        "country": "DE",
        "roles": ["BANK"],
    },
    {
        "id": "south",
        "name": "Porto Azul Trading Lda",
        "lei": "213800WSGIIZCXF1P572",
        "bic": None,
        "country": "PT",
        "roles": ["TRADER", "CARRIER", "REGULATOR"],
    },
]
# Numbers that one block can admit.
MOST_AT_ONCE = 80
CONTRACTS = ("MemberRegistry", "Consortium", "DepositToken", *INSTRUMENTS)
SLICES = ("users", "bills", "cash", "clearing", "credits", "documents", "escrow", "members", "operations")
SLICES += ("exchange", "milestones", "receivables", "standbys", "collateral")
ALL_SCOPES = [f"{slice}:{kind}" for slice in SLICES for kind in ("read", "write")]


@lru_cache(maxsize=1)
def compiled() -> dict[str, dict[str, Any]]:
    """What stands in contracts/ now, compiled once for all tests."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "toolbox" / "compile.py")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        name: json.loads((ROOT / "build" / "contracts" / f"{name}.json").read_text()) for name in CONTRACTS
    }


@lru_cache(maxsize=1)
def _abis() -> dict[str, str]:
    return {name: json.dumps(artifact["abi"]) for name, artifact in compiled().items()}


@dataclass
class Seat:
    party: int
    keys: tuple[PrivateKey, PrivateKey]


@dataclass
class World:
    node: Node
    folder: Path
    settings: Settings
    database: Database
    chain: Chain
    deployment: Deployment
    seats: list[Seat]
    private: dict[str, dict[str, Any]]
    environment: dict[str, str]
    callers: dict[tuple[str, str], Caller] = field(default_factory=dict)
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    signers: dict[str, Signer] = field(default_factory=dict)

    def parties(self, member_id: str) -> list[int]:
        """Without those under which it issues deposits."""
        return [entry["number"] for entry in self.private[member_id]["numbers"] if not entry["deal"]]

    def sender(self, kind: str) -> Sender:
        """A new one, as after a start, with keys that were opened once."""
        signer = self.signers.setdefault(kind, LocalSigner(self.settings.keys_dir, kind))
        return make_sender(self.settings, self.database, self.chain, kind, signer=signer)

    def indexer(self) -> Indexer:
        return make_indexer(self.settings, self.database, self.chain)

    def index(self) -> None:
        self.node.rest()
        indexer = self.indexer()
        while indexer.one_pass().moved:
            pass

    def settle(self) -> None:
        """Passes of all workers, one after the other, until none finds anything to do."""
        senders = [self.sender(kind) for kind in ("maker", "checker", "courier")]
        while sum(sender.one_pass() for sender in senders):
            self.index()
        self.index()

    def operation(self, id: str) -> Operation:
        with self.database.reading() as session:
            return session.query(Operation).filter_by(id=id).one()

    def admit(self, parties: Sequence[dict[str, Any]], all_instruments: bool) -> None:
        """By the consortium, block by block; opens what is to be open."""
        encode, registry = self.deployment.encode, self.deployment.contract("MemberRegistry").address
        wanted = INSTRUMENTS | {"DepositToken": 0} if all_instruments else {"DocumentRegistry": 0}
        calls = [
            encode("MemberRegistry", "setInstrument", entry.address, 1, wanted[entry.name])
            for entry in self.deployment.contracts
            if entry.name in wanted
        ]
        admissions = [
            (
                party["number"],
                party["roles"],
                party["organisation"],
                [(op["address"], op["person"], op["make"], op["check"]) for op in party["operators"]],
            )
            for party in parties
        ]
        for first in range(0, len(admissions), MOST_AT_ONCE):
            more = admissions[first : first + MOST_AT_ONCE]
            self.by_consortium(registry, [encode("MemberRegistry", "admit", more), *calls])
            calls = []

    def host(self) -> None:
        """Members, their numbers, and a maker and a checker of each."""
        with self.database.writing() as session:
            for private in self.private.values():
                member = load(session, private)
                for person, role in enumerate(("maker", "checker"), start=1):
                    user = auth.create_user(
                        session,
                        member_id=member.id,
                        name=f"{role} of {member.id}",
                        person=person,
                        role=role,
                        scopes=ALL_SCOPES,
                        signs_outside=private["signs_outside"],
                    )
                    token = auth.create_token(session, user)
                    self.tokens[member.id, role] = token
                    found = auth.caller_with(session, token)
                    assert found is not None
                    self.callers[member.id, role] = found

    def by_consortium(self, target: str, calls: Sequence[bytes]) -> None:
        """Carried by both seats and executed, each vote an order of two persons."""
        proposal = [(target, call) for call in calls]
        salt = secrets.randbits(64)
        encode = self.deployment.encode
        id = self.view("Consortium", "idOf", proposal, salt)[0]
        self.by_seat(self.seats[0], "Consortium", encode("Consortium", "propose", proposal, salt))
        self.by_seat(self.seats[1], "Consortium", encode("Consortium", "approve", id))
        self.by_seat(self.seats[1], "Consortium", encode("Consortium", "execute", proposal, salt))

    def by_seat(self, seat: Seat, contract: str, call: bytes) -> None:
        target = self.deployment.contract(contract).address
        order = Order(seat.party, secrets.randbits(200), target, call, 2**39)
        signatures = []
        for key in seat.keys:
            signed = key.sign_msg_hash(order.digest(self.deployment))
            signatures.append(signed.to_bytes()[:64] + bytes([27 + signed.v]))
        self.transact(
            self.deployment.contract("MemberRegistry").address, order.perform(self.deployment, signatures)
        )

    def by_keys(self, member_id: str, party: int, target: str, call: bytes) -> None:
        """As a member with the keys of both its persons who goes round the service."""
        order = Order(party, secrets.randbits(200), target, call, 2**39)
        signatures = [
            LocalSigner(self.settings.keys_dir, kind).sign_order(
                member_id, party, order.digest(self.deployment)
            )
            for kind in (MAKER, CHECKER)
        ]
        self.transact(
            self.deployment.contract("MemberRegistry").address, order.perform(self.deployment, signatures)
        )

    def view(self, contract: str, function: str, *args: Any) -> tuple[Any, ...]:
        data = self.deployment.encode(contract, function, *args)
        to = self.deployment.contract(contract).address
        answer = self.node.ask("eth_call", {"to": to, "data": "0x" + data.hex()}, "latest")
        return self.deployment.decode_result(contract, function, bytes.fromhex(answer[2:]))

    def transact(self, to: str | None, data: bytes) -> dict[str, Any]:
        return transact(self.node, to, data)


def transact(node: Node, to: str | None, data: bytes) -> dict[str, Any]:
    """From one of the node's own accounts, which is nobody in our system."""
    sent = {
        "from": node.ask("eth_accounts")[0],
        "data": "0x" + data.hex(),
        "gas": hex(20_000_000),
        "gasPrice": "0x0",
    }
    hash = node.ask("eth_sendTransaction", sent | ({"to": to} if to else {}))
    # Ganache answers when it has mined; Anvil a moment before.
    receipt = next(found for _ in range(1000) if (found := node.ask("eth_getTransactionReceipt", hash)))
    assert receipt["status"] == "0x1", receipt
    return dict(receipt)


@contextmanager
def build_world(
    node: Node,
    folder: Path,
    *,
    finality_depth: int = 0,
    numbers: int = 2,
    all_instruments: bool = False,
    database: str = SQLITE,
    more_members: Sequence[dict[str, Any]] = (),
) -> Iterator[World]:
    """`numbers` for each member. `all_instruments` opens every instrument for business, with tokens of 0, 2
    and 3 decimals that the bank `north` issues. `database` is a kind or a URL. `more_members` bring their own
    currencies, and may bring another count of numbers.
    """
    seats, contracts = deployed(node)
    issued = ["JPY", "KWD", "USD"] if all_instruments else []
    members = [
        entry | {"numbers": numbers, "currencies": issued if entry["id"] == "north" else []}
        for entry in MEMBERS
    ]
    members += [{"numbers": numbers} | entry for entry in more_members]
    request = enrol(members, folder / "keys")
    contracts = contracts + [_token(node, contracts[0]["address"], said) for said in request["tokens"]]
    private = {
        entry["id"]: json.loads((folder / "keys" / "members" / f"{entry['id']}.json").read_text())
        for entry in members
    }
    write_deployment(node, folder, contracts)
    url = fresh(database, folder) if database in KINDS else database
    with opened(node, folder, url, seats, private, finality_depth) as world:
        world.admit(request["parties"], all_instruments)
        world.host()
        world.index()
        yield world
    if database in KINDS:
        drop(url)


def write_deployment(node: Node, folder: Path, contracts: Sequence[dict[str, Any]]) -> None:
    abi_folder = folder / "deployments" / "abi"
    abi_folder.mkdir(parents=True)
    for name, text in _abis().items():
        (abi_folder / f"{name}.json").write_text(text)
    file = folder / "deployments" / "test.json"
    file.write_text(json.dumps({"network": "test", "chain_id": node.chain_id, "contracts": list(contracts)}))


@contextmanager
def opened(
    node: Node,
    folder: Path,
    url: str,
    seats: list[Seat],
    private: dict[str, dict[str, Any]],
    finality_depth: int = 0,
) -> Iterator[World]:
    """The world's own parts, on a database that is there; keys and deployment lie in `folder`."""
    environment = {
        "ENTREPOT_DATABASE_URL": url,
        "ENTREPOT_RPC_URL": node.url,
        "ENTREPOT_CHAIN_ID": str(node.chain_id),
        "ENTREPOT_DEPLOYMENT_FILE": str(folder / "deployments" / "test.json"),
        "ENTREPOT_KEYS_DIR": str(folder / "keys"),
        "ENTREPOT_FINALITY_DEPTH": str(finality_depth),
        "ENTREPOT_POLL_INTERVAL": "0.05",
    }
    settings = Settings.from_environment(environment)
    database, chain = database_of(settings), Chain(settings)
    deployment: Deployment = database.surroundings["deployment"]
    try:
        yield World(
            node, folder, settings, database, chain, deployment, seats, private, os.environ | environment
        )
    finally:
        chain.close()
        database.close()


def deployed(node: Node) -> tuple[list[Seat], list[dict[str, Any]]]:
    """A registry and all instruments, which no other world shares: nobody reads what others left."""
    artifacts = compiled()
    seats = [Seat(secrets.randbelow(2**32 - 1) + 1, (_key(), _key())) for _ in range(2)]
    founders = [
        (seat.party, secrets.token_bytes(32), *(key.public_key.to_address() for key in seat.keys))
        for seat in seats
    ]
    arguments = abi_encode(["(uint32,bytes32,address,address)[]", "uint8", "uint40"], [founders, 2, 0])
    receipt = transact(node, None, bytes.fromhex(artifacts["MemberRegistry"]["bytecode"]) + arguments)
    registry, block = receipt["contractAddress"], int(receipt["blockNumber"], 16)
    deployment = Deployment(
        node.chain_id, [], {name: artifact["abi"] for name, artifact in artifacts.items()}
    )
    asked = {"to": registry, "data": "0x" + deployment.encode("MemberRegistry", "consortium").hex()}
    (consortium,) = deployment.decode_result(
        "MemberRegistry", "consortium", bytes.fromhex(node.ask("eth_call", asked, "latest")[2:])
    )
    made = [
        {"contract": "MemberRegistry", "address": registry, "block": block},
        {"contract": "Consortium", "address": consortium, "block": block},
    ]
    at: dict[str, str] = {}
    for name in INSTRUMENTS:
        given = [registry, *(at[other] for other in BESIDE.get(name, {}).values())]
        code = bytes.fromhex(artifacts[name]["bytecode"]) + abi_encode(["address"] * len(given), given)
        receipt = transact(node, None, code)
        made.append(_entry(name, receipt))
        at[name] = receipt["contractAddress"]
    return seats, made


def _token(node: Node, registry: str, said: dict[str, int]) -> dict[str, Any]:
    given = [registry, said["issuer"], said["currency"], said["decimals"]]
    arguments = abi_encode(["address", "uint32", "uint16", "uint8"], given)
    code = bytes.fromhex(compiled()["DepositToken"]["bytecode"])
    return _entry("DepositToken", transact(node, None, code + arguments)) | said


def _entry(name: str, receipt: dict[str, Any]) -> dict[str, Any]:
    return {"contract": name, "address": receipt["contractAddress"], "block": int(receipt["blockNumber"], 16)}


def _key() -> PrivateKey:
    return PrivateKey(secrets.token_bytes(32))
