"""`make demo`: read two documents, bring up a chain and a service for them, play the trade, check it, report.

A document that cannot be read is refused before anything is started or written.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from app.demo import parties
from app.demo.compare import Comparison, compare
from app.demo.desk import Desk
from app.demo.show import show_ending
from app.demo.story import Papers, Story
from app.demo.timeline import WIDTH, Timeline
from app.interop.dcsa import transport_document
from app.interop.faults import DocumentRefused
from app.interop.pairing import compare as compare_documents
from app.interop.pairing import presentation_window
from app.interop.swift import mt700
from app.local.ganache import free_port
from app.local.stack import Place, Stack, offset_to
from app.local.trouble import Trouble
from app.main import every_scope

FOLDER = Path("var/demo")
CREDIT = Path("examples/credit.txt")
BILL = Path("examples/bill.json")
OPENING = 9  # o'clock, UTC


def main() -> int:
    started = time.monotonic()
    given = _arguments()
    console = Console(width=WIDTH, highlight=False)
    papers = _read(given.credit, given.bill)
    today = _day_of_presentation(papers)
    _say_papers(console, papers, today)
    run = FOLDER / "run"
    shutil.rmtree(run, ignore_errors=True)
    cast = parties.of(papers.terms, papers.bill)
    opens = datetime(today.year, today.month, today.day, OPENING, tzinfo=UTC)
    place = Place(run, free_port(), free_port(), opens)
    stack = Stack(
        place, [one.as_member() for one in cast.values()], console.print, every_scope(), offset_to(opens)
    )
    stack.start()
    try:
        timeline = Timeline(console)
        timeline.headed()
        desks: dict[tuple[str, str], Desk] = {}

        def desk(part: str, role: str) -> Desk:
            if (part, role) not in desks:
                desks[part, role] = _desk(place, part, role, timeline)
            return desks[part, role]

        ending = Story(papers, cast, desk, timeline, today).play()
        show_ending(console, cast, ending)
        comparison = compare(
            place.database_url, f"http://127.0.0.1:{place.chain_port}", place.deployment_file
        )
    finally:
        stack.stop()
    _report(console, timeline, comparison, round(time.monotonic() - started, 1))
    return 1 if comparison.differences else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.demo", description=__doc__.partition("\n")[0])
    parser.add_argument("--credit", type=Path, default=CREDIT, help="an MT 700 message")
    parser.add_argument("--bill", type=Path, default=BILL, help="a DCSA transport document, JSON")
    return parser.parse_args()


def _read(credit: Path, bill: Path) -> Papers:
    """Raises Trouble with every fault of both documents."""
    faults = []
    terms = document = None
    message = _bytes_of(credit)
    try:
        terms = mt700.parse(message).terms
    except DocumentRefused as refused:
        faults.append(f"{credit}\n{refused}")
    try:
        document = transport_document.parse(_bytes_of(bill))
    except DocumentRefused as refused:
        faults.append(f"{bill}\n{refused}")
    if terms is None or document is None:
        raise Trouble("\n\n".join(faults) + "\n\nNothing was started.")
    return Papers(message, terms, document)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}. Nothing was started.") from None


def _day_of_presentation(papers: Papers) -> date:
    """The first working day on which both documents exist and may be presented."""
    first, last = presentation_window(papers.terms, papers.bill)
    if last < first:
        findings = "\n".join(str(one) for one in compare_documents(papers.terms, papers.bill))
        raise Trouble(
            f"These two documents leave no day to present: {first} would be the first, {last} the last.\n"
            f"{findings}\nNothing was started."
        )
    day = min(first + timedelta(days=1), last)
    while day.weekday() >= 5 and day < last:
        day += timedelta(days=1)
    return day


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


def _desk(place: Place, part: str, role: str, timeline: Timeline) -> Desk:
    credentials = json.loads(place.credentials(part).read_text())
    token = next(user["token"] for user in credentials["users"] if user["role"] == role)
    return Desk(place.api_url, part, role, token, timeline)


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
