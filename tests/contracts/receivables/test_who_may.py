"""The tables of docs/spec/receivables.md, every cell, for every kind of member, by one person and two."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.people import key_of, refused, salted
from tests.contracts.receivables.book import AMOUNT, DUE, NOTE, NOTHING, PRICE, WHY, Claim, hash_of, part
from tests.contracts.receivables.papers import DAY, GROUNDS, HOLD, asked

ASKED = ("issuing_bank", "advising_bank", "beneficiary", "carrier", "stranger")
OUTSIDERS = ("carrier", "stranger")
BANK_TOGETHER = {("issuing_bank", 2)}
BANK = {("issuing_bank", 1), ("issuing_bank", 2)}
ANY_BANK = BANK | {("advising_bank", 1), ("advising_bank", 2)}

FINANCINGS = {
    "unknown": {"reserve": BANK_TOGETHER},
    "reserved": {"renew": BANK_TOGETHER, "finance": BANK_TOGETHER, "release": BANK},
    "lapsed": {"release": BANK, "clear": ANY_BANK},
    "financed": {"settle": BANK_TOGETHER, "dispute": BANK_TOGETHER, "release": BANK_TOGETHER},
    "disputed": {"settle": BANK_TOGETHER, "release": BANK_TOGETHER},
    "kept": {},
    "settled": {},
    "released": {},
}


PARTIES = ("issuing_bank", "advising_bank", "beneficiary", "applicant", "stranger")
SELLER = {("beneficiary", 1), ("beneficiary", 2)}
SELLER_TOGETHER = {("beneficiary", 2)}
OBLIGOR = {("applicant", 1), ("applicant", 2)}
OBLIGOR_TOGETHER = {("applicant", 2)}
OF_SELLER = {"reduce": SELLER_TOGETHER, "assign": SELLER_TOGETHER}
OF_BUYER = {"reduce": BANK_TOGETHER, "assign": BANK_TOGETHER, "offer": BANK_TOGETHER}

RECEIVABLES = {
    "unknown": {"register": SELLER, "approve": OBLIGOR_TOGETHER},
    "registered": OF_SELLER
    | {"approve": OBLIGOR_TOGETHER, "dispute": OBLIGOR, "offer": SELLER_TOGETHER, "repay": OBLIGOR_TOGETHER},
    "disputed": OF_SELLER | {"approve": OBLIGOR_TOGETHER, "endDispute": OBLIGOR, "repay": OBLIGOR_TOGETHER},
    "approved": OF_SELLER | {"offer": SELLER_TOGETHER, "split": SELLER_TOGETHER, "repay": OBLIGOR_TOGETHER},
    "offered": OF_SELLER
    | {
        "offer": SELLER_TOGETHER,
        "withdrawOffer": SELLER,
        "split": SELLER_TOGETHER,
        "buy": BANK_TOGETHER,
        "repay": OBLIGOR_TOGETHER,
    },
    "sold": OF_BUYER | {"giveNotice": BANK, "repay": OBLIGOR_TOGETHER},
    "notified": OF_BUYER | {"acknowledge": OBLIGOR, "repay": OBLIGOR_TOGETHER},
    "claimed": OF_BUYER
    | {"giveNotice": BANK, "claimRecourse": BANK, "repurchase": SELLER_TOGETHER, "repay": OBLIGOR_TOGETHER},
    "paid": {},
    "split": {},
    "void": {},
}


def everybodys_answers(people, contract, steps, asked_of=ASKED):
    """The answer to each of `steps` (name to arguments), by member and number of persons. Outsiders are two:
    what two may not, one may not.
    """
    return {
        (name, persons, step): answer(people[name], persons, contract, step, *args)
        for name in asked_of
        for persons in ((2,) if name in OUTSIDERS else (1, 2))
        for step, args in steps.items()
    }


def cells(table):
    return {(name, persons, step) for step, who in table.items() for name, persons in who}


@pytest.mark.parametrize("status", FINANCINGS)
def test_nobody_takes_a_step_on_a_financing_that_the_table_does_not_give(
    request, at, people, bank, register, status
):
    """RECEIVABLES-2, RECEIVABLES-9, RECEIVABLES-13, RECEIVABLES-16: every status, step, member, number."""
    financing, until = asked(bank), HOLD
    if status != "unknown":
        bank.together(register, "reserve", financing, HOLD, ())
    id = register.idOf(financing)
    if status == "lapsed":
        until = at(HOLD + 10) + DAY
    if status in ("financed", "disputed", "settled"):
        bank.together(register, "finance", id)
    if status == "disputed":
        bank.together(register, "dispute", id, GROUNDS)
    if status == "settled":
        bank.together(register, "settle", id)
    if status == "released":
        bank.act(register, "release", financing)
    if status == "kept":
        instrument = request.getfixturevalue("instrument")
        instrument.take(id, bank.number, 1, {"from": key_of("deployer")})
    steps = {
        "reserve": (financing, until, ()),
        "renew": (id, until),
        "finance": (id,),
        "settle": (id,),
        "dispute": (id, GROUNDS),
        "release": (financing,),
        "clear": ((financing,),),
    }
    assert departures(cells(FINANCINGS[status]), everybodys_answers(people, register, steps)) == []


@pytest.mark.parametrize("step", ["reserve", "renew", "clear", "finance", "settle", "dispute", "release"])
def test_the_register_is_not_reached_past_members(bank, register, step):
    """RECEIVABLES-18: an operator's key has no power over the register itself."""
    financing = asked(bank)
    args = {
        "reserve": (financing, HOLD, ()),
        "renew": (salted("one"), HOLD),
        "clear": ((),),
        "dispute": (salted("one"), GROUNDS),
        "release": (financing,),
    }.get(step, (salted("one"),))
    with refused("MemberOnlyThroughMembers", bank.maker):
        getattr(register, step)(*args, {"from": bank.maker})


