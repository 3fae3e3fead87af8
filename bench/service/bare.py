"""The yardstick for accepting a write: a route that inserts one row, on the same framework, the same kind of
database and the same settings of it.

    ENTREPOT_BARE_DATABASE=url uvicorn --factory bench.service.bare:service --http h11
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, MetaData, String, Table, insert
from sqlalchemy.orm import Session

from app.db import make_engine

ROWS = Table("bare_rows", MetaData(), Column("id", String(32), primary_key=True), Column("text", String(100)))


class Row(BaseModel):
    text: str


def service() -> FastAPI:
    engine = make_engine(os.environ["ENTREPOT_BARE_DATABASE"])
    ROWS.create(engine, checkfirst=True)
    app = FastAPI()

    def session() -> Iterator[Session]:
        with Session(engine) as made:
            yield made
            made.commit()

    @app.post("/rows", status_code=202)
    def add(row: Row, db: Annotated[Session, Depends(session, scope="function")]) -> dict[str, str]:
        id = uuid4().hex
        db.execute(insert(ROWS).values(id=id, text=row.text))
        return {"id": id}

    return app
