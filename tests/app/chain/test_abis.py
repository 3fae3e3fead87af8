"""What the contracts can say is understood here: every error has words, every event a projection or a reason,
every function that members reach a bound for its gas.
"""

from __future__ import annotations

import pytest

from app.chain.deployments import Deployment
from app.chain.gas import BOUNDS
from app.chain.refusals import Refusals
from app.workers import REFUSALS, handlers, ignored
from tests.app.chain.nodes import CHAIN_ID
from tests.app.chain.world import CONTRACTS, World, compiled

# Not asked for by members through the service: the consortium's by its scripts, an instrument's by another
# instrument.
NOT_QUEUED = {
    "MemberRegistry": {
        "act",
        "perform",
        "batch",
        "admit",
        "suspend",
        "reinstate",
        "recover",
        "setCeiling",
        "setInstrument",
    },
    "Consortium": {"propose", "approve", "execute", "object", "setSeats"},
    "BillOfLading": {
        "lock",
        "unlock",
        "deliver",
        "approve",
        "setApprovalForAll",
        "safeTransferFrom",
        "transferFrom",
    },
    "FinanceRegister": {"take", "settleKept", "releaseKept"},
    "DepositToken": {
        "settle",
        "settleOnce",
        "approve",
        "transferFrom",
        "redeemFor",
        "mintFor",
        "giveBackFor",
    },
    "ObligationBook": {"incur"},
    "AmendmentBook": {"take"},
    "StopBook": {"follow"},
    "ClauseBook": {"admit", "draw", "amend", "open", "adjust"},
    "AdvanceBook": {"take"},
    "AssignmentBook": {"take"},
    "ProceedsBook": {"mark", "divide"},
    "LetterOfCredit": {
        *("adopt", "adjust", "open", "setConfirmation", "setDivided", "setEnded", "setStopped"),
    },
    "MilestoneEscrow": {"setStopped"},
    "StandbyCredit": {"setStopped"},
}


def of(contract: str) -> Deployment:
    return Deployment(CHAIN_ID, [], {contract: compiled()[contract]["abi"]})


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_custom_error_has_words(contract: str) -> None:
    """SERVICE-55"""
    assert Refusals(of(contract), *REFUSALS).missing() == []


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_error_can_be_said_with_the_values_that_it_carries(contract: str) -> None:
    """SERVICE-55: a template names only values that the error has, and enums that are long enough."""
    templates = {name: template for table in REFUSALS for name, template in table.items()}
    for entry in compiled()[contract]["abi"]:
        if entry["type"] == "error" and entry["name"] in templates:
            values = {given["name"]: 1 for given in entry["inputs"]}
            refusal = templates[entry["name"]].refusal(values)
            assert refusal.found, entry["name"]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_event_has_a_projection_or_a_reason(contract: str) -> None:
    """SERVICE-56"""
    events = {(contract, entry["name"]) for entry in compiled()[contract]["abi"] if entry["type"] == "event"}
    assert events - handlers().keys() - ignored().keys() == set()
    assert handlers().keys() & ignored().keys() == set()


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_function_that_members_reach_has_a_bound(contract: str) -> None:
    """SERVICE-8"""
    changing = {
        entry["name"]
        for entry in compiled()[contract]["abi"]
        if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure")
    }
    bounded = {name for (owner, name) in BOUNDS if owner == contract}
    assert changing - bounded - NOT_QUEUED.get(contract, set()) == set()
    assert bounded <= changing


def test_a_revert_without_a_known_reason_is_still_a_sentence(world: World) -> None:
    """SERVICE-57: never hex alone, whatever comes."""
    refusals = Refusals(world.deployment, *REFUSALS)
    for data in (
        b"",
        b"\x01\x02",
        bytes.fromhex("4e487b71") + (17).to_bytes(32, "big"),
        bytes.fromhex("08c379a0"),
    ):
        refusal = refusals.of_revert(data)
        assert refusal.code
        assert " " in refusal.found
        assert "0x" not in refusal.found
