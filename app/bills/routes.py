"""Bills of lading: instructed, issued, passed on, surrendered."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from app.auth.caller import Caller, Requires
from app.bills import services
from app.bills.domain import BillCopy, Part
from app.bills.schemas import (
    Agreement,
    BalanceOut,
    BillOut,
    Endorse,
    Indemnity,
    InstructionIn,
    InstructionOut,
    IssueBill,
    IssueFromPaper,
    Nomination,
    Notice,
    PledgeBill,
    PledgeOut,
    Reason,
    Reissue,
    Statement,
    SurrenderForAmendment,
    TitleEventOut,
    Transfer,
    TrustReceipt,
)
from app.operations.answers import Prefer, Router, WriteKey, accepted, answered
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging

router = Router(prefix="/bills", tags=["bills"])

TAG = {
    "name": "bills",
    "description": "A bill of lading is one record on the chain. **Possession** is control of it: its "
    "holder, one at any time, hands it on and in the end surrenders it for the goods. **Title** is the "
    "right to the goods that it stands for: its owner may nominate who has it next. Most of the time both "
    "are in one hand, and `transfer-both` or `endorse` pass them on; a bank may hold what its customer owns, "
    "and then the owner nominates and the holder transfers. Endorsed in blank, title follows possession. A "
    "straight bill names its owner for good. While a bill is in the keeping of a credit or an escrow nobody "
    "moves it; pledged, it stays with its owner and moves only as the bank that holds the pledge agrees. Its "
    "id is the salted hash of its transport document, which travels beside the chain: who takes a bill is "
    "given its own copy.",
}

Reader = Annotated[Caller, Requires("bills:read")]
Writer = Annotated[Caller, Requires("bills:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation; `describes.bill` is the bill's id."}
}
DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}}, "description": "The transport document, byte for byte."}
}


@router.post("/instructions", status_code=201, responses={201: {"model": InstructionOut}})
def instruct_carrier(body: InstructionIn, caller: Writer, db: Db, key: WriteKey) -> Response:
    """Tell a carrier which bill you want. It binds nobody."""
    return answered(db, key, 201, InstructionOut.of(services.instruct(db, caller, body.wish())))


@router.get("/instructions")
def list_instructions(caller: Reader, db: Db, asked: Paging) -> Page[InstructionOut]:
    """Those that you gave and those that you were given, newest first."""
    items, following = services.instructions(db, caller, asked)
    return Page[InstructionOut](items=[InstructionOut.of(one) for one in items], next=following)


@router.get("/instructions/{id}")
def get_instruction(id: str, caller: Reader, db: Db) -> InstructionOut:
    return InstructionOut.of(services.instruction(db, caller, id))


@router.post("", status_code=202, responses=ACCEPTED)
def issue_bill(body: IssueBill, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Issue a bill as its carrier, to the shipper who instructed you; the document follows when it is
    final.
    """
    operation = services.issue(
        db,
        caller,
        instruction=body.instruction,
        document=body.document,
        form=body.form_asked(),
        order=body.order,
        key=key,
    )
    return accepted(operation, prefer)


