"""Makes trouble for the loop between the database and the chain, and judges what is left.

python -m tests.chaos --seeds 500 --kills 40        everything; writes var/chaos/report.json
python -m tests.chaos --seed 17                     one seed again, with every step
python -m tests.chaos --seed 17 --without not_sent_again
python -m tests.chaos --seeds 0 --kills 50 --rpc http://127.0.0.1:8545
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from tests.chaos.guards import GUARDS
from tests.chaos.judge import Verdict
from tests.chaos.play import Factories
from tests.chaos.real import storm
from tests.chaos.run import Totals, catch_guards, play_seeds, processes
from tests.chaos.stage import Outcome, stage

REPORT = Path("var/chaos/report.json")
SHOWN = 3


def say(text: str) -> None:
    print(text, flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=500, help="how many seeds are simulated")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument("--kills", type=int, default=40, help="how many real processes are killed, in all")
    parser.add_argument("--rpc", help="a node to do it on, beside Ganache and Anvil or in their place")
    parser.add_argument("--on", default="ganache,anvil", help="which test chains to start, or none")
    parser.add_argument("--seed", type=int, help="play this one alone and show its steps")
    parser.add_argument("--without", choices=sorted(GUARDS), help="with --seed: take this guard out")
    parser.add_argument("--report", type=Path, default=REPORT)
    given = parser.parse_args(arguments)
    if given.seed is not None:
        return one(given.seed, given.without)
    return all_of_it(given)


def one(seed: int, without: str | None) -> int:
    with stage() as on:
        if without is None:
            outcome = on.play(seed, Factories(), show=True)
        else:
            with GUARDS[without].taken_out() as factories:
                outcome = on.play(seed, factories, show=True)
    say(f"seed {seed}: " + ("; ".join(outcome.verdict.all()) or "nothing lost, doubled or wrong"))
    return 0 if outcome.sound else 1


def all_of_it(given: argparse.Namespace) -> int:
    began = time.monotonic()
    report: dict[str, Any] = {"seeds": given.seeds, "first_seed": given.first}
    totals, guards = Totals(), []
    if given.seeds:
        with processes(min(os.cpu_count() or 1, 2)) as pool:
            say(f"simulating {given.seeds} seeds from {given.first}")
            totals = play_seeds(pool, given.first, given.seeds, say)
            if totals.failed:
                say("guards stay where they are: not even with them is every seed sound")
            else:
                say(f"taking {len(GUARDS)} guards out, one at a time")
                guards = catch_guards(pool, given.first, say)
    tally = totals.tally
    storms = blown(given)
    for _, verdict in storms:
        for kind in ("lost", "doubled", "gaps", "wrong"):
            tally[kind] += len(getattr(verdict, kind))
    killed = sum(kills for kills, _ in storms)
    report |= {
        "kills": tally["kills"] + killed,
        "kills_simulated": tally["kills"],
        "kills_real": killed,
        "lost": tally["lost"],
        "doubled": tally["doubled"],
        "gaps": tally["gaps"],
        "wrong": tally["wrong"],
        "failed_seeds": [outcome.seed for outcome in totals.failed],
        "reorganisations": tally["reorganised"],
        "deepest": tally["deepest"],
        "failed_passes": tally["failed passes"],
        "guards_broken": len(guards),
        "guards_caught": sum(caught.seed is not None for caught in guards),
        "guards": {
            caught.name: {"without": GUARDS[caught.name].without, "seed": caught.seed, "how": caught.how}
            for caught in guards
        },
    }
    report["seconds"] = round(time.monotonic() - began, 1)
    given.report.parent.mkdir(parents=True, exist_ok=True)
    given.report.write_text(json.dumps(report, indent=2) + "\n")
    return summary(report, totals.failed, given.report)


def blown(given: argparse.Namespace) -> list[tuple[int, Verdict]]:
    """Real processes on each node; how many were killed there, and the verdict."""
    places = [place for place in given.on.split(",") if place not in ("", "none")]
    places += [given.rpc] if given.rpc else []
    if not given.kills or not places:
        return []
    shares = [
        given.kills // len(places) + (place < given.kills % len(places)) for place in range(len(places))
    ]
    found = []
    for where, kills in zip(places, shares, strict=True):
        verdict = storm(where, kills, given.first, say)
        for text in verdict.all():
            say(f"on {where}, seed {given.first}: {text}")
        found.append((kills, verdict))
    return found


def summary(report: dict[str, Any], failed: list[Outcome], file: Path) -> int:
    for outcome in failed[:SHOWN]:
        say("")
        say(f"seed {outcome.seed}, its last steps:")
        say("\n".join(f"  {line}" for line in outcome.trace))
        say("\n".join(f"  {line}" for line in outcome.verdict.all()))
        say(f"  again: .venv/bin/python -m tests.chaos --seed {outcome.seed}")
    missed = report["guards_broken"] - report["guards_caught"]
    wrong = report["lost"] + report["doubled"] + report["gaps"] + report["wrong"]
    say("")
    say(
        f"{report['seeds']} seeds, {report['kills']} kills, {report['seconds']:.0f} s: "
        f"{report['lost']} lost, {report['doubled']} doubled, "
        f"{report['gaps']} gaps, {report['wrong']} otherwise wrong; "
        f"{report['guards_caught']} of {report['guards_broken']} missing guards caught."
    )
    say(f"Written to {file}." + (" Repeat what failed with --seed." if wrong else ""))
    return 1 if wrong or missed else 0


if __name__ == "__main__":
    sys.exit(main())
