from __future__ import annotations

from tests.contracts.credits.deals import ADVISED, ISSUED, UNKNOWN
from tests.contracts.people import refused, salted
from tests.contracts.standing import suspend, take_right


def test_advise_is_refused_to_everybody_but_the_advising_bank(a_deal, financier, advising_bank, issuing_bank):
    """CREDITS-8: not the issuing bank itself, nor another."""
    deal = a_deal()
    deal.issue()
    for other in (financier, issuing_bank):
        with refused("CreditsNotAdvisingBank", advising_bank, other):
            other.act(deal.credits, "advise", *deal.said)


def test_advise_is_refused_without_the_right_to_examine(port, a_deal, advising_bank):
    """CREDITS-8."""
    deal = a_deal()
    deal.issue()
    take_right(port, advising_bank, "EXAMINE")
    with refused("MemberOnlyRightMissing", advising_bank, 7, 0x1FF - (1 << 7)):
        deal.advise()


def test_advise_is_refused_of_what_was_never_issued(a_deal):
    """CREDITS-8: an advice vouches for a credit that exists (art. 9b)."""
    deal = a_deal(document=salted("forged"))
    with refused("CreditsWrongStatus", deal.id, UNKNOWN, 1 << ISSUED):
        deal.advise()


def test_advise_is_refused_twice(deal):
    """CREDITS-8."""
    with refused("CreditsWrongStatus", deal.id, ADVISED, 1 << ISSUED):
        deal.advise()


def test_advise_is_refused_to_a_suspended_bank(port, a_deal, advising_bank):
    """CREDITS-35."""
    deal = a_deal()
    deal.issue()
    suspend(port, advising_bank)
    with refused("MembersNotActive", advising_bank, 2):
        deal.advise()


def test_advise_passes_the_credit_on(a_deal):
    """CREDITS-8: by one person, and no more changes than the status."""
    deal = a_deal()
    deal.issue()
    before = deal.record.dict()
    done = deal.advise()
    assert done.events["CreditAdvised"] == {"credit": deal.id}
    assert deal.record.dict() == before | {"status": ADVISED}
