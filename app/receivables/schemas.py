"""Documents and financings as users enter and see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.days import moment_of
from app.members.domain import Named
from app.money import Money
from app.receivables.claims import RECEIVABLE_WORDS, Act, ReceivableStatus
from app.receivables.domain import FINANCING_WORDS, LONGEST_HOLD, FinancingStatus, Move
from app.receivables.likeness import Assessment
from app.receivables.views import Asked, Entered, Happened, Quoted, Seen
from app.requests import MomentAsked

DEAL = "0f4c7d2a9be84f0e93c5a1d76e2b8c11"
FINANCING = "0x" + "4e" * 32
INVOICE: dict[str, JsonValue] = {
    "kind": "invoice",
    "seller": {"lei": "213800WSGIIZCXF1P572", "registration": "PT:501442600"},
    "buyer": {"lei": "00000015UWH7D6DSW661", "registration": ""},
    "number": "PAZ-2026-0417",
    "issued": "2026-03-04",
    "amount": {"amount": "184350.75", "currency": "EUR"},
    "goods": "Black tea, 410 cartons",
    "order": "PO 7731",
    "bill": "",
    "containers": ["MSKU0000080"],
}


class OrganisationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lei: str = Field(default="", max_length=40)
    registration: str = Field(default="", max_length=60, description="With its country: `EE:12345678`.")


class AmountIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    amount: str = Field(max_length=40, description="Decimal, with no more decimals than the currency has.")
    currency: str = Field(max_length=3)


class SaleIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    seller: OrganisationIn
    buyer: OrganisationIn
    number: str = Field(max_length=60)
    issued: date
    amount: AmountIn
    goods: str = Field(default="", max_length=2_000)


class InvoiceIn(SaleIn):
    """`order` and `bill` are the numbers of the order and of the bill of lading that it names."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [INVOICE]})

    kind: Literal["invoice"]
    order: str = Field(default="", max_length=60)
    bill: str = Field(default="", max_length=60)
    containers: list[str] = Field(default=[], max_length=100)


class OrderIn(SaleIn):
    """Numbered and issued by the buyer."""

    kind: Literal["order"]


class BillIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["bill"]
    carrier: str = Field(max_length=10, description="SCAC.")
    number: str = Field(max_length=60)
    shipped: date
    shipper: OrganisationIn
    vessel: str = Field(default="", max_length=20, description="IMO number.")
    voyage: str = Field(default="", max_length=20)
    containers: list[str] = Field(default=[], max_length=100)
    weight: int = Field(default=0, ge=0, description="Gross kilograms.")
    goods: str = Field(default="", max_length=2_000)


class DeclarationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["declaration"]
    country: str = Field(max_length=2)
    number: str = Field(max_length=60)
    declarant: OrganisationIn
    accepted: date
    goods: str = Field(default="", max_length=2_000)
    containers: list[str] = Field(default=[], max_length=100)


DocumentIn = Annotated[InvoiceIn | OrderIn | BillIn | DeclarationIn, Field(discriminator="kind")]


