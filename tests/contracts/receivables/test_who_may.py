"""The tables of docs/spec/receivables.md, every cell, for everybody and every instrument."""

from __future__ import annotations

import pytest

from tests.contracts.people import key_of, salted
from tests.contracts.receivables.book import (
    AMOUNT,
    DUE,
    NOTE,
    NOTHING,
    PRICE,
    WHY,
    Claim,
    Part,
    a_deal,
    hash_of,
)
from tests.contracts.receivables.papers import DAY, GROUNDS, HOLD, INVOICE, Financing
from tests.contracts.who_may import Stage, Subject, with_role

REGISTER = Subject(
    contract="FinanceRegister",
    page="receivables",
    keys=("financing",),
    situations=(
        *("unknown", "reserved, up to its last second", "reserved, up to its last second, moved twice"),
        *("reserved", "financed", "financed, through an instrument", "disputed", "settled", "released"),
    ),
    calls=(
        *("reserve", "renew", "finance", "settle", "dispute", "release", "clear"),
        *("take", "settleKept", "releaseKept"),
    ),
    roles={
        "the bank that it names": ("issuing_bank",),
        "financier": ("issuing_bank",),
        "any bank": with_role("BANK"),
        "an instrument with the capability CASH": ("instrument", "escrow"),
        "that instrument": ("instrument",),
    },
    statuses={"FinancingStatus": {}},
    parties={"financier": "issuing_bank"},
)


@pytest.mark.parametrize("situation", REGISTER.situations)
def test_nobody_takes_a_step_on_a_financing_that_the_table_does_not_give(
    asking, at, bank, register, instrument, escrow, bills, situation
):
    """RECEIVABLES-2, RECEIVABLES-6, RECEIVABLES-7, RECEIVABLES-9, RECEIVABLES-13, RECEIVABLES-14,
    RECEIVABLES-16, RECEIVABLES-17, RECEIVABLES-18.
    """
    status, *facts = situation.split(", ")
    financing, until = Financing(bank.number, 10_000, INVOICE, salted("an attempt")), HOLD
    id = register.idOf(financing)
    if status != "unknown":
        bank.together(register, "reserve", financing, HOLD, ())
    for _ in range(2 * ("moved twice" in facts)):
        bank.together(register, "renew", id, HOLD)
    if status == "reserved" and "up to its last second" not in facts:
        until = at(HOLD + 600) + DAY
    if "through an instrument" in facts:
        instrument.take(id, bank.number, 1, {"from": key_of("deployer")})
    elif status in ("financed", "disputed", "settled"):
        bank.together(register, "finance", id)
    if status == "disputed":
        bank.together(register, "dispute", id, GROUNDS)
    if status == "settled":
        bank.together(register, "settle", id)
    if status == "released":
        bank.act(register, "release", financing)
    stage = Stage(
        register,
        calls={
            "reserve": (financing, until, ()),
            "renew": (id, until),
            "finance": (id,),
            "settle": (id,),
            "dispute": (id, GROUNDS),
            "release": (financing,),
            "clear": ((financing,),),
            "take": (id, bank.number, 1),
            "settleKept": (id,),
            "releaseKept": (financing,),
        },
        statuses={"FinancingStatus": register.financingOf(id)["status"]},
        instruments={"instrument": instrument.address, "escrow": escrow.address, "no cash": bills.address},
    )
    assert asking.departures(REGISTER, situation, stage) == []


