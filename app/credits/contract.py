"""Typed calls to LetterOfCredit and the books beside it, and the ids that every side computes for itself."""

from __future__ import annotations

from typing import NamedTuple

from app.chain.deployments import Deployment
from app.credits.amendments import Amendment
from app.credits.clauses import Clauses
from app.credits.domain import Disposal
from app.hashes import keccak

NAME = "LetterOfCredit"
BOOK = "ObligationBook"
AMENDMENTS = "AmendmentBook"
ENDS = "EndBook"
CLAUSES = "ClauseBook"
TRANSFERS = "TransferBook"
CONFIRMATIONS = "ConfirmationBook"
ASSIGNMENTS = "AssignmentBook"
ADVANCES = "AdvanceBook"
NO_CLAUSES = "0x" + "00" * 32
SELECTOR = 4


class ChainTenor(NamedTuple):
    """`days` after what `usance` names, for `percent` of a drawing."""

    percent: int
    usance: int
    days: int


class ChainTerms(NamedTuple):
    """The terms that the chain enforces, as in its struct. Days since 1970, amount in minor units."""

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
    tenors: tuple[ChainTenor, ...]
    partial_drawings: bool
    title_to_applicant: bool
    clauses: str
    document: str


class ChainPresentation(NamedTuple):
    bank: int
    bills: tuple[str, ...]
    documents: str
    amount: int
    scheme: int
    drawing: str
    shipped: int
    invoiced: int
    presented: int


class Presented(NamedTuple):
    """What a step on a presentation begins with: credit, terms that it was presented under, contents."""

    credit: str
    terms: ChainTerms
    presentation: ChainPresentation


class Amending(NamedTuple):
    """What a step on an amendment begins with: the instrument in which the credit was written, the credit,
    its operative terms, the amendment.
    """

    deal: str
    credit: str
    terms: ChainTerms
    amendment: Amendment


class Wish(NamedTuple):
    """What a first beneficiary asks for: the credit that it names by its id, what is carved out for it, and
    whether amendments are advised to the second beneficiary.
    """

    transferred: str
    carved: int
    amendable: bool


class UnderTransfer(NamedTuple):
    """What a step on a presentation under a transferred credit begins with: the instrument, the credit, the
    hash of the terms that it was presented under, its contents.
    """

    deal: str
    transferred: str
    terms: str
    presentation: ChainPresentation


class Named(NamedTuple):
    """What a step in a book beside the credits begins with: instrument, credit, its operative terms."""

    deal: str
    credit: str
    terms: ChainTerms


class ChainFinding(NamedTuple):
    """`deadline` in seconds since 1970, `last_day` in days."""

    complies: bool
    deadline: int
    last_day: int
    calendar: str


def credit_id(deployment: Deployment, terms: ChainTerms) -> str:
    return _id(deployment.encode(NAME, "idOf", terms))


def presentation_id(deployment: Deployment, credit: str, terms: str, presentation: ChainPresentation) -> str:
    """`terms` is the hash of those that it is presented under."""
    return _id(deployment.encode(NAME, "presentationIdOf", credit, terms, presentation))


def amendment_id(deployment: Deployment, deal: str, credit: str, amendment: Amendment) -> str:
    return _id(deployment.encode(AMENDMENTS, "idOf", deal, credit, amendment))


def clauses_id(deployment: Deployment, clauses: Clauses) -> str:
    return _id(deployment.encode(CLAUSES, "idOf", clauses))


def assignment_id(
    deployment: Deployment, deal: str, credit: str, assignee: int, amount: int, deed: str
) -> str:
    return _id(deployment.encode(ASSIGNMENTS, "idOf", deal, credit, assignee, amount, deed))


def advance_id(
    deployment: Deployment, deal: str, credit: str, bank: int, amount: int, receipt: str, warehouse: str
) -> str:
    return _id(deployment.encode(ADVANCES, "idOf", deal, credit, bank, amount, receipt, warehouse))


def state_clauses(deployment: Deployment, clauses: Clauses) -> bytes:
    return deployment.encode(CLAUSES, "state", clauses)


def reinstate(deployment: Deployment, deal: str, credit: str, terms: ChainTerms) -> bytes:
    return deployment.encode(CLAUSES, "reinstate", deal, credit, terms)


def issue(deployment: Deployment, terms: ChainTerms) -> bytes:
    return deployment.encode(NAME, "issue", terms)


def advise(deployment: Deployment, credit: str, terms: ChainTerms) -> bytes:
    return deployment.encode(NAME, "advise", credit, terms)


def confirm(deployment: Deployment, deal: str, credit: str, terms: ChainTerms) -> bytes:
    return deployment.encode(CONFIRMATIONS, "confirm", deal, credit, terms)


def decline(deployment: Deployment, deal: str, credit: str, terms: ChainTerms) -> bytes:
    return deployment.encode(CONFIRMATIONS, "decline", deal, credit, terms)


def present(deployment: Deployment, given: Presented) -> bytes:
    return deployment.encode(NAME, "present", *given)


def examine(deployment: Deployment, given: Presented, finding: ChainFinding) -> bytes:
    return deployment.encode(NAME, "examine", *given, finding)


def waive(deployment: Deployment, given: Presented) -> bytes:
    return deployment.encode(NAME, "waive", *given)


