"""A court forbids payment; the bank's days run on all the same; the order is lifted, and the bank pays."""

from __future__ import annotations

from tests.app.credits.builders import ADVISER, AMOUNT, BANK, BENEFICIARY, BUYER
from tests.journeys.harbour import COURT, Harbour

PARTIES = (BUYER, BANK, ADVISER, BENEFICIARY)
ORDER = {"reason": "Case 17 O 22/26: the bank is forbidden to pay under this credit until further order."}
LIFTED = {"reason": "Case 17 O 22/26: set aside, the alleged fraud was not shown."}


def test_stopped_the_day_before_payment(harbour: Harbour) -> None:
    credit = harbour.advise()
    bill = harbour.ship(credit)
    harbour.mint(credit)
    place = harbour.present(credit, bills=[bill])
    harbour.examine(place, complies=True)
    days_left = harbour.see(BANK, place)["clock"]["days_left"]
    assert harbour.refused(BUYER, f"/credits/{credit}/stop", ORDER) == "not-an-authority"
    assert harbour.done(COURT, f"/credits/{credit}/stop", ORDER)["eyes"] == 2

    # Nobody asks the bank to pay, and it cannot; who has a part sees whose order stands.
    for member in PARTIES:
        stopped = harbour.see(member, f"/credits/{credit}")["stopped_by"]
        assert len(stopped) == 1
    assert harbour.refused(BANK, f"{place}/honour") == "payment-stopped"
    assert harbour.refused(COURT, f"/credits/{credit}/stop", ORDER) == "stopped-already"

    # The order stops money, and no clock: the days of examination pass, and the bank is not excused by it.
    harbour.days_pass(4)
    clock = harbour.see(BANK, place)["clock"]
    assert clock["running"]
    assert clock["days_left"] < days_left
    harbour.days_pass(8)
    assert harbour.see(BANK, place)["clock"]["overdue"]
    assert harbour.refused(BANK, f"{place}/honour") == "payment-stopped"
    seen = harbour.see(BANK, f"/credits/{credit}")
    purses = harbour.purses(seen["operative"]["cash"], seen["deal"], BANK, BENEFICIARY)
    assert purses == {BANK: AMOUNT, BENEFICIARY: "none"}

    harbour.done(COURT, f"/credits/{credit}/lift", LIFTED)
    assert harbour.refused(COURT, f"/credits/{credit}/lift", LIFTED) == "not-stopped-by-you"
    harbour.done(BANK, f"{place}/honour")
    harbour.require_taken_up(credit, bill, AMOUNT, *PARTIES)
    for member in PARTIES:
        assert harbour.history(member, credit)[-3:] == ["PaymentStopped", "StopLifted", "Honoured"]
        assert harbour.see(member, place)["status"] == "honoured"
    assert harbour.is_unknown_to(COURT, f"/credits/{credit}", place), "a court that stops reads no terms"
    assert harbour.every_row_is_what_the_chain_says()
