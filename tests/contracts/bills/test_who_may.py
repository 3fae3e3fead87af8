"""The tables of docs/spec/bills.md, every permission in every state, for everybody and every keeper."""

from __future__ import annotations

import brownie
import pytest

from tests.contracts.bills.conftest import (
    AMENDMENT,
    BLANK,
    ESCROW,
    FOR_COLLECTION,
    IN_FULL,
    NOT_NEGOTIABLE,
    PAPER,
    PLEDGE,
    PRESENTATION,
    SEA_WAYBILL,
    STRAIGHT,
    TO_ORDER,
    TO_ORDER_OF,
)
from tests.contracts.people import account_of, salted
from tests.contracts.who_may import Stage, Subject, with_role

NOTHING = "0x" + "00" * 32
FORMS = {"straight": STRAIGHT, "to order": TO_ORDER, "blank": BLANK, "sea waybill": SEA_WAYBILL}
ENDORSEMENTS = {
    "in full": IN_FULL,
    "to its order": TO_ORDER_OF,
    "for collection": FOR_COLLECTION,
    "to it only": NOT_NEGOTIABLE,
}
KEEPERS = {"straight": PRESENTATION, "to order": ESCROW, "blank": PLEDGE}

# The beneficiary shipped all of them. What is in one hand is its own, or the financier's that just received.
BILLS = Subject(
    contract="BillOfLading",
    page="bills",
    keys=("State",),
    situations=(
        "unknown",
        *(f"issued, {form}, free, in one hand" for form in FORMS),
        "issued, straight, free",
        "issued, sea waybill, free",
        "issued, to order, free, just received",
        "issued, to order, free, just received, for collection",
        "issued, to order, free, just received, nominated",
        "issued, to order, free, in one hand, nominated",
        "issued, blank, free, in one hand, just received",
        "issued, straight, free, in one hand, just received",
        *(f"issued, {form}, kept, in one hand" for form in KEEPERS),
        "issued, to order, frozen, in one hand",
        "issued, to order, kept, frozen, in one hand",
        *(f"surrendered, {form}" for form in KEEPERS),
        "surrendered, to order, frozen",
        *(f"amending, {form}" for form in FORMS),
        "amending, to order, for paper",
        "amending, to order, frozen",
        "accomplished, to order",
        "accomplished, sea waybill",
        "void, straight",
        "on paper, to order",
    ),
    calls=(
        *("issue", "transferHolder", "transferHolder, to another", "nominate", "nominate, to another"),
        *("transferBoth", "transferBoth, to another", "transferBoth, to the nominee"),
        *("transferFrom", "transferFrom, to another", "transferFrom, to the nominee"),
        *("safeTransferFrom", "safeTransferFrom, to another", "safeTransferFrom, to the nominee"),
        *("safeTransferFrom, to another, with data", "endorseInBlank", "endorse"),
        *(f"endorse, to another, {words}" for words in ENDORSEMENTS),
        *("refuseTransfer", "surrender", "acceptSurrender", "refuseSurrender"),
        *("surrenderForAmendment", "surrenderForAmendment, as the consignee stays"),
        *("refuseAmendment", "reissue", "switchToPaper", "issueFromPaper", "issueFromPaper, from its record"),
        *("deliverOnIdentity", "recordIndemnity", "freeze", "unfreeze"),
        *("lock", "lock, of the holder's", "lock, of the holder's, for the owner", "unlock", "deliver"),
    ),
    roles={
        "any carrier": with_role("CARRIER"),
        "the carrier that issued it": ("carrier",),
        "the holder": ("beneficiary", "financier"),
        "the owner": ("beneficiary", "financier", "applicant"),
        "who is holder and owner": ("beneficiary", "financier"),
        "any authority": with_role("REGULATOR"),
        "the authority that froze it": ("court",),
        "a listed instrument with the capability BILLS": ("keeper", "escrow"),
        "the instrument that keeps it": ("keeper",),
    },
    statuses={"BillStatus": {}, "Form": {}},
    beside=(*ENDORSEMENTS, "with data"),
)


