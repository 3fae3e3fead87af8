"""Words and rules of bills of lading: possession and title, apart; who may do what, as the contract has it.

The holder has possession: control of the one record, and with it the goods at their journey's end. The
owner has title. In a bill to order the two go separate ways only when somebody wills it; in blank, title
follows possession; a straight bill names its owner for good; a sea waybill is no document of title.  The
contract decides; these rules spare a transaction that it would refuse, with the same refusal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

from app.errors import Conflict, DomainError, Forbidden, Refusal
from app.members.domain import Named


class Form(IntEnum):
    STRAIGHT = 0
    TO_ORDER = 1
    BLANK = 2
    SEA_WAYBILL = 3


class BillStatus(IntEnum):
    """SURRENDERED and AMENDING (surrendered for amendment) wait for the carrier's answer; ACCOMPLISHED and
    VOID (others took its place) are for ever; ON_PAPER lives as paper until it comes back under another id.
    """

    UNKNOWN = 0
    ISSUED = 1
    SURRENDERED = 2
    ACCOMPLISHED = 3
    AMENDING = 4
    VOID = 5
    ON_PAPER = 6


class Change(IntEnum):
    """Why a bill is surrendered for amendment; the last three are DCSA's COD, SWI and SWTP."""

    AMENDMENT = 0
    DESTINATION = 1
    SWITCH = 2
    PAPER = 3


class Lock(IntEnum):
    """Who keeps a bill so that its holder cannot move it: a credit, an escrow or a pledge; and, beside them,
    whether an authority stopped it. One bit each in `locks`.
    """

    PRESENTATION = 0
    ESCROW = 1
    PLEDGE = 2
    FREEZE = 3


class Endorsement(IntEnum):
    """What an endorsement to a name says: the endorsee passes it on (IN_FULL, TO_ORDER), holds it for the
    endorser (FOR_COLLECTION), or is the last to have it (NOT_NEGOTIABLE).
    """

    IN_FULL = 0
    TO_ORDER = 1
    FOR_COLLECTION = 2
    NOT_NEGOTIABLE = 3


class Part(StrEnum):
    """What an organisation is to a bill."""

    HOLDER = "holder"
    OWNER = "owner"
    CARRIER = "carrier"
    NOMINEE = "nominee"
    SHIPPER = "shipper"


NAMED = (Form.STRAIGHT, Form.SEA_WAYBILL)
"""Forms that name a consignee, and are endorsed to nobody."""
FORMS = tuple(form.name.lower() for form in Form)
STATUSES = tuple(status.name.lower() for status in BillStatus)
CHANGES = tuple(change.name.lower() for change in Change)
ENDORSEMENTS = tuple(endorsement.name.lower() for endorsement in Endorsement)

# Clauses of a refusal: code, found, allowed, next. The chain's refusals are told in the same.
Clauses = tuple[str, str, str, str]
WRONG_STATUS: Clauses = (
    "bill-status",
    "the bill is {status}",
    "a bill that is {allowed}",
    "look at the bill's chain of title",
)
NOT_HOLDER: Clauses = (
    "bill-not-held",
    "the bill is held by number {holder}",
    "its holder alone",
    "ask its holder",
)
NOT_OWNER: Clauses = (
    "bill-not-owned",
    "title to the bill is with number {owner}",
    "its owner alone",
    "ask its owner",
)
NOT_CARRIER: Clauses = (
    "bill-of-another-carrier",
    "the bill was issued by number {carrier}",
    "the carrier that issued it",
    "ask its carrier",
)
NOT_IN_ONE_HAND: Clauses = (
    "bill-in-two-hands",
    "number {holder} holds the bill and number {owner} has title to it",
    "title and possession in one hand",
    "bring them together first: hand it to its owner, or both to whom the owner nominates",
)
NOT_NOMINEE: Clauses = (
    "bill-not-nominated",
    "number {party} is not whom the owner nominated",
    "the nominee, where holder and owner differ",
    "have the owner nominate them first",
)
WRONG_FORM: Clauses = (
    "bill-form",
    "the bill is {form}",
    "a bill that is {allowed}",
    "hand over possession alone, or surrender it",
)
LOCKED: Clauses = (
    "bill-in-keeping",
    "the bill is in the keeping of instrument {locker}",
    "a bill that nobody keeps",
    "end the presentation or the escrow first, or have the bank release its pledge",
)
NOT_ENDORSED: Clauses = (
    "bill-not-endorsed",
    "title to the bill is with number {owner}, and number {taker} could not get it",
    "a bill whose title the presenter has, or that is made out to whom it goes",
    "have it endorsed in blank, or to them, first",
)
WRONG_CHANGE: Clauses = (
    "bill-change",
    "the bill was surrendered for another change: {change}",
    "what it was surrendered for",
    "do that, or hand it back",
)
UNLIKE: Clauses = (
    "bills-unlike",
    "{bill} was not surrendered as {first} was",
    "bills that one party surrendered, of one owner, in one form and for one change",
    "put others in their place one by one",
)
FROZEN: Clauses = (
    "bill-frozen",
    "an authority stopped the bill",
    "a bill that no authority stopped",
    "ask the authority that is named in the bill's chain of title",
)
NOT_AUTHORITY: Clauses = (
    "frozen-by-another",
    "number {authority} stopped the bill",
    "that authority alone",
    "ask it",
)
NOT_FROZEN: Clauses = (
    "bill-not-frozen",
    "no authority stopped the bill",
    "a bill that is frozen",
    "look at the bill's chain of title",
)
NOTHING_TO_REFUSE: Clauses = (
    "nothing-to-refuse",
    "the bill did not come to you by your last act",
    "a refusal as the holder's very next act",
    "transfer it instead",
)
SAME_PARTY: Clauses = (
    "same-party",
    "number {party} has it already",
    "somebody else",
    "name another organisation",
)


