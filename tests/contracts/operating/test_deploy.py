"""deploy_all: stopped anywhere it goes on, and where everything is there it does nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import brownie
import pytest

from scripts import deploy, proposals
from scripts.deploy import Deployed, deploy_all, deploy_token, recorded
from scripts.parameters import Parameters
from scripts.record import Record
from scripts.saying import Refused
from tests.contracts.people import key_of

DEPLOYMENTS = 23  # transactions: the consortium comes with members
VOTES = 3  # propose, approve, execute


class Stopped(Exception):
    """Stands for a process that is killed."""


@pytest.mark.parametrize(
    ("place", "written"), [(0, True), (0, False), (1, False), (2, True), (4, False), (5, True), (6, True)]
)
def test_deploy_goes_on_where_it_was_stopped(
    admin: Any, voting: Parameters, monkeypatch: pytest.MonkeyPatch, place: int, written: bool
) -> None:
    """OPERATING-1: stopped before or after a step was written down, nothing is deployed twice."""
    before = admin.nonce
    steps = iter(range(24))
    add = Record.add

    def stop_here(self: Record, entry: dict[str, Any]) -> None:
        last = next(steps) == place
        if written or not last:
            add(self, entry)
        if last:
            raise Stopped

    monkeypatch.setattr(Record, "add", stop_here)
    with pytest.raises(Stopped):
        deploy_all(admin, voting)
    monkeypatch.setattr(Record, "add", add)
    deployed = deploy_all(admin, voting)
    assert admin.nonce - before == DEPLOYMENTS
    assert [entry["contract"] for entry in deployed.record.contracts] == [
        "MemberRegistry", "Consortium", "DocumentRegistry", "BillOfLading", "DvpEscrow", "ObligationBook",
        "AmendmentBook", "StopBook", "TransferBook", "EndBook", "ClauseBook", "ConfirmationBook",
        "AdvanceBook", "AssignmentBook", "ProceedsBook", "LetterOfCredit", "PledgeBook",
        "FinanceRegister", "ReceivableBook", "InterbankPayments",
        "CurrencyExchange", "MilestoneEscrow", "StandbyCredit",
        "CollateralBook",
    ]  # fmt: skip
    for entry in deployed.record.contracts:
        assert deployed.members.instrumentOf(entry["address"])[0] == 1, entry["contract"]
        _require_code_since(entry["address"], entry["block"])


@pytest.mark.parametrize("place", range(1, VOTES))
def test_deploy_goes_on_between_two_votes(
    admin: Any, voting: Parameters, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    """OPERATING-1: a seat that has voted is not asked again."""
    vote, steps = proposals._vote, iter(range(VOTES))

    def stop_here(*given: Any) -> None:
        if next(steps) == place:
            raise Stopped
        vote(*given)

    monkeypatch.setattr(proposals, "_vote", stop_here)
    with pytest.raises(Stopped):
        deploy_all(admin, voting)
    monkeypatch.setattr(proposals, "_vote", vote)
    before = brownie.chain.height
    deployed = deploy_all(admin, voting)
    assert brownie.chain.height - before == VOTES - place
    assert deployed.members.instrumentOf(deployed.credits)[0] == 1


def test_deploy_again_changes_nothing(admin: Any, voting: Parameters, installed: Deployed) -> None:
    """OPERATING-2: no transaction, and the record stays as it is."""
    before, written = brownie.chain.height, voting.record.read_text()
    again = deploy_all(admin, voting)
    assert brownie.chain.height == before
    assert voting.record.read_text() == written
    assert again.credits.address == installed.credits.address


def test_who_deploys_has_no_power_afterwards(admin: Any, installed: Deployed) -> None:
    """OPERATING-3: the payer is no operator, and its own call of the consortium's functions is refused."""
    assert installed.members.operatorOf(admin)[0] == 0
    with brownie.reverts(f"MembersNotConsortium: {admin.address.lower()}"):
        installed.members.setInstrument(installed.bills, 3, 0, {"from": admin})


def test_without_the_seats_nothing_is_listed(admin: Any, params: Parameters) -> None:
    """OPERATING-3: deploying alone opens no business."""
    deployed = deploy_all(admin, params)
    assert deployed.members.instrumentOf(deployed.credits)[0] == 0


