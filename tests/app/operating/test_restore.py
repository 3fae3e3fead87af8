"""The drill: a backup, more work, the database lost, and the member is whole again; nothing of the backup is
lost, nothing is done twice, and what was asked after it is named.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.chain.signers.local import LocalSigner
from app.chain.states import Status
from app.chain.store import Attempt, Operation, SignerRow, Transaction
from app.db import Base
from app.operating.rebuild import rebuild
from tests.app import databases
from tests.app.chain.builders import a_document, add_key, an_address, approve, record_document
from tests.app.chain.test_killed_workers import mined
from tests.app.chain.test_worker_processes import WORKERS, start, until
from tests.app.chain.world import World
from tests.app.operating.builders import a_desk, moved, operate, sign_only
from tests.app.operations.builders import Interface
from tests.app.orders.builders import BackOffice, add_key_outside, record_outside, with_outsiders


@contextmanager
def working(world: World) -> Iterator[None]:
    """The three workers as processes, which end as a machine that is lost ends."""
    workers = [start(world, *arguments) for arguments in WORKERS]
    try:
        yield
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.communicate(timeout=30)


def backed_up(world: World) -> Path:
    folder = world.folder / "backup"
    done = operate(world, "backup", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@contextmanager
def restored(world: World, folder: Path, kind: str) -> Iterator[tuple[World, list[str]]]:
    """On an empty database of this kind; and what the command said."""
    (world.folder / "new").mkdir()
    with moved(world, databases.fresh(kind, world.folder / "new")) as new:
        done = operate(new, "restore", str(folder))
        assert done.returncode == 0, done.stdout + done.stderr
        yield new, done.stdout.splitlines()


def times_recorded(world: World, document: bytes) -> int:
    wanted = {
        "fromBlock": "0x0",
        "toBlock": "latest",
        "address": world.deployment.contract("DocumentRegistry").address,
        "topics": [None, "0x" + document.hex()],
    }
    return len(world.node.ask("eth_getLogs", wanted))


def ended(world: World, *ids: str) -> bool:
    return all(world.operation(id).status == Status.FINAL for id in ids)


def test_a_member_is_whole_again_with_nothing_lost_and_nothing_doubled(world: World, database: str) -> None:
    """OPERATING-50, OPERATING-51, OPERATING-52, OPERATING-53"""
    documents = [a_document(world) for _ in range(5)]
    before = record_document(world, document=documents[0])
    checked, made = add_key(world, key=an_address()), add_key(world, party=world.parties("south")[1])
    with working(world):
        until(lambda: ended(world, before))
        until(lambda: world.operation(checked).status == Status.AWAITING_CHECK)
        until(lambda: world.operation(made).status == Status.AWAITING_CHECK)
    # As the backup finds them: signed and not sent, queued (two alike but for what they say), approved, and
    # waiting for a second person.
    signed = record_document(world, document=documents[1])
    sign_only(world)
    queued = [record_document(world, document=document) for document in documents[2:4]]
    approve(world, checked)
    fresh = add_key(world, key=an_address())
    folder = backed_up(world)

    with working(world):
        approve(world, made)
        until(lambda: world.operation(fresh).status == Status.AWAITING_CHECK)
        approve(world, fresh)
        after = record_document(world, document=documents[4])
        later = add_key(world, key=an_address())
        until(lambda: world.operation(later).status == Status.AWAITING_CHECK)
        approve(world, later)
        until(lambda: ended(world, before, signed, *queued, checked, made, fresh, after, later))
    counts = [mined(world, "south", kind) for kind in ("maker", "checker")]
    assert counts == [5, 3]
    last_order = world.operation(later).order_nonce
    assert last_order is not None
    of_the_backup = [before, signed, *queued, checked, made, fresh]

    with restored(world, folder, database) as (new, said):
        recognised = [line for line in said if line.startswith("RECOGNISED")]
        afterwards = [line for line in said if line.startswith("AFTERWARDS")]
        assert {id for id in of_the_backup if any(id in line for line in recognised)} == {
            *queued,
            checked,
            made,
            fresh,
        }
        assert len(afterwards) == 2
        assert f"DocumentRegistry.record(document 0x{documents[4].hex()}" in afterwards[0]
        assert f"(order {last_order})" in afterwards[1]
        assert any(line.startswith("0 queued operations of the backup never reached") for line in said)
        with working(new):
            until(lambda: ended(new, *of_the_backup))
            again = record_document(new, document=a_document(new))
            second = add_key(new, key=an_address())
            until(lambda: new.operation(second).status == Status.AWAITING_CHECK)
            approve(new, second)
            until(lambda: ended(new, again, second))
        assert [times_recorded(new, document) for document in documents] == [1, 1, 1, 1, 1]
        assert [mined(new, "south", kind) for kind in ("maker", "checker")] == [6, 4]
        with new.database.reading() as session:
            operations = select(func.count()).select_from(Operation)
            assert session.scalar(operations) == len(of_the_backup) + 2
            for signer in session.scalars(select(SignerRow)):
                nonces = session.scalars(
                    select(Transaction.nonce).where(Transaction.signer == signer.address)
                )
                assert sorted(nonces) == list(range(signer.next_nonce))
        assert rebuild(a_desk(new)).differences == []


def test_what_had_not_gone_to_the_chain_goes_out_once(world: World, database: str) -> None:
    """OPERATING-51: whatever step it was at."""
    documents = [a_document(world) for _ in range(2)]
    signed = record_document(world, document=documents[0])
    sign_only(world)
    queued = record_document(world, document=documents[1])
    folder = backed_up(world)
    with restored(world, folder, database) as (new, said):
        assert any(line.startswith("1 queued operation of the backup never reached") for line in said)
        new.settle()
        assert ended(new, signed, queued)
        assert [times_recorded(new, document) for document in documents] == [1, 1]
        assert mined(new, "south", "maker") == 2


def test_two_that_ask_for_the_same_are_told_apart_by_their_order(world: World, database: str) -> None:
    """OPERATING-52: the chain has both, of which the second was refused."""
    document = a_document(world)
    first, second = (record_document(world, document=document) for _ in range(2))
    folder = backed_up(world)
    world.settle()
    assert [world.operation(id).status for id in (first, second)] == [Status.FINAL, Status.FAILED]
    with restored(world, folder, database) as (new, said):
        recognised = [line for line in said if line.startswith("RECOGNISED")]
        assert [first in recognised[0], second in recognised[1]] == [True, True]
        new.settle()
        assert [new.operation(id).status for id in (first, second)] == [Status.FINAL, Status.FAILED]
        assert mined(new, "south", "maker") == 2


def test_what_was_signed_outside_after_the_backup_is_recognised(world: World, database: str) -> None:
    """OPERATING-52: a courier's key is known from what it carried before."""
    office = BackOffice(with_outsiders(world), Interface(world))
    before = record_outside(world)
    office.sign(before)
    world.settle()
    alone, together = record_outside(world), add_key_outside(world)
    folder = backed_up(world)
    for id in (alone, together):
        office.sign(id)
    world.settle()
    office.sign(together, "checker")
    world.settle()
    signatures = world.operation(together).signatures
    with restored(world, folder, database) as (new, said):
        recognised = [line for line in said if line.startswith("RECOGNISED")]
        assert [alone in recognised[0], together in recognised[1]] == [True, True]
        new.settle()
        assert ended(new, before, alone, together)
        assert new.operation(together).signatures == signatures
        courier = LocalSigner(world.settings.keys_dir, "courier").address("south", world.parties("south")[0])
        assert int(world.node.ask("eth_getTransactionCount", courier, "latest"), 16) == 3