@router.post("/reissue", status_code=202, responses=ACCEPTED)
def reissue_bills(body: Reissue, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As carrier, put bills in the place of others that were all surrendered for amendment: amended, to
    another destination, switched, split or merged. The old ones are void in the same step, and quantities
    balance.
    """
    operation = services.reissue(db, caller, bills=body.bills, documents_=body.documents, key=key)
    return accepted(operation, prefer)


@router.post("/from-paper", status_code=202, responses=ACCEPTED)
def issue_from_paper(body: IssueFromPaper, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As carrier that has collected all paper originals and made them inoperative, issue a bill in their
    place.
    """
    return accepted(services.issue_from_paper(db, caller, body.asked(), key), prefer)


@router.get("")
def list_bills(
    caller: Reader,
    db: Db,
    asked: Paging,
    part: Annotated[Part | None, Query(description="Only those in which you are this.")] = None,
) -> Page[BillOut]:
    """Bills in which a number of your organisation stands now, newest first."""
    items, following = services.bills(db, caller, asked, part)
    return Page[BillOut](items=[BillOut.of(one) for one in items], next=following)


@router.get("/pledges")
def list_pledges(caller: Reader, db: Db, asked: Paging) -> Page[PledgeOut]:
    """Pledges that you gave or hold, newest first."""
    items, following = services.pledges(db, caller, asked)
    return Page[PledgeOut](items=[PledgeOut.of(one) for one in items], next=following)


@router.get("/{id}")
def get_bill(id: str, caller: Reader, db: Db) -> BillOut:
    return BillOut.of(services.bill(db, caller, id))


@router.get("/{id}/chain-of-title")
def get_chain_of_title(id: str, caller: Reader, db: Db, asked: Paging) -> Page[TitleEventOut]:
    """Every event of the bill in order: who, as far as you were told, what, when, and in which block."""
    items, following = services.chain_of_title(db, caller, id, asked)
    return Page[TitleEventOut](items=[TitleEventOut.of(one) for one in items], next=following)


@router.get("/{id}/document", response_class=Response, responses=DOCUMENT)
def get_bill_document(id: str, caller: Reader, db: Db) -> Response:
    """Your organisation's own copy of the transport document, byte for byte as it was issued."""
    return _file(services.document(db, caller, id))


@router.post("/{id}/transfer-holder", status_code=202, responses=ACCEPTED)
def transfer_holder(
    id: str, body: Transfer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Hand over possession; of a bill in blank, title with it."""
    return accepted(services.transfer_holder(db, caller, id, to=body.to, deal=body.deal, key=key), prefer)


@router.post("/{id}/nominate", status_code=202, responses=ACCEPTED)
def nominate(id: str, body: Nomination, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As owner, name who may have title when the holder hands the bill over; null withdraws it."""
    return accepted(services.nominate(db, caller, id, to=body.to, deal=body.deal, key=key), prefer)


@router.post("/{id}/transfer-both", status_code=202, responses=ACCEPTED)
def transfer_both(id: str, body: Transfer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Hand over title and possession: to whom you choose if you have both, else to the nominee."""
    return accepted(services.transfer_both(db, caller, id, to=body.to, deal=body.deal, key=key), prefer)


@router.post("/{id}/endorse-in-blank", status_code=202, responses=ACCEPTED)
def endorse_in_blank(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Turn a bill to order into one whose title follows possession."""
    return accepted(services.endorse_in_blank(db, caller, id, key), prefer)


@router.post("/{id}/endorse", status_code=202, responses=ACCEPTED)
def endorse(id: str, body: Endorse, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Endorse a bill to order or in blank to a name; what the endorsement says decides what the endorsee may
    do with it.
    """
    operation = services.endorse(
        db, caller, id, to=body.to, deal=body.deal, endorsement=body.endorsement_asked(), key=key
    )
    return accepted(operation, prefer)


@router.post("/{id}/refuse-transfer", status_code=202, responses=ACCEPTED)
def refuse_transfer(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Hand a bill back to whom it came from, with the title that came along; as your very next act."""
    return accepted(services.refuse_transfer(db, caller, id, key), prefer)


@router.post("/{id}/surrender", status_code=202, responses=ACCEPTED)
def surrender(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Surrender for delivery: possession goes to the carrier, who answers."""
    return accepted(services.surrender(db, caller, id, key), prefer)


@router.post("/{id}/surrender/accept", status_code=202, responses=ACCEPTED)
def accept_surrender(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As carrier, take the bill back for good: you owe the goods to who surrendered it."""
    return accepted(services.accept_surrender(db, caller, id, key), prefer)


@router.post("/{id}/surrender/refuse", status_code=202, responses=ACCEPTED)
def refuse_surrender(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As carrier, hand the bill back as it was."""
    return accepted(services.refuse_surrender(db, caller, id, key), prefer)


@router.post("/{id}/surrender-for-amendment", status_code=202, responses=ACCEPTED)
def surrender_for_amendment(
    id: str, body: SurrenderForAmendment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Surrender for amendment: possession goes to the carrier, who puts others in the bill's place or hands
    it back.
    """
    operation = services.surrender_for_amendment(
        db,
        caller,
        id,
        change=body.change_asked(),
        wish=body.wish,
        consignee=body.consignee,
        deal=body.deal,
        key=key,
    )
    return accepted(operation, prefer)


@router.post("/{id}/amendment/refuse", status_code=202, responses=ACCEPTED)
def refuse_amendment(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As carrier, hand the bill back as it was."""
    return accepted(services.refuse_amendment(db, caller, id, key), prefer)


@router.post("/{id}/switch-to-paper", status_code=202, responses=ACCEPTED)
def switch_to_paper(
    id: str, body: Statement, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As carrier, issue the paper for which the bill was surrendered: from then on the record has no
    effect.
    """
    return accepted(services.switch_to_paper(db, caller, id, body.statement, key), prefer)


@router.post("/{id}/deliver-on-identity", status_code=202, responses=ACCEPTED)
def deliver_on_identity(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As carrier, deliver the goods of a sea waybill to the consignee that it names, on identity."""
    return accepted(services.deliver_on_identity(db, caller, id, key), prefer)


@router.post("/{id}/record-indemnity", status_code=202, responses=ACCEPTED)
def record_indemnity(
    id: str, body: Indemnity, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As carrier, record that you delivered without the bill, against a letter of indemnity. The bill goes on
    and shows it.
    """
    return accepted(services.record_indemnity(db, caller, id, body.letter, key), prefer)


@router.post("/{id}/freeze", status_code=202, responses=ACCEPTED)
def freeze(id: str, body: Reason, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As authority, stop a bill in whosever hands or keeping. Two persons."""
    return accepted(services.freeze(db, caller, id, body.reason, key), prefer)


@router.post("/{id}/unfreeze", status_code=202, responses=ACCEPTED)
def unfreeze(id: str, body: Reason, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the authority that stopped it, let the bill go. Two persons."""
    return accepted(services.unfreeze(db, caller, id, body.reason, key), prefer)


@router.get("/{id}/balance")
def get_balance(id: str, caller: Reader, db: Db) -> BalanceOut:
    """The quantities of both sides of the reissue in which the bill took the place of others, or else gave
    way to others, computed anew from your own copies.
    """
    return BalanceOut.of(services.balance_of(db, caller, id))


@router.post("/{id}/pledge", status_code=202, responses=ACCEPTED)
def pledge(id: str, body: PledgeBill, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Endorse a bill for pledge to a bank: you keep title and possession, and move it as the bank agrees."""
    operation = services.pledge(
        db, caller, id, to=body.to, deal=body.deal, due=body.due, agreement=body.agreement, key=key
    )
    return accepted(operation, prefer)


@router.get("/{id}/pledge")
def get_pledge(id: str, caller: Reader, db: Db) -> PledgeOut:
    """The last pledge of the bill."""
    return PledgeOut.of(services.pledge_of(db, caller, id))


@router.post("/{id}/pledge/release", status_code=202, responses=ACCEPTED)
def release_pledge(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank that was paid, let the bill go. Two persons."""
    return accepted(services.release(db, caller, id, key), prefer)


@router.post("/{id}/pledge/release-on-trust", status_code=202, responses=ACCEPTED)
def release_on_trust(
    id: str, body: TrustReceipt, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the bank, let the pledgor have the bill against a trust receipt; your interest goes on until you
    release it, and no other bank gets a pledge. Two persons.
    """
    return accepted(services.release_on_trust(db, caller, id, body.receipt, key), prefer)


@router.post("/{id}/pledge/agree", status_code=202, responses=ACCEPTED)
def agree_to_endorsement(
    id: str, body: Agreement, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the bank, agree to whom the pledgor may endorse the bill; null takes that back. Two persons."""
    return accepted(services.agree(db, caller, id, to=body.to, deal=body.deal, key=key), prefer)


@router.post("/{id}/pledge/endorse", status_code=202, responses=ACCEPTED)
def endorse_pledged(
    id: str, body: Transfer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As pledgor, endorse the bill to whom the bank agreed; that ends the pledge."""
    return accepted(services.endorse_pledged(db, caller, id, to=body.to, deal=body.deal, key=key), prefer)


@router.post("/{id}/pledge/enforce", status_code=202, responses=ACCEPTED)
def enforce_pledge(id: str, body: Notice, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank, unpaid when the debt was due, take title and possession. Two persons."""
    return accepted(services.enforce(db, caller, id, body.notice, key), prefer)


def _file(copy: BillCopy) -> Response:
    return Response(copy.content, media_type="application/json", headers={"ETag": f'"{copy.sha256}"'})
