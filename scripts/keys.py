"""The keys of an organisation that takes a seat: two persons, two folders, two passphrases.

    .venv/bin/python -m scripts.keys --folder FOLDER --name harbour-board --organisation LEI

Written are, once and never over what is there:

- FOLDER/maker/NAME.json and FOLDER/checker/NAME.json, encrypted keystores;
- FOLDER/maker-passphrases/NAME and FOLDER/checker-passphrases/NAME, each for its person's eyes only;
- FOLDER/openings/NAME.json, what opens the seat's commitment to a counterparty; private too;
- FOLDER/seats/NAME.json, public: it goes beside the network's parameters.

A member's keystore, of which every number has a key derived, is opened by the same function with that number.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_utils import keccak

from scripts.saying import Refused

PERSONS = ("maker", "checker")
# The passphrase is 256 random bits, which no work factor makes safer.
SCRYPT_ROUNDS = 4096
CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
LABEL = b"entrepot alias"


def make(folder: Path, name: str, organisation: str) -> None:
    """All four; what an earlier run left half done is made anew, for its seat was never published."""
    seat = folder / "seats" / f"{name}.json"
    if seat.exists():
        return
    party, salt = secrets.randbelow(2**32 - 1) + 1, secrets.token_bytes(32)
    addresses = [_make_key(folder, person, name) for person in PERSONS]
    _write(
        folder / "openings" / f"{name}.json",
        json.dumps({"party": party, "organisation": organisation, "salt": salt.hex()}),
    )
    commitment = keccak(salt + party.to_bytes(4, "big") + organisation.encode("ascii"))
    public = {"party": party, "organisation": "0x" + commitment.hex()}
    _write(
        seat, json.dumps({**public, "first": addresses[0], "second": addresses[1]}, indent=1) + "\n", 0o644
    )


def open_key(keystore: Path, passphrase: Path, party: int | None = None) -> bytes:
    """The private key in a seat's keystore; with `party`, that number's key of a member's keystore. The
    derivation is the service's: HMAC-SHA256(master, label + number as four bytes) modulo the curve's order.
    """
    try:
        opened = bytes(Account.decrypt(json.loads(keystore.read_text()), passphrase.read_text().strip()))
    except FileNotFoundError as missing:
        raise Refused(f"{missing.filename} is missing.") from None
    except ValueError:
        raise Refused(f"{keystore} does not open with the passphrase in {passphrase}.") from None
    if party is None:
        return opened
    digest = hmac.digest(opened, LABEL + party.to_bytes(4, "big"), hashlib.sha256)
    return (int.from_bytes(digest, "big") % CURVE_ORDER).to_bytes(32, "big")


def place_of(folder: Path, person: str, name: str) -> tuple[Path, Path]:
    """Keystore and passphrase of one person of a seat."""
    return folder / person / f"{name}.json", folder / f"{person}-passphrases" / name


def _make_key(folder: Path, person: str, name: str) -> str:
    keystore, passphrase = place_of(folder, person, name)
    key, secret = secrets.token_bytes(32), secrets.token_urlsafe(32)
    _write(passphrase, secret)
    encrypted: dict[str, Any] = Account.encrypt(key, secret, kdf="scrypt", iterations=SCRYPT_ROUNDS)
    _write(keystore, json.dumps(encrypted))
    return str(Account.from_key(key).address)


def _write(path: Path, text: str, mode: int = 0o600) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    os.replace(beside, path)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.keys", description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--organisation", required=True, help="its LEI")
    given = parser.parse_args()
    seat = given.folder / "seats" / f"{given.name}.json"
    if seat.exists():
        raise SystemExit(f"{seat} is there already: nothing was done, for keys are made once.")
    make(given.folder, given.name, given.organisation)
    print(
        f"{seat} goes beside the network's parameters; each of the two persons gets keystore and passphrase."
    )


if __name__ == "__main__":
    main()
