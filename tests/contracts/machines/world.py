"""Where the machine plays: six instruments, of which one may be broken, and people with cash and bills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import brownie

from tests.contracts.machines import broken
from tests.contracts.people import Member, key_of, salted, told

NAMES = ("issuing_bank", "applicant", "beneficiary", "financier")
BEGIN_WITH = {"issuing_bank": 400_000, "applicant": 200_000, "beneficiary": 50_000, "financier": 10_000}


@dataclass(frozen=True)
class World:
    members: Any
    bills: Any
    cash: Any
    escrow: Any
    amendments: Any
    ends: Any
    credits: Any
    pledges: Any
    people: dict[str, Member]
    first_bills: Sequence[str]
    numbers: dict[str, int]
    """Of the instruments that keep bills: by their name here."""
    _reader: Any

    def read(self, wanted: Sequence[tuple[Any, str, tuple[Any, ...]]]) -> list[Any]:
        """The answers of many views, all of one block."""
        calls = [told(contract, function, *args) for contract, function, args in wanted]
        answers = self._reader.read([contract.address for contract, _, _ in wanted], calls)
        return [
            getattr(contract, function).decode_output(answer)
            for (contract, function, _), answer in zip(wanted, answers, strict=True)
        ]


def a_world(port: Any, people: dict[str, Member], break_: broken.Break | None = None) -> World:
    """Instruments of its own, listed; the beneficiary has two bills to its order, everybody has cash."""

    def deploy(name: str, *args: Any) -> Any:
        if break_ and break_.contract == name:
            return broken.deploy(break_, *args)
        return key_of("deployer").deploy(brownie.project.get_loaded_projects()[0][name], *args)

    members = port.members
    bills = deploy("BillOfLading", members)
    cash = deploy("DepositToken", members, people["issuing_bank"].number, 840, 2)
    escrow = deploy("DvpEscrow", members, bills)
    obligations = deploy("ObligationBook", members)
    amendments = deploy("AmendmentBook", members)
    stops, transfers = deploy("StopBook", members), deploy("TransferBook", members)
    ends = deploy("EndBook", members, amendments, transfers)
    clauses, confirmations = deploy("ClauseBook", members, transfers), deploy("ConfirmationBook", members)
    advances, assignments = deploy("AdvanceBook", members, clauses), deploy("AssignmentBook", members)
    proceeds = deploy("ProceedsBook", members, obligations, advances, assignments)
    books = obligations, amendments, stops, ends, clauses, confirmations, proceeds
    credits = deploy("LetterOfCredit", members, bills, *books)
    pledges = deploy("PledgeBook", members, bills)
    lists = (
        *((bills, 0), (cash, 0), (escrow, 3), (obligations, 2), (amendments, 0), (ends, 0)),
        *((credits, 3), (pledges, 1)),
    )
    port.government.decide(*((members, told(members, "setInstrument", one, 1, may)) for one, may in lists))
    for name, amount in BEGIN_WITH.items():
        people["issuing_bank"].together(cash, "mint", people[name].number, amount)
    first_bills = [salted(f"the machine's bill {place}") for place in range(2)]
    number = people["beneficiary"].number
    for bill in first_bills:
        people["carrier"].act(bills, "issue", bill, number, number, 1)
    numbers = {
        "escrow": members.instrumentOf(escrow)["number"],
        "credit": members.instrumentOf(credits)["number"],
        "pledge": members.instrumentOf(pledges)["number"],
    }
    reader = deploy("ManyReads")
    instruments = (bills, cash, escrow, amendments, ends, credits, pledges)
    return World(members, *instruments, people, first_bills, numbers, reader)
