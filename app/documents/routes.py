"""Documents: sealed here, recorded by their hash, handed to whom their issuer chooses."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Query, Response

from app.auth.caller import Caller, Requires
from app.documents import service
from app.documents.domain import Copy
from app.documents.schemas import CheckOut, Compare, DocumentOut, NewDocument, NewVersion
from app.operations.answers import Prefer, Router, WriteKey, accepted, answered
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging

router = Router(prefix="/documents", tags=["documents"])

TAG = {
    "name": "documents",
    "description": "A document is known on the chain by a commitment: keccak256 of a random salt of 32 bytes "
    "and its content, never by what it says. Who holds content and salt can show that theirs is the document "
    "that was recorded, by whom, and when; without the salt nobody can even guess.",
}

Reader = Annotated[Caller, Requires("documents:read")]
Writer = Annotated[Caller, Requires("documents:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation; `describes.document` is the document's id."}
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file, byte for byte."}
}


@router.post("", status_code=202, responses=ACCEPTED)
def record_document(body: NewDocument, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Seal and record a document; copies go out when that is final."""
    return accepted(service.record(db, caller, body.as_draft(), key), prefer)


@router.get("")
def list_documents(
    caller: Reader,
    db: Db,
    asked: Paging,
    kind: Annotated[str | None, Query(description="Only documents of this kind.")] = None,
) -> Page[DocumentOut]:
    """Documents of which your organisation has a copy, newest first."""
    copies, following = service.copies(db, caller, asked, kind)
    return Page[DocumentOut](items=[DocumentOut.of(copy) for copy in copies], next=following)


@router.get("/{id}")
def get_document(id: str, caller: Reader, db: Db) -> DocumentOut:
    return DocumentOut.of(service.copy(db, caller, id))


@router.get("/{id}/content", response_class=Response, responses=FILE)
def get_content(id: str, caller: Reader, db: Db) -> Response:
    """Your organisation's own copy, byte for byte as it was recorded."""
    return _file(*service.content(db, caller, id))


@router.post("/{id}/supersede", status_code=202, responses=ACCEPTED)
def supersede_document(
    id: str, body: NewVersion, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Put a newer version in its place; by its issuer alone. Both stay on record."""
    return accepted(service.supersede(db, caller, id, body.draft(), key), prefer)


@router.post("/{id}/revoke", status_code=202, responses=ACCEPTED)
def revoke_document(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Take a document back; by its issuer alone. It stays on record as revoked."""
    return accepted(service.revoke(db, caller, id, key), prefer)


@router.post("/{id}/check", responses={200: {"model": CheckOut}})
def check_document(id: str, body: Compare, caller: Reader, db: Db, key: WriteKey) -> Response:
    """Is this the document that the chain knows? Asked of your own copy, or of `content`."""
    return answered(db, key, 200, CheckOut.of(service.check(db, caller, id, body.content)))


def _file(copy: Copy, content: bytes) -> Response:
    """As an attachment whatever it calls itself: a document of a stranger is not opened by a browser."""
    return Response(
        content,
        media_type=copy.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(copy.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )
