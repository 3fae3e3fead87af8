"""Members' own copies of documents, and the mirror of DocumentRegistry."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored, final_block
from app.chain.store import Number
from app.db import Base

__all__ = ["DocumentCopy", "DocumentRow", "copies_of", "copy_of", "final_block", "rows_of"]


class DocumentRow(Mirrored, Base):
    """`id` is the commitment; `status` as `DocumentStatus`; `recorded` in seconds since 1970."""

    __tablename__ = "chain_documents"

    issuer: Mapped[int] = mapped_column(index=True)
    version: Mapped[int]
    status: Mapped[int]
    recorded: Mapped[int]
    predecessor: Mapped[str | None] = mapped_column(String(66))
    successor: Mapped[str | None] = mapped_column(String(66))


class DocumentCopy(Base):
    """One member's copy. `sender` is the LEI of whom it came from, null where the member made it itself;
    `party` is then the number that it was recorded under.
    """

    __tablename__ = "document_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(String(66))
    kind: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(deferred=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    salt: Mapped[bytes]
    deal: Mapped[str] = mapped_column(String(64))
    sender: Mapped[str | None] = mapped_column(String(20))
    party: Mapped[int | None]
    operation_id: Mapped[str | None] = mapped_column(String(32))
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "document"),)


def copies_of(member_id: str, kind: str | None = None) -> Select[DocumentCopy]:
    query = select(DocumentCopy).where(DocumentCopy.member_id == member_id)
    return query if kind is None else query.where(DocumentCopy.kind == kind)


def copy_of(session: Session, member_id: str, document: str) -> DocumentCopy | None:
    return session.scalars(copies_of(member_id).where(DocumentCopy.document == document)).first()


def rows_of(session: Session, chain_id: int, documents: Collection[str]) -> dict[str, DocumentRow]:
    """What the mirror holds of each, in whichever version of the registry."""
    rows = session.scalars(
        select(DocumentRow).where(DocumentRow.chain_id == chain_id, DocumentRow.id.in_(documents))
    )
    return {row.id: row for row in rows}
