"""Amendments as proposals (UCP 600 art. 10): who is bound by what, and what nobody can do with one."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.contracts.credits.deals import (
    ACCEPTED,
    ADVISED,
    AMOUNT,
    CANCELLED,
    CONFIRMED,
    DAY,
    DECLINED,
    DRAWABLE,
    EXHAUSTED,
    EXPIRED,
    EXPIRY,
    ISSUED,
    LATEST_SHIPMENT,
    NO_ANSWER,
    PROPOSED,
    TODAY,
    TURNED_DOWN,
    an_amendment,
)
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone, suspend, take_right
from tests.contracts.structs import plain

RUNNING = (1 << ISSUED) | (1 << ADVISED)
PENDING = PROPOSED


@pytest.fixture
def later():
    """Thirty days more, for shipment and expiry."""
    return an_amendment(expiry=EXPIRY + 30, latest_shipment=LATEST_SHIPMENT + 30)


@pytest.fixture
def confirmed(people, a_deal):
    deal = a_deal(confirming_bank=people["advising_bank"].number, partial_drawings=True)
    deal.issue()
    deal.confirm()
    return deal


def operative(deal):
    return str(deal.credits.operativeOf(deal.id))


# ------------------------------------------------------------------------------------------------ proposing


def test_propose_takes_two_persons_of_the_issuing_bank(port, deal, later, dollars, people):
    """CREDITS-53: whatever its limit, and nobody else: not the applicant, who only asks for it."""
    let_act_alone(port, deal.issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", deal.issuing_bank, 6):
        deal.issuing_bank.act(deal.book, "propose", *deal.names(later))
    for name in ("applicant", "beneficiary", "advising_bank", "stranger"):
        with refused("CreditsNotIssuingBank", deal.issuing_bank, people[name]):
            people[name].together(deal.book, "propose", *deal.names(later))
    take_right(port, deal.issuing_bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", deal.issuing_bank, 6, 0x1FF - (1 << 6)):
        deal.propose(later)


def test_propose_leaves_the_operative_terms(deal, later):
    """CREDITS-53, CREDITS-54: event and every field; both versions can be told apart by their hashes."""
    before = deal.record.dict()
    done = deal.propose(later)
    id = deal.amendment_id(later)
    assert done.events["AmendmentProposed"]["amendment"] == id
    assert plain(done.events["AmendmentProposed"]["contents"]) == plain(later)
    assert done.events["AmendmentStated"] == {
        "deal": deal.credits.address,
        "credit": deal.id,
        "amendment": id,
        "base": deal.id,
        "terms": deal.amended(later).terms.hash,
        "drawable": DRAWABLE,
    }
    assert deal.proposal(later) == PROPOSED
    assert deal.record.dict() == before
    assert operative(deal) == deal.id
    assert str(deal.book.amendedBy(deal.terms, later)) == deal.amended(later).terms.hash
    version = deal.book.versionOf(deal.credits, deal.id, deal.id, deal.amended(later).terms.hash)
    assert version.dict() == {"amendment": id, "answer": NO_ANSWER}


def test_propose_is_refused_twice(deal, later):
    """CREDITS-53: also after it was refused: another proposal has another text."""
    deal.propose(later)
    with refused("AmendmentsProposedAlready", deal.amendment_id(later)):
        deal.propose(later)
    deal.turn_down(later)
    with refused("AmendmentsProposedAlready", deal.amendment_id(later)):
        deal.propose(later)


@pytest.mark.parametrize(
    "wrong",
    [
        an_amendment(increase=1, decrease=1),
        an_amendment()._replace(changes=32),
        an_amendment()._replace(tolerance_plus=1),
        an_amendment()._replace(tolerance_minus=1),
        an_amendment()._replace(expiry=EXPIRY),
        an_amendment()._replace(latest_shipment=TODAY),
        an_amendment()._replace(presentation_days=1),
        an_amendment()._replace(partial_drawings=True),
    ],
)
def test_propose_is_refused_where_it_says_two_things(deal, wrong):
    """CREDITS-55: nothing is given that is not changed."""
    with refused("AmendmentsInvalid", deal.amendment_id(wrong)):
        deal.propose(wrong)


@pytest.mark.parametrize(
    ("given", "amount", "expiry", "latest"),
    [
        ({"decrease": AMOUNT}, 0, EXPIRY, LATEST_SHIPMENT),
        ({"decrease": AMOUNT + 1}, 0, EXPIRY, LATEST_SHIPMENT),
        ({"increase": 2**64 - 1}, 0, EXPIRY, LATEST_SHIPMENT),
        ({"increase": 2**64 - 1 - AMOUNT}, 2**64 - 1, EXPIRY, LATEST_SHIPMENT),
        ({"tolerance_plus": 100}, AMOUNT, EXPIRY, LATEST_SHIPMENT),
        ({"expiry": TODAY - 1, "latest_shipment": 0}, AMOUNT, TODAY - 1, 0),
        ({"expiry": LATEST_SHIPMENT - 1}, AMOUNT, LATEST_SHIPMENT - 1, LATEST_SHIPMENT),
        ({"expiry": 2**32 - 10}, AMOUNT, 2**32 - 10, LATEST_SHIPMENT),
    ],
)
def test_propose_is_refused_where_no_credit_could_have_such_terms(deal, given, amount, expiry, latest):
    """CREDITS-55, CREDITS-3."""
    with refused("CreditsInvalidTerms", deal.id, amount, TODAY, expiry, latest):
        deal.propose(an_amendment(**given))


def test_an_amendment_changes_what_it_names_and_nothing_else(deal):
    """CREDITS-55: each field, as computed apart from the contract."""
    for given in (
        {"increase": 7},
        {"decrease": 7},
        {"tolerance_plus": 10, "tolerance_minus": 0},
        {"expiry": EXPIRY + 1},
        {"latest_shipment": 0},
        {"presentation_days": 10},
        {"partial_drawings": True},
        {},
    ):
        change = an_amendment(**given)
        assert str(deal.book.amendedBy(deal.terms, change)) == deal.amended(change).terms.hash, given


def test_no_step_is_taken_with_terms_that_are_not_the_operative_ones(deal, later):
    """CREDITS-1, CREDITS-54."""
    other = deal.amended(later)
    with refused("CreditsOtherTerms", deal.id, other.terms.hash):
        deal.issuing_bank.together(deal.book, "propose", *other.names(an_amendment(increase=1)))
    deal.propose(later)
    deal.accept(later)
    for step in (deal.bank_cancels, deal.beneficiary_cancels):
        with refused("CreditsOtherTerms", deal.id, deal.id):
            step()
    with refused("CreditsOtherTerms", deal.id, deal.id):
        deal.propose(an_amendment(increase=1))


def test_an_amendment_is_of_a_credit_in_a_listed_instrument(port, deal, later, stranger):
    """CREDITS-53: the book asks no stranger what is operative."""
    with refused("MemberOnlyNotADeal", stranger.account):
        deal.issuing_bank.together(deal.book, "propose", stranger.account, *deal.said, later)


@pytest.mark.parametrize("status", [0, EXHAUSTED, EXPIRED, CANCELLED])
def test_a_credit_that_does_not_run_is_not_amended(at, a_deal, funds, later, status):
    """CREDITS-33, CREDITS-56: nor is what was pending accepted when it has ended."""
    deal = a_deal()
    if status:
        deal.issue()
        deal.propose(an_amendment(increase=1))
    if status == EXHAUSTED:
        drawn = deal.present()
        deal.examine(drawn)
        deal.honour(drawn)
    if status == EXPIRED:
        at((EXPIRY + 12) * DAY)
        deal.expire()
    if status == CANCELLED:
        deal.bank_cancels()
        deal.beneficiary_cancels()
    with refused("CreditsWrongStatus", deal.id, status, RUNNING):
        deal.propose(later)
    with refused("CreditsWrongStatus", deal.id, status, RUNNING):
        deal.accept(later)


# ---------------------------------------------------------------------------------------------- the answer


def test_accept_makes_the_amended_terms_operative(deal, later):
    """CREDITS-57: from the moment of acceptance; events, every field, and the old terms no longer serve."""
    before = deal.record.dict()
    deal.propose(later)
    done = deal.beneficiary.act(deal.book, "accept", *deal.names(later))
    amended = deal.amended(later)
    assert done.events["AmendmentAccepted"] == {
        "deal": deal.credits.address,
        "credit": deal.id,
        "amendment": deal.amendment_id(later),
        "presenting": False,
    }
    assert done.events["CreditAmended"] == {
        "credit": deal.id,
        "terms": amended.terms.hash,
        "drawable": DRAWABLE,
        "answer": NO_ANSWER,
    }
    assert deal.proposal(later) == ACCEPTED
    assert deal.record.dict() == before | {"version": 1}
    assert operative(deal) == amended.terms.hash
    presentation = amended.present()
    assert amended.status(presentation) == 1
    for step in (deal.accept, deal.turn_down):
        with refused("CreditsOtherTerms", deal.id, deal.id):
            step(later)
    with refused("AmendmentsWrongStatus", deal.amendment_id(later), ACCEPTED, PENDING):
        amended.accept(later)


def test_only_the_beneficiary_answers(port, people, deal, later):
    """CREDITS-57, CREDITS-58: neither the issuing bank, which is bound, nor the applicant."""
    deal.propose(later)
    for step in ("accept", "refuse"):
        for name in ("issuing_bank", "applicant", "advising_bank", "stranger"):
            with refused("CreditsNotBeneficiary", deal.beneficiary, people[name]):
                people[name].together(deal.book, step, *deal.names(later))
    take_right(port, deal.beneficiary, "PRESENT")
    with refused("MemberOnlyRightMissing", deal.beneficiary, 8, 0x1FF - (1 << 8)):
        deal.accept(later)
    suspend(port, deal.beneficiary)
    with refused("MembersNotActive", deal.beneficiary, 2):
        deal.accept(later)


def test_refusing_leaves_the_credit_as_it_is(deal, later):
    """CREDITS-58: event and fields; it is refused once and cannot be accepted afterwards."""
    before = deal.record.dict()
    deal.propose(later)
    done = deal.turn_down(later)
    assert done.events["AmendmentRefused"]["amendment"] == deal.amendment_id(later)
    assert deal.proposal(later) == TURNED_DOWN
    assert deal.record.dict() == before
    for step in (deal.accept, deal.turn_down):
        with refused("AmendmentsWrongStatus", deal.amendment_id(later), TURNED_DOWN, PENDING):
            step(later)
    with refused("AmendmentsNotStated", deal.id, deal.id, deal.amended(later).terms.hash):
        deal.amended(later).present()


def test_what_was_never_proposed_is_not_accepted(deal, later):
    """CREDITS-57: a beneficiary alone changes nothing, also by presenting."""
    for step in (deal.accept, deal.turn_down):
        with refused("AmendmentsWrongStatus", deal.amendment_id(later), 0, PENDING):
            step(later)
    with refused("AmendmentsNotStated", deal.id, deal.id, deal.amended(later).terms.hash):
        deal.amended(later).present()


def test_part_of_an_amendment_cannot_be_accepted(deal):
    """CREDITS-58: what is accepted is the proposal, by the hash of all of it (art. 10e)."""
    whole = an_amendment(increase=10_000, expiry=EXPIRY + 30)
    deal.propose(whole)
    part = whole._replace(increase=0)
    with refused("AmendmentsWrongStatus", deal.amendment_id(part), 0, PENDING):
        deal.accept(part)


def test_silence_accepts_nothing(at, deal, later):
    """CREDITS-59, CREDITS-34: the beneficiary may accept then as on the first day (art. 10f)."""
    deal.propose(later)
    at((EXPIRY - 1) * DAY)
    assert deal.proposal(later) == PROPOSED
    assert operative(deal) == deal.id
    presentation = deal.present(presented=EXPIRY - 1)
    assert deal.proposal(later) == PROPOSED, "a presentation under the operative terms is no answer"
    deal.withdraw(presentation)
    assert operative(deal.accept(later)) == deal.amended(later).terms.hash


def test_several_are_accepted_in_any_order(a_deal):
    """CREDITS-60: each changes what is operative then, and the rest stays pending: no one is lost."""
    for number, order in enumerate(permutations(range(3))):
        deal = a_deal(document=salted(f"a text {number}"))
        deal.issue()
        changes = (
            an_amendment(increase=10_000),
            an_amendment(decrease=4_000, presentation_days=10),
            an_amendment(expiry=EXPIRY + 30),
        )
        for change in changes:
            deal.propose(change)
        now = deal
        for place in order:
            now = now.accept(changes[place])
            assert operative(now) == now.terms.hash
        assert (now.terms.amount, now.terms.expiry, now.terms.presentation_days) == (96_000, EXPIRY + 30, 10)
        assert now.record["drawable"] == 100_800
        assert now.record["version"] == 3


# ----------------------------------------------------------------------------------- accepting by presenting


def test_presenting_under_pending_terms_accepts_them(at, deal, later):
    """CREDITS-61: left unanswered, then accepted by presentation (art. 10c); events and every field."""
    deal.propose(later)
    amended = deal.amended(later)
    at((EXPIRY + 20) * DAY)
    with refused("CreditsExpired", EXPIRY, EXPIRY + 20):
        deal.present(presented=EXPIRY + 20)
    before = deal.record.dict()
    presentation = amended.documents(presented=EXPIRY + 20, shipped=LATEST_SHIPMENT + 29)
    done = deal.beneficiary.act(deal.credits, "present", *amended.said, presentation)
    assert done.events["AmendmentAccepted"]["presenting"] is True
    assert done.events["CreditAmended"]["terms"] == amended.terms.hash
    assert done.events["Presented"]["terms"] == amended.terms.hash
    assert deal.proposal(later) == ACCEPTED
    assert deal.record.dict() == before | {"version": 1, "reserved": AMOUNT, "open": 1}
    assert operative(deal) == amended.terms.hash


def test_presenting_draws_what_the_amendment_adds(a_deal, funds, dollars, beneficiary):
    """CREDITS-61, CREDITS-12: up to the amended amount and not beyond; it is honoured by it."""
    deal = a_deal()
    deal.issue()
    more = an_amendment(increase=10_000)
    deal.propose(more)
    amended = deal.amended(more)
    with refused("CreditsOverdrawn", 105_001, 105_000):
        amended.present(amount=105_001)
    assert deal.proposal(more) == PROPOSED, "what was not presented accepts nothing"
    presentation = amended.present(amount=105_000)
    amended.examine(presentation)
    amended.honour(presentation)
    assert dollars.balanceOf(beneficiary.account) == 105_000
    assert deal.record["status"] == EXHAUSTED


def test_nobody_else_accepts_by_presenting(deal, later, people):
    """CREDITS-61, CREDITS-9: nor by naming itself in the terms."""
    deal.propose(later)
    amended = deal.amended(later)
    with refused("CreditsNotBeneficiary", deal.beneficiary, people["stranger"]):
        people["stranger"].act(deal.credits, "present", *amended.said, amended.documents())
    mine = amended.terms._replace(beneficiary=people["stranger"].number)
    with refused("AmendmentsNotStated", deal.id, deal.id, mine.hash):
        people["stranger"].act(deal.credits, "present", deal.id, mine, amended.documents())


def test_the_book_is_taken_from_by_nobody_for_another(deal, later, people):
    """CREDITS-61: `take` reaches only what its caller keeps itself; a credit adopts from its book alone."""
    deal.propose(later)
    hash = deal.amended(later).terms.hash
    with refused("AmendmentsNotStated", deal.id, deal.id, hash):
        deal.beneficiary.act(deal.book, "take", deal.id, deal.id, hash)
    with refused("MemberOnlyNotTheBook", deal.book, deal.port.members):
        deal.beneficiary.act(deal.credits, "adopt", deal.id, hash, 2**64 - 1, True, CONFIRMED)
    with refused("MemberOnlyNotTheBook", deal.book, deal.issuing_bank.maker):
        deal.credits.adopt(deal.id, hash, 2**64 - 1, True, CONFIRMED, {"from": deal.issuing_bank.maker})


def test_a_pending_amendment_is_stated_anew_over_other_terms(deal, later, people):
    """CREDITS-60, CREDITS-61: by a party; until then nobody presents under what it makes of them."""
    more = an_amendment(increase=10_000)
    deal.propose(later)
    deal.propose(more)
    now = deal.accept(more)
    both = now.amended(later)
    with refused("AmendmentsNotStated", deal.id, now.terms.hash, both.terms.hash):
        both.present()
    with refused("AmendmentsNotStated", deal.id, now.terms.hash, deal.amended(later).terms.hash):
        deal.amended(later).present()
    with refused("CreditsNotAParty", deal.id, people["stranger"]):
        people["stranger"].act(deal.book, "state", *now.names(later))
    done = deal.beneficiary.act(deal.book, "state", *now.names(later))
    assert done.events["AmendmentStated"]["base"] == now.terms.hash
    both.present()
    assert operative(deal) == both.terms.hash
    with refused("AmendmentsWrongStatus", deal.amendment_id(later), ACCEPTED, PENDING):
        deal.beneficiary.act(deal.book, "state", *both.names(later))


# ------------------------------------------------------------------------------ what was drawn, and the banks


def test_an_amendment_takes_away_nothing_that_is_drawn_or_presented(a_deal):
    """CREDITS-62: it waits until there is room, and is refused by nobody's guess."""
    deal = a_deal(partial_drawings=True)
    deal.issue()
    less = an_amendment(decrease=45_000)
    deal.propose(less)
    presentation = deal.present(amount=47_251)
    with refused("CreditsOverdrawn", 47_251, 47_250):
        deal.accept(less)
    assert deal.proposal(less) == PROPOSED
    deal.withdraw(presentation)
    deal.present(amount=47_250)
    now = deal.accept(less)
    assert (now.record["drawable"], now.record["reserved"]) == (47_250, 47_250)


