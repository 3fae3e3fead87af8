"""Requests at a steady rate over connections that are kept, and how long each took. As little as speaks HTTP:
whoever measures shares the cores with what is measured.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Asked:
    """A POST, or a GET where there is no body."""

    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None

    def spelled(self, host: str) -> bytes:
        lines = [f"{'GET' if self.body is None else 'POST'} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + (self.body or b"")


@dataclass(frozen=True)
class Answered:
    """`seconds` from the sending to the last byte."""

    status: int
    seconds: float
    body: bytes


class Connection:
    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, asked: Asked) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(asked.spelled(f"{self._host}:{self._port}"))
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if "content-length" not in fields:
            raise RuntimeError(f"an answer without its length: {first}")
        return int(first.split()[1]), await reader.readexactly(int(fields["content-length"]))

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()


def steadily(url: str, requests: Sequence[Asked], rate: float, connections: int) -> list[Answered]:
    """`rate` a second are sent, or as many as come back where `connections` are busy."""
    return asyncio.run(_steadily(url, requests, rate, connections))


async def _steadily(url: str, requests: Sequence[Asked], rate: float, connections: int) -> list[Answered]:
    waiting = iter(enumerate(requests))
    answered: list[Answered] = []
    began = time.perf_counter()

    async def one() -> None:
        connection = Connection(url)
        try:
            for place, asked in waiting:
                due = began + place / rate
                await asyncio.sleep(max(due - time.perf_counter(), 0))
                sent = time.perf_counter()
                status, body = await connection.ask(asked)
                answered.append(Answered(status, time.perf_counter() - sent, body))
        finally:
            connection.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return answered


def at(share: float, values: Sequence[float]) -> float:
    """The value that `share` of all are not above."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
