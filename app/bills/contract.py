"""Calls to BillOfLading."""

from __future__ import annotations

from app.bills.domain import Form
from app.chain.deployments import Deployment

NAME = "BillOfLading"


def issue(deployment: Deployment, bill: str, shipper: int, owner: int, form: Form) -> bytes:
    return deployment.encode(NAME, "issue", bill, shipper, owner, int(form))


def transfer_holder(deployment: Deployment, bill: str, to: int) -> bytes:
    return deployment.encode(NAME, "transferHolder", bill, to)


def nominate(deployment: Deployment, bill: str, nominee: int) -> bytes:
    """0 withdraws the nomination."""
    return deployment.encode(NAME, "nominate", bill, nominee)


def transfer_both(deployment: Deployment, bill: str, to: int) -> bytes:
    return deployment.encode(NAME, "transferBoth", bill, to)


def endorse_in_blank(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "endorseInBlank", bill)


def refuse_transfer(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "refuseTransfer", bill)


def surrender(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "surrender", bill)


def accept_surrender(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "acceptSurrender", bill)


def refuse_surrender(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "refuseSurrender", bill)
