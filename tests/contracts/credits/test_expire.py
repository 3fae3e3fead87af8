from __future__ import annotations

import pytest

from tests.contracts.attempts import answer
from tests.contracts.credits.deals import ADVISED, CANCELLED, DAY, EXPIRED, EXPIRY, ISSUED, LODGED
from tests.contracts.people import refused
from tests.contracts.standing import suspend, take_right

DUE = (EXPIRY + 12) * DAY
RUNNING = (1 << ISSUED) | (1 << ADVISED)


def test_expire_is_refused_to_everybody_but_the_issuing_bank(at, deal, beneficiary, applicant, issuing_bank):
    """CREDITS-31."""
    at(DUE)
    for other in (beneficiary, applicant):
        with refused("CreditsNotIssuingBank", issuing_bank, other):
            other.act(deal.port.ends, "expire", *deal.named)


def test_expire_is_refused_without_the_right_to_examine(port, at, deal, issuing_bank):
    """CREDITS-31."""
    at(DUE)
    take_right(port, issuing_bank, "EXAMINE")
    with refused("MemberOnlyRightMissing", issuing_bank, 7, 0x1FF - (1 << 7)):
        deal.expire()


def test_expire_is_refused_as_long_as_closed_days_may_move_the_last_day(at, deal, issuing_bank):
    """CREDITS-31, CREDITS-7: up to the last second of the eleventh day; the bank cannot end it before."""
    with refused("CreditsNotExpired", EXPIRY, EXPIRY - 60):
        deal.expire()
    at(DUE - 1)
    told = answer(issuing_bank, 1, deal.port.ends, "expire", *deal.named)
    assert told == f"CreditsNotExpired: {EXPIRY}, {EXPIRY + 11}"
    at(DUE)
    assert answer(issuing_bank, 1, deal.port.ends, "expire", *deal.named) is None


def test_expire_is_refused_as_long_as_it_is_the_last_day_somewhere(at, deal):
    """CREDITS-31, CREDITS-10, CREDITS-11: the bank is not quicker than a beneficiary in the west."""
    at((EXPIRY + 11) * DAY)
    with refused("CreditsNotExpired", EXPIRY, EXPIRY + 11):
        deal.expire()
    assert deal.status(deal.present(presented=EXPIRY + 10)) == LODGED


def test_expire_is_refused_while_a_presentation_is_under_way(at, deal):
    """CREDITS-31: expiry does not end an examination (art. 14b)."""
    at((EXPIRY - 1) * DAY)
    deal.present(presented=EXPIRY - 1)
    at(DUE)
    with refused("CreditsOpenPresentations", deal.id, 1):
        deal.expire()


def test_expire_is_refused_of_a_cancelled_credit(at, deal):
    """CREDITS-33."""
    deal.bank_cancels()
    deal.beneficiary_cancels()
    at(DUE)
    with refused("CreditsWrongStatus", deal.id, CANCELLED, RUNNING):
        deal.expire()


def test_expire_is_refused_to_a_suspended_bank(port, at, deal, issuing_bank):
    """CREDITS-35."""
    at(DUE)
    suspend(port, issuing_bank)
    with refused("MembersNotActive", issuing_bank, 2):
        deal.expire()


def test_time_alone_does_not_expire_a_credit(at, deal):
    """CREDITS-34: until the bank says so, the status is what it was."""
    at(DUE + 100 * DAY)
    assert deal.record["status"] == ADVISED


@pytest.mark.parametrize("advised", [True, False])
def test_expire_ends_the_credit(at, a_deal, advised):
    """CREDITS-31, CREDITS-33: event, every field, and nothing after it."""
    deal = a_deal()
    deal.issue()
    if advised:
        deal.advise()
    before = deal.record.dict()
    at(DUE)
    done = deal.expire()
    assert done.events["CreditExpired"] == {"deal": deal.credits, "credit": deal.id}
    assert deal.record.dict() == before | {"status": EXPIRED}
    with refused("CreditsWrongStatus", deal.id, EXPIRED, RUNNING):
        deal.expire()
