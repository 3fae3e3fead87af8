"""A harbour whose days the story chooses: its people, what they hold and see, and what their chain says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.clock import SystemClock
from app.demo.chain_reader import ChainReader, Log
from app.demo.compare import compare
from app.demo.parties import Organisation
from tests.app.credits import builders
from tests.app.credits.builders import BANK, BENEFICIARY, LEI, NAME, STRANGER, Desk

COURT, HOUSE, SUPPLIER = "court", "house", "supplier"
NUMBERS = 24

_more = [
    Organisation(COURT, "Landgericht Hamburg", "DE", "REGULATOR"),
    Organisation(HOUSE, "Ostufer Bank AG", "DE", "BANK", "OSTUDEHH"),
    Organisation(SUPPLIER, "Oficina Ribeira Lda", "PT", "TRADER"),
]
PEOPLE: list[dict[str, Any]] = [
    entry | {"numbers": NUMBERS} for entry in [*builders.MORE_MEMBERS, *(one.as_member() for one in _more)]
]
"""Beside the bank `north` and the trader `south`, who are in every world of tests."""
LEI.update({entry["id"]: entry["lei"] for entry in PEOPLE})
NAME.update({entry["id"]: entry["name"] for entry in PEOPLE})

DAY = 86_400


@dataclass
class Harbour(Desk):
    """What each does and sees over HTTP, on a chain that is nobody else's."""

    ahead: int = 0

    # ----------------------------------------------------------------- days

    def days_pass(self, count: int) -> None:
        """For the chain, the interface and the workers."""
        self.ahead += count * DAY
        node, world = self.world.node, self.world
        node.ask("evm_increaseTime", count * DAY)
        node.ask("evm_mine")
        served = self.interface.http.app.state.database  # type: ignore[attr-defined]
        for database in (world.database, served):
            database.surroundings["clock"] = SystemClock(self.ahead)
        world.settings = world.settings.model_copy(update={"clock_offset_seconds": self.ahead})

    def in_days(self, count: int) -> str:
        return (self.today + timedelta(days=count)).isoformat()

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    # ----------------------------------------------------------------- what anybody is told

    def refused(self, member: str, path: str, body: Any = None) -> str:
        """Asked for and turned down before anything reaches the chain; the code of the answer."""
        answer = self.ask(member, path, body)
        assert 400 <= answer.status_code < 500, answer.text
        return str(answer.json()["code"])

    def fails(self, member: str, path: str, body: Any = None) -> str:
        """Asked for, and refused by the chain itself."""
        ended = self.ended(member, path, body)
        assert ended["status"] == "failed", ended
        return str(ended["refusal"]["code"])

    def is_unknown_to(self, member: str, *paths: str) -> bool:
        return all(self.interface.ask("GET", path, member=member).status_code == 404 for path in paths)

    def history(self, member: str, credit: str) -> list[str]:
        """What has happened to a credit, in order, as that member is told."""
        return [str(line["what"]) for line in self.see(member, f"/credits/{credit}/history")["items"]]

    # ----------------------------------------------------------------- money

    def token(self, bank: str, currency: str) -> str:
        """The bank's own deposits in that currency."""
        tokens = self.see(bank, "/cash")["items"]
        return next(str(one["token"]) for one in tokens if one["mine"] and one["currency"] == currency)

    def gives(self, bank: str, currency: str, deal: str, amount: str, *, to: str) -> None:
        """The bank owes `to` so much more, under its number in the deal."""
        body = {"to": LEI[to], "deal": deal, "amount": amount}
        self.done(bank, f"/cash/{self.token(bank, currency)}/mint", body)

    def purses(self, token: str, deal: str, *members: str) -> dict[str, str]:
        """To the cent, what each of them holds of the token in this deal."""
        found = {}
        for member in members:
            rows = self.see(member, f"/cash/{token}/balances?limit=200")["items"]
            found[member] = next((str(row["amount"]) for row in rows if row["deal"] == deal), "none")
        return found

    # ----------------------------------------------------------------- bills

    def instruct(self, shipper: str, carrier: str, deal: str | None = None) -> dict[str, Any]:
        """Shipping instructions as both have them; without a deal they begin one."""
        answer = self.ask(shipper, "/bills/instructions", {"carrier": LEI[carrier], "deal": deal})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def issue_bill(self, carrier: str, instruction: dict[str, Any], document: str) -> str:
        """To the order of who instructed the carrier."""
        body = {"instruction": instruction["id"], "document": document, "form": "to_order"}
        return str(self.done(carrier, "/bills", body)["describes"]["bill"])

    def bill(self, member: str, bill: str) -> dict[str, Any]:
        return dict(self.see(member, f"/bills/{bill}"))

    def hands(self, bill: str, member: str) -> tuple[str | None, str | None, str]:
        """Who has possession, who has title, and the bill's status, as that member sees it."""
        seen = self.bill(member, bill)
        holder, owner = (seen[part] and seen[part]["name"] for part in ("holder", "owner"))
        return holder, owner, str(seen["status"])

    def require_taken_up(self, credit: str, bill: str, amount: str, *members: str) -> None:
        """To the cent: the beneficiary has it all and the bank, which has the bill, nothing. Those members
        read that the credit is at its end, and a bank without a part in it finds none.
        """
        first = self.see(members[0], f"/credits/{credit}")
        purses = self.purses(first["operative"]["cash"], first["deal"], BANK, BENEFICIARY)
        assert purses == {BANK: "0.00", BENEFICIARY: amount}
        assert self.hands(bill, BANK) == (NAME[BANK], NAME[BANK], "issued")
        for member in members:
            seen = self.see(member, f"/credits/{credit}")
            assert (seen["status"], seen["stopped_by"], seen["copy_opens"]) == ("exhausted", [], True)
            assert (seen["figures"]["honoured"], seen["figures"]["reserved"]) == (amount, "0.00")
            assert seen["pending_amendments"] == []
        assert self.is_unknown_to(
            STRANGER, f"/credits/{credit}", f"/credits/{credit}/history", f"/bills/{bill}"
        )

    # ----------------------------------------------------------------- the chain itself

    def logs(self, contract: str, signature: str) -> list[Log]:
        """By calls of our own, as a stranger with nothing but a node would read them."""
        reader = ChainReader(self.world.node.url)
        try:
            return reader.logs(self.world.deployment.contract(contract).address, signature)
        finally:
            reader.close()

    def second_of(self, log: Log) -> int:
        return int(self.world.node.ask("eth_getBlockByNumber", hex(log.block), False)["timestamp"], 16)

    def every_row_is_what_the_chain_says(self) -> bool:
        settings = self.world.settings
        found = compare(settings.database_url, settings.rpc_url, settings.deployment_file)
        assert found.differences == (), json.dumps(found.differences, indent=1)
        return found.rows >= 10
