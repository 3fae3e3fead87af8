"""From the buyer's application to payment and title, over HTTP."""

from __future__ import annotations

from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    NAME,
    STRANGER,
    WRONG,
    Desk,
)


def test_refused_once_then_honoured(desk: Desk) -> None:
    credit = desk.advise()
    bill = desk.ship(credit)
    desk.mint(credit)

    first = desk.present(credit, bills=[bill])
    assert desk.see(BANK, f"/bills/{bill}")["kept_by"]
    desk.examine(first, complies=False)
    desk.refuse(first)
    refused = desk.see(BENEFICIARY, first)
    assert refused["status"] == "refused"
    assert [notice["effective"] for notice in refused["notices"]] == [True]
    assert refused["notices"][0]["opens"] is True
    assert refused["notices"][0]["disposal"] == "RETURN"
    assert [(d["text"], d["article"]) for d in refused["notices"][0]["discrepancies"]] == [
        (d["text"], d["article"]) for d in WRONG
    ]
    shown = desk.see(BENEFICIARY, f"/bills/{bill}")
    assert shown["holder"]["name"] == NAME[BENEFICIARY]
    assert not shown["kept_by"]
    assert desk.held(BENEFICIARY, credit) == "0.00"

    # A second notice round the service is recorded and takes no effect. SCREDITS-14
    desk.refuse_round_the_service(first)
    again = desk.see(BENEFICIARY, first)
    assert again["status"] == "refused"
    assert [notice["effective"] for notice in again["notices"]] == [True, False]
    assert "no second" in again["notices"][1]["in_words"]

    second = desk.present(credit, bills=[bill])
    desk.examine(second, complies=True)
    desk.done(BANK, f"{second}/honour")
    paid = desk.see(BENEFICIARY, second)
    assert paid["status"] == "honoured"
    assert paid["paid_to"]["name"] == NAME[BENEFICIARY]
    assert desk.held(BENEFICIARY, credit) == AMOUNT
    assert desk.see(BANK, f"/bills/{bill}")["owner"]["name"] == NAME[BANK]

    ended = desk.see(BUYER, f"/credits/{credit}")
    assert ended["status"] == "exhausted"
    assert ended["figures"]["honoured"] == AMOUNT
    assert ended["figures"]["outstanding"] == "0.00"

    told = [
        (line["what"], line["who"]["name"])
        for line in desk.see(BENEFICIARY, f"/credits/{credit}/history")["items"]
    ]
    assert told == [
        ("CreditIssued", NAME[BANK]),
        ("CreditAdvised", NAME[ADVISER]),
        ("Presented", NAME[BENEFICIARY]),
        ("Examined", NAME[BANK]),
        ("Refused", NAME[BANK]),
        ("RefusalPrecluded", NAME[BANK]),
        ("Presented", NAME[BENEFICIARY]),
        ("Examined", NAME[BANK]),
        ("Honoured", NAME[BANK]),
    ]
    for path in (f"/credits/{credit}", first, f"/credits/{credit}/history"):
        assert desk.interface.ask("GET", path, member=STRANGER).status_code == 404
