"""Typed calls to LetterOfCredit, and the ids that every side computes for itself."""

from __future__ import annotations

from typing import NamedTuple

from app.chain.deployments import Deployment
from app.credits.domain import Disposal
from app.hashes import keccak

NAME = "LetterOfCredit"
SELECTOR = 4


class ChainTerms(NamedTuple):
    """The terms that the chain enforces, as in its struct. Days since 1970, amount in minor units."""

    issuing_bank: int
    applicant: int
    beneficiary: int
    advising_bank: int
    cash: str
    amount: int
    tolerance_plus: int
    tolerance_minus: int
    issued: int
    expiry: int
    latest_shipment: int
    presentation_days: int
    partial_drawings: bool
    title_to_applicant: bool
    document: str


class ChainPresentation(NamedTuple):
    bills: tuple[str, ...]
    documents: str
    amount: int
    shipped: int
    presented: int


class ChainFinding(NamedTuple):
    """`deadline` in seconds since 1970, `last_day` in days."""

    complies: bool
    deadline: int
    last_day: int
    calendar: str


def credit_id(deployment: Deployment, terms: ChainTerms) -> str:
    return _id(deployment.encode(NAME, "idOf", terms))


def presentation_id(deployment: Deployment, credit: str, presentation: ChainPresentation) -> str:
    return _id(deployment.encode(NAME, "presentationIdOf", credit, presentation))


def issue(deployment: Deployment, terms: ChainTerms) -> bytes:
    return deployment.encode(NAME, "issue", terms)


def advise(deployment: Deployment, credit: str) -> bytes:
    return deployment.encode(NAME, "advise", credit)


def present(deployment: Deployment, credit: str, presentation: ChainPresentation) -> bytes:
    return deployment.encode(NAME, "present", credit, presentation)


def examine(
    deployment: Deployment, credit: str, presentation: ChainPresentation, finding: ChainFinding
) -> bytes:
    return deployment.encode(NAME, "examine", credit, presentation, finding)


def waive(deployment: Deployment, credit: str, presentation: ChainPresentation) -> bytes:
    return deployment.encode(NAME, "waive", credit, presentation)


def honour(deployment: Deployment, credit: str, presentation: ChainPresentation) -> bytes:
    return deployment.encode(NAME, "honour", credit, presentation, b"")


def refuse(
    deployment: Deployment,
    credit: str,
    presentation: ChainPresentation,
    notice: str,
    discrepancies: int,
    disposal: Disposal,
) -> bytes:
    return deployment.encode(NAME, "refuse", credit, presentation, notice, discrepancies, int(disposal))


def withdraw(deployment: Deployment, credit: str, presentation: ChainPresentation) -> bytes:
    return deployment.encode(NAME, "withdraw", credit, presentation)


def expire(deployment: Deployment, credit: str) -> bytes:
    return deployment.encode(NAME, "expire", credit)


def cancel(deployment: Deployment, credit: str) -> bytes:
    return deployment.encode(NAME, "cancel", credit)


def _id(call: bytes) -> str:
    """keccak256 of the arguments as the ABI encodes them, which is how the contract makes its ids."""
    return "0x" + keccak(call[SELECTOR:]).hex()
