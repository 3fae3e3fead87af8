"""The example's documents with their dates moved, so that today is the day to present: a live chain's time is
the world's, and cannot be set.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.demo.papers import Papers, day_of_presentation, read

EXAMPLES = Path("examples")
# Date of issue, of expiry, of latest shipment.
DAY_OF_MT = re.compile(r"^(:(?:31C|31D|44C):)(\d{6})", re.M)
DAY_OF_BILL = re.compile(r'"(\d{4}-\d\d-\d\d)"')


def for_today(folder: Path, today: date) -> Papers:
    """Written to `folder`, then read like anybody's. Weekends are not avoided: the trial's bank is open.
    Raises Trouble.
    """
    days = today - day_of_presentation(read(EXAMPLES / "credit.txt", EXAMPLES / "bill.json"))
    credit, bill = folder / "credit.txt", folder / "bill.json"
    folder.mkdir(parents=True, exist_ok=True)
    credit.write_bytes(moved_message((EXAMPLES / "credit.txt").read_bytes().decode(), days).encode())
    bill.write_text(moved_bill((EXAMPLES / "bill.json").read_text(), days))
    return read(credit, bill)


def moved_message(text: str, days: timedelta) -> str:
    def move(found: re.Match[str]) -> str:
        day = datetime.strptime(found[2], "%y%m%d").replace(tzinfo=UTC)
        return found[1] + (day + days).strftime("%y%m%d")

    return DAY_OF_MT.sub(move, text)


def moved_bill(text: str, days: timedelta) -> str:
    return DAY_OF_BILL.sub(lambda found: f'"{date.fromisoformat(found[1]) + days}"', text)