class NewFinancing(BaseModel):
    """A document as your organisation holds it, and how much of it is to be financed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"document": INVOICE, "share": 8000, "reference": "RF-2026-00311", "deal": DEAL}]
        },
    )

    document: DocumentIn
    share: int = Field(ge=1, le=10_000, description="Basis points of the whole document.")
    reference: str = Field(min_length=1, max_length=64, description="Your own, once.")
    deal: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{32}$", description="The deal it belongs to; without, a new one."
    )


class Reservation(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"hours": 72, "reason": "Another delivery: compared both packing lists."}]
        },
    )

    hours: int = Field(default=72, ge=1, le=LONGEST_HOLD, description="For how long it is held.")
    reason: str | None = Field(
        default=None, max_length=500, description="Why a document that is like another is another."
    )


class Renewal(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"hours": 48}]})

    hours: int = Field(default=72, ge=1, le=LONGEST_HOLD, description="For how long from now.")


class Contested(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"grounds": "The buyer says that the goods never came."}]},
    )

    grounds: str = Field(min_length=1, max_length=2_000)


class ReasonOut(BaseModel):
    """What was compared on both sides; points speak for likeness, or, below zero, against it."""

    name: str
    points: int
    ours: str
    theirs: str


class MatchOut(BaseModel):
    reference: str
    score: int
    reasons: list[ReasonOut]


class LikenessOut(BaseModel):
    """Against the financings of your own organisation. It points out and never decides."""

    verdict: Literal["clear", "review", "block"]
    score: int
    matches: list[MatchOut]

    @classmethod
    def of(cls, found: Assessment) -> LikenessOut:
        return cls(
            verdict=found.verdict.value,
            score=found.score,
            matches=[
                MatchOut(
                    reference=match.reference,
                    score=match.score,
                    reasons=[ReasonOut(**vars(reason)) for reason in match.reasons],
                )
                for match in found.matches
            ],
        )


class TakenOut(BaseModel):
    """Basis points that others have of the document, that you have, and that are free; when the first
    reservation of somebody else ends; how many reservations came to nothing. By whom is not known.
    """

    by_others: int
    by_you: int
    free: int
    reserved_until: datetime | None
    unused_reservations: int


class ReceivableEventOut(BaseModel):
    """An event on the chain."""

    event: str
    at: datetime
    finality: Literal["pending", "final"]
    block: int
    block_hash: str
    transaction: str
    log_index: int

    @classmethod
    def of(cls, happened: Happened) -> ReceivableEventOut:
        return cls(
            event=happened.event,
            at=happened.at,
            finality="final" if happened.final else "pending",
            block=happened.block,
            block_hash=happened.block_hash,
            transaction=happened.transaction,
            log_index=happened.log_index,
        )


class FinancingOut(BaseModel):
    """`you_may` is by our clock: the chain's decides."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": FINANCING,
                    "reference": "RF-2026-00311",
                    "deal": DEAL,
                    "number": 1414213562,
                    "document": INVOICE,
                    "share": 8000,
                    "status": "reserved",
                    "in_words": FINANCING_WORDS[FinancingStatus.RESERVED],
                    "until": "2026-03-12T10:15:00Z",
                    "lapsed": False,
                    "renewals": 0,
                    "through_the_ledger": False,
                    "finality": "final",
                    "likeness": {"verdict": "clear", "score": 0, "matches": []},
                    "reason": None,
                    "taken": {
                        "by_others": 0,
                        "by_you": 8000,
                        "free": 2000,
                        "reserved_until": None,
                        "unused_reservations": 0,
                    },
                    "you_may": ["renew", "finance", "release"],
                    "history": [],
                    "kept_at": "2026-03-09T10:00:00Z",
                }
            ]
        }
    )

    id: str
    reference: str
    deal: str
    number: int
    document: dict[str, Any]
    share: int
    status: Literal["entered", "reserved", "financed", "settled", "released", "disputed"]
    in_words: str
    until: datetime | None
    lapsed: bool
    renewals: int
    through_the_ledger: bool = Field(description="Financed by the purchase of a receivable, which ends it.")
    finality: Literal["pending", "final"]
    likeness: LikenessOut
    reason: str | None
    taken: TakenOut
    you_may: list[Move]
    history: list[ReceivableEventOut]
    kept_at: datetime

    @classmethod
    def of(cls, seen: Entered) -> FinancingOut:
        taken = seen.taken
        shape: dict[str, Any] = {
            "id": seen.id,
            "reference": seen.reference,
            "deal": seen.deal,
            "number": seen.party,
            "document": dict(seen.document),
            "share": seen.share,
            "status": seen.status.name.lower(),
            "in_words": FINANCING_WORDS[seen.status],
            "until": seen.until,
            "lapsed": seen.lapsed,
            "renewals": seen.renewals,
            "through_the_ledger": seen.kept,
            "finality": "final" if seen.final else "pending",
            "likeness": LikenessOut.of(seen.likeness),
            "reason": seen.reason,
            "taken": {
                "by_others": taken.share,
                "by_you": taken.ours,
                "free": taken.free,
                "reserved_until": taken.until,
                "unused_reservations": taken.unused,
            },
            "you_may": list(seen.you_may),
            "history": [ReceivableEventOut.of(happened) for happened in seen.history],
            "kept_at": seen.kept_at,
        }
        return cls(**shape)


