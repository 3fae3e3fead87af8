"""Typed calls to FinanceRegister and ReceivableBook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from app.chain.deployments import Deployment
from app.receivables.claims import Act, Claim, Part, Sale, Terms
from app.receivables.domain import Attempt

REGISTER, BOOK = "FinanceRegister", "ReceivableBook"


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


def on_terms(deployment: Deployment, act: Act, terms: Terms) -> bytes:
    """Register or approve."""
    return deployment.encode(BOOK, act.value, astuple(terms))


def on_receivable(deployment: Deployment, act: Act, receivable: str, *more: int | str) -> bytes:
    """What is told a receivable's id, and at most a number or a commitment more."""
    return deployment.encode(BOOK, act.value, receivable, *more)


def buy(deployment: Deployment, sale: Sale, financing: str) -> bytes:
    return deployment.encode(BOOK, Act.BUY.value, astuple(sale), financing, b"")


def split(deployment: Deployment, receivable: str, parts: Sequence[Part]) -> bytes:
    return deployment.encode(BOOK, Act.SPLIT.value, receivable, [astuple(part) for part in parts])


def repay(deployment: Deployment, receivable: str, payee: int) -> bytes:
    return deployment.encode(BOOK, Act.REPAY.value, receivable, payee, b"")


def repurchase(deployment: Deployment, claim: Claim, financing: Attempt) -> bytes:
    return deployment.encode(BOOK, Act.REPURCHASE.value, astuple(claim), struct_of(financing), b"")