@dataclass(frozen=True)
class Bill:
    """A bill as the chain has it; numbers of parties, 0 where there is none. `instrument` is the address of
    its contract, `locker` the number of the instrument that keeps it, `issued` in seconds since 1970, `block`
    the one that touched it last. `reissue` and `voided_by` are the balance sheets of the reissues in which it
    took the place of others and gave way to others, empty where it did not;
    `statement` commits to what the carrier said of the paper that it went to or came from. `indemnity`:
    its carrier delivered without it, against a letter of indemnity; `frozen_by` is the number of the
    authority that stopped it.
    """

    id: str
    instrument: str
    carrier: int
    shipper: int
    holder: int
    owner: int
    nominee: int
    former_holder: int
    former_owner: int
    status: BillStatus
    form: Form
    locks: int
    locker: int
    former_form: Form
    change: Change
    reissue: str
    voided_by: str
    statement: str
    indemnity: bool
    frozen_by: int
    issued: int
    block: int

    @property
    def parties(self) -> set[int]:
        named = {self.carrier, self.shipper, self.holder, self.owner, self.nominee}
        return (named | {self.former_holder, self.former_owner}) - {0}

    def number_of(self, part: Part) -> int:
        return int(getattr(self, part.value))

    def parts_of(self, own: Collection[int]) -> list[Part]:
        return [part for part in Part if self.number_of(part) in own]

    def acting(self, part: Part, own: Collection[int]) -> int:
        """The number of `own` that would act as `part`: the right one, or the one that will be refused."""
        right = self.number_of(part)
        return right if right in own else min(self.parties & set(own), default=0)


# ------------------------------------------------------------------------------------- who may do what now


def may_transfer_holder(bill: Bill, party: int) -> None:
    _require_held(bill, party)
    if bill.form is Form.SEA_WAYBILL:
        raise _wrong_form(bill, Form.STRAIGHT)


def may_nominate(bill: Bill, party: int) -> None:
    _require_free(bill)
    if bill.owner != party:
        raise _refused(Forbidden, NOT_OWNER, bill=bill.id, owner=bill.owner, party=party)
    _require_to_order(bill)


def may_transfer_both(bill: Bill, party: int) -> None:
    _require_held(bill, party)
    if bill.form in NAMED:
        raise _wrong_form(bill, Form.TO_ORDER)


def may_transfer_both_to(bill: Bill, to: int) -> None:
    """Whoever has both chooses freely; else it goes to the nominee alone."""
    if bill.owner != bill.holder and to != bill.nominee:
        raise _refused(Conflict, NOT_NOMINEE, bill=bill.id, nominee=bill.nominee, party=to)
    require_other(bill, bill.holder, to)


def may_endorse_in_blank(bill: Bill, party: int) -> None:
    _require_held(bill, party)
    _require_to_order(bill)
    _require_in_one_hand(bill)


