from __future__ import annotations

import brownie
import pytest

from tests.contracts.credits.deals import ADVISED, EXHAUSTED
from tests.contracts.people import key_of, refused, salted


@pytest.fixture
def second(port):
    """A second version of the credits contract, listed beside the first."""
    version = key_of("deployer").deploy(
        brownie.project.get_loaded_projects()[0]["LetterOfCredit"],
        port.members,
        port.bills,
        port.obligations,
        port.amendments,
        port.stops,
        port.ends,
        port.clauses,
        port.confirmations,
        port.proceeds,
    )
    return port.listed(version, capabilities=3)


def test_open_credits_of_two_versions_both_finish(port, a_deal, funds, credits, second, bills, dollars):
    """CREDITS-36: the first closes with a credit open; both are presented under, and both are honoured."""
    old = a_deal()
    old.issue()
    old.advise()
    port.listed(credits, status=2, capabilities=3)
    new = a_deal(credits=second, document=salted("the text of a later credit"))
    new.issue()
    new.advise()
    for deal in (old, new):
        bill = deal.bill()
        refusable = deal.present(bill)
        deal.examine(refusable, complies=False)
        deal.refuse(refusable)
        presentation = deal.present(bill)
        deal.examine(presentation)
        deal.honour(presentation)
        assert deal.record["status"] == EXHAUSTED
        assert bills.billOf(bill)["owner"] == deal.issuing_bank.number
    assert dollars.balanceOf(old.beneficiary.account) == 180_000


def test_a_version_does_not_know_the_credits_of_another(a_deal, second, funds):
    """CREDITS-36: a running credit keeps the contract that it was written in."""
    old = a_deal()
    old.issue()
    old.advise()
    elsewhere = a_deal(credits=second)
    assert elsewhere.id == old.id, "the same terms have the same id everywhere"
    assert (old.record["status"], elsewhere.record["status"]) == (ADVISED, 0)
    with refused("CreditsWrongStatus", old.id, 0, ...):
        elsewhere.present()


def test_a_version_does_not_release_what_another_keeps(a_deal, second):
    """CREDITS-36: a bill in the keeping of one is locked for the other."""
    old = a_deal()
    old.issue()
    bill = old.bill()
    old.present(bill)
    new = a_deal(credits=second, document=salted("the text of a later credit"))
    new.issue()
    with refused("BillsLocked", bill, 1, ...):
        new.present(bill)


def test_a_closed_version_is_no_longer_called(port, a_deal, credits):
    """CREDITS-36: closing comes first, closed when all is finished."""
    deal = a_deal()
    deal.issue()
    port.listed(credits, status=3, capabilities=3)
    with refused("MembersUnknownInstrument", credits, 3):
        deal.present()
