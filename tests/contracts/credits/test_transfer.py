"""Transfer of credits (UCP 600 art. 38)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.contracts.credits.deals import (
    ADVISED,
    AMOUNT,
    CANCELLED,
    CONFIRMED,
    DAY,
    DRAWABLE,
    EXHAUSTED,
    EXPIRED,
    EXPIRY,
    LATEST_SHIPMENT,
    LODGED,
    NONE,
    PERIOD,
    REFUSED,
    TODAY,
    an_amendment,
)
from tests.contracts.credits.test_clauses import HALVES, Clauses
from tests.contracts.credits.transfers import (
    INVOICE,
    LAPSED,
    MADE,
    NONE_YET,
    REQUESTED,
    REVOKED,
    SUBSTITUTED,
    ask,
    demand,
    held,
    lapse,
    make,
    presented,
    substitute,
    substitution,
    transfer,
    transferred,
)
from tests.contracts.people import refused, salted
from tests.contracts.standing import suspend
from tests.contracts.stops.orders import WHOEVER, lift, stop
from tests.contracts.structs import plain

PART = 30_000
MOST = PART * 105 // 100
CARVED = 42_000
MARGIN = CARVED - MOST


@pytest.fixture
def deal(transferable, funds, lend):
    lend("financier")
    return transferable


@pytest.fixture
def second(deal, stranger, financier):
    """What a part of the credit became, for less: 315.00 may be drawn, 420.00 are carved out."""
    return transfer(deal, stranger, financier, PART, CARVED)


@pytest.fixture
def transferable_on(a_deal, beneficiary):
    """`transferable_on(bank, nominated_bank=0)`: stated, not issued yet."""

    def agreed(bank, *, instalments=(), **changes):
        clauses = Clauses(instalments, transferring_bank=bank.number)
        beneficiary.act(a_deal().port.clauses, "state", clauses)
        return a_deal(clauses=clauses.hash, **({"partial_drawings": True} | changes))

    return agreed


def taken_up(second, bank, amount, **changes):
    """Presented to the bank, passed on, and honoured by the issuing bank."""
    documents = second.present(bank=bank, amount=amount, **changes)
    pass_on(second, documents, bank)
    return documents


def pass_on(deal, documents, bank):
    deal.forward(documents, bank=bank)
    deal.examine(documents)
    deal.honour(documents)


def figures(deal):
    record = deal.record
    return tuple(int(record[name]) for name in ("drawable", "reserved", "honoured"))


# ---------------------------------------------------------------------------------------- who may transfer


@pytest.mark.parametrize(
    ("nominated", "bank"),
    [
        ("issuing_bank", "issuing_bank"),
        ("financier", "financier"),
        ("financier", "issuing_bank"),
        (None, "financier"),
    ],
)
def test_a_credit_names_a_bank_that_may_transfer_it(transferable_on, people, nominated, bank):
    """CREDITS-83: nominated, issuing, or authorised where any bank is nominated."""
    number = people[nominated].number if nominated else 0
    deal = transferable_on(people[bank], nominated_bank=number)
    deal.issue()
    assert deal.record["claused"]


def test_it_names_no_other_and_has_no_other_clause(transferable_on, people, financier, advising_bank):
    """CREDITS-83."""
    other = transferable_on(advising_bank, nominated_bank=financier.number)
    with refused("ClausesTransferDoesNotFit", other.terms.clauses):
        other.issue()
    both = transferable_on(financier, nominated_bank=0, instalments=HALVES.instalments)
    with refused("ClausesTransferDoesNotFit", both.terms.clauses):
        both.issue()


def test_a_bank_that_is_authorised_and_is_none_transfers_nothing(transferable_on, people, stranger, carrier):
    """CREDITS-83: a forwarder named for a credit available with any bank."""
    deal = transferable_on(carrier, nominated_bank=0)
    deal.issue()
    second = transferred(deal, stranger, carrier, PART)
    ask(deal, second, CARVED)
    with refused(
        "MemberOnlyRoleMissing", carrier.number, 0, carrier.members.partyOf(carrier.number)["roles"]
    ):
        make(deal, second, carrier)


def test_a_credit_that_does_not_say_so_is_not_transferable(a_deal, on_halves, stranger, financier):
    """CREDITS-83: without clauses, and with others."""
    for deal in (a_deal(), on_halves):
        deal.issue()
        with refused("TransfersNotTransferable", deal.id):
            ask(deal, transferred(deal, stranger, financier, PART), CARVED)


@pytest.fixture
def on_halves(a_deal, beneficiary):
    beneficiary.act(a_deal().port.clauses, "state", HALVES)
    return a_deal(partial_drawings=True, clauses=HALVES.hash)


# ------------------------------------------------------------------------------------------------- request


def test_the_first_beneficiary_asks(deal, stranger, financier, beneficiary):
    """CREDITS-84: nothing moves by that."""
    second = transferred(deal, stranger, financier, PART)
    done = ask(deal, second, CARVED, amendable=False)
    told = done.events["TransferRequested"]
    assert (told["credit"], told["transferred"]) == (deal.id, second.id)
    assert (told["firstBeneficiary"], told["carved"], told["amendable"]) == (
        beneficiary.number,
        CARVED,
        False,
    )
    asked = plain(deal.port.transfers.transferOf(deal.credits, second.id))
    assert asked == (REQUESTED, False, beneficiary.number, 0, CARVED, 0, deal.id)
    assert figures(deal) == (DRAWABLE, 0, 0)


def test_only_the_first_beneficiary_asks_by_two_persons_and_once(deal, stranger, financier):
    """CREDITS-84."""
    second = transferred(deal, stranger, financier, PART)
    said = (*deal.named, (second.id, CARVED, True))
    book, first = deal.port.transfers, deal.beneficiary
    with refused("TransfersNotFirstBeneficiary", first.number, stranger.number):
        stranger.together(book, "request", *said)
    with refused("MemberOnlyTwoPersonsNeeded", first.number, 8):
        first.act(book, "request", *said)
    for nothing in ((NONE, CARVED, True), (second.id, 0, True)):
        with refused("TransfersNothingNamed"):
            first.together(book, "request", *deal.named, nothing)
    other = deal.terms._replace(amount=1)
    with refused("CreditsOtherTerms", deal.id, other.hash):
        first.together(book, "request", deal.credits, deal.id, other, (second.id, CARVED, True))
    with refused("MemberOnlyNotADeal", stranger.maker):
        first.together(book, "request", stranger.maker, deal.id, deal.terms, (second.id, CARVED, True))
    ask(deal, second, CARVED)
    with refused("TransfersWrongStatus", second.id, REQUESTED, 0):
        ask(deal, second, CARVED)


def test_a_request_that_is_taken_back_is_followed_no_more(deal, stranger, financier, beneficiary):
    """CREDITS-84."""
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, CARVED)
    with refused("TransfersNotFirstBeneficiary", beneficiary.number, stranger.number):
        stranger.act(deal.port.transfers, "revoke", deal.credits, second.id)
    done = beneficiary.act(deal.port.transfers, "revoke", deal.credits, second.id)
    assert done.events["TransferRevoked"]["transferred"] == second.id
    with refused("TransfersWrongStatus", second.id, REVOKED, REQUESTED):
        make(deal, second, financier)
    made = transfer(deal, stranger, financier, PART, CARVED)
    with refused("TransfersWrongStatus", made.id, MADE, REQUESTED):
        beneficiary.act(deal.port.transfers, "revoke", deal.credits, made.id)


# ------------------------------------------------------------------------------------------------ transfer


def test_a_transferred_credit_is_a_credit_of_its_own(deal, stranger, financier):
    """CREDITS-87, CREDITS-88: advised, on the bank that issued the first; what is carved out stays there."""
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, CARVED)
    done = make(deal, second, financier)
    told = done.events["Transferred"]
    assert (told["credit"], told["transferred"], told["bank"]) == (deal.id, second.id, financier.number)
    assert done.events["CreditIssued"]["credit"] == second.id == second.terms.hash
    assert figures(deal) == (DRAWABLE, CARVED, 0)
    assert figures(second) == (MOST, 0, 0)
    assert (second.record["status"], second.record["claused"], second.record["version"]) == (ADVISED, True, 0)
    assert (held(second), deal.port.transfers.heldFor(deal.credits, deal.id, 0)) == (CARVED, CARVED)
    assert deal.port.transfers.transferredFrom(deal.credits, deal.id) == (second.id,)


def test_only_the_bank_transfers_by_two_persons_and_only_what_was_asked_for(
    deal, stranger, financier, issuing_bank
):
    """CREDITS-85."""
    second = transferred(deal, stranger, financier, PART)
    said = (*deal.named, second.terms)
    book = deal.port.transfers
    with refused("TransfersWrongStatus", second.id, 0, REQUESTED):
        financier.together(book, "transfer", *said)
    ask(deal, second, CARVED)
    with refused("TransfersNotTransferringBank", financier.number, issuing_bank.number):
        issuing_bank.together(book, "transfer", *said)
    with refused("MemberOnlyTwoPersonsNeeded", financier.number, 6):
        financier.act(book, "transfer", *said)
    dearer = second.terms._replace(amount=PART + 1)
    with refused("TransfersWrongStatus", dearer.hash, 0, REQUESTED):
        financier.together(book, "transfer", *deal.named, dearer)
    financier.together(book, "transfer", *said)
    with refused("TransfersWrongStatus", second.id, MADE, REQUESTED):
        financier.together(book, "transfer", *said)


def test_what_was_asked_of_one_credit_is_not_carved_out_of_another(a_deal, deal, stranger, financier):
    """CREDITS-85: two credits of one first beneficiary."""
    other = replace(deal, terms=deal.terms._replace(document=salted("another text")))
    other.issue()
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, CARVED)
    with refused("TransfersOtherTerms", second.id):
        financier.together(deal.port.transfers, "transfer", *other.named, second.terms)


def test_terms_may_be_less_and_the_first_beneficiary_may_stand_for_the_applicant(
    deal, stranger, financier, beneficiary
):
    """CREDITS-86: all that art. 38g lets differ, at once."""
    less = {
        "expiry": EXPIRY - 5,
        "latest_shipment": LATEST_SHIPMENT - 5,
        "presentation_days": PERIOD - 5,
        "issued": TODAY + 1,
        "applicant": beneficiary.number,
    }
    second = transfer(deal, stranger, financier, PART, CARVED, **less)
    assert second.record["status"] == ADVISED


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": AMOUNT + 1},
        {"expiry": EXPIRY + 1},
        {"latest_shipment": LATEST_SHIPMENT + 1},
        {"latest_shipment": 0},
        {"presentation_days": PERIOD + 1},
        {"issued": TODAY - 1},
        {"tolerance_plus": 6},
        {"tolerance_minus": 6},
        {"partial_drawings": False},
        {"title_to_applicant": True},
        {"clauses": NONE},
        {"rules": 1},
        {"confirming_bank": "advising_bank"},
        {"nominated_bank": "issuing_bank"},
        {"issuing_bank": "financier"},
        {"advising_bank": "advising_bank"},
        {"applicant": "stranger"},
        {"beneficiary": "beneficiary"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_terms_that_are_more_or_other_are_refused(deal, people, stranger, financier, changes):
    """CREDITS-86: also where the first beneficiary asked for them."""
    named = {field: people[value].number if value in people else value for field, value in changes.items()}
    second = transferred(deal, stranger, financier, **{"amount": PART, **named})
    ask(deal, second, CARVED)
    with refused("TransfersOtherTerms", second.id):
        make(deal, second, financier)


def test_bills_go_to_the_bank_where_the_first_beneficiary_stands_for_the_applicant(
    transferable_on, stranger, financier, beneficiary
):
    """CREDITS-86: never to the first beneficiary, whose they are not."""
    deal = transferable_on(financier, nominated_bank=financier.number, title_to_applicant=True)
    deal.issue()
    kept = transferred(deal, stranger, financier, PART, applicant=beneficiary.number)
    ask(deal, kept, CARVED)
    with refused("TransfersOtherTerms", kept.id):
        make(deal, kept, financier)
    transfer(deal, stranger, financier, PART, CARVED, applicant=beneficiary.number, title_to_applicant=False)


def test_a_transfer_waits_for_its_day_of_issue(deal, stranger, financier):
    """CREDITS-86, CREDITS-3."""
    second = transferred(deal, stranger, financier, PART, issued=TODAY + 2)
    ask(deal, second, CARVED)
    with refused("CreditsInvalidTerms", second.id, PART, TODAY + 2, EXPIRY, LATEST_SHIPMENT):
        make(deal, second, financier)


@pytest.mark.parametrize(("carved", "available"), [(MOST - 1, DRAWABLE), (DRAWABLE + 1, DRAWABLE)])
def test_what_is_carved_out_covers_the_transferred_credit_and_is_there(
    deal, stranger, financier, carved, available
):
    """CREDITS-88."""
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, carved)
    with refused("TransfersAmountOutOfRange", carved, MOST, available):
        make(deal, second, financier)


def test_what_is_under_presentation_is_not_carved_out(deal, stranger, financier, second):
    """CREDITS-88: nor what another transfer took."""
    deal.present(bank=financier, amount=30_000)
    available = DRAWABLE - CARVED - 30_000
    third = transferred(deal, stranger, financier, 20_000)
    ask(deal, third, available + 1)
    with refused("TransfersAmountOutOfRange", available + 1, 21_000, available):
        make(deal, third, financier)


def test_without_partial_drawings_a_credit_is_transferred_as_a_whole(
    transferable_on, stranger, financier, funds
):
    """CREDITS-88, CREDITS-92: and the margin belongs to the one drawing."""
    deal = transferable_on(financier, nominated_bank=financier.number, partial_drawings=False)
    deal.issue()
    part = transferred(deal, stranger, financier, PART)
    ask(deal, part, CARVED)
    with refused("TransfersOnlyAsAWhole", deal.id):
        make(deal, part, financier)
    second = transfer(deal, stranger, financier, 80_000, DRAWABLE)
    with refused("CreditsOverdrawn", 1, 0):
        deal.present(bank=financier, amount=1)
    documents = taken_up(second, financier, 84_000)
    assert second.record["status"] == EXHAUSTED
    substitute(second, documents, deal.beneficiary)
    margin = DRAWABLE - 84_000
    with refused("CreditsOverdrawn", margin + 1, margin):
        deal.present(bank=financier, amount=margin + 1)
    taken_up(deal, financier, margin)
    assert deal.record["status"] == EXHAUSTED


def test_as_many_as_twenty_are_transferred_from_one(deal, stranger, financier):
    """CREDITS-88."""
    for _ in range(20):
        transfer(deal, stranger, financier, 100, 105)
    more = transferred(deal, stranger, financier, 100)
    ask(deal, more, 105)
    with refused("TransfersTooMany", deal.id, 20):
        make(deal, more, financier)


def test_a_second_beneficiary_transfers_nothing(deal, second, carrier, financier):
    """CREDITS-89."""
    third = transferred(second, carrier, financier, 1_000)
    with refused("TransfersOnceOnly", second.id):
        ask(second, third, 2_000)


def test_a_suspended_second_beneficiary_is_given_nothing(deal, port, stranger, financier):
    """CREDITS-4, CREDITS-35."""
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, CARVED)
    suspend(port, stranger)
    with refused("MembersNotActive", stranger.number, 2):
        make(deal, second, financier)


def test_a_confirmation_stands_for_the_transferred_credit(
    transferable_on, advising_bank, financier, stranger, lend, funds
):
    """CREDITS-87: the confirming bank pays its second beneficiary."""
    lend("financier")
    deal = transferable_on(financier, nominated_bank=financier.number, confirming_bank=financier.number)
    deal = replace(deal, confirming_bank=financier)
    deal.issue()
    deal.confirm()
    second = transfer(deal, stranger, financier, PART, CARVED)
    assert second.credits.confirmationOf(second.id, second.id) == CONFIRMED
    documents = second.present(bank=financier, amount=MOST)
    second.examine(documents, bank=financier)
    second.honour(documents, bank=financier)
    assert deal.cash.balanceOf(stranger.account) == MOST


# ---------------------------------------------------------------------------------- present and substitute


def test_a_second_beneficiary_presents_to_the_transferring_bank_alone(second, financier, issuing_bank):
    """CREDITS-90: not to the issuing bank, which would take it under the first credit."""
    with refused("CreditsNotAPlaceOfPresentation", second.id, issuing_bank.number):
        second.present(bank=issuing_bank, amount=1_000)
    documents = second.present(bank=financier, amount=1_000)
    assert second.status(documents, financier) == LODGED


def test_two_second_beneficiaries_are_paid_and_the_first_draws_its_margins(
    deal, second, carrier, stranger, financier, beneficiary
):
    """CREDITS-92, CREDITS-95: to the cent."""
    third = transfer(deal, carrier, financier, 40_000, 50_000)
    one = taken_up(second, financier, MOST)
    two = taken_up(third, financier, 42_000)
    with refused("CreditsOverdrawn", 2_501, 2_500):
        deal.present(bank=financier, amount=2_501)
    done = substitute(second, one, beneficiary)
    told = done.events["InvoiceSubstituted"]
    assert (told["invoice"], told["margin"], told["held"]) == (INVOICE, MARGIN, MOST)
    substitute(third, two, beneficiary)
    assert figures(deal) == (DRAWABLE, MOST + 42_000, 0)
    mine = MARGIN + 8_000 + 2_500
    with refused("CreditsOverdrawn", mine + 1, mine):
        deal.present(bank=financier, amount=mine + 1)
    taken_up(deal, financier, mine)
    paid = {one.name: deal.cash.balanceOf(one.account) for one in (stranger, carrier, beneficiary)}
    assert paid == {"stranger": MOST, "carrier": 42_000, "beneficiary": mine}
    assert sum(paid.values()) == DRAWABLE


def test_a_part_that_is_drawn_has_its_part_of_the_margin(deal, second, financier, beneficiary):
    """CREDITS-92: rounded down; what is left covers the transferred credit."""
    drawn = 10_001
    documents = second.present(bank=financier, amount=drawn)
    done = substitute(second, documents, beneficiary)
    margin = drawn * CARVED // MOST - drawn
    assert done.events["InvoiceSubstituted"]["margin"] == margin == 3_333
    assert held(second) == CARVED - margin
    with refused("TransfersSubstitutionWrongStatus", second.presentation_id(documents), SUBSTITUTED, 3):
        substitute(second, documents, beneficiary)


def test_what_was_refused_gives_no_margin_twice(deal, second, financier, beneficiary):
    """CREDITS-92, CREDITS-95: the first beneficiary's share is drawn once, however often documents come."""
    one = second.present(bank=financier, amount=MOST)
    substitute(second, one, beneficiary)
    deal.present(bank=financier, amount=MARGIN)
    second.examine(one, bank=financier, complies=False)
    second.refuse(one, bank=financier)
    with refused("TransfersNotPresented", second.presentation_id(one), REFUSED):
        demand(second, one, financier)
    two = second.present(bank=financier, amount=MOST, documents=salted("better ones"))
    done = substitute(second, two, beneficiary)
    assert done.events["InvoiceSubstituted"]["margin"] == 0
    assert held(second) == MOST


