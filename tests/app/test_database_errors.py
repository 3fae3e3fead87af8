"""What a request is told when the database refuses what it was asked."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import problems
from app.chain.store import OrderCounter
from app.db import Database
from tests.app.databases import fresh


def test_the_second_of_two_that_could_not_see_each_other_is_refused_in_words(
    database: str, tmp_path: Path
) -> None:
    """SERVICE-89"""
    kept = Database(fresh(database, tmp_path))
    app = FastAPI()
    problems.install(app)

    @app.post("/")
    def count() -> None:
        with kept.writing() as session:
            session.add(OrderCounter(chain_id=1, party=1, next_nonce=0))

    http = TestClient(app)
    assert http.post("/").status_code == 200
    second = http.post("/")
    assert second.status_code == 409
    assert second.headers["Content-Type"] == "application/problem+json"
    assert second.json()["code"] == "changed-meanwhile"
    kept.close()
