"""Which number an organisation has in a deal, our own included."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.errors import Conflict, Fault
from app.members import service as members


def number_in(session: Session, member_id: str, deal: str, organisation: str) -> int:
    """Raises Conflict where theirs is not known yet, NotFound where we have none in that deal."""
    if is_own(session, member_id, organisation):
        return members.alias_in(session, member_id, deal).party
    return members.number_of(session, member_id=member_id, deal=deal, organisation=organisation)


def no_contact(where: str, organisation: str) -> Fault:
    return Fault(where, f"your organisation has no contact {organisation}; one of its contacts is allowed")


def learn(session: Session, member_id: str, deal: str, organisation: str) -> None:
    """So that we can say who stands behind their number. Where they do not answer yet, or answer with a
    number that is not theirs, the number is shown bare.
    """
    try:
        number_in(session, member_id, deal, organisation)
    except Conflict:
        return


def is_own(session: Session, member_id: str, organisation: str) -> bool:
    return members.member(session, member_id).lei == organisation
