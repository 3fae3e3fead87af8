"""Calls of StopBook."""

from __future__ import annotations

from app.chain.deployments import Deployment
from app.stops.domain import Ground, Stoppable

NAME = "StopBook"


def stop(deployment: Deployment, what: Stoppable, payer: int, ground: Ground, reason: str) -> bytes:
    return deployment.encode(NAME, "stop", what.deal, what.id, payer, int(ground), reason)


def lift(deployment: Deployment, what: Stoppable, payer: int, reason: str) -> bytes:
    return deployment.encode(NAME, "lift", what.deal, what.id, payer, reason)
