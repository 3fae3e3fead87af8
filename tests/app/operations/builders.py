"""The interface of a world, and requests to it as its users make them."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient
from httpx import Response

from app.main import create_app
from tests.app.chain.world import World


class Interface:
    """Speaks HTTP to the service in the name of one of the world's users."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.http = TestClient(create_app(world.settings), raise_server_exceptions=False)

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        member: str = "south",
        role: str = "maker",
        key: str | None = None,
        body: Any = None,
        prefer: str | None = None,
    ) -> Response:
        """`token` an empty text asks as nobody."""
        headers = {"Authorization": f"Bearer {self.world.tokens[member, role] if token is None else token}"}
        if token == "":
            headers = {}
        if method not in ("GET", "HEAD"):
            headers["Idempotency-Key"] = key or uuid4().hex
        if prefer:
            headers["Prefer"] = prefer
        content = None if body is None else json.dumps(body)
        return self.http.request(
            method, path, headers=headers | {"Content-Type": "application/json"}, content=content
        )
