"""What beneficiaries and their bank do with a transfer, so that its tests read as sentences."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from brownie.network.transaction import TransactionReceipt

from tests.contracts.credits.deals import TODAY, Deal, Presentation
from tests.contracts.people import Member, salted

INVOICE = salted("the first beneficiary's invoice")
NOT_ASKED, REQUESTED, REVOKED, MADE = range(4)
NONE_YET, DEMANDED, SUBSTITUTED, LAPSED = range(4)

_names = count(1)


def transferred(deal: Deal, second: Member, bank: Member, amount: int, **changes: Any) -> Deal:
    """The credit that a transfer by the bank would make for the second beneficiary; not asked for yet."""
    terms = deal.terms._replace(
        beneficiary=second.number,
        advising_bank=bank.number,
        amount=amount,
        document=salted(f"the text of a transferred credit {next(_names)}"),
    )._replace(**changes)
    return replace(deal, terms=terms, beneficiary=second, advising_bank=bank, issued_on=None)


def ask(deal: Deal, second: Deal, carved: int, amendable: bool = True) -> TransactionReceipt:
    """By the first beneficiary."""
    wish = (second.id, carved, amendable)
    return deal.beneficiary.together(deal.port.transfers, "request", *deal.named, wish)


def make(deal: Deal, second: Deal, bank: Member) -> TransactionReceipt:
    return bank.together(deal.port.transfers, "transfer", *deal.named, second.terms)


def transfer(
    deal: Deal, second: Member, bank: Member, amount: int, carved: int, amendable: bool = True, **changes: Any
) -> Deal:
    """Asked for and made: the second beneficiary's credit."""
    made = transferred(deal, second, bank, amount, **changes)
    ask(deal, made, carved, amendable)
    make(deal, made, bank)
    return made


def presented(second: Deal, documents: Presentation) -> tuple[Any, ...]:
    """What each step on a substitution begins with."""
    return second.credits.address, second.id, second.terms.hash, documents


def demand(second: Deal, documents: Presentation, bank: Member, until: int = TODAY) -> TransactionReceipt:
    return bank.act(second.port.transfers, "demand", *presented(second, documents), until)


def substitute(second: Deal, documents: Presentation, first: Member) -> TransactionReceipt:
    return first.act(second.port.transfers, "substitute", *presented(second, documents), INVOICE)


def lapse(second: Deal, documents: Presentation, bank: Member) -> TransactionReceipt:
    return bank.act(second.port.transfers, "lapse", *presented(second, documents))


def substitution(second: Deal, documents: Presentation) -> int:
    id = second.presentation_id(documents)
    return int(second.port.transfers.substitutionOf(second.credits, id)["status"])


def held(second: Deal) -> int:
    """What is set aside for it, of the credit that it came from."""
    return int(second.port.transfers.transferOf(second.credits, second.id)["held"])
