"""Events of BillOfLading and PledgeBook -> who holds and owns each bill, how it came to that, its pledges.

What the contract remembers for a refusal of a transfer is told by no event of its own. It follows from what
stands next to `Handed`: after `TransferRefused` or `Unlocked` in the same transaction there is nothing to
refuse, otherwise the holder before may get the bill back, and with it the title that `Transfer` tells of and
the form that it had before `Endorsed`.
"""

from __future__ import annotations

from app.bills.domain import BillStatus, Endorsement, Form, Lock
from app.bills.pledging import PledgeStatus
from app.bills.store import BillRow, PledgeRow, TitleEventRow
from app.chain.deployments import Event
from app.chain.mirror import Handler, Keys, Mirror, foretelling
from app.members.domain import party_of

FROZEN = 1 << Lock.FREEZE
# How a title ends, in the order of the words for it.
ENDS = (BillStatus.ACCOMPLISHED, BillStatus.VOID, BillStatus.ON_PAPER)
NOBODY = {"former_holder": 0, "former_owner": 0, "former_form": 0}


def _its_bill(event: Event) -> Keys:
    return ((BillRow, event.address, event.args["bill"]),)


def _its_token(event: Event) -> Keys:
    return ((BillRow, event.address, _bill_of(event)),)


def _none(event: Event) -> Keys:
    return ()


def _bill_of(transfer: Event) -> str:
    return f"0x{transfer.args['tokenId']:064x}"


@foretelling(_none)
def issued(mirror: Mirror, event: Event) -> None:
    given = event.args
    mirror.insert(
        BillRow,
        event.address,
        given["bill"],
        carrier=given["carrier"],
        shipper=given["shipper"],
        holder=given["shipper"],
        owner=0,
        nominee=0,
        status=BillStatus.ISSUED,
        form=given["form"],
        locks=0,
        locker=0,
        change=0,
        reissue="",
        voided_by="",
        statement="",
        indemnity=False,
        frozen_by=0,
        issued=event.block_time,
        **NOBODY,
    )
    _tell(mirror, event, given["bill"], given["carrier"], given["shipper"], given["form"])


@foretelling(_its_token)
def transferred(mirror: Mirror, event: Event) -> None:
    """ERC-721's Transfer tells of title: from nobody at the beginning, to nobody at the end, which is
    delivery where no `Voided` or `SwitchedToPaper` told of another before.
    """
    bill = _bill_of(event)
    giver, taker = party_of(event.args["from"]), party_of(event.args["to"])
    status = _row(mirror, event, bill).status
    ended = ENDS.index(status) if not taker and status in ENDS else 0
    _tell(mirror, event, bill, giver, taker, ended)
    if not giver:
        mirror.update(BillRow, event.address, bill, owner=taker)
    elif not taker:
        mirror.update(BillRow, event.address, bill, holder=0, owner=0, nominee=0, status=ENDS[ended])
    else:
        refusable = _row(mirror, event, bill).former_holder != 0
        mirror.update(
            BillRow,
            event.address,
            bill,
            owner=taker,
            nominee=0,
            former_owner=giver if refusable else 0,
        )


@foretelling(_its_bill)
def handed(mirror: Mirror, event: Event) -> None:
    bill, to = event.args["bill"], event.args["to"]
    row = _row(mirror, event, bill)
    before, former_form = row.holder, row.former_form
    after = _name_before(mirror, event, bill)
    refusable = after not in ("TransferRefused", "Unlocked")
    _tell(mirror, event, bill, before, to)
    mirror.update(
        BillRow,
        event.address,
        bill,
        holder=to,
        former_holder=before if refusable else 0,
        former_owner=0,
        former_form=former_form if after == "Endorsed" else 0,
    )


@foretelling(_its_bill)
def nominated(mirror: Mirror, event: Event) -> None:
    bill, nominee = event.args["bill"], event.args["nominee"]
    row = _row(mirror, event, bill)
    _tell(mirror, event, bill, row.owner, nominee)
    kept = NOBODY if row.holder == row.owner else {}
    mirror.update(BillRow, event.address, bill, nominee=nominee, **kept)


