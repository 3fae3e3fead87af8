"""A usance credit, confirmed: the beneficiary waits until the confirming bank's acceptance falls due, sells
it at a discount, or sells its drafts. The creditor is paid at maturity, and not a day before.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.app.credits.builders import (
    ACCEPTED,
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    CONFIRMED,
    LEI,
    NAME,
    NEGOTIABLE,
    STRANGER,
    a_message,
)
from tests.journeys.harbour import HOUSE, Harbour

EVERYBODY = (BUYER, BANK, ADVISER, BENEFICIARY)
NINETY_DAYS = {"f42C": "90 DAYS AFTER SIGHT"}


def test_accepted_and_paid_at_maturity(harbour: Harbour) -> None:
    credit, bill, place, accepted = accepts(harbour)
    assert (accepted["kind"], accepted["amount"]) == ("acceptance", AMOUNT)
    assert accepted["obligee"]["name"] == NAME[BENEFICIARY]
    reimburses = taken_up(harbour, place)
    assert (reimburses["due"], reimburses["obligee"]["name"]) == (accepted["due"], NAME[ADVISER])

    # Both banks have the money and neither can pay: it is not the day.
    for bank in (ADVISER, BANK):
        harbour.mint(credit, AMOUNT, to=bank)
    for bank, owed in ((ADVISER, accepted), (BANK, reimburses)):
        assert harbour.refused(bank, payment(owed)) == "not-due"
    wait_for(harbour, accepted)
    assert harbour.refused(BENEFICIARY, payment(accepted)) == "not-obligor"
    for bank, owed in ((ADVISER, accepted), (BANK, reimburses)):
        assert harbour.done(bank, payment(owed))["eyes"] == 2
        assert harbour.refused(bank, payment(owed)) == "obligation-status"

    require_paid(harbour, credit, place, bill)
    assert harbour.see(BENEFICIARY, path(accepted))["paid_to"]["name"] == NAME[BENEFICIARY]
    assert purses(harbour, credit, *EVERYBODY[1:]) == {BANK: "0.00", ADVISER: AMOUNT, BENEFICIARY: AMOUNT}
    assert harbour.is_unknown_to(STRANGER, path(accepted), path(reimburses))
    assert harbour.every_row_is_what_the_chain_says()


def test_accepted_and_sold_to_another_bank(harbour: Harbour) -> None:
    """Which knows the accepting bank by what the beneficiary proves to it, and is paid at maturity."""
    credit, bill, place, accepted = accepts(harbour)
    reimburses = taken_up(harbour, place)
    price = less_discount(AMOUNT, rate="0.05", days=90)
    harbour.done(BENEFICIARY, f"{path(accepted)}/offer", {"buyer": LEI[HOUSE], "price": price})
    seen = harbour.see(HOUSE, path(accepted))
    assert (seen["obligor"]["name"], seen["offered_price"]) == (NAME[ADVISER], price)
    assert harbour.see(ADVISER, path(accepted))["offered_price"] is None, "none of the debtor's business"
    assert harbour.fails(HOUSE, f"{path(accepted)}/purchase") == "cash-not-enough"
    harbour.mint(credit, price, to=HOUSE)
    assert harbour.done(HOUSE, f"{path(accepted)}/purchase")["eyes"] == 2
    assert purses(harbour, credit, HOUSE) == {HOUSE: "0.00"}
    assert purses(harbour, credit, BENEFICIARY) == {BENEFICIARY: price}
    assert harbour.is_unknown_to(BENEFICIARY, path(accepted)), "it is owed nothing any more"

    for bank in (ADVISER, BANK):
        harbour.mint(credit, AMOUNT, to=bank)
    wait_for(harbour, accepted)
    for bank, owed in ((ADVISER, accepted), (BANK, reimburses)):
        harbour.done(bank, payment(owed))
    require_paid(harbour, credit, place, bill)
    for member in (ADVISER, HOUSE):
        assert harbour.see(member, path(accepted))["paid_to"]["name"] == NAME[HOUSE]
    assert purses(harbour, credit, *EVERYBODY[1:], HOUSE) == {
        **{BANK: "0.00", ADVISER: AMOUNT, BENEFICIARY: price, HOUSE: AMOUNT}
    }
    assert harbour.is_unknown_to(HOUSE, f"/credits/{credit}", place, path(reimburses))
    assert harbour.every_row_is_what_the_chain_says()


def test_accepted_and_bought_by_the_bank_that_accepted(harbour: Harbour) -> None:
    """It has paid by that (art. 12 b), and is reimbursed in full when the day comes."""
    credit, bill, place, accepted = accepts(harbour)
    price = less_discount(AMOUNT, rate="0.05", days=90)
    harbour.done(BENEFICIARY, f"{path(accepted)}/offer", {"buyer": LEI[ADVISER], "price": price})
    harbour.mint(credit, price, to=ADVISER)
    harbour.done(ADVISER, f"{path(accepted)}/purchase")
    assert harbour.see(ADVISER, path(accepted))["status"] == "paid"
    reimburses = taken_up(harbour, place)
    harbour.mint(credit)
    wait_for(harbour, reimburses)
    harbour.done(BANK, payment(reimburses))
    require_paid(harbour, credit, place, bill)
    assert purses(harbour, credit, *EVERYBODY[1:]) == {BANK: "0.00", ADVISER: AMOUNT, BENEFICIARY: price}
    assert harbour.every_row_is_what_the_chain_says()


def test_drafts_bought_at_a_discount_and_paid_to_the_buyer(harbour: Harbour) -> None:
    """Drafts on the issuing bank, which the confirming bank negotiates: without recourse (art. 8 a ii)."""
    credit = confirmed(harbour, **NEGOTIABLE | NINETY_DAYS)
    bill = harbour.ship(credit)
    place = harbour.present(credit, bills=[bill], bank=LEI[ADVISER])
    harbour.examine(place, complies=True, by=ADVISER)
    price = less_discount(AMOUNT, rate="0.05", days=90)
    harbour.mint(credit, price, to=ADVISER)
    assert harbour.done(ADVISER, f"{place}/negotiation", {"price": price})["eyes"] == 2
    assert purses(harbour, credit, *EVERYBODY[1:]) == {BANK: "none", ADVISER: "0.00", BENEFICIARY: price}

    owed = taken_up(harbour, place)
    assert (owed["amount"], owed["obligee"]["name"]) == (AMOUNT, NAME[ADVISER])
    harbour.mint(credit, AMOUNT)
    wait_for(harbour, owed)
    harbour.done(BANK, payment(owed))
    require_paid(harbour, credit, place, bill)
    assert harbour.see(ADVISER, path(owed))["paid_to"]["name"] == NAME[ADVISER]
    assert purses(harbour, credit, *EVERYBODY[1:]) == {BANK: "0.00", ADVISER: AMOUNT, BENEFICIARY: price}
    assert harbour.is_unknown_to(BENEFICIARY, path(owed)), "between the banks"
    assert harbour.every_row_is_what_the_chain_says()


def confirmed(harbour: Harbour, **fields: str) -> str:
    credit = harbour.advise(a_message(harbour.today, **fields, **CONFIRMED))
    harbour.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    return credit


def accepts(harbour: Harbour) -> tuple[str, str, str, dict[str, Any]]:
    """Credit, bill and presentation, and what the confirming bank owes the beneficiary by its acceptance."""
    credit = confirmed(harbour, **ACCEPTED | NINETY_DAYS)
    bill = harbour.ship(credit)
    place = harbour.present(credit, bills=[bill], bank=LEI[ADVISER])
    harbour.examine(place, complies=True, by=ADVISER)
    harbour.done(ADVISER, f"{place}/honour")
    (accepted,) = owed_by(harbour, ADVISER, place)
    return credit, bill, place, accepted


def taken_up(harbour: Harbour, place: str) -> dict[str, Any]:
    """The confirming bank passes the documents on, the issuing bank takes them up, and owes."""
    harbour.done(ADVISER, f"{place}/forwarding", {})
    harbour.examine(place, complies=True)
    harbour.done(BANK, f"{place}/honour")
    (owed,) = owed_by(harbour, BANK, place)
    return owed


def owed_by(harbour: Harbour, bank: str, place: str) -> list[dict[str, Any]]:
    items = harbour.see(bank, "/credits/obligations?limit=200")["items"]
    return [one for one in items if one["we_owe"] and one["presentation"] == place.rpartition("/")[2]]


def path(owed: dict[str, Any]) -> str:
    return f"/credits/obligations/{owed['id']}"


def payment(owed: dict[str, Any]) -> str:
    return f"{path(owed)}/payment"


def wait_for(harbour: Harbour, owed: dict[str, Any]) -> None:
    """Until the day on which it falls due: ninety days, and a weekend or feast at most."""
    left = (date.fromisoformat(owed["due"]) - harbour.today).days
    assert 89 <= left <= 100
    harbour.days_pass(left)


def less_discount(amount: str, *, rate: str, days: int) -> str:
    cents = Decimal("0.01")
    discount = (Decimal(amount) * Decimal(rate) * days / 360).quantize(cents, ROUND_HALF_UP)
    return str(Decimal(amount) - discount)


def purses(harbour: Harbour, credit: str, *members: str) -> dict[str, str]:
    seen = harbour.see(BANK, f"/credits/{credit}")
    return harbour.purses(seen["operative"]["cash"], seen["deal"], *members)


def require_paid(harbour: Harbour, credit: str, place: str, bill: str) -> None:
    """Nobody owes anything any more, and everybody reads the same end."""
    assert harbour.hands(bill, BANK) == (NAME[BANK], NAME[BANK], "issued")
    for member in EVERYBODY:
        seen = harbour.see(member, f"/credits/{credit}")
        assert (seen["status"], seen["figures"]["honoured"]) == ("exhausted", AMOUNT)
        assert harbour.see(member, place)["status"] == "honoured"
    for bank in (BANK, ADVISER):
        lines = harbour.see(bank, "/credits/liabilities")["lines"]
        stands = [one for one in lines if one["credit"] == credit]
        assert [(one["outstanding"], one["undertaken"]) for one in stands] in ([], [("0.00", "0.00")])
        assert all(one["status"] == "paid" for one in owed_by(harbour, bank, place))
    assert harbour.is_unknown_to(STRANGER, f"/credits/{credit}", place, f"/bills/{bill}")