@pytest.mark.parametrize("situation", BILLS.situations)
def test_nobody_does_more_with_a_bill_than_the_table_says(
    asking, people, bills, book, keeper, no_keeper, escrow, anybody, court, situation
):
    """BILLS-1, BILLS-8, BILLS-12, BILLS-15, BILLS-21, BILLS-24, BILLS-28, BILLS-33, BILLS-49, BILLS-58,
    BILLS-59, BILLS-60, BILLS-61, BILLS-63.
    """
    carrier, shipper, financier, applicant, terminal = (
        people[name] for name in ("carrier", "beneficiary", "financier", "applicant", "terminal")
    )
    status, *facts = situation.split(", ")
    bill, form = salted("a bill"), next((FORMS[fact] for fact in facts if fact in FORMS), TO_ORDER)
    if status != "unknown":
        apart = facts == [facts[0], "free"] and form in (STRAIGHT, SEA_WAYBILL)
        before = BLANK if "for collection" in facts else TO_ORDER if "just received" in facts else form
        book.issued("a bill", shipper, applicant if apart else None, BLANK if form == BLANK else before)
    if "just received" in facts and (form == STRAIGHT or "for collection" in facts):
        how = FOR_COLLECTION if "for collection" in facts else NOT_NEGOTIABLE
        shipper.act(bills, "endorse", bill, financier.number, how)
    elif "just received" in facts:
        shipper.act(bills, "transferHolder", bill, financier.number)
    if "nominated" in facts:
        shipper.act(bills, "nominate", bill, applicant.number)
    if "kept" in facts:
        taker = shipper if form == STRAIGHT else applicant
        keeper.lock(bill, shipper.number, taker.number, KEEPERS[facts[0]], {"from": anybody})
    if status in ("surrendered", "accomplished") and form != SEA_WAYBILL:
        shipper.act(bills, "surrender", bill)
    if status == "accomplished":
        carrier.act(bills, "deliverOnIdentity" if form == SEA_WAYBILL else "acceptSurrender", bill)
    if status in ("amending", "void", "on paper"):
        change = PAPER if status == "on paper" or "for paper" in facts else AMENDMENT
        shipper.act(bills, "surrenderForAmendment", bill, change, 0)
    if status == "void":
        carrier.act(bills, "reissue", [bill], [salted("in its place")], salted("balance"))
    if status == "on paper":
        carrier.act(bills, "switchToPaper", bill, salted("statement"))
    if "frozen" in facts:
        court.together(bills, "freeze", bill, salted("order"))
    record = book.of(bill)
    stage = Stage(
        bills,
        calls=_calls(bill, record, shipper, applicant, terminal),
        statuses={"BillStatus": record["status"]} | ({"Form": record["form"]} if record["status"] else {}),
        roles=_hands(people, record),
        instruments={"keeper": keeper.address, "no keeper": no_keeper.address, "escrow": escrow.address},
    )
    assert asking.departures(BILLS, situation, stage) == []


def _hands(people, record):
    names = {member.number: name for name, member in people.items()}
    holder, owner = names.get(record["holder"]), names.get(record["owner"])
    return {
        "the holder": (holder,),
        "the owner": (owner,),
        "who is holder and owner": (holder,) if holder == owner else (),
    }


