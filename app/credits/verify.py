"""Checks an evidence pack of a credit, without the service that made it.

    python verify.py PACK [--seal HEX] [--rpc URL]

PACK is the zip or the folder that it was unpacked to. Needs Python 3.10 or later and nothing else. Without
--rpc it checks that nothing in the pack was changed, that texts and salts open the commitments that stand in
the events, and that signed transactions have the hashes that are given. With --rpc, the address of any node
of the chain, it checks too that the chain has those transactions and events, in blocks with those hashes and
times. --seal is the pack's seal as it was written down when the pack was made: with it, the pack is that one.

Ends with 0 where all is as it says, 1 where it is not, with the entry that is wrong, and 2 where it cannot
be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


class Unreadable(Exception):
    """No pack, or one that a tool has cut off."""


# ------------------------------------------------------------------------------------------------- Keccak-256

_lfsr = 1
_CONSTANTS = []
for _ in range(24):
    _word = 0
    for _bit in range(7):
        if _lfsr & 1:
            _word |= 1 << ((1 << _bit) - 1)
        _lfsr = (_lfsr << 1) ^ (0x171 if _lfsr & 0x80 else 0)
    _CONSTANTS.append(_word)
_FULL = (1 << 64) - 1


def _turned(word: int, by: int) -> int:
    by %= 64
    return ((word << by) | (word >> (64 - by))) & _FULL if by else word


def _permuted(state: list[list[int]]) -> list[list[int]]:
    for constant in _CONSTANTS:
        columns = [a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4] for a in state]
        for x in range(5):
            effect = columns[(x - 1) % 5] ^ _turned(columns[(x + 1) % 5], 1)
            state[x] = [lane ^ effect for lane in state[x]]
        x, y, current = 1, 0, state[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, state[x][y] = state[x][y], _turned(current, (step + 1) * (step + 2) // 2)
        for y in range(5):
            row = [state[x][y] for x in range(5)]
            for x in range(5):
                state[x][y] = row[x] ^ (~row[(x + 1) % 5] & _FULL & row[(x + 2) % 5])
        state[0][0] ^= constant
    return state


def keccak(data: bytes) -> bytes:
    """Keccak-256 as Ethereum has it: not the SHA-3 of `hashlib`, whose padding differs."""
    rate = 136
    padded = bytearray(data) + b"\x01" + b"\0" * (-(len(data) + 1) % rate)
    padded[-1] |= 0x80
    state = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), rate):
        for place in range(rate // 8):
            lane = padded[start + 8 * place : start + 8 * place + 8]
            state[place % 5][place // 5] ^= int.from_bytes(lane, "little")
        state = _permuted(state)
    return b"".join(state[place % 5][place // 5].to_bytes(8, "little") for place in range(4))


# ------------------------------------------------------------------------------------------------- the pack


def canonical(content: Any) -> bytes:
    """JSON with sorted names and nothing between: what hashes of content are taken of."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sealed_as(manifest: dict[str, Any]) -> str:
    """The seal of a pack: SHA-256 of its manifest without the seal."""
    return hashlib.sha256(canonical({k: v for k, v in manifest.items() if k != "seal"})).hexdigest()


def unpacked(place: Path, faults: list[str]) -> dict[str, bytes]:
    """Every entry by its name."""
    if place.is_dir():
        files = (file for file in sorted(place.rglob("*")) if file.is_file())
        return {file.relative_to(place).as_posix(): file.read_bytes() for file in files}
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(place) as pack:
            for name in pack.namelist():
                try:
                    found[name] = pack.read(name)
                except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
                    faults.append(f"{name}: cannot be unpacked: {error}")
                    found[name] = b""
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(f"{place} is no pack that can be opened: {error}") from None
    return found


