"""Operations over HTTP: what a checker and a maker may do, and how often."""

from __future__ import annotations

import base64
import inspect
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import func, select

from app.chain.store import Operation, StoredKey
from app.main import ROUTERS
from app.operations.answers import Claiming
from tests.app.chain.builders import add_key, record_document
from tests.app.chain.world import World
from tests.app.operations.builders import Interface


@pytest.fixture
def interface(world: World) -> Interface:
    return Interface(world)


def waiting(world: World) -> str:
    id = add_key(world)
    world.sender("maker").one_pass()
    return id


def test_an_approval_sends_and_is_answered_with_the_operation(world: World, interface: Interface) -> None:
    """SERVICE-20"""
    id = waiting(world)
    answer = interface.ask("POST", f"/operations/{id}/approve", role="checker")
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/operations/{id}"
    assert answer.json()["status"] == "queued"
    assert answer.json()["in_words"] == "queued for the chain"
    world.settle()
    final = interface.ask("GET", f"/operations/{id}").json()
    assert final["status"] == "final"
    assert final["transaction_hash"]
    assert final["block"]
    assert final["checked_by"] == world.callers["south", "checker"].user_id


def test_a_maker_cannot_approve(world: World, interface: Interface) -> None:
    """SERVICE-21"""
    id = waiting(world)
    answer = interface.ask("POST", f"/operations/{id}/approve", role="maker")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "checker-needed"
    assert world.operation(id).status == "awaiting_check"


def test_who_made_it_cannot_check_it_in_another_role(world: World, interface: Interface) -> None:
    """SERVICE-21: the person counts, not the user."""
    id = waiting(world)
    with world.database.writing() as session:
        session.scalars(select(Operation).where(Operation.id == id)).one().person = 2
    answer = interface.ask("POST", f"/operations/{id}/approve", role="checker")
    assert answer.status_code == 403
    assert answer.json()["code"] == "same-person"


def test_a_rejection_ends_it_with_the_checkers_words(world: World, interface: Interface) -> None:
    """SERVICE-22"""
    id = waiting(world)
    answer = interface.ask("POST", f"/operations/{id}/reject", role="checker", body={"reason": "Wrong key."})
    assert answer.json()["status"] == "rejected"
    assert "Wrong key." in answer.json()["refusal"]["sentence"]
    again = interface.ask("POST", f"/operations/{id}/approve", role="checker")
    assert again.status_code == 409
    assert again.json()["code"] == "operation-status"


def test_a_maker_cancels_what_is_not_signed_and_nothing_later(world: World, interface: Interface) -> None:
    """SERVICE-23"""
    id, sent = waiting(world), record_document(world)
    assert interface.ask("POST", f"/operations/{id}/cancel").json()["status"] == "cancelled"
    world.sender("maker").one_pass()
    late = interface.ask("POST", f"/operations/{sent}/cancel")
    assert late.status_code == 409
    assert "sent to the chain" in late.json()["detail"]


def test_the_same_key_again_changes_nothing_and_gets_the_same_operation(
    world: World, interface: Interface
) -> None:
    """SERVICE-24"""
    id = waiting(world)
    first, second = (
        interface.ask("POST", f"/operations/{id}/approve", role="checker", key="one") for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()


def test_the_same_key_with_another_request_is_refused(world: World, interface: Interface) -> None:
    """SERVICE-25"""
    id = waiting(world)
    interface.ask("POST", f"/operations/{id}/reject", role="checker", key="one", body={"reason": "No."})
    other = interface.ask(
        "POST", f"/operations/{id}/reject", role="checker", key="one", body={"reason": "Never."}
    )
    assert other.status_code == 409
    assert other.json()["code"] == "idempotency-key-reused"


def test_keys_that_differ_at_their_end_are_two(world: World, interface: Interface) -> None:
    """SERVICE-25: as long as a key may be. Of the second rejection nothing would be done, and its maker told
    that it was.
    """
    path, long = f"/operations/{waiting(world)}/reject", "k" * 127
    body = {"reason": "Not ours."}
    assert interface.ask("POST", path, role="checker", key=long + "1", body=body).status_code == 202
    again = interface.ask("POST", path, role="checker", key=long + "2", body=body)
    assert (again.status_code, again.json()["code"]) == (409, "operation-status")
    assert interface.ask("POST", path, role="checker", key=long + "1", body=body).status_code == 202


def test_a_refused_write_does_not_use_up_its_key(world: World, interface: Interface) -> None:
    """SERVICE-26"""
    id = waiting(world)
    assert interface.ask("POST", f"/operations/{id}/approve", role="maker", key="mine").status_code == 403
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredKey)) == 0


def test_many_at_once_with_one_key_do_it_once(world: World, interface: Interface) -> None:
    """SERVICE-27: all get an answer, and all the same operation."""
    id = waiting(world)
    with interface.http, ThreadPoolExecutor(8) as several:
        answers = list(
            several.map(
                lambda _: interface.ask("POST", f"/operations/{id}/approve", role="checker", key="one"),
                range(24),
            )
        )
    assert {answer.status_code for answer in answers} == {202}
    assert {answer.json()["id"] for answer in answers} == {id}
    world.settle()
    assert world.operation(id).status == "final"


def test_prefer_wait_holds_the_answer_until_the_end(world: World, interface: Interface) -> None:
    """SERVICE-28"""
    id = waiting(world)
    with interface.http, ThreadPoolExecutor(1) as other:
        asked = other.submit(
            interface.ask,
            "POST",
            f"/operations/{id}/approve",
            role="checker",
            prefer="respond-async, wait=30",
        )
        while world.operation(id).status == "awaiting_check":
            assert not asked.done()
        world.settle()
        answer = asked.result(timeout=30)
    assert answer.json()["status"] == "final"
    assert answer.headers["Preference-Applied"] == "wait=30"


