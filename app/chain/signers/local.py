"""Keys on this machine: one encrypted keystore for each member, in a folder of one kind.

A keystore holds a master; the key of each number is derived from it, so that no two numbers share a key and a
backup of the master is a backup of all. Keystores lie in `<keys>/<kind>/<member>.json`, their passphrases in
`<keys>/<kind>-passphrases/<member>`, which only the worker of that kind has to be able to read. A courier's
keys come of the makers' masters under a label of their own: no number knows them, so none had to be admitted,
and no two numbers are carried by one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import secrets
from functools import lru_cache
from pathlib import Path

from eth_account import Account
from eth_keys.datatypes import PrivateKey
from rlp import encode as rlp_encode  # type: ignore[import-untyped]

from app.chain.signers import COURIER, MAKER, LegacyTransaction
from app.hashes import keccak

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
LABEL = b"entrepot alias"
COURIERS_LABEL = b"entrepot courier"
# The passphrase is 256 random bits, which no work factor makes safer.
SCRYPT_ROUNDS = 4096


Stamp = tuple[int | None, ...]
"""When each of some files was changed, in nanoseconds; None for one that is not there."""

log = logging.getLogger(__name__)


class KeyMissing(Exception):
    """No readable key for a member; says which file, never what is in it."""


def derive(master: bytes, party: int, label: bytes = LABEL) -> bytes:
    """The key of one number: HMAC-SHA256(master, label + party as four bytes) modulo the curve's order."""
    digest = hmac.digest(master, label + party.to_bytes(4, "big"), hashlib.sha256)
    number = int.from_bytes(digest, "big") % CURVE_ORDER
    if number == 0:
        raise ValueError("this number has no key; use another")
    return number.to_bytes(32, "big")


class LocalSigner:
    def __init__(self, keys: Path, kind: str) -> None:
        self.kind = kind
        self.term = 0
        self._label, self._folder = (COURIERS_LABEL, MAKER) if kind == COURIER else (LABEL, kind)
        self._keystores = keys / self._folder
        self._passphrases = keys / f"{self._folder}-passphrases"
        self._masters: dict[str, bytes] = {}
        self._shut: dict[str, tuple[Stamp, str]] = {}
        # Per signer and not per process: a cache of keys must not outlive who holds them.
        self._key = lru_cache(maxsize=10_000)(self._derived)

    def __repr__(self) -> str:
        return f"LocalSigner({self.kind})"

    def members(self) -> frozenset[str]:
        """Those whose keystore opens: one that does not must not hold up the others."""
        found = {path.stem for path in self._keystores.glob("*.json")}
        for gone in self._shut.keys() - found:
            del self._shut[gone]
        return frozenset(member_id for member_id in found if self._opens(member_id))

    def shut(self) -> list[str]:
        """Why the others' do not open, as `members` found them last."""
        return [reason for _, reason in self._shut.values()]

    def address(self, member_id: str, party: int) -> str:
        return self._key(member_id, party).public_key.to_address()

    def sign_order(self, member_id: str, party: int, digest: bytes) -> bytes:
        signed = self._key(member_id, party).sign_msg_hash(digest)
        return signed.to_bytes()[:64] + bytes([27 + signed.v])

    def sign_transaction(
        self, member_id: str, party: int, transaction: LegacyTransaction
    ) -> tuple[bytes, str]:
        """As EIP-155 says. eth_account does the same in ten times the time, and a sender signs while others
        wait for its lock.
        """
        fields = [
            transaction.nonce,
            transaction.price,
            transaction.gas,
            bytes.fromhex(transaction.to[2:]),
            0,
            transaction.data,
        ]
        digest = keccak(rlp_encode([*fields, transaction.chain_id, 0, 0]))
        signed = self._key(member_id, party).sign_msg_hash(digest)
        raw = bytes(rlp_encode([*fields, 2 * transaction.chain_id + 35 + signed.v, signed.r, signed.s]))
        return raw, "0x" + keccak(raw).hex()

    def _opens(self, member_id: str) -> bool:
        """Tried again when a file is another than it was."""
        if member_id in self._masters:
            return True
        stamp = _stamp(self._keystores / f"{member_id}.json", self._passphrases / member_id)
        if member_id in self._shut and self._shut[member_id][0] == stamp:
            return False
        try:
            self._master(member_id)
        except KeyMissing as error:
            self._shut[member_id] = (stamp, str(error))
            log.error(
                "a key does not open", extra={"why": str(error), "see": "docs/runbook.md, a key is lost"}
            )
            return False
        self._shut.pop(member_id, None)
        return True

    def _derived(self, member_id: str, party: int) -> PrivateKey:
        return PrivateKey(derive(self._master(member_id), party, self._label))

    def _master(self, member_id: str) -> bytes:
        if member_id not in self._masters:
            keystore, passphrase = self._keystores / f"{member_id}.json", self._passphrases / member_id
            try:
                opened = Account.decrypt(json.loads(keystore.read_text()), passphrase.read_text())
            except (OSError, ValueError) as error:
                raise KeyMissing(
                    f"the {self._folder}'s key of {member_id} cannot be opened: {type(error).__name__}"
                ) from None
            self._masters[member_id] = bytes(opened)
        return self._masters[member_id]


def make_keystore(keys: Path, kind: str, member_id: str) -> bytes:
    """Makes a master, writes keystore and passphrase (both only for their owner), and returns the master, to
    derive the addresses that are to be admitted. Raises FileExistsError: a key is never written over.
    """
    master = secrets.token_bytes(32)
    passphrase = secrets.token_urlsafe(32)
    keystore = Account.encrypt(master, passphrase, kdf="scrypt", iterations=SCRYPT_ROUNDS)
    _write(keys / f"{kind}-passphrases" / member_id, passphrase)
    _write(keys / kind / f"{member_id}.json", json.dumps(keystore))
    return master


def _stamp(*files: Path) -> Stamp:
    return tuple(file.stat().st_mtime_ns if file.exists() else None for file in files)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
