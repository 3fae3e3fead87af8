"""Worlds from stock: members are admitted to a chain once, with numbers for many tests. Each test gets some
that nobody used before, and a copy of the database as it was after the admission; when it ends, the chain is
put back.

The numbers are new all the same, because Ganache 7.9 remembers transactions that it took back: the same bytes
of the same key would pass for known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.auth.domain import Caller
from app.members.enrol import enrol, load
from tests.app.chain.nodes import Node
from tests.app.chain.world import MEMBERS, Seat, World, deployed, opened, write_deployment
from tests.app.databases import copied, drop, fresh, scratch

# Of each member.
NUMBERS = 40
EACH = 2


@dataclass
class Hosted:
    """A database with members and users, read to the block of the admission; nobody is connected to it."""

    url: str
    tokens: dict[tuple[str, str], str]
    callers: dict[tuple[str, str], Caller]


@dataclass
class Stock:
    node: Node
    folder: Path
    seats: list[Seat]
    private: dict[str, dict[str, Any]]
    hosted: dict[str, Hosted] = field(default_factory=dict)

    @classmethod
    def laid_in(cls, node: Node) -> Stock:
        folder = scratch()
        seats, contracts = deployed(node)
        request = enrol([entry | {"numbers": NUMBERS} for entry in MEMBERS], folder / "keys")
        private = {
            entry["id"]: json.loads((folder / "keys" / "members" / f"{entry['id']}.json").read_text())
            for entry in MEMBERS
        }
        write_deployment(node, folder, contracts)
        unused = f"sqlite:///{folder / 'unused.sqlite'}"
        with opened(node, folder, unused, seats, private) as world:
            world.admit(request["parties"], all_instruments=False)
        return cls(node, folder, seats, private)

    def has_more(self) -> bool:
        return all(len(entry["numbers"]) >= EACH for entry in self.private.values())

    def take(self) -> dict[str, dict[str, Any]]:
        """The members' private files, with numbers that nobody gets again."""
        taken = {}
        for member, entry in self.private.items():
            taken[member] = entry | {"numbers": entry["numbers"][:EACH]}
            entry["numbers"] = entry["numbers"][EACH:]
        return taken

    def database(self, kind: str) -> Hosted:
        if kind not in self.hosted:
            url = fresh(kind, self.folder)
            nameless = {member: entry | {"numbers": []} for member, entry in self.private.items()}
            with opened(self.node, self.folder, url, self.seats, nameless) as world:
                world.host()
                world.index()
                self.hosted[kind] = Hosted(url, world.tokens, world.callers)
        return self.hosted[kind]


STOCKS: dict[Node, Stock] = {}


@contextmanager
def world_from_stock(node: Node, folder: Path, kind: str) -> Iterator[World]:
    """Two members with two numbers each, on a chain that other worlds may be on as well."""
    if node not in STOCKS or not STOCKS[node].has_more():
        STOCKS[node] = Stock.laid_in(node)
    stock = STOCKS[node]
    hosted = stock.database(kind)
    url = copied(hosted.url, folder)
    for part in ("keys", "deployments"):
        (folder / part).symlink_to(stock.folder / part)
    before = node.ask("evm_snapshot")
    with opened(node, folder, url, stock.seats, stock.take()) as world:
        world.tokens, world.callers = dict(hosted.tokens), dict(hosted.callers)
        with world.database.writing() as session:
            for private in world.private.values():
                load(session, private)
        world.index()
        try:
            yield world
        finally:
            node.ask("evm_revert", before)
    drop(url)
