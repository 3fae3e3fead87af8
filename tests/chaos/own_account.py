"""A node that keeps no accounts for us, as any network's: what the tests' set-up sends is signed here."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from eth_account import Account

from tests.app.chain.nodes import Node

PATIENCE = 120.0


@dataclass(frozen=True)
class OwnAccount(Node):
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def ask(self, method: str, *params: Any) -> Any:
        if method == "eth_accounts":
            return [Account.from_key(self.key).address]
        if method == "eth_sendTransaction":
            return self._send(params[0])
        return super().ask(method, *params)

    def _send(self, wanted: dict[str, Any]) -> str:
        """Answers when it is in a block."""
        fields = {
            "chainId": int(super().ask("eth_chainId"), 16),
            "nonce": int(super().ask("eth_getTransactionCount", wanted["from"], "pending"), 16),
            "value": 0,
            "data": wanted["data"],
            "gas": wanted["gas"],
            "gasPrice": 0,
        } | ({"to": bytes.fromhex(wanted["to"][2:])} if "to" in wanted else {})
        signed = Account.sign_transaction(fields, self.key)
        hash: str = super().ask("eth_sendRawTransaction", "0x" + bytes(signed.raw_transaction).hex())
        until = time.monotonic() + PATIENCE
        while super().ask("eth_getTransactionReceipt", hash) is None:
            if time.monotonic() > until:
                raise RuntimeError(f"no block took {hash} in {PATIENCE:.0f} s: is gas free on this network?")
            time.sleep(0.1)
        return hash
