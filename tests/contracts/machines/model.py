"""What the machine believes to be true of the chain: plain Python, which knows nothing of contracts."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.contracts.credits.deals import (
    COMPLYING,
    DAY,
    DISCREPANT,
    HONOURED,
    LODGED,
    PRECLUDED,
    REFUSED,
    WAIVED,
    WITHDRAWN,
    Presentation,
    Terms,
)
from tests.contracts.escrow.conftest import Terms as EscrowTerms

UNDER_WAY = (LODGED, COMPLYING, DISCREPANT, WAIVED, PRECLUDED)
CLOSED_DAYS = 10


@dataclass
class BillModel:
    """Title and possession in one hand: the machine plays bills to order. `keeper` keeps it."""

    holder: str
    keeper: str | None = None


@dataclass
class PledgeModel:
    """`due` in seconds."""

    bill: str
    pledgor: str
    pledgee: str
    due: int
    ended: bool = False


@dataclass
class EscrowModel:
    terms: EscrowTerms
    seller: str
    buyer: str
    ended: bool = False


@dataclass
class PresentationModel:
    """`terms` are those that it was made under. `returned`: the bills that a refusal gave back and nobody has
    moved since, each with its holder.
    """

    credit: CreditModel
    terms: Terms
    contents: Presentation
    deadline: int
    status: int = LODGED
    returned: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> tuple[str, Terms]:
        """What each step on it begins with."""
        return self.credit.id, self.terms


@dataclass
class CreditModel:
    """`terms` are the operative ones."""

    id: str
    terms: Terms
    beneficiary: str
    running: bool = True
    presentations: list[PresentationModel] = field(default_factory=list)

    @property
    def said(self) -> tuple[str, Terms]:
        """What each step begins with."""
        return self.id, self.terms

    @property
    def drawable(self) -> int:
        return drawable_of(self.terms)

    @property
    def used(self) -> int:
        return sum(p.contents.amount for p in self.presentations if p.status in (*UNDER_WAY, HONOURED))

    @property
    def paid(self) -> int:
        return sum(p.contents.amount for p in self.presentations if p.status == HONOURED)

    @property
    def open(self) -> int:
        return sum(p.status in UNDER_WAY for p in self.presentations)

    def takes(self, amount: int, today: int) -> bool:
        in_time = today <= self.terms.expiry + CLOSED_DAYS
        whole = self.terms.partial_drawings or self.used == 0
        return self.running and in_time and whole and 0 < amount <= self.drawable - self.used


def drawable_of(terms: Terms) -> int:
    return terms.amount + terms.amount * terms.tolerance_plus // 100


@dataclass
class Model:
    """`now` in seconds; balances in minor units by name."""

    now: int
    balances: dict[str, int]
    issued: int = 0
    bills: dict[str, BillModel] = field(default_factory=dict)
    pledges: list[PledgeModel] = field(default_factory=list)
    escrows: list[EscrowModel] = field(default_factory=list)
    credits: list[CreditModel] = field(default_factory=list)

    @property
    def today(self) -> int:
        return self.now // DAY

    @property
    def presentations(self) -> list[PresentationModel]:
        return [p for credit in self.credits for p in credit.presentations]

    @property
    def kept(self) -> int:
        """What escrows owe."""
        return sum(e.terms.amount for e in self.escrows if not e.ended)

    def move(self, bill: str, holder: str, keeper: str | None = None) -> None:
        """From now on no earlier refusal answers for where the bill is."""
        self.bills[bill] = BillModel(holder, keeper)
        for presentation in self.presentations:
            presentation.returned.pop(bill, None)

    def end(self, presentation: PresentationModel, status: int) -> None:
        """HONOURED, REFUSED or WITHDRAWN, with what it does to bills and money."""
        presentation.status = status
        credit = presentation.credit
        for bill in presentation.contents.bills:
            self.move(bill, "issuing_bank" if status == HONOURED else credit.beneficiary)
        if status == REFUSED:
            presentation.returned = dict.fromkeys(presentation.contents.bills, credit.beneficiary)
        if status == HONOURED:
            self.pay("issuing_bank", credit.beneficiary, presentation.contents.amount)
            if not credit.terms.partial_drawings or credit.paid == credit.drawable:
                credit.running = False
        assert status in (HONOURED, REFUSED, WITHDRAWN)

    def pay(self, payer: str, payee: str, amount: int) -> None:
        self.balances[payer] -= amount
        self.balances[payee] += amount
