"""The tables of docs/spec/credits.md, every cell, for everybody and every instrument."""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    CANCELLED,
    CONFIRMED,
    DAY,
    DEFERRED_PAYMENT,
    DRAWABLE,
    EXPIRY,
    HOLD,
    NEGOTIATION,
    NINE,
    NONE,
    NOTICE,
    SIGHT_PAYMENT,
    TODAY,
    Tenor,
    an_amendment,
    finding,
)
from tests.contracts.credits.test_clauses import HALVES, Advance, Clauses
from tests.contracts.credits.test_revolving import ON_NOTICE
from tests.contracts.credits.transfers import INVOICE, ask, demand, lapse, make, substitute, transferred
from tests.contracts.people import salted, told
from tests.contracts.stops.orders import WHOEVER, stop
from tests.contracts.who_may import EVERYBODY, Stage, Subject

NOMINATED, CONFIRMING, ISSUING = "at the nominated bank", "at the confirming bank", "at the issuing bank"
BANKS = {NOMINATED: "financier", CONFIRMING: "advising_bank", ISSUING: "issuing_bank"}
PARTIES = {
    "issuingBank": "issuing_bank",
    "applicant": "applicant",
    "beneficiary": "beneficiary",
    "advisingBank": "advising_bank",
    "nominatedBank": "financier",
    "confirmingBank": "advising_bank",
    **dict.fromkeys(("issued", "expiry", "latestShipment")),
}
BOOKS = {
    "book of amendments": "amendments",
    "book of clauses": "clauses",
    "book of confirmations": "confirmations",
    "book of stops": "stops",
    "book of ends": "ends",
    "book of proceeds": "proceeds",
}
ANSWERED = "unanswered", "confirmed", "declined"
OPEN, RAISED = "under way, free", salted("the text of an amendment")
PAID_BEFORE = f"confirmed, {OPEN}, {ISSUING}, paid"

SITUATIONS = (
    *(f"{status}, no documents, free" for status in ("unknown", "issued", "advised", "cancelled")),
    *("issued, no documents, free, confirmed", "issued, no documents, free, declined"),
    *("advised, no documents, free, confirmed", "advised, no documents, free, declined"),
    *("issued, no documents, free, due to close", "advised, no documents, free, confirmed, due to close"),
    *("expired, no documents, free, due to close", "exhausted, honoured, free, at the issuing bank"),
    *(f"{status}, lodged, {OPEN}, {ISSUING}, due to close" for status in ("issued", "advised")),
    *(f"{status}, lodged, {OPEN}, {ISSUING}, confirmed" for status in ("issued", "advised")),
    *(
        f"issued, {status}, {OPEN}, {ISSUING}"
        for status in ("complying", "discrepant", "waived", "precluded")
    ),
    *(f"issued, {status}, free, {ISSUING}" for status in ("refused", "honoured", "withdrawn")),
    *(f"issued, {status}, under way, stopped, {ISSUING}" for status in ("complying", "waived", "precluded")),
    *(
        f"issued, {status}, {OPEN}, {ISSUING}, for negotiation"
        for status in ("complying", "waived", "precluded")
    ),
    *(
        f"issued, {status}, confirmed, {OPEN}, {CONFIRMING}"
        for status in ("lodged", "complying", "discrepant", "precluded")
    ),
    f"issued, refused, confirmed, free, {CONFIRMING}",
    f"issued, honoured, confirmed, {OPEN}, {CONFIRMING}, paid",
    *(
        f"issued, {status}, confirmed, {OPEN}, {CONFIRMING}, for negotiation"
        for status in ("complying", "precluded")
    ),
    f"issued, precluded, confirmed, under way, stopped, {CONFIRMING}, for negotiation",
    *(f"issued, {status}, {OPEN}, {NOMINATED}" for status in ("lodged", "complying", "discrepant")),
    *(
        f"issued, {status}, confirmed, {OPEN}, {NOMINATED}"
        for status in ("lodged", "complying", "discrepant")
    ),
    f"issued, refused, free, {NOMINATED}",
    *(f"issued, honoured, {OPEN}, {NOMINATED}, paid{after}" for after in ("", ", for negotiation")),
    f"issued, honoured, confirmed, {OPEN}, {NOMINATED}, paid",
    f"issued, complying, {OPEN}, {NOMINATED}, for negotiation",
    f"issued, complying, under way, stopped, {NOMINATED}, for negotiation",
    *(f"issued, {status}, {PAID_BEFORE}" for status in ("lodged", "complying", "discrepant", "waived")),
    f"issued, complying, {PAID_BEFORE}, for negotiation",
    f"issued, complying, confirmed, {OPEN}, {CONFIRMING}, paid, for negotiation",
)

CREDITS = Subject(
    contract="LetterOfCredit",
    page="credits",
    keys=("credit", "documents, with the bank"),
    situations=tuple(
        each if "confirmed" in each or "declined" in each else f"{each}, unanswered" for each in SITUATIONS
    ),
    calls=(
        *(
            "issue",
            "advise",
            "setConfirmation",
            "adopt",
            "present",
            "examine",
            "waive",
            "honour",
            "negotiate",
        ),
        *("forward", "forward, to the issuing bank", "refuse", "withdraw", "adjust", "open", "setDivided"),
        *("setStopped", "setStopped, to lift", "setEnded"),
    ),
    roles={
        "issuing bank": ("issuing_bank",),
        "advising bank": ("advising_bank",),
        "beneficiary": ("beneficiary",),
        "the bank": tuple(BANKS.values()),
        **{name: (name,) for name in BOOKS},
    },
    statuses={
        "CreditStatus": {},
        "PresentationStatus": {"no documents": "UNKNOWN"},
        "Confirmation": {"unanswered": "NONE", "declined": "DECLINED"},
    },
    parties={
        **PARTIES,
        "bank": "issuing_bank",
        **dict.fromkeys(("shipped", "invoiced", "presented", "lastDay")),
    },
    beside=(CONFIRMING, "under way", "stopped", "unanswered", "declined"),
)


@pytest.fixture
def with_banks(a_deal, people, funds, lend):
    """Drawn in parts, with a bank that is nominated and one that is asked to confirm; all can pay."""
    lend("financier", "advising_bank")
    return lambda **changes: a_deal(
        nominated_bank=people["financier"].number,
        confirming_bank=people["advising_bank"].number,
        partial_drawings=True,
        **changes,
    )


@pytest.mark.parametrize("situation", CREDITS.situations)
def test_nobody_takes_a_step_on_a_credit_that_the_tables_do_not_give(
    asking, at, people, port, with_banks, court, situation
):
    """CREDITS-2, CREDITS-8, CREDITS-9, CREDITS-16, CREDITS-22, CREDITS-23, CREDITS-26, CREDITS-30,
    CREDITS-33, CREDITS-35, CREDITS-38, CREDITS-39, CREDITS-43, CREDITS-45, CREDITS-47, CREDITS-67,
    CREDITS-73, CREDITS-99.
    """
    standing, status, *facts = situation.split(", ")
    deal = with_banks(availability=NEGOTIATION if "for negotiation" in facts else SIGHT_PAYMENT)
    place = next((fact for fact in facts if fact in BANKS), ISSUING)
    bank = people[BANKS[place]]
    first = people["financier"] if "paid" in facts and status != "honoured" else bank
    documents = deal.documents(
        bank=first, amount=DRAWABLE if standing == "exhausted" else 1_000, documents=salted("documents")
    )._replace(drawing=salted("a drawing"))
    if standing != "unknown":
        deal.issue()
    if standing == "advised":
        deal.advise()
    if "confirmed" in facts:
        deal.confirm()
    if "declined" in facts:
        deal.decline()
    if "stopped" in facts:
        stop(court, port.stops, deal.credits, deal.id)
    if status != "no documents":
        deal.beneficiary.act(deal.credits, "present", *deal.said, documents)
    if first is not bank:
        deal.examine(documents, bank=first)
        _pay(deal, documents, first)
        deal.forward(documents, to=bank)
    today = _decide(deal, documents, status, bank, at)
    if standing == "cancelled":
        deal.bank_cancels()
        deal.beneficiary_cancels()
    if "due to close" in facts:
        today = EXPIRY + 12
        at(today * DAY)
    if standing == "expired":
        deal.expire()
    said = (*deal.said, documents)
    another = documents._replace(
        bank=deal.issuing_bank.number,
        amount=1_000,
        documents=salted("others"),
        drawing=salted("another drawing"),
        presented=today,
    )
    stage = Stage(
        deal.credits,
        calls={
            "issue": (deal.terms,),
            "advise": deal.said,
            "setConfirmation": (deal.id, deal.terms.hash, CONFIRMED),
            "adopt": (deal.id, salted("other terms"), DRAWABLE, True, 0),
            "present": (*deal.said, another),
            "examine": (*said, finding(documents)),
            "waive": said,
            "honour": (*said, (), b""),
            "negotiate": (*said, documents.amount, b""),
            "forward": (*said, people["advising_bank"].number, today),
            "forward, to the issuing bank": (*said, deal.issuing_bank.number, today),
            "refuse": (*said, NOTICE, 1, HOLD),
            "withdraw": said,
            "adjust": (deal.id, DRAWABLE, 0, 0),
            "open": (salted("another credit"), deal.terms, DRAWABLE, 0),
            "setDivided": (deal.id,),
            "setStopped": (deal.id, WHOEVER, True),
            "setStopped, to lift": (deal.id, WHOEVER, False),
            "setEnded": (deal.id, CANCELLED),
        },
        statuses={
            "CreditStatus": deal.record["status"],
            "PresentationStatus": deal.status(documents, bank),
            "Confirmation": deal.credits.confirmationOf(deal.id, deal.terms.hash),
        },
        roles={"the bank": (bank.name,)},
        instruments={
            **{name: getattr(port, book).address for name, book in BOOKS.items()},
            "escrow": port.escrow.address,
        },
    )
    assert asking.departures(CREDITS, situation, stage) == []


def _pay(deal, documents, bank):
    if deal.terms.availability == NEGOTIATION:
        deal.negotiate(documents, documents.amount, bank=bank)
    else:
        deal.honour(documents, bank=bank)


def _decide(deal, documents, status, bank, at):
    """What the bank decided that has the documents. The day on which it did."""
    if status in ("complying", "honoured"):
        deal.examine(documents, bank=bank)
    if status in ("discrepant", "waived", "precluded", "refused"):
        deal.examine(documents, bank=bank, complies=False)
    if status == "waived":
        deal.waive(documents)
    if status == "precluded":
        at(NINE + 8 * DAY)
    if status in ("refused", "precluded"):
        deal.refuse(documents, bank=bank)
    if status == "honoured" and bank.name == "issuing_bank":
        deal.honour(documents)
    elif status == "honoured":
        _pay(deal, documents, bank)
    if status == "withdrawn":
        deal.withdraw(documents)
    return TODAY + 8 if status == "precluded" else TODAY


ANSWERS = Subject(
    contract="ConfirmationBook",
    page="credits",
    keys=("confirmation of a credit",),
    situations=(
        *(f"{standing}, unanswered" for standing in ("unknown", "cancelled", "exhausted", "expired")),
        *(f"{standing}, {answer}" for standing in ("issued", "advised") for answer in ANSWERED),
    ),
    calls=("confirm", "decline"),
    roles={"bank that is asked": ("advising_bank",)},
    statuses={"CreditStatus": {}, "Confirmation": {"unanswered": "NONE"}},
    parties=PARTIES,
)


@pytest.mark.parametrize("situation", ANSWERS.situations)
def test_nobody_answers_for_a_bank_that_the_table_does_not_let(asking, at, port, with_banks, situation):
    """CREDITS-33, CREDITS-35, CREDITS-38, CREDITS-39."""
    standing, *facts = situation.split(", ")
    deal = with_banks()
    if standing != "unknown":
        deal.issue()
    if standing == "advised":
        deal.advise()
    for answer, give in (("confirmed", deal.confirm), ("declined", deal.decline)):
        if answer in facts:
            give()
    if standing == "exhausted":
        documents = deal.documents(amount=DRAWABLE)
        deal.beneficiary.act(deal.credits, "present", *deal.said, documents)
        deal.examine(documents)
        deal.honour(documents)
    if standing == "cancelled":
        deal.bank_cancels()
        deal.beneficiary_cancels()
    if standing == "expired":
        at((EXPIRY + 12) * DAY)
        deal.expire()
    stage = Stage(
        port.confirmations,
        calls=dict.fromkeys(ANSWERS.calls, deal.named),
        statuses={
            "CreditStatus": deal.record["status"],
            "Confirmation": deal.credits.confirmationOf(deal.id, deal.terms.hash),
        },
        instruments={"credits": port.credits.address},
    )
    assert asking.departures(ANSWERS, situation, stage) == []


ENDS = Subject(
    contract="EndBook",
    page="credits",
    keys=("end of a credit",),
    situations=(
        *(
            "unknown",
            "issued",
            "advised",
            "cancelled",
            "exhausted",
            "issued, confirmed",
            "advised, confirmed",
        ),
        *("issued, due to close", "advised, confirmed, due to close", "expired, due to close"),
        *("issued, under way", "advised, confirmed, under way", "issued, under way, due to close"),
        "issued, consented by the issuing bank",
        "issued, consented by the beneficiary",
        "issued, confirmed, consented by the confirming bank",
        "advised, confirmed, consented by the issuing bank",
        "advised, confirmed, consented by the beneficiary, due to close",
    ),
    calls=("expire", "cancel"),
    roles={
        "issuing bank": ("issuing_bank",),
        "confirming bank": ("advising_bank",),
        "beneficiary": ("beneficiary",),
    },
    statuses={"CreditStatus": {}},
    parties={**PARTIES, **dict.fromkeys(("shipped", "presented", "received", "lastDay"))},
)


@pytest.mark.parametrize("situation", ENDS.situations)
def test_nobody_ends_a_credit_that_the_table_does_not_let(asking, at, people, port, with_banks, situation):
    """CREDITS-31, CREDITS-32, CREDITS-33, CREDITS-35, CREDITS-38."""
    standing, *facts = situation.split(", ")
    deal = with_banks()
    documents = deal.documents(amount=DRAWABLE if standing == "exhausted" else 1_000)
    if standing != "unknown":
        deal.issue()
    if standing == "advised":
        deal.advise()
    if "confirmed" in facts:
        deal.confirm()
    if "under way" in facts or standing == "exhausted":
        deal.beneficiary.act(deal.credits, "present", *deal.said, documents)
    if standing == "exhausted":
        deal.examine(documents)
        deal.honour(documents)
    if "consented by the issuing bank" in facts or standing == "cancelled":
        deal.bank_cancels()
    if "consented by the confirming bank" in facts:
        deal.bank_cancels(people["advising_bank"])
    if "consented by the beneficiary" in facts or standing == "cancelled":
        deal.beneficiary_cancels()
    if "due to close" in facts:
        at((EXPIRY + 12) * DAY)
    if standing == "expired":
        deal.expire()
    stage = Stage(
        port.ends,
        calls=dict.fromkeys(ENDS.calls, deal.named),
        statuses={"CreditStatus": deal.record["status"]},
        instruments={"credits": port.credits.address},
    )
    assert asking.departures(ENDS, situation, stage) == []


TRANSFERS = Subject(
    contract="TransferBook",
    page="credits",
    keys=("transfer", "substitution for a presentation"),
    situations=(
        *("unknown, none, running", "unknown, none", "requested, none, running", "requested, none"),
        *("revoked, none, running", "made, none", "made, none, presented", "made, none, ended"),
        *("made, demanded, presented", "made, demanded, presented, the day past"),
        *("made, substituted, presented", "made, lapsed, presented"),
    ),
    calls=("request", "revoke", "transfer", "giveBack", "takeBack", "demand", "substitute", "lapse"),
    roles={
        "first beneficiary": ("beneficiary",),
        "second beneficiary": ("stranger",),
        "transferring bank": ("financier",),
    },
    statuses={"TransferStatus": {}, "SubstitutionStatus": {}},
    parties={
        **PARTIES,
        "bank": "financier",
        **dict.fromkeys(("shipped", "invoiced", "presented")),
    },
)


