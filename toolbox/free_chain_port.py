"""Moves Brownie's development chains to ports of their own: tests never attach to a chain that somebody uses.

CHAIN_PORT says where: a number, or `free` for a port found here. A pytest plugin also, because each worker of
a parallel run loads Brownie's settings anew; a worker adds its own number to the port.
"""

import os
import random
import socket

from brownie._config import CONFIG

WORKERS = 8
# Below the range from which the kernel gives outgoing connections their ports.
LOWEST, HIGHEST = 20_000, 30_000


def is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def find() -> int:
    """The first of WORKERS neighbouring ports that nobody listens on."""
    while True:
        first = random.randrange(LOWEST, HIGHEST, WORKERS)
        if all(is_free(port) for port in range(first, first + WORKERS)):
            return first


if os.environ.get("CHAIN_PORT", "free") == "free":
    os.environ["CHAIN_PORT"] = str(find())
for network in CONFIG.networks.values():
    if "cmd" in network:
        network["cmd_settings"]["port"] = int(os.environ["CHAIN_PORT"])
