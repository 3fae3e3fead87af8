"""Security for a second credit: offered, taken, let go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.collateral.conftest import AMOUNT, OFFERED, PURPOSE, RELEASED, SALT, TAKEN
from tests.contracts.credits.deals import AMOUNT as CREDITED
from tests.contracts.credits.deals import DAY, EXPIRED, EXPIRY, ISSUED, an_amendment
from tests.contracts.people import refused, salted
from tests.contracts.standing import suspend, take_right

PRESENT, UNDERTAKE = 8, 6
DRAWABLE = CREDITED * 105 // 100
NONE = "0x" + "00" * 32


def test_what_is_offered_is_told_and_counted(security):
    """COLLATERAL-1"""
    done = security.offer()
    assert done.events["CollateralOffered"] == {
        "link": security.id(),
        "master": security.master.id,
        "bank": security.bank.number,
        "deal": security.master.credits.address,
        "beneficiary": security.master.beneficiary.number,
        "amount": AMOUNT,
        "purpose": PURPOSE,
    }
    link = security.book.linkOf(security.id()).dict()
    assert link == {
        "status": OFFERED,
        "beneficiary": security.master.beneficiary.number,
        "bank": security.bank.number,
        "amount": AMOUNT,
        "deal": security.master.credits.address,
        "master": security.master.id,
        "second": NONE,
    }
    assert security.linked == AMOUNT


def test_only_the_beneficiary_offers_by_two_persons(people, security, port):
    """COLLATERAL-1: no bank takes security in what is another's."""
    beneficiary = security.master.beneficiary
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, PRESENT):
        beneficiary.act(security.book, "offer", *security.args())
    for name in ("financier", "applicant", "issuing_bank"):
        with refused("CollateralNotBeneficiary", beneficiary, people[name]):
            people[name].together(security.book, "offer", *security.args())
    take_right(port, beneficiary, "PRESENT")
    with refused("MemberOnlyRightMissing", beneficiary, PRESENT, ...):
        security.offer()


def test_an_offer_names_an_amount_and_what_was_agreed(security):
    """COLLATERAL-1"""
    for amount, purpose in ((0, PURPOSE), (1, NONE)):
        with refused("CollateralNothingNamed"):
            security.offer(amount, purpose)


def test_an_offer_is_to_a_bank_that_may_act(port, people, security, collateral):
    """COLLATERAL-1"""
    beneficiary, said = security.master.beneficiary, (security.master.credits, *security.master.said)
    with refused("CollateralNotABank", people["carrier"]):
        beneficiary.together(collateral, "offer", *said, people["carrier"].number, AMOUNT, PURPOSE)
    suspend(port, people["financier"])
    with refused("MembersNotActive", people["financier"], 2):
        security.offer()


def test_the_master_is_a_running_credit_as_it_stands(security, a_deal, stranger):
    """COLLATERAL-1: by the operative terms; none that nobody issued, nor one that has ended."""
    master, book = security.master, security.book
    unknown = a_deal(document=salted("nobody issued it"))
    args = (unknown.credits, *unknown.said, security.bank.number, AMOUNT, PURPOSE)
    with refused("CreditsWrongStatus", unknown.id, 0, ...):
        master.beneficiary.together(book, "offer", *args)
    with refused("MemberOnlyNotADeal", stranger.account):
        master.beneficiary.together(book, "offer", stranger.account, *args[1:])
    later = an_amendment(expiry=EXPIRY + 30)
    master.propose(later)
    amended = master.accept(later)
    with refused("CreditsOtherTerms", master.id, ...):
        security.offer()
    beneficiary, said = master.beneficiary, (security.bank.number, AMOUNT, PURPOSE)
    beneficiary.together(book, "offer", amended.credits, *amended.said, *said)
    amended.bank_cancels()
    amended.beneficiary_cancels()
    with refused("CreditsWrongStatus", master.id, ..., ...):
        beneficiary.together(book, "offer", amended.credits, *amended.said, *said[:2], salted("another"))


