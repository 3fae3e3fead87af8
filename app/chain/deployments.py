"""What is deployed where, and its ABIs: all that the service takes from the chain's side.

A deployment file is JSON: {"network": "...", "chain_id": 1337, "contracts": [{"contract": "BillOfLading",
"address": "0x...", "block": 7}, ...]}. A contract's name may stand there several times (one DepositToken per
bank and currency, two versions side by side); the last of a name is the one that new business goes to. ABIs
are `abi/<Contract>.json` beside the file, or under deployments/abi/ where the file has none beside it.

Inside the service an address is always lower case, and a `bytesN` of an event is its hexadecimal text: both
are keys of tables.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from eth_abi.abi import decode as abi_decode
from eth_abi.abi import encode as abi_encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak
from sqlalchemy.orm import Session

from app.chain.event_codec import EventCodec, Unreadable, from_abi, type_of

COMMITTED_ABIS = Path("deployments/abi")

Abi = Sequence[Mapping[str, Any]]


class Undecodable(Exception):
    """A log or an error that none of the ABIs explains."""


@dataclass(frozen=True)
class Contract:
    """`block` is the one in which it was deployed: there is nothing of it before. `facts` is what else the
    file says of it, such as issuer, currency and decimals of a DepositToken.
    """

    name: str
    address: str
    block: int
    abi: Abi = field(repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Event(NamedTuple):
    """One log, explained. `block_time` in seconds; (chain, block hash, log index) makes it unique."""

    name: str
    args: Mapping[str, Any]
    contract: str
    address: str
    chain_id: int
    block_number: int
    block_hash: str
    block_time: int
    tx_hash: str
    log_index: int


@dataclass(frozen=True)
class Function:
    contract: str
    name: str
    types: tuple[str, ...]
    inputs: tuple[Mapping[str, Any], ...]
    selector: bytes


@dataclass(frozen=True)
class CustomError:
    contract: str
    name: str
    inputs: tuple[Mapping[str, Any], ...]


class Deployment:
    def __init__(self, chain_id: int, contracts: Sequence[Contract], abis: Mapping[str, Abi]) -> None:
        self.chain_id = chain_id
        self.contracts = tuple(contracts)
        self.abis = dict(abis)
        self._by_name = {contract.name: contract for contract in self.contracts}
        self._by_address = {contract.address: contract for contract in self.contracts}

    @classmethod
    def read(cls, file: Path) -> Deployment:
        written = json.loads(file.read_text())
        beside = file.parent / "abi"
        folder = beside if beside.is_dir() else COMMITTED_ABIS
        abis = {path.stem: abi_in(path) for path in sorted(folder.glob("*.json"))}
        contracts = [
            Contract(
                entry["contract"],
                entry["address"].lower(),
                int(entry["block"]),
                abis[entry["contract"]],
                entry,
            )
            for entry in written["contracts"]
        ]
        return cls(int(written["chain_id"]), contracts, abis)

    def contract(self, name: str) -> Contract:
        """The one that new business goes to. KeyError: a programmer's mistake, not a caller's."""
        return self._by_name[name]

    def at(self, address: str) -> Contract:
        return self._by_address[address.lower()]

    def find(self, name_or_address: str) -> Contract:
        return (
            self.at(name_or_address) if name_or_address.startswith("0x") else self.contract(name_or_address)
        )

    @property
    def addresses(self) -> list[str]:
        return [contract.address for contract in self.contracts]

    @property
    def first_block(self) -> int:
        return min((contract.block for contract in self.contracts), default=0)

    def encode(self, contract: str, function: str, *args: Any) -> bytes:
        """The call's bytes. Structs as tuples in their declared order, `bytes32` as bytes or 0x text."""
        entry = self._functions[contract, function]
        values = [_to_abi(value, given) for value, given in zip(args, entry.inputs, strict=True)]
        return entry.selector + abi_encode(entry.types, values)

    def decode_result(self, contract: str, function: str, answer: bytes) -> tuple[Any, ...]:
        outputs = self._outputs[contract, function]
        return tuple(
            from_abi(value, given)
            for value, given in zip(abi_decode([type_of(o) for o in outputs], answer), outputs, strict=True)
        )

    def function_of(self, contract: str, call: bytes) -> Function:
        try:
            return self._by_selector[contract, call[:4]]
        except KeyError:
            raise Undecodable(f"{contract} has no function {call[:4].hex()}") from None

    def arguments_of(self, contract: str, call: bytes) -> dict[str, Any]:
        function = self.function_of(contract, call)
        values = abi_decode(function.types, call[4:])
        return {
            given["name"]: from_abi(value, given)
            for value, given in zip(values, function.inputs, strict=True)
        }

    def decode_log(self, log: Mapping[str, Any], block_time: int) -> Event:
        """`log` as the node gives it. Raises Undecodable."""
        return self.decode(log, int(log["blockNumber"], 16), int(log["logIndex"], 16), block_time)

    def decode(self, log: Mapping[str, Any], block: int, index: int, block_time: int) -> Event:
        """The same where its place has been read already. Raises Undecodable."""
        address, topics = log["address"].lower(), log["topics"]
        contract = self._by_address.get(address)
        codec = self._events.get((contract.name, topics[0].lower())) if contract and topics else None
        if contract is None or codec is None:
            raise Undecodable(f"unknown log {topics[:1]} of {address}")
        try:
            args = codec.arguments(topics[1:], log["data"])
        except Unreadable as error:
            raise Undecodable(f"{contract.name}.{codec.name}: {error}") from error
        return Event(
            codec.name,
            args,
            contract.name,
            address,
            self.chain_id,
            block,
            log["blockHash"],
            block_time,
            log["transactionHash"],
            index,
        )

    def decode_error(self, data: bytes) -> tuple[CustomError, dict[str, Any]]:
        """A custom error of any contract: errors bubble up through others unchanged. Raises Undecodable."""
        entry = self._errors.get(data[:4])
        if entry is None:
            raise Undecodable(f"unknown error {data[:4].hex()}")
        try:
            values = abi_decode([type_of(given) for given in entry.inputs], data[4:])
        except (DecodingError, ValueError) as error:
            raise Undecodable(f"{entry.name}: {error}") from error
        return entry, {g["name"]: from_abi(v, g) for v, g in zip(values, entry.inputs, strict=True)}

    @cached_property
    def _functions(self) -> dict[tuple[str, str], Function]:
        found = {}
        for name, abi in self.abis.items():
            for entry in abi:
                if entry["type"] == "function":
                    found[name, entry["name"]] = Function(
                        name,
                        entry["name"],
                        tuple(type_of(given) for given in entry["inputs"]),
                        tuple(entry["inputs"]),
                        selector_of(entry),
                    )
        return found

    @cached_property
    def _outputs(self) -> dict[tuple[str, str], Sequence[Mapping[str, Any]]]:
        return {
            (name, entry["name"]): entry["outputs"]
            for name, abi in self.abis.items()
            for entry in abi
            if entry["type"] == "function"
        }

    @cached_property
    def _by_selector(self) -> dict[tuple[str, bytes], Function]:
        return {(function.contract, function.selector): function for function in self._functions.values()}

    @cached_property
    def _events(self) -> dict[tuple[str, str], EventCodec]:
        return {
            (name, "0x" + keccak(text=signature_of(entry)).hex()): EventCodec(entry)
            for name, abi in self.abis.items()
            for entry in abi
            if entry["type"] == "event"
        }

    @cached_property
    def _errors(self) -> dict[bytes, CustomError]:
        return {
            selector_of(entry): CustomError(name, entry["name"], tuple(entry["inputs"]))
            for name, abi in self.abis.items()
            for entry in abi
            if entry["type"] == "error"
        }


def deployment_of(session: Session) -> Deployment:
    """The deployment that this session's database belongs to."""
    found: Deployment = session.info["deployment"]
    return found


def abi_in(path: Path) -> Abi:
    written = orjson.loads(path.read_bytes())
    abi: Abi = written["abi"] if isinstance(written, dict) else written
    return abi


def signature_of(entry: Mapping[str, Any]) -> str:
    return f"{entry['name']}({','.join(type_of(given) for given in entry['inputs'])})"


def selector_of(entry: Mapping[str, Any]) -> bytes:
    return keccak(text=signature_of(entry))[:4]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def _to_abi(value: Any, given: Mapping[str, Any]) -> Any:
    kind: str = given["type"]
    if kind.endswith("]"):
        inner = {**given, "type": kind[: kind.rindex("[")]}
        return [_to_abi(part, inner) for part in value]
    if kind == "tuple":
        parts = [value[c["name"]] for c in given["components"]] if isinstance(value, Mapping) else value
        return tuple(_to_abi(part, c) for part, c in zip(parts, given["components"], strict=True))
    if kind.startswith("bytes") and isinstance(value, str):
        return _bytes(value)
    return value