def may_endorse(bill: Bill, party: int) -> None:
    """To a name; what is to order or in blank."""
    _require_held(bill, party)
    if bill.form in NAMED:
        raise _wrong_form(bill, Form.TO_ORDER)
    _require_in_one_hand(bill)


def may_pledge(bill: Bill, party: int) -> None:
    """A straight bill only to the bank that it names."""
    _require_held(bill, party)
    if bill.form is Form.SEA_WAYBILL or (bill.form is Form.STRAIGHT and bill.owner == party):
        raise _wrong_form(bill, Form.TO_ORDER)


def may_pledge_to(bill: Bill, to: int) -> None:
    """Whoever has no title pledges only what is the bank's to own."""
    if bill.owner not in (bill.holder, to):
        raise _refused(Conflict, NOT_ENDORSED, bill=bill.id, owner=bill.owner, taker=to)
    require_other(bill, bill.holder, to)


def may_refuse_transfer(bill: Bill, party: int) -> None:
    _require_held(bill, party)
    if not bill.former_holder:
        raise _refused(Conflict, NOTHING_TO_REFUSE, bill=bill.id)


def may_surrender(bill: Bill, party: int) -> None:
    _require_held(bill, party)
    if bill.form is Form.SEA_WAYBILL:
        raise _wrong_form(bill, Form.STRAIGHT)
    _require_in_one_hand(bill)


def may_answer_surrender(bill: Bill, party: int) -> None:
    if bill.status is not BillStatus.SURRENDERED:
        raise _wrong_status(bill, BillStatus.SURRENDERED)
    _require_carrier(bill, party)
    _require_unfrozen(bill)


def may_surrender_for_amendment(bill: Bill, party: int) -> None:
    """By who has both; of a straight bill, whose consignee stays, and of a sea waybill, by its holder."""
    _require_held(bill, party)
    if bill.form not in NAMED:
        _require_in_one_hand(bill)


def may_ask_for_consignee(bill: Bill, to: int) -> None:
    """Of a straight bill, by who has both; of a sea waybill, by its shipper, who has the right of control."""
    if bill.form not in NAMED:
        raise _wrong_form(bill, Form.STRAIGHT)
    require_other(bill, bill.owner, to)
    if bill.form is Form.STRAIGHT:
        _require_in_one_hand(bill)


def may_answer_amendment(bill: Bill, party: int) -> None:
    if bill.status is not BillStatus.AMENDING:
        raise _wrong_status(bill, BillStatus.AMENDING)
    _require_carrier(bill, party)
    _require_unfrozen(bill)


def may_reissue(bill: Bill, party: int) -> None:
    may_answer_amendment(bill, party)
    if bill.change is Change.PAPER:
        raise _wrong_change(bill)


def may_switch_to_paper(bill: Bill, party: int) -> None:
    may_answer_amendment(bill, party)
    if bill.change is not Change.PAPER:
        raise _wrong_change(bill)


def may_come_back(bill: Bill, party: int) -> None:
    """From paper, under another id."""
    if bill.status is not BillStatus.ON_PAPER:
        raise _wrong_status(bill, BillStatus.ON_PAPER)
    _require_carrier(bill, party)
    _require_unfrozen(bill)


def _wrong_change(bill: Bill) -> DomainError:
    return _refused(Conflict, WRONG_CHANGE, bill=bill.id, change=CHANGES[bill.change])


def may_deliver_on_identity(bill: Bill, party: int) -> None:
    if bill.status is not BillStatus.ISSUED:
        raise _wrong_status(bill, BillStatus.ISSUED)
    _require_carrier(bill, party)
    _require_unfrozen(bill)
    if bill.form is not Form.SEA_WAYBILL:
        raise _wrong_form(bill, Form.SEA_WAYBILL)


def may_record_indemnity(bill: Bill, party: int) -> None:
    _require_alive(bill)
    _require_carrier(bill, party)


def may_freeze(bill: Bill) -> None:
    """By an authority, whoever that is."""
    _require_alive(bill)
    _require_unfrozen(bill)


def may_unfreeze(bill: Bill, party: int) -> None:
    if not bill.frozen_by:
        raise _refused(Conflict, NOT_FROZEN, bill=bill.id)
    if bill.frozen_by != party:
        raise _refused(Forbidden, NOT_AUTHORITY, bill=bill.id, authority=bill.frozen_by, party=party)


