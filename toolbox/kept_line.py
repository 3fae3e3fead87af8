"""Questions to a node of this machine over one connection that is kept.

web3 asks through requests, which looks through the whole environment for proxies at each question, and takes
seven times as long for it as the question itself takes here.
"""

import http.client
import select
import threading
from functools import lru_cache
from urllib.parse import urlsplit

import requests

HERE = ("127.0.0.1", "localhost")
HEADERS = {"Content-Type": "application/json"}


class Line:
    """To one node, for all threads of this process, one after the other."""

    def __init__(self, host: str, port: int | None, timeout: float) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=timeout)
        self._free = threading.Lock()

    def ask(self, question: bytes) -> bytes:
        """The node's answer. Raises what web3 expects of requests: ConnectionError, Timeout or HTTPError."""
        with self._free:
            try:
                self._leave_if_dropped()
                self._connection.request("POST", "/", question, HEADERS)
                response = self._connection.getresponse()
                answer = response.read()
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                kind = requests.Timeout if isinstance(error, TimeoutError) else requests.ConnectionError
                raise kind(f"{self._connection.host}:{self._connection.port}: {error}") from error
        if response.status >= 400:
            raise requests.HTTPError(f"{response.status} {response.reason}: {answer[:200]!r}")
        return answer

    def _leave_if_dropped(self) -> None:
        """A node closes a connection that was silent for seconds, and then its end can be read."""
        if self._connection.sock and select.select([self._connection.sock], [], [], 0)[0]:
            self._connection.close()


@lru_cache
def line_to(url: str, timeout: float) -> Line | None:
    """None where the node is not on this machine: a proxy may stand before it, or a certificate."""
    where = urlsplit(url)
    if where.scheme != "http" or where.hostname not in HERE:
        return None
    return Line(where.hostname, where.port, timeout)
