"""What Brownie 1.22.2 gets wrong for this project, put right by importing this.

A pytest plugin also, because each worker of a parallel run starts without run_brownie.py.
"""

import inspect
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import brownie.network.account as account
import brownie.network.contract as contract
import brownie.network.rpc as rpc
from brownie._config import CONFIG
from brownie.network.web3 import web3
from web3.exceptions import TransactionNotFound


def keep_no_record(*_: object) -> None:
    """Brownie's own record of a live deployment fails, and keeps it from a new chain of the same number.

    Ours is deployments/.
    """


def until_mined(transact: Callable[..., Any], patience: float = 10) -> Callable[..., Any]:
    """Anvil raises a sender's nonce before the receipt can be had, and Brownie takes what it does not find in
    between for dropped. A test chain mines at once, so the receipt is waited for before Brownie looks;
    `patience` in seconds.
    """

    def transact_and_wait(self: Any, *args: Any) -> Any:
        sent = transact(self, *args)
        until = time.monotonic() + patience
        while CONFIG.network_type == "development" and time.monotonic() < until:
            try:
                web3.eth.get_transaction_receipt(sent)
                break
            except TransactionNotFound:
                time.sleep(0.002)
        return sent

    return transact_and_wait


def callers() -> list[inspect.FrameInfo]:
    """Brownie looks at each snapshot for who asked; without context nobody reads all sources for it."""
    return inspect.stack(0)[1:]


contract._add_deployment = keep_no_record
rpc.inspect = SimpleNamespace(stack=callers)
contract._DeployedContractBase._save_deployment = keep_no_record
for kind in (account.Account, account.LocalAccount):
    kind._transact = until_mined(kind._transact)
