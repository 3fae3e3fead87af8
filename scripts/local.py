"""Everything on a local chain that runs already: founders' keys, contracts, admission, cash; in one go.

    CHAIN_PORT=8545 toolbox/brownie run local main state=FOLDER admission=FILE --network development

Both can come as ENTREPOT_STATE and ENTREPOT_ADMISSION instead. Under FOLDER (var, if none is given) lie
founders/ (made once) and deployments/<network>.json, which tells the service where everything is. Without an
admission only the contracts are brought. A second run finds everything there and does nothing.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from brownie import accounts, network, rpc

from scripts import admission as admissions
from scripts import keys, parameters
from scripts.deploy import Deployed, deploy_all, deploy_token, list_new, listing_of
from scripts.makers import DistantMaker, Makers
from scripts.parameters import Parameters, Voter
from scripts.proposals import decide
from scripts.record import ROOT
from scripts.saying import LOCAL, Refused, command, say


@command
def main(state: str = "", admission: str = "") -> None:
    name = network.show_active()
    if name not in LOCAL:
        raise Refused(
            f"{name} is not a local chain: its founders sit at their own desks. Use deploy and members."
        )
    if rpc.is_child():
        raise Refused("No chain answers at CHAIN_PORT: start one, this script only brings things to it.")
    folder = Path(state or os.environ.get("ENTREPOT_STATE") or ROOT / "var")
    request = admission or os.environ.get("ENTREPOT_ADMISSION", "")
    bring(name, folder, Path(request) if request else None)


def bring(name: str, folder: Path, request: Path | None) -> Deployed:
    """Deploys and admits; goes on where an earlier run stopped."""
    founders = folder / "founders"
    for seat in parameters.seat_names(name):
        keys.make(founders, seat, seat)
    params = parameters.read(name, seats=founders / "seats", record=folder / "deployments" / f"{name}.json")
    with Makers(founders) as makers:
        voting = replace(params, voters=_voters(params, founders, makers))
        deployed = deploy_all(accounts[0], voting, listed=False)
        if request is not None:
            _admit(deployed, admissions.read(request))
        list_new(deployed)
    say(f"The chain is ready; {params.record} says what is where.")
    return deployed


def _voters(params: Parameters, founders: Path, makers: Makers) -> tuple[Voter, ...]:
    """As many as decide: the second persons' keys here, the first persons' in the makers' process."""
    names = parameters.seat_names(params.network)
    return tuple(
        Voter(
            seat.party,
            DistantMaker(seat_name, makers),
            accounts.add(keys.open_key(*keys.place_of(founders, "checker", seat_name))),
        )
        for seat_name, seat in list(zip(names, params.seats, strict=True))[: params.threshold]
    )


def _admit(deployed: Deployed, request: admissions.Request) -> None:
    for issuer, currency, decimals in request.tokens:
        deploy_token(deployed, accounts[0], issuer, currency, decimals, listed=False)
    listing = listing_of(deployed)
    for calls in admissions.calls_for(deployed.members, request):
        decide(deployed.members, deployed.consortium, deployed.params.voters, [*listing, *calls])
        listing = []
    say(f"{len(request.parties)} numbers are admitted, {len(request.tokens)} tokens are listed.")