def _require_alive(bill: Bill) -> None:
    if bill.status not in (BillStatus.ISSUED, BillStatus.SURRENDERED, BillStatus.AMENDING):
        raise _wrong_status(bill, BillStatus.ISSUED)


def _require_unfrozen(bill: Bill) -> None:
    if bill.locks >> Lock.FREEZE & 1:
        raise _refused(Conflict, FROZEN, bill=bill.id, locks=bill.locks, locker=bill.locker)


def _require_carrier(bill: Bill, party: int) -> None:
    if bill.carrier != party:
        raise _refused(Forbidden, NOT_CARRIER, bill=bill.id, carrier=bill.carrier, party=party)


def require_alike(bills: Sequence[Bill]) -> None:
    """What one reissue puts others in the place of."""
    first = bills[0]
    for bill in bills:
        if _asked(bill) != _asked(first):
            raise _refused(Conflict, UNLIKE, bill=bill.id, first=first.id)


def _asked(bill: Bill) -> tuple[int | str, ...]:
    return (
        bill.instrument,
        bill.carrier,
        bill.owner,
        bill.nominee,
        bill.former_holder,
        bill.form,
        bill.change,
        bill.locks,
    )


def require_other(bill: Bill, party: int, to: int) -> None:
    if party == to:
        raise _refused(Conflict, SAME_PARTY, bill=bill.id, party=to)


ACTS: dict[str, tuple[Part, Callable[[Bill, int], None]]] = {
    "transfer-holder": (Part.HOLDER, may_transfer_holder),
    "nominate": (Part.OWNER, may_nominate),
    "transfer-both": (Part.HOLDER, may_transfer_both),
    "endorse-in-blank": (Part.HOLDER, may_endorse_in_blank),
    "endorse": (Part.HOLDER, may_endorse),
    "pledge": (Part.HOLDER, may_pledge),
    "refuse-transfer": (Part.HOLDER, may_refuse_transfer),
    "surrender": (Part.HOLDER, may_surrender),
    "surrender/accept": (Part.CARRIER, may_answer_surrender),
    "surrender/refuse": (Part.CARRIER, may_answer_surrender),
    "surrender-for-amendment": (Part.HOLDER, may_surrender_for_amendment),
    "reissue": (Part.CARRIER, may_reissue),
    "switch-to-paper": (Part.CARRIER, may_switch_to_paper),
    "amendment/refuse": (Part.CARRIER, may_answer_amendment),
    "deliver-on-identity": (Part.CARRIER, may_deliver_on_identity),
    "record-indemnity": (Part.CARRIER, may_record_indemnity),
}
"""Each act by its route, with who acts and the rule."""


def open_acts(bill: Bill, own: Collection[int]) -> list[str]:
    """What the organisation with these numbers may do with the bill now."""
    return [act for act, (part, rule) in ACTS.items() if _passes(rule, bill, bill.acting(part, own))]


def _passes(rule: Callable[[Bill, int], None], bill: Bill, party: int) -> bool:
    try:
        rule(bill, party)
    except DomainError:
        return False
    return True


def _require_free(bill: Bill) -> None:
    if bill.status is not BillStatus.ISSUED:
        raise _wrong_status(bill, BillStatus.ISSUED)
    _require_unfrozen(bill)
    if bill.locks:
        raise _refused(Conflict, LOCKED, bill=bill.id, locks=bill.locks, locker=bill.locker)


def _require_held(bill: Bill, party: int) -> None:
    _require_free(bill)
    if bill.holder != party:
        raise _refused(Forbidden, NOT_HOLDER, bill=bill.id, holder=bill.holder, party=party)


def _require_in_one_hand(bill: Bill) -> None:
    if bill.holder != bill.owner:
        raise _refused(Conflict, NOT_IN_ONE_HAND, bill=bill.id, holder=bill.holder, owner=bill.owner)


def _require_to_order(bill: Bill) -> None:
    if bill.form is not Form.TO_ORDER:
        raise _wrong_form(bill, Form.TO_ORDER)


def _wrong_form(bill: Bill, allowed: Form) -> DomainError:
    return _refused(Conflict, WRONG_FORM, bill=bill.id, form=FORMS[bill.form], allowed=FORMS[allowed])


def _wrong_status(bill: Bill, allowed: BillStatus) -> DomainError:
    return _refused(
        Conflict, WRONG_STATUS, bill=bill.id, status=STATUSES[bill.status], allowed=STATUSES[allowed]
    )


