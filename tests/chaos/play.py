"""One seed: members, workers and a network that the seed makes trouble for; then quiet, and the judge."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx
from sqlalchemy import func, select
from sqlalchemy.exc import InterfaceError, OperationalError

from app.chain.attempts import ask_to_cancel, ask_to_replace
from app.chain.client import Chain, NodeDown, NodeError
from app.chain.indexer import Indexer
from app.chain.refusals import Refusals
from app.chain.sender import Sender
from app.chain.states import ENDED
from app.chain.store import Operation, Transaction
from app.clock import FixedClock
from app.config import Settings
from app.db import Database
from app.errors import Conflict
from app.mail import service as mail
from app.members.service import checker_key
from app.workers import REFUSALS, handlers, ignored
from tests.chaos import clients, faults
from tests.chaos.cast import CHECKER, MAKER, SIGNERS
from tests.chaos.failing_database import QUIET, WEATHER, Files, SharedEngine
from tests.chaos.faults import Killed
from tests.chaos.model import DEPLOYMENT
from tests.chaos.network import START, Network
from tests.chaos.node import Node, Wire

INDEXER = "indexer"
WORKERS = (MAKER, CHECKER, INDEXER)
EXPECTED = (NodeDown, NodeError, OperationalError, InterfaceError)
"""What `app.workers.run` waits out; anything else would end the process with a traceback."""
MISFIT = (TypeError, AttributeError, NameError)
"""What does not fit what it was put into: the simulator's fault, or that of a guard that is taken out."""
MOST_ROUNDS = 80
NOWHERE = httpx.MockTransport(lambda request: httpx.Response(404))
REFUSING = Refusals(DEPLOYMENT, *REFUSALS)
HANDLERS, IGNORED = handlers(), ignored()


@dataclass
class Plan:
    """What the seed says before anything happens."""

    depth: int
    mines_at_once: bool
    events: int
    intents: int
    forks: int
    """How often the chain is reorganised, beside 24 passes of the indexer."""
    settings: dict[str, Any]

    @classmethod
    def of(cls, rng: Random) -> Plan:
        depth = rng.choices((0, rng.randint(1, 6), rng.randint(7, 20), rng.randint(21, 64)), (25, 45, 15, 15))
        settings = {
            "finality_depth": depth[0],
            "send_batch": rng.choice((2, 5, 100)),
            "batch_operations": rng.choice((1, 1, 2, 50)),
            "receipt_batch": rng.choice((3, 200)),
            "index_batch": rng.choice((3, 20, 1000)),
            "resend_after_seconds": rng.choice((5, 30)),
            "order_lifetime_seconds": rng.choice((120, 7 * 86_400, 7 * 86_400)),
        }
        at_once = depth[0] == 0 and rng.random() < 0.6
        forks = rng.choice((4, 4, 16)) if depth[0] else 0
        return cls(depth[0], at_once, rng.randint(15, 45), rng.randint(3, 8), forks, settings)


@dataclass(frozen=True)
class Trouble:
    """One kind of trouble, much of it, in the place of what the seed draws."""

    faults: Mapping[str, float] = field(default_factory=dict)
    depth: int = 4
    forks: int = 0
    mines_at_once: bool = False
    contested: bool = False

    def shape(self, plan: Plan) -> faults.Faults:
        plan.depth = plan.settings["finality_depth"] = self.depth
        plan.forks, plan.mines_at_once = self.forks, self.mines_at_once
        return faults.Faults(**self.faults)


@dataclass
class Factories:
    """How the parts are made, and with what trouble; the broken guards put others in their place."""

    sender: Callable[..., Sender] = Sender
    indexer: Callable[..., Indexer] = Indexer
    chain: type[Chain] = Chain
    ask: Callable[[Database, clients.Intent], None] = clients.ask
    trouble: Trouble | None = None


