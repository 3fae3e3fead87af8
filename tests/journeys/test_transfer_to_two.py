"""A transferable credit of a trader, transferred in two reduced parts to those who make the goods; both
present, the trader substitutes its invoice for theirs and draws the margin (UCP 600 art. 38).
"""

from __future__ import annotations

from tests.app.credits.builders import (
    ADVISER,
    BANK,
    BENEFICIARY,
    BUYER,
    CARRIER,
    LEI,
    NAME,
    STRANGER,
)
from tests.app.credits.transfers import INVOICE, papers, transfer, transferable
from tests.journeys.harbour import SUPPLIER, Harbour

FIRST = {"amount": "45000.00", "carved": "60000.00", "stands_for_applicant": True}
SECOND = {"amount": "30000.00", "carved": "40000.00", "reference": "KDR/318/2"}
MARGIN = "25000.00"


def test_two_second_beneficiaries_are_paid_and_the_first_draws_the_margin(harbour: Harbour) -> None:
    credit = transferable(harbour)
    path = f"/credits/{credit}"
    deal = str(harbour.see(BENEFICIARY, path)["deal"])
    token = str(harbour.see(BANK, path)["operative"]["cash"])
    harbour.gives(BANK, "EUR", deal, "100000.00", to=BANK)
    assert stood_for(harbour) == {credit: "100000.00"}

    one, other = (
        transfer(harbour, credit, second, **asked).rpartition("/")[2]
        for second, asked in ((SUPPLIER, FIRST), (CARRIER, SECOND))
    )
    assert stood_for(harbour) == {credit: "25000.00", one: "45000.00", other: "30000.00"}
    figures = harbour.see(BENEFICIARY, path)["figures"]
    assert (figures["available"], figures["set_aside"]) == ("0.00", "100000.00")
    the_second_is_told_of_its_own_alone(harbour, credit, one)

    places = {}
    for member, id, amount in ((SUPPLIER, one, "45000.00"), (CARRIER, other, "30000.00")):
        assert harbour.refused(
            member, f"/credits/{id}/presentations", papers(harbour, amount, bank=LEI[BANK])
        ) == ("not-a-place-of-presentation")
        made = harbour.done(member, f"/credits/{id}/presentations", papers(harbour, amount))
        places[id] = str(made["describes"]["presentation"])
        harbour.examine(f"/credits/{id}/presentations/{places[id]}", complies=True, by=ADVISER)
        assert (
            harbour.refused(ADVISER, f"/credits/{id}/presentations/{places[id]}/forwarding", {})
            == "invoice-not-substituted"
        )
    for id, presentation in places.items():
        substitution = f"{path}/transfers/{id}/presentations/{presentation}"
        harbour.done(ADVISER, f"{substitution}/demand", {"until": harbour.today.isoformat()})
        harbour.done(BENEFICIARY, f"{substitution}/invoice", INVOICE)
        assert harbour.interface.ask("GET", f"{substitution}/invoice", member=ADVISER).content == b"OURS"

    margin = harbour.present(credit, amount=MARGIN, bank=LEI[ADVISER])
    harbour.examine(margin, complies=True, by=ADVISER)
    for place in (*(f"/credits/{id}/presentations/{places[id]}" for id in places), margin):
        harbour.done(ADVISER, f"{place}/forwarding", {})
        harbour.examine(place, complies=True)
        harbour.done(BANK, f"{place}/honour")

    assert harbour.purses(token, deal, BANK, SUPPLIER, CARRIER, BENEFICIARY) == {
        **{BANK: "0.00", SUPPLIER: "45000.00", CARRIER: "30000.00", BENEFICIARY: MARGIN},
    }
    assert stood_for(harbour) == {credit: "0.00", one: "0.00", other: "0.00"}
    margins = {
        transfer["id"]: [row["margin"] for row in transfer["substitutions"]]
        for transfer in harbour.see(BENEFICIARY, f"{path}/transfers")["items"]
    }
    assert margins == {one: ["15000.00"], other: ["10000.00"]}
    for member, id in ((SUPPLIER, one), (CARRIER, other)):
        assert harbour.see(member, f"/credits/{id}")["status"] == "exhausted"
    assert harbour.is_unknown_to(STRANGER, path, f"{path}/transfers", f"/credits/{one}")
    assert harbour.every_row_is_what_the_chain_says()


def the_second_is_told_of_its_own_alone(harbour: Harbour, credit: str, transferred: str) -> None:
    """Neither the credit nor who applied for it; the applicant not what was transferred, nor to whom."""
    seen = harbour.see(SUPPLIER, f"/credits/{transferred}")
    assert (seen["transferred"], seen["transferred_from"], seen["copy_opens"]) == (True, None, True)
    assert seen["applicant"]["name"] == NAME[BENEFICIARY]
    told = str(seen) + str(harbour.see(SUPPLIER, f"/credits/{transferred}/history"))
    text = harbour.interface.ask("GET", f"/credits/{transferred}/message", member=SUPPLIER).text
    for secret in (NAME[BUYER], LEI[BUYER], credit, "100000"):
        assert secret not in told
        assert secret not in text
    assert harbour.see(BANK, f"/credits/{transferred}")["transferred_from"] == credit
    assert harbour.is_unknown_to(SUPPLIER, f"/credits/{credit}", f"/credits/{credit}/transfers")
    assert harbour.is_unknown_to(BUYER, f"/credits/{transferred}")
    answer = harbour.interface.ask("GET", f"/credits/{credit}/transfers", member=BUYER)
    assert (answer.status_code, answer.json()["code"]) == (403, "transfers-not-told")


def stood_for(harbour: Harbour) -> dict[str, str]:
    """What the issuing bank's ledger has, by credit."""
    lines = harbour.see(BANK, "/credits/liabilities")["lines"]
    return {line["credit"]: line["outstanding"] for line in lines if line["credit"] in known(harbour)}


def known(harbour: Harbour) -> set[str]:
    """Credits of this story: those with a transferring bank, or that came of one."""
    seen = harbour.see(BANK, "/credits?limit=200")["items"]
    return {one["id"] for one in seen if one["transferable_by"] or one["transferred"]}
