"""The contracts, as far as the simulator needs them: MemberRegistry's ways in, its keys and limits,
DocumentRegistry and DepositToken. Calls are decoded from, and events and errors encoded to, the real ABIs.

Refusals are made in the order in which the contracts make them; what no simulated operation reaches is left
out. A call that the model does not know is a fault of the simulator and raises KeyError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from eth_abi.abi import encode as abi_encode
from eth_keys.datatypes import Signature
from eth_utils.crypto import keccak

from app.chain.deployments import Contract, Deployment, abi_in, selector_of, signature_of
from app.chain.orders import REGISTRY, Order
from app.documents.domain import DocumentStatus
from app.members.domain import Right, account_of, commitment_of, party_of
from tests.chaos.cast import ALL_RIGHTS, CHAIN_ID, CHECKER, MAKER, PARTIES, PERSONS, Cast, key_of

DOCUMENTS, CASH = "DocumentRegistry", "DepositToken"
ADDRESSES = {REGISTRY: "0x" + "a1" * 20, DOCUMENTS: "0x" + "d0" * 20, CASH: "0x" + "ca" * 20}
NAMES = {address: name for name, address in ADDRESSES.items()}
ABIS = {
    name: abi_in(Path(__file__).resolve().parents[2] / "deployments" / "abi" / f"{name}.json")
    for name in ADDRESSES
}
FIRST_BLOCK = 1
DEPLOYMENT = Deployment(
    CHAIN_ID,
    [Contract(name, ADDRESSES[name], FIRST_BLOCK, ABIS[name]) for name in ADDRESSES],
    ABIS,
)
_ENTRIES = {(name, e["type"], e.get("name")): e for name, abi in ABIS.items() for e in abi}
_ERRORS = {e["name"]: e for abi in ABIS.values() for e in abi if e["type"] == "error"}
MOST_KEYS = 16
# Minor units: what each number holds, may be allowed, and may pay by one person.
HELD, CEILING, ALONE = 1_000_000, 100_000, 5_000
SALT = b"\x5a" * 32

Log = tuple[str, tuple[str, ...], str]
"""Address, topics, data: as a receipt has them, but for where it stands."""


class Revert(Exception):
    """`data` is the ABI-encoded custom error."""

    def __init__(self, name: str, *values: Any) -> None:
        types = [given["type"] for given in _ERRORS[name]["inputs"]]
        self.data = selector_of(_ERRORS[name]) + abi_encode(types, values)
        super().__init__(f"{name}{values}")


@dataclass(frozen=True)
class Operator:
    party: int
    person: int
    make: int
    check: int


@dataclass(frozen=True)
class Acting:
    party: int
    rights: int
    persons: int


@dataclass(frozen=True)
class Document:
    issuer: int
    version: int
    status: DocumentStatus


@dataclass
class State:
    """Everything that a block leaves behind; nothing in it is changed after `copy`, only replaced."""

    nonces: dict[str, int] = field(default_factory=dict)
    operators: dict[str, Operator] = field(default_factory=dict)
    used: dict[tuple[int, int], bool] = field(default_factory=dict)
    limits: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    documents: dict[bytes, Document] = field(default_factory=dict)
    balances: dict[int, int] = field(default_factory=dict)

    def copy(self) -> State:
        return State(*(dict(getattr(self, each.name)) for each in fields(self)))

    def become(self, other: State) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))


def log_of(contract: str, event: str, *values: Any) -> Log:
    entry = _ENTRIES[contract, "event", event]
    pairs = list(zip(entry["inputs"], values, strict=True))
    topics = [keccak(text=signature_of(entry))]
    topics += [abi_encode([given["type"]], [value]) for given, value in pairs if given["indexed"]]
    plain = [(given["type"], value) for given, value in pairs if not given["indexed"]]
    data = abi_encode([kind for kind, _ in plain], [value for _, value in plain])
    return ADDRESSES[contract], tuple("0x" + topic.hex() for topic in topics), "0x" + data.hex()


def carry_out(state: State, sender: str, to: str, data: bytes, time: int) -> tuple[list[Log], bytes]:
    """What was said and what is answered. Changes `state`, which the caller throws away where this raises
    Revert.
    """
    if to != ADDRESSES[REGISTRY] or not data:
        return [], b""
    name = DEPLOYMENT.function_of(REGISTRY, data).name
    if name == "act":
        return _act(state, sender, "0x" + data[16:36].hex(), data[36:]), b""
    if name == "perform":
        return _perform(state, sender, data, time), b""
    if name == "batch":
        return _batch(state, sender, data, time)
    raise KeyError(name)


def items_in(data: bytes) -> list[tuple[str | None, bytes]]:
    """(target, call) of each item of a batch's calldata; the target is None for an order."""
    packed = bytes.fromhex(_arguments(REGISTRY, data)["items"][2:])
    found: list[tuple[str | None, bytes]] = []
    while packed:
        end = 28 + int.from_bytes(packed[4:8], "big")
        target = packed[8:28]
        found.append(("0x" + target.hex() if any(target) else None, packed[28:end]))
        packed = packed[end:]
    return found


