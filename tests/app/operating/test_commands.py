"""The operator's commands: what they find, what they say to do next, and how they end."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from app.chain.states import Status
from app.chain.store import Attempt, Operation, Quarantined, SignerRow, Transaction
from app.db import now_of
from app.documents.store import DocumentRow
from app.errors import Conflict
from app.operating.desk import Refused
from app.operating.heartbeats import WORKERS, Heart
from app.operating.reconcile import reconcile_lines
from app.operating.status import status_lines
from app.operating.stuck import stuck_lines
from app.operating.wishes import cancel_lines, replace_lines
from tests.app.chain.builders import a_document, add_key, approve, record_document
from tests.app.chain.world import World
from tests.app.operating.builders import a_desk, operate, operate_as_process, sign_only

PATIENCE = 3_000


def living(world: World) -> None:
    """All workers gave a sign, which is good for longer than any test takes."""
    world.settings = world.settings.model_copy(update={"worker_missing_after_seconds": PATIENCE})
    for worker in WORKERS:
        Heart(world.database, worker, 1).beat()
    with world.database.writing() as session:
        session.execute(delete(Quarantined))


def test_status_says_where_the_loop_stands_and_what_is_wrong(world: World) -> None:
    """OPERATING-60"""
    living(world)
    record_document(world)
    lines, code = status_lines(a_desk(world))
    assert code == 0
    assert lines[0].endswith("not behind")
    assert any(
        line.startswith("operations 1 queued; 1 wait for the chain, the oldest for ") for line in lines
    )
    assert f"queued     1 operation of party {world.parties('south')[0]}" in lines
    assert lines[-1] == "All is well."
    with world.database.writing() as session:
        session.add(
            Quarantined(chain_id=world.deployment.chain_id, block_number=1, log_index=0, reason="?", log={})
        )
    Heart(world.database, "maker", 1).stop()
    done = operate(world, "status", ENTREPOT_WORKER_MISSING_AFTER_SECONDS=str(PATIENCE))
    assert done.returncode == 1
    said = done.stdout.splitlines()
    assert "FAULT  the makers' sender does not run" in said
    assert "FAULT  1 log is put aside: `quarantine list`" in said
    assert said[-1].startswith("2 faults")


def test_what_no_block_takes_is_shown_with_the_nodes_word_and_what_to_do(world: World) -> None:
    """OPERATING-61"""
    id = record_document(world)
    sign_only(world)
    lines, code = stuck_lines(a_desk(world), 0)
    transaction = world.operation(id).transaction
    assert transaction is not None
    assert code == 1
    assert lines[0].startswith(f"STUCK   transaction {transaction.number}: nonce 0 of {transaction.signer}")
    assert f"operation {id}; 0 tries, the node said: nothing yet" in lines[0]
    assert "see that the sender of its kind runs" in lines[1]
    assert lines[2:] == ["1 thing to look at."]
    for answer, advice in (
        ("replacement transaction underpriced (-32000)", "set the node right"),
        ("intrinsic gas too low (-32000)", "the worker fills this nonce"),
        (transaction.hash, "see whether blocks are made"),
        ("something new (1)", "read the node's log"),
    ):
        with world.database.writing() as session:
            session.execute(update(Attempt).where(Attempt.hash == transaction.hash).values(answer=answer))
        assert advice in stuck_lines(a_desk(world), 0)[0][1]
    assert stuck_lines(a_desk(world), 3600)[1] == 0
    world.settle()
    lines, code = stuck_lines(a_desk(world), 0)
    assert (list(lines), code) == (
        ["Nothing has been waiting for a block for 0 s, and no nonce is missing."],
        0,
    )


def test_what_waits_for_an_earlier_nonce_says_so(world: World) -> None:
    """OPERATING-61"""
    record_document(world)
    record_document(world)
    sign_only(world)
    lines, _ = stuck_lines(a_desk(world), 0)
    assert "see that the sender" in lines[1]
    assert lines[3] == "        next: an earlier nonce of the same key goes first"


def test_a_hole_among_the_nonces_and_a_key_that_is_used_elsewhere_are_shown(world: World) -> None:
    """OPERATING-62"""
    for _ in range(3):
        record_document(world)
    sign_only(world)
    with world.database.writing() as session:
        middle = session.query(Transaction).filter_by(nonce=1, member_id="south").one()
        signer = middle.signer
        session.execute(
            update(Operation)
            .where(Operation.transaction_number == middle.number)
            .values(transaction_number=None)
        )
        session.execute(delete(Attempt).where(Attempt.transaction_number == middle.number))
        session.delete(middle)
    lines, code = stuck_lines(a_desk(world), 3600)
    assert code == 1
    assert lines[0].startswith(f"HOLE    nonce 1 of {signer} is in no row")
    with world.database.writing() as session:
        session.execute(update(Transaction).where(Transaction.nonce == 0).values(settled=True))
        session.execute(update(SignerRow).where(SignerRow.address == signer).values(next_nonce=0))
    with world.database.reading() as session:
        raw = session.query(Attempt).order_by(Attempt.number).first()
        assert raw is not None
    world.chain.send_all([raw.raw])
    lines, _ = stuck_lines(a_desk(world), 3600)
    assert any(line.startswith(f"AHEAD   the chain has 1 transactions of {signer}") for line in lines)


def test_cancelling_is_a_wish_that_the_worker_with_the_key_grants(world: World) -> None:
    """OPERATING-63: whoever asks opens no key."""
    id = record_document(world)
    sign_only(world)
    done = operate(world, "cancel", id, ENTREPOT_KEYS_DIR=str(world.folder / "no-keys"))
    assert done.returncode == 0, done.stderr
    assert "The maker's sender does it in its next pass" in done.stdout
    world.node.ask("miner_stop")
    try:
        world.sender("maker").one_pass()
        transaction = world.operation(id).transaction
        assert transaction is not None
        assert transaction.wish is None
    finally:
        world.node.ask("miner_start")
    world.settle()
    operation = world.operation(id)
    assert operation.status == Status.FAILED
    assert operation.refusal is not None
    assert operation.refusal["code"] == "cancelled-by-operator"


def test_replacing_gives_the_same_operation_again_on_the_same_nonce(world: World) -> None:
    """OPERATING-63"""
    id = record_document(world)
    sign_only(world)
    before = world.operation(id).transaction
    assert before is not None
    replace_lines(a_desk(world), str(before.number), 600_000, 0)
    world.settle()
    after = world.operation(id).transaction
    assert after is not None
    assert world.operation(id).status == Status.FINAL
    assert (after.number, after.nonce) == (before.number, before.nonce)
    assert after.hash != before.hash


def test_what_cannot_be_replaced_is_refused_in_words(world: World) -> None:
    """OPERATING-63"""
    with pytest.raises(Refused, match="There is no operation"):
        cancel_lines(a_desk(world), secrets.token_hex(16), 0)
    with pytest.raises(Refused, match="There is no transaction 999999"):
        cancel_lines(a_desk(world), "999999", 0)
    id = record_document(world)
    with pytest.raises(Refused, match="is queued and has no transaction: its maker can cancel it"):
        cancel_lines(a_desk(world), id, 0)
    world.settle()
    with pytest.raises(Conflict):
        cancel_lines(a_desk(world), id, 0)
    done = operate(world, "cancel", id)
    assert done.returncode == 2
    assert "is in a block already" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_service_that_agrees_with_the_node_is_reconciled(world: World) -> None:
    """OPERATING-64"""
    record_document(world)
    made = add_key(world)
    world.settle()
    approve(world, made)
    document = a_document(world)
    record_document(world, document=document)
    record_document(world, document=document)
    world.settle()
    done = operate(world, "reconcile")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].endswith(": 0 differences.")
    assert "4 transactions compared, 0 differ" in done.stdout


def test_each_difference_to_the_node_is_named(world: World) -> None:
    """OPERATING-64: a row, an operation, a transaction and a nonce."""
    document = a_document(world)
    told, kept = record_document(world, document=document), record_document(world)
    world.settle()
    first, second = (world.operation(id).transaction for id in (told, kept))
    assert first is not None
    assert second is not None
    with world.database.writing() as session:
        wrong = update(DocumentRow).where(DocumentRow.id == "0x" + document.hex())
        session.execute(wrong.values(version=7))
        session.execute(update(Operation).where(Operation.id == told).values(status="failed"))
        number = Transaction.number
        session.execute(update(Transaction).where(number == second.number).values(hash="0x" + "77" * 32))
        session.execute(update(SignerRow).where(SignerRow.address == first.signer).values(next_nonce=1))
    lines, code = reconcile_lines(a_desk(world))
    assert code == 1
    named = [line.removeprefix("DIFFERS  ") for line in lines if line.startswith("DIFFERS")]
    assert sorted(named) == sorted(
        [
            f"chain_documents 0x{document.hex()}: version is 7, the chain says 1",
            f"operation {told} is failed, its transaction {first.number} succeeded",
            f"transaction {second.number} (nonce 1 of {second.signer}): in block "
            f"{second.block_number}, and the node has no receipt of it",
            f"signer {first.signer}: the chain has 2 of its transactions, our next nonce is 1: another "
            "program holds this key, or the database is older than the chain",
        ]
    )


def test_the_oldest_that_waits_is_told_with_its_age(world: World) -> None:
    """OPERATING-60"""
    living(world)
    id = record_document(world)
    with world.database.writing() as session:
        session.query(Operation).filter_by(id=id).one().made_at = now_of(session) - timedelta(seconds=4000)
    assert any("the oldest for 40" in line for line in status_lines(a_desk(world))[0])


def test_wrong_words_and_settings_are_told_in_one_sentence(world: World) -> None:
    """OPERATING-65"""
    (world.folder / "file").touch()
    done = operate(world, "backup", str(world.folder / "file" / "backup"))
    assert done.returncode == 2
    assert done.stderr.startswith("The disk does not take or give it: Not a directory")
    done = operate(world, "status", ENTREPOT_CHAIN_ID="none")
    assert done.returncode == 2
    assert done.stderr.startswith("Cannot start: ENTREPOT_CHAIN_ID")
    done = operate(world, "stuck", ENTREPOT_DATABASE_URL="sqlite:////no/such/folder/at.all")
    assert done.returncode == 2
    assert done.stderr.startswith("The database does not do what is needed")
    done = operate_as_process(world, "stuck", ENTREPOT_RPC_URL="http://127.0.0.1:1")
    assert done.returncode == 2
    assert done.stderr == (
        "The node at http://127.0.0.1:1 cannot be reached: no answer from the node: ConnectError.\n"
    )
    done = operate_as_process(world, "stuck")
    assert (done.returncode, done.stderr) == (0, "")
