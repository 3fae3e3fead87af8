"""Users of members and their tokens. A token itself is never stored: only its hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class User(Base):
    """A person of a member. `person` numbers the people of that member; two users with one number are one
    person. `withdrawn_by` is the user who withdrew this one, whom no token speaks for since.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    person: Mapped[int]
    role: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[list[str]]
    signs_outside: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(64))
    withdrawn_why: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (UniqueConstraint("member_id", "name"),)


class Token(Base):
    __tablename__ = "tokens"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
