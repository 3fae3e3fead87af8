"""Broken copies of contracts, made from the real source by one replacement, so that none can drift from it.

They exist in memory and on a test's chain only: nothing of them is written into the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import brownie
import solcx
from brownie.network.contract import Contract

from tests.contracts.people import key_of


@dataclass(frozen=True)
class Break:
    """`wrong` stands in the place of `right`, which the source says exactly once."""

    contract: str
    path: str
    right: str
    wrong: str


LOCK_FORGOTTEN = Break(
    "BillOfLading",
    "contracts/bills/BillOfLading.sol",
    "_bills[bill] = record.withLock(uint8(1 << uint8(kind)), keeper.number).withFormer(0, 0);",
    "_bills[bill] = record.withFormer(0, 0);",
)
RECLAIMED_AGAIN = Break(
    "DvpEscrow",
    "contracts/escrow/DvpEscrow.sol",
    "bytes32 escrow = _advance(terms, EscrowStatus.FUNDED, EscrowStatus.RECLAIMED);",
    "bytes32 escrow = _advance(terms, EscrowStatus.FUNDED, EscrowStatus.FUNDED);",
)
HONOURED_FORGOTTEN = Break(
    "LetterOfCredit",
    "contracts/credits/LetterOfCredit.sol",
    "record.honoured = honoured;",
    "",
)
REDEEMED_AND_KEPT = Break(
    "DepositToken",
    "contracts/cash/DepositToken.sol",
    "emit Redeemed(party, amount);\n        _burn(PartyAccount.accountOf(party), amount);",
    "emit Redeemed(party, amount);",
)
REFUSED_AND_KEPT = Break(
    "LetterOfCredit",
    "contracts/credits/LetterOfCredit.sol",
    "if (payer == 0) _giveBack(presentation);",
    "if (payer == 0) return;",
)

RELEASED_AND_KEPT = Break(
    "PledgeBook",
    "contracts/bills/PledgeBook.sol",
    "if (kept) bills.unlock(bill);",
    "",
)


def deploy(broken: Break, *args: Any) -> Any:
    """The broken copy on the chain, compiled for the same EVM as the real one."""
    root = brownie.project.get_loaded_projects()[0]._path
    source = (root / broken.path).read_text()
    assert source.count(broken.right) == 1, f"{broken.path} says this no longer exactly once: {broken.right}"
    assert broken.right != broken.wrong
    output = solcx.compile_standard(
        {
            "language": "Solidity",
            "sources": {broken.path: {"content": source.replace(broken.right, broken.wrong)}},
            "settings": {
                "evmVersion": "paris",
                # Without it a contract may be larger than a chain takes; for many runs it takes longer.
                "optimizer": {"enabled": True, "runs": 1},
                "remappings": ["@openzeppelin=node_modules/@openzeppelin"],
                "outputSelection": {broken.path: {broken.contract: ["abi", "evm.bytecode.object"]}},
            },
        },
        solc_version="0.8.28",
    )
    made = output["contracts"][broken.path][broken.contract]
    bytecode = made["evm"]["bytecode"]["object"]
    constructor = brownie.web3.eth.contract(abi=made["abi"], bytecode=bytecode)
    sent = key_of("deployer").transfer(
        data=constructor.constructor(*map(_plain, args)).data_in_transaction, silent=True
    )
    return Contract.from_abi(f"Broken{broken.contract}", sent.contract_address, made["abi"])


def _plain(value: Any) -> Any:
    return getattr(value, "address", value)
