"""The desk of the tests of credits: `south` is the beneficiary of the master, the adviser issues another."""

from __future__ import annotations

from tests.app.credits.conftest import desk

__all__ = ["desk"]
