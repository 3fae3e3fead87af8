"""Calls of DvpEscrow."""

from __future__ import annotations

from app.chain.deployments import Deployment
from app.escrow.domain import Step, Terms

NAME = "DvpEscrow"


def call(deployment: Deployment, step: Step, terms: Terms) -> bytes:
    """Each step is told the whole terms: the contract keeps their hash only."""
    given = (
        terms.seller,
        terms.buyer,
        terms.bill,
        terms.cash,
        terms.amount,
        terms.deadline,
        terms.salt,
    )
    return deployment.encode(NAME, step.value, given)
