"""Calls of DepositToken. Amounts in minor units."""

from __future__ import annotations

from app.chain.deployments import Deployment

NAME = "DepositToken"


def pay_in(deployment: Deployment, payment: bytes, to: int, amount: int) -> bytes:
    """`payment` is a UETR's reference, 32 bytes, here and below; `to` a party's number."""
    return deployment.encode(NAME, "payIn", payment, to, amount)


def pay_out(deployment: Deployment, payment: bytes, amount: int) -> bytes:
    return deployment.encode(NAME, "payOut", payment, amount)


def pay(deployment: Deployment, payment: bytes, to: int, amount: int) -> bytes:
    return deployment.encode(NAME, "pay", payment, to, amount)


def reverse(deployment: Deployment, payment: bytes, reason: bytes) -> bytes:
    """`reason` is a commitment to it, 32 bytes."""
    return deployment.encode(NAME, "reverse", payment, reason)


def force(
    deployment: Deployment,
    payment: bytes,
    *,
    undoes: bytes | None,
    payer: int,
    payee: int,
    amount: int,
    order: bytes,
) -> bytes:
    """`undoes` is the payment that the order undoes, if it does; `order` a commitment to it, 32 bytes."""
    return deployment.encode(NAME, "force", payment, undoes or bytes(32), payer, payee, amount, order)


def appoint(deployment: Deployment, instrument: str, appointed: bool) -> bytes:
    """`instrument` is an address."""
    return deployment.encode(NAME, "appoint", instrument, appointed)


def freeze(deployment: Deployment, party: int) -> bytes:
    return deployment.encode(NAME, "freeze", party)


def unfreeze(deployment: Deployment, party: int) -> bytes:
    return deployment.encode(NAME, "unfreeze", party)
