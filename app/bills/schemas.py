"""Bills of lading as their users ask for and see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from app.bills.domain import (
    CHANGES,
    ENDORSEMENTS,
    FORMS,
    STATUSES,
    Bill,
    BillStatus,
    Change,
    Endorsement,
    Form,
    FromPaper,
    Goods,
    Instruction,
    Lock,
    Part,
    Seen,
    SeenBalance,
    TitleEvent,
    Wish,
)
from app.bills.pledging import STATUSES as PLEDGE_STATUSES
from app.bills.pledging import SeenPledge, Side
from app.days import moment_of
from app.identifiers import lei
from app.members.domain import Named
from app.requests import MomentAsked

Lei = Annotated[str, AfterValidator(lei)]
Deal = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
FormName = Literal["straight", "to_order", "blank", "sea_waybill"]
StatusName = Literal["issued", "surrendered", "accomplished", "amending", "void", "on_paper"]
ChangeName = Literal["amendment", "destination", "switch", "paper"]
EndorsementName = Literal["in_full", "to_order", "for_collection", "not_negotiable"]
PledgeStatusName = Literal["pledged", "on_trust", "released", "endorsed", "enforced"]
LockName = Literal["presentation", "escrow", "pledge", "freeze"]
Text = Annotated[str, Field(min_length=1, max_length=100_000)]
Finality = Literal["pending", "final"]

_BILL = "0x" + "5a" * 32
_SHIPPER: dict[str, JsonValue] = {
    "number": 2718281828,
    "lei": "213800WSGIIZCXF1P572",
    "name": "Ruhuna Leaf Exports (Pvt) Ltd",
}
_CARRIER: dict[str, JsonValue] = {"number": 1618033988, "lei": "529900T8BM49AURSDO55", "name": "Coral Line"}
_DEAL = "0f4c7d2a9be84f0e93c5a1d76e2b8c11"


class InstructionIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"carrier": "529900T8BM49AURSDO55", "deal": _DEAL, "form": "to_order"}]
        },
    )

    carrier: Lei
    deal: Deal | None = Field(default=None, description="Your deal; without it the instruction begins one.")
    form: FormName = "to_order"
    order: Lei | None = Field(
        default=None,
        description="The consignee of a straight bill, or to whose order; without it, to yours.",
    )
    document: str | None = Field(
        default=None, max_length=4_000_000, description="Your draft of the transport document, as text."
    )

    def wish(self) -> Wish:
        form = Form(FORMS.index(self.form))
        return Wish(self.carrier, form, self.order, self.deal, self.document)


class InstructionOut(BaseModel):
    """`bill` is for the carrier: the id of what it issued on it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "8d7a4c4e6f1b4b0d9e3a5c2f7b6d1e90",
                    "deal": _DEAL,
                    "shipper": _SHIPPER | {"number": None},
                    "carrier": _CARRIER | {"number": None},
                    "form": "to_order",
                    "order": None,
                    "document": None,
                    "bill": None,
                    "sent_at": "2026-11-06T14:00:00Z",
                }
            ]
        }
    )

    id: str
    deal: str
    shipper: Named
    carrier: Named
    form: FormName
    order: Named | None
    document: str | None
    bill: str | None
    sent_at: datetime

    @classmethod
    def of(cls, instruction: Instruction) -> InstructionOut:
        return cls(
            id=instruction.id,
            deal=instruction.deal,
            shipper=instruction.shipper,
            carrier=instruction.carrier,
            form=FORMS[instruction.form],  # type: ignore[arg-type]
            order=instruction.order,
            document=instruction.document,
            bill=instruction.bill,
            sent_at=instruction.sent_at,
        )


class IssueBill(BaseModel):
    """`document` is the text of a DCSA transport document (eBL 3.0.4), as a string: the bill commits to its
    very bytes, so it is neither parsed nor written anew on its way.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "instruction": "8d7a4c4e6f1b4b0d9e3a5c2f7b6d1e90",
                    "document": '{"transportDocumentReference": "KLTC26-009417", "isToOrder": true, ...}',
                    "form": "to_order",
                }
            ]
        },
    )

    instruction: str
    document: str = Field(max_length=4_000_000)
    form: FormName | None = Field(default=None, description="Without it, as instructed.")
    order: Lei | None = Field(
        default=None,
        description="The consignee of a straight bill, or to whose order; without it, as instructed, else "
        "to the shipper's.",
    )

    def form_asked(self) -> Form | None:
        return None if self.form is None else Form(FORMS.index(self.form))


class Transfer(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"to": "529900T8BM49AURSDO55"}]}
    )

    to: Lei
    deal: Deal | None = Field(
        default=None, description="Where the recipient is party to another deal than the bill's."
    )


class Nomination(BaseModel):
    """`to` null withdraws the nomination."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"to": "529900T8BM49AURSDO55"}]}
    )

    to: Lei | None
    deal: Deal | None = None


