"""Calls of MilestoneEscrow. Amounts in minor units, milestones from 0, references and commitments as hex."""

from __future__ import annotations

from typing import Any

from app.chain.deployments import Deployment
from app.milestones.domain import Step, Terms

NAME = "MilestoneEscrow"
NONE = "0x" + "00" * 32


def fund(deployment: Deployment, terms: Terms, payment: str) -> bytes:
    return _told(deployment, Step.FUND, terms, _word(payment))


def release(deployment: Deployment, terms: Terms, milestone: int, amount: int, payment: str) -> bytes:
    return _told(deployment, Step.RELEASE, terms, milestone, amount, _word(payment))


def dispute(deployment: Deployment, terms: Terms, grounds: str) -> bytes:
    return _told(deployment, Step.DISPUTE, terms, _word(grounds))


def divide(
    deployment: Deployment, terms: Terms, to_seller: int, payment: str, refund: str, award: str
) -> bytes:
    return _told(deployment, Step.DIVIDE, terms, to_seller, _word(payment), _word(refund), _word(award))


def reclaim(deployment: Deployment, terms: Terms, payment: str) -> bytes:
    return _told(deployment, Step.RECLAIM, terms, _word(payment))


def refund(deployment: Deployment, terms: Terms, payment: str) -> bytes:
    return _told(deployment, Step.REFUND, terms, _word(payment))


def collect(deployment: Deployment, terms: Terms, payment: str) -> bytes:
    return _told(deployment, Step.COLLECT, terms, _word(payment))


def _told(deployment: Deployment, step: Step, terms: Terms, *more: Any) -> bytes:
    """Each step is told the whole terms: the contract keeps their hash only."""
    given = (
        terms.seller,
        terms.buyer,
        terms.arbiter,
        terms.agent,
        terms.fee,
        terms.cash,
        terms.amounts,
        terms.deadline,
        terms.arbitration,
        terms.salt,
    )
    return deployment.encode(NAME, step.value, given, *more)


def _word(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
