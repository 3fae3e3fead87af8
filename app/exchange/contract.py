"""Calls of CurrencyExchange."""

from __future__ import annotations

from app.chain.deployments import Deployment
from app.exchange.domain import Leg, Terms

NAME = "CurrencyExchange"


def offer(deployment: Deployment, id: str, until: int) -> bytes:
    """`until` in seconds since 1970."""
    return deployment.encode(NAME, "offer", _word(id), until)


def withdraw(deployment: Deployment, id: str) -> bytes:
    return deployment.encode(NAME, "withdraw", _word(id))


def accept(deployment: Deployment, terms: Terms) -> bytes:
    """The contract has heard their hash only."""
    return deployment.encode(NAME, "accept", (_leg(terms.offered), _leg(terms.asked), terms.salt))


def _leg(leg: Leg) -> tuple[int, str, int, bytes]:
    return (leg.payer, leg.cash, leg.amount, leg.payment)


def _word(id: str) -> bytes:
    return bytes.fromhex(id[2:])
