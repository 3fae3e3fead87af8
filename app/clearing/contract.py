"""Calls of InterbankPayments. Amounts in minor units."""

from __future__ import annotations

from app.chain.deployments import Deployment
from app.clearing.domain import Corridor, Instruction

NAME = "InterbankPayments"


def mandate(deployment: Deployment, by: Corridor, amount: int) -> bytes:
    return deployment.encode(NAME, "mandate", _corridor(by), amount)


def accept(deployment: Deployment, by: Corridor, amount: int) -> bytes:
    return deployment.encode(NAME, "accept", _corridor(by), amount)


def pay(deployment: Deployment, instruction: Instruction) -> bytes:
    return deployment.encode(NAME, "pay", _instruction(instruction))


def give_back(deployment: Deployment, payer: int, instruction: Instruction, reason: bytes) -> bytes:
    """`payer` is who paid; `reason` a commitment, 32 bytes."""
    return deployment.encode(NAME, "giveBack", payer, _instruction(instruction), reason)


def _corridor(by: Corridor) -> tuple[str, str, str]:
    return (by.source, by.to, by.settlement)


def _instruction(given: Instruction) -> tuple[bytes, tuple[str, str, str], int, int]:
    return (bytes.fromhex(given.payment[2:]), _corridor(given.by), given.payee, given.amount)
