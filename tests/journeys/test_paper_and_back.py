"""A bill goes to paper for a port that wants paper, and comes back from it; never both are alive."""

from __future__ import annotations

from tests.app.bills.builders import a_document
from tests.app.credits.builders import BENEFICIARY as SHIPPER
from tests.app.credits.builders import BUYER, CARRIER, LEI, NAME, STRANGER
from tests.journeys.harbour import Harbour

WISH = {"change": "paper", "wish": "Three originals on paper, please: the port of discharge asks for them."}
ON_PAPER = {"statement": "Issued on paper in three originals in place of the electronic record."}
COLLECTED = "Originals 1/3 to 3/3 were handed in and marked void."


def from_paper(document: str, deal: str, origin: str | None) -> dict[str, object]:
    said = {"document": document, "form": "to_order", "holder": LEI[BUYER], "deal": deal}
    return said | {"collected": COLLECTED, "origin": origin}


def test_one_alive_at_a_time(harbour: Harbour) -> None:
    document = a_document()
    instruction = harbour.instruct(SHIPPER, CARRIER)
    bill, deal = harbour.issue_bill(CARRIER, instruction, document), instruction["deal"]
    assert harbour.refused(CARRIER, f"/bills/{bill}/switch-to-paper", ON_PAPER) == "bill-status"
    assert alive(harbour, bill) == [bill]

    # While the carrier has it, it is neither the shipper's to hand over nor on paper yet.
    harbour.done(SHIPPER, f"/bills/{bill}/surrender-for-amendment", WISH)
    assert harbour.refused(SHIPPER, f"/bills/{bill}/transfer-both", {"to": LEI[BUYER]}) == "bill-status"
    harbour.done(CARRIER, f"/bills/{bill}/switch-to-paper", ON_PAPER)
    assert alive(harbour, bill) == []
    for member in (SHIPPER, CARRIER):
        assert harbour.hands(bill, member) == (None, None, "on_paper")
    assert harbour.refused(SHIPPER, f"/bills/{bill}/surrender") == "bill-status"

    # The paper travels outside of this port. Beside it no second record is issued under the same number.
    again = harbour.instruct(SHIPPER, CARRIER, deal)["id"]
    again = {"instruction": again, "document": document, "form": "to_order"}
    assert harbour.refused(CARRIER, "/bills", again) == "reference-has-bill"
    assert harbour.refused(CARRIER, "/bills/from-paper", from_paper(document, deal, None)) == (
        "reference-has-bill"
    )

    # Its buyer hands the three originals in: the carrier makes them void and issues the bill to it.
    made = harbour.done(CARRIER, "/bills/from-paper", from_paper(document, deal, bill))
    new = str(made["describes"]["bill"])
    assert alive(harbour, bill, new) == [new]
    twice = from_paper(document, deal, bill)
    assert harbour.refused(CARRIER, "/bills/from-paper", twice) == "bill-status"
    assert harbour.hands(bill, SHIPPER) == (None, None, "void")
    assert harbour.hands(new, BUYER) == (NAME[BUYER], NAME[BUYER], "issued")
    for one, member, text in ((bill, SHIPPER, ON_PAPER["statement"]), (new, BUYER, COLLECTED)):
        statement = harbour.bill(member, one)["statement"]
        kept = harbour.interface.ask("GET", f"/documents/{statement}/content", member=member)
        assert kept.text == text
    told = [one["in_words"] for one in harbour.see(SHIPPER, f"/bills/{bill}/chain-of-title")["items"]]
    assert told[-3:] == [
        f"{NAME[CARRIER]} issued the bill on paper to {NAME[SHIPPER]}: this record has no effect any more",
        f"the title of {NAME[SHIPPER]} goes on in the paper",
        f"{NAME[CARRIER]} put others in the place of this bill: it is void",
    ]

    harbour.done(BUYER, f"/bills/{new}/surrender")
    harbour.done(CARRIER, f"/bills/{new}/surrender/accept")
    assert alive(harbour, bill, new) == []
    assert harbour.hands(new, CARRIER)[2] == "accomplished"
    assert harbour.is_unknown_to(STRANGER, f"/bills/{bill}", f"/bills/{new}")
    assert harbour.every_row_is_what_the_chain_says()


def alive(harbour: Harbour, *bills: str) -> list[str]:
    """Those which the chain itself says that somebody owns or holds."""
    found = []
    for bill in bills:
        (record,) = harbour.world.view("BillOfLading", "billOf", bill)
        if record["holder"] or record["owner"]:
            found.append(bill)
    return found
