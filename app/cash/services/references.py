"""UETRs, and the texts behind commitments: known to who used them and to whom it told so."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable
from uuid import uuid4

from sqlalchemy.orm import Session

from app.cash import store
from app.cash.domain import SALT_BYTES, commitment_of, orderer_of, reference_of
from app.cash.store import ReasonTold, UetrTold
from app.mail import service as mail
from app.members import service as members

KIND = "cash-payment"


def new_uetr() -> str:
    return str(uuid4())


def uetrs_of(session: Session, member_id: str, payments: Collection[str]) -> dict[str, str]:
    """UETRs by reference, as far as this member knows them."""
    return store.uetrs_of(session, member_id, payments)


def keep_uetr(session: Session, member_id: str, uetr: str, orderer: int) -> None:
    session.merge(UetrTold(member_id=member_id, payment=reference_of(uetr, orderer), uetr=uetr))


def references_named(session: Session, member_id: str, known: str) -> list[str]:
    """References that the member knows under a UETR: several where several numbers have used it, none where
    it was not told; or else the reference that was given itself.
    """
    if re.fullmatch(r"0x[0-9a-f]{64}", known.lower()):
        return [known.lower()]
    return store.references_under(session, member_id, known)


def keep_reason(session: Session, member_id: str, text: str, salt: bytes) -> None:
    commitment = commitment_of(text, salt)
    session.merge(ReasonTold(member_id=member_id, commitment=commitment, text=text, salt=salt))


def new_reason(session: Session, member_id: str, text: str) -> ReasonTold:
    """A text committed to under a new salt, and kept."""
    salt = secrets.token_bytes(SALT_BYTES)
    keep_reason(session, member_id, text, salt)
    return session.get_one(ReasonTold, (member_id, commitment_of(text, salt)))


def reason_behind(session: Session, member_id: str, commitment: str | None) -> str | None:
    """The text, as far as this member was told it."""
    told = session.get(ReasonTold, (member_id, commitment)) if commitment else None
    return told.text if told else None


def tell_payment(
    session: Session,
    member_id: str,
    uetr: str | None,
    payment: str,
    *,
    to: Iterable[str],
    operation_id: str,
    why: ReasonTold | None = None,
) -> None:
    """Keep the UETR behind the reference `payment`, if it is known; tell it, and why cash moved, to these
    LEIs once the operation is final.
    """
    orderer = orderer_of(payment)
    if uetr is not None:
        keep_uetr(session, member_id, uetr, orderer)
    own = members.member(session, member_id).lei
    opened = {"text": why.text, "salt": why.salt.hex()} if why else None
    for organisation in sorted(set(to) - {own}):
        mail.send_when_final(
            session,
            operation_id=operation_id,
            member_id=member_id,
            to=organisation,
            kind=KIND,
            body={"uetr": uetr, "orderer": orderer, "why": opened},
        )
