"""What is pointed out, in whose words, and what is let pass: one pair of documents at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.money import Money, currency
from app.receivables.documents import Document, Invoice, Organisation
from app.receivables.likeness import Assessment, Book, Financing, Verdict, assess
from tests.app.receivables.builders import (
    OTHER,
    a_bill,
    a_declaration,
    an_invoice,
    an_order,
    dollars,
)

WHOLE = 10_000


def a_book(*documents: Document, share: int = WHOLE) -> Book:
    return Book(Financing(f"F{at}", document, share) for at, document in enumerate(documents))


def brought(document: Document, *financed: Document, share: int = WHOLE) -> Assessment:
    return assess(document, share, a_book(*financed))


def names(said: Assessment) -> set[str]:
    return {reason.name for match in said.matches for reason in match.reasons}


# --------------------------------------------------------------------------------------------------- the same


@pytest.mark.parametrize("document", [an_invoice(), an_order(), a_bill(), a_declaration()])
def test_the_same_document_is_blocked_with_the_financing_that_has_it(document: Document) -> None:
    """SRECEIVABLES-14"""
    said = brought(document, an_invoice(number="9"), document)
    assert (said.verdict, said.score) == (Verdict.BLOCK, 100)
    first = said.matches[0]
    assert (first.reference, first.reasons[0].name) == ("F1", "same-document")
    assert first.reasons[0].theirs == "10000 basis points financed already"


@pytest.mark.parametrize(("share", "verdict"), [(6_000, Verdict.CLEAR), (6_001, Verdict.BLOCK)])
def test_parts_of_one_document_are_clear_up_to_the_whole(share: int, verdict: Verdict) -> None:
    """SRECEIVABLES-15"""
    book = Book(
        [Financing("F0", an_invoice(), 3_000), Financing("F1", an_invoice(number="inv 2026 00417"), 1_000)]
    )
    assert assess(an_invoice(), share, book).verdict is verdict


def test_an_empty_book_and_a_book_of_strangers_say_nothing() -> None:
    """SRECEIVABLES-14"""
    stranger = an_invoice(seller=OTHER, buyer=OTHER, containers=(), order="", goods="Roses", number="5")
    for said in (brought(an_invoice()), brought(an_invoice(), stranger)):
        assert said == Assessment(Verdict.CLEAR, 0, ())


# ------------------------------------------------------------------------------------------------------- near


@pytest.mark.parametrize(
    ("altered", "reason"),
    [
        ({"number": "417/2026"}, "number-same-core"),
        ({"number": "INV-2026-00417-A"}, "number-same-core"),
        ({"number": "INV-2026-OO4I7"}, "number-read-alike"),
        ({"number": "INV-2026-00471"}, "number-slip"),
        ({"number": "417-A", "amount": dollars("48240.00")}, "amount-near"),
        ({"number": "417-A", "amount": dollars("42850.00")}, "amount-digits-exchanged"),
        ({"number": "417-A", "issued": date(2026, 4, 3)}, "day-and-month-exchanged"),
        ({"number": "417-A", "issued": date(2026, 3, 9)}, "date-near"),
        ({"number": "417-A", "buyer": OTHER}, "buyer-differs"),
        ({"number": "417-A", "amount": Money(177_000_00, currency("AED"))}, "currency-differs"),
        ({"number": "X-1", "seller": OTHER}, "containers-same"),
        ({"number": "417-A", "goods": "STEEL COILS COLD ROLLED DC01 1.0 X 1250"}, "goods-similar"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_altered_invoice_is_for_review_and_the_alteration_is_named(
    altered: dict[str, Any], reason: str
) -> None:
    """SRECEIVABLES-16"""
    said = brought(an_invoice(**altered), an_invoice())
    assert said.verdict is Verdict.REVIEW
    assert reason in names(said)


def test_a_reason_quotes_both_sides() -> None:
    """SRECEIVABLES-17"""
    said = brought(an_invoice(number="417-A", amount=dollars("48240.00")), an_invoice())
    quoted = {reason.name: (reason.ours, reason.theirs) for reason in said.matches[0].reasons}
    assert quoted["number-same-core"] == ("417-A", "INV-2026-00417")
    assert quoted["amount-near"] == ("USD 48240.00", "USD 48250.00")
    assert quoted["buyer-same"] == ("DE:HRB98765", "DE:HRB98765")


def test_the_score_is_the_sum_of_the_points_from_0_to_100() -> None:
    """SRECEIVABLES-17"""
    near = brought(an_invoice(number="X9", containers=(), order=""), an_invoice())
    points = sum(reason.points for reason in near.matches[0].reasons)
    assert near.score == near.matches[0].score == points < 100
    same = brought(an_invoice(number="417-A"), an_invoice())
    assert sum(reason.points for reason in same.matches[0].reasons) > same.score == 100


def test_an_altered_order_is_for_review() -> None:
    """SRECEIVABLES-16"""
    said = brought(an_order(number="7731/B"), an_order())
    assert said.verdict is Verdict.REVIEW
    assert "number-same-core" in names(said)


def test_a_misread_declaration_is_for_review() -> None:
    """SRECEIVABLES-16"""
    said = brought(a_declaration(number="26EE471OE00123456"), a_declaration())
    assert said.verdict is Verdict.REVIEW
    assert {"number-read-alike", "declarant-same"} <= names(said)


# ------------------------------------------------------------------------------------------------------ bills


def test_a_bill_issued_again_is_known_by_its_carriage() -> None:
    """SRECEIVABLES-18"""
    said = brought(a_bill(number="MAEU999000111", shipper=OTHER, weight=41_300), a_bill())
    assert said.verdict is Verdict.REVIEW
    assert {"carriage-same", "weight-near"} <= names(said)


@pytest.mark.parametrize(
    "other",
    [
        {"number": "MAEU999000111", "voyage": "702E", "shipped": date(2026, 5, 20), "vessel": "9811000"},
        {"number": "MAEU999000111", "shipper": OTHER, "weight": 3_000, "goods": "Frozen shrimp"},
        {"number": "MAEU999000111", "weight": 3_000, "containers": ("CBHU3202732",)},
        {"number": "MAEU214365880", "containers": ("TGHU1234567",)},
    ],
    ids=["next voyage", "other shipper in the container", "part lot", "next bill"],
)
def test_other_bills_of_the_same_trade_are_clear(other: dict[str, Any]) -> None:
    """SRECEIVABLES-18"""
    assert brought(a_bill(**other), a_bill()).verdict is Verdict.CLEAR


# ----------------------------------------------------------------------------------------------------- splits


def parts(*amounts: str, **changed: Any) -> list[Invoice]:
    return [
        an_invoice(number=f"P8{at}{at}", amount=dollars(text), issued=date(2026, 3, 6 + at), **changed)
        for at, text in enumerate(amounts)
    ]


@pytest.mark.parametrize("amounts", [("20000.17", "28249.83"), ("9000.00", "19250.01", "19999.99")])
def test_the_last_part_and_the_whole_are_for_review(amounts: tuple[str, ...]) -> None:
    """SRECEIVABLES-19"""
    *first, last = parts(*amounts, containers=())
    whole = an_invoice(containers=())
    last_part = brought(last, whole, *first)
    assert last_part.verdict is Verdict.REVIEW
    assert "F0" in {match.reference for match in last_part.matches}
    after_parts = brought(whole, *first, last)
    assert {match.reference for match in after_parts.matches} == {f"F{at}" for at in range(len(amounts))}
    for said in (last_part, after_parts):
        found = next(one for match in said.matches for one in match.reasons if one.name == "parts-add-up")
        assert found.theirs == "USD 48250.00"
        assert all(amount in found.ours for amount in amounts)


def test_multiples_of_one_price_add_up_without_being_parts() -> None:
    """SRECEIVABLES-19"""
    sold = [
        an_invoice(
            number=f"INV-2026-{400 + at}",
            amount=dollars(f"{8041 * units}.00"),
            issued=date(2026, 3, 1) + timedelta(days=4 * at),
            goods=f"Steel coils, {units} t",
            containers=(),
        )
        for at, units in enumerate((3, 1, 4, 2, 5, 3, 6))
    ]
    for at, one in enumerate(sold):
        assert brought(one, *sold[:at], *sold[at + 1 :]).verdict is Verdict.CLEAR


def test_parts_in_other_containers_are_not_parts() -> None:
    """SRECEIVABLES-19"""
    first, last = parts("20000.17", "28249.83", containers=("TGHU1234567",))
    assert brought(last, an_invoice(), first).verdict is Verdict.CLEAR


# ----------------------------------------------------------------------------------------- papers of one sale


@pytest.mark.parametrize(
    ("invoice", "financed", "reason"),
    [
        (an_invoice(order="7731"), an_order(), "of-a-financed-order"),
        (an_invoice(bill="214365879", containers=()), a_bill(), "of-a-financed-bill"),
        (an_invoice(), a_bill(), "containers-of-a-financed-bill"),
    ],
)
def test_the_invoice_of_a_financed_order_or_bill_is_for_review_and_the_other_way(
    invoice: Document, financed: Document, reason: str
) -> None:
    """SRECEIVABLES-20"""
    for said in (brought(invoice, financed), brought(financed, invoice)):
        assert said.verdict is Verdict.REVIEW
        assert names(said) == {reason}


def test_an_order_financed_in_part_leaves_the_rest_for_its_invoice() -> None:
    """SRECEIVABLES-20"""
    book = a_book(an_order(), share=4_000)
    assert assess(an_invoice(), 6_000, book).verdict is Verdict.CLEAR
    assert assess(an_invoice(), 6_001, book).verdict is Verdict.REVIEW


def test_another_buyer_s_order_of_that_number_is_no_link() -> None:
    """SRECEIVABLES-20"""
    assert brought(an_invoice(), an_order(buyer=OTHER)).verdict is Verdict.CLEAR


# --------------------------------------------------------------------------------------------- honest repeats


def monthly(count: int, **changed: Any) -> list[Invoice]:
    return [
        an_invoice(
            number=f"INV-2026-{100 + 9 * month}",
            issued=date(2026, 1 + month, 3),
            goods="Warehouse rent hall 4",
            order="",
            containers=(),
            **changed,
        )
        for month in range(count)
    ]


def test_the_same_rent_each_month_is_clear_and_twice_in_one_month_is_not() -> None:
    """SRECEIVABLES-21"""
    *before, last = monthly(6)
    assert brought(last, *before).verdict is Verdict.CLEAR
    again = brought(replace(before[3], number="RENT 77"), *before, last)
    assert again.verdict is Verdict.REVIEW
    assert {"amount-out-of-rhythm", "number-of-no-series"} <= names(again)


def test_equal_loads_on_one_day_in_containers_of_their_own_are_clear() -> None:
    """SRECEIVABLES-21"""
    loads = [an_invoice(number=f"INV-2026-{500 + at}", containers=(f"TGHU123456{at}",)) for at in range(4)]
    assert brought(loads[-1], *loads[:-1]).verdict is Verdict.CLEAR


def test_a_number_that_begins_anew_next_year_is_clear() -> None:
    """SRECEIVABLES-21"""
    first = an_invoice(number="12", containers=(), order="")
    assert brought(replace(first, issued=date(2027, 3, 4)), first).verdict is Verdict.CLEAR


def test_a_number_that_does_not_fit_its_date_is_named() -> None:
    """SRECEIVABLES-16"""
    said = brought(replace(monthly(6)[2], number="INV-2026-900"), *monthly(6))
    assert "number-out-of-series" in names(said)


# ------------------------------------------------------------------------------------------------ large books


def test_what_is_compared_does_not_grow_with_the_book() -> None:
    """SRECEIVABLES-22: four times the sellers and years, and each document meets no more than before."""

    def met(sellers: int, years: int) -> int:
        book = a_book(
            *(
                an_invoice(
                    seller=Organisation(registration=f"EE:{70_000_000 + seller}"),
                    buyer=Organisation(registration=f"DE:{80_000_000 + seller}"),
                    number=f"{year}-{month}",
                    issued=date(2000 + year, month, 1 + seller % 28),
                    amount=dollars(f"{1000 + 37 * seller + 1009 * month % 700}.{seller % 90 + 10}"),
                    containers=(),
                )
                for seller in range(sellers)
                for year in range(years)
                for month in range(1, 13)
            )
        )
        asked = an_invoice(
            seller=Organisation(registration="EE:70000003"),
            number="5",
            issued=date(2000, 6, 1),
            amount=dollars("1811.13"),
            containers=(),
            buyer=Organisation(registration="DE:80000003"),
        )
        return len(book.candidates(asked))

    small = met(10, 2)
    assert 0 < small < 60
    assert met(10, 8) == small
    assert met(40, 2) <= 2 * small
