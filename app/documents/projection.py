"""Events of DocumentRegistry -> which commitments stand."""

from __future__ import annotations

from collections.abc import Callable

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.documents.domain import DocumentStatus
from app.documents.store import DocumentRow


def recorded(mirror: Mirror, event: Event) -> None:
    mirror.insert(
        DocumentRow,
        event.address,
        event.args["document"],
        issuer=event.args["issuer"],
        version=1,
        status=DocumentStatus.RECORDED,
        recorded=event.block_time,
    )


def superseded(mirror: Mirror, event: Event) -> None:
    """The successor is its predecessor's issuer's: nobody else can put it there."""
    document, successor = event.args["document"], event.args["successor"]
    before = mirror.update(
        DocumentRow, event.address, document, status=DocumentStatus.SUPERSEDED, successor=successor
    )
    mirror.insert(
        DocumentRow,
        event.address,
        successor,
        issuer=before.issuer,
        version=event.args["version"],
        status=DocumentStatus.RECORDED,
        recorded=event.block_time,
        predecessor=document,
    )


def revoked(mirror: Mirror, event: Event) -> None:
    mirror.update(DocumentRow, event.address, event.args["document"], status=DocumentStatus.REVOKED)


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("DocumentRegistry", "Recorded"): recorded,
    ("DocumentRegistry", "Superseded"): superseded,
    ("DocumentRegistry", "Revoked"): revoked,
}
IGNORED: dict[tuple[str, str], str] = {}
