"""Every list as CSV: whole or by pages, with the same columns, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

import pytest
from fastapi import APIRouter, Depends, FastAPI, Query
from fastapi.testclient import TestClient
from httpx import Response
from pydantic import BaseModel, Field

from app import exports, problems
from app.errors import Forbidden
from app.paging import LONGEST_PAGE, Page

ALL = 2 * LONGEST_PAGE + 7


@dataclass(frozen=True)
class Held:
    name: str | None
    digits: int


@dataclass(frozen=True)
class Row:
    place: int
    said: str
    open: bool
    held: Held | None
    several: list[Held]


class Shaped(BaseModel):
    amount_: str = Field(alias="amount")
    values: dict[str, Any]


router = APIRouter(prefix="/things")
asked_for: list[tuple[int, str | None]] = []
may_read = [True]


def permitted() -> None:
    if not may_read[0]:
        raise Forbidden("no-more", "the token was revoked")


@router.get("/rows", dependencies=[Depends(permitted)])
def rows(limit: Annotated[int, Query(le=LONGEST_PAGE)] = 50, cursor: str | None = None) -> Page[Row]:
    asked_for.append((limit, cursor))
    first = int(cursor or 0)
    last = min(first + limit, ALL)
    held = Held('Käte, "the" Keeper', 2)
    items = [Row(n, f"row {n}", n % 2 == 0, held if n else None, [held][: n % 2]) for n in range(first, last)]
    return Page[Row](items=items, next=str(last) if last < ALL else None)


@router.get("/none")
def none() -> Page[Row]:
    return Page[Row](items=[])


@router.get("/shaped/{text}")
def shaped(text: str) -> Page[Shaped]:
    return Page[Shaped](items=[Shaped(amount=text, values={"a": 1})])


@router.get("/one")
def one() -> Shaped:
    return Shaped(amount="1.00", values={})


@pytest.fixture
def client() -> TestClient:
    together = APIRouter()
    together.include_router(router)
    app = FastAPI(routes=together.routes)
    problems.install(app)
    exports.install(app)
    asked_for.clear()
    may_read[0] = True
    return TestClient(app)


def asked(client: TestClient, path: str, accept: str = "text/csv") -> Response:
    return client.get(path, headers={"Accept": accept})


def read(answer: Response) -> list[dict[str, str]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_list_is_exported_whole(client: TestClient) -> None:
    """SERVICE-147"""
    found = read(asked(client, "/things/rows"))
    assert [row["place"] for row in found] == [str(place) for place in range(ALL)]
    assert asked_for == [(200, None), (200, "200"), (200, "400")]
    assert found[0] == {
        "place": "0",
        "said": "row 0",
        "open": "true",
        "held.name": "",
        "held.digits": "",
        "several": "[]",
    }
    assert found[1]["held.name"] == 'Käte, "the" Keeper'
    assert found[1]["several"] == '[{"name": "Käte, \\"the\\" Keeper", "digits": 2}]'


def test_where_a_limit_is_given_one_page_is_and_a_link_to_the_next(client: TestClient) -> None:
    """SERVICE-147"""
    answer = asked(client, "/things/rows?limit=3")
    assert [row["place"] for row in read(answer)] == ["0", "1", "2"]
    assert answer.links["next"]["url"] == "/things/rows?limit=3&cursor=3"
    last = asked(client, f"/things/rows?limit=200&cursor={ALL - 1}")
    assert len(read(last)) == 1
    assert "link" not in last.headers


def test_the_columns_are_the_same_without_a_row(client: TestClient) -> None:
    """SERVICE-147"""
    heading = asked(client, "/things/none").text
    assert heading == "place,said,open,held.name,held.digits,several\r\n"
    assert asked(client, "/things/rows").text.startswith(heading)


def test_what_is_no_list_or_is_refused_stays_what_it_is(client: TestClient) -> None:
    """SERVICE-147"""
    assert asked(client, "/things/one").json()["amount"] == "1.00"
    assert asked(client, "/things/rows?limit=201").status_code == 422
    assert asked(client, "/things/nowhere").status_code == 404
    may_read[0] = False
    refused = asked(client, "/things/rows")
    assert (refused.status_code, refused.json()["code"]) == (403, "no-more")


def test_it_is_for_whoever_wants_it_as_much_as_json(client: TestClient) -> None:
    """SERVICE-147"""
    for accept in ("application/json", "*/*", "text/csv;q=0", "text/csv;q=0.5, application/json"):
        assert asked(client, "/things/none", accept).json() == {"items": [], "next": None}
    for accept in ("text/csv; charset=utf-8", "application/json;q=0.9, TEXT/CSV", "text/csv, */*"):
        assert read(asked(client, "/things/none", accept)) == []


def test_who_may_read_no_longer_gets_no_more_of_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SERVICE-147: each page asks the caller anew, and an answer that is cut off is not taken for a whole."""
    written = exports._write
    may_read[0] = True

    async def revoked_meanwhile(send: Any, text: str) -> None:
        await written(send, text)
        may_read[0] = False

    monkeypatch.setattr(exports, "_write", revoked_meanwhile)
    with pytest.raises(exports.ExportBrokenOff):
        asked(client, "/things/rows")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|'C calc'!A0", "'=cmd|'C calc'!A0"),
        ("+1 and more", "'+1 and more"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-5.00", "-5.00"),
        ("250000.00", "250000.00"),
        ("Tallinn", "Tallinn"),
    ],
)
def test_nothing_is_taken_for_a_formula(client: TestClient, text: str, cell: str) -> None:
    """SERVICE-148"""
    (row,) = read(asked(client, f"/things/shaped/{quote(text, safe='')}"))
    assert row == {"amount": cell, "values": '{"a": 1}'}


def test_the_documentation_says_so_of_lists_alone(client: TestClient) -> None:
    """SERVICE-147"""
    paths = client.get("/openapi.json").json()["paths"]
    kinds = {path: set(paths[path]["get"]["responses"]["200"]["content"]) for path in paths}
    both = {"application/json", "text/csv"}
    assert kinds["/things/rows"] == kinds["/things/none"] == both
    assert kinds["/things/one"] == {"application/json"}
