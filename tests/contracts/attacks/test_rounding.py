"""A unit that is lost or won by division, taken a thousand times.

That a tolerance is rounded down: `credits/test_issue.py`. That parts of a receivable are the whole, and no
share of a document is financed beyond its whole: `receivables/test_split.py`, `receivables/test_whole.py`.
"""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import DAY, MIXED_PAYMENT, NINE, TODAY, Tenor
from tests.contracts.people import salted

SIGHT, SHIPMENT = range(2)
DUES = tuple(TODAY - 1 + days for days in (30, 60, 90))
AMOUNT = 101


def test_the_tolerance_is_not_drawn_beyond_its_whole_units(in_vain, a_deal):
    """5 percent of 19 minor units is none: nothing is drawn above 19, in one drawing or in many."""
    deal = a_deal(amount=19, partial_drawings=True, document=salted("a small credit"))
    deal.issue()
    with in_vain("CreditsOverdrawn", 20, 19):
        deal.present(amount=20)
    for left in range(19, 0, -1):
        deal.present(amount=1)
        assert deal.record["reserved"] == 20 - left
    with in_vain("CreditsOverdrawn", 1, 0):
        deal.present(amount=1)


def test_parts_of_a_mixed_payment_are_the_drawing_and_not_a_unit_more(
    at, in_vain, a_deal, issuing_bank, dollars, obligations
):
    """A third each of 101, rounded: what the parts leave over is in the last, and each part is paid once."""
    tenors = (Tenor(33, SIGHT, 0), Tenor(33, SHIPMENT, 30), Tenor(34, SHIPMENT, 60))
    deal = a_deal(amount=AMOUNT, availability=MIXED_PAYMENT, tenors=tenors, document=salted("in thirds"))
    issuing_bank.together(dollars, "mint", issuing_bank.number, 10_000)
    deal.issue()
    presentation = deal.present(amount=AMOUNT)
    deal.examine(presentation)
    deal.honour(presentation, dues=DUES[:2])
    drawing = deal.presentation_id(presentation)
    owed = [obligations.idOf(deal.credits, drawing, issuing_bank.number, part) for part in (0, 1)]
    sums = [obligations.obligationOf(id)["amount"] for id in owed]
    at_sight = dollars.balanceOf(deal.beneficiary.account)
    assert at_sight + sum(sums) == AMOUNT
    at(NINE + 62 * DAY)
    for id in owed:
        issuing_bank.together(obligations, "pay", id, b"")
        with in_vain("ObligationsWrongStatus", id, 2, 1):
            issuing_bank.together(obligations, "pay", id, b"")
    assert dollars.balanceOf(deal.beneficiary.account) == AMOUNT


@pytest.mark.parametrize("amount", [2**64 - 1, 2**64 - 2])
def test_no_sum_turns_over(in_vain, a_deal, amount):
    """The largest amount with a tolerance does not begin again at nothing."""
    deal = a_deal(amount=amount, document=salted("more than there is"))
    with in_vain("CreditsInvalidTerms", deal.id, amount, ..., ..., ...):
        deal.issue()


def test_supply_does_not_turn_over(in_vain, issuing_bank, buyer, dollars):
    """Nor what a token counts: a unit above 64 bits is refused, and everybody's claims are what they were."""
    rest = 2**64 - 1 - dollars.totalSupply()
    issuing_bank.together(dollars, "mint", buyer.number, rest)
    with in_vain("CashAmountTooLarge", 2**64, 2**64 - 1):
        issuing_bank.together(dollars, "mint", buyer.number, 1)


def test_an_amount_is_not_cut_to_64_bits(in_vain, buyer, seller, dollars):
    """ERC-20 names 256 bits: what is above 64 is refused, and not what is left of it paid."""
    with in_vain("CashAmountTooLarge", 2**64 + 1, 2**64 - 1):
        buyer.together(dollars, "transfer", seller.account, 2**64 + 1)
