"""What Brownie 1.22.2 lacks for a live permissioned chain, put right by importing this.

- A proof-of-authority block holds its sealer's signature in more extra data than web3 lets pass.
- A transaction counts as done in its first block, which such a chain may still give up. CHAIN_CONFIRMATIONS
  says how many blocks have to lie on it (with the first) before a script goes on and writes down where it is.
"""

import inspect
import os
from collections.abc import Callable
from typing import Any

import brownie.network.account as account
from brownie._config import CONFIG
from brownie.network.web3 import web3
from web3.middleware import ExtraDataToPOAMiddleware

CONFIRMATIONS = int(os.environ.get("CHAIN_CONFIRMATIONS") or 1)


def as_deep_as_asked(make: Callable[..., Any]) -> Callable[..., Any]:
    names = inspect.signature(make)

    def make_and_wait(*args: Any, **named: Any) -> Any:
        asked = names.bind(*args, **named)
        if CONFIG.network_type == "live":
            asked.arguments["required_confs"] = max(asked.arguments["required_confs"], CONFIRMATIONS)
        return make(*asked.args, **asked.kwargs)

    return make_and_wait


web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
account._PrivateKeyAccount._make_transaction = as_deep_as_asked(account._PrivateKeyAccount._make_transaction)