@pytest.mark.parametrize("step", ["take", "settleKept", "releaseKept"])
def test_no_member_speaks_as_an_instrument(bank, register, reserved, step):
    """RECEIVABLES-14, RECEIVABLES-18."""
    id = register.idOf(reserved)
    args = {"take": (id, bank.number, 1), "settleKept": (id,), "releaseKept": (reserved,)}[step]
    with refused("FinanceNotKeeper", bank.maker):
        getattr(register, step)(*args, {"from": bank.maker})


@pytest.mark.parametrize("status", RECEIVABLES)
def test_nobody_takes_a_step_on_a_receivable_that_the_table_does_not_give(at, people, deal, funds, status):
    """RECEIVABLES-20, RECEIVABLES-22, RECEIVABLES-25, RECEIVABLES-36, RECEIVABLES-38: every cell."""
    sale, financing, claim = deal.sale(with_recourse=True), deal.reserve(), Claim(deal.id, 1, NOTE)
    if status not in ("unknown", "registered", "disputed"):
        deal.approve()
    if status in ("registered", "disputed"):
        deal.register()
    if status == "disputed":
        deal.dispute()
    if status in ("offered", "sold", "notified", "claimed"):
        deal.offer(sale)
    if status in ("sold", "notified", "claimed"):
        deal.buy(sale, financing)
    if status == "notified":
        deal.give_notice()
    if status == "claimed":
        at((DUE + 1) * DAY)
        claim = deal.claim(PRICE)
    if status == "paid":
        deal.repay(deal.seller)
    if status == "split":
        whole = (part(deal.seller, AMOUNT),)
        deal.seller.together(deal.book, "split", deal.id, whole)
    if status == "void":
        deal.reduce(AMOUNT)
    payee = deal.record["payee"] or deal.seller.number
    steps = {
        "register": (deal.terms,),
        "approve": (deal.terms,),
        "dispute": (deal.id, WHY),
        "endDispute": (deal.id,),
        "reduce": (deal.id, 1, NOTE),
        "offer": (deal.id, hash_of(sale)),
        "withdrawOffer": (deal.id,),
        "buy": (sale, deal.finance.idOf(financing), b""),
        "assign": (deal.id, people["carrier"].number),
        "split": (deal.id, (part(people["carrier"], AMOUNT),)),
        "giveNotice": (deal.id,),
        "acknowledge": (deal.id, payee),
        "repay": (deal.id, payee, b""),
        "claimRecourse": (deal.id, NOTE),
        "repurchase": (claim, financing, b""),
    }
    answers = everybodys_answers(people, deal.book, steps, PARTIES)
    assert departures(cells(RECEIVABLES[status]), answers) == []


def test_a_receivable_is_not_reached_past_members(deal):
    """RECEIVABLES-41: an operator's key has no power over the book itself."""
    sale, financing = deal.sale(), asked(deal.bank)
    steps = {
        "register": (deal.terms,),
        "approve": (deal.terms,),
        "dispute": (deal.id, WHY),
        "endDispute": (deal.id,),
        "reduce": (deal.id, 1, NOTE),
        "offer": (deal.id, NOTHING),
        "withdrawOffer": (deal.id,),
        "buy": (sale, NOTHING, b""),
        "assign": (deal.id, deal.bank.number),
        "split": (deal.id, ()),
        "giveNotice": (deal.id,),
        "acknowledge": (deal.id, deal.bank.number),
        "repay": (deal.id, deal.bank.number, b""),
        "claimRecourse": (deal.id, NOTE),
        "repurchase": (Claim(deal.id, 1, NOTE), financing, b""),
    }
    for step, args in steps.items():
        with refused("MemberOnlyThroughMembers", deal.seller.maker):
            getattr(deal.book, step)(*args, {"from": deal.seller.maker})
