"""The table of docs/spec/bills.md: who may do what in which state. Whatever stands not in it is refused."""

from __future__ import annotations

import re
from itertools import product

from tests.contracts.attempts import answer, departures
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
from tests.contracts.node import refusal, refusals
from tests.contracts.people import salted, told

OUR_ERROR = re.compile(r"(Bills|Members|MemberOnly)[A-Z]\w+: ")
NOTHING = "0x" + "00" * 32
FORMS = {"straight": STRAIGHT, "to order": TO_ORDER, "blank": BLANK}
KINDS = {"presentation": PRESENTATION, "escrow": ESCROW, "pledge": PLEDGE}
ENDORSEMENTS = {
    "in full": IN_FULL,
    "to order": TO_ORDER_OF,
    "for collection": FOR_COLLECTION,
    "not negotiable": NOT_NEGOTIABLE,
}
ACTORS = ("court", "carrier", "other_carrier", "beneficiary", "financier", "applicant", "stranger")

# In each state the beneficiary shipped; what is allowed, to whom. The terminal and the applicant receive.
HOLDER, FINANCIER, BOTH_TARGETS = {"beneficiary"}, {"financier"}, ("both to terminal", "both to applicant")
CONSIGNEE_ELSEWHERE = dict.fromkeys(("holder to terminal", "holder to applicant", "amend"), HOLDER)
IN_ONE_HAND = CONSIGNEE_ELSEWHERE | {"surrender": HOLDER}
STRAIGHT_BILL = IN_ONE_HAND | {"amend for terminal": HOLDER}
ENDORSED = tuple(f"endorse {words} to applicant" for words in ENDORSEMENTS)
BEARER_BILL = IN_ONE_HAND | dict.fromkeys((*BOTH_TARGETS, *ENDORSED), HOLDER)
ORDER_BILL = BEARER_BILL | {
    "nominate terminal": HOLDER,
    "nominate nobody": HOLDER,
    "endorse in blank": HOLDER,
}
APART = {
    "holder to terminal": FINANCIER, "holder to applicant": FINANCIER, "refuse transfer": FINANCIER,
    "nominate terminal": HOLDER, "nominate nobody": HOLDER,
}  # fmt: skip
RECEIVED_IN_BLANK = dict.fromkeys(BEARER_BILL, FINANCIER) | {"refuse transfer": FINANCIER}
ANSWERS = {"accept surrender": {"carrier"}, "refuse surrender": {"carrier"}}
CHANGES = {"reissue": {"carrier"}, "refuse amendment": {"carrier"}}
ALLOWED = (
    {
        "waybill": {"amend": HOLDER, "amend for terminal": HOLDER, "deliver on identity": {"carrier"}},
        "waybill to applicant": {
            "amend": HOLDER,
            "amend for terminal": HOLDER,
            "deliver on identity": {"carrier"},
        },
        "waybill, delivered": {},
        "frozen": {},
        "frozen in keeping": {},
        "frozen, surrendered": {},
        "frozen, amending": {},
        "unknown": {"issue": {"carrier", "other_carrier"}, "from paper": {"carrier", "other_carrier"}},
        "asked for paper": {"switch to paper": {"carrier"}, "refuse amendment": {"carrier"}},
        "on paper": {"back from paper": {"carrier"}},
        "issued, straight": STRAIGHT_BILL,
        "issued, to order": ORDER_BILL,
        "issued, blank": BEARER_BILL,
        "consignee elsewhere": CONSIGNEE_ELSEWHERE,
        "apart": APART,
        "apart, applicant nominated": APART | {"both to applicant": FINANCIER},
        "received, blank": RECEIVED_IN_BLANK,
        "received, for collection": APART,
        "received, not negotiable": dict.fromkeys((*STRAIGHT_BILL, "refuse transfer"), FINANCIER),
    }
    | {f"surrendered, {form}": ANSWERS for form in FORMS}
    | {f"accomplished, {form}": {} for form in FORMS}
    | {f"amending, {form}": CHANGES for form in FORMS}
    | {f"void, {form}": {} for form in FORMS}
    | {f"kept, {form}, {kind}": {} for form, kind in product(FORMS, KINDS)}
)
ENDED = ("unknown", "accomplished", "void", "on paper", "waybill, delivered")
ALLOWED = {
    state: allowed if state.startswith(ENDED) else allowed | {"indemnity": {"carrier"}}
    for state, allowed in ALLOWED.items()
}