class Endorse(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"to": "529900T8BM49AURSDO55", "endorsement": "for_collection"}]},
    )

    to: Lei
    endorsement: EndorsementName = Field(
        description="in_full and to_order pass title and possession, and the endorsee endorses further; "
        "not_negotiable passes both for the last time; for_collection passes possession, and title stays."
    )
    deal: Deal | None = Field(
        default=None, description="Where the endorsee is party to another deal than the bill's."
    )

    def endorsement_asked(self) -> Endorsement:
        return Endorsement(ENDORSEMENTS.index(self.endorsement))


class SurrenderForAmendment(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"change": "destination", "wish": "Please deliver at Helsinki instead of Tallinn."}]
        },
    )

    change: ChangeName = Field(
        description="amendment corrects, splits or merges; destination is DCSA's COD, switch "
        "its SWI, paper its SWTP."
    )
    wish: Text = Field(description="What is to be changed, in words; the carrier gets its copy.")
    consignee: Lei | None = Field(
        default=None, description="Who is to be named by what takes a straight bill's place; null: the same."
    )
    deal: Deal | None = Field(
        default=None, description="Where the consignee is party to another deal than the bill's."
    )

    def change_asked(self) -> Change:
        return Change(CHANGES.index(self.change))


class Reissue(BaseModel):
    """`bills` are void when `documents`, each the text of a DCSA transport document, are issued in their
    place.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"bills": [_BILL], "documents": ['{"transportDocumentReference": "KLTC26-009417A", ...}']}
            ]
        },
    )

    bills: list[str] = Field(min_length=1, max_length=16)
    documents: list[Annotated[str, Field(max_length=4_000_000)]] = Field(min_length=1, max_length=16)


class Statement(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"statement": "Issued on paper in 3 originals in place of ..."}]},
    )

    statement: Text = Field(description="What stands on the paper and in the record; the holder gets a copy.")


class IssueFromPaper(BaseModel):
    """`document` is the text of a DCSA transport document, as where a bill is issued."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "document": '{"transportDocumentReference": "KLTC26-009417", "isToOrder": true, ...}',
                    "form": "to_order",
                    "holder": "529900T8BM49AURSDO55",
                    "deal": _DEAL,
                    "collected": "Originals 1/3 to 3/3 were handed in on 3 December and marked void.",
                    "origin": _BILL,
                }
            ]
        },
    )

    document: str = Field(max_length=4_000_000)
    form: FormName
    holder: Lei = Field(description="Who handed the originals in.")
    order: Lei | None = Field(
        default=None, description="The consignee, or to whose order; without it, the holder."
    )
    deal: Deal
    collected: Text = Field(description="Which originals were made inoperative; the holder gets a copy.")
    origin: str | None = Field(
        default=None, description="The bill that had been switched to this paper, where there was one."
    )

    def asked(self) -> FromPaper:
        form = Form(FORMS.index(self.form))
        return FromPaper(self.document, form, self.holder, self.order, self.deal, self.collected, self.origin)


class Indemnity(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"letter": "In consideration of your delivering without the bill ..."}]
        },
    )

    letter: Text = Field(description="The letter of indemnity; you keep it, the chain commits to it.")


class Reason(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "Order of the court of 3 December ..."}]}
    )

    reason: Text = Field(description="The order or decision; you keep it, the chain commits to it.")


class GoodsOut(BaseModel):
    """`gross_weight` is a decimal in `unit`, KGM or LBR."""

    hs_codes: str
    packages: int
    gross_weight: str
    unit: str

    @classmethod
    def of(cls, goods: Goods) -> GoodsOut:
        return cls(
            hs_codes=goods.hs_codes,
            packages=goods.packages,
            gross_weight=str(goods.weight),
            unit=goods.unit,
        )


