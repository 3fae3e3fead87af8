"""A standby and what its parties do with it, so that the tests of standbys read as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from brownie.network.transaction import TransactionReceipt

from tests.contracts.people import Member, salted

DAY = 86_400
TODAY = 47_513
"""Monday 1 February 2100, in days: later than any day on which the tests run."""
NINE = TODAY * DAY + 9 * 3_600
EXPIRY = TODAY + 60
AMOUNT = 90_000
NONE = "0x" + "00" * 32

UNKNOWN, ISSUED, CANCELLED = range(3)
LODGED, COMPLYING, DISCREPANT, WAIVED, PRECLUDED = range(1, 6)
HONOURED, DISHONOURED, WITHDRAWN, RETRACTED = range(6, 10)
OFFERED, ACCEPTED, REJECTED = range(1, 4)
WITHIN_THREE, WITHIN_SEVEN, AFTER_EXPIRY = range(3)
TOO_LATE, SECOND_NOTICE = range(2)

CALENDAR = salted("the branch's calendar")
NOTICE = salted("the notice of dishonour")

_names = count(1)


class Terms(NamedTuple):
    """StandbyTerms as Solidity has them."""

    issuer: int
    applicant: int
    beneficiary: int
    confirmer: int
    cash: str
    amount: int
    issued: int
    expiry: int
    final_expiry: int
    extension: int
    notice_days: int
    partial_drawings: bool
    multiple_drawings: bool
    documents: str
    text: str


class Demand(NamedTuple):
    """Demand as Solidity has it."""

    bank: int
    amount: int
    presented: int
    extend_to: int
    documents: str


class Finding(NamedTuple):
    """StandbyFinding as Solidity has it."""

    complies: bool
    third: int
    seventh: int
    last_day: int
    calendar: str


class Amendment(NamedTuple):
    """StandbyAmendment as Solidity has it."""

    number: int = 1
    increase: int = 0
    decrease: int = 0
    expiry: int = 0
    final_expiry: int = 0
    text: str = salted("the text of an amendment")


@dataclass(frozen=True)
class Deal:
    """One standby and its parties, who speak to `standbys`; the confirmer where the terms name it."""

    standbys: Any
    cash: Any
    terms: Terms
    issuer: Member
    applicant: Member
    beneficiary: Member
    confirmer: Member

    @property
    def id(self) -> str:
        return str(self.standbys.idOf(self.terms))

    @property
    def said(self) -> tuple[str, Terms]:
        """What each step begins with."""
        return self.id, self.terms

    @property
    def record(self) -> Any:
        return self.standbys.standbyOf(self.id)

    @property
    def expiry(self) -> int:
        return int(self.standbys.expiryOf(self.id))

    @property
    def liability(self) -> tuple[int, int]:
        issuer, confirmer = self.standbys.liabilityOf(self.id)
        return int(issuer), int(confirmer)

    # --- the standby

    def issue(self) -> TransactionReceipt:
        return self.issuer.together(self.standbys, "issue", self.terms)

    def confirm(self) -> TransactionReceipt:
        return self.confirmer.together(self.standbys, "confirm", *self.said)

    def notify(self, expiry: int) -> TransactionReceipt:
        return self.issuer.together(self.standbys, "notifyNonExtension", *self.said, expiry, NOTICE)

    def cancel(self, party: Member) -> TransactionReceipt:
        return party.together(self.standbys, "cancel", *self.said)

    # --- amendments

    def amend(self, **changes: Any) -> Amendment:
        amendment = Amendment(**changes)
        self.issuer.together(self.standbys, "amend", *self.said, amendment)
        return amendment

    def amendment_id(self, amendment: Amendment) -> str:
        return str(self.standbys.amendmentIdOf(self.id, amendment))

    def amendment_status(self, amendment: Amendment) -> int:
        return int(self.standbys.amendmentOf(self.id, self.amendment_id(amendment)))

    def accept(self, amendment: Amendment) -> TransactionReceipt:
        return self.beneficiary.together(self.standbys, "accept", *self.said, amendment)

    def reject(self, amendment: Amendment) -> TransactionReceipt:
        return self.beneficiary.act(self.standbys, "reject", *self.said, amendment)

    def agree(self, party: Member, subject: Demand | Amendment) -> TransactionReceipt:
        id = self.demand_id(subject) if isinstance(subject, Demand) else self.amendment_id(subject)
        return party.together(self.standbys, "agree", *self.said, id)

    # --- demands

    def asked(self, bank: Member | None = None, **changes: Any) -> Demand:
        """The whole amount, of the issuer, today, unless `changes` say otherwise; not made yet."""
        documents = salted(f"demand and statement {next(_names)}")
        return Demand((bank or self.issuer).number, AMOUNT, TODAY, 0, documents)._replace(**changes)

    def demand(self, bank: Member | None = None, **changes: Any) -> Demand:
        demand = self.asked(bank, **changes)
        self.beneficiary.act(self.standbys, "demand", *self.said, demand)
        return demand

    def demand_id(self, demand: Demand) -> str:
        return str(self.standbys.demandIdOf(self.id, demand))

    def status(self, demand: Demand, bank: Member | None = None) -> int:
        """With the issuer, unless another is named."""
        return int(self.standbys.statusOf(self.id, self.demand_id(demand), (bank or self.issuer).number))

    def lies(self, demand: Demand) -> Any:
        return self.standbys.demandOf(self.id, self.demand_id(demand))

    def withdraw(self, demand: Demand) -> TransactionReceipt:
        return self.beneficiary.together(self.standbys, "withdraw", *self.said, demand)

    def extend(self, demand: Demand) -> TransactionReceipt:
        return self.issuer.together(self.standbys, "extend", *self.said, demand)

    # --- the answers of a bank: the issuer, unless another is named

    def finding(self, demand: Demand, **changes: Any) -> Finding:
        """Complying; from a Monday on, the third business day is Thursday, the seventh the next Wednesday."""
        since = demand.presented * DAY + 17 * 3_600
        last = int(self.lies(demand)["expiry"])
        return Finding(True, since + 3 * DAY, since + 9 * DAY, last, CALENDAR)._replace(**changes)

    def examine(self, demand: Demand, bank: Member | None = None, **changes: Any) -> TransactionReceipt:
        return (bank or self.issuer).act(
            self.standbys, "examine", *self.said, demand, self.finding(demand, **changes)
        )

    def waive(self, demand: Demand) -> TransactionReceipt:
        return self.issuer.together(self.standbys, "waive", *self.said, demand)

    def honour(self, demand: Demand, bank: Member | None = None) -> TransactionReceipt:
        return (bank or self.issuer).together(self.standbys, "honour", *self.said, demand, b"")

    def forward(self, demand: Demand, received: int = TODAY) -> TransactionReceipt:
        return self.confirmer.act(self.standbys, "forward", *self.said, demand, received)

    def dishonour(self, demand: Demand, bank: Member | None = None, grounds: int = 1) -> TransactionReceipt:
        return (bank or self.issuer).together(self.standbys, "dishonour", *self.said, demand, NOTICE, grounds)