@dataclass
class Play:
    seed: int
    files: Files
    base: Settings
    factories: Factories = field(default_factory=Factories)
    show: bool = False

    def __post_init__(self) -> None:
        rng = self.rng = Random(self.seed)
        self.plan = Plan.of(rng)
        self.faults = faults.drawn(
            self.seed, rng, forks=self.plan.depth > 0, one_node=self.plan.mines_at_once
        )
        if self.factories.trouble is not None:
            self.faults = self.factories.trouble.shape(self.plan)
        self.settings = self.base.model_copy(update=self.plan.settings)
        self.clock = FixedClock(datetime.fromtimestamp(START + 60, UTC))
        self.network = Network(rng, self.plan.depth)
        trouble = self.factories.trouble
        ground = clients.Ground(contested=trouble is not None and trouble.contested)
        self.intents = clients.drawn(rng, self.plan.intents, ground)
        self.trace: deque[str] = deque(maxlen=80)
        self.tally: Counter[str] = Counter()
        self.node = Node(
            self.network, self.faults, rng, self.clock, self.say, mines_at_once=self.plan.mines_at_once
        )
        self.node.between = self._between
        self.meddled = self.seed % 3 == 0 and self.factories.trouble is None
        self.running: list[str] = []
        self.parts: dict[str, Any] = {}
        self.crashes: list[str] = []
        self.misfits: list[str] = []

    def say(self, text: str) -> None:
        line = f"{self.network.head.number:>4} {'/'.join(self.running) or '-':<9} {text}"
        self.trace.append(line)
        if self.show:
            print(line)

    # ------------------------------------------------------------ processes

    def database(self) -> Database:
        surroundings = {
            "clock": self.clock,
            "deployment": DEPLOYMENT,
            "post": None,
            "order_lifetime": self.settings.order_lifetime_seconds,
        }
        return SharedEngine(self.files, surroundings)

    def part(self, name: str) -> Any:
        """The worker of that name; a new process where the last one was killed."""
        if name not in self.parts:
            chain = self.factories.chain(self.settings, NOWHERE)
            chain._http = Wire(self.node)  # type: ignore[assignment]
            if name == INDEXER:
                self.parts[name] = self.factories.indexer(
                    self.database(),
                    chain,
                    DEPLOYMENT,
                    HANDLERS,
                    IGNORED,
                    REFUSING,
                    self.settings,
                    steps=self._step,
                    ended=mail.release,
                )
            else:
                self.parts[name] = self.factories.sender(
                    self.database(),
                    chain,
                    SIGNERS[name],
                    DEPLOYMENT,
                    REFUSING,
                    self.settings,
                    self.clock,
                    checker_key,
                    steps=self._step,
                )
        return self.parts[name]

    def run(self, name: str, what: Callable[[], Any]) -> Any:
        """One pass, or one request, in a process that may be killed in it."""
        self.running.append(name)
        try:
            return what()
        except Killed:
            self.tally["kills"] += 1
            self.parts.pop(name, None)
        except EXPECTED as error:
            self.tally["failed passes"] += 1
            self.say(f"waits: {type(error).__name__}: {str(error).splitlines()[0][:90]}")
        except Exception as error:
            self.tally["crashes"] += 1
            self.crashes.append(f"{name}: {type(error).__name__}: {str(error).splitlines()[0][:200]}")
            if isinstance(error, MISFIT):
                self.misfits.append(self.crashes[-1])
            self.say(f"CRASHED {self.crashes[-1]}")
            self.parts.pop(name, None)
            if self.show:
                logging.getLogger().exception("crashed")
        finally:
            self.running.pop()
        return None

    def work(self, name: str) -> bool:
        """Whether there was anything to do."""
        done = self.run(name, lambda: self.part(name).one_pass())
        return bool(getattr(done, "moved", done))

    def _step(self, name: str) -> None:
        self.say(f"step {name}")
        self.tally["steps"] += 1
        if self.faults.killed_at_step and self.rng.random() < self.faults.killed_at_step:
            self.say(f"killed at {name}")
            raise Killed
        if name != "projected":
            self._meanwhile()

    def _between(self) -> None:
        """The chain goes on while a request is on its way, and so do others."""
        if self.faults.moved_between and self.rng.random() < self.faults.moved_between:
            self._event("reorganise" if self.plan.depth and self.rng.random() < 0.3 else "mine")
        self._meanwhile()

    def _meanwhile(self) -> None:
        """Somebody else goes on while this one waits."""
        if len(self.running) == 1 and self.faults.meanwhile and self.rng.random() < self.faults.meanwhile:
            others = [worker for worker in WORKERS if worker not in self.running] + ["ask", "check"]
            self._event(self.rng.choice(others + ["meddle"] * self.meddled))

    # --------------------------------------------------------------- events

    def play(self) -> None:
        WEATHER.faults, WEATHER.rng, WEATHER.say = self.faults, self.rng, self.say
        names = ("ask", "check", MAKER, CHECKER, INDEXER, "mine", "reorganise", "wait", "meddle")
        meddles = 30 if self.meddled else 0
        mines = 0 if self.plan.mines_at_once else 16
        weights = (14, 6, 20, 12, 24, mines, self.plan.forks, 8, meddles)
        try:
            for _ in range(self.plan.events):
                self._event(self.rng.choices(names, weights)[0])
                self.clock.advance(timedelta(seconds=self.rng.choice((0, 0, 1, 2))))
            self.settle()
        finally:
            WEATHER.faults = QUIET

    def _event(self, name: str) -> None:
        if name in WORKERS:
            self.work(name)
        elif name == "ask":
            intent = self.rng.choice(self.intents)
            self.run("client", lambda: self.ask(intent))
        elif name == "check":
            self.run("client", lambda: clients.check(self.database(), self.intents, self.rng))
        elif name == "mine":
            self.network.mine(self.node.time())
            if self.rng.random() < 0.2:
                self.network.grow(self.rng.randint(1, self.plan.depth + 2), self.node.time())
        elif name == "reorganise":
            wanted = self.rng.randint(1, self.rng.choice((2, self.plan.depth)))
            back = self.network.reorganise(wanted, self.node.time())
            self.tally["reorganised"] += back > 0
            self.tally["deepest"] = max(self.tally["deepest"], back)
            self.say(f"reorganised {back} back")
        elif name == "meddle":
            self.run("operator", self.meddle)
        else:
            self.clock.advance(timedelta(seconds=self.rng.choice((1, 6, 31))))

    def meddle(self) -> None:
        """An operator wants something that no block holds replaced or cancelled, at a higher price or not."""
        with self.database().writing() as session:
            open_ones = select(Transaction).where(
                Transaction.settled.is_(False), Transaction.block_number.is_(None)
            )
            found = session.scalars(open_ones.order_by(Transaction.number)).all()
            if not found:
                return
            wish = self.rng.choice((ask_to_replace, ask_to_cancel))
            chosen = self.rng.choice(found)
            self.say(f"{wish.__name__} nonce {chosen.nonce}")
            with suppress(Conflict):
                wish(session, chosen, price=self.rng.randint(0, 3))

    def ask(self, intent: clients.Intent) -> None:
        self.say(f"asks for {intent.name}")
        self.factories.ask(self.database(), intent)

    # ------------------------------------------------------------- the end

    def settle(self) -> None:
        """No more trouble: everybody repeats what was not answered, and all goes on until nothing moves."""
        self.say("-- quiet --")
        self.faults.off()
        self.node.quiet()
        self.settings = self.settings.model_copy(update={"index_batch": 1000})
        self.parts.clear()
        for intent in self.intents:
            while intent.acknowledged is None and not self.crashes:
                self.run("client", lambda intent=intent: self.ask(intent))
        for _ in range(MOST_ROUNDS):
            self.clock.advance(timedelta(seconds=31))
            moved = self.work(MAKER) + self.work(CHECKER)
            moved += clients.check(self.database(), self.intents)
            self.network.mine(self.node.time(), all=True)
            self._read_all()
            if not moved and not self._left():
                break
            if not moved:
                self.network.grow(self.plan.depth + 1, self.node.time())
                self._read_all()
        self.network.grow(self.plan.depth + 1, self.node.time())
        self._read_all()

    def _read_all(self) -> None:
        for _ in range(400):
            if not self.work(INDEXER):
                return

    def _left(self) -> int:
        with self.database().reading() as session:
            operations = select(func.count()).where(Operation.status.not_in(ENDED))
            transactions = select(func.count()).where(Transaction.settled.is_(False))
            return int((session.scalar(operations) or 0) + (session.scalar(transactions) or 0))