def _refused(kind: type[DomainError], clauses: Clauses, **values: Any) -> DomainError:
    code, found, allowed, following = (clause.format(**values) for clause in clauses)
    return kind.of(Refusal(code, found, allowed, following, values))


# ------------------------------------------------------------------------------------------- chain of title


@dataclass(frozen=True)
class TitleEvent:
    """One event of a bill. `giver` and `taker` are None where nobody stands there; `detail` is the form that
    was issued, the endorsement, the lock that was laid on, the change that was asked for, or of a title that
    ended which of `_ENDS` it was.
    """

    name: str
    giver: Named | None
    taker: Named | None
    detail: int
    block: int
    at: int
    transaction: str
    log_index: int
    final: bool

    def in_words(self) -> str:
        return _WORDS[self.name](self)


def _nominated(event: TitleEvent) -> str:
    if event.taker is None:
        return f"{event.giver} withdrew the nomination"
    return f"{event.giver} nominated {event.taker} to have title next"


def _transferred(event: TitleEvent) -> str:
    if event.giver is None:
        return f"title is with {event.taker}"
    if event.taker is None:
        return _ENDS[event.detail].format(event.giver)
    return f"title passed from {event.giver} to {event.taker}"


_ENDS = (
    "the carrier accepted the surrender from {}: the bill is accomplished",
    "the title of {} goes on in what took the bill's place",
    "the title of {} goes on in the paper",
)
_FORM_WORDS = ("straight", "to order", "in blank", "a sea waybill")
_LOCK_WORDS = ("a credit, for a presentation", "an escrow", "a pledge book")
_CHANGE_WORDS = ("for amendment", "for a change of destination", "to be switched for another", "for paper")
_ENDORSEMENT_WORDS = (
    "in full to {}",
    "to the order of {}",
    "to {} for collection: title stays",
    "to {} alone: it is endorsed no further",
)


def _endorsed(event: TitleEvent) -> str:
    return f"{event.giver} endorsed the bill {_ENDORSEMENT_WORDS[event.detail].format(event.taker)}"


def _agreed(event: TitleEvent) -> str:
    if event.taker is None:
        return f"{event.giver} took back its agreement to an endorsement"
    return f"{event.giver} agreed that the pledged bill is endorsed to {event.taker}"


_WORDS: dict[str, Callable[[TitleEvent], str]] = {
    "Issued": lambda e: f"{e.giver} issued the bill, {_FORM_WORDS[e.detail]}, to {e.taker}, who holds it",
    "Handed": lambda e: f"possession passed from {e.giver} to {e.taker}",
    "Transfer": _transferred,
    "Nominated": _nominated,
    "EndorsedInBlank": lambda e: f"{e.giver} endorsed the bill in blank: title follows possession",
    "TransferRefused": lambda e: f"{e.giver} refused the transfer: it goes back to {e.taker}",
    "Surrendered": lambda e: f"{e.giver} surrendered the bill to {e.taker} for delivery",
    "SurrenderRefused": lambda e: f"{e.giver} refused the surrender: possession is with {e.taker} again",
    "Locked": lambda e: f"the bill of {e.giver} went into the keeping of {_LOCK_WORDS[e.detail]}",
    "Unlocked": lambda e: f"the bill of {e.taker} came out of keeping",
    "Endorsed": _endorsed,
    "SurrenderedForAmendment": lambda e: (
        f"{e.giver} surrendered the bill to {e.taker} {_CHANGE_WORDS[e.detail]}"
    ),
    "AmendmentRefused": lambda e: f"{e.giver} does not amend the bill: possession is with {e.taker} again",
    "Voided": lambda e: f"{e.giver} put others in the place of this bill: it is void",
    "SwitchedToPaper": lambda e: (
        f"{e.giver} issued the bill on paper to {e.taker}: this record has no effect any more"
    ),
    "IssuedFromPaper": lambda e: (
        f"{e.giver} issued the bill to {e.taker} in the place of paper, whose originals it collected"
    ),
    "BillFrozen": lambda e: f"{e.giver} stopped the bill by authority: nobody moves it",
    "BillUnfrozen": lambda e: f"{e.giver} lets the bill go again",
    "DeliveredUnderIndemnity": lambda e: (
        f"{e.giver} delivered without the bill, against a letter of indemnity"
    ),
    "DeliveredOnIdentity": lambda e: f"{e.giver} delivered the goods to {e.taker}, whom the waybill names",
    "Reissued": lambda e: f"{e.giver} issued the bill to {e.taker} in the place of others",
    "Pledged": lambda e: f"{e.giver} pledged the bill to {e.taker}",
    "PledgeReleased": lambda e: f"{e.giver} released its pledge: the bill is {e.taker}'s again",
    "ReleasedOnTrust": lambda e: f"{e.giver} gave the bill to {e.taker} against a trust receipt",
    "EndorsementAgreed": _agreed,
    "PledgeEndorsed": lambda e: f"{e.giver} endorsed the pledged bill to {e.taker}, as the bank agreed",
    "PledgeEnforced": lambda e: f"{e.taker} enforced its pledge against {e.giver}: the bill is its own",
}
TITLE_EVENTS = tuple(_WORDS)