def _calls(bill, record, shipper, applicant, terminal):
    holder, owner, nominee = record["holder"] or shipper.number, record["owner"], record["nominee"]
    to, by = terminal.number, account_of(owner)
    moved = (by, terminal.account, bill)
    fresh = (shipper.number, shipper.number, TO_ORDER)
    return {
        "issue": (bill, *fresh),
        "transferHolder": (bill, 0),
        "transferHolder, to another": (bill, to),
        "nominate": (bill, 0),
        "nominate, to another": (bill, to),
        "transferBoth": (bill, 0),
        "transferBoth, to another": (bill, to),
        "transferBoth, to the nominee": (bill, nominee),
        "transferFrom": (by, account_of(0), bill),
        "transferFrom, to another": moved,
        "transferFrom, to the nominee": (by, account_of(nominee), bill),
        "safeTransferFrom": (by, account_of(0), bill),
        "safeTransferFrom, to another": moved,
        "safeTransferFrom, to the nominee": (by, account_of(nominee), bill),
        "safeTransferFrom, to another, with data": (*moved, b"data"),
        "endorseInBlank": (bill,),
        "endorse": (bill, 0, TO_ORDER_OF),
        **{f"endorse, to another, {words}": (bill, to, number) for words, number in ENDORSEMENTS.items()},
        "refuseTransfer": (bill,),
        "surrender": (bill,),
        "acceptSurrender": (bill,),
        "refuseSurrender": (bill,),
        "surrenderForAmendment": (bill, AMENDMENT, to),
        "surrenderForAmendment, as the consignee stays": (bill, AMENDMENT, 0),
        "refuseAmendment": (bill,),
        "reissue": ([bill], [salted("another in its place")], salted("balance")),
        "switchToPaper": (bill, salted("statement")),
        "issueFromPaper": (bill, *fresh, NOTHING, salted("statement")),
        "issueFromPaper, from its record": (salted("back"), *fresh, bill, salted("statement")),
        "deliverOnIdentity": (bill,),
        "recordIndemnity": (bill, salted("letter")),
        "freeze": (bill, salted("order")),
        "unfreeze": (bill, salted("order")),
        "lock": (bill, to, owner, PLEDGE),
        "lock, of the holder's": (bill, holder, to, ESCROW),
        "lock, of the holder's, for the owner": (bill, holder, owner, PRESENTATION),
        "unlock": (bill,),
        "deliver": (bill, to),
    }


PLEDGES = Subject(
    contract="PledgeBook",
    page="bills",
    keys=("Pledge",),
    situations=(
        *("unknown", "pledged", "pledged, agreed", "pledged, due", "pledged, agreed, due", "on trust"),
        *("released", "endorsed", "enforced"),
    ),
    calls=(
        *("pledge", "pledge, to the same pledgee", "release", "releaseOnTrust", "agree", "agree, to nobody"),
        *("endorse", "endorse, to whom the pledgee agreed", "enforce"),
    ),
    roles={
        "who could lock the bill for the pledgee": ("beneficiary", "applicant", "financier"),
        "the pledgor": ("beneficiary",),
        "the pledgee": ("financier",),
    },
    statuses={"PledgeStatus": {}},
    beside=("to nobody",),
)


@pytest.mark.parametrize("situation", PLEDGES.situations)
def test_nobody_does_more_with_a_pledge_than_the_table_says(
    asking, at, applicant, financier, pledges, pawn, situation
):
    """BILLS-39, BILLS-41, BILLS-42, BILLS-43, BILLS-44, BILLS-45, BILLS-46."""
    status, *facts = situation.split(", ")
    bill = pawn.in_state(
        status if not facts else "pledged, applicant agreed to" if "agreed" in facts else status
    )
    if "due" in facts or status == "enforced":
        at(pawn.due)
    if status == "enforced":
        pawn.by_bank(bill, "enforce")
    later, steps = brownie.chain[-1].timestamp + 86_400, pawn.steps(bill)
    has = {"endorsed": applicant.name, "enforced": financier.name}.get(status, "beneficiary")
    stage = Stage(
        pledges,
        calls={
            "pledge": (bill, pawn.other_bank.number, later, salted("agreement")),
            "pledge, to the same pledgee": (bill, pawn.bank.number, later, salted("agreement")),
            "release": steps["release"][1:],
            "releaseOnTrust": steps["on trust"][1:],
            "agree": steps["agree to applicant"][1:],
            "agree, to nobody": steps["agree to nobody"][1:],
            "endorse": steps["endorse to nobody"][1:],
            "endorse, to whom the pledgee agreed": steps["endorse to applicant"][1:],
            "enforce": steps["enforce"][1:],
        },
        statuses={"PledgeStatus": pawn.of(bill)[4]},
        roles={"who could lock the bill for the pledgee": (has,)},
    )
    assert asking.departures(PLEDGES, situation, stage) == []


@pytest.mark.parametrize("subject", [BILLS, PLEDGES], ids=lambda subject: subject.contract)
def test_the_tables_leave_nothing_out(subject):
    """BILLS-33, BILLS-46: no status, function or condition is without its rows."""
    assert subject.forgotten() == []
