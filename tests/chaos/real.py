"""Real processes, ended with SIGKILL at random moments under load, on a real node; judged by the same judge,
which reads the node for itself.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, select

from app import workers
from app.chain.client import NodeDown, NodeError
from app.chain.states import ENDED
from app.chain.store import Operation, Transaction
from tests.app.chain.nodes import Node, anvil, ganache
from tests.app.chain.world import World, build_world
from tests.chaos import clients
from tests.chaos.cast import Cast
from tests.chaos.judge import Carried, Verdict, judge, refused_in
from tests.chaos.own_account import OwnAccount
from tests.chaos.play import HANDLERS, IGNORED
from tests.chaos.stage import intent_of

WORKERS = (("sender", "--kind", "maker"), ("sender", "--kind", "checker"), ("indexer",))
DEPTH = 6
DEEPEST = 4
PATIENCE = 180.0
Say = Callable[[str], None]


class Storm:
    """`intents` are wanted while `kills` processes are killed; `forks` reorganises an Anvil meanwhile."""

    def __init__(self, world: World, kills: int, seed: int, say: Say, *, forks: bool) -> None:
        self.world, self.kills, self.rng, self.say, self.forks = world, kills, Random(seed), say, forks
        self._processes = get_context("forkserver")
        self._processes.set_forkserver_preload(["app.workers"])
        self._running: dict[tuple[str, ...], BaseProcess] = {}
        parties = [Cast(id, party, id) for id in ("north", "south") for party in world.parties(id)]
        ground = clients.Ground(tuple(parties), world.deployment, cash=False)
        self.intents = clients.drawn(self.rng, max(2 * kills, 10), ground)
        self._errors = world.folder / "workers.log"

    def blow(self) -> Verdict:
        waiting = list(self.intents)
        try:
            for work in WORKERS:
                self._start(work)
            for number in range(1, self.kills + 1):
                for _ in range(min(len(waiting), self.rng.randint(1, 4))):
                    self._ask(waiting.pop(0))
                clients.check(self.world.database, self.intents)
                self._move_on()
                time.sleep(self.rng.uniform(0.02, 0.5))
                self._kill(self.rng.choice(WORKERS))
                if number % 10 == 0:
                    self.say(
                        f"{number} of {self.kills} real processes killed, {self._left()} things under way"
                    )
            for intent in waiting:
                self._ask(intent)
            self._until_quiet()
        finally:
            self._stop()
        return self._judged()

    # ------------------------------------------------------------ processes

    def _start(self, work: tuple[str, ...]) -> None:
        environment = {name: text for name, text in self.world.environment.items() if name not in os.environ}
        environment["ENTREPOT_LEASE_SECONDS"] = "1"
        process = self._processes.Process(target=_work, args=(environment, work, str(self._errors)))
        process.start()
        self._running[work] = process

    def _kill(self, work: tuple[str, ...]) -> None:
        process = self._running[work]
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        if process.exitcode != -signal.SIGKILL:
            raise RuntimeError(f"{' '.join(work)} ended by itself, see {self._errors}")
        self._start(work)

    def _stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.join(timeout=30)
            if process.is_alive():
                process.kill()

    # ----------------------------------------------------------- the others

    def _ask(self, intent: clients.Intent) -> None:
        """Twice, now and then: a client that did not hear the first answer."""
        for _ in range(self.rng.choice((1, 1, 2))):
            clients.ask(self.world.database, intent)

    def _move_on(self) -> None:
        if not self.forks:
            return
        self.world.node.ask("anvil_mine", hex(self.rng.randint(1, 3)))
        if self.rng.random() < 0.3:
            self.world.node.ask("anvil_reorg", self.rng.randint(1, DEEPEST), [])

    def _until_quiet(self) -> None:
        until = time.monotonic() + PATIENCE
        while clients.check(self.world.database, self.intents) + self._left():
            if time.monotonic() > until:
                self.say(f"{self._left()} things did not end in {PATIENCE:.0f} s")
                return
            if self.forks:
                self.world.node.ask("anvil_mine", "0x1")
            time.sleep(0.2)

    def _left(self) -> int:
        with self.world.database.reading() as session:
            operations = select(func.count()).where(Operation.status.not_in(ENDED))
            transactions = select(func.count()).where(Transaction.settled.is_(False))
            return int((session.scalar(operations) or 0) + (session.scalar(transactions) or 0))

    # ------------------------------------------------------------- judgement

    def _judged(self) -> Verdict:
        world, node = self.world, self.world.node
        for _ in range(20):
            # A network goes on making blocks: what is read and what is asked must be of one head.
            try:
                world.index()
            except (NodeDown, NodeError):
                continue
            head = node.ask("eth_getBlockByNumber", "latest", False)
            chain, logs = self._chain(int(head["number"], 16))
            verdict = self._verdict(head, chain, logs)
            if node.ask("eth_blockNumber") == head["number"] or not verdict.all():
                break
        return verdict

    def _verdict(self, head: dict[str, Any], chain: list[Carried], logs: list[dict[str, Any]]) -> Verdict:
        return judge(
            self.world.database,
            self.world.deployment,
            chain,
            logs,
            (int(head["number"], 16), head["hash"]),
            {intent.name: intent.acknowledged for intent in self.intents},
            intent_of,
            (HANDLERS, IGNORED),
        )

    def _chain(self, last: int) -> tuple[list[Carried], list[dict[str, Any]]]:
        """What the node's blocks hold from our members' keys, and every log of the contracts."""
        node, first = self.world.node, self.world.deployment.first_block
        numbers = [entry for private in self.world.private.values() for entry in private["numbers"]]
        ours = {entry[kind].lower() for entry in numbers for kind in ("maker_key", "checker_key")}
        found = []
        for number in range(first, last + 1):
            for tx in node.ask("eth_getBlockByNumber", hex(number), True)["transactions"]:
                if tx["from"].lower() in ours:
                    found.append(self._carried(tx))
        wanted = {"fromBlock": hex(first), "toBlock": hex(last), "address": self.world.deployment.addresses}
        return found, node.ask("eth_getLogs", wanted)

    def _carried(self, tx: dict[str, Any]) -> Carried:
        receipt = self.world.node.ask("eth_getTransactionReceipt", tx["hash"])
        return Carried(
            tx["hash"],
            tx["from"].lower(),
            int(tx["nonce"], 16),
            tx["to"] or "",
            bytes.fromhex(tx["input"][2:]),
            int(tx["blockNumber"], 16),
            tx["blockHash"],
            receipt["status"] == "0x1",
            refused_in(self.world.deployment, receipt["logs"]),
        )


def _work(environment: dict[str, str], work: tuple[str, ...], errors: str) -> None:
    """A worker's process, as `python -m app.workers` starts it, but without the second that Python needs."""
    os.environ.update(environment)
    sys.stderr = open(errors, "a", buffering=1)  # noqa: SIM115  (as long as the process lives)
    sys.exit(workers.main(list(work)))


def storm(where: str, kills: int, seed: int, say: Say) -> Verdict:
    """`where` is ganache, anvil or the URL of a node whose gas costs nothing."""
    with node_of(where) as node, tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        depth = 0 if where == "ganache" else DEPTH
        with build_world(node, Path(folder), finality_depth=depth, numbers=3) as world:
            say(f"on {where}: {kills} real processes are killed")
            return Storm(world, kills, seed, say, forks=where == "anvil").blow()


@contextmanager
def node_of(where: str) -> Iterator[Node]:
    if where == "ganache":
        with ganache() as node:
            yield node
    elif where == "anvil":
        with anvil() as node:
            yield node
    else:
        yield OwnAccount(where, chain_id=int(Node(where).ask("eth_chainId"), 16))
