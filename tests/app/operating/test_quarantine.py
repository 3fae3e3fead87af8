"""Logs that nobody understood or took: the reading goes on, they are seen, and they can be tried again."""

from __future__ import annotations

import json
import logging

import pytest
from sqlalchemy import delete, select

from app.chain.deployments import Event
from app.chain.indexer import Indexer
from app.chain.mirror import Handler, Mirror, mirrored_models
from app.chain.refusals import Refusals
from app.chain.store import Followed, LogRow, Quarantined
from app.operating.desk import Refused
from app.operating.quarantine import list_lines, retry_lines, show_lines
from app.operating.rebuild import rebuild
from app.workers import handlers, ignored
from tests.app.chain.builders import a_document, record_document
from tests.app.chain.test_reorg import now
from tests.app.chain.world import World
from tests.app.operating.builders import a_desk, operate

RECORDED = ("DocumentRegistry", "Recorded")


def mistaken(mirror: Mirror, event: Event) -> None:
    """A projection with a mistake in it."""
    raise KeyError("a mistake of ours")


def index_with(world: World, handler: Handler) -> None:
    indexer = Indexer(
        world.database,
        world.chain,
        world.deployment,
        {**handlers(), RECORDED: handler},
        ignored(),
        Refusals(world.deployment),
        world.settings,
    )
    while indexer.one_pass().moved:
        pass


def put_aside(world: World) -> list[Quarantined]:
    with world.database.reading() as session:
        order = (Quarantined.block_number, Quarantined.log_index)
        return list(session.scalars(select(Quarantined).order_by(*order)))


def forget_documents(world: World) -> None:
    """As if the registry of documents had been deployed behind our back."""
    documents = world.deployment.contract("DocumentRegistry").address
    with world.database.writing() as session:
        session.execute(delete(Followed).where(Followed.address == documents))
        for row in session.scalars(select(LogRow)):
            if row.log["address"].lower() == documents:
                session.delete(row)
        for model in mirrored_models().values():
            session.execute(delete(model).where(model.contract == documents))


def test_late_logs_that_a_projection_cannot_take_are_put_aside_and_the_others_are_read(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """OPERATING-35: the reading goes on; the line names where to read on."""
    documents = {"0x" + (document := a_document(world)).hex(): document for _ in range(2)}
    for document in documents.values():
        record_document(world, document=document)
    world.settle()
    whole = now(world)
    forget_documents(world)
    with caplog.at_level(logging.ERROR, "app.chain"):
        index_with(world, mistaken)
    aside = [row for row in put_aside(world) if "KeyError" in row.reason]
    assert documents.keys() <= {row.log["topics"][1] for row in aside}
    alarms = [record for record in caplog.records if record.getMessage() == "quarantined"]
    assert {"KeyError: 'a mistake of ours'"} <= {record.__dict__["why"] for record in alarms}
    assert all("docs/runbook.md" in record.__dict__["see"] for record in alarms)
    record_document(world)
    world.settle()
    retry_lines(a_desk(world))
    assert whole != now(world)
    assert rebuild(a_desk(world)).differences == []


def test_after_an_upgrade_a_log_is_tried_again_in_its_place(world: World) -> None:
    """OPERATING-36: what came after it, and needed it, comes right as well."""
    record_document(world)
    world.sender("maker").one_pass()
    index_with(world, mistaken)
    aside = [row for row in put_aside(world) if "KeyError" in row.reason]
    assert len(aside) == 1
    place = f"{aside[0].block_number}-{aside[0].log_index}"
    listed = operate(world, "quarantine", "list")
    assert listed.returncode == 0
    assert f"{place}  DocumentRegistry.Recorded: KeyError: 'a mistake of ours'" in listed.stdout.splitlines()
    shown = show_lines(a_desk(world), place)
    assert json.loads(shown[-1]) == aside[0].log
    assert rebuild(a_desk(world)).differences != []

    done = operate(world, "quarantine", "retry")
    assert done.returncode == 0, done.stderr
    assert f"{place}: taken" in done.stdout.splitlines()
    assert not [row for row in put_aside(world) if "KeyError" in row.reason]
    assert rebuild(a_desk(world)).differences == []


def test_what_is_still_not_understood_is_put_aside_again(world: World) -> None:
    """OPERATING-36"""
    record_document(world)
    world.settle()
    with world.database.writing() as session:
        row = session.scalars(select(LogRow).order_by(LogRow.block_number.desc())).first()
        assert row is not None
        unknown = row.log | {"topics": ["0x" + "ab" * 32]}
        row.log = unknown
        session.add(
            Quarantined(
                chain_id=row.chain_id,
                block_number=row.block_number,
                log_index=row.log_index,
                reason="unknown",
                log=unknown,
            )
        )
        place = f"{row.block_number}-{row.log_index}"
    lines = retry_lines(a_desk(world))
    assert any(line.startswith(f"{place}: put aside again: unknown log") for line in lines)
    assert show_lines(a_desk(world), place)[0].startswith(f"{place}  DocumentRegistry at 0x")


def test_a_log_that_is_not_put_aside_cannot_be_shown(world: World) -> None:
    """OPERATING-36"""
    with world.database.writing() as session:
        session.execute(delete(Quarantined))
    assert list_lines(a_desk(world)) == ["Nothing is put aside."]
    assert retry_lines(a_desk(world)) == ["Nothing is put aside."]
    with pytest.raises(Refused, match="No log 1-2 is put aside"):
        show_lines(a_desk(world), "1-2")
    with pytest.raises(Refused, match="written BLOCK-INDEX"):
        show_lines(a_desk(world), "first")