def test_a_presentation_stays_under_the_terms_that_it_was_made_under(a_deal, funds, later):
    """CREDITS-54, CREDITS-15: it is examined and honoured by them, whatever is accepted afterwards."""
    deal = a_deal(partial_drawings=True)
    deal.issue()
    presentation = deal.present(amount=10_000)
    later = an_amendment(latest_shipment=TODAY - 10, decrease=10_000)
    deal.propose(later)
    now = deal.accept(later)
    deal.examine(presentation)
    deal.honour(presentation)
    assert now.record["honoured"] == 10_000


def test_whether_drawings_may_be_partial_is_said_by_the_operative_terms(a_deal, funds):
    """CREDITS-25, CREDITS-57: a drawing under the terms before no longer ends the credit."""
    deal = a_deal()
    deal.issue()
    presentation = deal.present(amount=10_000)
    parts = an_amendment(partial_drawings=True)
    deal.propose(parts)
    now = deal.accept(parts)
    deal.examine(presentation)
    deal.honour(presentation)
    assert now.record["status"] == ISSUED
    assert now.record["partialDrawings"] is True
    now.present(amount=DRAWABLE - 10_000)


def test_an_amendment_takes_back_consents_to_cancel(deal, later):
    """CREDITS-32: they were given to other terms."""
    deal.bank_cancels()
    deal.propose(later)
    now = deal.accept(later)
    assert (deal.consents, now.consents) == (1, 0)
    now.beneficiary_cancels()
    assert now.record["status"] == ADVISED
    now.bank_cancels()
    assert now.record["status"] == CANCELLED


