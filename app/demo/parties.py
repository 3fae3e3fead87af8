"""Who trades, taken from the documents: names and banks as they stand there, identifiers made up where they
are silent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.credits.terms import CreditTerms
from app.interop.dcsa.transport_document import Party, TransportDocument

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ANYWHERE = "NL"


@dataclass(frozen=True)
class Organisation:
    """`part` is what it plays, and its member id."""

    part: str
    name: str
    country: str
    role: str
    bic: str | None = None
    numbers: int = 2
    currencies: tuple[str, ...] = ()

    @property
    def lei(self) -> str:
        return made_up_lei(f"{self.part} {self.name}")

    def as_member(self) -> dict[str, Any]:
        """As `app.members.enrol` reads it."""
        return {
            "id": self.part,
            "name": self.name,
            "lei": self.lei,
            "bic": self.bic,
            "country": self.country,
            "roles": [self.role],
            "numbers": self.numbers + len(self.currencies),
            "currencies": list(self.currencies),
        }


def of(terms: CreditTerms, bill: TransportDocument) -> dict[str, Organisation]:
    """The six parts by name, and each further bank that the credit is available with or asks to confirm:
    nobody needs to act for it, and the issuing bank has to know it.
    """
    currency = terms.amount.currency.alpha
    issuing, advising = terms.issuing_bank, terms.advising_bank
    notified = next(iter(bill.notify_parties), None)
    discharge = bill.port_of_discharge
    found = (
        Organisation("applicant", terms.applicant.name, _country(notified, issuing[4:6]), "TRADER"),
        Organisation(
            "issuing-bank", f"Bank {issuing}", issuing[4:6], "BANK", issuing, currencies=(currency,)
        ),
        Organisation("advising-bank", f"Bank {advising}", advising[4:6], "BANK", advising),
        Organisation("beneficiary", terms.beneficiary.name, _country(bill.shipper, advising[4:6]), "TRADER"),
        Organisation("carrier", bill.issuing_party.name, _country(bill.issuing_party, ANYWHERE), "CARRIER"),
        Organisation("terminal", f"Terminal at {discharge}", (discharge.code or ANYWHERE)[:2], "PORT"),
    )
    return {organisation.part: organisation for organisation in (*found, *_further_banks(terms))}


def _further_banks(terms: CreditTerms) -> Iterator[Organisation]:
    known = {terms.issuing_bank[:8], terms.advising_bank[:8]}
    named = (("nominated-bank", terms.available_with), ("confirming-bank", terms.asked_to_confirm))
    for part, bank in named:
        if bank and bank.bic and bank.bic[:8] not in known:
            known.add(bank.bic[:8])
            yield Organisation(part, f"Bank {bank.bic}", bank.bic[4:6], "BANK", bank.bic)


def made_up_lei(seed: str) -> str:
    """Twenty places that pass ISO 17442's check, the same for the same seed. The documents name no LEIs."""
    digest = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big")
    first = "0000" + "00" + "".join(ALPHABET[(digest >> (5 * n)) % len(ALPHABET)] for n in range(12))
    number = int("".join(str(ALPHABET.index(sign)) for sign in first + "00"))
    return f"{first}{98 - number % 97:02d}"


def _country(party: Party | None, otherwise: str) -> str:
    return (party.country if party else None) or otherwise
