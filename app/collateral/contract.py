"""Calls of CollateralBook, and the ids that both sides compute for themselves."""

from __future__ import annotations

from typing import Any

from app.chain.deployments import Deployment
from app.hashes import keccak

NAME, CREDITS = "CollateralBook", "LetterOfCredit"
SELECTOR = 4


def offer(
    deployment: Deployment, deal: str, master: str, terms: Any, bank: int, amount: int, purpose: str
) -> bytes:
    return deployment.encode(NAME, "offer", deal, master, terms, bank, amount, purpose)


def take(deployment: Deployment, link: str, second: str) -> bytes:
    return deployment.encode(NAME, "take", link, second)


def release(deployment: Deployment, link: str) -> bytes:
    return deployment.encode(NAME, "release", link)


def withdraw(deployment: Deployment, link: str) -> bytes:
    return deployment.encode(NAME, "withdraw", link)


def end(deployment: Deployment, link: str, deal: str, second: str, salt: bytes) -> bytes:
    return deployment.encode(NAME, "end", link, deal, second, salt)


def link_id(deployment: Deployment, deal: str, master: str, bank: int, amount: int, purpose: str) -> str:
    return _id(deployment.encode(NAME, "idOf", deal, master, bank, amount, purpose))


def second_of(deployment: Deployment, deal: str, second: str, salt: bytes) -> str:
    return _id(deployment.encode(NAME, "secondOf", deal, second, salt))


def _id(call: bytes) -> str:
    """keccak256 of the arguments as the ABI encodes them, which is how the contract makes its ids."""
    return "0x" + keccak(call[SELECTOR:]).hex()
