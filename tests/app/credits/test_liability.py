"""What banks stand for, as their general ledgers have it, beside what the chain says."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from app.credits.amendments import AmendmentStatus
from app.credits.domain import CreditStatus, ObligationStatus
from app.credits.store import AmendmentRow, CreditRow, ObligationRow, PresentationRow, TransferRow
from app.credits.transfers import TransferStatus
from tests.app.credits.builders import (
    ACCEPTED,
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    CONFIRMED,
    DEFERRED,
    LEI,
    Desk,
    a_message,
)

FIGURES = ("outstanding", "under_examination", "offered", "undertaken", "acceptances", "deferred")
PARTIAL = {"f43P": "ALLOWED"}


def line_of(desk: Desk, credit: str, member: str = BANK) -> dict[str, Any]:
    lines = desk.see(member, "/credits/liabilities")["lines"]
    (line,) = [one for one in lines if one["credit"] == credit]
    return dict(line)


def entries(desk: Desk, member: str = BANK) -> list[dict[str, str]]:
    answer = desk.interface.ask("GET", "/credits/liabilities/ledger", member=member)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_each_sum_is_that_of_its_lines_by_currency_customer_and_country(desk: Desk) -> None:
    """SCREDITS-39"""
    desk.propose(desk.issue(), increase="10000.00")
    found = desk.see(BANK, "/credits/liabilities")
    for part, key in (
        ("totals", lambda one: one["currency"]),
        ("by_customer", lambda one: (one["customer"]["lei"], one["country"], one["currency"])),
        ("by_country", lambda one: (one["country"], one["currency"])),
    ):
        for figure in FIGURES:
            sums: Counter[Any] = Counter()
            for line in found["lines"]:
                sums[key(line)] += Decimal(line[figure])  # type: ignore[no-untyped-call]
            shown = {key(one): Decimal(one[figure]) for one in found[part]}  # type: ignore[no-untyped-call]
            assert shown == sums, (part, figure)
    assert {one["country"] for one in found["by_customer"] if one["customer"]["lei"] == LEI[BUYER]} == {"EE"}


def test_who_confirms_stands_for_the_issuing_bank(desk: Desk) -> None:
    """SCREDITS-39"""
    credit = desk.issue(a_message(desk.today, **CONFIRMED))
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    ours, theirs = line_of(desk, credit, ADVISER), line_of(desk, credit)
    assert (ours["customer"]["lei"], ours["country"]) == (LEI[BANK], "EE")
    assert theirs["customer"]["lei"] == LEI[BUYER]
    assert {one["account"] for one in entries(desk, ADVISER) if one["credit"] == credit} == {"confirmations"}


def test_what_a_confirming_bank_paid_it_stands_for_no_longer(desk: Desk) -> None:
    """SCREDITS-40: the issuing bank does, until it takes the drawing up."""
    credit = desk.advise(a_message(desk.today, **CONFIRMED, **PARTIAL))
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    before = Decimal(line_of(desk, credit, ADVISER)["outstanding"])
    place = desk.present(credit, amount="1000.00", bank=LEI[ADVISER])
    desk.examine(place, complies=True, by=ADVISER)
    assert line_of(desk, credit, ADVISER)["under_examination"] == "1000.00"
    desk.mint(credit, "1000.00", to=ADVISER)
    desk.done(ADVISER, f"{place}/honour")
    paid = line_of(desk, credit, ADVISER)
    assert (paid["under_examination"], Decimal(paid["outstanding"])) == ("0.00", before - 1000)
    assert line_of(desk, credit)["under_examination"] == "1000.00"
    desk.done(ADVISER, f"{place}/forwarding", {})
    desk.examine(place, complies=True)
    desk.mint(credit, "1000.00")
    desk.done(BANK, f"{place}/honour")
    for member in (ADVISER, BANK):
        line = line_of(desk, credit, member)
        assert (line["under_examination"], Decimal(line["outstanding"])) == ("0.00", before - 1000)


def test_what_a_confirming_bank_paid_is_drawn_though_it_is_refused(desk: Desk) -> None:
    """SCREDITS-43: neither bank stands for it, and the beneficiary cannot draw it again."""
    credit = desk.advise(a_message(desk.today, **CONFIRMED, **PARTIAL))
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    before = Decimal(line_of(desk, credit)["outstanding"])
    place = desk.present(credit, amount="1000.00", bank=LEI[ADVISER])
    desk.examine(place, complies=True, by=ADVISER)
    desk.mint(credit, "1000.00", to=ADVISER)
    desk.done(ADVISER, f"{place}/honour")
    desk.done(ADVISER, f"{place}/forwarding", {})
    desk.examine(place, complies=False)
    desk.refuse(place)
    for member in (ADVISER, BANK):
        line = line_of(desk, credit, member)
        assert (line["under_examination"], Decimal(line["outstanding"])) == ("0.00", before - 1000)
    (record,) = desk.world.view("LetterOfCredit", "creditOf", credit)
    assert (record["honoured"], record["reserved"]) == (100_000, 0)


def test_what_is_offered_stands_in_an_account_of_its_own(desk: Desk) -> None:
    """SCREDITS-36, SCREDITS-39: until the beneficiary has answered."""
    credit = desk.advise(a_message(desk.today, **CONFIRMED))
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    amendment = desk.propose(credit, increase="10000.00")

    def offered(member: str) -> dict[str, str]:
        of_credit = [one for one in entries(desk, member) if one["credit"] == credit]
        return {one["account"]: one["amount"] for one in of_credit if one["account"].endswith("offered")}

    assert (offered(BANK), offered(ADVISER)) == ({"credits-offered": "10500.00"}, {})
    desk.done(ADVISER, f"{amendment}/confirmation", {"confirms": True})
    assert offered(ADVISER) == {"confirmations-offered": "10500.00"}
    desk.done(BENEFICIARY, f"{amendment}/answer", {"accepts": "whole"})
    assert (offered(BANK), offered(ADVISER)) == ({}, {})


def test_a_bank_that_does_not_extend_stands_for_what_it_has_not_paid(desk: Desk) -> None:
    """SCREDITS-36, SCREDITS-40: of what was presented under the terms that it confirmed."""
    credit = desk.advise(a_message(desk.today, **CONFIRMED, **PARTIAL))
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    paid, _ = [desk.present(credit, amount=one, bank=LEI[ADVISER]) for one in ("1000.00", "2000.00")]
    desk.examine(paid, complies=True, by=ADVISER)
    desk.mint(credit, "1000.00", to=ADVISER)
    desk.done(ADVISER, f"{paid}/honour")
    amendment = desk.propose(credit, increase="10000.00")
    desk.done(ADVISER, f"{amendment}/confirmation", {"confirms": False})
    desk.done(BENEFICIARY, f"{amendment}/answer", {"accepts": "whole"})
    desk.present(credit, amount="500.00")
    desk.done(ADVISER, f"{paid}/forwarding", {})
    line = line_of(desk, credit, ADVISER)
    assert (line["part"], line["outstanding"], line["under_examination"]) == (
        "confirming bank",
        "2000.00",
        "2000.00",
    )
    assert line_of(desk, credit)["under_examination"] == "3500.00"


@pytest.mark.parametrize(("terms", "account"), [(DEFERRED, "deferred-payments"), (ACCEPTED, "acceptances")])
def test_what_falls_due_later_stands_in_an_account_of_its_kind(
    desk: Desk, terms: dict[str, str], account: str
) -> None:
    """SCREDITS-39"""
    bank = BANK if terms is DEFERRED else ADVISER
    message = a_message(desk.today, **terms, **({} if bank == BANK else CONFIRMED))
    credit = desk.advise(message)
    if bank == ADVISER:
        desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    place = desk.present(credit, **({} if bank == BANK else {"bank": LEI[ADVISER]}))
    desk.examine(place, complies=True, by=bank)
    desk.done(bank, f"{place}/honour")
    if bank == ADVISER:
        desk.done(ADVISER, f"{place}/forwarding", {})
        desk.examine(place, complies=True)
        desk.done(BANK, f"{place}/honour")
    (entry,) = [one for one in entries(desk, bank) if one["credit"] == credit]
    assert (entry["account"], entry["amount"], entry["currency"]) == (account, AMOUNT, "EUR")
    line = line_of(desk, credit, bank)
    assert (line["outstanding"], line["undertaken"]) == ("0.00", AMOUNT)


def test_the_ledger_is_what_the_chain_says(desk: Desk) -> None:
    """SCREDITS-41: credit by credit, by calls of our own; and its sum is the total that is shown."""
    desk.present(desk.advise(a_message(desk.today, **PARTIAL)), amount="1234.00")
    desk.propose(desk.issue(), increase="1000.00")
    world, sums = desk.world, Counter[str]()
    for entry in entries(desk):
        sums[entry["credit"]] += round(Decimal(entry["amount"]) * 100)
    with world.database.reading() as session:
        copies = {row.id: row.issuing_bank for row in session.query(CreditRow)}
        owed = [row.id for row in session.query(ObligationRow)]
        proposed = [(row.credit, row.id, row.drawable) for row in session.query(AmendmentRow)]
        made = [
            (row.credit, row.id)
            for row in session.query(TransferRow)
            if row.state is TransferStatus.MADE and row.credit in copies
        ]
    own = set(world.parties(BANK))
    expected = Counter[str]()
    running = {}
    for credit, bank in copies.items():
        (record,) = world.view("LetterOfCredit", "creditOf", credit)
        if bank in own and record["status"] in (CreditStatus.ISSUED, CreditStatus.ADVISED):
            running[credit] = record["drawable"]
            expected[credit] += record["drawable"] - record["honoured"]
    for credit, transferred in made:
        (second,) = world.view("LetterOfCredit", "creditOf", transferred)
        expected[credit] -= second["drawable"]
    for credit, amendment, drawable in proposed:
        (proposal,) = world.view("AmendmentBook", "proposalOf", amendment)
        if credit in running and proposal["status"] == AmendmentStatus.PENDING:
            expected[credit] += drawable - running[credit]
    for obligation in owed:
        (record,) = world.view("ObligationBook", "obligationOf", obligation)
        if record["obligor"] in own and record["status"] == ObligationStatus.OWED:
            with world.database.reading() as session:
                row = session.query(ObligationRow).filter_by(id=obligation).one()
                expected[of_drawing(desk, row.drawing)] += record["amount"]
    assert sums == expected
    total = desk.see(BANK, "/credits/liabilities")["totals"][0]
    shown = sum(Decimal(total[part]) for part in ("outstanding", "offered", "undertaken"))
    assert round(shown * 100) == sum(expected.values())


def of_drawing(desk: Desk, presentation: str) -> str:
    with desk.world.database.reading() as session:
        return str(session.query(PresentationRow).filter_by(id=presentation).one().credit)