def test_only_the_first_beneficiary_substitutes_for_what_was_presented(
    deal, second, stranger, financier, beneficiary
):
    """CREDITS-91, CREDITS-92."""
    documents = second.documents(bank=financier, amount=1_000)
    with refused("TransfersNotPresented", second.presentation_id(documents), 0):
        substitute(second, documents, beneficiary)
    stranger.act(second.credits, "present", *second.said, documents)
    with refused("TransfersNotFirstBeneficiary", beneficiary.number, stranger.number):
        substitute(second, documents, stranger)
    with refused("TransfersNothingNamed"):
        beneficiary.act(deal.port.transfers, "substitute", *presented(second, documents), NONE)
    with refused("TransfersNotTransferringBank", financier.number, beneficiary.number):
        demand(second, documents, beneficiary)
    own = deal.present(bank=financier, amount=1_000)
    with refused("TransfersWrongStatus", deal.id, 0, MADE):
        substitute(deal, own, beneficiary)


def test_who_does_not_substitute_on_first_demand_loses_that_margin(deal, second, at, financier, beneficiary):
    """CREDITS-91, CREDITS-93: after the day and the bank's word; what stays is never drawn."""
    documents = second.present(bank=financier, amount=10_000)
    id = second.presentation_id(documents)
    with refused("TransfersDayPast", TODAY - 1, TODAY):
        demand(second, documents, financier, TODAY - 1)
    with refused("TransfersSubstitutionWrongStatus", id, NONE_YET, 2):
        lapse(second, documents, financier)
    done = demand(second, documents, financier, TODAY + 1)
    assert done.events["SubstitutionDemanded"]["until"] == TODAY + 1
    with refused("TransfersSubstitutionWrongStatus", id, 1, 1):
        demand(second, documents, financier, TODAY + 1)
    at((TODAY + 1) * DAY)
    with refused("TransfersDayNotPast", TODAY + 1, TODAY + 1):
        lapse(second, documents, financier)
    at((TODAY + 2) * DAY)
    with refused("TransfersNotTransferringBank", financier.number, beneficiary.number):
        lapse(second, documents, beneficiary)
    done = lapse(second, documents, financier)
    assert done.events["SubstitutionLapsed"]["margin"] == 10_000 * CARVED // MOST - 10_000
    assert substitution(second, documents) == LAPSED
    with refused("TransfersSubstitutionWrongStatus", id, LAPSED, 3):
        substitute(second, documents, beneficiary)
    assert figures(deal) == (DRAWABLE, CARVED, 0)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_they_do_no_more_is_drawn_than_could_be(
    deal, second, carrier, financier, beneficiary, issuing_bank, seed
):
    """CREDITS-95: presented, refused, honoured, substituted and given back at random."""
    chance, credits = Random(seed), deal.credits
    third = transfer(deal, carrier, financier, 40_000, 52_499)
    under_way = []

    def holds():
        first, seconds = figures(deal), [figures(one) for one in (second, third)]
        aside = [held(one) for one in (second, third)]
        assert all(drawable <= kept for (drawable, _, _), kept in zip(seconds, aside, strict=True))
        assert all(reserved + honoured <= drawable for drawable, reserved, honoured in (first, *seconds))
        assert first[1] >= sum(aside) == deal.port.transfers.heldFor(credits, deal.id, 0)
        assert sum(honoured for _, _, honoured in (first, *seconds)) <= DRAWABLE

    for step in range(24):
        one = chance.choice((deal, second, third))
        drawable, reserved, honoured = figures(one)
        left = drawable - reserved - honoured
        what = chance.choice(("present", "present", "substitute", "decide", "decide", "give back"))
        if what == "present" and left:
            amount = chance.choice((left, chance.randint(1, left)))
            under_way.append((one, one.present(bank=financier, amount=amount)))
        elif what == "substitute" and under_way:
            one, documents = chance.choice(under_way)
            if one is not deal and substitution(one, documents) == NONE_YET:
                substitute(one, documents, beneficiary)
        elif what == "decide" and under_way:
            one, documents = under_way.pop(chance.randrange(len(under_way)))
            complies = chance.random() < 0.6
            one.forward(documents, bank=financier)
            one.examine(documents, complies=complies)
            (one.honour if complies else one.refuse)(documents)
        elif what == "give back" and one is not deal and left and step % 4 == 0:
            one.beneficiary.together(deal.port.transfers, "giveBack", *one.named)
        holds()
    assert deal.cash.balanceOf(issuing_bank.account) >= 1_000_000 - DRAWABLE