@pytest.mark.parametrize("situation", TRANSFERS.situations)
def test_nobody_takes_a_step_on_a_transfer_that_the_tables_do_not_give(
    asking, at, port, transferable, stranger, financier, situation
):
    """CREDITS-35, CREDITS-38, CREDITS-84, CREDITS-85, CREDITS-91, CREDITS-92, CREDITS-93, CREDITS-94."""
    status, substitution, *facts = situation.split(", ")
    deal = transferable
    second = transferred(deal, stranger, financier, 10_000)
    documents = second.documents(bank=financier, amount=1_000, documents=salted("documents"))._replace(
        drawing=salted("a drawing")
    )
    if status != "unknown":
        ask(deal, second, 12_000)
    if status == "revoked":
        deal.beneficiary.act(port.transfers, "revoke", deal.credits, second.id)
    if status == "made":
        make(deal, second, financier)
    if "presented" in facts:
        stranger.act(deal.credits, "present", *second.said, documents)
    if "ended" in facts:
        second.bank_cancels()
        second.beneficiary_cancels()
    elif "running" not in facts and status != "made":
        deal.bank_cancels()
        deal.beneficiary_cancels()
    today = TODAY
    if substitution in ("demanded", "lapsed"):
        demand(second, documents, financier)
    if substitution == "lapsed" or "the day past" in facts:
        today = TODAY + 2
        at(today * DAY)
    if substitution == "substituted":
        substitute(second, documents, deal.beneficiary)
    if substitution == "lapsed":
        lapse(second, documents, financier)
    presented = (deal.credits.address, second.id, second.terms.hash, documents)
    stage = Stage(
        port.transfers,
        calls={
            "request": (*deal.named, (second.id, 12_000, True)),
            "revoke": (deal.credits.address, second.id),
            "transfer": (*deal.named, second.terms),
            "giveBack": second.named,
            "takeBack": (deal.credits.address, second.id),
            "demand": (*presented, today),
            "substitute": (*presented, INVOICE),
            "lapse": presented,
        },
        statuses={
            "TransferStatus": port.transfers.transferOf(deal.credits, second.id)["status"],
            "SubstitutionStatus": port.transfers.substitutionOf(
                deal.credits, second.presentation_id(documents)
            )["status"],
        },
        instruments={"credits": port.credits.address},
    )
    assert asking.departures(TRANSFERS, situation, stage) == []


ASKING = ("credits", "transfers", "somebody's key")
CLAUSES = Subject(
    contract="ClauseBook",
    page="credits",
    keys=("clauses of a credit", "credit with clauses"),
    situations=(
        *("never stated, unknown", "stated, unknown", "stated, admitted, issued"),
        *(
            f"stated, admitted, on notice, {status}"
            for status in ("issued", "advised", "exhausted", "expired", "cancelled")
        ),
    ),
    calls=("state", "admit", "draw", "draw, within a period", "amend", "reinstate", "open", "adjust"),
    roles={
        "anybody": EVERYBODY,
        "whoever asks for itself": (*EVERYBODY, *ASKING),
        "the instrument of the credit": ("credits",),
        "issuing bank": ("issuing_bank",),
        "book of transfers": ("transfers",),
    },
    statuses={"CreditStatus": {}},
    parties={**PARTIES, "transferringBank": "issuing_bank", **dict.fromkeys(("from", "until"))},
    beside=("never stated",),
)


@pytest.mark.parametrize("situation", CLAUSES.situations)
def test_nobody_does_more_with_clauses_than_the_table_says(
    asking, at, port, a_deal, stranger, funds, situation
):
    """CREDITS-35, CREDITS-38, CREDITS-72, CREDITS-73, CREDITS-75, CREDITS-99, CREDITS-124."""
    *facts, standing = situation.split(", ")
    clauses = ON_NOTICE if "on notice" in facts else HALVES
    deal = a_deal(partial_drawings=True, clauses=clauses.hash)
    if "stated" in facts:
        stranger.act(port.clauses, "state", clauses)
    if "admitted" in facts:
        deal.issue()
    if standing in ("advised", "exhausted"):
        deal.advise()
    if standing == "exhausted":
        documents = deal.present(amount=DRAWABLE)
        deal.examine(documents)
        deal.honour(documents)
    if standing == "cancelled":
        deal.bank_cancels()
        deal.beneficiary_cancels()
    if standing == "expired":
        at((EXPIRY + 12) * DAY)
        deal.expire()
    drawing = (deal.id, salted("a drawing"), deal.issuing_bank.number, 1_000)
    another = deal.terms._replace(document=salted("another text"))
    stage = Stage(
        port.clauses,
        calls={
            "state": (clauses,),
            "admit": deal.said,
            "draw": (*drawing, TODAY - 1),
            "draw, within a period": (*drawing, TODAY),
            "amend": (deal.id, DRAWABLE, True),
            "reinstate": deal.named,
            "open": (port.credits.address, deal.id, another, DRAWABLE, 0),
            "adjust": (port.credits.address, deal.id, DRAWABLE, 0, 0),
        },
        statuses={"CreditStatus": deal.record["status"]},
        instruments={
            "credits": port.credits.address,
            "transfers": port.transfers.address,
            "somebody's key": stranger.maker.address,
        },
    )
    assert asking.departures(CLAUSES, situation, stage) == []


