"""Messages between members: stored once at each end, handled once, refused where nobody is there."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.mail.domain import Attachment, Message
from app.mail.service import LocalDelivery, send, take_in
from app.mail.store import MessageCopy
from app.members.service import Book
from tests.app.chain.world import World
from tests.app.members.test_numbers import NORTH


class Slice:
    """A slice that keeps what it was given."""

    def __init__(self) -> None:
        self.got: list[tuple[str, Message]] = []

    def take(self, session: Session, member_id: str, message: Message) -> None:
        self.got.append((member_id, message))


@pytest.fixture
def slice(world: World) -> Slice:
    found = Slice()
    world.database.surroundings["post"] = LocalDelivery(Book(), {"terms": found.take})
    return found


def test_a_message_arrives_with_what_is_attached(world: World, slice: Slice) -> None:
    """SERVICE-70"""
    attached = Attachment("mt700.txt", "text/plain", b"{1:F01}")
    with world.database.writing() as session:
        send(
            session,
            member_id="south",
            to=NORTH,
            kind="terms",
            body={"amount": "1.00"},
            attachments=[attached],
        )
    ((member, message),) = slice.got
    assert member == "north"
    assert message.attachments == (attached,)
    with world.database.reading() as session:
        ours, theirs = session.scalars(select(MessageCopy).order_by(MessageCopy.member_id.desc())).all()
        assert (ours.member_id, theirs.member_id) == ("south", "north")
        assert ours.number != theirs.number
        assert [item.content for item in theirs.attachments] == [b"{1:F01}"]


def test_a_message_that_comes_twice_is_handled_once(world: World, slice: Slice) -> None:
    """SERVICE-71"""
    with world.database.writing() as session:
        message = send(session, member_id="south", to=NORTH, kind="terms", body={})
        assert take_in(session, "north", message, {"terms": slice.take}) is False
    assert len(slice.got) == 1


@pytest.mark.parametrize(
    ("to", "kind", "code"),
    [("5493001KJTIIGC8Y1R12", "terms", "recipient-unknown"), (NORTH, "gossip", "message-kind-unknown")],
)
def test_what_cannot_be_delivered_is_refused_and_not_kept(
    world: World, slice: Slice, to: str, kind: str, code: str
) -> None:
    """SERVICE-72"""
    with pytest.raises(Conflict) as refused, world.database.writing() as session:
        send(session, member_id="south", to=to, kind=kind, body={})
    assert refused.value.refusal.code == code
    with world.database.reading() as session:
        assert session.scalars(select(MessageCopy)).all() == []