def test_the_bank_does_not_close_what_it_has_offered_to_extend(at, deal, later):
    """CREDITS-63: it is bound until the offer has run out or was refused (art. 10b)."""
    deal.propose(later)
    assert deal.book.offeredUntil(deal.credits, deal.id) == EXPIRY + 30
    at((EXPIRY + 12) * DAY)
    with refused("CreditsNotExpired", EXPIRY + 30, EXPIRY + 12):
        deal.expire()
    deal.turn_down(later)
    assert deal.book.offeredUntil(deal.credits, deal.id) == 0
    deal.expire()
    assert deal.record["status"] == EXPIRED


@pytest.mark.parametrize("gone", [0, 1, 2], ids=["first", "middle", "last"])
def test_an_offer_that_was_refused_holds_nobody(at, deal, gone):
    """CREDITS-63: the latest of those that can still be accepted counts."""
    days = [20, 30, 10]
    offers = [an_amendment(expiry=EXPIRY + more) for more in days]
    for one in offers:
        deal.propose(one)
    deal.turn_down(offers[gone])
    later = [more for place, more in enumerate(days) if place != gone]
    assert deal.book.offeredUntil(deal.credits, deal.id) == EXPIRY + max(later)
    left = [one for place, one in enumerate(offers) if place != gone]
    now = deal.accept(left[0])
    assert deal.book.offeredUntil(deal.credits, deal.id) == EXPIRY + later[1]
    now.turn_down(left[1])
    assert deal.book.offeredUntil(deal.credits, deal.id) == 0