def test_nobody_may_do_more_than_the_table_says(people, bills, book, members, keeper, anybody):
    """BILLS-33: every state, form and lock, each function, each role; and each refusal is one of ours."""
    states = _in_every_state(people, bills, book, keeper, anybody)
    assert set(states) == set(ALLOWED)
    attempts, asked = [], []
    for state, bill in states.items():
        for function, (name, args) in _calls(people, bill).items():
            data = people["carrier"].alone(bills, name, *args)  # who acts is told by the key alone
            attempts += [(state, function, actor) for actor in ACTORS]
            asked += [(people[actor].maker, members, data) for actor in ACTORS]
    assert len(attempts) > 1500
    wrong = []
    for (state, function, actor), refused in zip(attempts, refusals(asked), strict=True):
        said = refused and (refused.revert_msg or "refused without a word")
        if (said is None) is not (actor in ALLOWED[state].get(function, ())):
            wrong.append(f"{state}: {function} by {actor}: {said or 'taken'}")
        elif said is not None and not OUR_ERROR.match(said):
            wrong.append(f"{state}: {function} by {actor} is refused without a reason: {said}")
    assert not wrong, "\n".join(wrong)


def test_only_what_is_free_and_could_be_theirs_is_taken_into_keeping(people, bills, book, keeper, anybody):
    """BILLS-33: whatever is kept, frozen, with the carrier, ended or on paper is presented, sold and
    pledged by nobody, in every state and for each kind of keeping.
    """
    free = {"issued, to order", "issued, blank", "received, blank", "consignee elsewhere"}
    states, taker = _in_every_state(people, bills, book, keeper, anybody), people["applicant"].number
    for (state, bill), kind in product(states.items(), KINDS.values()):
        holder = int(bills.billOf(bill)[0]) or people["beneficiary"].number
        refused = refusal(anybody, keeper, told(keeper, "lock", bill, holder, taker, kind))
        assert (refused is None) is (state in free), f"{state}: {refused and refused.revert_msg}"
        assert refused is None or OUR_ERROR.match(refused.revert_msg), state


def _calls(people, bill):
    beneficiary, terminal, applicant = (
        people[name].number for name in ("beneficiary", "terminal", "applicant")
    )
    return {
        "issue": ("issue", (bill, beneficiary, beneficiary, TO_ORDER)),
        "holder to terminal": ("transferHolder", (bill, terminal)),
        "holder to applicant": ("transferHolder", (bill, applicant)),
        "holder to nobody": ("transferHolder", (bill, 0)),
        "nominate terminal": ("nominate", (bill, terminal)),
        "nominate nobody": ("nominate", (bill, 0)),
        "both to terminal": ("transferBoth", (bill, terminal)),
        "both to applicant": ("transferBoth", (bill, applicant)),
        "both to nobody": ("transferBoth", (bill, 0)),
        "endorse in blank": ("endorseInBlank", (bill,)),
        **{
            f"endorse {words} to applicant": ("endorse", (bill, applicant, number))
            for words, number in ENDORSEMENTS.items()
        },
        "endorse to nobody": ("endorse", (bill, 0, TO_ORDER_OF)),
        "refuse transfer": ("refuseTransfer", (bill,)),
        "surrender": ("surrender", (bill,)),
        "accept surrender": ("acceptSurrender", (bill,)),
        "refuse surrender": ("refuseSurrender", (bill,)),
        "amend": ("surrenderForAmendment", (bill, AMENDMENT, 0)),
        "amend for terminal": ("surrenderForAmendment", (bill, AMENDMENT, terminal)),
        "refuse amendment": ("refuseAmendment", (bill,)),
        "reissue": ("reissue", ([bill], [salted("in its place")], salted("balance"))),
        "switch to paper": ("switchToPaper", (bill, salted("statement"))),
        "from paper": (
            "issueFromPaper",
            (bill, beneficiary, beneficiary, TO_ORDER, NOTHING, salted("statement")),
        ),
        "back from paper": (
            "issueFromPaper",
            (salted("back"), beneficiary, beneficiary, TO_ORDER, bill, salted("statement")),
        ),
        "deliver on identity": ("deliverOnIdentity", (bill,)),
        "indemnity": ("recordIndemnity", (bill, salted("letter"))),
        "freeze": ("freeze", (bill, salted("order"))),
        "unfreeze": ("unfreeze", (bill, salted("order"))),
        "lock": ("lock", (bill, beneficiary, terminal, ESCROW)),
        "unlock": ("unlock", (bill,)),
        "deliver": ("deliver", (bill, terminal)),
    }


