"""Documents over HTTP: whoever records one, and whom it is sent to."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from tests.app.chain.world import MEMBERS, World
from tests.app.operations.builders import Interface

LEI = {entry["id"]: entry["lei"] for entry in MEMBERS}


def a_body(content: bytes = b"Deliver the boxes.", **said: Any) -> dict[str, Any]:
    encoded = base64.b64encode(content).decode()
    body = {"kind": "delivery_order", "name": "order.txt", "media_type": "text/plain", "content": encoded}
    return body | said


@dataclass
class Desk:
    """A member at its documents. `deal` is where it records them."""

    world: World
    interface: Interface
    deal: str
    member: str = "south"

    def record(self, content: bytes = b"Deliver the boxes.", **said: Any) -> str:
        """The id of a document that is recorded and final."""
        return self.end(self.post("/documents", a_body(content, deal=self.deal, **said)))

    def supersede(self, document: str, content: bytes, **said: Any) -> str:
        body = a_body(content, **said)
        del body["kind"]
        return self.end(self.post(f"/documents/{document}/supersede", body))

    def end(self, answer: Any) -> str:
        assert answer.status_code == 202, answer.text
        self.world.settle()
        ended = self.world.operation(answer.json()["id"])
        assert ended.status == "final", ended.refusal
        return str(ended.describes["document"])

    def post(self, path: str, body: Any = None) -> Any:
        return self.interface.ask("POST", path, member=self.member, body=body)

    def get(self, path: str) -> Any:
        return self.interface.ask("GET", path, member=self.member)

    def see(self, document: str) -> dict[str, Any]:
        answer = self.get(f"/documents/{document}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())