def test_the_last_of_several_offers_counts(at, deal):
    """CREDITS-63: until none of them is pending."""
    first, second = an_amendment(expiry=EXPIRY + 20), an_amendment(expiry=EXPIRY + 10)
    deal.propose(first)
    deal.propose(second)
    deal.propose(an_amendment(expiry=EXPIRY - 1))
    assert deal.book.offeredUntil(deal.credits, deal.id) == EXPIRY + 20
    now = deal.accept(second)
    assert deal.book.offeredUntil(deal.credits, deal.id) == EXPIRY + 20
    at((EXPIRY + 32) * DAY)
    now.expire()
    assert deal.record["status"] == EXPIRED


def test_extending_binds_the_confirming_bank_to_the_amended_terms(port, confirmed, dollars):
    """CREDITS-64: two persons above its limit, held against all that may be drawn then (art. 10b)."""
    more = an_amendment(increase=10_000)
    confirmed.propose(more)
    let_act_alone(port, confirmed.confirming_bank, dollars, 104_999)
    with refused("MembersTwoPersonsNeeded", confirmed.confirming_bank, 6, dollars, 105_000, 104_999):
        confirmed.confirming_bank.act(confirmed.book, "extend", *confirmed.names(more))
    done = confirmed.extend(more)
    hash = confirmed.amended(more).terms.hash
    assert done.events["ConfirmationExtended"] == {
        "deal": confirmed.credits.address,
        "credit": confirmed.id,
        "amendment": confirmed.amendment_id(more),
        "terms": hash,
        "bank": confirmed.confirming_bank.number,
    }
    now = confirmed.accept(more)
    assert now.credits.confirmationOf(now.id, hash) == CONFIRMED
    presentation = now.present(bank=now.confirming_bank, amount=105_000)
    assert now.status(presentation, now.confirming_bank) == 1


