"""Calls of DepositToken. Amounts in minor units."""

from __future__ import annotations

from app.chain.deployments import Deployment

NAME = "DepositToken"


def mint(deployment: Deployment, to: int, amount: int) -> bytes:
    """`to` is a party's number."""
    return deployment.encode(NAME, "mint", to, amount)


def redeem(deployment: Deployment, amount: int) -> bytes:
    return deployment.encode(NAME, "redeem", amount)


def transfer(deployment: Deployment, account: str, amount: int) -> bytes:
    """`account` is the address that stands for a party, as ERC-20 wants it."""
    return deployment.encode(NAME, "transfer", account, amount)


def freeze(deployment: Deployment, party: int) -> bytes:
    return deployment.encode(NAME, "freeze", party)


def unfreeze(deployment: Deployment, party: int) -> bytes:
    return deployment.encode(NAME, "unfreeze", party)