# ------------------------------------------------------------------------------------------------ balance


@dataclass(frozen=True)
class Goods:
    """What bills say of goods of these HS codes, together. `weight` is gross, in `unit` (KGM or LBR)."""

    hs_codes: str
    unit: str
    packages: int
    weight: Decimal


@dataclass(frozen=True)
class BalanceSheet:
    """The bills of both sides of a reissue, their goods, and every difference in words."""

    voided: tuple[str, ...]
    issued: tuple[str, ...]
    before: tuple[Goods, ...]
    after: tuple[Goods, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class SeenBalance:
    """A balance sheet as one member can check it: `missing` are bills whose documents it has no copy of;
    `of_chain` whether exactly these bills were voided and issued under it; `same` whether the documents give
    the sheet that was committed to.
    """

    commitment: str
    sheet: BalanceSheet
    missing: list[str]
    of_chain: bool
    same: bool


# ------------------------------------------------------------------------------------------ copies and asks


@dataclass(frozen=True)
class BillCopy:
    """A member's own copy of what a bill commits to, opened by `salt`. `carrier`, `shipper` and `sender` are
    LEIs; `deal` is the one that the bill was issued in.
    """

    bill: str
    deal: str
    salt: bytes
    content: bytes = field(repr=False)
    reference: str
    carrier: str
    shipper: str
    sender: str | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Wish:
    """`carrier` and `order` are LEIs; without a `deal` the instruction begins one."""

    carrier: str
    form: Form
    order: str | None
    deal: str | None
    document: str | None


@dataclass(frozen=True)
class FromPaper:
    """`document` is a DCSA transport document; `holder` who handed the paper in and `order` the consignee or
    whose order it is (LEIs; None: the holder's); `collected` says which originals were made inoperative;
    `origin` is the record that had gone to this paper, None where there was none.
    """

    document: str
    form: Form
    holder: str
    order: str | None
    deal: str
    collected: str
    origin: str | None


@dataclass(frozen=True)
class Instruction:
    """A shipper's wish for a bill, as each side keeps it. `order` is whose order it is to be made out to, or
    the consignee of a straight bill; `document` the shipper's draft, if there is one.
    """

    id: str
    deal: str
    shipper: Named
    carrier: Named
    form: Form
    order: Named | None
    document: str | None
    bill: str | None
    sent_at: datetime


@dataclass(frozen=True)
class Seen:
    """A bill as one member sees it: whom it knows behind the numbers, its parts in it, its own copy; and
    whether nothing can undo it any more.
    """

    bill: Bill
    final: bool
    named: dict[int, Named]
    parts: list[Part]
    may: list[str]
    copy: BillCopy | None


def form_faults(form: Form, *, to_order: bool, endorsed: bool, order: bool) -> list[str]:
    """What of the form contradicts the transport document. `endorsed`: the document names an endorsee.
    `order`: the request names an owner other than the shipper.
    """
    faults = []
    if form in NAMED and to_order:
        faults.append("the document is to order (isToOrder true); to_order or blank is allowed")
    if form not in NAMED and not to_order:
        faults.append("the document is straight (isToOrder false); straight is allowed")
    if form is Form.BLANK and endorsed:
        faults.append("the document names an endorsee; to_order is allowed")
    if form is Form.BLANK and order:
        faults.append("a bill in blank is to nobody's order; leave `order` out")
    if form in NAMED and not order:
        faults.append("a straight bill or a waybill names its consignee; `order` is missing")
    return faults
