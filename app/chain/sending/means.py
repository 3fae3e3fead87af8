"""What every part of a sender works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.chain.client import Chain
from app.chain.deployments import Deployment
from app.chain.orders import REGISTRY
from app.chain.refusals import Refusals
from app.chain.signers import Signer
from app.clock import Clock
from app.config import Settings
from app.db import Database


def no_steps(name: str) -> None:
    """Nobody watches."""


@dataclass
class Means:
    """`steps` is told each step of a pass as it is reached; `fresh` are hashes that this process made and has
    not given to a node yet.
    """

    database: Database
    chain: Chain
    signer: Signer
    deployment: Deployment
    refusals: Refusals
    settings: Settings
    clock: Clock
    steps: Callable[[str], None] = no_steps
    fresh: set[str] = field(default_factory=set)

    @property
    def registry(self) -> str:
        return self.deployment.contract(REGISTRY).address
