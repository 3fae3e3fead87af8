"""What every part of a sender works with."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from app.chain.client import Chain, NodeError
from app.chain.deployments import Deployment
from app.chain.orders import REGISTRY
from app.chain.refusals import Refusals
from app.chain.signers import Signer
from app.clock import Clock
from app.config import Settings
from app.db import Database

Ask = Callable[[], dict[str, str | NodeError]]
Answers = Future[dict[str, str | NodeError]]
"""By the hash of what was sent, the node's hash or error; or NodeDown."""
Aside = Callable[[Ask], Answers]


def no_steps(name: str) -> None:
    """Nobody watches."""


def at_once(ask: Ask) -> Answers:
    """Asked and answered before anything else happens."""
    answers: Answers = Future()
    answers.set_result(ask())
    return answers


def in_a_thread() -> Aside:
    """In one thread, so that what is asked first is answered first."""
    thread = ThreadPoolExecutor(1)
    return thread.submit


@dataclass
class Means:
    """`steps` is told each step of a pass as it is reached; `aside` asks the node while the pass goes on;
    `fresh` are hashes that this process made and has not given to a node yet.
    """

    database: Database
    chain: Chain
    signer: Signer
    deployment: Deployment
    refusals: Refusals
    settings: Settings
    clock: Clock
    steps: Callable[[str], None] = no_steps
    aside: Aside = at_once
    fresh: set[str] = field(default_factory=set)

    @property
    def registry(self) -> str:
        return self.deployment.contract(REGISTRY).address
