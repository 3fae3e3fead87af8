"""A back office signs what it asked for: python examples/sign_order.py API OPERATION

The user's token and key are read from the environment: ENTREPOT_TOKEN and ENTREPOT_SIGNING_KEY (32 bytes in
hexadecimal; in earnest the key stays in a hardware module that signs typed data). ABIs of the instruments are
in deployments/abi/: what is signed is compared with what is shown before anybody is asked for a yes.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils.abi import abi_to_signature, collapse_if_tuple
from eth_utils.crypto import keccak

ABIS = Path(__file__).resolve().parent.parent / "deployments" / "abi"


def order_of(api: httpx.Client, operation: str) -> dict[str, Any]:
    answer = api.get(f"/operations/{operation}/order")
    answer.raise_for_status()
    return dict(answer.json())


def call_of(order: dict[str, Any], abis: Path = ABIS) -> bytes:
    """The bytes that tell the instrument what the order shows: function and arguments, by its ABI."""
    abi = json.loads((abis / f"{order['instrument']}.json").read_text())
    (function,) = (
        entry for entry in abi if entry["type"] == "function" and entry["name"] == order["function"]
    )
    types = [collapse_if_tuple(given) for given in function["inputs"]]
    values = [_value(order["arguments"][given["name"]], given) for given in function["inputs"]]
    return keccak(text=abi_to_signature(function))[:4] + encode(types, values)


def signature_of(order: dict[str, Any], key: str, abis: Path = ABIS) -> str:
    """Raises ValueError where what is to be signed is not what is shown."""
    if order["typed_data"]["message"]["call"] != "0x" + call_of(order, abis).hex():
        raise ValueError("the order does not say what it shows: do not sign it")
    signable = encode_typed_data(full_message=order["typed_data"])
    return "0x" + bytes(Account.sign_message(signable, key).signature).hex()


def give(api: httpx.Client, operation: str, signature: str) -> dict[str, Any]:
    answer = api.post(
        f"/operations/{operation}/signature",
        json={"signature": signature},
        headers={"Idempotency-Key": uuid4().hex, "Prefer": "wait=10"},
    )
    answer.raise_for_status()
    return dict(answer.json())


def _value(shown: Any, given: dict[str, Any]) -> Any:
    kind: str = given["type"]
    if kind.endswith("]"):
        return [_value(part, given | {"type": kind[: kind.rindex("[")]}) for part in shown]
    if kind == "tuple":
        return tuple(_value(shown[part["name"]], part) for part in given["components"])
    if kind.startswith("bytes"):
        return bytes.fromhex(shown[2:])
    return int(shown) if kind.startswith(("uint", "int")) else shown


def main() -> None:
    url, operation = sys.argv[1:]
    headers = {"Authorization": f"Bearer {os.environ['ENTREPOT_TOKEN']}"}
    with httpx.Client(base_url=url, headers=headers, timeout=30) as api:
        order = order_of(api, operation)
        print(order["in_words"])
        print(json.dumps(order["arguments"], indent=2))
        if input("Sign it? [yes/no] ") == "yes":
            signed = give(api, operation, signature_of(order, os.environ["ENTREPOT_SIGNING_KEY"]))
            print(signed["in_words"])


if __name__ == "__main__":
    main()
