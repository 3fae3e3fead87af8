"""One id from a request to its receipt: the client's own X-Request-Id, or one of ours."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import current_request

HEADER = "x-request-id"
# What a client may write into our logs.
FINE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
# Asked every few seconds by watchdogs; nobody reads these lines.
UNTOLD = frozenset({"/live", "/ready", "/metrics"})

log = logging.getLogger(__name__)


class Traced:
    """Gives every request its id, answers with it, and says in one line how it was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        id = given if FINE.fullmatch(given) else uuid4().hex
        began, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        before = current_request.set(id)
        try:
            await self._app(scope, receive, answer)
        finally:
            if scope["path"] not in UNTOLD:
                figures = {"method": scope["method"], "path": scope["path"], "status": status}
                figures["ms"] = round((time.perf_counter() - began) * 1000, 1)
                log.info("answered", extra=figures)
            current_request.reset(before)
