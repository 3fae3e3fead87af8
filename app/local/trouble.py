"""What can go wrong with a machine, said in one sentence."""

from __future__ import annotations


class Trouble(SystemExit):
    """Ends the command with its sentence and no traceback."""
