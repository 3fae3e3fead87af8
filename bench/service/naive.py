"""The yardstick of the indexer, as a newcomer writes it: web3.py asks block by block, decodes log by log, and
every event is a row and a commit of its own.

    python -m bench.service.naive RPC_URL DATABASE_URL DEPLOYMENT EVENTS

prints one line of JSON. It stops after so many events.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from sqlalchemy import JSON, BigInteger, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from web3 import HTTPProvider, Web3

from app.db import make_engine


class Base(DeclarativeBase):
    pass


class EventRow(Base):
    __tablename__ = "naive_events"

    block: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    log_index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    contract: Mapped[str] = mapped_column(String(42))
    name: Mapped[str] = mapped_column(String(64))
    args: Mapped[dict[str, object]] = mapped_column(JSON)


class BillRow(Base):
    __tablename__ = "naive_bills"

    id: Mapped[str] = mapped_column(String(66), primary_key=True)
    last_event: Mapped[str] = mapped_column(String(64))
    last_block: Mapped[int] = mapped_column(BigInteger)


def measured(rpc: str, url: str, deployment: Path, events: int) -> dict[str, float]:
    written = json.loads(deployment.read_text())
    entry = next(one for one in written["contracts"] if one["contract"] == "BillOfLading")
    abi = json.loads((deployment.parent / "abi" / "BillOfLading.json").read_text())
    web3 = Web3(HTTPProvider(rpc))
    address = Web3.to_checksum_address(entry["address"])
    contract = web3.eth.contract(address=address, abi=abi)
    kinds = {
        "0x" + bytes(event().topic).hex() if isinstance(event().topic, bytes) else event().topic: event()
        for event in contract.events
    }
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    read, number, began = 0, 1, time.perf_counter()
    with Session(engine) as session:
        while read < events:
            for log in web3.eth.get_logs({"fromBlock": number, "toBlock": number, "address": address}):
                told = kinds["0x" + log["topics"][0].hex()].process_log(log)
                args = {
                    name: "0x" + value.hex() if isinstance(value, bytes) else value
                    for name, value in told["args"].items()
                }
                id = str(args.get("bill") or f"0x{args['tokenId']:064x}")
                bill = session.scalars(select(BillRow).where(BillRow.id == id)).first()
                if bill is None:
                    bill = BillRow(id=id)
                    session.add(bill)
                bill.last_event, bill.last_block = told["event"], number
                shown = {name: str(value) for name, value in args.items()}
                session.add(
                    EventRow(
                        block=number,
                        log_index=told["logIndex"],
                        contract=address,
                        name=told["event"],
                        args=shown,
                    )
                )
                session.commit()
                read += 1
            number += 1
    seconds = time.perf_counter() - began
    engine.dispose()
    return {"events": read, "seconds": round(seconds, 2), "events_per_second": round(read / seconds, 1)}


if __name__ == "__main__":
    rpc, url, file, count = sys.argv[1:]
    print(json.dumps(measured(rpc, url, Path(file), int(count))), flush=True)