def test_a_nonce_that_was_filled_after_the_backup_is_told_as_cancelled(world: World, database: str) -> None:
    """OPERATING-52: the bytes that a block took are not those that the backup knows."""
    document = a_document(world)
    id = record_document(world, document=document)
    sign_only(world)
    folder = backed_up(world)
    operate(world, "cancel", id)
    world.settle()
    assert world.operation(id).status == Status.FAILED
    with restored(world, folder, database) as (new, _):
        new.settle()
        operation = new.operation(id)
        assert operation.status == Status.FAILED
        assert operation.refusal is not None
        assert operation.refusal["code"] == "cancelled-by-operator"
        assert times_recorded(new, document) == 0
        assert mined(new, "south", "maker") == 1


def test_a_backup_holds_every_row_and_no_key(world: World) -> None:
    """OPERATING-50: figures and hashes are those of the files; only its owner may read it."""
    record_document(world)
    world.settle()
    folder = backed_up(world)
    manifest = json.loads((folder / "manifest.json").read_text())
    left_out = {"heartbeats", "leases", "candidates", "cursor_keys"}
    assert set(manifest["tables"]) == set(Base.metadata.tables) - left_out
    with world.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in manifest["tables"]:
                rows = session.scalar(select(func.count()).select_from(table))
                assert manifest["tables"][table.name]["rows"] == rows
    assert "not in this backup" in manifest["keys"]
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) == len(manifest["tables"]) + 1
    assert all(path.stat().st_mode & 0o077 == 0 for path in written)
    for secret in world.settings.keys_dir.rglob("*-passphrases/*"):
        assert not any(secret.read_text() in path.read_text() for path in written)


