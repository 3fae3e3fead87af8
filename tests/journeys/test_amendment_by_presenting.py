"""An amendment that the beneficiary leaves unanswered for weeks, and accepts by what it presents then."""

from __future__ import annotations

from tests.app.credits.builders import ADVISER, BANK, BENEFICIARY, BUYER, STRANGER
from tests.journeys.harbour import Harbour

EVERYBODY = (BUYER, BANK, ADVISER, BENEFICIARY)
RAISED, WITH_TOLERANCE, MORE = "194350.75", "204068.28", "10500.00"


def test_silence_accepts_nothing_and_presenting_does(harbour: Harbour) -> None:
    credit = harbour.advise()
    bill = harbour.ship(credit)
    before = harbour.see(BANK, f"/credits/{credit}")["operative"]
    amendment = harbour.propose(
        credit,
        reference="1",
        wording="Amount increased by EUR 10,000.00, expiry extended.",
        increase="10000.00",
        expiry=harbour.in_days(90),
    )
    assert harbour.ask(ADVISER, f"{amendment}/advice").status_code == 201
    assert harbour.see(BENEFICIARY, amendment)["text_opens"]

    # Three weeks of silence: the bank is bound by its offer, the credit is what it was (art. 10 b, c, f).
    harbour.days_pass(21)
    for member in EVERYBODY:
        seen = harbour.see(member, f"/credits/{credit}")
        assert (seen["operative"], seen["version"]) == (before, 0)
        assert harbour.see(member, amendment)["status"] == "pending"
    assert liability(harbour, credit) == ("193568.28", MORE)

    # Documents for the increased amount: more than the credit gives, and just what the amendment offers.
    path = f"/credits/{credit}/presentations"
    drawn = harbour.presentation(bills=[bill], amount=RAISED)
    beyond = drawn | {"amount": "193568.29"}
    assert harbour.refused(BENEFICIARY, path, beyond) == "credit-overdrawn"
    place = harbour.present(credit, bills=[bill], amount=RAISED, amendment=amendment.rpartition("/")[2])
    for member in EVERYBODY:
        ended = harbour.see(member, amendment)
        assert (ended["status"], ended["accepted_by_presenting"]) == ("accepted", True)
    assert liability(harbour, credit) == (WITH_TOLERANCE, "0.00")
    assert harbour.refused(BENEFICIARY, f"{amendment}/answer", {"accepts": "nothing"}) == "amendment-status"

    harbour.examine(place, complies=True)
    harbour.mint(credit, RAISED)
    harbour.done(BANK, f"{place}/honour")
    harbour.require_taken_up(credit, bill, RAISED, *EVERYBODY)
    for member in EVERYBODY:
        seen = harbour.see(member, f"/credits/{credit}")
        assert (seen["version"], seen["operative"]["amount"]) == (1, RAISED)
        assert harbour.history(member, credit)[2:] == [
            *("AmendmentProposed", "AmendmentAccepted", "Presented", "Examined", "Honoured"),
        ]
    assert harbour.is_unknown_to(STRANGER, amendment, place)
    assert harbour.every_row_is_what_the_chain_says()


def liability(harbour: Harbour, credit: str) -> tuple[str, str]:
    """What the issuing bank stands for, and what it has offered besides."""
    lines = harbour.see(BANK, "/credits/liabilities")["lines"]
    line = next(one for one in lines if one["credit"] == credit)
    return line["outstanding"], line["offered"]
