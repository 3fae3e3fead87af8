"""What a live chain does to an operator's script that was stopped between sending and writing down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import brownie
import pytest
from live_brownie import taken_already
from web3.exceptions import Web3RPCError


@pytest.fixture
def still() -> Iterator[None]:
    """The chain takes transactions and mines none."""
    ask = brownie.web3.provider.make_request
    anvil = brownie.web3.client_version.lower().startswith("anvil")
    stop, start = (
        (("evm_setAutomine", [False]), ("evm_setAutomine", [True]))
        if anvil
        else (("miner_stop", []), ("miner_start", []))
    )
    ask(*stop)
    yield
    ask(*start)
    ask("evm_mine", [])


def test_bytes_that_a_node_has_already_are_waited_for(still: None, admin: Any) -> None:
    """OPERATING-1: one that was killed after it sent goes on with the transaction that it sent."""
    signed = brownie.web3.eth.account.sign_transaction(
        {
            "chainId": brownie.chain.id,
            "nonce": brownie.web3.eth.get_transaction_count(admin.address),
            "to": admin.address,
            "value": 0,
            "gas": 21_000,
            "gasPrice": 0,
        },
        admin.private_key,
    )
    send = taken_already(brownie.web3.eth.send_raw_transaction)
    assert send(signed.raw_transaction) == signed.hash
    assert send(signed.raw_transaction) == signed.hash


def test_another_fault_of_a_node_is_raised() -> None:
    """OPERATING-1"""
    with pytest.raises(Web3RPCError):
        taken_already(brownie.web3.eth.send_raw_transaction)(b"\x01")
