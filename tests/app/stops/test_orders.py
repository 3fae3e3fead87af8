"""An order over HTTP, as the authority keeps it and as the others see it."""

from __future__ import annotations

from tests.app.credits.builders import BANK, BENEFICIARY, BUYER, Desk

AUTHORITY = BENEFICIARY
TEXT, WHY = "Order of the court of 3 December.", "The order of 3 December is set aside."


def test_the_authority_keeps_the_texts_behind_the_commitments(desk: Desk) -> None:
    """SSTOPS-5, SSTOPS-1"""
    credit = desk.advise()
    ordered = desk.done(AUTHORITY, f"/credits/{credit}/stop", {"reason": TEXT, "ground": "fraud"})
    assert (ordered["eyes"], ordered["describes"]["order"]) == (2, TEXT)
    (seen,) = desk.see(BUYER, f"/credits/{credit}")["stops"]
    assert (seen["bank"], seen["ground"]) == (None, "fraud")
    assert seen["order"] == ordered["describes"]["document"]
    assert TEXT not in str(desk.see(BUYER, f"/credits/{credit}"))
    kept = desk.interface.ask("GET", f"/documents/{seen['order']}/content", member=AUTHORITY)
    assert kept.content == TEXT.encode()
    for member in (BUYER, BANK):
        answer = desk.interface.ask("GET", f"/documents/{seen['order']}/content", member=member)
        assert answer.status_code == 404
    lifted = desk.done(AUTHORITY, f"/credits/{credit}/lift", {"reason": WHY})
    assert (lifted["eyes"], lifted["describes"]["decision"]) == (2, WHY)
    place = f"/documents/{lifted['describes']['document']}/content"
    assert desk.interface.ask("GET", place, member=AUTHORITY).content == WHY.encode()