@foretelling(_its_bill)
def endorsed_in_blank(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    _tell(mirror, event, bill, _row(mirror, event, bill).holder, 0)
    mirror.update(BillRow, event.address, bill, form=Form.BLANK, nominee=0, **NOBODY)


@foretelling(_its_bill)
def endorsed(mirror: Mirror, event: Event) -> None:
    bill, endorsement = event.args["bill"], event.args["endorsement"]
    row = _row(mirror, event, bill)
    before = row.form
    form = Form.STRAIGHT if endorsement == Endorsement.NOT_NEGOTIABLE else Form.TO_ORDER
    _tell(mirror, event, bill, row.holder, event.args["to"], endorsement)
    mirror.update(BillRow, event.address, bill, form=form, former_form=0 if before == form else before)


@foretelling(_its_bill)
def transfer_refused(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    _tell(mirror, event, bill, row.holder, row.former_holder)
    if row.former_form:
        mirror.update(BillRow, event.address, bill, form=row.former_form)


@foretelling(_its_bill)
def surrendered(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    holder, carrier = row.holder, row.carrier
    _tell(mirror, event, bill, holder, carrier)
    mirror.update(
        BillRow,
        event.address,
        bill,
        holder=carrier,
        nominee=0,
        **NOBODY | {"former_holder": holder},
        status=BillStatus.SURRENDERED,
    )


@foretelling(_its_bill)
def surrender_refused(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    _tell(mirror, event, bill, row.carrier, row.former_holder)
    mirror.update(BillRow, event.address, bill, holder=row.former_holder, status=BillStatus.ISSUED, **NOBODY)


@foretelling(_its_bill)
def surrendered_for_amendment(mirror: Mirror, event: Event) -> None:
    bill, change = event.args["bill"], event.args["change"]
    row = _row(mirror, event, bill)
    holder, carrier = row.holder, row.carrier
    _tell(mirror, event, bill, holder, carrier, change)
    mirror.update(
        BillRow,
        event.address,
        bill,
        **NOBODY | {"former_holder": holder},
        holder=carrier,
        nominee=event.args["consignee"],
        change=change,
        status=BillStatus.AMENDING,
    )


@foretelling(_its_bill)
def amendment_refused(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    holder = row.former_holder
    _tell(mirror, event, bill, row.carrier, holder)
    mirror.update(
        BillRow,
        event.address,
        bill,
        **NOBODY,
        holder=holder,
        nominee=0,
        change=0,
        status=BillStatus.ISSUED,
    )


@foretelling(_its_bill)
def voided(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    _tell(mirror, event, bill, _row(mirror, event, bill).carrier, 0)
    mirror.update(BillRow, event.address, bill, status=BillStatus.VOID, voided_by=event.args["balance"])


@foretelling(_its_bill)
def switched_to_paper(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    _tell(mirror, event, bill, row.carrier, row.former_holder)
    mirror.update(BillRow, event.address, bill, status=BillStatus.ON_PAPER, statement=event.args["statement"])


@foretelling(_its_bill)
def issued_from_paper(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    _tell(mirror, event, bill, row.carrier, row.holder)
    mirror.update(BillRow, event.address, bill, statement=event.args["statement"])


@foretelling(_its_bill)
def reissued(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    _tell(mirror, event, bill, row.carrier, row.holder)
    mirror.update(BillRow, event.address, bill, reissue=event.args["balance"])


@foretelling(_its_bill)
def locked(mirror: Mirror, event: Event) -> None:
    bill, lock = event.args["bill"], event.args["lock"]
    _tell(mirror, event, bill, _row(mirror, event, bill).holder, 0, lock)
    mirror.update(BillRow, event.address, bill, locks=1 << lock, locker=event.args["locker"], **NOBODY)


@foretelling(_its_bill)
def frozen(mirror: Mirror, event: Event) -> None:
    bill, authority = event.args["bill"], event.args["authority"]
    locks = _row(mirror, event, bill).locks
    _tell(mirror, event, bill, authority, 0)
    mirror.update(BillRow, event.address, bill, locks=locks | FROZEN, frozen_by=authority)


@foretelling(_its_bill)
def unfrozen(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    locks = row.locks
    _tell(mirror, event, bill, row.frozen_by, 0)
    mirror.update(BillRow, event.address, bill, locks=locks & ~FROZEN, frozen_by=0)


@foretelling(_its_bill)
def delivered_under_indemnity(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    _tell(mirror, event, bill, _row(mirror, event, bill).carrier, 0)
    mirror.update(BillRow, event.address, bill, indemnity=True)


@foretelling(_its_bill)
def delivered_on_identity(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    _tell(mirror, event, bill, row.carrier, row.owner)


@foretelling(_its_bill)
def unlocked(mirror: Mirror, event: Event) -> None:
    bill = event.args["bill"]
    row = _row(mirror, event, bill)
    locks = row.locks
    _tell(mirror, event, bill, 0, row.holder)
    mirror.update(BillRow, event.address, bill, locks=locks & FROZEN, locker=0)


def pledged(mirror: Mirror, event: Event) -> None:
    """The last pledge of a bill takes the place of the one before."""
    given = event.args
    mirror.put(
        PledgeRow,
        event.address,
        given["bill"],
        pledgor=given["pledgor"],
        pledgee=given["pledgee"],
        endorsee=0,
        due=given["due"],
        status=PledgeStatus.PLEDGED,
        agreement=given["agreement"],
    )
    _tell(mirror, event, given["bill"], given["pledgor"], given["pledgee"])


def pledge_released(mirror: Mirror, event: Event) -> None:
    _give_up(mirror, event, PledgeStatus.RELEASED)


def released_on_trust(mirror: Mirror, event: Event) -> None:
    _give_up(mirror, event, PledgeStatus.ON_TRUST)


def endorsement_agreed(mirror: Mirror, event: Event) -> None:
    bill, endorsee = event.args["bill"], event.args["endorsee"]
    _tell(mirror, event, bill, _pledge(mirror, event).pledgee, endorsee)
    mirror.update(PledgeRow, event.address, bill, endorsee=endorsee)


def pledge_endorsed(mirror: Mirror, event: Event) -> None:
    bill, endorsee = event.args["bill"], event.args["endorsee"]
    _tell(mirror, event, bill, _pledge(mirror, event).pledgor, endorsee)
    mirror.update(PledgeRow, event.address, bill, status=PledgeStatus.ENDORSED)


def pledge_enforced(mirror: Mirror, event: Event) -> None:
    bill, row = event.args["bill"], _pledge(mirror, event)
    _tell(mirror, event, bill, row.pledgor, row.pledgee)
    mirror.update(PledgeRow, event.address, bill, status=PledgeStatus.ENFORCED)


def _give_up(mirror: Mirror, event: Event, status: PledgeStatus) -> None:
    bill, row = event.args["bill"], _pledge(mirror, event)
    _tell(mirror, event, bill, row.pledgee, row.pledgor)
    mirror.update(PledgeRow, event.address, bill, status=status)


def _pledge(mirror: Mirror, event: Event) -> PledgeRow:
    row = mirror.get(PledgeRow, event.address, event.args["bill"])
    if row is None:
        raise LookupError(f"{event.name} of a bill that was never pledged: {event.args['bill']}")
    return row


def _row(mirror: Mirror, event: Event, bill: str) -> BillRow:
    row = mirror.get(BillRow, event.address, bill)
    if row is None:
        raise LookupError(f"{event.name} of a bill that was never issued: {bill}")
    return row


def _name_before(mirror: Mirror, event: Event, bill: str) -> str | None:
    """The event of this bill that stands directly before in the same transaction."""
    id = f"{event.block_number}-{event.log_index - 1}"
    before = mirror.get_of_block(TitleEventRow, event.address, id)
    same = before is not None and before.bill == bill and before.transaction == event.tx_hash
    return before.name if before is not None and same else None


def _tell(mirror: Mirror, event: Event, bill: str, giver: int, taker: int, detail: int = 0) -> None:
    mirror.insert(
        TitleEventRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        bill=bill,
        name=event.name,
        giver=giver,
        taker=taker,
        detail=detail,
        block=event.block_number,
        log_index=event.log_index,
        at=event.block_time,
        transaction=event.tx_hash,
    )


HANDLERS: dict[tuple[str, str], Handler] = {
    ("BillOfLading", "Issued"): issued,
    ("BillOfLading", "Transfer"): transferred,
    ("BillOfLading", "Handed"): handed,
    ("BillOfLading", "Nominated"): nominated,
    ("BillOfLading", "EndorsedInBlank"): endorsed_in_blank,
    ("BillOfLading", "Endorsed"): endorsed,
    ("BillOfLading", "TransferRefused"): transfer_refused,
    ("BillOfLading", "Surrendered"): surrendered,
    ("BillOfLading", "SurrenderRefused"): surrender_refused,
    ("BillOfLading", "SurrenderedForAmendment"): surrendered_for_amendment,
    ("BillOfLading", "AmendmentRefused"): amendment_refused,
    ("BillOfLading", "Voided"): voided,
    ("BillOfLading", "Reissued"): reissued,
    ("BillOfLading", "SwitchedToPaper"): switched_to_paper,
    ("BillOfLading", "IssuedFromPaper"): issued_from_paper,
    ("BillOfLading", "BillFrozen"): frozen,
    ("BillOfLading", "BillUnfrozen"): unfrozen,
    ("BillOfLading", "DeliveredUnderIndemnity"): delivered_under_indemnity,
    ("BillOfLading", "DeliveredOnIdentity"): delivered_on_identity,
    ("BillOfLading", "Locked"): locked,
    ("BillOfLading", "Unlocked"): unlocked,
    ("PledgeBook", "Pledged"): pledged,
    ("PledgeBook", "PledgeReleased"): pledge_released,
    ("PledgeBook", "ReleasedOnTrust"): released_on_trust,
    ("PledgeBook", "EndorsementAgreed"): endorsement_agreed,
    ("PledgeBook", "PledgeEndorsed"): pledge_endorsed,
    ("PledgeBook", "PledgeEnforced"): pledge_enforced,
}

_NO_APPROVALS = "declared by ERC-721; the contract has no approvals"

IGNORED: dict[tuple[str, str], str] = {
    ("BillOfLading", "Approval"): _NO_APPROVALS,
    ("BillOfLading", "ApprovalForAll"): _NO_APPROVALS,
}
