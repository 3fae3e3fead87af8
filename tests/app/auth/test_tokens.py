"""Tokens: shown once, stored hashed, good until they end; persons with one role each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth import service
from app.auth.store import Token, User
from app.db import now_of
from app.errors import Conflict
from tests.app.chain.world import World


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
