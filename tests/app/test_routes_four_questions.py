"""Every route of the OpenAPI document is asked four questions: by nobody, without the scope, for somebody
else's record, and by the right caller. A route without an answer in its slice's four_questions.py fails.
SERVICE-32
"""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Response

from app.auth import service as auth
from app.main import create_app, routes
from tests.app.chain.nodes import Node
from tests.app.chain.world import World, build_world
from tests.app.collateral.builders import TWO_ISSUERS
from tests.app.operations.builders import Interface
from tests.app.routes import Question

PUBLIC = {
    "GET /live": "a watchdog asks it, and it tells nothing of any member",
    "GET /ready": "a watchdog asks it, and it tells nothing of any member",
}


def routes_of(app: FastAPI) -> list[str]:
    paths = app.openapi()["paths"]
    return sorted(f"{method.upper()} {path}" for path, methods in paths.items() for method in methods)


def documented() -> list[str]:
    """By the service's own routes, without its database and chain."""
    return routes_of(FastAPI(routes=routes()))


def lists_documented() -> list[str]:
    paths = FastAPI(routes=routes()).openapi()["paths"]
    answers = {
        f"GET {path}": methods["get"]["responses"].get("200", {}).get("content", {})
        for path, methods in sorted(paths.items())
        if "get" in methods
    }
    ref = "#/components/schemas/Page_"
    shapes = {route: said.get("application/json", {}).get("schema", {}) for route, said in answers.items()}
    return [route for route, shape in shapes.items() if shape.get("$ref", "").startswith(ref)]


def questions() -> dict[str, Question]:
    here = Path(__file__).parent
    found: dict[str, Question] = {}
    for file in sorted(here.glob("*/four_questions.py")):
        found |= importlib.import_module(f"tests.app.{file.parent.name}.four_questions").QUESTIONS
    return found


ROUTES = [route for route in documented() if route not in PUBLIC]


@pytest.fixture(scope="module")
def interface(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interface]:
    folder = tmp_path_factory.mktemp("four-questions")
    with build_world(
        node, folder, numbers=130, all_instruments=True, database=database, more_members=TWO_ISSUERS
    ) as world:
        with world.database.writing() as session:
            for member in world.private:
                user = auth.create_user(
                    session, member_id=member, name="nobody much", person=9, role="maker", scopes=[]
                )
                world.tokens[member, "no scopes"] = auth.create_token(session, user)
        yield Interface(world)


def test_the_routes_asked_are_all_that_the_service_documents(interface: Interface) -> None:
    assert routes_of(create_app(interface.world.settings)) == sorted([*ROUTES, *PUBLIC])


def test_no_question_is_kept_for_a_route_that_is_gone() -> None:
    assert set(questions()) <= set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_four_questions(interface: Interface, route: str) -> None:
    world: World = interface.world
    assert route in questions(), f"{route} has no record in its slice's four_questions.py"
    asked = questions()[route](world)
    method = route.partition(" ")[0]

    def answer(**by: str) -> tuple[int, str]:
        response = interface.ask(method, asked.path, body=asked.body, **by)
        return response.status_code, response.text

    status, _ = answer(token="")
    assert status == 401, "by nobody"
    status, _ = answer(token="never-given-to-anybody")
    assert status == 401, "by somebody with a token of their own making"
    status, _ = answer(member=asked.member, role="no scopes")
    assert status == 403, "without the scope"

    status, text = answer(member=asked.other, role=asked.role)
    if asked.marker:
        assert asked.marker not in text, "somebody else's record in a list"
    elif not asked.own_only:
        assert status == 404, f"for somebody else's record: {text}"

    status, text = answer(member=asked.member, role=asked.role)
    assert 200 <= status < 300, f"by the right caller: {text}"
    assert asked.marker in text


@pytest.mark.parametrize("route", lists_documented())
def test_every_list_exports(interface: Interface, route: str) -> None:
    """SERVICE-147"""
    asked = questions()[route](interface.world)

    def answer(member: str, accept: str) -> Response:
        token = interface.world.tokens[member, asked.role]
        headers = {"Authorization": f"Bearer {token}", "Accept": accept}
        return interface.http.get(asked.path, headers=headers)

    exported = answer(asked.member, "text/csv")
    assert exported.status_code == 200
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    heading, *rows = csv.reader(io.StringIO(exported.text))
    shown = answer(asked.member, "application/json").json()["items"]
    assert len(rows) >= len(shown)
    assert all(len(row) == len(heading) for row in rows)
    for item in shown[:1]:
        assert {name.partition(".")[0] for name in heading} == set(item)
    marker = asked.marker.strip('"')
    assert marker in exported.text
    theirs = answer(asked.other, "text/csv")
    assert theirs.status_code == 404 or (marker and marker not in theirs.text) or asked.own_only
