"""What m of n seats decide: propose, approve, execute. Each step is one seat's, by two of its persons.

The calls of a proposal are read from the chain, where the first seat wrote them: nobody approves what came
by other ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from brownie import web3
from eth_abi import decode
from eth_utils import to_checksum_address

from scripts import orders
from scripts.parameters import Voter
from scripts.saying import Refused

# A call is (target, calldata).
Calls = Sequence[tuple[str, str]]


class Status(IntEnum):
    UNKNOWN = 0
    PENDING = 1
    CARRIED = 2
    EXECUTED = 3
    CANCELLED = 4


def proposed(consortium: Any) -> list[str]:
    """Every proposal there ever was, in order."""
    topic = web3.keccak(text="Proposed(bytes32,uint32,(address,bytes)[],uint256)")
    return ["0x" + bytes(log["topics"][1]).hex() for log in _logs(consortium, ["0x" + topic.hex()])]


def calls_of(consortium: Any, proposal: Any) -> tuple[list[tuple[str, str]], int]:
    """Calls and salt, as the first seat wrote them on the chain."""
    topic = web3.keccak(text="Proposed(bytes32,uint32,(address,bytes)[],uint256)")
    logs = _logs(consortium, ["0x" + topic.hex(), web3.to_hex(web3.to_bytes(hexstr=str(proposal)))])
    if not logs:
        raise Refused(f"There is no proposal {proposal} in this consortium.")
    calls, salt = decode(["(address,bytes)[]", "uint256"], bytes(logs[-1]["data"]))
    return [(to_checksum_address(target), "0x" + data.hex()) for target, data in calls], salt


def _logs(consortium: Any, topics: list[str]) -> list[Any]:
    return list(
        web3.eth.get_logs(
            {"fromBlock": 0, "toBlock": "latest", "address": consortium.address, "topics": topics}
        )
    )


def salt_for(consortium: Any, calls: Calls) -> int:
    """The lowest salt under which these calls are not over and done: every seat finds the same."""
    salt = 0
    while status_of(consortium, consortium.idOf(calls, salt)) >= Status.EXECUTED:
        salt += 1
    return salt


def status_of(consortium: Any, proposal: Any) -> Status:
    return Status(consortium.proposalOf(proposal)[0])


def decide(members: Any, consortium: Any, voters: Sequence[Voter], calls: Calls) -> None:
    """All steps by seats whose keys are at hand; goes on where an earlier run stopped."""
    salt = salt_for(consortium, calls)
    proposal = consortium.idOf(calls, salt)
    seats, threshold = list(consortium.seats()), consortium.threshold()
    status, _, approvals, _ = consortium.proposalOf(proposal)
    if status == Status.UNKNOWN:
        _vote(members, consortium, voters[0], consortium.propose.encode_input(calls, salt))
        approvals = 1 << seats.index(voters[0].party)
    for voter in voters:
        place = 1 << seats.index(voter.party)
        if approvals.bit_count() < threshold and not approvals & place:
            _vote(members, consortium, voter, consortium.approve.encode_input(proposal))
            approvals |= place
    if approvals.bit_count() < threshold:
        raise Refused(f"{len(voters)} of the {threshold} seats that have to approve are at hand.")
    _vote(members, consortium, voters[-1], consortium.execute.encode_input(calls, salt))


def _vote(members: Any, consortium: Any, voter: Voter, call: str) -> None:
    orders.together(members, voter.party, voter.maker, voter.checker, consortium, call)
