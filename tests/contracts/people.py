"""The people of the contract tests: a member of two persons, who act each alone or both together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import brownie
from brownie.exceptions import VirtualMachineError
from brownie.network.account import LocalAccount
from brownie.network.transaction import TransactionReceipt
from eth_account import Account
from eth_utils import keccak

from tests.contracts.node import send

ROLES = ("BANK", "TRADER", "CARRIER", "PORT", "CUSTOMS", "TAX", "INSURER", "SURVEYOR", "REGULATOR")
RIGHTS = ("ADMINISTER", "GOVERN", "RECORD", "TITLE", "CARRY", "PAY", "UNDERTAKE", "EXAMINE", "PRESENT")
EVERY_RIGHT = (1 << len(RIGHTS)) - 1
PEOPLE = {
    "issuing_bank": ("BANK",),
    "advising_bank": ("BANK",),
    "applicant": ("TRADER",),
    "beneficiary": ("TRADER",),
    "financier": ("BANK",),
    "carrier": ("CARRIER",),
    "other_carrier": ("CARRIER",),
    "terminal": ("PORT",),
    "customs_officer": ("CUSTOMS",),
    "stranger": ("TRADER",),
    "court": ("REGULATOR",),
    "other_court": ("REGULATOR",),
}
NEVER = 2**40 - 1
"""The last moment that an order's deadline can name."""

ORDER = {
    "Order": [
        {"name": "party", "type": "uint32"},
        {"name": "nonce", "type": "uint256"},
        {"name": "target", "type": "address"},
        {"name": "call", "type": "bytes"},
        {"name": "deadline", "type": "uint40"},
    ]
}


def bit(names: Sequence[str], *wanted: str) -> int:
    """The bitmap of some ROLES or RIGHTS."""
    return sum(1 << names.index(name) for name in wanted)


def salted(text: str) -> str:
    """A commitment as the chain sees one: 32 bytes that say nothing."""
    return "0x" + keccak(text=text).hex()


def named(by: str, text: str) -> str:
    """A payment's reference or a document's commitment that is this party's own: it ends in its number."""
    return salted(text)[:58] + f"{number_of(by):08x}"


def number_of(name: str) -> int:
    """An opaque party number, the same in every run."""
    return int.from_bytes(keccak(text=f"number of {name}")[:4], "big")


def key_of(name: str) -> LocalAccount:
    """The key of one person, the same in every run."""
    return brownie.accounts.add(keccak(text=f"key of {name}"))


def account_of(number: int) -> str:
    """What PartyAccount computes, computed apart from it."""
    prefix = keccak(text="entrepot.party.account")[:16]
    return brownie.convert.to_address("0x" + (prefix + number.to_bytes(4, "big")).hex())


def told(contract: Any, function: str, *args: Any) -> str:
    """Calldata of a function of a contract."""
    return getattr(contract, function).encode_input(*args)


def sign(key: LocalAccount, members: Any, order: Sequence[Any], **domain: Any) -> str:
    """The EIP-712 signature of an order. `domain` replaces parts of the domain that members expects."""
    spoken = {
        "name": "Entrepot",
        "version": "1",
        "chainId": brownie.chain.id,
        "verifyingContract": members.address,
    } | domain
    party, nonce, target, call, deadline = order
    message = {"party": party, "nonce": nonce, "target": str(target), "call": call, "deadline": deadline}
    return Account.sign_typed_data(key.private_key, spoken, ORDER, message).signature.to_0x_hex()


_nonces = count(1)


