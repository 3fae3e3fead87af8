"""The desk of the tests of credits, whose `south` is an authority too."""

from __future__ import annotations

from tests.app.credits.conftest import desk

__all__ = ["desk"]
