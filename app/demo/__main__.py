"""`make demo`: read two documents, bring up a chain and a service for them, play the trade, check it, report.

A document that cannot be read is refused before anything is started or written.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from app.demo import parties
from app.demo.cast import Desks
from app.demo.compare import Comparison, compare
from app.demo.papers import Papers, day_of_presentation, read
from app.demo.show import show_ending
from app.demo.story import Story
from app.demo.timeline import WIDTH, Timeline
from app.interop.pairing import compare as compare_documents
from app.local.ganache import free_port
from app.local.stack import Place, Stack, offset_to

FOLDER = Path("var/demo")
CREDIT = Path("examples/credit.txt")
BILL = Path("examples/bill.json")
OPENING = 9  # o'clock, UTC


def main() -> int:
    started = time.monotonic()
    given = _arguments()
    console = Console(width=WIDTH, highlight=False)
    papers = read(given.credit, given.bill)
    today = day_of_presentation(papers)
    _say_papers(console, papers, today)
    shutil.rmtree(FOLDER / "run", ignore_errors=True)
    cast = parties.of(papers.terms, papers.bill)
    opens = datetime(today.year, today.month, today.day, OPENING, tzinfo=UTC)
    place = Place(FOLDER / "run", free_port(), free_port(), opens)
    members = [one.as_member() for one in cast.values()]
    stack = Stack(place, members, console.print, offset_to(opens))
    stack.start()
    try:
        timeline = Timeline(console)
        timeline.headed()
        ending = Story(papers, cast, Desks(place, timeline), timeline, today).play()
        show_ending(console, cast, ending)
        rpc_url = f"http://127.0.0.1:{place.chain_port}"
        comparison = compare(place.database_url, rpc_url, place.deployment_file)
    finally:
        stack.stop()
    _report(console, timeline, comparison, round(time.monotonic() - started, 1))
    return 1 if comparison.differences else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.demo", description=__doc__.partition("\n")[0])
    parser.add_argument("--credit", type=Path, default=CREDIT, help="an MT 700 message")
    parser.add_argument("--bill", type=Path, default=BILL, help="a DCSA transport document, JSON")
    return parser.parse_args()


def _say_papers(console: Console, papers: Papers, today: date) -> None:
    terms, bill = papers.terms, papers.bill
    console.print(
        f"[bold]Credit {terms.reference}[/bold] for {terms.amount}, expiring {terms.expiry_date}: "
        f"{terms.applicant.name} buys from {terms.beneficiary.name}"
    )
    console.print(
        f"[bold]Bill {bill.reference}[/bold] of {bill.issuing_party.name}: {bill.port_of_loading} to "
        f"{bill.port_of_discharge} on the {bill.vessel}, on board {bill.on_board}"
    )
    console.print(f"The chain's clock is set to {today}, the day of presentation.")
    for finding in compare_documents(terms, bill):
        console.print(f"  {finding}")


def _report(console: Console, timeline: Timeline, comparison: Comparison, seconds: float) -> None:
    for difference in comparison.differences:
        console.print(f"[red]differs:[/red] {difference}")
    written: dict[str, Any] = {
        "seconds": seconds,
        "steps": timeline.as_json(),
        "rows_compared": comparison.rows,
        "differences": len(comparison.differences),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = FOLDER / "report.part"
    part.write_text(json.dumps(written, indent=1) + "\n")
    part.rename(FOLDER / "report.json")
    console.print(
        f"\n{comparison.rows} rows of the read model compared with the chain: {len(comparison.differences)} "
        f"differences. {len(timeline.steps)} steps, {seconds} s in all. Report: {FOLDER / 'report.json'}"
    )
    console.print("Next: `make up` leaves a system like this running; `make test` proves it.")


if __name__ == "__main__":
    sys.exit(main())
