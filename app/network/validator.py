"""One geth of ours, as its folder describes it. It belongs to its pid file and not to who started it, so that
another process can end it and start it:

    python -m app.network.validator kill FOLDER      at once, as a machine that loses its power
    python -m app.network.validator start FOLDER
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.local.trouble import Trouble
from app.network.console import Http, Refused, Silent, Socket, head_of

START, STOP = 60.0, 20.0


class Validator:
    """validator.json in its folder holds command, ports, address and socket."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.about: dict[str, Any] = json.loads((folder / "validator.json").read_text())
        self.name: str = self.about["name"]
        self.url: str = self.about["url"]
        self.enode: str = self.about["enode"]
        self.address: str = self.about["address"]
        self.console = Socket(Path(self.about["socket"]))

    @property
    def log(self) -> Path:
        return self._folder / "geth.log"

    def start(self) -> None:
        with self.log.open("ab") as out:
            child = subprocess.Popen(
                self.about["command"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        self._pid_file.write_text(str(child.pid))
        until = time.monotonic() + START
        while not self.answers():
            if not _lives(child.pid):
                raise Trouble(f"{self.name} ended at once; why stands in {self.log}.")
            if time.monotonic() > until:
                raise Trouble(f"{self.name} does not answer after {START:.0f} s; its log is {self.log}.")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            self.console.ask("eth_chainId")
        except (Silent, Refused):
            return False
        return True

    def send(self, number: signal.Signals) -> None:
        """A signal, where it runs."""
        pid = self._pid()
        if pid:
            os.kill(pid, number)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """It stands still, and its connections with it."""
        self.send(signal.SIGSTOP)
        try:
            yield
        finally:
            self.send(signal.SIGCONT)

    def stop(self) -> None:
        for number, seconds in ((signal.SIGTERM, STOP), (signal.SIGKILL, STOP)):
            self.send(number)
            until = time.monotonic() + seconds
            while self._pid():
                if time.monotonic() > until:
                    break
                time.sleep(0.05)

    def reorgs(self) -> list[int]:
        """How many blocks it gave up, each time that another branch won, by its own log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        dropped = [line for line in lines if "hain reorg detected" in line]
        return [int(line.partition(" drop=")[2].split()[0]) for line in dropped]

    @property
    def _pid_file(self) -> Path:
        return self._folder / "pid"

    def _pid(self) -> int:
        """0 where it does not run."""
        pid = int(self._pid_file.read_text()) if self._pid_file.exists() else 0
        return pid if pid and _lives(pid) else 0


def wait_for_blocks(one: Validator, blocks: int, seconds: float) -> int:
    """Until so many more have come; returns the last. Raises Trouble."""
    with_http = Http(one.url)
    try:
        first = None
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                head = head_of(with_http)
            except Silent:
                head = first if first is not None else 0
            first = head if first is None else first
            if head >= first + blocks:
                return head
            time.sleep(0.1)
    finally:
        with_http.close()
    raise Trouble(f"{one.name} saw fewer than {blocks} new blocks in {seconds:.0f} s; its log is {one.log}.")


def _lives(pid: int) -> bool:
    """Also buries it, where it is our child and dead."""
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in ("kill", "start"):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    one = Validator(Path(arguments[1]))
    if arguments[0] == "kill":
        one.send(signal.SIGKILL)
    else:
        one.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
