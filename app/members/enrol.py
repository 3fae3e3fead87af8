"""Makes the keys and numbers of organisations, and what has to be told to whom.

    python -m app.members.enrol --members members.json --keys var/keys --out var/admission.json

`members.json` is [{"id": "exporter", "name": "...", "lei": "...", "bic": null, "country": "NL", "roles":
["TRADER"], "numbers": 2}, ...]; `numbers` is how many it asks for, 4 where it does not say. A bank that says
"currencies": ["USD"] gets one more for each, under which it issues deposits. An organisation that keeps its
keys to itself says their addresses, "outside_keys": [{"maker": "0x...", "checker": "0x..."}, ...], a pair for
each number, first for those under which it issues: no key of it is made here but the couriers', which nobody
admits. Written are, once and never over what is there:

- keystores and passphrases, in a folder for each kind of key;
- the request for admission (public): {"parties": [{"number", "roles", "organisation", "operators":
[{"address", "person", "make", "check"}]}], "tokens": [{"issuer", "currency", "decimals"}]}, its numbers mixed
over all organisations so that their order says nothing; `currency` is the number of ISO 4217;
- for each member a private file `<keys>/members/<id>.json`: what opens its numbers' commitments, and whom it
knows.

`load` takes the private files into the database.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eth_keys.datatypes import PrivateKey
from sqlalchemy.orm import Session

from app.chain.signers.local import derive, make_keystore
from app.members.domain import LARGEST_PARTY, Opening, Person, Right, Role, bitmap
from app.members.service import add_contact, create_member
from app.members.store import Alias, Member
from app.money import Currency, currency

USUAL_NUMBERS = 4
# A number that trades does not vote: seats of the consortium are numbers of their own.
TRADING_RIGHTS = bitmap([right for right in Right if right is not Right.GOVERN])


def enrol(members: Sequence[Mapping[str, Any]], keys: Path) -> dict[str, Any]:
    """Writes keystores and private files under `keys`; returns the request for admission."""
    parties: list[dict[str, Any]] = []
    tokens: list[dict[str, int]] = []
    taken: set[int] = set()
    directory = [{name: entry.get(name) for name in ("lei", "name", "bic", "country")} for entry in members]
    for entry in members:
        outside: Sequence[Mapping[str, str]] | None = entry.get("outside_keys")
        # Couriers' keys come of the makers' master.
        here = Person if outside is None else (Person.MAKER,)
        masters = {person: make_keystore(keys, person.name.lower(), entry["id"]) for person in here}
        numbers = []
        issued: list[Currency | None] = [currency(code) for code in entry.get("currencies", ())]
        more = int(entry.get("numbers", USUAL_NUMBERS)) if outside is None else len(outside) - len(issued)
        for place, unit in enumerate(issued + [None] * more):
            opening = Opening(_fresh(taken), entry["lei"], secrets.token_bytes(32))
            if unit:
                tokens.append({"issuer": opening.party, "currency": unit.numeric, "decimals": unit.decimals})
            if outside is None:
                addresses = {person: _address(masters[person], opening.party) for person in Person}
            else:
                addresses = {person: outside[place][person.name.lower()].lower() for person in Person}
            parties.append(_admission(opening, [Role[name] for name in entry["roles"]], addresses))
            numbers.append(
                {
                    "number": opening.party,
                    "deal": f"issuer:{unit}:{secrets.token_hex(16)}" if unit else None,
                    "salt": opening.salt.hex(),
                    "maker_key": addresses[Person.MAKER],
                    "checker_key": addresses[Person.CHECKER],
                }
            )
        private = {
            "id": entry["id"],
            **{name: entry.get(name) for name in ("lei", "name", "bic", "country")},
            "signs_outside": outside is not None,
            "numbers": numbers,
            "contacts": [other for other in directory if other["lei"] != entry["lei"]],
        }
        _write_private(keys / "members" / f"{entry['id']}.json", private)
    for listed in (parties, tokens):
        secrets.SystemRandom().shuffle(listed)
    return {"parties": parties, "tokens": tokens}


def load(session: Session, private: Mapping[str, Any]) -> Member:
    """A member's private file into the database; what is there already stays."""
    found = session.get(Member, private["id"])
    if found is None:
        found = create_member(
            session,
            id=private["id"],
            name=private["name"],
            lei=private["lei"],
            bic=private["bic"],
            country=private["country"],
        )
    for entry in private["numbers"]:
        if session.get(Alias, entry["number"]) is None:
            session.add(
                Alias(
                    party=entry["number"],
                    member_id=found.id,
                    deal=entry["deal"],
                    salt=bytes.fromhex(entry["salt"]),
                    maker_key=entry["maker_key"],
                    checker_key=entry["checker_key"],
                )
            )
    for contact in private["contacts"]:
        add_contact(session, found.id, **contact)
    session.flush()
    return found


def _fresh(taken: set[int]) -> int:
    while True:
        number = secrets.randbelow(LARGEST_PARTY) + 1
        if number not in taken:
            taken.add(number)
            return number


def _address(master: bytes, party: int) -> str:
    return PrivateKey(derive(master, party)).public_key.to_address()


def _admission(opening: Opening, roles: list[Role], addresses: Mapping[Person, str]) -> dict[str, Any]:
    return {
        "number": opening.party,
        "roles": bitmap(roles),
        "organisation": opening.commitment(),
        "operators": [
            {
                "address": addresses[Person.MAKER],
                "person": int(Person.MAKER),
                "make": TRADING_RIGHTS,
                "check": 0,
            },
            {
                "address": addresses[Person.CHECKER],
                "person": int(Person.CHECKER),
                "make": 0,
                "check": TRADING_RIGHTS,
            },
        ],
    }


def _write_private(path: Path, content: Mapping[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m app.members.enrol", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--members", type=Path, required=True)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    if given.out.exists():
        print(f"{given.out} exists already; enrolment is done once.", file=sys.stderr)
        return 1
    request = enrol(json.loads(given.members.read_text()), given.keys)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(request, indent=1) + "\n")
    print(f"{len(request['parties'])} numbers ask for admission in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
