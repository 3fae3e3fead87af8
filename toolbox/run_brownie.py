"""Brownie's command line, with what 1.22.2 gets wrong for this project put right before it starts.

Called by toolbox/brownie, which sets the folders that Brownie reads when it is imported.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import brownie._cli.__main__ as command_line
import brownie.network.account as account
import brownie.network.contract as contract
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


def main() -> None:
    contract._add_deployment = keep_no_record
    for kind in (account.Account, account.LocalAccount):
        kind._transact = until_mined(kind._transact)
    contract._DeployedContractBase._save_deployment = keep_no_record
    if "live" in sys.argv and not os.environ.get("CHAIN_URL"):
        sys.exit("CHAIN_URL is not set: the address of a node of the live network.")
    if sys.argv[1:2] == ["test"]:
        os.environ.setdefault("CHAIN_PORT", "free")
    if os.environ.get("CHAIN_PORT"):
        import free_chain_port  # noqa: PLC0415 - importing it moves the ports, which only a caller that asks wants

        if sys.argv[1:2] == ["test"]:
            sys.argv += [
                "-p",
                free_chain_port.__name__,
            ]  # for pytest's workers, which start without this file
    command_line.main()


if __name__ == "__main__":
    main()
