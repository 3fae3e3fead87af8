"""Typed calls to FinanceRegister."""

from __future__ import annotations

from collections.abc import Sequence

from app.chain.deployments import Deployment
from app.receivables.domain import Attempt

REGISTER = "FinanceRegister"


def struct_of(attempt: Attempt) -> tuple[int, int, tuple[str, ...], str]:
    return attempt.financier, attempt.share, attempt.fingerprints, attempt.salt


def reserve(deployment: Deployment, attempt: Attempt, until: int, lapsed: Sequence[Attempt]) -> bytes:
    given = [struct_of(other) for other in lapsed]
    return deployment.encode(REGISTER, "reserve", struct_of(attempt), until, given)


def renew(deployment: Deployment, financing: str, until: int) -> bytes:
    return deployment.encode(REGISTER, "renew", financing, until)


def finance(deployment: Deployment, financing: str) -> bytes:
    return deployment.encode(REGISTER, "finance", financing)


def settle(deployment: Deployment, financing: str) -> bytes:
    return deployment.encode(REGISTER, "settle", financing)


def dispute(deployment: Deployment, financing: str, grounds: str) -> bytes:
    return deployment.encode(REGISTER, "dispute", financing, grounds)


def release(deployment: Deployment, attempt: Attempt) -> bytes:
    return deployment.encode(REGISTER, "release", struct_of(attempt))
