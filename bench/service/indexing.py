"""The indexer alone, in a process of its own: how many events a second end in the database, and how its
memory grows.

    python -m bench.service.indexing      settings as the service's, from the environment
        --small N --large M               events after which memory is looked at

prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

import psutil
from sqlalchemy import func, select

from app.chain.client import Chain
from app.chain.store import LogRow
from app.config import Settings
from app.surroundings import database_of
from app.workers import make_indexer


def measured(small: int, large: int) -> dict[str, Any]:
    settings = Settings.from_environment()
    database, chain = database_of(settings), Chain(settings)
    indexer = make_indexer(settings, database, chain)
    process = psutil.Process()
    read, rss_small, started, busy = 0, 0, time.perf_counter(), time.process_time()
    try:
        while indexer.one_pass().moved:
            if not rss_small:
                with database.reading() as session:
                    read = session.scalar(select(func.count()).select_from(LogRow)) or 0
                if read >= small:
                    rss_small = process.memory_info().rss
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        rss_large = process.memory_info().rss
        with database.reading() as session:
            read = session.scalar(select(func.count()).select_from(LogRow)) or 0
    finally:
        chain.close()
        database.close()
    if read < large:
        raise SystemExit(f"{read} events were read, {large} were told")
    return {
        "events": read,
        "seconds": round(seconds, 2),
        "events_per_second": round(read / seconds),
        "busy_share": round(busy / seconds, 2),
        "rss_small": rss_small,
        "rss_large": rss_large,
        "memory_growth": round(rss_large / rss_small - 1, 4) if rss_small else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, required=True)
    parser.add_argument("--large", type=int, required=True)
    given = parser.parse_args()
    print(json.dumps(measured(given.small, given.large)), flush=True)


if __name__ == "__main__":
    main()
