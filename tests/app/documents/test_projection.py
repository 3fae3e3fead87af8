"""The mirror of DocumentRegistry against its own answer, rebuilt, replayed and undone."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain import reorg
from app.documents.store import DocumentRow
from app.workers import handlers, ignored
from tests.app.chain.nodes import Node
from tests.app.chain.stories import rows
from tests.app.chain.world import World, build_world
from tests.app.documents.builders import Desk, a_body
from tests.app.operations.builders import Interface


def now(world: World) -> str:
    with world.database.reading() as session:
        return rows(session, DocumentRow)


def test_each_row_is_what_the_contract_has_and_rebuilding_twice_changes_nothing(desk: Desk) -> None:
    """SDOCUMENTS-14"""
    first = desk.record()
    second = desk.supersede(first, b"two")
    desk.end(desk.post(f"/documents/{second}/revoke"))
    with desk.world.database.reading() as session:
        for row in session.scalars(select(DocumentRow).where(DocumentRow.id.in_([first, second]))):
            (on_chain,) = desk.world.view("DocumentRegistry", "documentOf", row.id)
            mirrored = {name: getattr(row, name) for name in ("issuer", "version", "status", "recorded")}
            assert mirrored == on_chain
    before = now(desk.world)
    with Session(desk.world.database.engine) as session:
        for _ in range(2):
            reorg.rebuild(session, desk.world.deployment, handlers(), ignored())
            assert rows(session, DocumentRow) == before
        session.rollback()


def test_undone_to_any_block_the_rows_are_what_they_were_then(
    anvil_node: Node, database: str, tmp_path: Path
) -> None:
    """SDOCUMENTS-14: on a chain where nothing becomes final."""
    with build_world(anvil_node, tmp_path, finality_depth=500, database=database) as world:
        desk = Desk(world, Interface(world), "e" * 32)
        first = desk.post("/documents", a_body(deal=desk.deal)).json()["describes"]["document"]
        world.settle()
        newer = {name: value for name, value in a_body(b"newer").items() if name != "kind"}
        seen = {}
        for path, body in ((f"/documents/{first}/supersede", newer), (None, None)):
            seen[int(world.node.ask("eth_blockNumber"), 16)] = now(world)
            second = desk.get("/documents").json()["items"][0]["id"]
            assert desk.post(path or f"/documents/{second}/revoke", body).status_code == 202
            world.settle()
        assert [one["status"] for one in desk.get("/documents").json()["items"]] == ["revoked", "superseded"]
        assert desk.see(first)["finality"] == "pending"
        last = now(world)
        for block in sorted(seen, reverse=True):
            with world.database.writing() as session:
                reorg.undo(session, world.deployment.chain_id, block)
            assert now(world) == seen[block] != last