OBLIGATIONS = Subject(
    contract="ObligationBook",
    page="credits",
    keys=("obligation",),
    situations=(
        "unknown",
        "owed",
        "owed, from the eve of its due date",
        "owed, offered",
        "owed, sold",
        "owed, offered, from the eve of its due date",
        "paid, from the eve of its due date",
    ),
    calls=("incur", "pay", "offer", "buy"),
    roles={
        "the bank that owes": ("issuing_bank",),
        "an instrument with the capability CASH": ("credits", "escrow"),
        "another such instrument": ("escrow",),
        "obligee": ("beneficiary",),
        "the party named": ("financier",),
    },
    statuses={"ObligationStatus": {}},
    parties={
        "obligor": "issuing_bank",
        "obligee": "beneficiary",
        "buyer": "financier",
        **dict.fromkeys(("due", "presented", "shipped", "invoiced")),
    },
    beside=("sold",),
)


@pytest.mark.parametrize("situation", OBLIGATIONS.situations)
def test_nobody_takes_a_step_on_an_obligation_that_the_table_does_not_give(
    asking, at, port, a_deal, funds, lend, obligations, bills, financier, stranger, situation
):
    """CREDITS-35, CREDITS-38, CREDITS-51, CREDITS-52, CREDITS-80, CREDITS-81."""
    lend("financier")
    status, *facts = situation.split(", ")
    tenors = (Tenor(100, 0, 30),)
    deal = a_deal(availability=DEFERRED_PAYMENT, tenors=tenors)
    documents = deal.documents(documents=salted("documents"), drawing=salted("a drawing"))
    drawing = deal.presentation_id(documents)
    id = obligations.idOf(deal.credits, drawing, deal.issuing_bank.number, 0)
    if status != "unknown":
        deal.issue()
        deal.beneficiary.act(deal.credits, "present", *deal.said, documents)
        deal.examine(documents)
        deal.honour(documents, dues=(TODAY + 30,))
    price = documents.amount - 1
    if "offered" in facts or "sold" in facts:
        deal.beneficiary.together(obligations, "offer", id, (financier.number, price))
    if "sold" in facts:
        financier.together(obligations, "buy", id, price, b"")
    if "from the eve of its due date" in facts:
        at((TODAY + 29) * DAY)
    if status == "paid":
        deal.issuing_bank.together(obligations, "pay", id, b"")
    owed = (
        0,
        0,
        deal.issuing_bank.number,
        deal.beneficiary.number,
        0,
        documents.amount,
        deal.cash.address,
        drawing,
    )
    days = (documents.presented, documents.shipped, documents.invoiced)
    stage = Stage(
        obligations,
        calls={
            "incur": (owed, tenors, days, (TODAY + 30,)),
            "pay": (id, b""),
            "offer": (id, (stranger.number, price)),
            "buy": (id, price, b""),
        },
        statuses={"ObligationStatus": obligations.obligationOf(id)["status"]},
        roles={"obligee": ("financier",)} if "sold" in facts else {},
        instruments={
            "credits": port.credits.address,
            "escrow": port.escrow.address,
            "not for cash": bills.address,
        },
    )
    assert asking.departures(OBLIGATIONS, situation, stage) == []


AMENDMENTS = Subject(
    contract="AmendmentBook",
    page="credits",
    keys=("amendment",),
    situations=(
        *("no amendment, running", "no amendment", "pending, running", "pending"),
        *("pending, confirmed, running", "pending, confirmed", "pending, confirmed, answered, running"),
        *("pending, confirmed, answered", "accepted, running", "refused, running"),
    ),
    calls=("propose", "state", "extend", "withhold", "accept", "refuse", "take"),
    roles={
        "issuing bank": ("issuing_bank",),
        "bank that is asked": ("advising_bank",),
        "beneficiary": ("beneficiary",),
        "the instrument of the credit": ("credits",),
    },
    statuses={"IAmendmentBook.AmendmentStatus": {"no amendment": "UNKNOWN"}},
    parties=PARTIES,
)