def _in_every_state(people, bills, book, keeper, anybody):
    shipper, financier, applicant = (people[name] for name in ("beneficiary", "financier", "applicant"))
    states = {"unknown": salted("a bill that nobody issued")}
    for form, number in FORMS.items():
        states[f"issued, {form}"] = book.issued(f"issued, {form}", shipper, form=number)
        for kind, lock in KINDS.items():
            bill = states[f"kept, {form}, {kind}"] = book.issued(
                f"kept, {form}, {kind}", shipper, form=number
            )
            taker = shipper if form == "straight" else applicant
            keeper.lock(bill, shipper.number, taker.number, lock, {"from": anybody})
        for end in ("surrendered", "accomplished"):
            bill = states[f"{end}, {form}"] = book.issued(f"{end}, {form}", shipper, form=number)
            shipper.act(bills, "surrender", bill)
        people["carrier"].act(bills, "acceptSurrender", bill)
        for end in ("amending", "void"):
            bill = states[f"{end}, {form}"] = book.issued(f"{end}, {form}", shipper, form=number)
            shipper.act(bills, "surrenderForAmendment", bill, AMENDMENT, 0)
        people["carrier"].act(bills, "reissue", [bill], [salted(f"{form}, in its place")], salted("balance"))
    for name in ("asked for paper", "on paper"):
        bill = states[name] = book.issued(name, shipper)
        shipper.act(bills, "surrenderForAmendment", bill, PAPER, 0)
    people["carrier"].act(bills, "switchToPaper", bill, salted("statement"))
    waybills = {"waybill": shipper, "waybill to applicant": applicant, "waybill, delivered": shipper}
    for name, consignee in waybills.items():
        bill = states[name] = book.issued(name, shipper, consignee, SEA_WAYBILL)
    people["carrier"].act(bills, "deliverOnIdentity", bill)
    for name in ("frozen", "frozen in keeping", "frozen, surrendered", "frozen, amending"):
        bill = states[name] = book.issued(name, shipper)
        if name == "frozen in keeping":
            keeper.lock(bill, shipper.number, applicant.number, ESCROW, {"from": anybody})
        if name == "frozen, surrendered":
            shipper.act(bills, "surrender", bill)
        if name == "frozen, amending":
            shipper.act(bills, "surrenderForAmendment", bill, AMENDMENT, 0)
        people["court"].together(bills, "freeze", bill, salted("order"))
    states["consignee elsewhere"] = book.issued("consignee elsewhere", shipper, applicant, STRAIGHT)
    for name, form in (
        ("apart", TO_ORDER),
        ("apart, applicant nominated", TO_ORDER),
        ("received, blank", BLANK),
    ):
        states[name] = book.issued(name, shipper, form=form)
        shipper.act(bills, "transferHolder", states[name], financier.number)
    shipper.act(bills, "nominate", states["apart, applicant nominated"], applicant.number)
    for words, form in (("for collection", BLANK), ("not negotiable", TO_ORDER)):
        name = f"received, {words}"
        states[name] = book.issued(name, shipper, form=form)
        shipper.act(bills, "endorse", states[name], financier.number, ENDORSEMENTS[words])
    return states


PLEDGORS, BUYERS = ({(name, persons) for persons in (1, 2)} for name in ("beneficiary", "applicant"))
BANK = {("financier", 2)}
WHILE_PLEDGED = {"release": BANK, "on trust": BANK, "agree to applicant": BANK, "agree to nobody": BANK}
PLEDGES = {
    "never": {"pledge": PLEDGORS, "pledge to another bank": PLEDGORS},
    "pledged": WHILE_PLEDGED,
    "pledged, applicant agreed to": WHILE_PLEDGED | {"endorse to applicant": PLEDGORS},
    "on trust": {"pledge": PLEDGORS, "release": BANK},
    "released": {"pledge": PLEDGORS, "pledge to another bank": PLEDGORS},
    "endorsed": {"pledge": BUYERS, "pledge to another bank": BUYERS},
}
DUE = {"pledged, due": WHILE_PLEDGED | {"enforce": BANK}, "enforced": {}}


def test_nobody_may_do_more_with_a_pledge_than_the_table_says(people, pledges, pawn, at):
    """BILLS-46: every state of a pledge, each function, each role, by one person and by two."""
    states = {name: pawn.in_state(name) for name in PLEDGES}
    wrong = _pledge_departures(people, pledges, pawn, states, PLEDGES)
    states = {name: pawn.in_state(name) for name in DUE}
    at(pawn.due)
    pawn.by_bank(states["enforced"], "enforce")
    wrong += _pledge_departures(people, pledges, pawn, states, DUE)
    assert not wrong, "\n".join(wrong)


def _pledge_departures(people, pledges, pawn, states, table):
    wrong = []
    for state, bill in states.items():
        steps = pawn.steps(bill)
        answers = {
            (name, persons, step): answer(people[name], persons, pledges, *call)
            for name in ("beneficiary", "financier", "issuing_bank", "applicant", "carrier")
            for persons in (1, 2)
            for step, call in steps.items()
        }
        allowed = {(name, persons, step) for step, who in table[state].items() for name, persons in who}
        wrong += [f"{state}: {line}" for line in departures(allowed, answers)]
    return wrong