# --------------------------------------------------------------------------------------------- receivables

RECEIVABLE = "0x" + "5c" * 32
TOKEN = "0x5a443704dd4b594b382c22a083e2bd3090a6fef3"
BANK = "529900T8BM49AURSDO55"
SELLER: dict[str, JsonValue] = {
    "number": 1414213562,
    "lei": "213800WSGIIZCXF1P572",
    "name": "Porto Azul Trading Lda",
}
QUOTED: dict[str, JsonValue] = {
    "face": "184350.75",
    "paid_out": "182292.17",
    "fee": "0.00",
    "discount": "2058.58",
    "remainder": "0.00",
    "currency": "EUR",
    "days": 67,
    "day_count": "ACT_360",
}


class NewReceivable(BaseModel):
    """An invoice of which your organisation is seller, or buyer: its buyer approves it by registering it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"document": INVOICE, "token": TOKEN, "due": "2026-06-02", "deal": DEAL}]
        },
    )

    document: InvoiceIn
    token: str = Field(max_length=42, description="The deposit token in which it is to be paid.")
    due: date
    deal: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{32}$", description="The deal it belongs to; without, a new one."
    )


class Text(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Twelve cartons were wet."}]}
    )

    text: str = Field(min_length=1, max_length=2_000)


class CreditNote(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"amount": "1250.00", "text": "Twelve cartons returned."}]},
    )

    amount: str = Field(max_length=40)
    text: str = Field(min_length=1, max_length=2_000)


class AtWhat(BaseModel):
    """At what a receivable is sold."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"rate": "0.06", "method": "STRAIGHT", "advance": 10000, "fee": "0.00"}]
        },
    )

    rate: str = Field(max_length=12, description="A decimal a year: `0.0675` is 6.75 %.")
    day_count: Literal["ACT_360", "ACT_365"] | None = Field(
        default=None, description="Without, what the currency's money market counts in."
    )
    method: Literal["STRAIGHT", "YIELD"] = "STRAIGHT"
    advance: int = Field(
        default=10_000, ge=1, le=10_000, description="Basis points of the face that are paid for now."
    )
    fee: str = Field(default="0", max_length=40)
    paid: date | None = Field(default=None, description="The day of payment; without, today.")
    grace: int = Field(default=0, ge=0, le=60, description="Days after the due day.")

    def asked(self) -> Asked:
        return Asked(self.rate, self.day_count, self.method, self.advance, self.fee, self.paid, self.grace)


class QuoteOut(BaseModel):
    """How a face divides: face = paid_out + fee + discount + remainder. The remainder is the seller's when
    the obligor has paid. Binds nobody.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [QUOTED]})

    face: str
    paid_out: str
    fee: str
    discount: str
    remainder: str
    currency: str
    days: int
    day_count: Literal["ACT_360", "ACT_365"]

    @classmethod
    def of(cls, quoted: Quoted) -> QuoteOut:
        return cls(**quoted.as_json())


class NewOffer(AtWhat):
    """The price is computed as a quote's `paid_out`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"buyer": BANK, "rate": "0.06", "with_recourse": False, "until": "2026-03-12T17:00:00Z"}
            ]
        },
    )

    buyer: str = Field(max_length=40, description="LEI of the bank.")
    with_recourse: bool = Field(description="You answer for it where the obligor does not pay.")
    until: MomentAsked = Field(description="The last second to buy.")


class Acceptance(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"financing": FINANCING}]})

    financing: str | None = Field(
        default=None,
        max_length=80,
        description="Your reserved financing of this invoice; none where it is financed and sold on.",
    )


class Recipient(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"to": BANK}]})

    to: str = Field(max_length=40, description="LEI.")


class PartIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    holder: str = Field(max_length=40, description="LEI; your own for what you keep.")
    amount: str = Field(max_length=40)


class Parts(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"parts": [{"holder": BANK, "amount": "84350.75"}, {"holder": BANK, "amount": "100000"}]}
            ]
        },
    )

    parts: list[PartIn] = Field(min_length=1, max_length=16)


