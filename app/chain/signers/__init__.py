"""Who signs. One file for each kind of key; a worker holds one signer of one kind: maker's, checker's, or the
courier's, who stands for nobody and pays for orders that persons signed elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class LegacyTransaction:
    """Legacy form, at price 0 as permissioned chains without a base fee take it, unless an operator asked for
    a price (in wei). `gas` is the limit.
    """

    chain_id: int
    nonce: int
    to: str
    data: bytes
    gas: int
    price: int = 0


MAKER, CHECKER, COURIER = "maker", "checker", "courier"


class Signer(Protocol):
    @property
    def kind(self) -> str:
        """`maker`, `checker` or `courier`."""

    @property
    def term(self) -> int:
        """Another number whenever others may have used these keys since it was asked before."""

    def members(self) -> frozenset[str]:
        """The members whose key it holds."""

    def address(self, member_id: str, party: int) -> str: ...

    def sign_order(self, member_id: str, party: int, digest: bytes) -> bytes:
        """65 bytes r, s, v (27 or 28) over an order's digest."""

    def sign_transaction(
        self, member_id: str, party: int, transaction: LegacyTransaction
    ) -> tuple[bytes, str]:
        """The signed bytes and their hash."""
