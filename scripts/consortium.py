"""The seats' votes. Each is one seat's, by two of its persons: this signs, `run desk send` sends.

    toolbox/brownie run consortium approve --network live proposal=0x… keystore=FILE passphrase=FILE

approve, execute and object take a proposal; what it does is read from the chain and shown. `pending` lists
what waits. Proposals are made by the commands of members and instruments.
"""

from __future__ import annotations

from typing import Any

from brownie import web3

from scripts import desk, reading
from scripts.deploy import Deployed
from scripts.proposals import Calls, Status, calls_of, proposed, salt_for
from scripts.saying import Refused, command, say


def propose_calls(deployed: Deployed, maker: Any, calls: Calls) -> None:
    """The same calls make the same proposal at every seat: who comes second is told to approve."""
    consortium = deployed.consortium
    salt = salt_for(consortium, calls)
    proposal = consortium.idOf(calls, salt)
    if deployed.consortium.proposalOf(proposal)[0] != Status.UNKNOWN:
        say(f"This is proposed already, as {proposal}. Next: {_next(deployed, proposal)}.")
        return
    say(f"Once sent, it is proposal {proposal}; other seats then run consortium approve.")
    desk.sign(deployed, maker, consortium, consortium.propose.encode_input(calls, salt))


def vote(deployed: Deployed, maker: Any, proposal: str, function: str) -> None:
    """Signs an approval, an objection or an execution; refuses at once what the chain would."""
    consortium = deployed.consortium
    status, _, approvals, objections = consortium.proposalOf(proposal)
    if status == Status.UNKNOWN:
        raise Refused(f"There is no proposal {proposal} in this consortium.")
    if status in (Status.EXECUTED, Status.CANCELLED):
        say(f"{proposal} is {Status(status).name.lower()}: nothing to do.")
        return
    seat = desk.party_of(deployed, maker)
    seats = list(consortium.seats())
    if seat not in seats:
        raise Refused(f"Number {seat} has no seat in the consortium.")
    place = 1 << seats.index(seat)
    if function == "approve" and (approvals & place or status == Status.CARRIED):
        say(f"Approved already. Next: {_next(deployed, proposal)}.")
        return
    if function == "object" and objections & place:
        say("This seat has objected already: nothing to do.")
        return
    if function == "execute":
        calls, salt = calls_of(consortium, proposal)
        _require_ready(deployed, proposal)
        desk.sign(deployed, maker, consortium, consortium.execute.encode_input(calls, salt))
    else:
        desk.sign(deployed, maker, consortium, getattr(consortium, function).encode_input(proposal))


def _require_ready(deployed: Deployed, proposal: str) -> None:
    status, ready, approvals, _ = deployed.consortium.proposalOf(proposal)
    if status == Status.PENDING:
        raise Refused(
            f"Not carried yet: {approvals.bit_count()} of {deployed.consortium.threshold()} seats approved."
        )
    wait = ready - web3.eth.get_block("latest")["timestamp"]
    if wait > 0:
        raise Refused(f"It is carried, but may be executed only {wait} seconds from the chain's last block.")


def _next(deployed: Deployed, proposal: str) -> str:
    status = deployed.consortium.proposalOf(proposal)[0]
    step = "approve" if status == Status.PENDING else "execute"
    return f"run consortium {step} proposal={proposal} …"


@command
def approve(proposal: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    vote(desk.deployed_here(parameters, state), desk.person(keystore, passphrase), proposal, "approve")


@command
def execute(proposal: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    vote(desk.deployed_here(parameters, state), desk.person(keystore, passphrase), proposal, "execute")


@command
def object(proposal: str, keystore: str, passphrase: str, parameters: str = "", state: str = "") -> None:
    vote(desk.deployed_here(parameters, state), desk.person(keystore, passphrase), proposal, "object")


@command
def pending(parameters: str = "", state: str = "") -> None:
    deployed = desk.deployed_here(parameters, state)
    waiting = [
        proposal
        for proposal in proposed(deployed.consortium)
        if deployed.consortium.proposalOf(proposal)[0] in (Status.PENDING, Status.CARRIED)
    ]
    for proposal in waiting:
        call = deployed.consortium.approve.encode_input(proposal)
        say(proposal)
        say(reading.explain(deployed, deployed.consortium.address, call))
        say(f"  Next: {_next(deployed, proposal)}")
    if not waiting:
        say("Nothing waits for a vote.")