def test_an_amendment_waits_for_the_bank_that_confirmed(confirmed, later):
    """CREDITS-65: without its agreement there is none (art. 10a), accepted or presented under."""
    confirmed.propose(later)
    open_ = (confirmed.amendment_id(later), confirmed.amended(later).terms.hash)
    with refused("AmendmentsConfirmationOpen", *open_):
        confirmed.accept(later)
    with refused("AmendmentsConfirmationOpen", *open_):
        confirmed.amended(later).present()


def test_a_bank_that_does_not_extend_is_no_place_for_the_amended_terms(confirmed, later):
    """CREDITS-65: it stays bound by what was presented under those that it confirmed (art. 10b)."""
    confirmed.propose(later)
    before = confirmed.present(amount=10_000, bank=confirmed.confirming_bank)
    done = confirmed.withhold(later)
    assert done.events["ConfirmationNotExtended"]["terms"] == confirmed.amended(later).terms.hash
    now = confirmed.accept(later)
    assert now.credits.confirmationOf(now.id, now.terms.hash) == DECLINED
    with refused("CreditsNotAPlaceOfPresentation", now.id, now.confirming_bank):
        now.present(bank=now.confirming_bank, amount=10_000)
    with refused("CreditsConfirmationAnswered", now.id, DECLINED):
        now.confirm()
    confirmed.examine(before, bank=confirmed.confirming_bank)
    assert confirmed.status(before, confirmed.confirming_bank) == 2


