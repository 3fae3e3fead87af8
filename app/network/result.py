"""What a trial found, signed by the operator, so that others need not take it from whoever passes it on.

{"result": {...}, "signer": "0x...", "signature": "0x..."}: the signature is a personal message (EIP-191) over
the result as canonical JSON, that is with sorted names, no spaces, and UTF-8 as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.messages import encode_defunct

from app.local.trouble import Trouble


def canonical(result: Mapping[str, Any]) -> str:
    return json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signed(result: Mapping[str, Any], private_key: bytes) -> dict[str, Any]:
    account = Account.from_key(private_key)
    signature = account.sign_message(encode_defunct(text=canonical(result))).signature
    return {"result": dict(result), "signer": account.address, "signature": "0x" + bytes(signature).hex()}


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    part.rename(path)


def check(path: Path, signer: str = "") -> dict[str, Any]:
    """The result in a file whose signature holds, and is `signer`'s where one is named. Raises Trouble."""
    try:
        content = json.loads(path.read_text())
        result, said = dict(content["result"]), str(content["signer"])
        message = encode_defunct(text=canonical(result))
        found = str(Account.recover_message(message, signature=str(content["signature"])))
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from None
    except Exception as error:  # whatever eth-account raises for what is no signature
        raise Trouble(f"{path} holds no signed result: {type(error).__name__}.") from None
    if found.lower() != said.lower():
        raise Trouble(f"{path} was changed after it was signed, or was not signed by {said}.")
    if signer and found.lower() != signer.lower():
        raise Trouble(f"{path} is signed by {found}, not by {signer}.")
    return result
