"""Which nodes may join, tried on the network that runs: every seat of the trial's consortium names a
validator, and the list that follows from the chain is compared with lists that differ from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.network.allowlist import ChainRegistry, derive, drift
from app.network.trial import Trial
from app.network.validators import Validators


@dataclass
class Joining:
    """A sequel of a trial."""

    validators: Validators

    __name__ = "joining"

    def __call__(self, trial: Trial) -> None:
        place = trial.stack.place
        openings = sorted((place.folder / "founding" / "keys" / "openings").glob("*.json"))
        nodes = [one.enode for one in self.validators.all]
        organisations = [
            json.loads(file.read_text()) | {"nodes": [node]}
            for file, node in zip(openings, nodes, strict=True)
        ]
        registry = ChainRegistry(place.deployment_file, trial.stack.rpc_url)
        derived = derive(organisations, registry)
        trial.require(drift(derived, {"a whole list": nodes}) == [], "a whole list of nodes seems to differ")
        stranger = f"enode://{'5' * 128}@stranger.example:30303"
        seen = drift(derived, {"a list": [*nodes[1:], stranger]})
        trial.require(
            len(seen) == 2, f"a list with a stranger and without a member has {len(seen)} differences"
        )
        borrowed = [organisations[0] | {"organisation": organisations[1]["organisation"]}, *organisations[1:]]
        seen += drift(derive(borrowed, registry), {"a list": nodes})
        trial.require(len(seen) == 4, "another's number lends a node the right to join")
        trial.findings["nodes_that_may_join"] = len(derived.nodes)
        trial.say(
            f"    {len(derived.nodes)} nodes may join by the members on the chain; {len(seen)} faults seen"
        )
