"""Make users and tokens; find the caller behind a token; withdraw a user."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.auth.domain import Caller, Known, UserRole
from app.auth.store import Token, User
from app.db import now_of
from app.errors import Conflict, NotFound
from app.paging import PageAsked, page


def create_user(
    session: Session,
    *,
    member_id: str,
    name: str,
    person: int,
    role: str,
    scopes: Iterable[str],
    signs_outside: bool = False,
) -> User:
    """`signs_outside` as `Caller` says. Raises Conflict where the same person already has the other role: one
    person is one pair of eyes.
    """
    role = UserRole(role)
    if person < 1:
        raise ValueError("persons are numbered from 1")
    other = session.scalars(select(User).where(User.member_id == member_id, User.person == person)).first()
    if other is not None and other.role != role:
        raise Conflict(
            "person-has-other-role",
            f"person {person} is a {other.role} already",
            allowed="one role for each person",
            next="give the new user another person's number",
            person=person,
        )
    user = User(
        id=uuid4().hex,
        member_id=member_id,
        name=name,
        person=person,
        role=role,
        scopes=sorted(set(scopes)),
        signs_outside=signs_outside,
    )
    session.add(user)
    session.flush()
    return user


def create_token(session: Session, user: User, *, expires_at: datetime | None = None) -> str:
    """256 random bits, told here and never again: the table holds their hash."""
    token = secrets.token_urlsafe(32)
    session.add(Token(hash=_hash(token), user_id=user.id, made_at=now_of(session), expires_at=expires_at))
    session.flush()
    return token


def users(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Known], str | None]:
    """The member's, those that were withdrawn too, and the next cursor."""
    return page(session, select(User).where(User.member_id == member_id), asked, [User.id], _known)


def withdraw(session: Session, caller: Caller, user_id: str, reason: str) -> Known:
    """No token of this user is one from the next request on. For good; who did it, when and why is kept.
    Raises NotFound of another member's user as of none, Conflict.
    """
    own = select(User).where(User.member_id == caller.member_id, User.id == user_id)
    user = session.scalars(own.with_for_update()).first()
    if user is None:
        raise NotFound("no-such-user", "your organisation has no such user")
    if user.id == caller.user_id:
        raise Conflict(
            "withdraws-itself",
            f"{caller.name} would withdraw itself",
            allowed="another user of the organisation",
            next="let another administrator do it",
        )
    if user.withdrawn_at is not None:
        raise Conflict(
            "user-withdrawn",
            f"{user.name} was withdrawn before",
            allowed="users who are not",
            next="look at the list of users",
        )
    user.withdrawn_at, user.withdrawn_by, user.withdrawn_why = now_of(session), caller.user_id, reason
    session.flush()
    return _known(user)


def revoke_token(session: Session, token: str) -> None:
    row = session.get(Token, _hash(token))
    if row is not None and row.revoked_at is None:
        row.revoked_at = now_of(session)


# Made once: every request asks it.
BEHIND_A_TOKEN = (
    select(
        User.id,
        User.member_id,
        User.name,
        User.person,
        User.role,
        User.scopes,
        User.signs_outside,
        Token.expires_at,
        Token.revoked_at,
    )
    .join(Token, Token.user_id == User.id)
    .where(Token.hash == bindparam("hash"), User.withdrawn_at.is_(None))
)


def caller_with(session: Session, token: str) -> Caller | None:
    row = session.execute(BEHIND_A_TOKEN, {"hash": _hash(token)}).first()
    if row is None or row.revoked_at is not None:
        return None
    if row.expires_at is not None and row.expires_at <= now_of(session):
        return None
    scopes = frozenset(row.scopes)
    return Caller(row.id, row.member_id, row.name, row.person, row.role, scopes, row.signs_outside)


def _known(user: User) -> Known:
    return Known(
        user.id,
        user.name,
        user.role,
        user.person,
        tuple(user.scopes),
        user.withdrawn_at,
        user.withdrawn_by,
        user.withdrawn_why,
    )


def names_of(session: Session, member_id: str, users: Iterable[str]) -> dict[str, str]:
    """Of the member's users by their ids."""
    query = select(User.id, User.name).where(User.member_id == member_id, User.id.in_(set(users)))
    return {row.id: row.name for row in session.execute(query)}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