class BalanceOut(BaseModel):
    """`document` is the balance sheet that the carrier committed to, among your documents; `missing` are
    bills of whose documents you have no copy, so that their quantities are not in it; `of_chain` whether
    exactly these bills were voided and issued under it, `same` whether your copies give that very sheet.
    """

    document: str
    voided: list[str]
    issued: list[str]
    before: list[GoodsOut]
    after: list[GoodsOut]
    differences: list[str]
    missing: list[str]
    of_chain: bool
    same: bool

    @classmethod
    def of(cls, seen: SeenBalance) -> BalanceOut:
        sheet = seen.sheet
        return cls(
            document=seen.commitment,
            voided=list(sheet.voided),
            issued=list(sheet.issued),
            before=[GoodsOut.of(goods) for goods in sheet.before],
            after=[GoodsOut.of(goods) for goods in sheet.after],
            differences=list(sheet.differences),
            missing=seen.missing,
            of_chain=seen.of_chain,
            same=seen.same,
        )


class PledgeBill(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "to": "529900T8BM49AURSDO55",
                    "due": "2027-02-01T12:00:00Z",
                    "agreement": "We pledge the bill for your advance of 14 November 2026 ...",
                }
            ]
        },
    )

    to: Lei = Field(description="The bank.")
    due: MomentAsked = Field(description="When what is owed is due; from then on the bank may enforce.")
    agreement: Text = Field(
        description="The pledge agreement; the chain keeps what commits to it, the bank gets its copy."
    )
    deal: Deal | None = None


class TrustReceipt(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"receipt": "We hold bill, goods and proceeds in trust for you ..."}]
        },
    )

    receipt: Text = Field(description="The trust receipt; the pledgor gets its copy.")


class Notice(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"notice": "Your advance was due on 1 February and is unpaid ..."}]},
    )

    notice: Text = Field(description="The notice of enforcement; the pledgor gets its copy.")


class Agreement(BaseModel):
    """`to` null takes an agreement back."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"to": "529900T8BM49AURSDO55"}]}
    )

    to: Lei | None
    deal: Deal | None = None


class PledgeOut(BaseModel):
    """`endorsee` is to whom the bank agreed that the bill is endorsed; `agreement` commits to the pledge
    agreement, whose text is among your documents.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "bill": _BILL,
                    "status": "pledged",
                    "finality": "final",
                    "pledgor": _SHIPPER,
                    "pledgee": {"number": 3141592653, "lei": "529900T8BM49AURSDO55", "name": "A Bank"},
                    "endorsee": None,
                    "due": "2027-02-01T12:00:00Z",
                    "agreement": "0x" + "7c" * 32,
                    "instrument": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
                    "you_are": ["pledgor"],
                    "you_may": [],
                }
            ]
        }
    )

    bill: str
    status: PledgeStatusName
    finality: Finality
    pledgor: Named
    pledgee: Named
    endorsee: Named | None
    due: datetime
    agreement: str
    instrument: str
    you_are: list[Side]
    you_may: list[str] = Field(description="What your organisation may do with it now, as in the routes.")

    @classmethod
    def of(cls, seen: SeenPledge) -> PledgeOut:
        pledge = seen.pledge
        return cls(
            bill=pledge.bill,
            status=PLEDGE_STATUSES[pledge.status],  # type: ignore[arg-type]
            finality="final" if seen.final else "pending",
            pledgor=seen.named[pledge.pledgor],
            pledgee=seen.named[pledge.pledgee],
            endorsee=seen.named.get(pledge.endorsee),
            due=moment_of(pledge.due),
            agreement=pledge.agreement,
            instrument=pledge.instrument,
            you_are=seen.you_are,
            you_may=seen.may,
        )


class CopyOut(BaseModel):
    """What opens the bill's id: `id` = keccak256(salt ‖ document). `sha256` is of the document's bytes."""

    reference: str
    salt: str
    sha256: str
    sender: str | None = Field(description="LEI of whom it came from; null where you issued it.")


