"""What a reader sees when the trade is over: balances, and the chain of title."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from app.demo.parties import Organisation
from app.demo.story import Ending


def show_ending(console: Console, cast: dict[str, Organisation], ending: Ending) -> None:
    balances = _table("Cash, as each holds it", "who", "holds")
    for part, held in ending.balances:
        balances.add_row(f"{cast[part].name} ({part})", held)
    title = _table(f"Chain of title, as the {ending.reader} was told", "block", "what")
    for entry in ending.title:
        title.add_row(str(entry["block"]), entry["in_words"])
    for table in (balances, title):
        console.print()
        console.print(table)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading)
    return table