def _batch(state: State, sender: str, data: bytes, time: int) -> tuple[list[Log], bytes]:
    """Each item for itself; gas is not reckoned."""
    said: list[Log] = []
    refused: list[tuple[int, bytes]] = []
    for place, (target, call) in enumerate(items_in(data)):
        tried = state.copy()
        try:
            logs = _act(tried, sender, target, call) if target else _perform(tried, sender, call, time)
        except Revert as error:
            refused.append((place, error.data))
            said.append(log_of(REGISTRY, "ItemRefused", place, error.data))
            continue
        state.become(tried)
        said += [*logs, log_of(REGISTRY, "ItemDone")]
    return said, abi_encode(["(uint256,bytes)[]"], [refused])


def _act(state: State, sender: str, target: str, call: bytes) -> list[Log]:
    operator = _operator(state, sender)
    return _call(state, Acting(operator.party, operator.make, 1), target, call)


def _perform(state: State, sender: str, data: bytes, time: int) -> list[Log]:
    given = _arguments(REGISTRY, data)
    return perform(state, sender, given["order"], given["signatures"], time)


def perform(
    state: State, sender: str, order: dict[str, Any], signatures: Sequence[str], time: int
) -> list[Log]:
    if time > order["deadline"]:
        raise Revert("MembersOrderExpired", order["deadline"], time)
    acting = _evidence(state, sender, order, signatures)
    place = (order["party"], order["nonce"])
    if place in state.used:
        raise Revert("MembersNonceUsed", *place)
    state.used[place] = True
    return _call(state, acting, order["target"], bytes.fromhex(order["call"][2:]))


def _evidence(state: State, sender: str, order: dict[str, Any], signatures: Sequence[str]) -> Acting:
    """As MemberRegistry finds it: one signature or two, and the caller where it is an operator of the
    party.
    """
    digest = _order_of(order).digest(DEPLOYMENT)
    maker, acting = 0, Acting(0, 0, 0)
    for place in range(min(len(signatures) + 1, 2)):
        given = place < len(signatures)
        key = _signer(digest, bytes.fromhex(signatures[place][2:])) if given else sender
        operator = state.operators.get(key)
        if not given and (operator is None or operator.party != order["party"]):
            break
        if operator is None:
            raise Revert("MembersUnknownKey", key)
        if operator.party != order["party"]:
            raise Revert("MembersOtherParty", order["party"], operator.party)
        if place == 0:
            maker, acting = operator.person, Acting(operator.party, operator.make, 1)
        elif operator.person == maker:
            raise Revert("MembersSamePerson", order["party"], maker)
        else:
            acting = Acting(acting.party, acting.rights & operator.check, 2)
    if not maker:
        raise Revert("MembersNoEvidence", order["party"])
    return acting