@dataclass(frozen=True)
class Member:
    """One party number with two persons: the maker may make, the checker may check, what their rights say."""

    name: str
    members: Any
    number: int = 0
    maker: LocalAccount = field(default=None)  # type: ignore[assignment]
    checker: LocalAccount = field(default=None)  # type: ignore[assignment]

    @property
    def account(self) -> str:
        return account_of(self.number)

    def act(self, contract: Any, function: str, *args: Any) -> TransactionReceipt:
        """One person alone: the maker."""
        return send(self.maker, self.members, self.alone(contract, function, *args))

    def alone(self, contract: Any, function: str, *args: Any) -> str:
        """Calldata of the same, for whoever wants to send it otherwise."""
        return told(self.members, "act", contract.address) + told(contract, function, *args)[2:]

    def together(self, contract: Any, function: str, *args: Any) -> TransactionReceipt:
        """Two persons: the maker signs an order, the checker submits it."""
        order = self.order(contract, function, *args)
        return self.perform(order, sign(self.maker, self.members, order))

    def order(
        self, contract: Any, function: str, *args: Any, nonce: int | None = None, deadline: int = NEVER
    ) -> tuple[int, int, str, str, int]:
        number = next(_nonces) if nonce is None else nonce
        return (self.number, number, contract.address, told(contract, function, *args), deadline)

    def perform(
        self, order: Sequence[Any], *signatures: str, by: LocalAccount | None = None
    ) -> TransactionReceipt:
        """Submits an order that others signed; the checker does, unless somebody else is named."""
        return send(by or self.checker, self.members, told(self.members, "perform", order, signatures))


def a_member(members: Any, name: str) -> Member:
    """A member with the number and keys that its name gives; nothing is admitted by this."""
    return Member(name, members, number_of(name), key_of(f"{name}'s maker"), key_of(f"{name}'s checker"))


def admission(member: Member, *roles: str, keys: Sequence[Sequence[Any]] | None = None) -> tuple[Any, ...]:
    """What the consortium is asked to admit. `keys` are (key, person, may make, may check)."""
    if keys is None:
        keys = [(member.maker.address, 1, EVERY_RIGHT, 0), (member.checker.address, 2, 0, EVERY_RIGHT)]
    return (member.number, bit(ROLES, *roles), salted(f"organisation of {member.name}"), keys)


@dataclass(frozen=True)
class Government:
    """The seats of a consortium, who agree on what a test needs done."""

    consortium: Any
    seats: tuple[Member, ...]
    threshold: int
    delay: int = 0

    def decide(self, *calls: tuple[Any, str]) -> TransactionReceipt:
        """Carried by as many seats as it takes and executed, after the delay; (contract, calldata) each."""
        spoken, salt = [(target.address, data) for target, data in calls], next(_nonces)
        proposed = self.seats[0].together(self.consortium, "propose", spoken, salt)
        proposal = proposed.events["Proposed"]["proposal"]
        for seat in self.seats[1 : self.threshold]:
            seat.together(self.consortium, "approve", proposal)
        if self.delay:
            brownie.chain.sleep(self.delay)
        return self.seats[-1].together(self.consortium, "execute", spoken, salt)


class refused:
    """`with refused("BillsNotHolder", bill, 1, 2): ...` fails unless exactly that error comes back.

    Values are written as Brownie writes them: `Name: a, b`. A value of `...` is any.
    """

    def __init__(self, error: str, *values: Any) -> None:
        self.text = f"{error}: " + ", ".join("..." if value is ... else _written(value) for value in values)
        parts = (".*" if value is ... else re.escape(_written(value)) for value in values)
        self.pattern = re.compile(re.escape(f"{error}: ") + ", ".join(parts), re.S)

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: Any) -> bool:
        assert kind is not None, f"nothing was refused, but {self.text!r} was expected"
        if not isinstance(error, VirtualMachineError):
            return False
        found = error.revert_msg or ""
        assert self.pattern.fullmatch(found), f"refused with {found!r}, not {self.text!r}"
        return True


def _written(value: Any) -> str:
    value = value.number if isinstance(value, Member) else getattr(value, "address", value)
    text = str(value)
    if re.fullmatch("0x[0-9a-fA-F]{64}", text):
        return str(bytes.fromhex(text[2:]))
    return text.lower() if text.startswith("0x") else text