@pytest.mark.parametrize("situation", AMENDMENTS.situations)
def test_nobody_takes_a_step_on_an_amendment_that_the_table_does_not_give(
    asking, port, people, a_deal, situation
):
    """CREDITS-35, CREDITS-38, CREDITS-53, CREDITS-56, CREDITS-57, CREDITS-58, CREDITS-64, CREDITS-65."""
    status, *facts = situation.split(", ")
    deal = a_deal(confirming_bank=people["advising_bank"].number)
    amendment = an_amendment(expiry=EXPIRY + 30, text=RAISED)
    deal.issue()
    if "confirmed" in facts:
        deal.confirm()
    if status != "no amendment":
        deal.propose(amendment)
    if "answered" in facts:
        deal.extend(amendment)
    base, amended = deal.terms.hash, deal.amended(amendment).terms.hash
    if status == "accepted":
        deal = deal.accept(amendment)
    if status == "refused":
        deal.turn_down(amendment)
    if "running" not in facts:
        deal.bank_cancels()
        deal.beneficiary_cancels()
        if "confirmed" in facts:
            deal.bank_cancels(people["advising_bank"])
    named = deal.names(amendment)
    stage = Stage(
        deal.book,
        calls=dict.fromkeys(AMENDMENTS.calls, named) | {"take": (deal.id, base, amended)},
        statuses={"IAmendmentBook.AmendmentStatus": deal.proposal(amendment)},
        instruments={"credits": port.credits.address, "escrow": port.escrow.address},
    )
    assert asking.departures(AMENDMENTS, situation, stage) == []


ASSIGNMENTS = Subject(
    contract="AssignmentBook",
    page="credits",
    keys=("assignment",),
    situations=(
        *("unknown, running", "unknown", "assigned, running", "assigned"),
        *("assigned, confirmed, running", "assigned, confirmed", "assigned, acknowledged, running"),
        *("paid, running", "released, running"),
    ),
    calls=("assign", "acknowledge", "release", "take"),
    roles={
        "issuing bank": ("issuing_bank",),
        "nominated bank": ("financier",),
        "bank that is asked": ("advising_bank",),
        "beneficiary": ("beneficiary",),
        "assignee": ("stranger",),
        "book of proceeds": ("book of proceeds",),
    },
    statuses={"AssignmentStatus": {}},
    parties=PARTIES,
)


@pytest.mark.parametrize("situation", ASSIGNMENTS.situations)
def test_nobody_takes_a_step_on_an_assignment_that_the_table_does_not_give(
    asking, port, people, with_banks, stranger, situation
):
    """CREDITS-35, CREDITS-38, CREDITS-100, CREDITS-102, CREDITS-109, CREDITS-111."""
    status, *facts = situation.split(", ")
    deal, book, deed = with_banks(), port.assignments, salted("the deed of assignment")
    deal.issue()
    if "confirmed" in facts:
        deal.confirm()
    assigning = (*deal.named, stranger.number, 1_000, deed)
    id = book.idOf(deal.credits, deal.id, stranger.number, 1_000, deed)
    if status != "unknown":
        deal.beneficiary.together(book, "assign", *assigning)
    if "acknowledged" in facts or status == "paid":
        deal.issuing_bank.together(book, "acknowledge", *deal.named, id, 0)
    if status == "paid":
        documents = deal.present(amount=1_000)
        deal.examine(documents)
        deal.honour(documents)
    if status == "released":
        stranger.together(book, "release", id)
    if "running" not in facts:
        deal.bank_cancels()
        deal.beneficiary_cancels()
        if "confirmed" in facts:
            deal.bank_cancels(people["advising_bank"])
    stage = Stage(
        book,
        calls={
            "assign": assigning,
            "acknowledge": (*deal.named, id, 0),
            "release": (id,),
            "take": (deal.credits.address, deal.id, salted("a drawing"), deal.issuing_bank.number, 1_000),
        },
        statuses={"AssignmentStatus": book.assignmentOf(id)["status"]},
        instruments={
            "book of proceeds": port.proceeds.address,
            "credits": port.credits.address,
            "escrow": port.escrow.address,
        },
    )
    assert asking.departures(ASSIGNMENTS, situation, stage) == []