def test_a_restore_that_cannot_be_right_is_refused_and_changes_nothing(world: World, database: str) -> None:
    """OPERATING-54"""
    record_document(world)
    world.settle()
    folder = backed_up(world)
    again = operate(world, "backup", str(folder))
    assert (again.returncode, again.stderr) == (
        2,
        f"{folder} is not empty: a backup is written into a folder of its own.\n",
    )

    def refusal(where: World, **otherwise: str) -> str:
        done = operate(where, "restore", str(folder), **otherwise)
        assert done.returncode == 2, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "The database is not empty" in refusal(world)
    (world.folder / "new").mkdir()
    with moved(world, databases.fresh(database, world.folder / "new")) as new:
        assert "the service of chain 5" in refusal(new, ENTREPOT_CHAIN_ID="5")
        file = folder / "tables" / "operations.jsonl"
        whole = file.read_text()
        file.write_text(whole.replace("final", "fatal"))
        assert "damaged: the table operations" in refusal(new)
        file.unlink()
        assert "not whole: the table operations is missing" in refusal(new)
        file.write_text(whole)
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["checkpoint"]["final_hash"] = "0x" + "00" * 32
        (folder / "manifest.json").write_text(json.dumps(manifest))
        assert "wrong chain" in refusal(new)
        (folder / "manifest.json").unlink()
        assert "holds no backup" in refusal(new)
        with new.database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_what_lies_in_the_node_is_waited_for(world_on_anvil: World, database: str) -> None:
    """OPERATING-55: whether it will be mined nobody knows; sent again it might be done twice."""
    world = world_on_anvil
    id = record_document(world)
    folder = backed_up(world)
    world.node.ask("evm_setAutomine", False)
    world.sender("maker").one_pass()
    (world.folder / "new").mkdir()
    with moved(world, databases.fresh(database, world.folder / "new")) as new:
        done = operate(new, "restore", str(folder), "--wait", "1")
        assert done.returncode == 2, done.stdout
        assert "The node holds 1 transaction of ours that no block has taken yet" in done.stderr
        world.node.ask("evm_mine")
        done = operate(new, "restore", str(folder))
        assert done.returncode == 0, done.stderr
        assert f"operation {id}" in done.stdout
        world.node.ask("evm_setAutomine", True)
        world.node.ask("anvil_mine", "0x7")
        new.settle()
        assert new.operation(id).status == Status.FINAL


@pytest.mark.parametrize("to", databases.KINDS)
def test_a_backup_goes_from_one_kind_of_database_to_the_other(world: World, to: str) -> None:
    """OPERATING-56: and numbers that the database counts up go on behind those of the backup."""
    record_document(world)
    world.settle()
    folder = backed_up(world)
    with restored(world, folder, to) as (new, _):
        id = record_document(new)
        new.settle()
        assert new.operation(id).status == Status.FINAL
        assert rebuild(a_desk(new)).differences == []
