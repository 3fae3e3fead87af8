"""Reading foreign documents, for the four questions."""

from __future__ import annotations

import json

from tests.app.chain.nodes import ROOT
from tests.app.chain.world import World
from tests.app.routes import Asked, Question

NOTHING = "what is sent is read, and nothing of anybody's is looked at"


def mt700(world: World) -> Asked:
    message = (ROOT / "examples" / "credit.txt").read_bytes().decode()
    return Asked("/swift/mt700", {"message": message}, own_only=NOTHING)


def transport_document(world: World) -> Asked:
    document = json.loads((ROOT / "examples" / "bill.json").read_text())
    return Asked("/dcsa/transport-documents", document, own_only=NOTHING)


QUESTIONS: dict[str, Question] = {
    "POST /swift/mt700": mt700,
    "POST /dcsa/transport-documents": transport_document,
}