def test_all_links_together_are_never_more_than_the_master(security):
    """COLLATERAL-2: to the last minor unit."""
    security.offer()
    rest = DRAWABLE - AMOUNT
    with refused("CollateralAboveMaster", rest + 1, rest):
        security.offer(rest + 1)
    security.offer(rest)
    assert security.linked == DRAWABLE
    with refused("CollateralAboveMaster", 1, 0):
        security.offer(1)


def test_what_is_drawn_secures_nothing(security, a_deal, funds):
    """COLLATERAL-2, COLLATERAL-8: a link keeps nobody from drawing; what is drawn leaves less to link."""
    master = a_deal(partial_drawings=True, document=salted("in parts"))
    master.issue()
    tied = replace(security, master=master)
    tied.offer(DRAWABLE)
    presentation = master.present(amount=40_000)
    master.examine(presentation)
    master.honour(presentation)
    with refused("CollateralAboveMaster", 1, 0):
        tied.offer(1)
    tied.master.beneficiary.act(tied.book, "withdraw", tied.id(DRAWABLE))
    with refused("CollateralAboveMaster", DRAWABLE - 40_000 + 1, DRAWABLE - 40_000):
        tied.offer(DRAWABLE - 40_000 + 1)
    tied.offer(DRAWABLE - 40_000)


def test_the_bank_takes_it_for_a_credit_that_it_alone_knows(people, security):
    """COLLATERAL-3"""
    security.offer()
    with refused("CollateralNotBank", security.bank, people["issuing_bank"]):
        people["issuing_bank"].act(security.book, "take", security.id(), security.commitment)
    with refused("CollateralNothingNamed"):
        security.bank.act(security.book, "take", security.id(), NONE)
    done = security.take()
    assert done.events["CollateralTaken"] == {"link": security.id(), "second": security.commitment}
    assert security.status == TAKEN
    assert security.second.id not in str(done.logs)
    with refused("CollateralWrongStatus", security.id(), TAKEN, OFFERED):
        security.take()


