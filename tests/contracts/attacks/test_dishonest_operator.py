"""One person of a bank has a key, all rights that one can have, and wants to be two.

Each way is tried by the maker alone and by the checker alone. That two keys of one person are not two
persons, and that no key signs twice: `members/test_perform.py`.
"""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import AMOUNT
from tests.contracts.people import EVERY_RIGHT, key_of, salted, sign

ADMINISTER, PAY, UNDERTAKE = 0, 5, 6


@pytest.fixture
def accomplice():
    return key_of("an accomplice")


def alone(member, contract, function, *args):
    """Every way in which one person could try it: an act, and an order with a signature of its own."""
    order = member.order(contract, function, *args)
    yield lambda: member.act(contract, function, *args)
    yield lambda: member.perform(order, sign(member.maker, member.members, order), by=key_of("a courier"))


def test_it_adds_no_second_person(in_vain, issuing_bank, members, accomplice):
    """Nor does it become one, by taking the checker's place, or the checker out."""
    for function, args in (
        ("addKey", ((accomplice.address, 9, EVERY_RIGHT, EVERY_RIGHT),)),
        ("rotateKey", (issuing_bank.checker.address, accomplice.address)),
        ("removeKey", (issuing_bank.checker.address,)),
    ):
        for attempt in alone(issuing_bank, members, function, *args):
            with in_vain("MemberOnlyTwoPersonsNeeded", issuing_bank, ADMINISTER):
                attempt()


def test_it_lifts_no_limit(in_vain, port, issuing_bank, members, dollars):
    """Up to the ceiling that the consortium gave, and without one."""
    for attempt in alone(issuing_bank, members, "setLimit", dollars, 2**64 - 1):
        with in_vain("MemberOnlyTwoPersonsNeeded", issuing_bank, ADMINISTER):
            attempt()
    with in_vain("MembersNotConsortium", members):
        issuing_bank.act(members, "setCeiling", issuing_bank.number, dollars, 2**64 - 1)


def test_it_makes_no_money(in_vain, issuing_bank, dollars):
    """Neither by minting, nor out of a customer's account, nor by a payment that it takes back."""
    for attempt in alone(issuing_bank, dollars, "mint", issuing_bank.number, 1):
        with in_vain("MembersTwoPersonsNeeded", issuing_bank, PAY, dollars, 1, 0):
            attempt()
    forced = (
        salted("forced"),
        "0x" + "00" * 32,
        issuing_bank.number,
        issuing_bank.number,
        1,
        salted("no order"),
    )
    for attempt in alone(issuing_bank, dollars, "force", *forced):
        with in_vain("MemberOnlyTwoPersonsNeeded", issuing_bank, PAY):
            attempt()
    for attempt in alone(issuing_bank, dollars, "reverse", salted("a payment"), salted("a reason")):
        with in_vain("MemberOnlyTwoPersonsNeeded", issuing_bank, PAY):
            attempt()


def test_it_binds_its_bank_to_nothing(in_vain, a_deal, issuing_bank, dollars):
    """A credit to a friend, a waiver, a refusal: each binds the bank, and takes two."""
    friendly = a_deal(document=salted("to a friend"))
    for attempt in alone(issuing_bank, friendly.credits, "issue", friendly.terms):
        with in_vain("MembersTwoPersonsNeeded", issuing_bank, UNDERTAKE, dollars, 94_500, 0):
            attempt()


def test_it_does_not_pay_on_papers_that_it_passed_itself(in_vain, deal, issuing_bank, dollars):
    """It examines alone, as it may; what it found complying, and what it found wanting, is decided by two."""
    good = deal.present(deal.bill())
    deal.examine(good)
    for attempt in alone(issuing_bank, deal.credits, "honour", *deal.said, good, (), b""):
        with in_vain("MembersTwoPersonsNeeded", issuing_bank, UNDERTAKE, dollars, AMOUNT, 0):
            attempt()


@pytest.mark.parametrize("function", ["waive", "refuse"])
def test_it_does_not_decide_over_discrepancies(in_vain, deal, issuing_bank, function):
    presentation = deal.present(deal.bill())
    deal.examine(presentation, complies=False)
    args = () if function == "waive" else (salted("a notice"), 1, 0)
    for attempt in alone(issuing_bank, deal.credits, function, *deal.said, presentation, *args):
        with in_vain("MemberOnlyTwoPersonsNeeded", issuing_bank, UNDERTAKE):
            attempt()


def test_the_checker_alone_makes_nothing(in_vain, issuing_bank, members, dollars, accomplice):
    """Whoever may check only may not begin, by act or by signature."""
    checks = type(issuing_bank)(
        "checks", members, issuing_bank.number, issuing_bank.checker, issuing_bank.maker
    )
    with in_vain("MemberOnlyRightMissing", issuing_bank, PAY, 0):
        checks.act(dollars, "mint", issuing_bank.number, 1)
    order = checks.order(dollars, "mint", issuing_bank.number, 1)
    with in_vain("MemberOnlyRightMissing", issuing_bank, PAY, 0):
        checks.perform(order, sign(checks.maker, members, order), by=issuing_bank.maker)


def test_it_does_not_use_a_colleagues_signature_for_another_order(
    in_vain, issuing_bank, members, dollars, stranger
):
    """The checker signed a harmless one: with it, something else is not checked."""
    harmless = issuing_bank.order(dollars, "mint", stranger.number, 1)
    given = sign(issuing_bank.checker, members, harmless)
    wanted = issuing_bank.order(dollars, "mint", stranger.number, 1_000_000, nonce=harmless[1])
    with in_vain("MembersUnknownKey", ...):
        issuing_bank.perform(wanted, sign(issuing_bank.maker, members, wanted), given, by=stranger.maker)


def test_it_speaks_for_no_other_member(in_vain, issuing_bank, stranger, members, dollars):
    """Its key is evidence for its own bank alone, also where it lends it to another's order."""
    order = stranger.order(dollars, "transfer", issuing_bank.account, 1)
    with in_vain("MembersOtherParty", stranger, issuing_bank):
        stranger.perform(order, sign(issuing_bank.maker, members, order))
