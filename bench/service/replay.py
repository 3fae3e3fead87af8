"""A node that replays recorded logs: the life of a bill, told of as many bills as are asked for.

    python -m bench.service.replay RECORDING EVENTS

prints its address when it answers. It speaks as much JSON-RPC as an indexer asks. Each of its blocks holds
one transaction of each of `TOGETHER` bills, so its blocks are full, and the rows that a block changes lie
apart.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from app.chain.completeness import bits_of

TOGETHER = 50
STARTED = 1_750_000_000


@dataclass(frozen=True)
class Recording:
    """`steps` are the transactions of one bill, each the logs of it as the node gave them; `bill` its id."""

    deployment: dict[str, Any]
    bill: str
    steps: list[list[dict[str, Any]]]

    @property
    def logs(self) -> int:
        return sum(len(step) for step in self.steps)

    def write(self, folder: Path) -> Path:
        """As files that a service and a node can be started from; the ABIs stand in deployments/abi."""
        file = folder / "recording.json"
        file.write_text(json.dumps(asdict(self)))
        (folder / "deployment.json").write_text(json.dumps(self.deployment))
        return file

    @classmethod
    def read(cls, file: Path) -> Recording:
        return cls(**json.loads(file.read_text()))


def digest(*parts: object) -> str:
    return hashlib.sha256("-".join(map(str, parts)).encode()).hexdigest()


class Replay:
    def __init__(self, recording: Recording, events: int) -> None:
        self.chain_id = int(recording.deployment["chain_id"])
        self._steps = [[_template(log, recording.bill) for log in step] for step in recording.steps]
        self._spoken_of = [_spoken_of(step, recording.bill) for step in recording.steps]
        groups = -(-events // (recording.logs * TOGETHER))
        self.last = groups * len(self._steps)

    def answer(self, request: dict[str, Any]) -> str:
        method, params = request["method"], request["params"]
        found = {
            "eth_chainId": lambda: json.dumps(hex(self.chain_id)),
            "eth_blockNumber": lambda: json.dumps(hex(self.last)),
            "eth_getBlockByNumber": lambda: self.block(params[0]),
            "eth_getLogs": lambda: self.logs(params[0]),
        }[method]()
        return f'{{"jsonrpc":"2.0","id":{json.dumps(request["id"])},"result":{found}}}'

    def block(self, name: str) -> str:
        number = self.last if name == "latest" else int(name, 16)
        if number > self.last:
            return "null"
        zero, bloom = "0x" + "00" * 32, f"0x{self._bloom(number):0512x}"
        return json.dumps(
            {
                "number": hex(number),
                "hash": "0x" + digest(number),
                "parentHash": "0x" + digest(number - 1),
                "timestamp": hex(STARTED + 2 * number),
                **dict.fromkeys(("mixHash", "transactionsRoot", "stateRoot", "receiptsRoot"), zero),
                "sha3Uncles": zero,
                "logsBloom": bloom,
                "miner": "0x" + "00" * 20,
                **dict.fromkeys(("difficulty", "totalDifficulty", "gasUsed", "nonce"), "0x0"),
                "gasLimit": hex(30_000_000),
                "size": "0x400",
                "extraData": "0x",
                "transactions": [],
                "uncles": [],
            }
        )

    def _bloom(self, number: int) -> int:
        """What the block's logs speak of, by the rule of the chain."""
        if not number:
            return 0
        group, step = divmod(number - 1, len(self._steps))
        found = self._spoken_of[step]
        for place in range(TOGETHER):
            found |= bits_of("0x" + bill_of(group, place))
        return found

    def logs(self, asked: dict[str, Any]) -> str:
        first, last = int(asked["fromBlock"], 16), min(int(asked["toBlock"], 16), self.last)
        return (
            "[" + ",".join(log for number in range(max(first, 1), last + 1) for log in self._of(number)) + "]"
        )

    def _of(self, number: int) -> list[str]:
        group, step = divmod(number - 1, len(self._steps))
        block, hash = hex(number), "0x" + digest(number)
        found: list[str] = []
        for place in range(TOGETHER):
            bill, transaction = bill_of(group, place), "0x" + digest(number, place)
            for template in self._steps[step]:
                before, between = template
                found.append(
                    before
                    + bill
                    + between.replace("@index@", hex(len(found)))
                    .replace("@block@", block)
                    .replace("@hash@", hash)
                    .replace("@transaction@", transaction)
                    .replace("@place@", hex(place))
                )
        return found


@lru_cache(maxsize=100_000)
def bill_of(group: int, place: int) -> str:
    return digest("bill", group, place)


def _spoken_of(step: list[dict[str, Any]], bill: str) -> int:
    """Bits of all but the bill, which stands for others."""
    found = 0
    for log in step:
        for told in (log["address"], *log["topics"]):
            found |= bits_of(told) if told != bill else 0
    return found


def _template(log: dict[str, Any], bill: str) -> tuple[str, str]:
    """Its text up to the bill's id, and from there on."""
    values = {
        **{name: log[name] for name in ("address", "topics", "data")},
        "logIndex": "@index@",
        "blockNumber": "@block@",
        "blockHash": "@hash@",
        "transactionHash": "@transaction@",
        "transactionIndex": "@place@",
        "removed": False,
    }
    before, between = json.dumps(values).split(bill[2:])
    return before, between


class Server(ThreadingHTTPServer):
    daemon_threads = True
    replay: Replay


class Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        replay = self.server.replay
        if isinstance(asked, list):
            text = "[" + ",".join(replay.answer(one) for one in asked) + "]"
        else:
            text = replay.answer(asked)
        told = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Nothing: there are thousands."""


def main() -> None:
    file, events = sys.argv[1:]
    server = Server(("127.0.0.1", 0), Asked)
    server.replay = Replay(Recording.read(Path(file)), int(events))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