def test_a_write_without_a_key_is_malformed(world: World, interface: Interface) -> None:
    """SERVICE-29: all faults at once, each with its place."""
    token = {"Authorization": f"Bearer {world.tokens['south', 'checker']}"}
    answer = interface.http.post("/operations/x/reject", headers=token, json={"reason": "", "more": 1})
    assert answer.status_code == 422
    places = {error["pointer"] for error in answer.json()["errors"]}
    assert places == {"header idempotency-key", "#/reason", "#/more"}


@pytest.mark.parametrize("found", ["\0", "no\0t", "\ud800", "\udc00\ud800"])
def test_a_character_that_cannot_be_kept_is_a_fault_of_its_field(
    world: World, interface: Interface, found: str
) -> None:
    """SERVICE-133"""
    path = f"/operations/{waiting(world)}/reject"
    answer = interface.ask("POST", path, role="checker", body={"reason": found})
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/reason"]
    other = interface.ask("POST", path, role="checker", body={"reason": "no", "others": [{"a/b": found}]})
    assert [fault["pointer"] for fault in other.json()["errors"]] == ["#/others/0/a~1b"]
    assert (
        interface.ask("POST", path, role="checker", body={"reason": "Not ours \U0001f4a5."}).status_code
        == 202
    )


def test_no_text_of_a_path_or_a_query_holds_a_nul(interface: Interface) -> None:
    """SERVICE-133"""
    for path, where in (("/operations/a%00", "path id"), ("/documents?kind=%00", "query kind")):
        answer = interface.ask("GET", path)
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [where]
    assert interface.ask("POST", "/operations/a%00/cancel").status_code == 422


def test_a_fault_points_to_what_was_sent_where_a_text_may_be_of_several_kinds(interface: Interface) -> None:
    """SERVICE-29"""
    document = {"kind": "invoice", "seller": {"lei": "9" * 41}, "number": "9" * 61, "other": 1}
    answer = interface.ask("POST", "/financings", body={"document": document})
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    named = {"#/document/seller/lei", "#/document/number", "#/document/other", "#/document/buyer", "#/share"}
    assert named <= pointers
    assert not any(pointer.startswith("#/document/invoice") for pointer in pointers)


def test_a_number_that_no_column_holds_is_a_fault_of_the_path(interface: Interface) -> None:
    """SERVICE-29"""
    answer = interface.ask("GET", "/numbers/9223372036854775808")
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["path number"]


def test_a_list_goes_on_where_the_page_before_ended(world: World, interface: Interface) -> None:
    """SERVICE-30: newest first, nothing twice, nothing left out, though it grows meanwhile."""
    ids = [record_document(world) for _ in range(5)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = interface.ask("GET", f"/operations?limit=2{cursor}").json()
        seen += [item["id"] for item in page["items"]]
        record_document(world)
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == ids[::-1]
    assert interface.ask("GET", "/operations?cursor=nonsense").status_code == 422


def test_a_cursor_tells_nothing_of_what_others_do(world: World, interface: Interface) -> None:
    """SERVICE-134: rows of all members are counted together. Neither what a cursor says, nor its length."""
    cursors = []
    for others in (0, 12):
        for _ in range(others):
            record_document(world, "north")
        record_document(world), record_document(world)
        cursors.append(interface.ask("GET", "/operations?limit=1").json()["next"])
    opened = [base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)) for cursor in cursors]
    for told in opened:
        with pytest.raises(ValueError):
            json.loads(told)
    assert len(opened[0]) == len(opened[1])


CURSORS = {
    "empty": "",
    "no base64": "!",
    "of numbers": base64.urlsafe_b64encode(b"[1]").decode(),
    "of words": base64.urlsafe_b64encode(b'["a"]').decode(),
    "too large": base64.urlsafe_b64encode(b"[9223372036854775808]").decode(),
    "deep": base64.urlsafe_b64encode(b"[" * 9000).decode(),
}


@pytest.mark.parametrize("cursor", CURSORS.values(), ids=CURSORS)
def test_a_cursor_that_we_did_not_give_is_malformed(interface: Interface, cursor: str) -> None:
    """SERVICE-30, SERVICE-29"""
    answer = interface.ask("GET", f"/operations?cursor={cursor}")
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["query cursor"]


def test_a_cursor_of_another_list_is_malformed(world: World, interface: Interface) -> None:
    """SERVICE-30, SERVICE-29"""
    record_document(world), record_document(world)
    cursor = interface.ask("GET", "/operations?limit=1").json()["next"]
    assert interface.ask("GET", f"/operations?cursor={cursor}").status_code == 200
    for other in ("/documents", "/contacts", "/numbers", "/cash"):
        assert interface.ask("GET", f"{other}?cursor={cursor}").status_code == 422
    assert (
        interface.ask(
            "GET", f"/operations?cursor={cursor[:-1]}{'A' if cursor[-1] != 'A' else 'B'}"
        ).status_code
        == 422
    )


def test_every_write_claims_its_key_before_anything_else() -> None:
    """SERVICE-24: a route that only names the key would do a repeated request again."""
    writes = [
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in route.methods
    ]
    assert len(writes) > 30
    for route in writes:
        if "WriteKey" in str(inspect.signature(route.endpoint)):
            assert isinstance(route, Claiming), route.path
