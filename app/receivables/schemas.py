"""Documents and financings as users enter and see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.receivables.domain import FINANCING_WORDS, LONGEST_HOLD, FinancingStatus, Move
from app.receivables.likeness import Assessment
from app.receivables.views import Entered, Happened

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
