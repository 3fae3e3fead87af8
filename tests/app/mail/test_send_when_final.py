"""What goes to others only once it is final on the chain, and never where it is not."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.mail.domain import Attachment, Message
from app.mail.service import LocalDelivery, release, send_when_final
from app.mail.store import MessageCopy, WaitingAttachment, WaitingMessage
from app.members.service import Book
from app.operations import service as operations
from tests.app.chain.builders import a_document, add_key, record_document
from tests.app.chain.world import World
from tests.app.members.test_numbers import NORTH


class Slice:
    """Keeps what it was given, and refuses what says so."""

    def __init__(self) -> None:
        self.got: list[Message] = []

    def take(self, session: Session, member_id: str, message: Message) -> None:
        if message.body.get("refuse") == "in words":
            raise Conflict("not-wanted", "this is not wanted here")
        if message.body.get("refuse") == "by breaking":
            raise KeyError("a part that is not there")
        self.got.append(message)


@pytest.fixture
def slice(world: World) -> Slice:
    found = Slice()
    world.database.surroundings["post"] = LocalDelivery(Book(), {"terms": found.take})
    return found


def wait_for(world: World, operation: str, **body: object) -> None:
    with world.database.writing() as session:
        send_when_final(
            session,
            operation_id=operation,
            member_id="south",
            to=NORTH,
            kind="terms",
            body=body,
            attachments=[
                Attachment("a.txt", "text/plain", b"one"),
                Attachment("b.txt", "text/plain", b"two"),
            ],
        )


def waiting(world: World) -> list[WaitingMessage]:
    with world.database.reading() as session:
        return list(session.scalars(select(WaitingMessage)))


def test_it_goes_out_when_its_operation_is_final_and_not_before(world: World, slice: Slice) -> None:
    operation = record_document(world)
    wait_for(world, operation, amount="1.00")
    with world.database.writing() as session:
        release(session)
    assert not slice.got
    assert len(waiting(world)) == 1
    world.settle()
    assert world.operation(operation).status == "final"
    (message,) = slice.got
    assert message.body == {"amount": "1.00"}
    assert [item.content for item in message.attachments] == [b"one", b"two"]
    assert not waiting(world)
    with world.database.reading() as session:
        assert not session.scalars(select(WaitingAttachment)).all()
        assert {copy.direction for copy in session.scalars(select(MessageCopy))} == {"in", "out"}
    world.settle()
    assert len(slice.got) == 1, "once"


def test_what_failed_is_dropped(world: World, slice: Slice) -> None:
    document = a_document(world)
    record_document(world, document=document)
    world.settle()
    again = record_document(world, document=document)
    wait_for(world, again)
    world.settle()
    assert world.operation(again).status == "failed"
    assert not slice.got
    assert not waiting(world)


def test_what_a_checker_rejects_is_dropped(world: World, slice: Slice) -> None:
    operation = add_key(world)
    wait_for(world, operation)
    world.settle()
    assert len(waiting(world)) == 1
    with world.database.writing() as session:
        operations.reject(session, world.callers["south", "checker"], operation, "Not ours.")
    world.settle()
    assert not slice.got
    assert not waiting(world)


def test_what_is_refused_at_the_other_end_is_kept_and_holds_up_nothing(world: World, slice: Slice) -> None:
    first, second = record_document(world), record_document(world)
    wait_for(world, first, refuse="in words")
    wait_for(world, first, refuse="by breaking")
    wait_for(world, first)
    wait_for(world, second)
    world.settle()
    assert world.operation(first).status == world.operation(second).status == "final"
    assert len(slice.got) == 2
    reasons = [kept.refused or "" for kept in waiting(world)]
    assert reasons == ["This is not wanted here.", "KeyError: 'a part that is not there'"]
    with world.database.reading() as session:
        copies = session.scalars(select(MessageCopy)).all()
        assert len([copy for copy in copies if copy.direction == "out"]) == 2, "no trace of what was not sent"
