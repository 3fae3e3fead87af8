"""What Brownie 1.22.2 lacks for a live permissioned chain, put right by importing this.

- A proof-of-authority block holds its sealer's signature in more extra data than web3 lets pass.
- A transaction counts as done in its first block, which such a chain may still give up. CHAIN_CONFIRMATIONS
  says how many blocks have to lie on it (with the first) before a script goes on and writes down where it is.
- A script that was killed after it sent and before it wrote down signs the same bytes again. A node that has
  them already says so as an error; they are waited for as if it had just taken them.
"""

import inspect
import os
import re
from collections.abc import Callable
from typing import Any

import brownie.network.account as account
from brownie._config import CONFIG
from brownie.network.web3 import web3
from eth_utils import keccak
from hexbytes import HexBytes
from web3.exceptions import Web3RPCError
from web3.middleware import ExtraDataToPOAMiddleware

CONFIRMATIONS = int(os.environ.get("CHAIN_CONFIRMATIONS") or 1)

KNOWN = re.compile(r"already (known|imported|exists|in (the )?(tx)?pool)|known transaction", re.IGNORECASE)


def as_deep_as_asked(make: Callable[..., Any]) -> Callable[..., Any]:
    names = inspect.signature(make)

    def make_and_wait(*args: Any, **named: Any) -> Any:
        asked = names.bind(*args, **named)
        if CONFIG.network_type == "live":
            asked.arguments["required_confs"] = max(asked.arguments["required_confs"], CONFIRMATIONS)
        return make(*asked.args, **asked.kwargs)

    return make_and_wait


def taken_already(send: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Gives signed bytes to a node, and their hash also where it has them."""

    def send_or_know(raw: bytes) -> Any:
        try:
            return send(raw)
        except Web3RPCError as error:
            if KNOWN.search(str(error)) is None:
                raise
            return HexBytes(keccak(raw))

    return send_or_know


web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
account._PrivateKeyAccount._make_transaction = as_deep_as_asked(account._PrivateKeyAccount._make_transaction)
web3.eth.send_raw_transaction = taken_already(web3.eth.send_raw_transaction)