def _order_of(order: dict[str, Any]) -> Order:
    call = bytes.fromhex(order["call"][2:])
    return Order(order["party"], order["nonce"], order["target"], call, order["deadline"])


@lru_cache(maxsize=5_000)
def _signer(digest: bytes, signature: bytes) -> str:
    found = Signature(signature[:64] + bytes([signature[64] - 27]))
    return str(found.recover_public_key_from_msg_hash(digest).to_address())


def _operator(state: State, key: str) -> Operator:
    operator = state.operators.get(key)
    if operator is None:
        raise Revert("MembersUnknownKey", key)
    return operator


def _call(state: State, acting: Acting, target: str, call: bytes) -> list[Log]:
    contract = NAMES.get(target)
    if contract is None:
        raise Revert("MembersUnknownInstrument", target, 0)
    name = DEPLOYMENT.function_of(contract, call).name
    values = tuple(_arguments(contract, call).values())
    return _FUNCTIONS[contract, name](state, acting, *values)


@lru_cache(maxsize=5_000)
def _arguments(contract: str, data: bytes) -> dict[str, Any]:
    return DEPLOYMENT.arguments_of(contract, data)


def _require(acting: Acting, right: Right, *, together: bool = False) -> None:
    if not acting.rights & (1 << right):
        raise Revert("MemberOnlyRightMissing", acting.party, int(right), acting.rights)
    if together and acting.persons != 2:
        raise Revert("MemberOnlyTwoPersonsNeeded", acting.party, int(right))


def _record(state: State, acting: Acting, document: str) -> list[Log]:
    _require(acting, Right.RECORD)
    _enter(state, bytes.fromhex(document[2:]), acting.party, 1)
    return [log_of(DOCUMENTS, "Recorded", bytes.fromhex(document[2:]), acting.party)]


def _supersede(state: State, acting: Acting, document: str, successor: str) -> list[Log]:
    _require(acting, Right.RECORD)
    old, new = bytes.fromhex(document[2:]), bytes.fromhex(successor[2:])
    known = _own(state, old, acting.party)
    state.documents[old] = Document(known.issuer, known.version, DocumentStatus.SUPERSEDED)
    _enter(state, new, acting.party, known.version + 1)
    return [log_of(DOCUMENTS, "Superseded", old, new, known.version + 1)]


def _revoke(state: State, acting: Acting, document: str) -> list[Log]:
    _require(acting, Right.RECORD)
    old = bytes.fromhex(document[2:])
    known = _own(state, old, acting.party)
    state.documents[old] = Document(known.issuer, known.version, DocumentStatus.REVOKED)
    return [log_of(DOCUMENTS, "Revoked", old)]


def _enter(state: State, document: bytes, issuer: int, version: int) -> None:
    if int.from_bytes(document[-4:], "big") != issuer:
        raise Revert("DocumentsOfAnother", document, issuer)
    known = state.documents.get(document)
    if known is not None:
        raise Revert("DocumentsAlreadyRecorded", document, known.issuer)
    state.documents[document] = Document(issuer, version, DocumentStatus.RECORDED)


def _own(state: State, document: bytes, party: int) -> Document:
    known = state.documents.get(document)
    status = known.status if known else DocumentStatus.UNKNOWN
    if known is None or status != DocumentStatus.RECORDED:
        raise Revert("DocumentsWrongStatus", document, int(status), int(DocumentStatus.RECORDED))
    if known.issuer != party:
        raise Revert("DocumentsNotIssuer", document, known.issuer, party)
    return known


def _transfer(state: State, acting: Acting, to: str, amount: int) -> list[Log]:
    _require(acting, Right.PAY)
    ceiling, own = state.limits.get((acting.party, ADDRESSES[CASH]), (0, 0))
    alone = min(ceiling, own)
    if acting.persons < 2 and (amount > alone or not alone):
        wanted = (acting.party, int(Right.PAY), ADDRESSES[CASH], amount, alone)
        raise Revert("MembersTwoPersonsNeeded", *wanted)
    payee, held = party_of(to), state.balances.get(acting.party, 0)
    if not payee:
        raise Revert("CashNotAccount", to)
    if not amount:
        raise Revert("CashZeroAmount")
    if held < amount:
        raise Revert("ERC20InsufficientBalance", account_of(acting.party), held, amount)
    state.balances[acting.party] = held - amount
    state.balances[payee] = state.balances.get(payee, 0) + amount
    return [log_of(CASH, "Transfer", account_of(acting.party), to, amount)]


