"""Transactions and questions put to the node itself: Brownie asks it many times for each transaction, and
fetches a whole trace for each refusal.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import brownie
from brownie.exceptions import VirtualMachineError
from brownie.network.account import LocalAccount
from brownie.network.transaction import TransactionReceipt

GAS = 20_000_000
PATIENCE = 10.0
"""Seconds until Anvil, which answers before it has mined, must have a receipt."""


def send(key: LocalAccount, to: Any, data: str) -> TransactionReceipt:
    """A transaction, mined. Raises VirtualMachineError with the contract's error where it was reverted."""
    spoken = {
        "chainId": brownie.chain.id,
        "nonce": int(_asked("eth_getTransactionCount", key.address, "latest"), 16),
        "to": _address(to),
        "data": data,
        "value": 0,
        "gas": GAS,
        "gasPrice": 0,
    }
    signed = brownie.web3.eth.account.sign_transaction(spoken, key.private_key)
    answer = _answer("eth_sendRawTransaction", signed.raw_transaction.to_0x_hex())
    receipt = _receipt(signed.hash.to_0x_hex())
    assert receipt is not None, f"the chain did not take the transaction: {answer}"
    if int(receipt["status"], 16) == 1:
        return TransactionReceipt(receipt["transactionHash"], key, silent=True)
    # A revert changes nothing, so that the same call on top of its own block gives the same reason.
    refused = refusal(key, to, data)
    assert refused is not None, "the transaction was reverted, and the same call is not"
    raise refused


def refusal(sender: LocalAccount, to: Any, data: str) -> VirtualMachineError | None:
    """What the chain would refuse now; None where it would go on. Its `revert_msg` is the error as Brownie
    writes it.
    """
    return _refused(_answer("eth_call", _call(sender, to, data), "latest"))


def refusals(asked: Sequence[tuple[Any, Any, str]], at_once: int = 100) -> list[VirtualMachineError | None]:
    """As `refusal`, of many senders, recipients and calldata: so many in one request, which is what costs."""
    found: list[VirtualMachineError | None] = []
    for first in range(0, len(asked), at_once):
        calls = [
            ("eth_call", (_call(sender, to, data), "latest"))
            for sender, to, data in asked[first : first + at_once]
        ]
        found += map(_refused, brownie.web3.provider.make_batch_request(calls))
    return found


def _call(sender: Any, to: Any, data: str) -> dict[str, str]:
    return {"from": _address(sender), "to": _address(to), "data": data, "gas": hex(GAS), "gasPrice": "0x0"}


def _refused(answer: dict[str, Any]) -> VirtualMachineError | None:
    if "error" not in answer:
        return None
    data = answer["error"].get("data") or "0x"
    refused = VirtualMachineError(ValueError({"message": answer["error"]["message"], "data": data}))
    refused.revert_msg = refused.revert_msg if data != "0x" else ""
    return refused


def _receipt(hash: str) -> dict[str, Any] | None:
    until = time.monotonic() + PATIENCE
    while (found := _asked("eth_getTransactionReceipt", hash)) is None and time.monotonic() < until:
        time.sleep(0.002)
    receipt: dict[str, Any] | None = found
    return receipt


def _asked(method: str, *params: Any) -> Any:
    answer = _answer(method, *params)
    assert "error" not in answer, answer
    return answer["result"]


def _answer(method: str, *params: Any) -> dict[str, Any]:
    answered: dict[str, Any] = brownie.web3.provider.make_request(method, params)
    return answered


def _address(contract: Any) -> str:
    address: str = getattr(contract, "address", contract)
    return address
