"""The read model once more from the node: equal where nobody touched it, and every spoilt byte is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from app.chain.mirror import mirrored_models
from app.chain.store import Checkpoint, Followed, JournalEntry, LogRow, Quarantined
from app.documents.store import DocumentRow
from app.members.store import KeyRow, PartyRow
from app.operating import backup, compare, reconcile, restore
from app.operating import rebuild as rebuilding
from app.operating.desk import Refused
from app.operating.rebuild import rebuild, report
from tests.app import databases
from tests.app.chain.builders import add_key, approve, record_document
from tests.app.chain.test_reorg import now
from tests.app.chain.world import World
from tests.app.operating.builders import a_desk, moved, operate


@pytest.fixture
def traded(world: World) -> World:
    """With documents recorded and a key added, all read."""
    record_document(world)
    record_document(world)
    made = add_key(world)
    world.settle()
    approve(world, made)
    world.settle()
    return world


def test_what_nobody_touched_is_equal_row_by_row(traded: World) -> None:
    """OPERATING-30"""
    before = now(traded)
    done = operate(traded, "rebuild")
    assert done.returncode == 0, done.stdout + done.stderr
    with traded.database.reading() as session:
        for name, model in mirrored_models().items():
            rows = session.scalar(select(func.count()).select_from(model))
            said = f"{name}: {rows} row{'' if rows == 1 else 's'} compared, 0 differences"
            assert said in done.stdout.splitlines()
        logs = session.scalar(select(func.count()).select_from(LogRow))
    assert logs
    assert f"logs: {logs} rows compared, 0 differences" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("tables compared, 0 differences.")
    assert now(traded) == before


def spoil(world: World) -> list[str]:
    """A column, a row too many, a row too few, a log changed and a log lost; each as it should be named."""
    with world.database.writing() as session:
        key = session.scalars(select(KeyRow).order_by(KeyRow.id)).first()
        document = session.scalars(select(DocumentRow).order_by(DocumentRow.id)).first()
        logs = session.scalars(select(LogRow).order_by(LogRow.block_number, LogRow.log_index)).all()
        assert key is not None
        assert document is not None
        first, last, rights = logs[0], logs[-1], key.may_make
        session.execute(update(KeyRow).where(KeyRow.id == key.id).values(may_make=rights + 1))
        session.execute(delete(DocumentRow).where(DocumentRow.id == document.id))
        added = PartyRow(
            chain_id=world.deployment.chain_id,
            contract=key.contract,
            id="99",
            first_block=1,
            last_block=1,
            status=1,
            roles=0,
            organisation="0x00",
        )
        session.add(added)
        place = (LogRow.block_number == first.block_number) & (LogRow.log_index == first.log_index)
        session.execute(update(LogRow).where(place).values(log=first.log | {"data": "0x"}))
        place = (LogRow.block_number == last.block_number) & (LogRow.log_index == last.log_index)
        session.execute(delete(LogRow).where(place))
        return [
            f"chain_keys {key.id} of {key.contract}: may_make was {rights + 1}, is {rights}",
            f"chain_documents {document.id} of {document.contract}: row was missing, is {{",
            f"chain_parties 99 of {key.contract}: row was there, is not on the chain",
            f"logs {first.block_number}-{first.log_index}: log was {{",
            f"logs {last.block_number}-{last.log_index}: row was missing, is {{",
        ]


def test_each_spoilt_row_is_named_and_nothing_is_changed(traded: World) -> None:
    """OPERATING-31"""
    named = spoil(traded)
    before = now(traded)
    done = operate(traded, "rebuild")
    assert done.returncode == 1, done.stdout + done.stderr
    for sentence in named:
        assert sum(line.startswith(sentence) for line in done.stdout.splitlines()) == 1, sentence
    assert "compared, 5 differences." in done.stdout
    assert now(traded) == before


def test_at_the_operators_word_the_rows_are_replaced_by_what_the_chain_says(traded: World) -> None:
    """OPERATING-32: the stored logs, too, and how to undo what is not final."""
    before = now(traded)
    with traded.database.reading() as session:
        logs = session.scalar(select(func.count()).select_from(LogRow))
    spoil(traded)
    found = rebuild(a_desk(traded), replace=True)
    assert found.replaced
    assert len(found.differences) == 5
    assert now(traded) == before
    with traded.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LogRow)) == logs
    assert rebuild(a_desk(traded)).differences == []
    record_document(traded)
    traded.settle()
    assert rebuild(a_desk(traded)).differences == []


def test_what_is_not_final_can_still_be_undone_after_a_replacement(world_on_anvil: World) -> None:
    """OPERATING-32"""
    world = world_on_anvil
    world.node.ask("anvil_mine", "0x7")
    world.index()
    before = now(world)
    record_document(world)
    world.sender("maker").one_pass()
    world.index()
    with world.database.writing() as session:
        assert session.execute(delete(DocumentRow)).rowcount == 1  # type: ignore[attr-defined]
        session.execute(delete(JournalEntry))
    assert rebuild(a_desk(world), replace=True).replaced
    world.node.ask("anvil_reorg", 3, [])
    world.index()
    assert now(world) == before


def test_a_service_that_reads_on_meanwhile_is_compared_where_it_stands(traded: World) -> None:
    """OPERATING-33: at the first line that is said, and once more between comparison and replacement."""
    spoil(traded)
    moves = {"read again": 1, "quarantine: ": 1}

    def work_on(line: str) -> None:
        for start, left in moves.items():
            if line.startswith(start) and left:
                moves[start] = 0
                record_document(traded)
                traded.settle()

    found = rebuild(a_desk(traded, work_on), replace=True)
    assert moves == {"read again": 0, "quarantine: ": 0}
    assert found.replaced
    assert rebuild(a_desk(traded)).differences == []
    assert report(found)[-1].startswith("The rows were replaced")


def test_a_place_on_the_chain_that_is_not_the_nodes_is_refused_in_words(traded: World) -> None:
    """OPERATING-34"""
    chain_id = traded.deployment.chain_id

    def refusal(**values: object) -> str:
        with traded.database.writing() as session:
            checkpoint = session.get_one(Checkpoint, chain_id)
            before = {name: getattr(checkpoint, name) for name in values}
            for name, value in values.items():
                setattr(checkpoint, name, value)
        with pytest.raises(Refused) as refused:
            rebuild(a_desk(traded))
        with traded.database.writing() as session:
            checkpoint = session.get_one(Checkpoint, chain_id)
            for name, value in before.items():
                setattr(checkpoint, name, value)
        return str(refused.value)

    assert "wait for the node" in refusal(number=10**6)
    assert "was not followed to its end" in refusal(state="broken", detail="a final block is another")
    assert "a reorganisation is under way" in refusal(hash="0x" + "12" * 32)
    documents = traded.deployment.contract("DocumentRegistry").address
    with traded.database.writing() as session:
        session.execute(delete(Followed).where(Followed.address == documents))
    with pytest.raises(Refused, match="has not read DocumentRegistry"):
        rebuild(a_desk(traded))
    done = operate(traded, "rebuild", ENTREPOT_RPC_URL="http://127.0.0.1:1")
    assert done.returncode == 2
    assert done.stderr.startswith("The node at http://127.0.0.1:1 cannot be reached")
    assert "Traceback" not in done.stderr


def test_what_is_put_aside_is_compared_too(traded: World) -> None:
    """OPERATING-31: a log in quarantine that can be understood is a difference."""
    with traded.database.writing() as session:
        row = session.scalars(select(LogRow).order_by(LogRow.block_number.desc())).first()
        assert row is not None
        session.add(
            Quarantined(
                chain_id=row.chain_id,
                block_number=row.block_number,
                log_index=row.log_index,
                reason="nobody knew it",
                log=row.log,
            )
        )
        place = f"{row.block_number}-{row.log_index}"
    (found,) = rebuild(a_desk(traded)).differences
    assert found.sentence() == f"quarantine {place}: row was there, is not on the chain"


def test_tables_of_many_rows_are_read_part_by_part(
    traded: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPERATING-30, OPERATING-50, OPERATING-64: what is compared or copied never has to fit into memory."""
    for module in (backup, compare, reconcile, restore):
        monkeypatch.setattr(module, "AT_ONCE", 20)
    monkeypatch.setattr(rebuilding, "WRITTEN_AT_ONCE", 20)
    named = spoil(traded)
    found = rebuild(a_desk(traded), replace=True)
    assert len(found.differences) == len(named)
    assert rebuild(a_desk(traded)).differences == []
    assert reconcile.reconcile_lines(a_desk(traded))[1] == 0
    backup.backup_lines(a_desk(traded), tmp_path / "backup")
    (tmp_path / "new").mkdir()
    with moved(traded, databases.fresh(databases.SQLITE, tmp_path / "new")) as new:
        restore.restore_lines(a_desk(new), tmp_path / "backup", 60)
        assert now(new) == now(traded)
        assert rebuild(a_desk(new)).differences == []
