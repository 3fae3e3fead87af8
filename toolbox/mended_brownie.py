"""What Brownie 1.22.2 gets wrong for this project, put right by importing this.

A pytest plugin also, because each worker of a parallel run starts without run_brownie.py.
"""

import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import brownie.network.account as account
import brownie.network.contract as contract
from brownie._config import CONFIG
from brownie.network.web3 import web3
from kept_line import line_to
from web3 import HTTPProvider
from web3.exceptions import TransactionNotFound

PATIENCE = 120.0
"""Seconds for an answer, where Brownie says nothing else."""


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


def callers() -> list[SimpleNamespace]:
    """Brownie looks at each snapshot for who asked, the second of these; nobody describes others for it."""
    return [SimpleNamespace(frame=sys._getframe(1)), SimpleNamespace(frame=sys._getframe(2))]


def on_a_kept_line(elsewhere: Callable[..., bytes]) -> Callable[..., bytes]:
    """`elsewhere` is web3's own way, for nodes that are not on this machine."""

    def make_request(self: HTTPProvider, method: str, request_data: bytes) -> bytes:
        line = line_to(str(self.endpoint_uri), self._request_kwargs.get("timeout", PATIENCE))
        return line.ask(request_data) if line else elsewhere(self, method, request_data)

    return make_request


def _stays(deployed: Any, height: int) -> bool:
    """Of a contract whose deployment is known, its block says so; any other is looked for on the chain."""
    if deployed.tx and deployed.tx.block_number is not None:
        return bool(deployed.tx.block_number <= height)
    return len(web3.eth.get_code(deployed.address)) > 0


def forget_what_is_above(self: Any, height: int) -> None:
    """Brownie asks for the code of every contract at each return to a snapshot."""
    for deployed in [each for each in self._contracts if not _stays(each, height)]:
        self.remove(deployed)
        deployed._reverted = True


contract._add_deployment = keep_no_record
# By its name: an attribute of the package that is named so is the one chain of the process.
sys.modules["brownie.network.rpc"].inspect = SimpleNamespace(stack=callers)
contract._DeployedContractBase._save_deployment = keep_no_record
contract.ContractContainer._revert = forget_what_is_above
HTTPProvider._make_request = on_a_kept_line(HTTPProvider._make_request)
for kind in (account.Account, account.LocalAccount):
    kind._transact = until_mined(kind._transact)
