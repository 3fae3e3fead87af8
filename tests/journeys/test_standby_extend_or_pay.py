"""A standby that is extended once instead of being paid, stopped by a court, and paid in the end."""

from __future__ import annotations

from tests.app.credits.builders import BANK, BENEFICIARY, BUYER, LEI
from tests.journeys.harbour import COURT, Harbour

AMOUNT = "250000.00"
STATEMENT = "We demand payment: invoice 104 fell due and was not paid."


def issued(harbour: Harbour) -> str:
    """The path of a standby of sixty days, and the bank has the money for it."""
    done = harbour.done(
        BANK,
        "/standbys",
        {
            "applicant": LEI[BUYER],
            "beneficiary": LEI[BENEFICIARY],
            "reference": "SB-2026-0017",
            "amount": AMOUNT,
            "currency": "EUR",
            "expiry": harbour.in_days(60),
            "required": ["A demand, and a statement that the applicant is in default."],
            "text": "Our irrevocable standby letter of credit No. SB-2026-0017.",
        },
    )
    assert done["eyes"] == 2
    standby = f"/standbys/{done['describes']['standby']}"
    harbour.gives(BANK, "EUR", harbour.see(BANK, standby)["deal"], AMOUNT, to=BANK)
    return standby


def demanded(harbour: Harbour, standby: str, extend_to: str) -> str:
    """Extend or pay: the path of a demand, as it goes out when the expiry comes near."""
    body = {"amount": AMOUNT, "statement": STATEMENT, "extend_to": extend_to}
    return f"{standby}/demands/{harbour.done(BENEFICIARY, f'{standby}/demands', body)['describes']['demand']}"


def held(harbour: Harbour, standby: str) -> dict[str, str]:
    deal = harbour.see(BANK, standby)["deal"]
    return harbour.purses(harbour.token(BANK, "EUR"), deal, BANK, BENEFICIARY)


def test_extended_once_stopped_and_paid(harbour: Harbour) -> None:
    standby = issued(harbour)
    assert harbour.see(BENEFICIARY, standby)["figures"]["liability"] == AMOUNT
    extended = harbour.in_days(150)
    first = demanded(harbour, standby, extended)
    assert harbour.see(BUYER, first)["extend_to"] == extended
    harbour.done(BUYER, f"{first}/agreement")
    assert harbour.done(BANK, f"{first}/extension")["eyes"] == 2
    seen = harbour.see(BENEFICIARY, standby)
    assert harbour.see(BENEFICIARY, first)["status"] == "retracted"
    assert (seen["expiry"]["expiry"], seen["figures"]["available"]) == (extended, AMOUNT)
    assert held(harbour, standby) == {BANK: AMOUNT, BENEFICIARY: "none"}, "an extension pays nobody"

    # It asks again; the applicant says nothing, the bank examines, a court stops it for a while, it pays.
    second = demanded(harbour, standby, harbour.in_days(240))
    harbour.done(BANK, f"{second}/examination", {"complies": True, "discrepancies": []})
    order = {"bank": "issuer", "ground": "injunction", "order": "Case 17 O 22/26: do not pay."}
    assert harbour.done(COURT, f"{standby}/stop", order)["eyes"] == 2
    assert harbour.see(BENEFICIARY, standby)["stops"][0]["ground"] == "injunction"
    assert harbour.refused(BANK, f"{second}/honour") == "payment-stopped"
    harbour.done(COURT, f"{standby}/stop/lifting", {"bank": "issuer", "decision": "Set aside."})
    assert harbour.done(BANK, f"{second}/honour")["eyes"] == 2

    assert harbour.see(BENEFICIARY, second)["status"] == "honoured"
    seen = harbour.see(BUYER, standby)
    assert (seen["expiry"]["expiry"], seen["figures"]["liability"]) == (extended, "0.00")
    assert held(harbour, standby) == {BANK: "0.00", BENEFICIARY: AMOUNT}
    assert harbour.every_row_is_what_the_chain_says()
