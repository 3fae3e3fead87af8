"""Tokens: shown once, stored hashed, good until they end; persons with one role each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth import service
from app.auth.store import Token, User
from app.db import now_of
from app.errors import Conflict
from tests.app.chain.builders import add_key
from tests.app.chain.world import World
from tests.app.operations.builders import Interface


def test_a_token_is_nowhere_in_the_database(world: World) -> None:
    """SERVICE-80"""
    token = world.tokens["south", "maker"]
    with world.database.reading() as session:
        assert service.caller_with(session, token) == world.callers["south", "maker"]
    for file in world.folder.glob("test.sqlite*"):
        assert token.encode() not in file.read_bytes()
    with world.database.reading() as session:
        assert all(len(row.hash) == 64 for row in session.scalars(select(Token)))


def test_a_token_that_was_revoked_or_has_ended_is_no_token(world: World) -> None:
    """SERVICE-81"""
    with world.database.writing() as session:
        user = session.get_one(User, world.callers["south", "maker"].user_id)
        ended = service.create_token(session, user, expires_at=now_of(session) - timedelta(seconds=1))
        lasting = service.create_token(session, user, expires_at=now_of(session) + timedelta(hours=1))
        revoked = service.create_token(session, user)
        service.revoke_token(session, revoked)
        assert service.caller_with(session, ended) is None
        assert service.caller_with(session, revoked) is None
        assert service.caller_with(session, lasting) is not None
        assert service.caller_with(session, "") is None


def test_one_person_cannot_be_maker_and_checker(world: World) -> None:
    """SERVICE-82"""
    with world.database.writing() as session, pytest.raises(Conflict, match="Person 1 is a maker already"):
        service.create_user(session, member_id="south", name="again", person=1, role="checker", scopes=[])


def test_a_user_who_was_withdrawn_is_nobody_from_the_next_request_on(world: World) -> None:
    """SERVICE-139: whatever token it comes with; who did it, when and why stays."""
    interface = Interface(world)
    with world.database.writing() as session:
        leaver = service.create_user(
            session, member_id="south", name="leaver", person=5, role="maker", scopes=["members:read"]
        )
        tokens = [service.create_token(session, leaver) for _ in range(2)]
        id = leaver.id
    path = f"/users/{id}/withdraw"
    assert [interface.ask("GET", "/me", token=token).status_code for token in tokens] == [200, 200]
    for member, status in (("north", 404), ("south", 200)):
        assert interface.ask("POST", path, member=member, body={"reason": "Left."}).status_code == status
    assert [interface.ask("GET", "/me", token=token).status_code for token in tokens] == [401, 401]
    with world.database.writing() as session:
        user = session.get_one(User, id)
        assert (user.withdrawn_why, user.withdrawn_by) == ("Left.", world.callers["south", "maker"].user_id)
        later = service.create_token(session, user)
    assert interface.ask("GET", "/me", token=later).status_code == 401
    listed = interface.ask("GET", "/users?limit=200").json()["items"]
    assert [each["withdrawn_why"] for each in listed if each["id"] == id] == ["Left."]
    own = world.callers["south", "maker"].user_id
    for user_id, code in ((id, "user-withdrawn"), (own, "withdraws-itself")):
        again = interface.ask("POST", f"/users/{user_id}/withdraw", body={"reason": "Again."})
        assert (again.status_code, again.json()["code"]) == (409, code)


def test_a_checker_approves_what_its_scopes_name(world: World) -> None:
    """SERVICE-140: who approves payments gives no key a right; without such a scope whatever there is."""
    interface, id = Interface(world), add_key(world)
    world.sender("maker").one_pass()
    with world.database.writing() as session:
        scopes = ["operations:read", "operations:write"]
        for name, more in (("payments", ["approve:pay", "approve:title"]), ("keys", ["approve:administer"])):
            user = service.create_user(
                session, member_id="south", name=name, person=6, role="checker", scopes=[*scopes, *more]
            )
            world.tokens["south", name] = service.create_token(session, user)
    for step, body in (("approve", None), ("reject", {"reason": "No."})):
        path = f"/operations/{id}/{step}"
        refused = interface.ask("POST", path, token=world.tokens["south", "payments"], body=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-yours-to-approve")
        assert refused.json()["allowed"] == "PAY, TITLE"
    path = f"/operations/{id}/approve"
    assert interface.ask("POST", path, token=world.tokens["south", "keys"]).status_code == 202
