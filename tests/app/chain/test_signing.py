"""What a local key signs is what every other program would sign with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from eth_account import Account

from app.chain.signers import LegacyTransaction
from app.chain.signers.local import LocalSigner, derive, make_keystore

TO = "0x00000000000000000000000000000000000000fe"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalSigner, bytes]:
    folder: Path = tmp_path_factory.mktemp("keys")
    return LocalSigner(folder, "maker"), derive(make_keystore(folder, "maker", "south"), 7)


@pytest.mark.parametrize("chain_id", [1, 1337, 2**40])
@pytest.mark.parametrize("nonce", [0, 1, 127, 128, 65_536])
@pytest.mark.parametrize(("data", "price"), [(b"", 0), (b"\x00", 1), (b"\x7f" * 300, 10**9)])
def test_a_transaction_is_signed_as_eth_account_signs_it(
    keys: tuple[LocalSigner, bytes], chain_id: int, nonce: int, data: bytes, price: int
) -> None:
    signer, key = keys
    wanted = LegacyTransaction(chain_id, nonce, TO, data, 160_000, price)
    fields = {
        "chainId": chain_id,
        "nonce": nonce,
        "to": bytes.fromhex(TO[2:]),
        "value": 0,
        "data": data,
        "gas": 160_000,
        "gasPrice": price,
    }
    theirs = Account.sign_transaction(fields, key)
    ours = signer.sign_transaction("south", 7, wanted)
    assert ours == (bytes(theirs.raw_transaction), "0x" + bytes(theirs.hash).hex())
