"""Who may do what with a bill, and the words for it; no chain, no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.bills.domain import (
    ACTS,
    FORMS,
    STATUSES,
    TITLE_EVENTS,
    Bill,
    BillStatus,
    Change,
    Form,
    Lock,
    Part,
    TitleEvent,
    form_faults,
    may_answer_amendment,
    may_answer_surrender,
    may_ask_for_consignee,
    may_come_back,
    may_deliver_on_identity,
    may_endorse,
    may_endorse_in_blank,
    may_freeze,
    may_nominate,
    may_pledge,
    may_pledge_to,
    may_record_indemnity,
    may_refuse_transfer,
    may_reissue,
    may_surrender,
    may_surrender_for_amendment,
    may_switch_to_paper,
    may_transfer_both,
    may_transfer_both_to,
    may_transfer_holder,
    may_unfreeze,
    open_acts,
    require_other,
)
from app.bills.refusals import REFUSALS
from app.errors import Conflict, DomainError, Forbidden
from app.members.domain import Named

CARRIER, SHIPPER, BUYER, BANK = 11, 22, 33, 44

FRESH = Bill(
    id="0x" + "5a" * 32,
    instrument="0x" + "b1" * 20,
    carrier=CARRIER,
    shipper=SHIPPER,
    holder=SHIPPER,
    owner=SHIPPER,
    nominee=0,
    former_holder=0,
    former_owner=0,
    status=BillStatus.ISSUED,
    form=Form.TO_ORDER,
    locks=0,
    locker=0,
    former_form=Form.STRAIGHT,
    change=Change.AMENDMENT,
    reissue="",
    voided_by="",
    statement="",
    indemnity=False,
    frozen_by=0,
    issued=1_790_000_000,
    block=1,
)
SPLIT = replace(FRESH, holder=BANK)
KEPT = replace(FRESH, locks=1 << Lock.ESCROW, locker=3)
FROZEN = replace(FRESH, locks=1 << Lock.FREEZE, frozen_by=BANK)
WAYBILL = replace(FRESH, form=Form.SEA_WAYBILL, owner=BUYER)
SURRENDERED = replace(FRESH, holder=CARRIER, former_holder=SHIPPER, status=BillStatus.SURRENDERED)
AMENDING = replace(SURRENDERED, status=BillStatus.AMENDING)
FOR_PAPER = replace(AMENDING, change=Change.PAPER)
DONE = replace(SURRENDERED, holder=0, owner=0, status=BillStatus.ACCOMPLISHED)
BLANK = replace(FRESH, form=Form.BLANK)
STRAIGHT = replace(FRESH, form=Form.STRAIGHT, owner=BUYER)
OWN_STRAIGHT = replace(FRESH, form=Form.STRAIGHT)

HOLDERS_ACTS = (
    may_transfer_holder,
    may_transfer_both,
    may_endorse_in_blank,
    may_endorse,
    may_pledge,
    may_refuse_transfer,
    may_surrender,
    may_surrender_for_amendment,
)

IN_TWO_HANDS = {"holder": BANK, "owner": SHIPPER}
CONSIGNED = {"holder": SHIPPER, "owner": BUYER}
OF_CARRIER = {"carrier": CARRIER, "party": BUYER}

# (rule, bill, number, error of the contract, kind, its values)
REFUSED = [
    *[
        (rule, bill, party, error, kind, values)
        for rule in HOLDERS_ACTS
        for bill, party, error, kind, values in (
            (FRESH, BUYER, "BillsNotHolder", Forbidden, {"holder": SHIPPER, "party": BUYER}),
            (KEPT, SHIPPER, "BillsLocked", Conflict, {"locks": 2, "locker": 3}),
            (SURRENDERED, CARRIER, "BillsWrongStatus", Conflict, {"status": 2, "allowed": 1}),
            (DONE, SHIPPER, "BillsWrongStatus", Conflict, {"status": 3, "allowed": 1}),
        )
    ],
    (may_nominate, KEPT, SHIPPER, "BillsLocked", Conflict, {"locks": 2, "locker": 3}),
    (may_nominate, SPLIT, BANK, "BillsNotOwner", Forbidden, {"owner": SHIPPER, "party": BANK}),
    (may_nominate, BLANK, SHIPPER, "BillsWrongForm", Conflict, {"form": 2, "allowed": 1}),
    (may_transfer_both, STRAIGHT, SHIPPER, "BillsWrongForm", Conflict, {"form": 0, "allowed": 1}),
    (may_endorse_in_blank, BLANK, SHIPPER, "BillsWrongForm", Conflict, {"form": 2, "allowed": 1}),
    (may_endorse_in_blank, SPLIT, BANK, "BillsNotInOneHand", Conflict, IN_TWO_HANDS),
    (may_endorse, OWN_STRAIGHT, SHIPPER, "BillsWrongForm", Conflict, {"form": 0, "allowed": 1}),
    (may_endorse, SPLIT, BANK, "BillsNotInOneHand", Conflict, IN_TWO_HANDS),
    (may_pledge, OWN_STRAIGHT, SHIPPER, "BillsWrongForm", Conflict, {"form": 0, "allowed": 1}),
    (may_pledge_to, SPLIT, BUYER, "BillsNotEndorsed", Conflict, {"owner": SHIPPER, "taker": BUYER}),
    (may_pledge_to, FRESH, SHIPPER, "BillsSameParty", Conflict, {"party": SHIPPER}),
    (may_refuse_transfer, FRESH, SHIPPER, "BillsNothingToRefuse", Conflict, {}),
    (may_surrender, SPLIT, BANK, "BillsNotInOneHand", Conflict, IN_TWO_HANDS),
    (may_answer_surrender, FRESH, CARRIER, "BillsWrongStatus", Conflict, {"status": 1, "allowed": 2}),
    (may_surrender_for_amendment, SPLIT, BANK, "BillsNotInOneHand", Conflict, IN_TWO_HANDS),
    (may_ask_for_consignee, FRESH, BUYER, "BillsWrongForm", Conflict, {"form": 1, "allowed": 0}),
    (may_ask_for_consignee, STRAIGHT, BANK, "BillsNotInOneHand", Conflict, CONSIGNED),
    (may_ask_for_consignee, STRAIGHT, BUYER, "BillsSameParty", Conflict, {"party": BUYER}),
    (may_answer_amendment, SURRENDERED, CARRIER, "BillsWrongStatus", Conflict, {"status": 2, "allowed": 4}),
    *[
        (rule, WAYBILL, SHIPPER, "BillsWrongForm", Conflict, {"form": 3, "allowed": allowed})
        for rule, allowed in (
            (may_transfer_holder, 0), (may_transfer_both, 1), (may_endorse, 1), (may_endorse_in_blank, 1),
            (may_pledge, 1), (may_surrender, 0),
        )
    ],
    (may_deliver_on_identity, FRESH, CARRIER, "BillsWrongForm", Conflict, {"form": 1, "allowed": 3}),
    (may_deliver_on_identity, WAYBILL, BUYER, "BillsNotCarrier", Forbidden, OF_CARRIER),
    (may_deliver_on_identity, DONE, CARRIER, "BillsWrongStatus", Conflict, {"status": 3, "allowed": 1}),
    (may_record_indemnity, FRESH, BUYER, "BillsNotCarrier", Forbidden, OF_CARRIER),
    (may_record_indemnity, DONE, CARRIER, "BillsWrongStatus", Conflict, {"status": 3, "allowed": 1}),
    (may_unfreeze, FRESH, BANK, "BillsNotFrozen", Conflict, {}),
    (may_unfreeze, FROZEN, BUYER, "BillsNotAuthority", Forbidden, {"authority": BANK, "party": BUYER}),
    (may_reissue, FOR_PAPER, CARRIER, "BillsWrongChange", Conflict, {"change": 3}),
    (may_switch_to_paper, AMENDING, CARRIER, "BillsWrongChange", Conflict, {"change": 0}),
    (may_come_back, DONE, CARRIER, "BillsWrongStatus", Conflict, {"status": 3, "allowed": 6}),
    (may_answer_amendment, AMENDING, BUYER, "BillsNotCarrier", Forbidden, OF_CARRIER),
    (may_answer_surrender, SURRENDERED, BUYER, "BillsNotCarrier", Forbidden, OF_CARRIER),
    (may_transfer_both_to, SPLIT, BUYER, "BillsNotNominee", Conflict, {"nominee": 0, "party": BUYER}),
    (may_transfer_both_to, FRESH, SHIPPER, "BillsSameParty", Conflict, {"party": SHIPPER}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "bill", "party", "error", "kind", "values"), REFUSED)
def test_a_refusal_is_the_one_that_the_chain_would_give(
    rule: Callable[[Bill, int], None],
    bill: Bill,
    party: int,
    error: str,
    kind: type[DomainError],
    values: dict[str, int],
) -> None:
    """SBILLS-9"""
    with pytest.raises(DomainError) as refused:
        rule(bill, party)
    assert type(refused.value) is kind is REFUSALS[error].kind
    assert refused.value.refusal == REFUSALS[error].refusal({"bill": bill.id} | values)


ALLOWED = [
    (may_transfer_holder, FRESH, SHIPPER),
    (may_transfer_holder, STRAIGHT, SHIPPER),
    (may_transfer_holder, SPLIT, BANK),
    (may_nominate, SPLIT, SHIPPER),
    (may_transfer_both, SPLIT, BANK),
    (may_transfer_both_to, replace(SPLIT, nominee=BUYER), BUYER),
    (may_transfer_both_to, FRESH, BUYER),
    (may_endorse_in_blank, FRESH, SHIPPER),
    (may_endorse, FRESH, SHIPPER),
    (may_endorse, BLANK, SHIPPER),
    (may_pledge, FRESH, SHIPPER),
    (may_pledge, STRAIGHT, SHIPPER),
    (may_pledge_to, FRESH, BANK),
    (may_pledge_to, STRAIGHT, BUYER),
    (may_refuse_transfer, replace(SPLIT, former_holder=SHIPPER), BANK),
    (may_surrender, BLANK, SHIPPER),
    (may_answer_surrender, SURRENDERED, CARRIER),
    (may_surrender_for_amendment, STRAIGHT, SHIPPER),
    (may_surrender_for_amendment, BLANK, SHIPPER),
    (may_ask_for_consignee, OWN_STRAIGHT, BUYER),
    (may_answer_amendment, AMENDING, CARRIER),
    (may_switch_to_paper, FOR_PAPER, CARRIER),
    (may_deliver_on_identity, WAYBILL, CARRIER),
    (may_surrender_for_amendment, WAYBILL, SHIPPER),
    (may_ask_for_consignee, WAYBILL, BANK),
    (may_record_indemnity, KEPT, CARRIER),
    (may_unfreeze, FROZEN, BANK),
    (may_come_back, replace(DONE, status=BillStatus.ON_PAPER), CARRIER),
]


@pytest.mark.parametrize(("rule", "bill", "party"), ALLOWED)
def test_what_the_contract_allows_is_let_through(
    rule: Callable[[Bill, int], None], bill: Bill, party: int
) -> None:
    """SBILLS-9"""
    rule(bill, party)


@pytest.mark.parametrize("rule", [*HOLDERS_ACTS, may_nominate])
def test_a_frozen_bill_is_moved_by_nobody(rule: Callable[[Bill, int], None]) -> None:
    """SBILLS-30: and who is stopped is told by whom, beside what the chain says of its locks."""
    with pytest.raises(Conflict, match="authority"):
        rule(FROZEN, SHIPPER)
    may_freeze(KEPT)
    for frozen in (FROZEN, DONE):
        with pytest.raises(Conflict):
            may_freeze(frozen)
    for answer, asked in ((may_answer_surrender, SURRENDERED), (may_answer_amendment, AMENDING)):
        with pytest.raises(Conflict, match="authority"):
            answer(replace(asked, locks=1 << Lock.FREEZE), CARRIER)


def test_nothing_passes_to_who_has_it() -> None:
    """SBILLS-9"""
    with pytest.raises(Conflict, match="has it already"):
        require_other(FRESH, SHIPPER, SHIPPER)
    require_other(FRESH, SHIPPER, BUYER)


def test_the_number_that_acts_is_the_one_that_stands_there() -> None:
    """SBILLS-10"""
    assert SPLIT.acting(Part.HOLDER, {BANK, BUYER}) == BANK
    assert SPLIT.acting(Part.OWNER, {SHIPPER}) == SHIPPER
    assert SPLIT.acting(Part.CARRIER, {CARRIER, SHIPPER}) == CARRIER
    assert SPLIT.acting(Part.HOLDER, {SHIPPER}) == SHIPPER, "the one that will be refused"
    assert SPLIT.acting(Part.HOLDER, {99}) == 0


def test_each_is_told_what_it_may_do_now() -> None:
    """SBILLS-11"""
    assert open_acts(FRESH, {SHIPPER}) == [
        "transfer-holder",
        "nominate",
        "transfer-both",
        "endorse-in-blank",
        "endorse",
        "pledge",
        "surrender",
        "surrender-for-amendment",
    ]
    assert open_acts(FRESH, {CARRIER}) == ["record-indemnity"]
    assert open_acts(WAYBILL, {CARRIER}) == ["deliver-on-identity", "record-indemnity"]
    assert open_acts(WAYBILL, {SHIPPER}) == ["surrender-for-amendment"]
    assert open_acts(SPLIT, {SHIPPER}) == ["nominate"]
    assert open_acts(SPLIT, {BANK}) == ["transfer-holder", "transfer-both", "pledge"]
    assert open_acts(replace(SPLIT, former_holder=SHIPPER), {BANK})[-1] == "refuse-transfer"
    assert open_acts(SURRENDERED, {CARRIER}) == ["surrender/accept", "surrender/refuse", "record-indemnity"]
    assert open_acts(AMENDING, {CARRIER}) == ["reissue", "amendment/refuse", "record-indemnity"]
    assert open_acts(KEPT, {SHIPPER, CARRIER}) == ["record-indemnity"]
    assert open_acts(DONE, {SHIPPER, CARRIER}) == []
    assert open_acts(FOR_PAPER, {CARRIER}) == ["switch-to-paper", "amendment/refuse", "record-indemnity"]
    assert len(ACTS) == 16


def test_parts_are_named_as_they_stand() -> None:
    assert FRESH.parts_of({SHIPPER}) == [Part.HOLDER, Part.OWNER, Part.SHIPPER]
    assert SPLIT.parts_of({BANK}) == [Part.HOLDER]
    assert SPLIT.parties == {CARRIER, SHIPPER, BANK}


@pytest.mark.parametrize(
    ("form", "to_order", "endorsed", "order", "fault"),
    [
        (Form.STRAIGHT, True, False, True, "is to order"),
        (Form.TO_ORDER, False, False, False, "is straight"),
        (Form.BLANK, False, False, False, "is straight"),
        (Form.BLANK, True, True, False, "names an endorsee"),
        (Form.BLANK, True, False, True, "nobody's order"),
        (Form.STRAIGHT, False, False, False, "names its consignee"),
    ],
)
def test_a_form_that_contradicts_the_document_is_a_fault(
    form: Form, to_order: bool, endorsed: bool, order: bool, fault: str
) -> None:
    """SBILLS-4"""
    (found,) = form_faults(form, to_order=to_order, endorsed=endorsed, order=order)
    assert fault in found


def test_a_form_that_fits_has_no_fault() -> None:
    """SBILLS-4"""
    assert form_faults(Form.STRAIGHT, to_order=False, endorsed=False, order=True) == []
    assert form_faults(Form.TO_ORDER, to_order=True, endorsed=True, order=True) == []
    assert form_faults(Form.TO_ORDER, to_order=True, endorsed=False, order=False) == []
    assert form_faults(Form.BLANK, to_order=True, endorsed=False, order=False) == []


@pytest.mark.parametrize("name", TITLE_EVENTS)
def test_every_event_has_words_and_shows_a_number_where_no_name_was_told(name: str) -> None:
    """SBILLS-14"""
    known, unknown = Named(7, "529900T8BM49AURSDO55", "Nordhafen Bank AG"), Named(8)
    event = TitleEvent(name, known, unknown, 1, 5, 0, "0x", 0, True)
    words = event.in_words()
    assert "Nordhafen Bank AG" in words or "number 8" in words
    assert "None" not in words


def test_words_of_beginnings_endings_and_withdrawals() -> None:
    """SBILLS-14"""
    one = Named(7, None, "Nordhafen Bank AG")
    told = TitleEvent("Transfer", None, one, 0, 5, 0, "0x", 0, True)
    assert told.in_words() == "title is with Nordhafen Bank AG"
    assert "accomplished" in replace(told, giver=one, taker=None).in_words()
    assert replace(told, name="Nominated", giver=one, taker=None).in_words() == (
        "Nordhafen Bank AG withdrew the nomination"
    )


def test_the_names_of_states_are_the_contracts() -> None:
    assert FORMS == ("straight", "to_order", "blank", "sea_waybill")
    assert STATUSES == ("unknown", "issued", "surrendered", "accomplished", "amending", "void", "on_paper")