def _add_key(state: State, acting: Acting, key: dict[str, Any]) -> list[Log]:
    _require(acting, Right.ADMINISTER, together=True)
    taken = state.operators.get(key["key"])
    if taken is not None:
        raise Revert("MembersKeyTaken", key["key"], taken.party)
    if sum(each.party == acting.party for each in state.operators.values()) >= MOST_KEYS:
        raise Revert("MembersTooManyKeys", acting.party, MOST_KEYS)
    return [enter_key(state, acting.party, key["key"], key["person"], key["mayMake"], key["mayCheck"])]


def enter_key(state: State, party: int, key: str, person: int, make: int, check: int) -> Log:
    state.operators[key] = Operator(party, person, make, check)
    return log_of(REGISTRY, "KeyAdded", party, key, person, make, check)


def _remove_key(state: State, acting: Acting, key: str) -> list[Log]:
    _require(acting, Right.ADMINISTER, together=True)
    operator = _operator(state, key)
    if operator.party != acting.party:
        raise Revert("MembersOtherParty", acting.party, operator.party)
    del state.operators[key]
    return [log_of(REGISTRY, "KeyRemoved", acting.party, key, operator.person)]


def _set_limit(state: State, acting: Acting, asset: str, limit: int) -> list[Log]:
    _require(acting, Right.ADMINISTER, together=True)
    ceiling, _ = state.limits.get((acting.party, asset), (0, 0))
    if limit > ceiling:
        raise Revert("MembersAboveCeiling", limit, ceiling)
    state.limits[acting.party, asset] = (ceiling, limit)
    return [log_of(REGISTRY, "LimitSet", acting.party, asset, limit)]


_FUNCTIONS: dict[tuple[str, str], Callable[..., list[Log]]] = {
    (DOCUMENTS, "record"): _record,
    (DOCUMENTS, "supersede"): _supersede,
    (DOCUMENTS, "revoke"): _revoke,
    (CASH, "transfer"): _transfer,
    (REGISTRY, "addKey"): _add_key,
    (REGISTRY, "removeKey"): _remove_key,
    (REGISTRY, "setLimit"): _set_limit,
}


def genesis() -> tuple[State, list[Log]]:
    """The state after the contracts were deployed and the cast admitted, and what was said of it."""
    state, said = State(), []
    for number, address in enumerate(ADDRESSES.values(), start=1):
        said.append(log_of(REGISTRY, "InstrumentSet", address, number, 1, 0))
    for cast in PARTIES:
        party = cast.party
        said.append(log_of(REGISTRY, "PartyAdmitted", party, 7, commitment(cast)))
        for kind, rights in ((MAKER, (ALL_RIGHTS, 0)), (CHECKER, (0, ALL_RIGHTS))):
            said.append(enter_key(state, party, key_of(kind, party), PERSONS[kind], *rights))
        state.limits[party, ADDRESSES[CASH]] = (CEILING, ALONE)
        said.append(log_of(REGISTRY, "CeilingSet", party, ADDRESSES[CASH], CEILING))
        said.append(log_of(REGISTRY, "LimitSet", party, ADDRESSES[CASH], ALONE))
        state.balances[party] = HELD
        said.append(log_of(CASH, "Minted", party, HELD))
        said.append(log_of(CASH, "Transfer", account_of(0), account_of(party), HELD))
    return state, said


def commitment(cast: Cast) -> bytes:
    return bytes.fromhex(commitment_of(cast.party, cast.lei, SALT)[2:])
