"""A credit and what its parties do with it, so that the tests of credits read as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, NamedTuple

from brownie.network.transaction import TransactionReceipt
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.people import Member, salted

DAY = 86_400
TODAY = 47_513
"""Monday 1 February 2100, in days: later than any day on which the tests run."""
NINE = TODAY * DAY + 9 * 3_600
EXPIRY = TODAY + 60
LATEST_SHIPMENT = TODAY + 30
PERIOD = 21
AMOUNT = 90_000
DRAWABLE = 94_500

UNKNOWN, ISSUED, ADVISED, EXHAUSTED, EXPIRED, CANCELLED = range(6)
SIGHT_PAYMENT, DEFERRED_PAYMENT, ACCEPTANCE, NEGOTIATION, MIXED_PAYMENT = range(5)
UCP_600, EUCP_2_1 = range(2)
NO_ANSWER, CONFIRMED, DECLINED = range(3)
LODGED, COMPLYING, DISCREPANT, WAIVED, PRECLUDED, HONOURED, REFUSED, WITHDRAWN = range(1, 9)
HOLD, NOTIFY, RETURN, PREVINST = range(4)
TOLERANCE, NEW_EXPIRY, NEW_LATEST_SHIPMENT, NEW_PERIOD, PARTIAL_DRAWINGS = (1 << bit for bit in range(5))
PROPOSED, ACCEPTED, TURNED_DOWN = range(1, 4)

NONE = "0x" + "00" * 32
TERMS = (
    "(uint32,uint32,uint32,uint32,uint32,uint32,address,uint64,uint8,uint8,uint32,uint32,uint32,uint16,uint8,"
    "uint8,(uint8,uint8,uint16)[],bool,bool,bytes32,bytes32)"
)
AMENDMENT = "(uint8,uint64,uint64,uint8,uint8,uint32,uint32,uint16,bool,bytes32)"
PRESENTATION = "(uint32,bytes32[],bytes32,uint64,uint8,bytes32,uint32,uint32,uint32)"

CALENDAR = salted("the branch's calendar")
NOTICE = salted("the notice of refusal")

_names = count(1)


class Tenor(NamedTuple):
    """Tenor as Solidity has it."""

    percent: int
    usance: int
    days: int


class Terms(NamedTuple):
    """CreditTerms as Solidity has them."""

    issuing_bank: int
    applicant: int
    beneficiary: int
    advising_bank: int
    nominated_bank: int
    confirming_bank: int
    cash: str
    amount: int
    tolerance_plus: int
    tolerance_minus: int
    issued: int
    expiry: int
    latest_shipment: int
    presentation_days: int
    rules: int
    availability: int
    tenors: tuple[Tenor, ...]
    partial_drawings: bool
    title_to_applicant: bool
    clauses: str
    document: str

    @property
    def hash(self) -> str:
        """The id of a credit that is issued on these terms, computed apart from the contract."""
        return "0x" + keccak(encode([TERMS], [raw(self)])).hex()


class Amendment(NamedTuple):
    """Amendment as Solidity has it."""

    changes: int
    increase: int
    decrease: int
    tolerance_plus: int
    tolerance_minus: int
    expiry: int
    latest_shipment: int
    presentation_days: int
    partial_drawings: bool
    text: str

    def over(self, terms: Terms) -> Terms:
        """What it makes of them, computed apart from the contract."""
        changed: dict[str, Any] = {"amount": terms.amount + self.increase - self.decrease}
        fields = {
            "tolerance_plus": TOLERANCE,
            "tolerance_minus": TOLERANCE,
            "expiry": NEW_EXPIRY,
            "latest_shipment": NEW_LATEST_SHIPMENT,
            "presentation_days": NEW_PERIOD,
            "partial_drawings": PARTIAL_DRAWINGS,
        }
        changed |= {field: getattr(self, field) for field, bit in fields.items() if self.changes & bit}
        texts = encode(["bytes32", "bytes32"], [raw(terms.document), raw(self.text)])
        return terms._replace(**changed, document="0x" + keccak(texts).hex())


class Presentation(NamedTuple):
    """Presentation as Solidity has it."""

    bank: int
    bills: tuple[str, ...]
    documents: str
    amount: int
    scheme: int
    drawing: str
    shipped: int
    invoiced: int
    presented: int


class Finding(NamedTuple):
    """Finding as Solidity has it."""

    complies: bool
    deadline: int
    last_day: int
    calendar: str


def raw(value: Any) -> Any:
    """The same with its hashes as bytes, for encoding."""
    if isinstance(value, tuple):
        return tuple(raw(part) for part in value)
    return bytes.fromhex(value[2:]) if isinstance(value, str) and len(value) == 66 else value


@dataclass(frozen=True)
class Deal:
    """One credit and its parties, who speak to `credits`: the version that it is written in. The nominated
    and the confirming bank have a part where the terms name them.
    """

    port: Any
    credits: Any
    cash: Any
    terms: Terms
    issuing_bank: Member
    applicant: Member
    beneficiary: Member
    advising_bank: Member
    carrier: Member
    nominated_bank: Member
    confirming_bank: Member
    issued_on: Terms | None = None
    """The terms as issued, where `terms` are amended ones."""

    @property
    def id(self) -> str:
        return str(self.credits.idOf(self.issued_on or self.terms))

    @property
    def said(self) -> tuple[str, Terms]:
        """What each step begins with."""
        return self.id, self.terms

    @property
    def named(self) -> tuple[str, str, Terms]:
        """What each step in a book beside the credits begins with."""
        return self.credits.address, *self.said

    @property
    def record(self) -> Any:
        return self.credits.creditOf(self.id)

    # --- the credit

    def issue(self) -> TransactionReceipt:
        return self.issuing_bank.together(self.credits, "issue", self.terms)

    def advise(self) -> TransactionReceipt:
        return self.advising_bank.act(self.credits, "advise", *self.said)

    def confirm(self) -> TransactionReceipt:
        return self.confirming_bank.together(self.port.confirmations, "confirm", *self.named)

    def decline(self) -> TransactionReceipt:
        return self.confirming_bank.act(self.port.confirmations, "decline", *self.named)

    def expire(self) -> TransactionReceipt:
        return self.issuing_bank.act(self.port.ends, "expire", *self.named)

    def bank_cancels(self, bank: Member | None = None) -> TransactionReceipt:
        return (bank or self.issuing_bank).together(self.port.ends, "cancel", *self.named)

    def beneficiary_cancels(self) -> TransactionReceipt:
        return self.beneficiary.act(self.port.ends, "cancel", *self.named)

    @property
    def consents(self) -> int:
        """Who has agreed to cancel, on the terms as they are."""
        return int(self.port.ends.consentsOf(self.credits, self.id, self.terms.hash))

    # --- amendments

    @property
    def book(self) -> Any:
        return self.port.amendments

    def amended(self, amendment: Amendment) -> Deal:
        """The same credit as it is once the amendment is accepted."""
        return replace(self, terms=amendment.over(self.terms), issued_on=self.issued_on or self.terms)

    def names(self, amendment: Amendment) -> tuple[Any, ...]:
        """What each step on an amendment is told."""
        return *self.named, amendment

    def amendment_id(self, amendment: Amendment) -> str:
        """Computed apart from the contract."""
        said = [self.credits.address, raw(self.id), raw(amendment)]
        return "0x" + keccak(encode(["address", "bytes32", AMENDMENT], said)).hex()

    def proposal(self, amendment: Amendment) -> int:
        return int(self.book.proposalOf(self.amendment_id(amendment))["status"])

    def propose(self, amendment: Amendment) -> TransactionReceipt:
        return self.issuing_bank.together(self.book, "propose", *self.names(amendment))

    def extend(self, amendment: Amendment) -> TransactionReceipt:
        return self.confirming_bank.together(self.book, "extend", *self.names(amendment))

    def withhold(self, amendment: Amendment) -> TransactionReceipt:
        return self.confirming_bank.act(self.book, "withhold", *self.names(amendment))

    def accept(self, amendment: Amendment) -> Deal:
        """The credit as it is after it."""
        self.beneficiary.act(self.book, "accept", *self.names(amendment))
        return self.amended(amendment)

    def turn_down(self, amendment: Amendment) -> TransactionReceipt:
        return self.beneficiary.act(self.book, "refuse", *self.names(amendment))

    # --- presentations

    def bill(self, form: int = 1, owner: Member | None = None) -> str:
        """Issued to the beneficiary, to its own order where nothing else is said."""
        commitment = salted(f"transport document {next(_names)}")
        title = owner or self.beneficiary
        self.carrier.act(self.port.bills, "issue", commitment, self.beneficiary.number, title.number, form)
        return commitment

    def documents(self, *bills: str, bank: Member | None = None, **changes: Any) -> Presentation:
        """The whole amount, shipped and invoiced yesterday, presented today to the issuing bank, unless
        `changes` say otherwise.
        """
        contents = salted(f"presented documents {next(_names)}")
        return Presentation(
            bank=(bank or self.issuing_bank).number,
            bills=bills,
            documents=contents,
            amount=AMOUNT,
            scheme=0,
            drawing=salted(f"drawing of {contents}"),
            shipped=TODAY - 1,
            invoiced=TODAY - 1,
            presented=TODAY,
        )._replace(**changes)

    def present(self, *bills: str, bank: Member | None = None, **changes: Any) -> Presentation:
        presentation = self.documents(*bills, bank=bank, **changes)
        self.beneficiary.act(self.credits, "present", *self.said, presentation)
        return presentation

    def presentation_id(self, presentation: Presentation) -> str:
        return presentation_id(self.id, self.terms, presentation)

    def status(self, presentation: Presentation, bank: Member | None = None) -> int:
        """With the issuing bank, unless another is named."""
        with_ = (bank or self.issuing_bank).number
        return int(self.credits.statusOf(self.presentation_id(presentation), with_))

    def passage(self, presentation: Presentation) -> Any:
        return self.credits.passageOf(self.presentation_id(presentation))

    # --- the answers of a bank: the issuing one, unless another is named

    def examine(
        self, presentation: Presentation, bank: Member | None = None, **changes: Any
    ) -> TransactionReceipt:
        return (bank or self.issuing_bank).act(
            self.credits, "examine", *self.said, presentation, finding(presentation, **changes)
        )

    def waive(self, presentation: Presentation) -> TransactionReceipt:
        return self.issuing_bank.together(self.credits, "waive", *self.said, presentation)

    def honour(
        self, presentation: Presentation, bank: Member | None = None, dues: Sequence[int] = ()
    ) -> TransactionReceipt:
        """`dues` of the parts that are not at sight."""
        return (bank or self.issuing_bank).together(
            self.credits, "honour", *self.said, presentation, dues, b""
        )

    def negotiate(
        self, presentation: Presentation, price: int, bank: Member | None = None
    ) -> TransactionReceipt:
        return (bank or self.nominated_bank).together(
            self.credits, "negotiate", *self.said, presentation, price, b""
        )

    def forward(
        self,
        presentation: Presentation,
        bank: Member | None = None,
        to: Member | None = None,
        received: int = TODAY,
    ) -> TransactionReceipt:
        """By the nominated to the issuing bank, unless others are named."""
        return (bank or self.nominated_bank).act(
            self.credits, "forward", *self.said, presentation, (to or self.issuing_bank).number, received
        )

    def refuse(
        self,
        presentation: Presentation,
        discrepancies: int = 1,
        disposal: int = HOLD,
        bank: Member | None = None,
    ) -> TransactionReceipt:
        return (bank or self.issuing_bank).together(
            self.credits, "refuse", *self.said, presentation, NOTICE, discrepancies, disposal
        )

    def withdraw(self, presentation: Presentation) -> TransactionReceipt:
        return self.beneficiary.act(self.credits, "withdraw", *self.said, presentation)


def an_amendment(**given: Any) -> Amendment:
    """`an_amendment(expiry=EXPIRY + 30)`: a bit for each field given; nothing else changes."""
    bits = {
        "tolerance_plus": TOLERANCE,
        "tolerance_minus": TOLERANCE,
        "expiry": NEW_EXPIRY,
        "latest_shipment": NEW_LATEST_SHIPMENT,
        "presentation_days": NEW_PERIOD,
        "partial_drawings": PARTIAL_DRAWINGS,
    }
    changes = 0
    for field in given:
        changes |= bits.get(field, 0)
    text = salted(f"the text of an amendment {next(_names)}")
    return Amendment(changes, 0, 0, 0, 0, 0, 0, 0, False, text)._replace(**given)


def presentation_id(credit: str, terms: Terms, presentation: Presentation) -> str:
    """Computed apart from the contract."""
    said = [raw(credit), raw(terms.hash), raw(presentation)]
    return "0x" + keccak(encode(["bytes32", "bytes32", PRESENTATION], said)).hex()


def finding(presentation: Presentation, **changes: Any) -> Finding:
    """Complying; the fifth banking day following presentation ends on the seventh day at six."""
    deadline = (presentation.presented + 7) * DAY + 18 * 3_600
    last_day = min(EXPIRY, presentation.shipped + PERIOD)
    return Finding(True, deadline, last_day, CALENDAR)._replace(**changes)
