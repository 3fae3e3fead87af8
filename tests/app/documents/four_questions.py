"""Records of documents for the four questions."""

from __future__ import annotations

from typing import Any

from tests.app.chain.world import World
from tests.app.documents.builders import Desk, a_body
from tests.app.operations.builders import Interface
from tests.app.routes import Asked, Question

DEAL = "c" * 32
NEWER = {name: value for name, value in a_body(b"Deliver them now.").items() if name != "kind"}


def recorded(world: World) -> str:
    return Desk(world, Interface(world), DEAL).record()


def record(world: World) -> Asked:
    return Asked("/documents", a_body(deal=DEAL), own_only="north records a document of its own")


def listed(world: World) -> Asked:
    return Asked("/documents", marker=recorded(world))


def of_document(path: str, body: Any = None) -> Question:
    return lambda world: Asked(f"/documents/{recorded(world)}{path}", body)


QUESTIONS: dict[str, Question] = {
    "POST /documents": record,
    "GET /documents": listed,
    "GET /documents/{id}": of_document(""),
    "GET /documents/{id}/content": of_document("/content"),
    "POST /documents/{id}/supersede": of_document("/supersede", NEWER),
    "POST /documents/{id}/revoke": of_document("/revoke"),
    "POST /documents/{id}/check": of_document("/check", {}),
}
