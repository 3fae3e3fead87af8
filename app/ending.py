"""A sign to end, given by a signal and waited for by a loop.

`threading.Event` may not be set in a handler: it runs in the thread that waits, and where that just holds the
event's lock, both stand still for ever.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from queue import Empty, SimpleQueue


class Ended:
    """Not yet, until `set`; a SimpleQueue is made for those who interrupt themselves."""

    def __init__(self) -> None:
        self._set = False
        self._said: SimpleQueue[None] = SimpleQueue()

    @classmethod
    def by_signal(cls) -> Ended:
        """Set by SIGTERM or SIGINT from now on."""
        made = cls()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: made.set())
        return made

    def set(self) -> None:
        self._set = True
        self._said.put(None)

    def is_set(self) -> bool:
        return self._set

    def wait(self, seconds: float | None = None) -> bool:
        """Until it is set, or for so long; whether it is set. For one thread."""
        if not self._set:
            with suppress(Empty):
                self._said.get(timeout=seconds)
        return self._set