def honour(deployment: Deployment, given: Presented, dues: tuple[int, ...]) -> bytes:
    """`dues` of the parts that are not at sight, in days since 1970."""
    return deployment.encode(NAME, "honour", *given, dues, b"")


def negotiate(deployment: Deployment, given: Presented, price: int) -> bytes:
    return deployment.encode(NAME, "negotiate", *given, price, b"")


def forward(deployment: Deployment, given: Presented, to: int, received: int) -> bytes:
    return deployment.encode(NAME, "forward", *given, to, received)


def refuse(
    deployment: Deployment, given: Presented, notice: str, discrepancies: int, disposal: Disposal
) -> bytes:
    return deployment.encode(NAME, "refuse", *given, notice, discrepancies, int(disposal))


def withdraw(deployment: Deployment, given: Presented) -> bytes:
    return deployment.encode(NAME, "withdraw", *given)


def expire(deployment: Deployment, deal: str, credit: str, terms: ChainTerms) -> bytes:
    return deployment.encode(ENDS, "expire", deal, credit, terms)


def cancel(deployment: Deployment, deal: str, credit: str, terms: ChainTerms) -> bytes:
    return deployment.encode(ENDS, "cancel", deal, credit, terms)


def propose(deployment: Deployment, given: Amending) -> bytes:
    return deployment.encode(AMENDMENTS, "propose", *given)


def state(deployment: Deployment, given: Amending) -> bytes:
    return deployment.encode(AMENDMENTS, "state", *given)


def extend(deployment: Deployment, given: Amending) -> bytes:
    return deployment.encode(AMENDMENTS, "extend", *given)


def withhold(deployment: Deployment, given: Amending) -> bytes:
    return deployment.encode(AMENDMENTS, "withhold", *given)


def accept(deployment: Deployment, given: Amending) -> bytes:
    return deployment.encode(AMENDMENTS, "accept", *given)


def refuse_amendment(deployment: Deployment, given: Amending) -> bytes:
    return deployment.encode(AMENDMENTS, "refuse", *given)


def request(deployment: Deployment, deal: str, credit: str, terms: ChainTerms, wish: Wish) -> bytes:
    return deployment.encode(TRANSFERS, "request", deal, credit, terms, wish)


def revoke(deployment: Deployment, deal: str, transferred: str) -> bytes:
    return deployment.encode(TRANSFERS, "revoke", deal, transferred)


def transfer(
    deployment: Deployment, deal: str, credit: str, terms: ChainTerms, transferred: ChainTerms
) -> bytes:
    return deployment.encode(TRANSFERS, "transfer", deal, credit, terms, transferred)


def demand(deployment: Deployment, given: UnderTransfer, until: int) -> bytes:
    return deployment.encode(TRANSFERS, "demand", *given, until)


def substitute(deployment: Deployment, given: UnderTransfer, invoice: str) -> bytes:
    return deployment.encode(TRANSFERS, "substitute", *given, invoice)


def lapse(deployment: Deployment, given: UnderTransfer) -> bytes:
    return deployment.encode(TRANSFERS, "lapse", *given)


def give_back(deployment: Deployment, deal: str, transferred: str, terms: ChainTerms) -> bytes:
    return deployment.encode(TRANSFERS, "giveBack", deal, transferred, terms)


def take_back(deployment: Deployment, deal: str, transferred: str) -> bytes:
    return deployment.encode(TRANSFERS, "takeBack", deal, transferred)


def pay(deployment: Deployment, obligation: str) -> bytes:
    return deployment.encode(BOOK, "pay", obligation, b"")


def offer(deployment: Deployment, obligation: str, buyer: int, price: int) -> bytes:
    return deployment.encode(BOOK, "offer", obligation, (buyer, price))


def buy(deployment: Deployment, obligation: str, price: int) -> bytes:
    return deployment.encode(BOOK, "buy", obligation, price, b"")


def assign(deployment: Deployment, given: Named, assignee: int, amount: int, deed: str) -> bytes:
    return deployment.encode(ASSIGNMENTS, "assign", *given, assignee, amount, deed)


def acknowledge(deployment: Deployment, given: Named, assignment: str, ahead: int) -> bytes:
    return deployment.encode(ASSIGNMENTS, "acknowledge", *given, assignment, ahead)


def release(deployment: Deployment, assignment: str) -> bytes:
    return deployment.encode(ASSIGNMENTS, "release", assignment)


def ask_advance(
    deployment: Deployment, given: Named, bank: int, amount: int, receipt: str, warehouse: str
) -> bytes:
    return deployment.encode(ADVANCES, "ask", *given, bank, amount, receipt, warehouse)


def withdraw_advance(deployment: Deployment, advance: str) -> bytes:
    return deployment.encode(ADVANCES, "withdraw", advance)


def advance(deployment: Deployment, given: Named, advance: str) -> bytes:
    return deployment.encode(ADVANCES, "advance", *given, advance, b"")


def repay_advance(deployment: Deployment, advance: str) -> bytes:
    return deployment.encode(ADVANCES, "repay", advance, b"")


def _id(call: bytes) -> str:
    """keccak256 of the arguments as the ABI encodes them, which is how the contract makes its ids."""
    return "0x" + keccak(call[SELECTOR:]).hex()