ADVANCES = Subject(
    contract="AdvanceBook",
    page="credits",
    keys=("advance",),
    situations=(
        *("unknown, running", "unknown", "asked, running", "asked", "advanced, running", "advanced"),
        "settled",
    ),
    calls=("ask", "withdraw", "advance", "repay", "take"),
    roles={
        "issuing bank": ("issuing_bank",),
        "nominated bank": ("financier",),
        "beneficiary": ("beneficiary",),
        "book of proceeds": ("book of proceeds",),
    },
    statuses={"AdvanceStatus": {}},
    parties=PARTIES,
)


@pytest.mark.parametrize("situation", ADVANCES.situations)
def test_nobody_takes_a_step_on_an_advance_that_the_table_does_not_give(
    asking, port, people, with_banks, financier, situation
):
    """CREDITS-35, CREDITS-38, CREDITS-111, CREDITS-113, CREDITS-114, CREDITS-116."""
    status, *facts = situation.split(", ")
    clauses, receipt = Clauses(advance=Advance(1, 40)), salted("receipt and undertaking")
    deal, book = with_banks(clauses=clauses.hash), port.advances
    deal.beneficiary.act(port.clauses, "state", clauses)
    deal.issue()
    papers = financier.number, 1_000, receipt, NONE
    id = book.idOf(deal.credits, deal.id, *papers)
    if status != "unknown":
        deal.beneficiary.together(book, "ask", *deal.named, *papers)
    if status in ("advanced", "settled"):
        financier.together(book, "advance", *deal.named, id, b"")
    if "running" not in facts:
        deal.bank_cancels()
        deal.beneficiary_cancels()
    if status == "settled":
        deal.issuing_bank.together(book, "repay", id, b"")
    stage = Stage(
        book,
        calls={
            "ask": (*deal.named, *papers),
            "withdraw": (id,),
            "advance": (*deal.named, id, b""),
            "repay": (id, b""),
            "take": (deal.credits.address, deal.id, salted("a drawing"), financier.number, 1_000),
        },
        statuses={"AdvanceStatus": book.advanceOf(id)["status"]},
        instruments={
            "book of proceeds": port.proceeds.address,
            "credits": port.credits.address,
            "escrow": port.escrow.address,
        },
    )
    assert asking.departures(ADVANCES, situation, stage) == []


PROCEEDS = Subject(
    contract="ProceedsBook",
    page="credits",
    keys=("proceeds",),
    situations=("any credit",),
    calls=("mark", "divide"),
    roles={
        "book of assignments": ("book of assignments",),
        "book of advances": ("book of advances",),
        "an instrument with the capability CASH": ("credits", "escrow", "book of advances"),
    },
    statuses={},
    parties={},
)


def test_nobody_divides_what_a_bank_pays_but_for_instruments(asking, port, people, a_deal, funds, bills):
    """CREDITS-38, CREDITS-111."""
    deal = a_deal()
    deal.issue()
    documents = deal.documents()
    bank = deal.issuing_bank
    step = told(deal.credits, "honour", *deal.said, documents, (), b"") + f"{bank.number:064x}"
    stage = Stage(
        port.proceeds,
        calls={
            "mark": (deal.credits.address, deal.id),
            "divide": (deal.presentation_id(documents), people["advising_bank"].number, step),
        },
        statuses={},
        instruments={
            "book of assignments": port.assignments.address,
            "book of advances": port.advances.address,
            "credits": port.credits.address,
            "escrow": port.escrow.address,
            "not for cash": bills.address,
        },
    )
    assert asking.departures(PROCEEDS, "any credit", stage) == []


@pytest.mark.parametrize(
    "subject",
    [CREDITS, TRANSFERS, ENDS, CLAUSES, OBLIGATIONS, AMENDMENTS, ASSIGNMENTS, ADVANCES, PROCEEDS],
    ids=lambda subject: subject.contract,
)
def test_the_tables_leave_nothing_out(subject):
    """CREDITS-33, CREDITS-34: no status, function, party or condition is without its cells."""
    assert subject.forgotten() == []