def check_entries(entries: dict[str, bytes], seal: str | None, faults: list[str]) -> dict[str, Any]:
    """That all are there, none is added, and each is what the manifest says. The manifest."""
    try:
        manifest = json.loads(entries[MANIFEST])
        listed = {str(name): dict(said) for name, said in manifest["entries"].items()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable(f"{MANIFEST}: cannot be read: {error}") from None
    if canonical(manifest) != entries[MANIFEST] or manifest.get("seal") != sealed_as(manifest):
        faults.append(f"{MANIFEST}: was changed: it is not what its seal was taken of")
        return dict(manifest)
    if seal is not None and seal.lower() != manifest.get("seal"):
        faults.append(f"{MANIFEST}: is sealed {manifest.get('seal')}, not {seal}: another pack")
    for name, said in listed.items():
        if name not in entries:
            faults.append(f"{name}: is missing")
        elif hashlib.sha256(entries[name]).hexdigest() != said.get("sha256"):
            faults.append(f"{name}: was changed: its SHA-256 is not {said.get('sha256')}")
    for name in entries:
        if name not in listed and name != MANIFEST:
            faults.append(f"{name}: is no part of the pack")
    return dict(manifest)


def opened(opening: dict[str, Any], entries: dict[str, bytes]) -> str:
    """The commitment that its texts and salts make."""

    def text(part: str) -> bytes:
        return entries[opening[part]]

    def raw(part: str) -> bytes:
        return bytes.fromhex(opening[part].replace("0x", "", 1))

    if opening["scheme"] == "salted":
        content = text("file") if "file" in opening else canonical(opening["content"])
        return "0x" + keccak(raw("salt") + content).hex()
    leaf = keccak(raw("salt") + text("public"))
    if opening["scheme"] == "between banks, whole":
        return "0x" + keccak(leaf + keccak(raw("banks_salt") + text("file"))).hex()
    return "0x" + keccak(leaf + raw("banks_leaf")).hex()


def check_openings(entries: dict[str, bytes], faults: list[str]) -> int:
    """That each opens its commitment, and that this stands in the event that is named."""
    events = {event["id"]: event for event in json.loads(entries["events.json"])}
    openings = json.loads(entries["openings.json"])
    for opening in openings:
        what, commitment = opening["what"], opening["commitment"]
        for name, sha256 in (opening.get("files") or {}).items():
            if hashlib.sha256(entries.get(name, b"")).hexdigest() != sha256:
                faults.append(f"{name}: is not what {what} lists")
        if opened(opening, entries) != commitment:
            faults.append(f"openings.json: {what} does not open {commitment}")
        event = events.get(opening["event"])
        told = "".join([*event["log"]["topics"], event["log"]["data"] or ""]) if event else ""
        if commitment.replace("0x", "", 1).lower() not in told.lower():
            faults.append(f"openings.json: {commitment} of {what} does not stand in event {opening['event']}")
    return len(openings)


def check_transactions(entries: dict[str, bytes], faults: list[str]) -> int:
    """That the signed bytes have the hash that is given: nobody can make others with it."""
    count = 0
    for operation in json.loads(entries["operations.json"]):
        for signed in operation["signed"]:
            count += 1
            if "0x" + keccak(bytes.fromhex(signed["raw"].replace("0x", "", 1))).hex() != signed["hash"]:
                faults.append(f"operations.json: {signed['hash']} is not the hash of its signed bytes")
    return count


def check_order(entries: dict[str, bytes], faults: list[str]) -> int:
    """That what is told is told in order, and each event at the time of its block."""
    events = {event["id"]: event for event in json.loads(entries["events.json"])}
    steps = json.loads(entries["timeline.json"])
    for before, after in pairwise(steps):
        if before["at"] > after["at"]:
            faults.append(f"timeline.json: step {after['step']} stands after a later one")
    for step in steps:
        if step["event"] is not None and step["at"] != events.get(step["event"], {}).get("at"):
            faults.append(f"timeline.json: step {step['step']} is not at the time of event {step['event']}")
    return len(steps)


# ------------------------------------------------------------------------------------------------- the chain

Ask = Callable[..., Any]


def node(url: str) -> Ask:
    def ask(method: str, *params: Any) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            found = json.load(answer)
        if "error" in found:
            raise Unreadable(f"the node answers {method} with {found['error']}")
        return found.get("result")

    return ask


def check_chain(entries: dict[str, bytes], manifest: dict[str, Any], ask: Ask, faults: list[str]) -> int:
    """That the chain has every event and every transaction that the pack tells of. How many it asked for."""
    if int(ask("eth_chainId"), 16) != manifest["chain_id"]:
        faults.append(f"{MANIFEST}: the node is not of chain {manifest['chain_id']}")
        return 0
    asked = 0
    for event in json.loads(entries["events.json"]):
        asked += 1
        log, said = event["log"], f"events.json: event {event['id']}"
        receipt = ask("eth_getTransactionReceipt", log["transactionHash"]) or {"logs": []}
        names = ["address", "topics", "data", "blockHash", "blockNumber", "logIndex"]
        if log["data"] is None:  # between others
            names.remove("data")
        told = [{name: _low(one[name]) for name in names} for one in receipt["logs"]]
        if {name: _low(log[name]) for name in names} not in told:
            faults.append(f"{said} is not what the chain has in transaction {log['transactionHash']}")
        block = ask("eth_getBlockByNumber", log["blockNumber"], False) or {}
        if block.get("hash") != log["blockHash"] or int(block.get("timestamp", "0x0"), 16) != event["second"]:
            faults.append(f"{said} is not in the block, or not of the second, that the chain has")
    for operation in json.loads(entries["operations.json"]):
        if operation["receipt"] is None:
            continue
        asked += 1
        said = operation["receipt"]
        found = ask("eth_getTransactionReceipt", said["transaction"]) or {}
        answer = found.get("blockHash"), found.get("status"), found.get("gasUsed")
        if answer != (said["block_hash"], "0x1" if said["succeeded"] else "0x0", hex(said["gas_used"])):
            faults.append(f"operations.json: the chain has no such receipt of {said['transaction']}")
    return asked


def _low(value: Any) -> Any:
    return [one.lower() for one in value] if isinstance(value, list) else str(value).lower()


# ----------------------------------------------------------------------------------------------- the command


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks an evidence pack of a credit.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--seal", help="the pack's seal, as it was written down")
    parser.add_argument("--rpc", help="address of a node of the chain")
    given = parser.parse_args(arguments)
    faults: list[str] = []
    try:
        entries = unpacked(given.pack, faults)
        manifest = check_entries(entries, given.seal, faults)
        if faults:
            return _say(faults)
        openings, signed = check_openings(entries, faults), check_transactions(entries, faults)
        steps = check_order(entries, faults)
        asked = check_chain(entries, manifest, node(given.rpc), faults) if given.rpc else None
    except (Unreadable, OSError, KeyError, ValueError, TypeError) as error:
        for fault in faults:
            print(f"FAULT  {fault}")
        print(f"FAULT  {error}" if isinstance(error, Unreadable) else f"FAULT  cannot be checked: {error!r}")
        return 2
    if faults:
        return _say(faults)
    print(
        f"ok     credit {manifest['credit']} as {manifest['member']['name']} holds it, {manifest['made_at']}"
    )
    print(f"ok     {len(entries)} entries, sealed {manifest['seal']}")
    print(f"ok     {openings} commitments opened, {signed} signed transactions, {steps} steps in order")
    if asked is None:
        print("note   the chain was not asked: give --rpc")
    else:
        print(f"ok     {asked} events and receipts are what the chain has")
    return 0


def _say(faults: list[str]) -> int:
    for fault in faults:
        print(f"FAULT  {fault}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
