"""A process that is told to end, at whatever moment of its waiting."""

from __future__ import annotations

import subprocess
import sys

# Thirty thousand waits in a second or two, and three hundred signals that come in the midst of them.
TOLD_OFTEN = """
import random, signal
from app.ending import Ended

for _ in range(300):
    ended = Ended()
    signal.signal(signal.SIGALRM, lambda *_: ended.set())
    signal.setitimer(signal.ITIMER_REAL, random.uniform(0.001, 0.004))
    while not ended.is_set():
        ended.wait(0.0001)
"""


def test_who_is_told_to_end_while_it_waits_does_not_stand_still() -> None:
    """SERVICE-127"""
    done = subprocess.run([sys.executable, "-c", TOLD_OFTEN], timeout=60, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