class BillOut(BaseModel):
    """`holder` has possession, `owner` has title, `nominee` may have title next; `former_holder` and
    `former_owner` are those to whom the holder may hand the bill back as its very next act.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _BILL,
                    "status": "issued",
                    "finality": "final",
                    "form": "to_order",
                    "carrier": _CARRIER,
                    "shipper": _SHIPPER,
                    "holder": _SHIPPER,
                    "owner": _SHIPPER,
                    "nominee": None,
                    "former_holder": None,
                    "former_owner": None,
                    "change": None,
                    "reissue": None,
                    "voided_by": None,
                    "statement": None,
                    "delivered_under_indemnity": False,
                    "kept_by": [],
                    "keeper": None,
                    "issued_at": "2026-11-07T09:00:03Z",
                    "instrument": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
                    "you_are": ["holder", "owner", "shipper"],
                    "you_may": ["transfer-holder", "nominate", "transfer-both", "endorse-in-blank"],
                    "copy": {
                        "reference": "KLTC26-009417",
                        "salt": "0x" + "c3" * 32,
                        "sha256": "9f" * 32,
                        "sender": "529900T8BM49AURSDO55",
                    },
                }
            ]
        }
    )

    id: str
    status: StatusName
    finality: Finality
    form: FormName
    carrier: Named
    shipper: Named
    holder: Named | None
    owner: Named | None
    nominee: Named | None
    former_holder: Named | None
    former_owner: Named | None
    change: ChangeName | None = Field(description="What it was surrendered for, unless for delivery.")
    reissue: str | None = Field(description="Balance sheet of the reissue that put it in others' place.")
    voided_by: str | None = Field(description="Balance sheet of the reissue that put others in its place.")
    statement: str | None = Field(
        description="What the carrier said of the paper that it went to or came from, among your documents."
    )
    delivered_under_indemnity: bool = Field(
        description="Its carrier delivered without it, against a letter of indemnity: its goods are gone."
    )
    kept_by: list[LockName] = Field(
        description="Why its holder cannot move it: it is in the keeping of a credit, of an escrow or of a "
        "pledge book, or an authority stopped it (freeze)."
    )
    keeper: int | None = Field(description="Number of the instrument that keeps it.")
    issued_at: datetime
    instrument: str
    you_are: list[Part]
    you_may: list[str] = Field(description="What your organisation may do with it now, as in the routes.")
    copy_: CopyOut | None = Field(alias="copy", description="Your own copy of its document.")

    @classmethod
    def of(cls, seen: Seen) -> BillOut:
        bill, copy = seen.bill, seen.copy
        return cls(
            id=bill.id,
            status=STATUSES[bill.status],  # type: ignore[arg-type]
            finality="final" if seen.final else "pending",
            form=FORMS[bill.form],  # type: ignore[arg-type]
            carrier=seen.named[bill.carrier],
            shipper=seen.named[bill.shipper],
            holder=seen.named.get(bill.holder),
            owner=seen.named.get(bill.owner),
            nominee=seen.named.get(bill.nominee),
            former_holder=seen.named.get(bill.former_holder),
            former_owner=seen.named.get(bill.former_owner),
            change=CHANGES[bill.change] if bill.status in _CHANGING else None,  # type: ignore[arg-type]
            reissue=bill.reissue or None,
            voided_by=bill.voided_by or None,
            statement=bill.statement or None,
            delivered_under_indemnity=bill.indemnity,
            kept_by=_locks(bill),
            keeper=bill.locker or None,
            issued_at=datetime.fromtimestamp(bill.issued, UTC),
            instrument=bill.instrument,
            you_are=seen.parts,
            you_may=seen.may,
            copy=CopyOut(
                reference=copy.reference,
                salt="0x" + copy.salt.hex(),
                sha256=copy.sha256,
                sender=copy.sender,
            )
            if copy
            else None,
        )


class TitleEventOut(BaseModel):
    """One step of the chain of title. `giver` and `taker` are shown as far as your organisation was told who
    stands behind their numbers.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "event": "Handed",
                    "in_words": "possession passed from Ruhuna Leaf Exports (Pvt) Ltd to number 3141592653",
                    "giver": _SHIPPER,
                    "taker": {"number": 3141592653, "lei": None, "name": None},
                    "block": 42,
                    "log_index": 1,
                    "at": "2026-11-20T10:15:02Z",
                    "transaction_hash": "0x" + "1b" * 32,
                    "finality": "final",
                }
            ]
        }
    )

    event: str
    in_words: str
    giver: Named | None
    taker: Named | None
    block: int
    log_index: int
    at: datetime
    transaction_hash: str
    finality: Finality

    @classmethod
    def of(cls, event: TitleEvent) -> TitleEventOut:
        return cls(
            event=event.name,
            in_words=event.in_words(),
            giver=event.giver,
            taker=event.taker,
            block=event.block,
            log_index=event.log_index,
            at=datetime.fromtimestamp(event.at, UTC),
            transaction_hash=event.transaction,
            finality="final" if event.final else "pending",
        )


_CHANGING = (BillStatus.AMENDING, BillStatus.VOID, BillStatus.ON_PAPER)


def _locks(bill: Bill) -> list[LockName]:
    return [lock.name.lower() for lock in Lock if bill.locks >> lock & 1]  # type: ignore[misc]
