"""A whole deployment with real processes, on which the example's trade is played once; and a harbour on a
chain of its own, which the stories of many days share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from app.demo import parties
from app.demo.cast import Desks
from app.demo.papers import Papers, day_of_presentation, read
from app.demo.story import Ending, Story
from app.demo.timeline import Timeline
from app.local.ganache import free_port
from app.local.stack import Place, Stack, offset_to
from tests.app.chain.nodes import anvil
from tests.app.chain.world import build_world
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import with_key
from tests.journeys.harbour import NUMBERS, PEOPLE, Harbour

EXAMPLES = Path("examples")


@dataclass(frozen=True)
class Played:
    place: Place
    stack: Stack
    papers: Papers
    desks: Desks
    timeline: Timeline
    ending: Ending

    @property
    def rpc_url(self) -> str:
        return f"http://127.0.0.1:{self.place.chain_port}"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    console = Console(quiet=True)
    papers = read(EXAMPLES / "credit.txt", EXAMPLES / "bill.json")
    today = day_of_presentation(papers)
    opens = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    cast = parties.of(papers.terms, papers.bill)
    place = Place(tmp_path_factory.mktemp("trade"), free_port(), free_port(), opens)
    members = [one.as_member() for one in cast.values()]
    stack = Stack(place, members, console.print, offset_to(opens))
    stack.start()
    try:
        timeline = Timeline(console)
        desks = Desks(place, timeline)
        ending = Story(papers, cast, desks, timeline, today).play()
        yield Played(place, stack, papers, desks, timeline, ending)
    finally:
        stack.stop()


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    folder = tmp_path_factory.mktemp("harbour")
    with (
        anvil() as node,
        build_world(node, folder, numbers=NUMBERS, all_instruments=True, more_members=PEOPLE) as world,
    ):
        with_key(world)
        yield Harbour(world, Interface(world))