def test_instruments_take_what_the_parameters_say(installed: Deployed) -> None:
    """OPERATING-4: capabilities come from the parameters."""
    expected = {"documents": 0, "bills": 0, "escrow": 3, "credits": 3, "pledges": 1, "register": 0, "book": 2}
    found = {name: installed.members.instrumentOf(getattr(installed, name))[1] for name in expected}
    assert found == expected


def test_a_token_is_deployed_once_for_a_bank_and_currency(admin: Any, installed: Deployed) -> None:
    """OPERATING-2: the same issuer and currency give the same token; another currency gives another."""
    euro = deploy_token(installed, admin, 17, 978, 2)
    assert deploy_token(installed, admin, 17, 978, 2).address == euro.address
    yen = deploy_token(installed, admin, 17, 392, 0)
    assert (yen.issuer(), yen.currency(), yen.decimals()) == (17, 392, 0)
    assert list(installed.members.instrumentOf(yen))[:2] == [1, 0]
    entry = installed.record.all_of("DepositToken")[-1]
    assert (entry["issuer"], entry["currency"], entry["decimals"]) == (17, 392, 0)


def test_a_record_of_other_bytecode_stops_everything(
    admin: Any, voting: Parameters, installed: Deployed
) -> None:
    """OPERATING-5: what stands at a recorded address must be what was deployed there."""
    written = json.loads(voting.record.read_text())
    written["contracts"][2]["address"] = installed.bills.address
    voting.record.write_text(json.dumps(written))
    with pytest.raises(Refused, match="there is not the DocumentRegistry that was deployed"):
        deploy_all(admin, voting)


def test_a_half_written_record_is_one_sentence(admin: Any, voting: Parameters, installed: Deployed) -> None:
    """OPERATING-5"""
    voting.record.write_text(voting.record.read_text()[:300])
    with pytest.raises(Refused, match="is no whole record"):
        deploy_all(admin, voting)


def test_a_live_record_is_of_one_chain(voting: Parameters, installed: Deployed) -> None:
    """OPERATING-5: by the hash of its first block, for chains can share a number."""
    written = json.loads(voting.record.read_text())
    with pytest.raises(Refused, match="tells of chain"):
        Record("live", written["chain_id"], "0x" + "00" * 32, voting.record)


def test_a_local_record_of_a_chain_that_is_gone_begins_anew(voting: Parameters, installed: Deployed) -> None:
    """OPERATING-5"""
    assert Record(voting.network, voting.chain_id or 0, "0x" + "00" * 32, voting.record).contracts == []


def test_the_wrong_chain_is_refused(admin: Any, voting: Parameters) -> None:
    """OPERATING-5: before anything is written."""
    with pytest.raises(Refused, match=f"are for chain 4711, this is {brownie.chain.id}"):
        deploy_all(admin, replace(voting, chain_id=4711))
    assert not voting.record.exists()


def test_what_was_never_deployed_is_not_taken_up(params: Parameters) -> None:
    """OPERATING-5"""
    with pytest.raises(Refused, match="MemberRegistry is not recorded"):
        recorded(params)


def test_a_record_is_replaced_whole(tmp_path: Path) -> None:
    """OPERATING-6: a reader sees the old one or the new one, and nothing is left beside it."""
    path = tmp_path / "record.json"
    record = Record("development", 1, "0x00", path)
    record.begin("BillOfLading", "0x01")
    first = path.stat().st_ino
    record.add({"contract": "BillOfLading", "address": "0x01", "block": 1})
    assert path.stat().st_ino != first
    assert list(tmp_path.iterdir()) == [path]
    assert "under_way" not in json.loads(path.read_text())


def _require_code_since(address: str, block: int) -> None:
    assert brownie.web3.eth.get_code(address, block_identifier=block)
    assert not brownie.web3.eth.get_code(address, block_identifier=block - 1)


def test_the_address_written_down_beforehand_is_the_one(admin: Any, voting: Parameters) -> None:
    """OPERATING-1: else a stopped deployment could not be found again."""
    foreseen = deploy._next_address(admin)
    assert deploy_all(admin, voting).members.address == foreseen
    assert key_of("who pays for deployment").address == admin.address
