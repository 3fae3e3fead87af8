"""Alive, ready, degraded, and the loop in figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, update

from app.chain.store import Checkpoint, Operation, Quarantined
from app.db import now_of
from app.main import create_app
from app.operating.heartbeats import WORKERS, Heart, missing_workers
from app.operating.store import Heartbeat
from tests.app.chain.builders import a_document, add_key, approve, record_document
from tests.app.chain.world import World

TOKEN = "0123456789abcdef0123"


@pytest.fixture
def living(world: World) -> World:
    """All workers gave a sign just now, and nothing is put aside."""
    for worker in WORKERS:
        Heart(world.database, worker, 1).beat()
    with world.database.writing() as session:
        session.execute(delete(Quarantined))
    # No machine is so slow that a test takes this long.
    patient = {"metrics_token": TOKEN, "worker_missing_after_seconds": 3_000}
    world.settings = world.settings.model_copy(update=patient)
    return world


def http(world: World) -> TestClient:
    return TestClient(create_app(world.settings), raise_server_exceptions=False)


def reasons(world: World) -> list[str]:
    answer = http(world).get("/ready")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    found: list[str] = answer.json()["reasons"]
    return found


def figures(world: World) -> dict[tuple[str, str], float]:
    """By name and the value of its one label, as Prometheus reads them."""
    answer = http(world).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_a_service_whose_parts_all_work_is_ready(living: World) -> None:
    """OPERATING-40, SERVICE-31"""
    answer = http(living).get("/ready")
    assert answer.status_code == 200, answer.text
    assert answer.json()["degraded"] is False
    assert http(living).get("/live").json() == {"live": True}


def test_a_log_put_aside_leaves_the_service_ready_and_degraded(living: World) -> None:
    """OPERATING-41, SERVICE-31"""
    with living.database.writing() as session:
        session.add(
            Quarantined(chain_id=living.deployment.chain_id, block_number=1, log_index=0, reason="?", log={})
        )
    answer = http(living).get("/ready")
    assert answer.status_code == 200
    assert answer.json()["degraded"] is True
    assert "put aside" in answer.json()["alarms"][0]
    assert figures(living)["entrepot_quarantined_logs", ""] == 1


def test_a_worker_that_gives_no_sign_is_named(living: World) -> None:
    """OPERATING-42, SERVICE-31: one that died some time ago, and one that never ran."""
    with living.database.writing() as session:
        before = now_of(session) - timedelta(seconds=50_000)
        session.execute(update(Heartbeat).where(Heartbeat.worker == "checker").values(seen_at=before))
        session.execute(delete(Heartbeat).where(Heartbeat.worker == "indexer"))
    found = reasons(living)
    assert any(reason.startswith("the checkers' sender has given no sign for 5") for reason in found)
    assert "the indexer does not run" in found
    assert len(found) == 2
    assert figures(living)["entrepot_worker_seen_seconds_ago", "checker"] >= 50_000


def test_any_living_process_of_a_kind_is_enough_and_who_ends_is_missed_at_once(living: World) -> None:
    """OPERATING-42"""
    with living.database.writing() as session:
        session.add(
            Heartbeat(
                worker="maker",
                instance="another:1",
                seen_at=now_of(session) - timedelta(seconds=90_000),
                state="working",
            )
        )
    assert http(living).get("/ready").status_code == 200
    Heart(living.database, "maker", 1).stop()
    assert any(reason.startswith("the makers' sender has given no sign") for reason in reasons(living))


def test_a_worker_that_lives_and_cannot_work_is_named(living: World) -> None:
    """OPERATING-42, OPERATING-69: until it can, or another process of its kind does the work; whose key it
    waits for is told to operators, and not to whoever asks.
    """
    heart = Heart(living.database, "maker", 1)
    heart.beat("waiting: the maker's key of south cannot be opened")
    assert reasons(living) == ["the makers' sender cannot do all its work"]
    with living.database.reading() as session:
        (fault,) = missing_workers(session, living.settings.worker_missing_after_seconds)
    assert fault.endswith("it is waiting: the maker's key of south cannot be opened")
    heart.beat()
    assert http(living).get("/ready").status_code == 200


def test_a_node_that_is_down_or_of_another_chain_is_no_good_state(living: World) -> None:
    """OPERATING-40, SERVICE-31"""
    here = living.settings
    living.settings = here.model_copy(update={"rpc_url": "http://127.0.0.1:1"})
    assert reasons(living) == ["the node does not answer"]
    living.settings = here.model_copy(update={"chain_id": 5})
    assert any("the node is of chain 1337, not 5" in reason for reason in reasons(living))
    assert http(living).get("/live").status_code == 200


def test_a_reading_that_is_too_far_behind_or_stopped_is_no_good_state(living: World) -> None:
    """OPERATING-40, SERVICE-31"""
    with living.database.writing() as session:
        checkpoint = session.get_one(Checkpoint, living.deployment.chain_id)
        head, checkpoint.number = checkpoint.number, checkpoint.number - 3
    assert http(living).get("/ready").status_code == 200
    living.settings = living.settings.model_copy(update={"most_blocks_behind": 2})
    assert reasons(living) == [f"the chain was read to block {head - 3} of {head}"]
    with living.database.writing() as session:
        checkpoint = session.get_one(Checkpoint, living.deployment.chain_id)
        checkpoint.number, checkpoint.state, checkpoint.detail = head, "broken", "the node contradicts it"
    assert reasons(living) == ["the node contradicts it"]


def test_a_database_that_is_gone_leaves_the_process_alive(living: World) -> None:
    """OPERATING-40, SERVICE-31"""
    gone = living.folder / "no" / "such" / "folder.sqlite"
    living.settings = living.settings.model_copy(update={"database_url": f"sqlite:///{gone}"})
    assert reasons(living) == ["the database does not answer"]
    assert http(living).get("/live").status_code == 200
    assert http(living).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 503


def test_the_loop_in_figures(living: World) -> None:
    """OPERATING-43: what waits, what is on its way, what failed and why; two processes agree."""
    queued = record_document(living)
    with living.database.writing() as session:
        row = session.query(Operation).filter_by(id=queued).one()
        row.made_at = now_of(session) - timedelta(seconds=7_000)
    found = figures(living)
    assert found["entrepot_operations", "queued"] == 1
    assert 7_000 <= found["entrepot_oldest_queued_seconds", ""] < 10_000
    assert found["entrepot_indexer_state", "following"] == 1
    assert found["entrepot_chain_blocks_behind", ""] == 0

    document = a_document(living, living.parties("south")[1])
    record_document(living, party=living.parties("south")[1], document=document)
    living.settle()
    failed = record_document(living, party=living.parties("south")[1], document=document)
    made = add_key(living)
    living.settle()
    approve(living, made)
    living.node.ask("miner_stop")
    try:
        living.sender("checker").one_pass()
        found = figures(living)
    finally:
        living.node.ask("miner_start")
    refusal = living.operation(failed).refusal
    assert refusal is not None
    assert found["entrepot_failed_operations_total", refusal["code"]] == 1
    assert found["entrepot_open_transactions", "checker"] == 1
    assert found["entrepot_open_transactions", "maker"] == 0
    assert found["entrepot_attempts_total", "false"] == 3
    assert found["entrepot_oldest_queued_seconds", ""] == 0
    assert figures(living)["entrepot_operations", "failed"] == 1


def test_the_figures_are_for_whoever_has_the_operators_token(living: World) -> None:
    """OPERATING-44"""
    assert http(living).get("/metrics").status_code == 401
    assert http(living).get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    living.settings = living.settings.model_copy(update={"metrics_token": None})
    assert http(living).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404