SOLD = "if another is to be paid"
BOOK = Subject(
    contract="ReceivableBook",
    page="receivables",
    keys=("receivable", "what is owed"),
    situations=(
        "unknown, no notice",
        "registered, no notice",
        "registered, no notice, if offered",
        "registered, no notice, disputed",
        "registered, no notice, disputed, if offered",
        f"registered, no notice, financed, {SOLD}, with recourse",
        f"registered, no notice, disputed, financed, {SOLD}, with recourse",
        f"registered, no notice, disputed, financed, {SOLD}, with recourse, once claimed",
        "approved, no notice",
        "approved, no notice, if offered",
        f"approved, no notice, financed, {SOLD}",
        f"approved, no notice, financed, {SOLD}, overdue",
        "approved, after notice, financed",
        "approved, acknowledged, financed",
        f"approved, no notice, financed, {SOLD}, with recourse, overdue",
        f"approved, no notice, financed, {SOLD}, with recourse, overdue, once claimed",
        *("paid, no notice", "split, no notice", "void, no notice"),
    ),
    calls=(
        *(
            "register",
            "approve",
            "dispute",
            "endDispute",
            "reduce",
            "offer",
            "withdrawOffer",
            "buy",
            "assign",
        ),
        *("split", "giveNotice", "acknowledge", "repay", "claimRecourse", "repurchase"),
    ),
    roles={
        "seller": ("beneficiary",),
        "obligor": ("applicant",),
        "holder": ("beneficiary", "issuing_bank"),
        "the buyer named": ("issuing_bank",),
        "who sold with recourse": ("beneficiary",),
    },
    statuses={
        "ReceivableStatus": {},
        "Notice": {"no notice": "NONE", "after notice": "GIVEN", "acknowledged": "ACKNOWLEDGED"},
    },
    parties={
        "seller": "beneficiary",
        "obligor": "applicant",
        "buyer": "issuing_bank",
        "holder": "carrier",
        "financier": "issuing_bank",
        "due": None,
    },
    beside=("no notice", "acknowledged"),
)


@pytest.mark.parametrize("situation", BOOK.situations)
def test_nobody_takes_a_step_on_a_receivable_that_the_table_does_not_give(
    asking, at, port, dollars, beneficiary, applicant, bank, carrier, funds, situation
):
    """RECEIVABLES-20, RECEIVABLES-22, RECEIVABLES-25, RECEIVABLES-30, RECEIVABLES-31, RECEIVABLES-34,
    RECEIVABLES-36, RECEIVABLES-38, RECEIVABLES-39, RECEIVABLES-41.
    """
    status, _, *facts = situation.split(", ")
    deal = a_deal(port.book, port.register, dollars, beneficiary, applicant, bank, "an invoice")
    sale = deal.sale(with_recourse="with recourse" in facts, salt=salted("a sale"))
    financing, claim = deal.reserve(), Claim(deal.id, 1, NOTE)
    if status == "registered":
        deal.register()
    elif status != "unknown":
        deal.approve()
    if "if offered" in facts or "financed" in facts:
        deal.offer(sale)
    if "financed" in facts:
        deal.buy(sale, financing)
    if "disputed" in facts:
        deal.dispute()
    if "after notice" in situation or "acknowledged" in situation:
        deal.give_notice()
    if "acknowledged" in situation:
        deal.acknowledge()
    if "overdue" in facts:
        at((DUE + 1) * DAY)
    if "once claimed" in facts:
        claim = deal.claim(PRICE)
    whole = (Part(carrier.number, AMOUNT, salted("a part")),)
    if status == "paid":
        deal.repay(deal.seller)
    if status == "split":
        deal.seller.together(deal.book, "split", deal.id, whole)
    if status == "void":
        deal.reduce(AMOUNT)
    record = deal.record
    payee = record["payee"] or deal.seller.number
    stage = Stage(
        deal.book,
        calls={
            "register": (deal.terms,),
            "approve": (deal.terms,),
            "dispute": (deal.id, WHY),
            "endDispute": (deal.id,),
            "reduce": (deal.id, 1, NOTE),
            "offer": (deal.id, hash_of(sale)),
            "withdrawOffer": (deal.id,),
            "buy": (sale, NOTHING if "financed" in facts else deal.finance.idOf(financing), b""),
            "assign": (deal.id, carrier.number),
            "split": (deal.id, whole),
            "giveNotice": (deal.id,),
            "acknowledge": (deal.id, payee),
            "repay": (deal.id, payee, b""),
            "claimRecourse": (deal.id, NOTE),
            "repurchase": (claim, financing, b""),
        },
        statuses={"ReceivableStatus": record["status"], "Notice": record["notice"]},
        roles={"holder": (bank.name if "financed" in facts else beneficiary.name,)},
    )
    assert asking.departures(BOOK, situation, stage) == []


@pytest.mark.parametrize("subject", [REGISTER, BOOK], ids=lambda subject: subject.contract)
def test_the_tables_leave_nothing_out(subject):
    """RECEIVABLES-16, RECEIVABLES-38: no status, function, party or condition is without its cells."""
    assert subject.forgotten() == []
