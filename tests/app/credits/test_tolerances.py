"""What art. 30 says of amounts and quantities, as an examiner is shown it; nothing is decided by it."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.credits.terms import CreditTerms
from app.interop import readers, tolerances
from app.interop.dcsa import transport_document
from app.interop.dcsa.transport_document import TransportDocument
from app.interop.tolerances import Agreed
from app.money import Money, currency
from tests.app.chain.nodes import ROOT
from tests.app.credits.builders import ADVISER, BANK, Desk, a_message

EUR = currency("EUR")
CREDIT = (ROOT / "examples" / "credit.txt").read_bytes()


def terms(*goods: str) -> CreditTerms:
    return replace(readers.read_credit(CREDIT), goods=goods)


def euros(units: int) -> Money:
    return Money(units * 100, EUR)


def agreed(plus: int = 0, minus: int = 0, *, partial: bool = False, amount: int = 1_000) -> Agreed:
    return Agreed(euros(amount), plus, minus, partial)


def bill(**weights: Any) -> TransportDocument:
    """410 and 30 chests; `kilograms` gross in all."""
    text = json.loads((ROOT / "examples" / "bill.json").read_text())
    if "kilograms" in weights:
        cargo = [item for one in text["consignmentItems"] for item in one["cargoItems"]]
        for place, item in enumerate(cargo):
            value = 1 if place else weights["kilograms"] - len(cargo) + 1
            item["cargoGrossWeight"] = {"value": value, "unit": "KGM"}
    return transport_document.parse(json.dumps(text).encode())


def of_amount(agreed: Agreed, drawing: int, *goods: str) -> list[str]:
    return [str(one) for one in tolerances.of_amount(terms(*goods), agreed, euros(drawing))]


def of_quantities(
    goods: tuple[str, ...], *, drawn: int = 1_000, partial: bool = False, **on: Any
) -> list[str]:
    """All of it something to look at."""
    found = list(tolerances.of_quantities(terms(*goods), agreed(partial=partial), euros(drawn), [bill(**on)]))
    assert not any(one.discrepancy for one in found)
    return [str(one) for one in found]


@pytest.mark.parametrize(
    ("terms_", "drawing", "goods", "said"),
    [
        (agreed(), 1_000, (), None),
        (agreed(), 950, (), "EUR 1000.00, of which 5 percent less may be drawn if"),
        (agreed(), 949, (), "more than 5 percent less"),
        (
            agreed(),
            960,
            ("+ABOUT 500 MT OF WHEAT",),
            "to which art. 30 c does not apply; the credit has +ABOUT",
        ),
        (agreed(), 960, ("+500 MT WHEAT, 3 PCT MORE OR LESS",), "to which art. 30 c does not apply"),
        (agreed(5, 5), 950, (), None),
        (agreed(5, 5), 949, (), "EUR 1000.00 less 5 percent (39A), and forbids partial drawings"),
        (agreed(10, 0), 999, (), "less 0 percent (39A)"),
        (agreed(partial=True), 1, (), None),
    ],
    ids=[
        *("the whole", "5 percent less", "more than 5 less", "about", "its own"),
        *("within 39A", "below 39A", "no lower tolerance", "in parts"),
    ],
)
def test_a_drawing_that_is_less_than_the_amount(
    terms_: Agreed, drawing: int, goods: tuple[str, ...], said: str | None
) -> None:
    """SCREDITS-69: art. 30 c, and the lower tolerance."""
    found = of_amount(terms_, drawing, *goods)
    assert len(found) == (0 if said is None else 1)
    assert said is None or said in found[0]
    assert all(one.startswith("To look at: ") for one in found)


@pytest.mark.parametrize(
    ("goods", "said"),
    [
        (("+440 CHESTS OF TEA",), None),
        (("+410 CHESTS OF 45 KG NET", "+30 CHESTS OF 40 KG NET"), None),
        (("+441 CHESTS OF TEA",), "440 CHEST on the bills; the credit has 441 CHESTS, packing units that"),
        (
            ("+ABOUT 480 CHESTS",),
            "440 CHEST on the bills, within 10 percent; the credit has ABOUT 480 CHESTS",
        ),
        (("+APPROXIMATELY 1,000 CHESTS",), "beyond 10 percent; the credit has APPROXIMATELY 1,000 CHESTS"),
        (("+450 CHESTS, 5 PCT MORE OR LESS",), "450 CHESTS, with a tolerance of its own"),
        (("+441 PCS",), None),
        (("+441 TONS",), None),
    ],
    ids=["all", "item by item", "one less", "about", "far", "its own", "pieces", "any ton"],
)
def test_packing_units_are_compared_with_the_packages_of_the_bills(
    goods: tuple[str, ...], said: str | None
) -> None:
    """SCREDITS-70: art. 30 a, b."""
    found = of_quantities(goods)
    assert len(found) == (0 if said is None else 1)
    assert said is None or said in found[0]


@pytest.mark.parametrize(
    ("goods", "kilograms", "said"),
    [
        (("+BLACK TEA 20 MT",), 20_000, None),
        (("+BLACK TEA 20 MT",), 21_000, "21 MT gross on the bills, within 5 percent; the credit has 20 MT"),
        (("+BLACK TEA 20 MT",), 21_001, "21.001 MT gross on the bills, beyond 5 percent"),
        (("+20.000,00 KGS OF TEA",), 19_000, "19000 KGS gross on the bills, within 5 percent"),
        (("+20,000 KGS OF TEA",), 18_999, "beyond 5 percent; the credit has 20,000 KGS (UCP 600 art. 30 b)"),
        (("+ABOUT 20 METRIC TONS",), 22_000, "within 10 percent; the credit has ABOUT 20 METRIC TONS"),
        (("+ABOUT 10 MT", "+10 MT"), 22_000, "ABOUT 10 MT and 10 MT, with a tolerance of its own"),
        (("+EUR 9,15 PER KG",), 20_000, None),
    ],
    ids=["all", "5 more", "too much", "5 less", "too little", "about", "mixed", "a price"],
)
def test_weights_are_compared_with_the_gross_weight(
    goods: tuple[str, ...], kilograms: int, said: str | None
) -> None:
    """SCREDITS-70: and it says that it is that."""
    found = of_quantities(goods, kilograms=kilograms)
    assert len(found) == (0 if said is None else 1)
    assert said is None or said in found[0]


def test_no_tolerance_of_quantity_where_more_than_the_amount_is_drawn() -> None:
    """SCREDITS-70: art. 30 b ends where the drawings exceed the amount of the credit."""
    (said,) = of_quantities(("+BLACK TEA 20 MT",), drawn=1_001, kilograms=20_500)
    assert "EUR 1000.00, less than the EUR 1001.00 drawn: no tolerance of quantity" in said


def test_less_is_a_part_shipment_where_these_are_allowed() -> None:
    """SCREDITS-70"""
    assert of_quantities(("+BLACK TEA 20 MT",), partial=True, kilograms=10_000) == []
    assert len(of_quantities(("+BLACK TEA 20 MT",), partial=True, kilograms=21_000)) == 1


def test_a_quantity_of_pounds_is_weighed_in_pounds() -> None:
    """SCREDITS-70"""
    (said,) = of_quantities(("+1000 LBS",), kilograms=470)
    assert said.startswith("To look at: 1036.173 LBS gross on the bills, within 5 percent")
    assert [one.number for one in tolerances.quantities(terms("+1.234,5 KG", "+1234.5 KG"))] == [
        Decimal("1234.5")
    ] * 2


def test_the_examiner_sees_it_and_decides(desk: Desk) -> None:
    """SCREDITS-69, SCREDITS-70: and whoever holds credit and documents; a finding stays a person's."""
    goods = "+ORGANIC CEYLON BLACK TEA\n450 CHESTS OF 45 KG NET, EUR9,15 PER KG"
    credit = desk.advise(a_message(desk.today, f39A="", f45A=goods))
    content = b64encode((ROOT / "examples" / "bill.json").read_bytes()).decode()
    document = {"name": "bill.json", "kind": "bill of lading", "media_type": "application/json"}
    place = desk.present(credit, amount="180000.00", documents=[document | {"content": content}])
    found = desk.see(BANK, f"{place}/suggestions")["items"]
    of_all = [one for one in found if one["document"] is None]
    assert {one["article"] for one in of_all} == {"UCP 600 art. 30 c", "UCP 600 art. 30 b"}
    assert not any(one["discrepancy"] for one in of_all)
    assert any("450 CHESTS" in one["asked"] for one in of_all)
    assert desk.see(BANK, place)["status"] == "lodged"
    assert desk.interface.ask("GET", f"{place}/suggestions", member=ADVISER).status_code != 200
    desk.examine(place, complies=True)
