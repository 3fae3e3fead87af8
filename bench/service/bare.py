"""The yardstick for accepting a write: a route that inserts one row, on the same framework, the same kind of
database and the same settings of it.

    ENTREPOT_BARE_DATABASE=url uvicorn --factory bench.service.bare:service --http h11
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel
from sqlalchemy import Column, MetaData, String, Table, insert
from sqlalchemy.orm import Session

from app.db import make_engine

ROWS = Table("bare_rows", MetaData(), Column("id", String(32), primary_key=True), Column("text", String(100)))


class Row(BaseModel):
    text: str


def _session(request: Request) -> Iterator[Session]:
    with Session(request.app.state.engine) as made:
        yield made
        made.commit()


Db = Annotated[Session, Depends(_session, scope="function")]


def service() -> FastAPI:
    app = FastAPI()
    app.state.engine = make_engine(os.environ["ENTREPOT_BARE_DATABASE"])
    ROWS.create(app.state.engine, checkfirst=True)
    app.add_api_route("/rows", add, methods=["POST"], status_code=202)
    return app


def add(row: Row, db: Db) -> dict[str, str]:
    id = uuid4().hex
    db.execute(insert(ROWS).values(id=id, text=row.text))
    return {"id": id}