# ------------------------------------------------------------------------------------ give back, take back


def test_the_second_beneficiary_gives_back_what_it_has_not_used(
    deal, second, financier, beneficiary, stranger
):
    """CREDITS-94: with its like share; that is no transfer, and can be transferred anew."""
    documents = second.present(bank=financier, amount=MOST // 3)
    book = deal.port.transfers
    with refused("CreditsNotBeneficiary", stranger.number, beneficiary.number):
        beneficiary.together(book, "giveBack", *second.named)
    with refused("MemberOnlyTwoPersonsNeeded", stranger.number, 8):
        stranger.act(book, "giveBack", *second.named)
    done = stranger.together(book, "giveBack", *second.named)
    told = done.events["TransferReturned"]
    assert (told["credit"], told["carved"], told["held"]) == (deal.id, CARVED // 3, CARVED // 3)
    assert figures(second) == (MOST // 3, MOST // 3, 0)
    assert figures(deal) == (DRAWABLE, CARVED // 3, 0)
    with refused("TransfersNothingToReturn", second.id):
        stranger.together(book, "giveBack", *second.named)
    with refused("CreditsOverdrawn", 1, 0):
        second.present(bank=financier, amount=1)
    substitute(second, documents, beneficiary)
    assert figures(deal) == (DRAWABLE, MOST // 3, 0)
    transfer(deal, stranger, financier, 50_000, DRAWABLE - CARVED // 3)


def test_the_first_beneficiary_takes_back_what_an_ended_credit_left(deal, second, beneficiary, stranger):
    """CREDITS-94: nothing before that, and nothing twice."""
    book = deal.port.transfers
    with refused("TransfersNotEnded", deal.id, second.id):
        beneficiary.act(book, "takeBack", deal.credits, second.id)
    second.bank_cancels()
    second.beneficiary_cancels()
    assert second.record["status"] == CANCELLED
    with refused("TransfersNotFirstBeneficiary", beneficiary.number, stranger.number):
        stranger.act(book, "takeBack", deal.credits, second.id)
    beneficiary.act(book, "takeBack", deal.credits, second.id)
    assert figures(deal) == (DRAWABLE, 0, 0)
    assert held(second) == 0
    with refused("TransfersNothingToReturn", second.id):
        beneficiary.act(book, "takeBack", deal.credits, second.id)


def test_what_was_drawn_short_leaves_its_margin_and_gives_the_rest_back(
    transferable_on, stranger, financier, beneficiary, funds
):
    """CREDITS-94, CREDITS-95: one drawing of half of it ended the transferred credit."""
    deal = transferable_on(
        financier, nominated_bank=financier.number, partial_drawings=False, tolerance_plus=0
    )
    deal.issue()
    second = transfer(deal, stranger, financier, 60_000, AMOUNT)
    documents = taken_up(second, financier, 30_000)
    beneficiary.act(deal.port.transfers, "takeBack", deal.credits, second.id)
    assert (held(second), figures(deal)) == (45_000, (AMOUNT, 45_000, 0))
    substitute(second, documents, beneficiary)
    assert figures(deal) == (AMOUNT, 30_000, 0)
    with refused("CreditsOverdrawn", 60_001, 60_000):
        deal.present(bank=financier, amount=60_001)


# ------------------------------------------------------------------------------- amend, end, stop, the doors


def test_second_beneficiaries_answer_amendments_each_for_itself(deal, second, carrier, financier):
    """CREDITS-96: what one refuses the other has accepted."""
    third = transfer(deal, carrier, financier, 20_000, 25_000)
    shorter = an_amendment(expiry=EXPIRY - 10)
    for one in (second, third):
        one.propose(shorter)
    second.turn_down(shorter)
    third = third.accept(shorter)
    assert (second.record["version"], third.record["version"], deal.record["version"]) == (0, 1, 0)


def test_no_amendment_lets_more_be_drawn_than_is_set_aside(deal, second):
    """CREDITS-96, CREDITS-95: up to that it does."""
    rise = an_amendment(increase=10_000)
    second.propose(rise)
    second = second.accept(rise)
    assert figures(second) == (CARVED, 0, 0)
    more = an_amendment(increase=1_000)
    second.propose(more)
    with refused("TransfersAboveWhatIsHeld", second.id, CARVED, CARVED + 1_050):
        second.accept(more)


def test_a_request_may_keep_amendments_from_the_second_beneficiary(deal, stranger, financier):
    """CREDITS-96."""
    second = transfer(deal, stranger, financier, PART, CARVED, amendable=False)
    later = an_amendment(latest_shipment=LATEST_SHIPMENT - 1)
    second.propose(later)
    with refused("TransfersNotAmendable", second.id):
        second.accept(later)


def test_a_credit_that_was_transferred_is_amended_within_what_is_left(deal, second):
    """CREDITS-96, CREDITS-95."""
    less, whole = an_amendment(decrease=60_000), an_amendment(partial_drawings=False)
    for one in (less, whole):
        deal.propose(one)
    with refused("CreditsOverdrawn", CARVED, 31_500):
        deal.accept(less)
    with refused("TransfersOnlyAsAWhole", deal.id):
        deal.accept(whole)
    later = an_amendment(expiry=EXPIRY + 30)
    deal.propose(later)
    assert deal.accept(later).record["version"] == 1


def test_a_credit_ends_after_those_that_were_transferred_from_it(deal, second, at, financier):
    """CREDITS-97: by agreement and by expiry."""
    with refused("TransfersNotEnded", deal.id, second.id):
        deal.bank_cancels()
    at((EXPIRY + 12) * DAY)
    with refused("TransfersNotEnded", deal.id, second.id):
        deal.expire()
    second.expire()
    deal.expire()
    assert (second.record["status"], deal.record["status"]) == (EXPIRED, EXPIRED)


def test_what_was_given_back_or_drawn_in_full_keeps_no_credit_open(deal, second, stranger, financier):
    """CREDITS-97."""
    stranger.together(deal.port.transfers, "giveBack", *second.named)
    third = transfer(deal, stranger, financier, PART, CARVED)
    taken_up(third, financier, MOST)
    deal.bank_cancels()
    deal.beneficiary_cancels()
    assert deal.record["status"] == CANCELLED


@pytest.mark.parametrize("whom", ["whoever", "issuing_bank"])
def test_an_order_against_the_credit_stands_against_what_came_of_it(
    deal, second, court, other_court, people, stops, financier, whom
):
    """CREDITS-98: and not the other way; each is lifted by itself."""
    payer = WHOEVER if whom == "whoever" else people[whom].number
    documents = second.present(bank=financier, amount=1_000)
    own = deal.present(bank=financier, amount=1_000)
    for one, papers in ((second, documents), (deal, own)):
        one.forward(papers, bank=financier)
        one.examine(papers)
    stop(court, stops, deal.credits, deal.id, payer)
    for one, papers in ((second, documents), (deal, own)):
        with refused("StopsForbidden", one.id, second.issuing_bank.number):
            one.honour(papers)
    stop(other_court, stops, deal.credits, second.id, payer)
    lift(court, stops, deal.credits, deal.id, payer)
    deal.honour(own)
    with refused("StopsForbidden", second.id, second.issuing_bank.number):
        second.honour(documents)
    lift(other_court, stops, deal.credits, second.id, payer)
    stop(court, stops, deal.credits, deal.id, payer)
    with refused("StopsForbidden", second.id, second.issuing_bank.number):
        second.honour(documents)
    lift(court, stops, deal.credits, deal.id, payer)
    second.honour(documents)


def test_a_credit_that_is_stopped_is_not_transferred(deal, court, stops, stranger, financier):
    """CREDITS-85, CREDITS-98."""
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, CARVED)
    stop(court, stops, deal.credits, deal.id)
    with refused("TransfersStopped", deal.id):
        make(deal, second, financier)


@pytest.mark.parametrize("ends", ["cancelled", "expired"])
def test_a_credit_that_has_ended_is_not_transferred(deal, at, stranger, financier, ends):
    """CREDITS-85, CREDITS-33."""
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, CARVED)
    if ends == "cancelled":
        deal.bank_cancels()
        deal.beneficiary_cancels()
    else:
        at((EXPIRY + 12) * DAY)
        deal.expire()
    with refused("CreditsWrongStatus", deal.id, CANCELLED if ends == "cancelled" else EXPIRED, 6):
        make(deal, second, financier)


def test_nobody_else_opens_a_credit_or_moves_a_balance(deal, second, financier, port):
    """CREDITS-99: whatever right the operator has, through members or not."""
    other = second.terms._replace(document=salted("one more"))
    with refused("MemberOnlyNotTheBook", port.clauses, port.members):
        financier.together(deal.credits, "open", deal.id, other, 1, 0)
    with refused("MemberOnlyNotTheBook", port.transfers, port.members):
        financier.together(port.clauses, "open", deal.credits, deal.id, other, 1, 0)
    with refused("MemberOnlyNotTheBook", port.transfers, port.members):
        financier.together(port.clauses, "adjust", deal.credits, deal.id, 1, 0, 0)


def test_a_transfer_never_takes_the_place_of_a_credit_that_is_there(deal, stranger, financier):
    """CREDITS-87, CREDITS-1: terms that the bank issued itself meanwhile."""
    second = transferred(deal, stranger, financier, PART)
    ask(deal, second, CARVED)
    second.issue()
    with refused("CreditsAlreadyIssued", second.id):
        make(deal, second, financier)


def test_a_version_that_is_closing_transfers_what_was_issued_in_it(deal, port, stranger, financier):
    """CREDITS-99."""
    port.listed(deal.credits, status=2, capabilities=3)
    second = transfer(deal, stranger, financier, PART, CARVED)
    assert second.record["status"] == ADVISED
