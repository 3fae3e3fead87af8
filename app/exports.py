"""Every list as CSV, for whoever asks for `text/csv`: in this one place, and for no route by itself.

The list's own route is asked for its pages one after the other, with all that it asks of a caller each time,
and what it answers is written as rows. A column is a field of the rows' shape, `clock.deadline` one of what a
row holds; what a row holds several of is JSON in its cell.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints
from urllib.parse import parse_qsl, urlencode

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.paging import LONGEST_PAGE, Page

CSV = "text/csv"
# What a spreadsheet takes for a formula; a number may begin so.
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class Exported:
    """Passes on what nobody wants as CSV, what is no list, and what is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not wants_csv(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        one_page = "limit" in query
        first = await self._page(scope, query if one_page else {**query, "limit": str(LONGEST_PAGE)})
        shape = shape_of(first.endpoint) if first.status == 200 else None
        if shape is None:
            for message in first.messages:
                await send(message)
            return
        columns = columns_of(shape)
        page = json.loads(first.body)
        headers = [
            (b"content-type", b"text/csv; charset=utf-8"),
            (b"content-disposition", f'attachment; filename="{_name(scope["path"])}.csv"'.encode()),
            (b"vary", b"Accept"),
        ]
        if one_page and page["next"]:
            following = urlencode({**query, "cursor": page["next"]})
            headers.append((b"link", f'<{scope["path"]}?{following}>; rel="next"'.encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _write(send, _heading(columns) + _rows(columns, page["items"]))
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            while page["next"] and not one_page and not gone.done():
                asked = {**query, "limit": str(LONGEST_PAGE), "cursor": page["next"]}
                answer = await self._page(scope, asked)
                if answer.status != 200:
                    # What has left cannot be taken back: the answer breaks off, and no client takes it for
                    # the whole.
                    raise ExportBrokenOff(f"a later page was answered with {answer.status}")
                page = json.loads(answer.body)
                await _write(send, _rows(columns, page["items"]))
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b""})

    async def _page(self, scope: Scope, query: Mapping[str, str]) -> _Answer:
        asked = {**scope, "query_string": urlencode(query).encode(), "state": dict(scope.get("state", {}))}
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(asked, _nothing, keep)
        return _Answer(messages, asked.get("endpoint"))


class ExportBrokenOff(Exception):
    """The connection is closed before the end."""


class _Answer:
    def __init__(self, messages: list[Message], endpoint: Callable[..., Any] | None) -> None:
        self.messages, self.endpoint = messages, endpoint

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])


def install(app: FastAPI) -> None:
    """With the documentation of every list."""
    app.add_middleware(Exported)
    plain = app.openapi

    def documented() -> dict[str, Any]:
        found = plain()
        for path in found["paths"].values():
            answer = path.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
            shape = answer.get("application/json", {}).get("schema", {}).get("$ref", "")
            if shape.startswith("#/components/schemas/Page_"):
                answer.setdefault(CSV, {"schema": {"type": "string", "description": DESCRIPTION}})
        return found

    app.openapi = documented  # type: ignore[method-assign]


DESCRIPTION = "With a heading; the whole list, or one page where `limit` is given, and `Link` to the next."


def wants_csv(headers: Headers) -> bool:
    """At least as much as JSON."""
    wanted = {}
    for one in headers.get("accept", "").split(","):
        kind, *parameters = (part.strip().lower() for part in one.split(";"))
        weights = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
        try:
            wanted[kind] = float(weights[0]) if weights else 1.0
        except ValueError:
            wanted[kind] = 0.0
    return wanted.get(CSV, 0.0) > 0 and wanted[CSV] >= wanted.get("application/json", 0.0)


@cache
def shape_of(endpoint: Callable[..., Any] | None) -> Any:
    """Of the rows, where it answers with a page of them."""
    if endpoint is None:
        return None
    answer = get_type_hints(endpoint).get("return")
    if not (isinstance(answer, type) and issubclass(answer, Page)):
        return None
    (shape,) = answer.__pydantic_generic_metadata__["args"]
    return shape


@cache
def columns_of(shape: Any) -> tuple[tuple[str, ...], ...]:
    """Of every field the names that lead to it; the same with rows and without."""
    return tuple(_columns(shape))


def _columns(shape: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, kind in _fields(shape):
        inner = [one for one in get_args(kind) or (kind,) if one is not NoneType]
        if len(inner) == 1 and _fields(inner[0]) and not _is_several(kind):
            yield from _columns(inner[0], (*at, name))
        else:
            yield (*at, name)


def _is_several(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) in (list, tuple, set, frozenset, dict)


def _fields(shape: Any) -> list[tuple[str, Any]]:
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        return [(field.name, hints[field.name]) for field in fields(shape)]
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [
            (field.serialization_alias or field.alias or name, field.annotation)
            for name, field in shape.model_fields.items()
        ]
    return []


def _heading(columns: tuple[tuple[str, ...], ...]) -> str:
    return _line([".".join(column) for column in columns])


def _rows(columns: tuple[tuple[str, ...], ...], items: list[Any]) -> str:
    return "".join(_line([_cell(_at(item, column)) for column in columns]) for item in items)


def _at(item: Any, column: tuple[str, ...]) -> Any:
    for name in column:
        item = item.get(name) if isinstance(item, dict) else None
    return item


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        unsafe = FORMULA.match(value) and not NUMBER.fullmatch(value)
        return f"'{value}" if unsafe else value
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _name(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", path.strip("/"))[:80]


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
