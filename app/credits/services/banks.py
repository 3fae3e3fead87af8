"""Which banks a credit's text names, and who they are: the one it is available with, and the one asked to
confirm.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.credits.domain import ANY_BANK
from app.credits.terms import Bank, CreditTerms
from app.errors import Fault
from app.members import service as members


@dataclass(frozen=True)
class Banks:
    """LEIs. `nominated` None: any bank; `confirming` None: nobody is asked to."""

    nominated: str | None
    confirming: str | None


def faults_of(terms: CreditTerms) -> list[Fault]:
    """Banks that are named, but not so that they can be found."""
    named = [("field 41a", terms.available_with)]
    if terms.asked_to_confirm:
        named.append(("field 58a", terms.asked_to_confirm))
    return [
        Fault(
            f"#/message, {where}", f"found {bank}; expected a BIC{', or ANY BANK' if '41' in where else ''}"
        )
        for where, bank in named
        if bank.bic is None and not ("41" in where and _is_any(bank))
    ]


def banks_of(session: Session, member_id: str, terms: CreditTerms, *, issuing: str, advising: str) -> Banks:
    """As `member_id` knows them. Raises NotFound where a bank is none of its contacts."""

    def found(bank: Bank) -> str | None:
        if bank.bic is None:
            return None
        for bic, lei in ((terms.issuing_bank, issuing), (terms.advising_bank, advising)):
            if bic[:8] == bank.bic[:8]:
                return lei
        return members.contact_with_bic(session, member_id, bank.bic).lei

    asked = terms.asked_to_confirm
    return Banks(found(terms.available_with), found(asked) if asked else None)


def _is_any(bank: Bank) -> bool:
    return " ".join(bank.lines).upper().startswith(ANY_BANK)
