"""A validator is lost by the operator's own commands, and comes back."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

from app.local.trouble import Trouble
from app.network.console import Http, Silent, head_of
from app.network.given import Given

# A validator that comes back finds its peers within half a minute or so, and catches up.
LONGEST_ABSENCE = 180.0


def lose_a_validator(given: Given, say: Callable[[str], None]) -> dict[str, int]:
    """Blocks have to go on without it, and it has to find back. Raises Trouble."""
    loss = given.loss
    ours, lost = Http(given.rpc[0]), Http(given.rpc[loss.rpc])
    try:
        until_blocks(ours, 3)
        _command(loss.stop)
        gone = until_silent(lost)
        say(f"    [dim]a validator is stopped at block {head_of(ours)}[/dim]")
        blocks = until_blocks(ours, loss.blocks)
        seconds = time.monotonic() - gone
        say(f"    [dim]{blocks} blocks came without it in {seconds:.0f} s; it is started again[/dim]")
        _command(loss.start)
        back = time.monotonic()
        until_level(ours, lost)
        absent = round(time.monotonic() - back)
        say(f"    [dim]it has all blocks again, {absent} s after its start[/dim]")
        return {
            "blocks_without": blocks,
            "seconds_without": round(seconds),
            "seconds_to_catch_up": absent,
        }
    finally:
        ours.close()
        lost.close()


def until_blocks(node: Http, blocks: int) -> int:
    """Until so many more have come; how many did. Raises Trouble."""
    first = head_of(node)
    until = time.monotonic() + LONGEST_ABSENCE
    while time.monotonic() < until:
        try:
            come = head_of(node) - first
        except Silent:
            come = 0
        if come >= blocks:
            return come
        time.sleep(0.1)
    raise Trouble(f"{node.url}: fewer than {blocks} blocks in {LONGEST_ABSENCE:.0f} s")


def until_silent(node: Http) -> float:
    """The moment, by the monotonic clock. Raises Trouble."""
    until = time.monotonic() + LONGEST_ABSENCE
    while time.monotonic() < until:
        try:
            head_of(node)
        except Silent:
            return time.monotonic()
        time.sleep(0.05)
    raise Trouble(f"{node.url} still answers, though its validator was to be stopped")


def until_level(ours: Http, other: Http) -> None:
    """Until the other holds the block that is our last now. Raises Trouble."""
    until = time.monotonic() + LONGEST_ABSENCE
    while time.monotonic() < until:
        try:
            last = ours.ask("eth_getBlockByNumber", "latest", False)
            there = other.ask("eth_getBlockByNumber", last["number"], False)
            if there and there["hash"] == last["hash"]:
                return
        except Silent:
            pass
        time.sleep(0.2)
    raise Trouble(f"{other.url} has not the blocks of {ours.url} after {LONGEST_ABSENCE:.0f} s")


def _command(text: str) -> None:
    done = subprocess.run(text, shell=True, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble(f"{text!r} failed with {done.returncode}: {said[-1] if said else 'it said nothing'}")