class Claimed(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"amount": "184950.75"}]})

    amount: str = Field(max_length=40, description="What is to be paid back, interest included.")


class SaleOut(BaseModel):
    price: str
    with_recourse: bool
    until: datetime
    price_made_of: QuoteOut


class NoteOut(BaseModel):
    """Why it was disputed, or a credit note, by the organisation (LEI) `by`."""

    what: str
    text: str
    by: str
    at: datetime


class ReceivableOut(BaseModel):
    """`you_may` is by our clock: the chain's decides. `sale` and `claim` are shown to those who were told."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": RECEIVABLE,
                    "deal": DEAL,
                    "number": 1414213562,
                    "document": INVOICE,
                    "seller": "213800WSGIIZCXF1P572",
                    "obligor": "00000015UWH7D6DSW661",
                    "token": TOKEN,
                    "amount": "184350.75",
                    "currency": "EUR",
                    "due": "2026-06-02",
                    "overdue": False,
                    "status": "approved",
                    "in_words": RECEIVABLE_WORDS[ReceivableStatus.APPROVED],
                    "disputed": False,
                    "holder": SELLER,
                    "payee": SELLER,
                    "notice": "none",
                    "recourse": None,
                    "financing": None,
                    "share": 10000,
                    "part_of": None,
                    "sale": None,
                    "claim": None,
                    "notes": [],
                    "finality": "final",
                    "you_may": ["reduce", "offer", "assign", "split"],
                    "history": [],
                    "kept_at": "2026-03-09T10:00:00Z",
                }
            ]
        }
    )

    id: str
    deal: str
    number: int
    document: dict[str, Any]
    seller: str
    obligor: str
    token: str
    amount: str
    currency: str
    due: date
    overdue: bool
    status: Literal["unknown", "registered", "approved", "paid", "split", "void"]
    in_words: str
    disputed: bool
    holder: Named
    payee: Named = Field(description="Whom the obligor was told to pay.")
    notice: Literal["none", "given", "acknowledged"]
    recourse: Named | None = Field(description="Who sold it to its holder with recourse.")
    financing: str | None
    share: int = Field(description="Basis points of the document that it stands for.")
    part_of: str | None
    sale: SaleOut | None
    claim: str | None
    notes: list[NoteOut]
    finality: Literal["pending", "final"]
    you_may: list[Act]
    history: list[ReceivableEventOut]
    kept_at: datetime

    @classmethod
    def of(cls, seen: Seen) -> ReceivableOut:
        shape: dict[str, Any] = {
            "id": seen.id,
            "deal": seen.deal,
            "number": seen.party,
            "document": dict(seen.document),
            "seller": seen.seller,
            "obligor": seen.obligor,
            "token": seen.token,
            "amount": seen.amount.decimal(),
            "currency": seen.amount.currency.alpha,
            "due": seen.due,
            "overdue": seen.overdue,
            "status": seen.status.name.lower(),
            "in_words": RECEIVABLE_WORDS[seen.status],
            "disputed": seen.disputed,
            "holder": seen.holder,
            "payee": seen.payee,
            "notice": seen.notice.name.lower(),
            "recourse": seen.recourse,
            "financing": seen.financing,
            "share": seen.share,
            "part_of": seen.part_of,
            "sale": _sale(seen),
            "claim": seen.claim.decimal() if seen.claim else None,
            "notes": [
                {"what": note["what"], "text": note["text"], "by": note["from"], "at": note["at"]}
                for note in seen.notes
            ],
            "finality": "final" if seen.final else "pending",
            "you_may": list(seen.you_may),
            "history": [ReceivableEventOut.of(happened) for happened in seen.history],
            "kept_at": seen.kept_at,
        }
        return cls(**shape)


def _sale(seen: Seen) -> SaleOut | None:
    if seen.sale is None:
        return None
    return SaleOut(
        price=Money(int(seen.sale["price"]), seen.amount.currency).decimal(),
        with_recourse=seen.sale["with_recourse"],
        until=moment_of(int(seen.sale["until"])),
        price_made_of=QuoteOut(**seen.sale["price_made_of"]),
    )