def test_taking_takes_the_right_to_undertake(port, security):
    """COLLATERAL-3"""
    security.offer()
    take_right(port, security.bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", security.bank, UNDERTAKE, ...):
        security.take()


def test_an_offer_is_taken_back_while_nobody_took_it(security, people):
    """COLLATERAL-4"""
    security.offer()
    with refused("CollateralNotBeneficiary", security.master.beneficiary, people["applicant"]):
        people["applicant"].act(security.book, "withdraw", security.id())
    done = security.withdraw()
    told = {"link": security.id(), "party": security.master.beneficiary.number}
    assert done.events["CollateralReleased"] == told
    assert (security.status, security.linked) == (RELEASED, 0)
    security.offer(AMOUNT, salted("another"))
    security.bank.act(security.book, "take", security.id(purpose=salted("another")), security.commitment)
    with refused("CollateralWrongStatus", ..., TAKEN, OFFERED):
        security.master.beneficiary.act(security.book, "withdraw", security.id(purpose=salted("another")))


@pytest.mark.parametrize("taken", [False, True])
def test_the_bank_lets_it_go_by_two_persons(security, people, taken):
    """COLLATERAL-5: whether it took it or not."""
    security.offer()
    if taken:
        security.take()
    with refused("MemberOnlyTwoPersonsNeeded", security.bank, UNDERTAKE):
        security.bank.act(security.book, "release", security.id())
    with refused("CollateralNotBank", security.bank, people["issuing_bank"]):
        people["issuing_bank"].together(security.book, "release", security.id())
    done = security.release()
    assert done.events["CollateralReleased"] == {"link": security.id(), "party": security.bank.number}
    assert (security.status, security.linked) == (RELEASED, 0)


def test_a_second_credit_that_runs_secures_on(security):
    """COLLATERAL-6: nor does another credit that ended help, nor a wrong salt."""
    security.offer()
    security.take()
    security.second.issue()
    with refused("CollateralStillSecures", security.id(), ISSUED, 0):
        security.end()
    with refused("CollateralOtherSecond", security.id()):
        security.master.beneficiary.act(security.book, "end", *security.ending[:3], salted("wrong"))
    master = security.master
    with refused("CollateralOtherSecond", security.id()):
        master.beneficiary.act(security.book, "end", security.id(), master.credits, master.id, SALT)


def test_one_that_nobody_issued_secures_on(security):
    """COLLATERAL-6: the bank may issue it still."""
    security.offer()
    security.take()
    with refused("CollateralStillSecures", security.id(), 0, 0):
        security.end()


def test_a_second_credit_that_was_cancelled_releases(security, people):
    """COLLATERAL-6"""
    security.offer()
    security.take()
    security.second.issue()
    security.second.bank_cancels()
    security.second.beneficiary_cancels()
    with refused("CollateralNotBeneficiary", security.master.beneficiary, people["applicant"]):
        people["applicant"].act(security.book, "end", *security.ending)
    security.end()
    assert (security.status, security.linked) == (RELEASED, 0)


def test_a_second_credit_that_expired_undrawn_releases(at, security):
    """COLLATERAL-6"""
    security.offer()
    security.take()
    security.second.issue()
    at((EXPIRY + 12) * DAY)
    security.second.expire()
    assert security.second.record["status"] == EXPIRED
    security.end()
    assert security.status == RELEASED


def test_what_was_honoured_stays_secured_until_the_bank_lets_it_go(
    at, security, people, issuing_bank, dollars
):
    """COLLATERAL-6: the bank has paid, and waits for the master's proceeds."""
    bank = people["financier"]
    issuing_bank.together(dollars, "mint", bank.number, 200_000)
    second = replace(security.second, terms=security.second.terms._replace(partial_drawings=True))
    tied = replace(security, second=second)
    tied.offer()
    tied.take()
    second.issue()
    presentation = second.present(amount=1_000, bank=bank)
    second.examine(presentation, bank=bank)
    second.honour(presentation, bank=bank)
    at((EXPIRY + 12) * DAY)
    second.expire()
    with refused("CollateralStillSecures", tied.id(), EXPIRED, 1_000):
        tied.end()
    tied.release()
    assert tied.linked == 0


def test_a_stranger_contract_ends_nothing(security, stranger):
    """COLLATERAL-6: a credit is asked of what the consortium knows."""
    security.offer()
    forged = security.book.secondOf(stranger.account, security.second.id, SALT)
    security.bank.act(security.book, "take", security.id(), forged)
    with refused("MemberOnlyNotADeal", stranger.account):
        security.master.beneficiary.act(
            security.book, "end", security.id(), stranger.account, security.second.id, SALT
        )


def test_what_is_released_is_linked_anew_under_another_name(security):
    """COLLATERAL-7"""
    security.offer()
    with refused("CollateralOfferedAlready", security.id()):
        security.offer()
    security.release()
    with refused("CollateralOfferedAlready", security.id()):
        security.offer()
    for step in (security.take, security.withdraw, security.release, security.end):
        with refused("CollateralWrongStatus", security.id(), RELEASED, ...):
            step()
    security.offer(DRAWABLE)
    assert security.linked == DRAWABLE


def test_the_master_is_amended_and_ended_all_the_same(security):
    """COLLATERAL-8"""
    security.offer()
    security.take()
    master = security.master
    less = an_amendment(decrease=50_000)
    master.propose(less)
    amended = master.accept(less)
    assert security.linked == AMOUNT
    amended.bank_cancels()
    amended.beneficiary_cancels()
    security.release()


def test_a_book_that_is_closing_only_releases(port, security):
    """COLLATERAL-9"""
    security.offer()
    port.listed(security.book, 2)
    with refused("MemberOnlyClosing", security.book):
        security.offer(1)
    with refused("MemberOnlyClosing", security.book):
        security.take()
    security.withdraw()


@pytest.mark.parametrize("step", ["offer", "take", "release", "withdraw", "end"])
def test_the_book_is_reached_through_members(security, step):
    """COLLATERAL-9"""
    args = {
        "offer": security.args(),
        "take": (security.id(), security.commitment),
        "end": security.ending,
    }.get(step, (security.id(),))
    key = security.master.beneficiary.maker
    with refused("MemberOnlyThroughMembers", key):
        getattr(security.book, step)(*args, {"from": key})


def test_a_suspended_party_takes_no_step(port, security):
    """COLLATERAL-9"""
    security.offer()
    suspend(port, security.bank)
    with refused("MembersNotActive", security.bank, 2):
        security.take()
