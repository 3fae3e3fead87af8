"""Calls of StandbyCredit, and the ids that every side computes for itself."""

from __future__ import annotations

from typing import Any

from app.chain.deployments import Deployment
from app.hashes import keccak
from app.standbys.domain import Amendment, Demand, Finding, Terms

NAME = "StandbyCredit"
SELECTOR = 4


def standby_id(deployment: Deployment, terms: Terms) -> str:
    return _id(deployment.encode(NAME, "idOf", terms))


def demand_id(deployment: Deployment, standby: str, demand: Demand) -> str:
    return _id(deployment.encode(NAME, "demandIdOf", standby, demand))


def amendment_id(deployment: Deployment, standby: str, amendment: Amendment) -> str:
    return _id(deployment.encode(NAME, "amendmentIdOf", standby, amendment))


def issue(deployment: Deployment, terms: Terms) -> bytes:
    return deployment.encode(NAME, "issue", terms)


def step(deployment: Deployment, function: str, standby: str, terms: Terms, *args: Any) -> bytes:
    """A step that is told the standby, its terms as issued, and `args`."""
    return deployment.encode(NAME, function, standby, terms, *args)


def honour(deployment: Deployment, standby: str, terms: Terms, demand: Demand) -> bytes:
    return step(deployment, "honour", standby, terms, demand, b"")


def examine(deployment: Deployment, standby: str, terms: Terms, demand: Demand, finding: Finding) -> bytes:
    return step(deployment, "examine", standby, terms, demand, finding)


def _id(call: bytes) -> str:
    """keccak256 of the arguments as the ABI encodes them, which is how the contract makes its ids."""
    return "0x" + keccak(call[SELECTOR:]).hex()
