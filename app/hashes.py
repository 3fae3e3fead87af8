"""Keccak-256, as the chain computes it: the standard library's SHA-3 is another function."""

from __future__ import annotations

from eth_utils.crypto import keccak as _keccak


def keccak(content: bytes) -> bytes:
    """32 bytes."""
    return _keccak(content)