def test_the_confirming_bank_answers_once_and_only_it(port, confirmed, later, people):
    """CREDITS-64, CREDITS-65: and not before it has confirmed what is operative."""
    confirmed.propose(later)
    for step in ("extend", "withhold"):
        for name in ("issuing_bank", "beneficiary", "stranger"):
            with refused("CreditsNotConfirmingBank", confirmed.confirming_bank, people[name]):
                people[name].together(confirmed.book, step, *confirmed.names(later))
    confirmed.extend(later)
    answered = (confirmed.amendment_id(later), confirmed.amended(later).terms.hash, CONFIRMED)
    with refused("AmendmentsConfirmationAnswered", *answered):
        confirmed.withhold(later)


def test_a_confirmation_that_was_never_given_is_not_extended(people, a_deal, later):
    """CREDITS-64: the amended terms are confirmed by answering them, once they are operative."""
    deal = a_deal(confirming_bank=people["advising_bank"].number)
    deal.issue()
    deal.propose(later)
    for step in (deal.extend, deal.withhold):
        with refused("AmendmentsNotConfirmed", deal.id, NO_ANSWER):
            step(later)
    now = deal.accept(later)
    now.confirm()
    assert now.credits.confirmationOf(now.id, now.terms.hash) == CONFIRMED


def test_an_extension_is_to_exact_terms(confirmed):
    """CREDITS-64: a bank that agreed to one amendment has not agreed to it together with another."""
    first, second = an_amendment(increase=10_000), an_amendment(expiry=EXPIRY + 30)
    confirmed.propose(first)
    confirmed.propose(second)
    confirmed.extend(first)
    confirmed.withhold(second)
    now = confirmed.accept(second)
    both = now.accept(first)
    assert both.credits.confirmationOf(both.id, both.terms.hash) == NO_ANSWER
