"""verify: finds nothing where all is well, and names each thing that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import brownie
import pytest
from eth_utils import keccak

from scripts import deploy, verify
from scripts.deploy import Deployed, container, deploy_token
from scripts.parameters import Parameters
from scripts.proposals import decide
from tests.contracts.people import salted


@pytest.fixture(scope="module")
def build() -> dict[str, dict[str, Any]]:
    return verify.clean_build()


def test_nothing_is_found_where_all_is_well(
    admin: Any, installed: Deployed, build: dict[str, dict[str, Any]]
) -> None:
    """OPERATING-13: with a token, whose immutables differ from every other's."""
    deploy_token(installed, admin, 17, 978, 2)
    assert [*verify.bytecode(installed, build), *verify.wiring(installed)] == []


def test_other_bytecode_is_found(installed: Deployed, build: dict[str, dict[str, Any]]) -> None:
    """OPERATING-13: a contract that is not what the sources compile to, though it is the one recorded."""
    code = bytes(brownie.web3.eth.get_code(installed.bills.address))
    entry = installed.record.data["contracts"][2]
    entry |= {"address": installed.bills.address, "code_hash": "0x" + keccak(code).hex()}
    found = list(verify.bytecode(installed, build))
    assert found == [
        f"DocumentRegistry at {installed.bills.address}: the bytecode is not what the sources compile to."
    ]


def test_one_other_byte_is_found(installed: Deployed, build: dict[str, dict[str, Any]]) -> None:
    """OPERATING-13: outside the immutables every byte counts."""
    built = build["LetterOfCredit"]
    other = bytearray(bytes.fromhex(built["object"]))
    other[100] ^= 1
    found = list(verify.bytecode(installed, build | {"LetterOfCredit": built | {"object": other.hex()}}))
    assert [line.split(" at ")[0] for line in found] == ["LetterOfCredit"]


def test_what_changed_since_it_was_recorded_is_found(
    installed: Deployed, build: dict[str, dict[str, Any]]
) -> None:
    """OPERATING-13"""
    installed.record.data["contracts"][2]["code_hash"] = "0x" + "11" * 32
    [found] = verify.bytecode(installed, build)
    assert found.endswith("the bytecode is not the one that was recorded.")


def _other_bills(installed: Deployed, admin: Any) -> str:
    bills = container("BillOfLading").deploy(installed.members, {"from": admin})
    astray = container("LetterOfCredit").deploy(
        *(installed.members, bills, installed.obligations, installed.amendments, installed.stops),
        *(installed.ends, installed.clauses, installed.confirmations, installed.proceeds),
        {"from": admin},
    )
    installed.record.all_of("LetterOfCredit")[-1]["address"] = astray.address
    return f"The bills of LetterOfCredit at {astray.address} is {bills.address}"


def _other_register(installed: Deployed, admin: Any) -> str:
    register = container("FinanceRegister").deploy(installed.members, {"from": admin})
    astray = container("ReceivableBook").deploy(installed.members, register, {"from": admin})
    installed.record.all_of("ReceivableBook")[-1]["address"] = astray.address
    return f"The finance of ReceivableBook at {astray.address} is {register.address}"


def _other_members(installed: Deployed, admin: Any) -> str:
    astray = container("DocumentRegistry").deploy(installed.consortium, {"from": admin})
    installed.record.data["contracts"][2]["address"] = astray.address
    return f"The members of DocumentRegistry at {astray.address} is {installed.consortium.address}"


def _other_issuer(installed: Deployed, admin: Any) -> str:
    token = deploy_token(installed, admin, 17, 978, 2)
    installed.record.data["contracts"][-1]["issuer"] = 18
    return f"The issuer of DepositToken at {token.address} is 17, and should be 18."


def _stranger_listed(installed: Deployed, admin: Any) -> str:
    stranger = container("DvpEscrow").deploy(installed.members, installed.bills, {"from": admin})
    _set(installed, stranger.address, deploy.OPEN, 3)
    return f"{stranger.address} is listed as open, and is not recorded."


def _closed(installed: Deployed, admin: Any) -> str:
    _set(installed, installed.bills.address, deploy.CLOSED, 0)
    return f"The status of BillOfLading at {installed.bills.address} is closed, and should be open."


def _too_much_power(installed: Deployed, admin: Any) -> str:
    _set(installed, installed.documents.address, deploy.OPEN, 1)
    return f"The capabilities of DocumentRegistry at {installed.documents.address} is 1, and should be 0."


def _old_version_open(installed: Deployed, admin: Any) -> str:
    old = installed.credits.address
    deploy.deploy_version(installed, admin, "LetterOfCredit")
    deploy.list_new(installed)
    return f"LetterOfCredit at {old} is still open beside its newer version."


@pytest.mark.parametrize(
    "spoil",
    [
        _other_bills,
        _other_register,
        _other_members,
        _other_issuer,
        _stranger_listed,
        _closed,
        _too_much_power,
        _old_version_open,
    ],
)
def test_wrong_wiring_is_found(
    admin: Any, installed: Deployed, spoil: Callable[[Deployed, Any], str]
) -> None:
    """OPERATING-14: each difference is named with what was found and what should be."""
    expected = spoil(installed, admin)
    assert [line for line in verify.wiring(installed) if line.startswith(expected)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"threshold": 3}, "The threshold is 2, and should be 3."),
        ({"delay": 7}, "The delay is 0, and should be 7."),
        ({"seats": ()}, "The seats is [901, 902, 903], and should be []."),
    ],
)
def test_other_rules_are_found(installed: Deployed, changed: dict[str, Any], expected: str) -> None:
    """OPERATING-14: seats, threshold and delay are those of the parameters."""
    given = replace(installed, params=replace(installed.params, **changed))
    assert list(verify.wiring(given)) == [expected]


def test_another_organisation_on_a_seat_is_found(installed: Deployed, voting: Parameters) -> None:
    """OPERATING-14"""
    seats = (replace(voting.seats[0], organisation=salted("somebody else")), *voting.seats[1:])
    given = replace(installed, params=replace(voting, seats=seats))
    assert [line for line in verify.wiring(given) if line.startswith("The organisation of seat 901 is ")]


def test_verify_ends_with_the_differences(
    installed: Deployed, build: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPERATING-14: exit status 1, each difference on a line."""

    def one(_: Deployed) -> Iterator[str]:
        yield "The delay is 0, and should be 7."

    monkeypatch.setattr(verify.desk, "deployed_here", lambda *_: installed)
    monkeypatch.setattr(verify, "clean_build", lambda: build)
    verify.main()
    monkeypatch.setattr(verify, "wiring", one)
    with pytest.raises(SystemExit) as ended:
        verify.main()
    assert ended.value.code == "1 differences:\nThe delay is 0, and should be 7."


def _set(installed: Deployed, address: str, status: int, capabilities: int) -> None:
    call = installed.members.setInstrument.encode_input(address, status, capabilities)
    decide(
        installed.members,
        installed.consortium,
        installed.params.voters,
        [(installed.members.address, call)],
    )
